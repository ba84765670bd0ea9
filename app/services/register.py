"""What an office signed and sent, as its log tells: from the vault here, or from an evidence file elsewhere."""

from __future__ import annotations

import datetime as dt
import json
from base64 import b64decode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.signing.intent import read_intent
from app.signing.manifest import document_id_of
from app.signing.signer import is_authentic
from app.vault.audit import AuditRow, check_chain

#: Rows of the log that name the bytes of a signed document.
SIGNINGS = ("request.sign", "request.ink", "letter.sign", "handover.signed")
#: The one of them that another office's log tells more of.
ELSEWHERE = "handover.signed"

#: The one of them that the signer's key has no part in: a scan of pages signed with a pen.
_PEN = "request.ink"


@dataclass(frozen=True, slots=True)
class SignedEntry:
    """One signing.

    Attributes:
        document: SHA-256 of the bytes that were agreed to; its beginning stands on every page.
        fax_copy: SHA-256 of the flat file.
        record_copy: of the sealed file; empty where it was signed before there were any.
        signer: name.
        pages: of the file; 0 where the log does not tell.
        proof: name of the proof of the agreement.
    """

    event: str
    request_id: str
    signer: str
    at: dt.datetime
    document: str
    fax_copy: str
    record_copy: str
    pages: int
    proof: str

    @property
    def document_id(self) -> str:
        """As every page prints it."""
        return document_id_of(self.document)


@dataclass(frozen=True, slots=True)
class Register:
    """Everything that is needed to say whether a file is one of the office's.

    Attributes:
        rows: the whole log with the hash of each row, first one first.
        people: names, by id.
        proofs: what proves each agreement (intent, signature, key), by name.
        is_whole: whether the log is as it was written.
    """

    rows: Sequence[tuple[AuditRow, str]]
    people: Mapping[str, str]
    proofs: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True

    def entries(self) -> list[SignedEntry]:
        """All signings, first one first."""
        return [self._entry(row) for row, _ in self.rows if row.event in SIGNINGS]

    @property
    def signed_elsewhere(self) -> frozenset[str]:
        """Numbers of documents that came back from another office signed."""
        return frozenset(entry.document_id for entry in self.entries() if entry.event == ELSEWHERE)

    def naming(self, sha256: str) -> AuditRow | None:
        """The latest row that names these bytes and is no signing, such as that of a packet."""
        rows = (row for row, _ in reversed(self.rows) if row.event not in SIGNINGS and sha256 in row.details.values())
        return next(rows, None)

    def hash_at(self, seq: int) -> str:
        """The hash of a row, or an empty text where there is none."""
        return self.rows[seq - 1][1] if 0 < seq <= len(self.rows) else ""

    def name(self, person_id: str) -> str:
        """A person's name, or the id where it is not known."""
        return self.people.get(person_id, person_id)

    def is_proven(self, entry: SignedEntry) -> bool | None:
        """Whether the signer's own key agreed to exactly this document; None where no proof is at hand."""
        kept = self.proofs.get(entry.proof)
        if kept is None:
            return None
        try:
            body = json.loads(kept)
            intent = read_intent(body["intent"])
            signature, key = b64decode(body["signature"]), b64decode(body["public_key"])
        except (ValueError, KeyError, TypeError):
            return False
        return intent.document_sha256 == entry.document and is_authentic(intent, signature, key)

    def _entry(self, row: AuditRow) -> SignedEntry:
        subjects = subjects_of(row)
        details = row.details
        return SignedEntry(
            row.event,
            subjects.get("request", ""),
            f"{self.name(subjects.get('person', ''))}{' with a pen' if row.event == _PEN else ''}",
            dt.datetime.fromisoformat(details.get("at", row.at)),
            details.get("document", ""),
            details.get("packet", ""),
            details.get("record", ""),
            int(details.get("pages", "0")),
            details.get("evidence", ""),
        )


def subjects_of(row: AuditRow) -> Mapping[str, str]:
    """The records of a row: kind → id."""
    return dict(subject.split(":", 1) for subject in row.subjects if ":" in subject)


def is_chain_whole(rows: Sequence[tuple[AuditRow, str]]) -> bool:
    """Whether rows that left a vault hang together."""
    return check_chain(rows).ok
