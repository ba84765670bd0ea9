"""Payers' rules as dated data, judged three-valued.

Must not hold: a rule without source and date, I/O beyond bundled files, a probability of approval.
"""
