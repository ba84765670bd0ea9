"""Colours, type, spacing, icons: the look of every screen, from one set of tokens.

Must not hold: a screen, a word of text.
"""
