"""The payer's rules held against a request: what to settle first, what is documented, what is not asked.

Must not hold: the rules themselves, a verdict of its own, or anything that reads the vault.
"""
