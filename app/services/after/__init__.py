"""What comes after sending: letters from payers, approvals with their differences, the units ledger.

Must not hold: a rule of a payer, a date without where it stands, another office's files (`app.services.handing`).
"""
