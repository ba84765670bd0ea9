"""The office's own pages: practice, locations, prescribers, people, payers, facilities, pharmacies, backups, look.

Must not hold: who may change them; that is checked in services.
"""
