"""Finding the boxes of a page that has none of its own: what is seen on it, and where a person would write.

Must not hold: what a box means (its key, section or question), a payer's name, anything kept from one form to the next.
"""
