"""What is written down beside the vault while it is locked: failed unlocks, and how far its audit log had come.

Wrong passphrases make the next try wait longer, and reach the audit log at the next unlock. The head of the audit log
shows when somebody has put an older copy of the vault in place of the newer one.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from app.vault.audit import AuditHead
from app.vault.durable import patiently, write_whole

_FREE_TRIES = 3
_LONGEST_WAIT_SECONDS = 300
_MOST_FAILURES = 1_000
#: So long the keychain opens a vault by itself after the person's passphrase did.
KEYCHAIN_HOURS = 12
_SLACK = dt.timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Failure:
    """One wrong passphrase or recovery key; `person` is who was chosen on the unlock screen, or empty."""

    person: str
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Notes:
    """The notes of one vault.

    Attributes:
        failures: since the last unlock, oldest first.
        head: of the audit log when the vault was last opened or closed here.
        passphrases: when each person's passphrase opened the vault last.
    """

    failures: tuple[Failure, ...] = ()
    head: AuditHead | None = None
    passphrases: Mapping[str, dt.datetime] = field(default_factory=dict)

    def is_fresh(self, person: str, now: dt.datetime) -> bool:
        """Whether the person's passphrase opened the vault lately; a clock that was set back makes it old."""
        at = self.passphrases.get(person)
        return at is not None and -_SLACK <= now - at < dt.timedelta(hours=KEYCHAIN_HOURS)

    def failed(self, person: str, at: dt.datetime) -> Notes:
        """With one failure more."""
        return replace(self, failures=(*self.failures, Failure(person, at))[-_MOST_FAILURES:])

    def wait_seconds(self, now: dt.datetime) -> int:
        """How long the next try must wait: nothing at first, then twice as long each time, five minutes at most."""
        if len(self.failures) < _FREE_TRIES:
            return 0
        wait = delay_seconds(len(self.failures))
        # A clock that was set back must not keep anybody out for longer than the wait itself.
        passed = abs((now - self.failures[-1].at).total_seconds())
        return max(0, round(wait - passed))


def delay_seconds(failures: int) -> int:
    """The wait after so many failures in a row."""
    if failures < _FREE_TRIES:
        return 0
    return int(min(_LONGEST_WAIT_SECONDS, 2 ** min(failures - _FREE_TRIES + 1, 16)))


def read_notes(path: Path) -> Notes:
    """The notes; missing or damaged ones are empty, for they guard nothing that the keys do not guard."""
    try:
        content = json.loads(patiently(path.read_bytes))
        head = content.get("head")
        return Notes(
            tuple(Failure(str(item["person"]), _moment(item["at"])) for item in content.get("failures", ())),
            None if head is None else AuditHead(int(head["seq"]), str(head["hash"])),
            {str(person): _moment(at) for person, at in content.get("passphrases", {}).items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Notes()


def write_notes(path: Path, notes: Notes) -> None:
    """Replace the notes as a whole."""
    content = {
        "failures": _failures(notes.failures),
        "head": None if notes.head is None else {"seq": notes.head.seq, "hash": notes.head.hash},
        "passphrases": {person: at.isoformat() for person, at in notes.passphrases.items()},
    }
    write_whole(path, json.dumps(content, indent=1).encode())


def _failures(failures: Sequence[Failure]) -> list[dict[str, str]]:
    return [{"person": failure.person, "at": failure.at.isoformat()} for failure in failures]


def _moment(text: str) -> dt.datetime:
    moment = dt.datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment
