"""The entries of the log in plain words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from app.vault.audit import AuditRow

#: What the log can be narrowed to, in the words of the list.
GROUPS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("request.sign", "request.ink", "letter.sign", "request.review", "letter.review", "sign.", "signer."),
        "Signing",
    ),
    (("sign.refused", "role.refused", "vault.open_failed", "witness.failed"), "Refusals"),
    (("record.",), "Changes of records"),
    (("patient.open", "document.archived", "file.verify"), "Looking at records"),
    (
        (
            *("packet.", "letter.write", "request.print", "log.", "vault.backup", "records.export", "calendar."),
            *("handover.out", "handover.back"),
        ),
        "What left the office",
    ),
    (("letter_in.", "handover.in", "handover.signed", "records.import"), "What came in"),
    (("vault.", "access.", "witness."), "Unlocking and access"),
)

_WORDS: Mapping[str, str] = {
    "request.sign": "Request signed",
    "request.review": "Request shown for signing",
    "request.ink_print": "Pages printed for a pen",
    "request.ink": "Signed pages taken in",
    "request.print": "Pages printed",
    "letter.sign": "Letter signed",
    "letter.review": "Letter shown for signing",
    "letter.write": "Letter written out",
    "packet.write": "Packet written out",
    "sign.shown": "Pages shown to the signer",
    "sign.refused": "Signing refused",
    "role.refused": "Refused by role",
    "signer.try": "Signing passphrase typed",
    "signer.open": "Signature opened",
    "signer.slot": "Signature set up",
    "signer.slot_taken": "Signature taken away",
    "signer.slot_pin": "PIN set up",
    "signer.slot_pin_taken": "PIN taken away",
    "letter_in.take": "Payer's letter taken in",
    "letter_in.file": "Payer's letter filed",
    "handover.out": "Handed over",
    "handover.in": "Hand-over taken in",
    "handover.back": "Handed back",
    "handover.signed": "Signed elsewhere, came back",
    "records.export": "Records written out",
    "records.import": "Records taken in",
    "calendar.write": "Dates written out",
    "patient.open": "Patient opened",
    "document.archived": "Original of a number shown",
    "file.verify": "File verified",
    "record.create": "Record added",
    "record.change": "Record changed",
    "record.remove": "Record removed",
    "log.verify": "Log checked",
    "log.export": "Log written out",
    "log.evidence": "Evidence written out",
    "vault.open": "Unlocked",
    "vault.open_failed": "Wrong passphrase",
    "vault.close": "Locked",
    "vault.backup": "Backup made",
    "vault.create": "Vault made",
    "vault.restored": "Backup restored",
    "witness.confirmed": "Confirmed by a second person",
    "witness.failed": "Not confirmed",
}
_LONGEST_ID = 8


def event_words(event: str) -> str:
    """An event as people say it; its name where there are no words for it."""
    return _WORDS.get(event, event.replace(".", ": ").replace("_", " "))


def moment_words(at: str) -> str:
    """`11/25/2026 14:05:12`."""
    return f"{dt.datetime.fromisoformat(at):%m/%d/%Y %H:%M:%S}"


def subject_words(row: AuditRow) -> str:
    """`request a26adf27, person f29fd37d`."""
    pairs = (subject.partition(":") for subject in row.subjects)
    return ", ".join(f"{kind.replace('_', ' ')} {name[:_LONGEST_ID]}" for kind, _, name in pairs)


def detail_words(row: AuditRow) -> str:
    """Names of fields and short details; hashes are cut to their beginning."""
    parts = [*row.fields, *(f"{name} {_short(value)}" for name, value in sorted(row.details.items()))]
    return ", ".join(parts)


def _short(value: str) -> str:
    is_hash = len(value) >= 24 and all(char in "0123456789abcdef" for char in value)
    return f"{value[:_LONGEST_ID]}…" if is_hash else value
