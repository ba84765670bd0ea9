"""What comes after sending: letters in, approvals with their differences, the units ledger, hand-overs.

Must not hold: a rule, a date or a price, other screens' parts.
"""
