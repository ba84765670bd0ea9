"""Paper: reading forms, setting values, proving the result. Knows boxes and strings, never patients.

Must not hold: a patient, a payer's meaning, SQL, Qt.
"""
