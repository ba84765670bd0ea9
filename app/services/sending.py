"""What is sent: one file for the fax with cover and running lines, separate files for a portal, each within limits."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from app.domain.practice import SendingRules
from app.domain.request import Attachment, AttachmentKind, Request
from app.domain.typed import format_phone
from app.packet import limits
from app.packet.assemble import PacketFile, file_stem
from app.packet.checklist import Checklist, SendTo
from app.packet.cover import Cover, Follows, cover_pdf
from app.packet.running_line import HEIGHT_PT, line_room_pt, line_text, lines_pdf
from app.pdf.attaching.line_at import SHRUNK_FOOT_PT, LineAt
from app.pdf.proving.gate import gate
from app.pdf.raster import InkMap
from app.pdf.template import PageShape, Rect
from app.services.documents import going_out, pages_going
from app.services.offices import the_practice
from app.services.prepare import Prepared
from app.services.session import Session
from app.signing.blank import SCALE, PageInk
from app.signing.frame import EDGE_PT, Frame

Tell = Callable[[float, str], None]

KIND_TITLES = {
    AttachmentKind.CHART_NOTE: "Chart notes",
    AttachmentKind.DIARY: "Diary",
    AttachmentKind.IMAGING: "Imaging",
    AttachmentKind.LABS: "Laboratory results",
    AttachmentKind.FILL_HISTORY: "Fill history",
    AttachmentKind.LETTER: "Letter",
    AttachmentKind.ORDER: "Order",
    AttachmentKind.ID_CARD: "Insurance card",
    AttachmentKind.OTHER: "Other document",
}
#: What a page of an attachment is brought down to where a file is too large for its way.
SMALL_DPI = 150

_ZONE_PT = 60.0
_COLUMNS = (1.0, 0.0, 0.5)
_PAGES_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class Paper:
    """One document that goes out.

    Attributes:
        what: in general words; nothing of a patient.
        is_sealed: whether a signature holds its pages as they are, so that none is made smaller.
    """

    what: str
    pdf: bytes
    pages: int
    is_sealed: bool = False


@dataclass(frozen=True, slots=True)
class SendingPlan:
    """What would go out, before anything is written.

    Attributes:
        papers: words and pages of each, in their order.
        fax: how that goes by fax.
        portal: how that goes to a portal.
    """

    papers: tuple[tuple[str, int], ...]
    fax: str
    portal: str


@dataclass(slots=True)
class Files:
    """Files made for one way of sending, and what was done so that they fit."""

    files: list[PacketFile] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def nobody(share: float, words: str) -> None:
    """Nobody looks on."""


def in_order(attachments: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """Letters first, then the documents by their kinds; within a kind as they were chosen."""
    order = (AttachmentKind.LETTER, *limits.ORDER)
    return tuple(sorted(attachments, key=lambda item: order.index(item.kind)))


def plan(request: Request, attachments: Sequence[Attachment], form_pages: int, rules: SendingRules) -> SendingPlan:
    """What would go out, told without reading a document."""
    rest = [(KIND_TITLES[item.kind], pages_going(request, item)) for item in in_order(attachments)]
    papers = (("Form", form_pages), *rest)
    return SendingPlan(
        papers, limits.fax_words([pages for _, pages in papers], rules), limits.portal_words(len(papers), rules)
    )


def papers_of(session: Session, prepared: Prepared, form: bytes) -> tuple[Paper, ...]:
    """The documents that go out, in their order: form, letters, then what bears them out."""
    paper = session.paper
    found = [Paper("The payer's form", form, len(paper.page_text(form)), is_sealed=True)]
    for item in in_order(prepared.case.attachments):
        data = going_out(session, prepared.request, item)
        pages, is_letter = pages_going(prepared.request, item), item.kind is AttachmentKind.LETTER
        found.append(Paper(KIND_TITLES[item.kind], data, pages, is_sealed=is_letter))
    return tuple(found)


def fax_files(
    session: Session, prepared: Prepared, papers: Sequence[Paper], checklist: Checklist, *, tell: Tell = nobody
) -> Files:
    """One file for each call of the fax: its cover, then the documents with a line on every page.

    Raises:
        PdfProblem: a file holds what a finished one must not.
    """
    rules = the_practice(session).sending
    shared = limits.calls([item.pages for item in papers], rules.fax_pages)
    made, total = Files(), sum(item.pages for item in papers) + len(shared)
    first = 1
    for number, call in enumerate(shared, 1):
        chosen = [_taken(session, papers[at], start, count) for at, start, count in call]
        cover = _cover(session, prepared, checklist, chosen, first=first, call=(number, len(shared)))
        member = prepared.case.coverage.member_id if prepared.case.coverage else ""
        book = _Numbering(session, first, total, member, tell)
        pdf = book.bound([Paper("Cover", cover_pdf(cover), 1, is_sealed=True), *chosen])
        gate(pdf, session.paper)
        ending = "" if number == 1 else f"-{number}"
        made.files.append(PacketFile(f"{file_stem(prepared.request.id)}-fax{ending}.pdf", pdf))
        made.notes += book.notes
        first += cover.pages
    if len(shared) > 1:
        made.notes.append(limits.fax_words([item.pages for item in papers], rules))
    return made


def portal_files(session: Session, prepared: Prepared, papers: Sequence[Paper], *, tell: Tell = nobody) -> Files:
    """The documents beside the form and its letters, a file each, within what a portal takes.

    Raises:
        PdfProblem: a file holds what a finished one must not.
    """
    rules, made = the_practice(session).sending, Files()
    others = [item for item in papers if not item.is_sealed]
    sealed = len(papers) - len(others)
    if others and len(papers) > rules.portal_files:
        made.notes.append(limits.portal_words(len(papers), rules))
        pages = sum(item.pages for item in others)
        others = [Paper("Attachments", session.paper.joined([item.pdf for item in others]), pages)]
    small = [part for item in others for part in _within(session, item, rules.portal_megabytes * 1_000_000, made)]
    if sealed + len(small) > rules.portal_files:
        made.notes.append(f"They are {sealed + len(small)} files, which the portal may want in two uploads.")
    names: dict[str, int] = {}
    for number, item in enumerate(small, 1):
        tell(number / len(small), "Making the files for the portal")
        gate(item.pdf, session.paper)
        name = item.what.lower().replace(" ", "-")
        names[name] = names.get(name, 0) + 1
        ending = "" if names[name] == 1 else f"-{names[name]}"
        made.files.append(PacketFile(f"{file_stem(prepared.request.id)}-{name}{ending}.pdf", item.pdf))
    return made


def _within(session: Session, paper: Paper, most_bytes: int, made: Files) -> Iterator[Paper]:
    """A document in files of at most so many bytes: first grey and of less resolution, then in parts."""
    size = len(paper.pdf)
    if size <= most_bytes:
        yield paper
        return
    grey = session.paper.grey_pages(paper.pdf, dpi=SMALL_DPI)
    data = min(paper.pdf, grey, key=len)
    now = f"{paper.what}: {size / 1e6:.0f} MB are too many, so it is grey with {SMALL_DPI} dots an inch"
    parts = -(-len(data) // most_bytes)
    if parts == 1:
        made.notes.append(f"{now}: {len(data) / 1e6:.0f} MB.")
        yield Paper(paper.what, data, paper.pages)
        return
    each = -(-paper.pages // parts)
    made.notes.append(f"{now}, and in {-(-paper.pages // each)} files.")
    for start in range(1, paper.pages + 1, each):
        numbers = range(start, min(start + each, paper.pages + 1))
        yield Paper(paper.what, session.paper.chosen_pages(data, numbers), len(numbers))


def _taken(session: Session, paper: Paper, start: int, count: int) -> Paper:
    if count == paper.pages:
        return paper
    pdf = session.paper.chosen_pages(paper.pdf, range(start, start + count))
    what = f"{paper.what}, {'begun' if start == 1 else 'continued'}"
    return Paper(what, pdf, count, paper.is_sealed)


def _cover(
    session: Session, prepared: Prepared, checklist: Checklist, papers: Sequence[Paper], *, first: int,
    call: tuple[int, int],
) -> Cover:  # fmt: skip
    case, place = prepared.case, destination(checklist)
    follows, at = [], first + 1
    for item in papers:
        follows.append(Follows(item.what, at, item.pages))
        at += item.pages
    payer = case.payer.name if case.payer else ""
    name = place.name if place is not None else ""
    return Cover(
        to_name=name if payer in name else ", ".join(filter(None, (payer, name))),
        to_fax=place.address if place is not None and place.channel == "Fax" else "",
        from_lines=_sender(prepared),
        date=session.today,
        pages=at - first,
        urgent=case.request.urgent,
        about=_about(prepared, the_practice(session).sending),
        call=call,
        follows=follows,
    )


def destination(checklist: Checklist) -> SendTo | None:
    """Where it goes: the place chosen, else the first fax number."""
    places = checklist.destinations
    chosen = next((item for item in places if item.chosen), None)
    return chosen or next((item for item in places if item.channel == "Fax"), None)


def _sender(prepared: Prepared) -> tuple[str, ...]:
    case = prepared.case
    place = case.location
    if place is None:
        return (case.practice.name,)
    address = place.address
    where = ", ".join(filter(None, (address.street, address.city, f"{address.state} {address.zip}".strip())))
    numbers = [
        f"{word} {format_phone(number)}"
        for word, number in (("Phone", place.contact.phone), ("Fax", place.contact.fax))
        if number
    ]
    site = place.name if place.name != case.practice.name else ""
    return tuple(filter(None, (case.practice.name, site, where, " · ".join(numbers))))


def _about(prepared: Prepared, rules: SendingRules) -> str:
    case = prepared.case
    if not rules.cover_names_patient:
        return ""
    name, born = case.patient.name, case.patient.dob
    initials = "".join(f"{part[0]}. " for part in (name.first, name.last) if part)
    return f"Prior authorization request, {initials}{f'born {born.year}' if born else ''}".rstrip(", ")


class _Numbering:
    """Documents bound to one, with a line on every page where the page is proven bare."""

    def __init__(self, session: Session, first: int, total: int, member_id: str, tell: Tell) -> None:
        self._session, self._tell = session, tell
        self._first, self._total, self._member_id = first, total, member_id
        self._lines: list[str] = []
        self._placed: dict[int, LineAt] = {}
        self.notes: list[str] = []

    def bound(self, papers: Sequence[Paper]) -> bytes:
        """The whole as one file."""
        at = 1
        for item in papers:
            for start in range(1, item.pages + 1, _PAGES_AT_ONCE):
                numbers = range(start, min(start + _PAGES_AT_ONCE, item.pages + 1))
                share = (self._first + at + start - 2) / self._total
                self._tell(share, f"Numbering page {self._first + at + start - 2} of {self._total}")
                for number, drawn in zip(
                    numbers, self._session.paper.ink_maps(item.pdf, numbers, SCALE), strict=True
                ):  # fmt: skip
                    self._number(at + number - 1, drawn, item)
            at += item.pages
        lines = lines_pdf(self._lines) if self._lines else b""
        return self._session.paper.joined([item.pdf for item in papers], lines, self._placed)

    def _number(self, page: int, drawn: InkMap, paper: Paper) -> None:
        number = self._first + page - 1
        # The cover says nothing of a patient.
        text = line_text(number, self._total, "" if page == 1 else self._member_id)
        place = bare_place(drawn, line_room_pt(text))
        if place is None and paper.is_sealed and self._member_id:
            text = line_text(number, self._total, "")
            place = bare_place(drawn, line_room_pt(text))
        if place is None and paper.is_sealed:
            self.notes.append(f"Page {number} has no bare place for its number: its own text is not written over.")
            return
        self._lines.append(text)
        drawing = len(self._lines)
        if place is not None:
            self._placed[page] = LineAt(drawing, place.x0, place.y0)
        else:
            middle = (drawn.width / SCALE - line_room_pt(text)) / 2
            self._placed[page] = LineAt(drawing, middle, SHRUNK_FOOT_PT - HEIGHT_PT, is_shrunk=True)


def bare_place(drawn: InkMap, room_pt: float) -> Rect | None:
    """A place for a line that is bare paper: at the foot of the page, else at its head."""
    width, height = drawn.width / SCALE, drawn.height / SCALE
    page = PageInk.of(drawn, Frame(PageShape(Rect(0, 0, width, height))))
    for low, high, from_top in (
        (EDGE_PT, EDGE_PT + _ZONE_PT, False),
        (height - EDGE_PT - _ZONE_PT, height - EDGE_PT, True),
    ):
        for share in _COLUMNS:
            left = EDGE_PT + (width - 2 * EDGE_PT - room_pt) * share
            place = page.band(Rect(left, low, left + room_pt, high), HEIGHT_PT, from_top=from_top)
            if place is not None:
                return place
    return None
