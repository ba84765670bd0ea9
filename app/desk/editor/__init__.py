"""The form editor: what the boxes of a payer's form mean, confirmed by a person, box by box or all that are sure.

Must not hold: guessing, reading of PDFs, the rules of packs; those are services' and mapping's.
"""
