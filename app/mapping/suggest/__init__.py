"""Guessing what a form's boxes ask for, from what is printed about them, with a confidence that was measured.

Must not hold: geometry, PDF libraries, or knowledge of one form. Nothing here is ever applied unseen.
"""
