"""The audit log: who did what to which record and when, without a single value; it only grows.

Each row's hash covers the hash before it, and each hash is sealed with a key that the database alone does not give.
The head of the chain is kept apart, so that cutting rows off the end is found too.
"""

from __future__ import annotations

import datetime as dt
import getpass
import hashlib
import hmac
import json
import platform
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.clock import Clock
from app.domain.ids import PersonId
from app.vault.database import Database, Row
from app.vault.problems import VaultDamaged

#: Ids, field names, hashes, counts and kinds pass; a sentence or a name with a space does not.
_NO_VALUE = re.compile(r"[A-Za-z0-9_.:/+\-\[\]]{0,128}")
_DOMAIN = b"PA Desk audit 1\n"
_COLUMNS = "seq, at, actor, station, event, subjects, fields, details, hash, seal"
_HEAD = "audit_head"
_START = bytes(32)


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the log.

    Attributes:
        actor: who did it; empty where nobody was signed in.
        station: the account of the operating system and the computer, `mia@front-desk`.
        event: such as `record.change`, `patient.open`, `vault.unlock`.
        subjects: names of records, such as `patient:5f…`.
        fields: names of fields, never their values.
        details: hashes, counts, kinds.
    """

    seq: int
    at: str
    actor: str
    station: str
    event: str
    subjects: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    details: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AuditHead:
    """How far the log has come: the number of its last row and that row's hash in hexadecimal digits."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """Whether the log is as it was written.

    Attributes:
        rows: how many rows there are.
        first_bad: number of the first row that is not as written, if any.
        says: the verdict in a sentence.
    """

    ok: bool
    rows: int
    first_bad: int | None
    says: str


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows are wanted; what is empty does not narrow.

    Attributes:
        events: whole names (`request.sign`), or beginnings that end with a dot (`signer.`).
        actor: who did it.
        subject: a record's name with its kind, such as `patient:5f…`.
        since: the first day.
        until: the last day.
        about: the beginning of a record's name, without its kind.
    """

    events: tuple[str, ...] = ()
    actor: str = ""
    subject: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    about: str = ""


