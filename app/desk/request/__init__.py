"""The workspace of one request: the data on the left, the payer's page on the right.

Must not hold: how a box is filled; that is worked out by mapping from facts.
"""
