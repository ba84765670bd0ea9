"""Other systems' files, read into a review table.

Must not hold: a way straight into the vault.
"""
