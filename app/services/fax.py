"""The papers as a fax: one file for each call, its cover first, a line on every page where the page is bare."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from app.domain.practice import SendingRules
from app.domain.typed import format_phone
from app.packet import limits
from app.packet.assemble import PacketFile, file_stem
from app.packet.checklist import Checklist
from app.packet.cover import Cover, Follows, cover_pdf
from app.packet.running_line import HEIGHT_PT, line_room_pt, line_text, lines_pdf
from app.pdf.attaching.line_at import SHRUNK_FOOT_PT, LineAt
from app.pdf.held import HeldDocuments, Taken
from app.pdf.proving.gate import gate
from app.pdf.raster import InkMap
from app.pdf.template import PageShape, Rect
from app.services.offices import the_practice
from app.services.papers import Paper, Tell, nobody
from app.services.prepare import Prepared
from app.services.sending import SMALL_DPI, Files, Stage, destination
from app.services.session import Session
from app.signing.blank import SCALE, PageInk
from app.signing.frame import EDGE_PT, Frame

_ZONE_PT = 60.0
_COLUMNS = (1.0, 0.0, 0.5)
_PAGES_AT_ONCE = 2
#: Bare paper above and below a line, and beside it: as much as there is, so that nobody takes it for the page's own.
_CLEAR_PT = (12.0, 8.0, 4.0, 0.0)
_BESIDE_PT = 8.0


@dataclass(frozen=True, slots=True)
class Piece:
    """Pages of one paper that go in one call.

    Attributes:
        start: its first page, from 1.
    """

    paper: Paper
    start: int
    count: int

    @property
    def is_whole(self) -> bool:
        """Whether it is all of the paper."""
        return self.count == self.paper.pages

    @property
    def what(self) -> str:
        """What the cover calls it."""
        if self.is_whole:
            return self.paper.what
        return f"{self.paper.what}, {'begun' if self.start == 1 else 'continued'}"

    @property
    def pages(self) -> range:
        """Its pages in the paper."""
        return range(self.start, self.start + self.count)


def fax_files(
    session: Session,
    prepared: Prepared,
    papers: Sequence[Paper],
    checklist: Checklist,
    stage: Stage,
    *,
    tell: Tell = nobody,
) -> Files:
    """One file for each call of the fax: its cover, then the documents with a line on every page.

    Raises:
        PdfProblem: a file holds what a finished one must not.
    """
    rules = the_practice(session).sending
    counts = [item.pages for item in papers]
    shared = limits.calls(counts, rules.fax_pages)
    made, total, first = Files(), sum(counts) + len(shared), 1
    member = prepared.case.coverage.member_id if prepared.case.coverage else ""
    for number, call in enumerate(shared, 1):
        pieces = [Piece(papers[at], start, count) for at, start, count in call]
        cover = _cover(session, prepared, checklist, pieces, first=first, call=(number, len(shared)))
        book = _Numbering(first, total, member, tell)
        with session.paper.holding() as held:
            pdf = book.bound(held, [Piece(_cover_paper(cover), 1, 1), *pieces])
        if len(pdf) > rules.fax_megabytes * 1_000_000:
            size = len(pdf)
            del pdf
            book = _Numbering(first, total, member, tell)
            small = [_smaller(session, piece) for piece in pieces]
            with session.paper.holding() as held:
                pdf = book.bound(held, [Piece(_cover_paper(cover), 1, 1), *small])
            book.notes.append(_size_words(number, size, len(pdf), rules))
        gate(pdf, session.paper)
        ending = "" if number == 1 else f"-{number}"
        made.files.append(stage(PacketFile(f"{file_stem(prepared.request.id)}-fax{ending}.pdf", pdf)))
        made.notes += book.notes
        first += cover.pages
        del pdf
    if len(shared) > 1:
        made.notes.append(limits.fax_words(counts, rules))
    return made


def _smaller(session: Session, piece: Piece) -> Piece:
    """Pages in shades of grey and of less resolution, unless a signature holds them as they are."""
    if piece.paper.is_sealed:
        return piece

    def load() -> bytes:
        return session.paper.grey_pages(piece.paper.load, dpi=SMALL_DPI)

    return replace(piece, paper=replace(piece.paper, load=load))


def _size_words(call: int, size: int, small: int, rules: SendingRules) -> str:
    """What was done about a call whose file is too large, in plain words."""
    most = rules.fax_megabytes
    done = f"Fax, call {call}: {size / 1e6:.0f} MB are more than the {most} of one call, so documents are grey with "
    done += f"{SMALL_DPI} dots an inch: {small / 1e6:.0f} MB."
    if small > most * 1_000_000:
        done += " That is still too much: choose fewer pages, or set fewer pages a call."
    return done


def _cover_paper(cover: Cover) -> Paper:
    return Paper("Cover", lambda: cover_pdf(cover), 1, is_sealed=True)


def _cover(
    session: Session, prepared: Prepared, checklist: Checklist, pieces: Sequence[Piece], *, first: int,
    call: tuple[int, int],
) -> Cover:  # fmt: skip
    case, place, rules = prepared.case, destination(checklist), the_practice(session).sending
    follows, at = [], first + 1
    for item in pieces:
        follows.append(Follows(item.what, at, item.count))
        at += item.count
    payer = case.payer.name if case.payer else ""
    name = place.name if place is not None else ""
    return Cover(
        to_name=name if payer in name else ", ".join(filter(None, (payer, name))),
        to_fax=place.address if place is not None and place.channel == "Fax" else "",
        from_lines=_sender(prepared, rules),
        date=session.today,
        pages=at - first,
        urgent=case.request.urgent,
        about=_about(prepared, rules),
        call=call,
        follows=follows,
        words=rules.cover_text,
        notice=rules.confidentiality,
    )


def _sender(prepared: Prepared, rules: SendingRules) -> tuple[str, ...]:
    case = prepared.case
    place = case.location
    head = tuple(" ".join(line.split()) for line in rules.header.splitlines() if line.strip())
    if place is None:
        own = f"Fax {format_phone(rules.fax_from)}" if rules.fax_from else ""
        return tuple(filter(None, (*(head or (case.practice.name,)), own)))
    address = place.address
    where = ", ".join(filter(None, (address.street, address.city, f"{address.state} {address.zip}".strip())))
    numbers = [
        f"{word} {format_phone(number)}"
        for word, number in (("Phone", place.contact.phone), ("Fax", rules.fax_from or place.contact.fax))
        if number
    ]
    site = place.name if place.name != case.practice.name else ""
    return tuple(filter(None, (*(head or (case.practice.name, site)), where, " · ".join(numbers))))


def _about(prepared: Prepared, rules: SendingRules) -> str:
    case = prepared.case
    if not rules.cover_names_patient:
        return ""
    name, born = case.patient.name, case.patient.dob
    initials = "".join(f"{part[0]}. " for part in (name.first, name.last) if part)
    return f"Prior authorization request, {initials}{f'born {born.year}' if born else ''}".rstrip(", ")


class _Numbering:
    """Documents bound to one, with a line on every page where the page is proven bare."""

    def __init__(self, first: int, total: int, member_id: str, tell: Tell) -> None:
        self._first, self._total, self._member_id, self._tell = first, total, member_id, tell
        self._lines: list[str] = []
        self._placed: dict[int, LineAt] = {}
        self.notes: list[str] = []

    def bound(self, held: HeldDocuments, pieces: Sequence[Piece]) -> bytes:
        """The whole as one file."""
        parts: list[Taken] = []
        at = 1
        for item in pieces:
            number = held.put(item.paper.load)
            for drawn in self._drawn(held, number, item, at):
                self._number(at, drawn, item.paper)
                at += 1
            parts.append((number, None if item.is_whole else item.pages))
        return held.joined(parts, lines_pdf(self._lines) if self._lines else b"", self._placed)

    def _drawn(self, held: HeldDocuments, number: int, piece: Piece, at: int) -> Iterator[InkMap]:
        for start in range(0, piece.count, _PAGES_AT_ONCE):
            pages = piece.pages[start : start + _PAGES_AT_ONCE]
            reached = self._first + at + start - 1
            self._tell(reached / self._total, f"Numbering page {reached} of {self._total}")
            yield from held.ink_maps(number, pages, SCALE)

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
    """A place for a line that is bare paper, as clear of the page's own lines as can be: at its foot, else its head."""
    width, height = drawn.width / SCALE, drawn.height / SCALE
    page = PageInk.of(drawn, Frame(PageShape(Rect(0, 0, width, height))))
    zones = (
        (EDGE_PT, EDGE_PT + _ZONE_PT, False),
        (height - EDGE_PT - _ZONE_PT, height - EDGE_PT, True),
    )
    for clear in _CLEAR_PT:
        beside = min(clear, _BESIDE_PT)
        for low, high, from_top in zones:
            for share in _COLUMNS:
                left = max(0.0, EDGE_PT - beside + (width - 2 * EDGE_PT - room_pt) * share)
                right = min(width, left + room_pt + 2 * beside)
                # Towards the edge of the paper nothing stands that the line could be taken for.
                zone = Rect(left, max(0.0, low - clear), right, min(height, high + clear))
                place = page.band(zone, HEIGHT_PT + 2 * clear, from_top=from_top)
                if place is not None:
                    x0, y0 = place.x0 + beside, place.y0 + clear
                    return Rect(x0, y0, x0 + room_pt, y0 + HEIGHT_PT)
    return None
