"""Other systems' files, read into a review table: lists, FHIR, C-CDA, HL7 v2, contact cards, filled forms.

`reading` turns a file's bytes into what it says, `records` turns that into records, `review` holds them against what
the office has. Must not hold: a way straight into the vault.
"""
