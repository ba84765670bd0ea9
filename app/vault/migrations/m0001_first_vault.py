"""Step 1: records with their search, changes, the audit log, documents, prepared forms, signers' secrets."""

from __future__ import annotations

from app.vault.database import Database

_TABLES = (
    "CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE records (
        seq INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        kind TEXT NOT NULL,
        patient_id TEXT REFERENCES records (id) DEFERRABLE INITIALLY DEFERRED,
        version INTEGER NOT NULL,
        body TEXT NOT NULL,
        status TEXT GENERATED ALWAYS AS (json_extract(body, '$.status')) VIRTUAL
    ) STRICT""",
    "CREATE INDEX records_by_patient ON records (patient_id, kind)",
    "CREATE INDEX records_by_kind ON records (kind, status)",
    """CREATE TABLE patient_names (
        patient INTEGER PRIMARY KEY REFERENCES records (seq) DEFERRABLE INITIALLY DEFERRED,
        sort_key TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX patient_names_sorted ON patient_names (sort_key)",
    # Only beginnings of single words are searched: no positions are kept, and no second copy of the words.
    """CREATE VIRTUAL TABLE patient_words USING fts5 (
        words, content='', contentless_delete=1, detail=none, prefix='1 2 3', tokenize='ascii'
    )""",
    """CREATE TABLE changes (
        seq INTEGER PRIMARY KEY AUTOINCREMENT,
        id TEXT NOT NULL UNIQUE,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        label TEXT NOT NULL,
        undoes TEXT REFERENCES changes (id),
        edits BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE change_subjects (
        subject TEXT NOT NULL,
        change INTEGER NOT NULL REFERENCES changes (seq),
        PRIMARY KEY (subject, change)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE audit (
        seq INTEGER PRIMARY KEY,
        at TEXT NOT NULL,
        actor TEXT NOT NULL,
        station TEXT NOT NULL,
        event TEXT NOT NULL,
        subjects TEXT NOT NULL,
        fields TEXT NOT NULL,
        details TEXT NOT NULL,
        hash BLOB NOT NULL,
        seal BLOB NOT NULL
    ) STRICT""",
    "CREATE TABLE blobs (sha256 TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
    "CREATE TABLE template_cache (name TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
    "CREATE TABLE signer_slots (person_id TEXT PRIMARY KEY, bytes BLOB NOT NULL) STRICT",
)

_APPEND_ONLY = ("changes", "change_subjects", "audit")


def upgrade(db: Database) -> None:
    """Make the tables of the first vault."""
    for statement in _TABLES:
        db.run(statement)
    for table in _APPEND_ONLY:
        for act in ("UPDATE", "DELETE"):
            db.run(
                f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE (ABORT, '{table} only grows'); END"
            )
