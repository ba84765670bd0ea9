"""The payers' rules to look up: payer by indication, dated, cited, and how far each was verified.

Must not hold: a request, a patient, or a verdict.
"""
