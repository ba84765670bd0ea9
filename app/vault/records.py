"""The table of records: reading by kind, patient and status, and writing one edit; the search follows each patient."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from app.domain.changes import Edit, Record
from app.domain.ids import PatientId
from app.domain.patient import Coverage, Patient
from app.domain.request import Status
from app.vault import search
from app.vault.codec import decode, encode, kind_name
from app.vault.database import Database
from app.vault.problems import RecordChanged

R = TypeVar("R", bound=Record)

_CANDIDATES = 400
_MOST_PIECES = 4


class Records:
    """The records of an open vault. Writing is for the one gate, inside its transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, kind: type[R], record_id: str) -> R | None:
        """The record, or None where there is none of that kind and name."""
        row = self._db.row("SELECT body FROM records WHERE id = ? AND kind = ?", (record_id, kind_name(kind)))
        return None if row is None else decode(kind, str(row[0]), record_id=record_id)

    def find(
        self, kind: type[R], *, patient_id: PatientId | None = None, status: Collection[Status] | None = None
    ) -> tuple[R, ...]:
        """Records of a kind in the order of their entry, of one patient, or with one of the statuses, or all."""
        sql, values = "SELECT id, body FROM records WHERE kind = ?", [kind_name(kind)]
        if patient_id is not None:
            sql += " AND patient_id = ?"
            values.append(patient_id)
        if status is not None:
            sql += f" AND status IN ({','.join('?' * len(status))})"
            values += sorted(item.value for item in status)
        rows = self._db.rows(f"{sql} ORDER BY seq", values)
        return tuple(decode(kind, str(body), record_id=str(record_id)) for record_id, body in rows)

    def search_patients(self, text: str, limit: int) -> tuple[Patient, ...]:
        """Patients by the beginning of what is typed; last names that begin so come first, all in order of name."""
        sorted_name = search.single_name(text)
        if not text.strip():
            found = self._by_sort_key("", limit)
        elif sorted_name is not None:
            found = self._by_sort_key(sorted_name, limit)
        else:
            found = []
        if text.strip() and len(found) < limit:
            already = set(found)
            found += [seq for seq in self._by_words(search.query(text), limit) if seq not in already]
        return self._patients(found[:limit])

    def write(self, edit: Edit) -> None:
        """Make one edit.

        Raises:
            RecordChanged: what is stored is not the edit's `before`.
        """
        record = edit.record
        kind, record_id = type(record), record.id
        if (
            edit.before is not None
            and edit.after is not None
            and (type(edit.before), edit.before.id) != (kind, record_id)
        ):
            raise ValueError("an edit keeps the record's kind and name")
        if self._stored(kind, record_id) != edit.before:
            raise RecordChanged(kind=kind_name(kind).replace("_", " "))
        if edit.after is None:
            self._remove(record)
        elif edit.before is None:
            self._insert(edit.after)
        else:
            self._db.run(
                "UPDATE records SET body = ?, patient_id = ?, version = version + 1 WHERE id = ?",
                (encode(edit.after), owner(edit.after), record_id),
            )

    def _stored(self, kind: type[Record], record_id: str) -> Record | None:
        row = self._db.row("SELECT kind, body FROM records WHERE id = ?", (record_id,))
        if row is None:
            return None
        if row[0] != kind_name(kind):
            raise RecordChanged(kind=kind_name(kind).replace("_", " "))
        return decode(kind, str(row[1]), record_id=record_id)

    def _insert(self, record: Record) -> None:
        self._db.run(
            "INSERT INTO records (id, kind, patient_id, version, body) VALUES (?, ?, ?, 1, ?)",
            (record.id, kind_name(type(record)), owner(record), encode(record)),
        )

    def _remove(self, record: Record) -> None:
        if isinstance(record, Patient):
            seq = self._db.number("SELECT seq FROM records WHERE id = ?", (record.id,))
            self._db.run("DELETE FROM patient_words WHERE rowid = ?", (seq,))
            self._db.run("DELETE FROM patient_names WHERE patient = ?", (seq,))
        self._db.run("DELETE FROM records WHERE id = ?", (record.id,))

    def follow(self, edits: Sequence[Edit]) -> None:
        """Keep the search right for every patient whom the edits touched, once each."""
        names = [
            item.id if isinstance(item, Patient) else item.patient_id
            for edit in edits
            if _looked_for_by(edit.before) != _looked_for_by(edit.after)
            for item in (edit.before, edit.after)
            if isinstance(item, Patient | Coverage)
        ]
        for patient_id in dict.fromkeys(names):
            self.index(patient_id)

    def index(self, patient_id: PatientId) -> None:
        """Make the search know a patient as it is stored now."""
        row = self._db.row("SELECT seq, body FROM records WHERE id = ? AND kind = 'patient'", (patient_id,))
        if row is None:
            return
        seq, patient = row[0], decode(Patient, str(row[1]), record_id=patient_id)
        words = search.words_of(patient, self.find(Coverage, patient_id=patient_id))
        self._db.run("DELETE FROM patient_words WHERE rowid = ?", (seq,))
        self._db.run("INSERT INTO patient_words (rowid, words) VALUES (?, ?)", (seq, words))
        self._db.run(
            "INSERT INTO patient_names (patient, sort_key) VALUES (?, ?)"
            " ON CONFLICT (patient) DO UPDATE SET sort_key = excluded.sort_key",
            (seq, search.sort_key(patient)),
        )

    def tidy(self) -> None:
        """Merge the pieces of the search's index where there are many, so that no save has to do it later."""
        if self._db.number("SELECT count(DISTINCT segid) FROM patient_words_idx") > _MOST_PIECES:
            with self._db.transaction():
                self._db.run("INSERT INTO patient_words (patient_words) VALUES ('optimize')")

    def _by_sort_key(self, beginning: str, limit: int) -> list[int]:
        rows = self._db.rows(
            "SELECT patient FROM patient_names WHERE sort_key >= ? AND sort_key < ? ORDER BY sort_key LIMIT ?",
            (beginning, beginning + "\U0010ffff", limit),
        )
        return [int(str(seq)) for (seq,) in rows]

    def _by_words(self, wanted: str, limit: int) -> list[int]:
        if not wanted:
            return []
        # The index is asked for a bounded number: one letter may begin a word of every patient.
        rows = self._db.rows(
            "SELECT patient FROM patient_names WHERE patient IN"
            " (SELECT rowid FROM patient_words WHERE patient_words MATCH ? LIMIT ?) ORDER BY sort_key",
            (wanted, max(_CANDIDATES, limit)),
        )
        return [int(str(seq)) for (seq,) in rows]

    def _patients(self, found: Sequence[int]) -> tuple[Patient, ...]:
        places = ",".join("?" * len(found))
        rows = self._db.rows(f"SELECT seq, id, body FROM records WHERE seq IN ({places})", found)  # noqa: S608
        bodies = {seq: (str(name), str(body)) for seq, name, body in rows}
        return tuple(decode(Patient, body, record_id=name) for name, body in (bodies[seq] for seq in found))


def _looked_for_by(record: Record | None) -> tuple[str, ...]:
    """What of a record the search knows; an edit that leaves it alone leaves the search alone."""
    if isinstance(record, Patient):
        return (record.id, search.sort_key(record), search.words_of(record, ()))
    return (record.patient_id, record.member_id) if isinstance(record, Coverage) else ()


def owner(record: Record) -> PatientId | None:
    """The patient that a record belongs to, if it belongs to one."""
    patient_id: PatientId | None = getattr(record, "patient_id", None)
    return patient_id
