"""A paper put before its signer: a request's form or one of its letters, and how far its signing has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import HandingId, PatientId, PersonId, RequestId

#: The paper of a handing that is the request's form; a letter's is the value of its kind.
FORM = "form"


class HandingState(StrEnum):
    """How a paper that was put before its signer stands."""

    WAITING = "waiting"
    BACK = "back"
    RETURNED = "returned"
    INK = "ink"
    SIGNED = "signed"


#: In which the paper lies before the signer, so that an edit takes it back.
BEFORE_SIGNER = frozenset({HandingState.WAITING, HandingState.INK})


@dataclass(frozen=True, slots=True)
class InkPrint:
    """Pages printed to be signed with a pen.

    Attributes:
        document: SHA-256 of what is to be signed; its beginning stands on every page.
        printed: name of the whole document with its foot lines, kept beside the documents.
        pages: those that were printed, from 1.
        of: how many pages the whole document has.
        code: what the square code of every page says, up to the number of the page.
    """

    at: dt.datetime
    by: PersonId
    document: str
    printed: str
    pages: tuple[int, ...]
    of: int
    code: str

    def code_of(self, page: int) -> str:
        """What the square code of one page says."""
        return f"{self.code}:{page}/{self.of}"


@dataclass(frozen=True, slots=True)
class Handing:
    """One paper that was put before its signer; there is one for each paper of a request.

    Attributes:
        paper: `form`, or the kind of the letter.
        at: when it was put there last.
        by: who did that.
        content: name of what the paper said then, kept beside the documents.
        digest: of what it said; another one means that it was edited since.
        seen: what it said when the signer had it the time before; empty where it is new to the signer.
        note: why the signer sent it back.
        returned_by: who sent it back.
        returned_at: when.
        ink: what was printed to be signed with a pen.
    """

    id: HandingId
    patient_id: PatientId
    request_id: RequestId
    paper: str
    state: HandingState
    at: dt.datetime
    by: PersonId
    content: str
    digest: str
    seen: str = ""
    note: str = ""
    returned_by: PersonId | None = None
    returned_at: dt.datetime | None = None
    ink: InkPrint | None = None
