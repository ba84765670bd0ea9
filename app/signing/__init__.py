"""Signing: marks, signers with a key of their own, the intent for one document, and the visible signature.

Must not hold: Qt, SQL, a payer's meaning, roles of the program (services enforce those). Nothing here stores anything.
"""
