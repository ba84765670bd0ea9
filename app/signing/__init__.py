"""A person signs one document; the program seals it.

Must not hold: a way to sign as somebody else.
"""
