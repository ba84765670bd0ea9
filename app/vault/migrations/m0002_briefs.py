"""Step 2: what lists show of each request, kept ready beside the records; it can be emptied at any time.

The search's index merges its pieces later than it would by itself: a merge in the middle of a save takes thirty times
as long as the save.
"""

from __future__ import annotations

from app.vault.database import Database

_TABLES = (
    "CREATE TABLE briefs (request_id TEXT PRIMARY KEY, patient_id TEXT NOT NULL, body TEXT NOT NULL) STRICT",
    "CREATE INDEX briefs_by_patient ON briefs (patient_id)",
    # Patients whose briefs are to be made anew.
    "CREATE TABLE briefs_due (patient_id TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
    "INSERT INTO briefs_due (patient_id) SELECT id FROM records WHERE kind = 'patient'",
    "INSERT INTO patient_words (patient_words, rank) VALUES ('automerge', 16)",
    "INSERT INTO patient_words (patient_words, rank) VALUES ('crisismerge', 32)",
)


def upgrade(db: Database) -> None:
    """Make the tables, with nothing known yet of any patient's requests."""
    for statement in _TABLES:
        db.run(statement)