class AuditLog:
    """The log of an open vault.

    Args:
        db: the vault's database.
        key: seals the rows.
        clock: the office's time.
        station: who the operating system says it is, and the computer's name.
    """

    def __init__(self, db: Database, key: bytes, clock: Clock, station: str) -> None:
        self._db = db
        self._key = key
        self._clock = clock
        self._station = station

    def append(
        self,
        event: str,
        *,
        subjects: Sequence[str] = (),
        fields: Sequence[str] = (),
        actor: PersonId | None,
        details: Mapping[str, str] | None = None,
    ) -> AuditHead:
        """Add a row and have it on the disk.

        Raises:
            ValueError: something given is more than an id, a field's name, a count or a hash.
        """
        with self._db.transaction():
            return self.append_within(event, subjects=subjects, fields=fields, actor=actor, details=details)

    def append_within(
        self,
        event: str,
        *,
        subjects: Sequence[str] = (),
        fields: Sequence[str] = (),
        actor: PersonId | None,
        details: Mapping[str, str] | None = None,
        at: str = "",
    ) -> AuditHead:
        """Add a row as part of the transaction that is running."""
        given = details or {}
        _check_no_values(event, *subjects, *fields, *given, *given.values())
        before = self.head
        moment = at or self._clock.now().isoformat()
        row = AuditRow(
            before.seq + 1, moment, actor or "", self._station, event, tuple(subjects), tuple(fields), dict(given)
        )
        digest = _digest(bytes.fromhex(before.hash), row)
        self._db.run(
            f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",  # noqa: S608 (no value in it)
            (*_stored(row), digest, self._seal(digest)),
        )
        self._keep_head(row.seq, digest)
        return AuditHead(row.seq, digest.hex())

    @property
    def head(self) -> AuditHead:
        """How far the log has come; printed on packets, it makes a rewritten log show."""
        row = self._db.row("SELECT value FROM meta WHERE name = ?", (_HEAD,))
        if row is None:
            return AuditHead(0, _START.hex())
        kept = json.loads(str(row[0]))
        return AuditHead(int(kept["seq"]), str(kept["hash"]))

    def rows(self, limit: int = 200, *, before: int | None = None) -> tuple[AuditRow, ...]:
        """The latest rows, last first, or those before a number."""
        found = self._db.rows(
            f"SELECT {_COLUMNS} FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?",  # noqa: S608
            (before if before is not None else 2**62, limit),
        )
        return tuple(_row(item) for item in found)

    def find(self, wanted: AuditFilter, limit: int = 200, *, before: int | None = None) -> tuple[AuditRow, ...]:
        """The latest rows that a filter lets through, last first.

        Args:
            wanted: the filter.
            limit: how many at most.
            before: only rows with a smaller number.
        """
        where, values = _where(wanted)
        found = self._db.rows(
            f"SELECT {_COLUMNS} FROM audit WHERE seq < ?{where} ORDER BY seq DESC LIMIT ?",  # noqa: S608 (no value in it)
            (before if before is not None else 2**62, *values, limit),
        )
        return tuple(_row(item) for item in found)

    def events(self) -> tuple[str, ...]:
        """The names of all events that the log holds."""
        return tuple(str(row[0]) for row in self._db.rows("SELECT DISTINCT event FROM audit ORDER BY event"))

    def bearing(self, name: str, value: str) -> AuditRow | None:
        """The latest row with a detail of that name and value, such as the nonce of a signing, or None."""
        item = self._db.row(
            f"SELECT {_COLUMNS} FROM audit WHERE json_extract(details, ?) = ? ORDER BY seq DESC LIMIT 1",  # noqa: S608
            (f"$.{name}", value),
        )
        return None if item is None else _row(item)

    @property
    def latest_moment(self) -> dt.datetime | None:
        """The latest time that any row bears, whatever its number: a clock that was set back cannot hide it."""
        row = self._db.row("SELECT at FROM audit ORDER BY julianday(at) DESC LIMIT 1")
        return None if row is None else dt.datetime.fromisoformat(str(row[0]))

    def chained(self) -> Iterator[tuple[AuditRow, str]]:
        """Every row with its hash in hexadecimal digits, first one first: what `check_chain` checks elsewhere."""
        for item in self._db.each(f"SELECT {_COLUMNS} FROM audit ORDER BY seq"):  # noqa: S608
            yield _row(item), _bytes(item[8]).hex()

    def last(self, event: str) -> AuditRow | None:
        """The latest row of an event, such as `vault.backup`, or None."""
        item = self._db.row(f"SELECT {_COLUMNS} FROM audit WHERE event = ? ORDER BY seq DESC LIMIT 1", (event,))  # noqa: S608
        return None if item is None else _row(item)

    def all_rows(self) -> Iterator[AuditRow]:
        """Every row, first one first."""
        for item in self._db.each(f"SELECT {_COLUMNS} FROM audit ORDER BY seq"):  # noqa: S608
            yield _row(item)

    def hash_at(self, seq: int) -> str | None:
        """The hash of a row in hexadecimal digits, or None where there is no such row."""
        row = self._db.row("SELECT hash FROM audit WHERE seq = ?", (seq,))
        return row[0].hex() if row is not None and isinstance(row[0], bytes) else None

    def verify(self) -> AuditVerdict:
        """Whether every row is as it was written, in its order, and none is missing."""
        previous, count = _START, 0
        for item in self._db.each(f"SELECT {_COLUMNS} FROM audit ORDER BY seq"):  # noqa: S608
            count += 1
            if not self._holds(item, previous, count):
                return AuditVerdict(
                    False, count, count, f"The audit log was tampered with: row {count} is not as written."
                )
            previous = _bytes(item[8])
        if not self._head_holds(count, previous):
            return AuditVerdict(
                False, count, count + 1, f"The audit log was tampered with: rows after {count} are missing."
            )
        return AuditVerdict(True, count, None, f"The audit log is whole: {count} rows.")

    def reseal(self, key: bytes) -> None:
        """Seal every row with another key; rows, hashes and their chain stay as they are.

        Raises:
            VaultDamaged: the log is not as it was written, and must not be sealed as if it were.
        """
        if not self.verify().ok:
            raise VaultDamaged()
        fresh = AuditLog(self._db, key, self._clock, self._station)
        guard = self._db.row("SELECT sql FROM sqlite_schema WHERE type = 'trigger' AND name = 'audit_no_update'")
        with self._db.transaction():
            self._db.run("DROP TRIGGER IF EXISTS audit_no_update")
            for seq, digest in self._db.rows("SELECT seq, hash FROM audit"):
                self._db.run("UPDATE audit SET seal = ? WHERE seq = ?", (fresh._seal(_bytes(digest)), seq))
            if guard is not None:
                self._db.run(str(guard[0]))
            head = self.head
            if head.seq:
                fresh._keep_head(head.seq, bytes.fromhex(head.hash))

    def _holds(self, item: Row, previous: bytes, number: int) -> bool:
        try:
            row = _row(item)
            digest = _digest(previous, row)
        except (ValueError, TypeError):
            return False
        sealed = hmac.compare_digest(self._seal(digest), _bytes(item[9]))
        return row.seq == number and hmac.compare_digest(digest, _bytes(item[8])) and sealed

    def _head_holds(self, count: int, last: bytes) -> bool:
        row = self._db.row("SELECT value FROM meta WHERE name = ?", (_HEAD,))
        if row is None:
            return count == 0
        return hmac.compare_digest(str(row[0]).encode(), self._head_text(count, last).encode())

    def _keep_head(self, seq: int, digest: bytes) -> None:
        self._db.run(
            "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            (_HEAD, self._head_text(seq, digest)),
        )

    def _head_text(self, seq: int, digest: bytes) -> str:
        seal = self._seal(b"head" + seq.to_bytes(8) + digest).hex()
        return json.dumps({"seq": seq, "hash": digest.hex(), "seal": seal})

    def _seal(self, digest: bytes) -> bytes:
        return hmac.digest(self._key, digest, "sha256")


