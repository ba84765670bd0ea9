"""Entering a payer's rules: parts on the left, the chosen one as fields on the right.

Must not hold: what a field means or what is wrong with it; that is `app.criteria.own`.
"""
