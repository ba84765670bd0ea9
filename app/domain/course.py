"""What happens to a request after it was made: the payer's dates and denials, and the office's own words in letters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import (
    AttachmentId,
    DenialId,
    LetterTextId,
    MilestoneId,
    PatientId,
    PersonId,
    RequestId,
    SendingId,
    WordingId,
)


class MilestoneKind(StrEnum):
    """A date in the course of a request; those of the payer's letters win over every computed one."""

    SENT = "sent"
    RECEIVED = "received"
    INFORMATION_BY = "information_by"
    INFORMATION_SENT = "information_sent"
    DECIDED = "decided"
    DECISION_BY = "decision_by"
    FOLLOW_UP = "follow_up"
    APPEAL_BY = "appeal_by"
    PEER_TO_PEER_BY = "peer_to_peer_by"
    AUTHORIZATION_ENDS = "authorization_ends"
    RENEWAL_FROM = "renewal_from"
    NEXT_NOT_BEFORE = "next_not_before"
    APPEAL_SENT = "appeal_sent"
    APPEAL_DECISION_BY = "appeal_decision_by"


@dataclass(frozen=True, slots=True)
class Milestone:
    """One date of a request's course.

    Attributes:
        said_in: where the date stands, such as "letter of 11/02/2026"; empty for what the office did itself.
    """

    id: MilestoneId
    patient_id: PatientId
    request_id: RequestId
    kind: MilestoneKind
    date: dt.date
    said_in: str = ""


@dataclass(frozen=True, slots=True)
class Denial:
    """A payer's notice of denial.

    Attributes:
        level: 0 for the denial of the request itself, 1 for that of the first appeal, and so on.
        date: printed on the notice.
        received: when it came, where that is known.
        reason: the payer's words, quoted.
        reason_ids: entries of the list of reasons that it was put down to.
        carc: code of the adjustment reason, such as `CO-50`.
        deadline: for the appeal, as the notice prints it; it wins over every computed one.
        reference: the payer's number of the case.
        peer_to_peer: how to ask for a talk with the payer's physician, as the notice says it.
    """

    id: DenialId
    patient_id: PatientId
    request_id: RequestId
    date: dt.date
    level: int = 0
    received: dt.date | None = None
    reason: str = ""
    reason_ids: tuple[str, ...] = ()
    carc: str = ""
    deadline: dt.date | None = None
    reference: str = ""
    peer_to_peer: str = ""


class SentBy(StrEnum):
    """The way that papers went."""

    FAX = "fax"
    PORTAL = "portal"
    MAIL = "mail"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sending:
    """Papers that the office sent: who, where, by which way, exactly which files.

    Attributes:
        where: name and number or address as they were shown.
        files: SHA-256 of each, in their order.
        pages: of all of them together.
        reference: the number that the payer gave it.
        confirmation_ids: documents that confirm it, added when they come.
    """

    id: SendingId
    patient_id: PatientId
    request_id: RequestId
    at: dt.datetime
    by: PersonId
    way: SentBy
    where: str
    files: tuple[str, ...] = ()
    pages: int = 0
    reference: str = ""
    confirmation_ids: tuple[AttachmentId, ...] = ()


class LetterKind(StrEnum):
    """What a letter is for."""

    NECESSITY = "necessity"
    RENEWAL = "renewal"
    APPEAL = "appeal"
    BRIEF = "brief"
    ADDENDUM = "addendum"


@dataclass(frozen=True, slots=True)
class OwnWords:
    """A paragraph that the office wrote itself.

    Attributes:
        paragraph: its name in the letter, such as `burden`.
        instead_of: the text that stood there, so that a change of the facts beneath is noticed.
        text: what stands there now; empty to leave the paragraph out.
    """

    paragraph: str
    instead_of: str
    text: str
    by: PersonId
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class LetterText:
    """The office's own words in one letter of one request."""

    id: LetterTextId
    patient_id: PatientId
    request_id: RequestId
    kind: LetterKind
    words: tuple[OwnWords, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficeWording:
    """A wording of the office's own in place of the bundled one of the same name, such as `necessity.j2`."""

    id: WordingId
    name: str
    text: str
