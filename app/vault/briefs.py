"""Briefs: what lists show of each request, kept ready so that a list of thousands needs no record to be read.

They are made by who lists, and forgotten in the transaction that changes anything of their patient.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.domain.changes import Edit
from app.domain.ids import PatientId, RequestId
from app.domain.office_policy import OfficePolicy
from app.domain.patient import Patient
from app.domain.practice import Payer
from app.vault.database import Database

_STAMP = "briefs"
#: Records of the office that show in lists of requests, or that their dates are counted by.
_OF_ALL = (Payer, OfficePolicy)


class Briefs:
    """The briefs of an open vault, for the vault's own thread."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self) -> list[str]:
        """The briefs of all requests."""
        return [str(body) for (body,) in self._db.rows("SELECT body FROM briefs")]

    def due(self, stamp: str) -> tuple[PatientId, ...]:
        """The patients whose briefs are to be made anew.

        Args:
            stamp: of the rules that they are made by; with another one all are.
        """
        row = self._db.row("SELECT value FROM meta WHERE name = ?", (_STAMP,))
        if row is None or row[0] != stamp or not self._is_whole():
            with self._db.transaction():
                self._all_are_due()
                self._db.run("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)", (_STAMP, stamp))
        return tuple(PatientId(str(name)) for (name,) in self._db.rows("SELECT patient_id FROM briefs_due"))

    def put(self, made: Mapping[PatientId, Mapping[RequestId, str]]) -> None:
        """Keep the briefs of patients, in place of all that they had."""
        with self._db.transaction():
            for patient_id, briefs in made.items():
                self._db.run("DELETE FROM briefs WHERE patient_id = ?", (patient_id,))
                for request_id, body in briefs.items():
                    self._db.run(
                        "INSERT OR REPLACE INTO briefs (request_id, patient_id, body) VALUES (?, ?, ?)",
                        (request_id, patient_id, body),
                    )
                self._db.run("DELETE FROM briefs_due WHERE patient_id = ?", (patient_id,))

    def follow(self, edits: Sequence[Edit]) -> None:
        """Forget what edits make untrue, within their transaction."""
        touched = [record for edit in edits for record in (edit.before, edit.after) if record is not None]
        if any(isinstance(record, _OF_ALL) for record in touched):
            self._all_are_due()
        names = [item.id if isinstance(item, Patient) else getattr(item, "patient_id", None) for item in touched]
        for patient_id in dict.fromkeys(name for name in names if name is not None):
            self._db.run("INSERT OR IGNORE INTO briefs_due (patient_id) VALUES (?)", (patient_id,))

    def _is_whole(self) -> bool:
        """Whether every request has its brief, or is going to: a rescued vault comes without."""
        known = self._db.number("SELECT count(*) FROM briefs")
        due = self._db.number("SELECT count(*) FROM briefs_due")
        return bool(due) or known == self._db.number("SELECT count(*) FROM records WHERE kind = 'request'")

    def _all_are_due(self) -> None:
        self._db.run("INSERT OR IGNORE INTO briefs_due (patient_id) SELECT id FROM records WHERE kind = 'patient'")
