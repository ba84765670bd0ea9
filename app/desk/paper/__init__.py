"""The page: the payer's blank with the values on it as they will print, box by box.

Must not hold: what a box means; that comes with its fill.
"""
