"""The payers' forms at hand.

Must not hold: reading a PDF; that is the worker's affair.
"""
