"""A request that was handed to another PA Desk for signing, or came from one."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import HandOverId, PatientId, PersonId, RequestId


class Direction(StrEnum):
    """Whether a request left this office or came to it."""

    OUT = "out"
    IN = "in"


class HandOverState(StrEnum):
    """How far a hand-over has come."""

    OPEN = "open"
    BACK = "back"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class HandOver:
    """One hand-over, kept on both sides under the same name.

    Attributes:
        at: when the file was made here, or taken in.
        by: who did that here.
        office: the other office, or empty where it goes out to somebody named only.
        person: who it is for, or who sent it.
        digest: of the request as it went out; a request edited since is another one.
        token: that only who opened the file can know; it comes back with the signed files.
        file_sha256: of the encrypted file; the same file is not taken in twice.
        state: how far it has come.
        signer: name and credential of who signed there, once it is back.
        signer_id: that person's name in the other office's records.
        document: SHA-256 of the document that was signed.
    """

    id: HandOverId
    patient_id: PatientId
    request_id: RequestId
    direction: Direction
    at: dt.datetime
    by: PersonId
    office: str
    person: str
    digest: str
    token: str
    file_sha256: str
    state: HandOverState = HandOverState.OPEN
    back_at: dt.datetime | None = None
    signer: str = ""
    signer_id: str = ""
    document: str = ""
