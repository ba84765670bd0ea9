"""Everything that leaves the office: checklist, cover, letters, assembly.

Must not hold: storage, Qt.
"""