def check_chain(rows: Iterable[tuple[AuditRow, str]]) -> AuditVerdict:
    """Whether rows that left the vault are as they were written, each in its order; needs no key.

    Args:
        rows: as `AuditLog.chained` gave them.
    """
    previous, count = _START, 0
    for row, written in rows:
        count += 1
        digest = _digest(previous, row)
        if row.seq != count or digest.hex() != written:
            return AuditVerdict(False, count, count, f"The log was tampered with: row {count} is not as written.")
        previous = digest
    return AuditVerdict(True, count, None, f"The log is whole: {count} rows.")


def this_station() -> str:
    """The account of the operating system and the computer's name, `mia@front-desk`."""
    try:
        account = getpass.getuser()
    except (OSError, KeyError, ImportError):
        account = ""
    return f"{account}@{platform.node()}"


def _check_no_values(*texts: str) -> None:
    if not all(_NO_VALUE.fullmatch(text) for text in texts):
        raise ValueError("an audit row holds ids, field names, counts and hashes only")


def _digest(previous: bytes, row: AuditRow) -> bytes:
    content = json.dumps(_stored(row), ensure_ascii=False, separators=(",", ":")).encode()
    return hashlib.sha256(_DOMAIN + previous + content).digest()


def _stored(row: AuditRow) -> tuple[int, str, str, str, str, str, str, str]:
    subjects, fields = json.dumps(row.subjects), json.dumps(row.fields)
    return (
        row.seq,
        row.at,
        row.actor,
        row.station,
        row.event,
        subjects,
        fields,
        json.dumps(dict(row.details), sort_keys=True),
    )


def _row(item: Row) -> AuditRow:
    seq, at, actor, station, event, subjects, fields, details = (str(value) for value in item[:8])
    return AuditRow(
        int(seq), at, actor, station, event, tuple(json.loads(subjects)), tuple(json.loads(fields)), json.loads(details)
    )


def _bytes(value: object) -> bytes:
    return value if isinstance(value, bytes) else b""


def _where(wanted: AuditFilter) -> tuple[str, list[str]]:
    parts: list[str] = []
    values: list[str] = []
    if wanted.events:
        parts.append(
            " OR ".join("substr(event, 1, length(?)) = ?" if e.endswith(".") else "event = ?" for e in wanted.events)
        )
        values += [text for e in wanted.events for text in ((e, e) if e.endswith(".") else (e,))]
    if wanted.actor:
        parts.append("actor = ?")
        values.append(wanted.actor)
    if wanted.subject:
        parts.append("EXISTS (SELECT 1 FROM json_each(subjects) WHERE value = ?)")
        values.append(wanted.subject)
    if wanted.about:
        parts.append(
            "EXISTS (SELECT 1 FROM json_each(subjects) WHERE substr(value, instr(value, ':') + 1, length(?)) = ?)"
        )
        values += [wanted.about, wanted.about]
    # The day is the office's own: the first ten letters of a moment with its zone.
    if wanted.since is not None:
        parts.append("substr(at, 1, 10) >= ?")
        values.append(wanted.since.isoformat())
    if wanted.until is not None:
        parts.append("substr(at, 1, 10) <= ?")
        values.append(wanted.until.isoformat())
    return "".join(f" AND ({part})" for part in parts), values
