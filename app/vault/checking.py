"""Looking through a whole vault: every page, every record, every document, the audit log and the search."""

from __future__ import annotations

import hashlib

from app.vault.audit import AuditLog
from app.vault.change_log import ChangeLog
from app.vault.codec import KINDS, decode
from app.vault.database import Database
from app.vault.problems import RecordUnreadable, VaultDamaged


def findings(db: Database, audit: AuditLog) -> list[str]:
    """What is wrong, in plain sentences; empty where everything is as it was written."""
    try:
        return [
            *_pages(db),
            *_records(db),
            *_documents(db),
            *_search(db),
            *_audit(audit),
            *_changes(db, audit),
        ]
    except VaultDamaged as problem:
        return [f"{problem.message} {problem.advice}"]


def _pages(db: Database) -> list[str]:
    rows = db.rows("PRAGMA integrity_check(20)")
    found = [] if rows == [("ok",)] else [f"The database's own check found {len(rows)} faults in the file."]
    orphans = len(db.rows("PRAGMA foreign_key_check"))
    return found + ([f"{orphans} records belong to a patient who is not there."] if orphans else [])


def _records(db: Database) -> list[str]:
    found = []
    for kind, record_id, body in db.rows("SELECT kind, id, body FROM records"):
        try:
            if str(kind) not in KINDS:
                raise RecordUnreadable(kind=kind, record_id=record_id)
            decode(KINDS[str(kind)], str(body), record_id=str(record_id))
        except RecordUnreadable as problem:
            found.append(problem.message)
    return found


def _documents(db: Database) -> list[str]:
    bad = 0
    for (sha256,) in db.rows("SELECT sha256 FROM blobs"):
        row = db.row("SELECT bytes FROM blobs WHERE sha256 = ?", (sha256,))
        data = row[0] if row is not None and isinstance(row[0], bytes) else b""
        bad += hashlib.sha256(data).hexdigest() != sha256
    return [f"{bad} stored documents are damaged."] if bad else []


def _search(db: Database) -> list[str]:
    patients = db.number("SELECT count(*) FROM records WHERE kind = 'patient'")
    listed = db.number(
        "SELECT count(*) FROM records JOIN patient_names ON patient = seq"
        " WHERE kind = 'patient' AND seq IN (SELECT rowid FROM patient_words)"
    )
    return [] if patients == listed else [f"The search knows {listed} of {patients} patients."]


def _audit(audit: AuditLog) -> list[str]:
    verdict = audit.verify()
    return [] if verdict.ok else [verdict.says]


def _changes(db: Database, audit: AuditLog) -> list[str]:
    log, logged, bad = ChangeLog(db), 0, 0
    for row in audit.all_rows():
        if "change" in row.details:
            logged += 1
            bad += log.digest(row.details["change"]) != row.details.get("digest")
    found = [f"{bad} changes are not as the audit log saw them."] if bad else []
    extra = db.number("SELECT count(*) FROM changes") - logged
    return found + ([f"{extra} changes are not in the audit log."] if extra > 0 else [])
