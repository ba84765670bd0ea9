"""Letters that came from a payer: kept as soon as they are in, filed to a request once a person says to which."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import AttachmentId, LetterInId, PatientId, PersonId, RequestId
from app.domain.request import Status


class LetterInKind(StrEnum):
    """What a payer's letter says."""

    APPROVAL = "approval"
    DENIAL = "denial"
    INFORMATION = "information"
    ACKNOWLEDGMENT = "acknowledgment"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class LetterIn:
    """One letter.

    Attributes:
        sha256: of its pages as they are kept in the vault.
        original_sha256: of the file as it came.
        origin: how it came, such as `file` or `scan`.
        patient_id: None while nobody has said whose it is.
        date: printed on it.
        received: when it came to the office.
        deadline: by when it wants something done.
        reference: the payer's number of the case.
        attachment_id: the patient's document that shows it, once it is filed.
    """

    id: LetterInId
    taken: dt.datetime
    taken_by: PersonId
    sha256: str
    original_sha256: str
    pages: int
    origin: str = "file"
    patient_id: PatientId | None = None
    request_id: RequestId | None = None
    kind: LetterInKind | None = None
    date: dt.date | None = None
    received: dt.date | None = None
    deadline: dt.date | None = None
    reference: str = ""
    attachment_id: AttachmentId | None = None
    filed: dt.datetime | None = None
    filed_by: PersonId | None = None

    @property
    def is_filed(self) -> bool:
        """Whether somebody has said which request it belongs to."""
        return self.request_id is not None


_WITH_PAYER = frozenset({Status.SIGNED, Status.SENT, Status.PENDED, Status.INFORMATION_REQUESTED, Status.APPEALED})
_APPROVED = frozenset({Status.APPROVED, Status.APPROVED_WITH_CHANGES})


def status_after(now: Status, kind: LetterInKind, *, is_changed: bool = False) -> Status:
    """What a request becomes by a letter; the same where the letter decides nothing.

    Args:
        now: the request's status.
        kind: of the letter.
        is_changed: whether an approval differs from what was asked for.
    """
    approved = Status.APPROVED_WITH_CHANGES if is_changed else Status.APPROVED
    match kind:
        case LetterInKind.APPROVAL if now in _WITH_PAYER | _APPROVED | {Status.DENIED}:
            return approved
        case LetterInKind.DENIAL if now in _WITH_PAYER:
            return Status.DENIED
        case LetterInKind.INFORMATION if now in _WITH_PAYER - {Status.APPEALED}:
            return Status.INFORMATION_REQUESTED
        case LetterInKind.ACKNOWLEDGMENT if now is Status.SIGNED:
            return Status.SENT
    return now
