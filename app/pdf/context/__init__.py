"""What a page prints about each of its boxes: label, question, section, table and group. Geometry and text only.

Must not hold: what any of it means (keys, patients, payers), or the finding of boxes themselves.
"""
