"""Signing: the prescriber's screen, and the pad that a mark is drawn on.

Must not hold: a key or a passphrase beyond the moment of signing.
"""
