"""The first run: the practice, its people, the recovery sheet; or looking round with an invented practice.

Must not hold: keys beyond the moment of showing them.
"""
