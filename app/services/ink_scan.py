"""A scan of pages signed with a pen: which page of which paper each of its pages is, and whether ink is to be seen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from app.domain.handing import Handing, HandingState, InkPrint
from app.domain.ids import RequestId
from app.domain.request import Request
from app.services import documents, handing, paper
from app.services.edits import found
from app.services.prepare import prepare
from app.services.session import Act, Session
from app.services.signing_problems import InkNotPrinted
from app.signing.code_reading import READ_SCALE, Ink, ReadCode, read_code
from app.signing.draft import Draft
from app.signing.frame import Frame
from app.signing.ink_pages import is_signed

_MOST_SCANNED = 60


@dataclass(frozen=True, slots=True)
class ScannedPage:
    """One page of a scan.

    Attributes:
        number: in the scan, from 1.
        page: of the document, as its code says; None where no code of ours could be read.
        is_other: whether its code is that of another paper.
        shows_ink: whether there is more ink in the place for the signature than was printed; None where that cannot
            be told, because there is no code or no such place.
    """

    number: int
    page: int | None = None
    is_other: bool = False
    shows_ink: bool | None = None


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan that was looked at; nothing of it is kept yet.

    Attributes:
        pdf: its pages, in which nothing can be run, filled or toggled.
        original_sha256: of the file that was given.
    """

    pdf: bytes
    original: bytes = field(repr=False)
    pages: tuple[ScannedPage, ...] = ()

    @property
    def original_sha256(self) -> str:
        """Of the file as it was given."""
        return hashlib.sha256(self.original).hexdigest()

    def matched(self, wanted: Sequence[int]) -> Mapping[int, int]:
        """Page of the document → page of the scan, as the codes say."""
        by_page = {item.page: item.number for item in reversed(self.pages) if item.page is not None}
        return {page: by_page[page] for page in wanted if page in by_page}


def read_scan(session: Session, request_id: RequestId, data: bytes) -> Scan:
    """Look at a scan, a PDF or a picture: which page of which document each of its pages is, and whether it is signed.

    Raises:
        InkNotPrinted: nothing was printed to be signed.
        NotADocument, PdfProblem: the file cannot be read.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    ink = ink_of(session, request)
    clean = documents.cleaned(session.paper, lambda: data)
    pages = tuple(_looked_at(session, request, ink, clean.pdf, min(clean.pages, _MOST_SCANNED)))
    return Scan(clean.pdf, data, pages)


def ink_of(session: Session, request: Request) -> InkPrint:
    """What was printed of a request to be signed with a pen.

    Raises:
        InkNotPrinted: nothing was, or it was edited since.
    """
    handed = handing.of_paper(session, request)
    if handed is None or handed.state is not HandingState.INK or handed.ink is None:
        raise InkNotPrinted()
    return handed.ink


def _looked_at(session: Session, request: Request, ink: InkPrint, pdf: bytes, count: int) -> Iterator[ScannedPage]:
    mine = {ink.code_of(page): page for page in range(1, ink.of + 1)}
    others = [
        item.ink.code_of(page)
        for item in session.vault.all(Handing)
        if item.ink is not None and item.request_id != request.id
        for page in range(1, item.ink.of + 1)
    ]
    for number in range(1, count + 1):
        scanned = Ink.of(session.paper.render(pdf, number, READ_SCALE))
        code = read_code(scanned, [*mine, *others])
        if code is None:
            yield ScannedPage(number)
        elif code.text not in mine:
            yield ScannedPage(number, is_other=True)
        else:
            page = mine[code.text]
            yield ScannedPage(number, page, shows_ink=_shows_ink(session, request, ink, page, scanned, code))


def _shows_ink(
    session: Session, request: Request, ink: InkPrint, page: int, scanned: Ink, code: ReadCode
) -> bool | None:
    draft = paper.draft(prepare(session, request.id))
    places = [place for at, place in draft.mark_places() if at == page]
    if not places:
        return None
    printed = Ink.of(session.paper.render(session.vault.get_blob(ink.printed), page, READ_SCALE))
    own = read_code(printed, [code.text])
    if own is None:
        return None
    frame = _frame(draft, page)
    return all(is_signed(printed, scanned, (own, code), place, frame) for place in places)


def _frame(draft: Draft, page: int) -> Frame:
    return Frame(draft.form.template.pages[page - 1])
