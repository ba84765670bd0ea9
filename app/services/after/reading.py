"""Reading a letter for proposals: its text, the text of its picture, square codes; and whose request it may be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.domain.ids import PatientId, RequestId
from app.domain.letter_reading import LetterWords, bare_id, read_letter
from app.domain.patient import Coverage, Patient
from app.domain.request import Request, Status
from app.errors import PdfProblem
from app.pdf.worker import PaperWorker
from app.services.archive import digits_of
from app.services.evidence import register_of
from app.services.session import Act, Session
from app.vault.search import fold

_LEAST_TEXT = 40
_MOST = 8
#: A letter says on its first pages what it is; a packet that comes back bears our number on every page.
_PAGES_READ = 3
#: In which a payer has a request, or had it: letters belong to these.
_SENT = frozenset(Status) - {Status.DRAFT, Status.READY, Status.NOT_REQUIRED}


@dataclass(frozen=True, slots=True)
class LetterText:
    """What was read off a letter.

    Attributes:
        words: what its text seems to say.
        codes: what its square codes say.
        from_picture: whether the text was read off a picture, which is never sure.
    """

    words: LetterWords
    codes: tuple[str, ...] = ()
    from_picture: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A request that a letter may belong to.

    Attributes:
        why: what in the letter says so, in words.
        weight: the surer, the higher.
    """

    request: Request
    patient: Patient
    why: str
    weight: int


def read_text(paper: PaperWorker, pdf: bytes) -> LetterText:
    """Read a letter. Pictures take seconds a page; nothing here reads the vault, so it may run on any thread."""
    try:
        texts = paper.page_text(pdf)
    except PdfProblem:
        texts = []
    bare = sum(len("".join(text.split())) for text in texts)
    is_picture = bare < _LEAST_TEXT * max(len(texts), 1)
    if is_picture:
        texts = _off_pictures(paper, pdf) or texts
    return LetterText(read_letter(texts, from_picture=is_picture), _codes(paper, pdf), is_picture and any(texts))


def proposals(session: Session, read: LetterText) -> tuple[Proposal, ...]:
    """The requests that a letter may belong to, the surest first; a person says which it is.

    Raises:
        NotAllowed: the role does not reach so far.
    """
    session.allow(Act.VIEW)
    best: dict[RequestId, Proposal] = {}
    for found in (*_by_number(session, read), *_by_patient(session, read)):
        known = best.get(found.request.id)
        if known is None or found.weight > known.weight:
            best[found.request.id] = found
    order = sorted(best.values(), key=lambda item: (-item.weight, -item.request.created.timestamp()))
    return tuple(order[:_MOST])


def _by_number(session: Session, read: LetterText) -> Iterator[Proposal]:
    """By the number of one of our own pages, printed or in a square code."""
    digits = {digits_of(code): "a square code of ours on it" for code in read.codes}
    digits |= {digits_of(number): "a number of ours printed on it" for number in read.words.documents}
    digits.pop("", None)
    if not digits:
        return
    for entry in register_of(session).entries():
        why = digits.get(entry.document[:16])
        request = session.vault.get(Request, entry.request_id) if why else None
        patient = session.vault.get(Patient, request.patient_id) if request else None
        if why and request is not None and patient is not None:
            yield Proposal(request, patient, why, 100)


def _by_patient(session: Session, read: LetterText) -> Iterator[Proposal]:
    seen: set[PatientId] = set()
    for patient, why, weight in (*_by_member_id(session, read), *_by_name(session, read)):
        if patient.id not in seen:
            seen.add(patient.id)
            yield from _requests_of(session, read, patient, why, weight)


def _by_member_id(session: Session, read: LetterText) -> Iterator[tuple[Patient, str, int]]:
    for member_id in read.words.member_ids:
        for patient in session.vault.search_patients(member_id, _MOST):
            mine = session.vault.find(Coverage, patient_id=patient.id)
            if any(bare_id(item.member_id) == member_id for item in mine):
                yield patient, "the member ID", 80


def _by_name(session: Session, read: LetterText) -> Iterator[tuple[Patient, str, int]]:
    words, text = read.words, fold(read.words.folded)
    for day in words.birth_dates:
        born = (item for item in session.vault.search_patients(f"{day:%m/%d/%Y}", 50) if item.dob == day)
        yield from ((item, "the name and the birth date", 60) for item in born if _is_named(item, text))
    for name in words.names:
        known = session.vault.search_patients(name.replace(",", " "), _MOST)
        yield from ((item, "the name", 40) for item in known if _is_named(item, text))


def _is_named(patient: Patient, text: str) -> bool:
    return bool(patient.name.last) and fold(patient.name.last) in text and fold(patient.name.first) in text


def _requests_of(session: Session, read: LetterText, patient: Patient, why: str, weight: int) -> Iterator[Proposal]:
    """The patient's requests that a payer has or had; those that wait for an answer first."""
    mine: Sequence[Request] = session.vault.find(Request, patient_id=patient.id, status=_SENT)
    for request in mine:
        waits = request.status in (Status.SENT, Status.PENDED, Status.INFORMATION_REQUESTED, Status.APPEALED)
        code = read.words.hcpcs
        fits = bool(code) and request.drug.hcpcs.upper() == code
        yield Proposal(request, patient, why, weight + 10 * waits + 5 * fits)


def _off_pictures(paper: PaperWorker, pdf: bytes) -> list[str]:
    try:
        return paper.picture_texts(pdf, _PAGES_READ)
    except PdfProblem:
        return []


def _codes(paper: PaperWorker, pdf: bytes) -> tuple[str, ...]:
    try:
        return paper.square_codes(pdf, _PAGES_READ)
    except PdfProblem:
        return ()
