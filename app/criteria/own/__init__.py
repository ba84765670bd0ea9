"""Rules that an office enters itself: a policy as fields in plain words, and back to a file's text.

Must not hold: a second reading of rules (`app.criteria.loading` judges what was entered), Qt, the vault.
"""
