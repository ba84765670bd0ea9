"""The way out and back: all that is kept of a patient or of the office as one file, and such a file taken in again.

Must not hold: packets for payers, other systems' files.
"""
