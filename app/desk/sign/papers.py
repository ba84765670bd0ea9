"""What the signer's screen has done away from the screen: opening a paper, signing it, sending it back."""

from __future__ import annotations

from collections.abc import Callable

from app.desk.shell.patient_banner import PatientSummary, summary
from app.desk.sign.walk import Stop
from app.domain.course import LetterKind
from app.domain.handing import BEFORE_SIGNER, FORM
from app.domain.ids import RequestId
from app.domain.request import Request
from app.services import handing, signing_queue
from app.services.edits import found
from app.services.list_signing import note_shown
from app.services.prepare import gather
from app.services.session import Session
from app.services.signing_queue import BeforeSigner, Waiting

_LETTERS = {
    LetterKind.NECESSITY: "Necessity letter",
    LetterKind.RENEWAL: "Renewal letter",
    LetterKind.APPEAL: "Appeal letter",
    LetterKind.BRIEF: "Peer-to-peer brief",
    LetterKind.ADDENDUM: "Addendum",
}


def paper_words(paper: str) -> str:
    """What a paper is called in lists."""
    return "Form" if paper == FORM else _LETTERS[LetterKind(paper)]


def opened(session: Session, stop: Stop) -> tuple[BeforeSigner, PatientSummary]:
    """A paper put before its signer, with whose it is."""
    before = stop.before or signing_queue.open_paper(session, stop.request_id, stop.paper)
    case = gather(session, found(session, Request, stop.request_id))
    return before, summary(case.patient, case.coverage, case.payer, session.today)


def signed(
    session: Session, before: BeforeSigner, stop: Stop, words: str, tell: Callable[[float, str], None]
) -> object:
    """Sign one paper, after what was shown of it was written down."""
    note_shown(session, before, stop.shown())
    return signing_queue.sign_paper(session, before, words, tell=tell)


def sent_back(session: Session, stop: Stop, note: str) -> object:
    """A paper that was opened without having been handed over is handed over first, so that the note has a place."""
    return _back(session, stop.request_id, stop.paper, note)


def send_back_waiting(session: Session, waiting: Waiting, note: str) -> object:
    """Send back a paper out of the list."""
    return _back(session, waiting.request_id, waiting.paper, note)


def _back(session: Session, request_id: RequestId, paper: str, note: str) -> object:
    handed = handing.of_paper(session, found(session, Request, request_id), paper)
    if handed is None or handed.state not in BEFORE_SIGNER:
        handing.hand(session, request_id, paper)
    return handing.send_back(session, request_id, note, paper)
