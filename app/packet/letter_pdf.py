"""Letters on paper: letterhead, address, the request's table, the text, room for the signature. Black on white."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Final

from reportlab.lib.colors import black
from reportlab.platypus import CondPageBreak, Flowable, HRFlowable, Indenter, KeepTogether, Spacer, Table

from app.domain.course import LetterKind
from app.packet._sheet import HAIRLINE_PT, WIDTH_PT, mixed, sheet_pdf, table_style, text
from app.packet.chart_drawing import ChartDrawing
from app.packet.letter.model import Block, Cell, ChartBlock, Gap, Heading, Letter, LetterTable, Paragraph

#: A letter is narrower than a sheet of tables: its lines are read, not scanned.
_INDENT: Final = 18.0
_WIDTH: Final = WIDTH_PT - 2 * _INDENT
_CHART_HEIGHT: Final = 150.0
_SIGNATURE: Final = (250.0, 46.0)
_DATE: Final = 110.0
#: Kept free below the signature for the block that says who signed, when, and what that means.
_WORDS_HEIGHT: Final = 100.0
_LABELS: Final = (70.0, 88.0)
_LEFT_SHARE: Final = 0.42
_ON_THE_LEFT: Final = frozenset(
    {"Patient", "Date of birth", "Member ID", "Group", "Authorization", "Denial of", "Reference"}
)
#: Papers without a letterhead: one is for the telephone, the other goes behind a form.
_INNER: Final = frozenset({LetterKind.BRIEF, LetterKind.ADDENDUM})
#: So many paragraphs stay with the signature.
_TIED_AT_MOST: Final = 3
#: Sizes that are tried until a brief fits on one page; nobody faxes it.
_BRIEF_SIZES: Final = (1.0, 0.92, 0.84, 0.78)


@dataclass(frozen=True, slots=True)
class Place:
    """A place on a page of the letter: page from 1, and the rectangle in points from the lower left corner."""

    page: int
    rect: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class LetterPdf:
    """A letter as a file.

    Attributes:
        signature: where it is signed; None for a paper that nobody signs.
        signed_on: where the date of the signature goes.
    """

    pdf: bytes
    pages: int
    signature: Place | None
    signed_on: Place | None


def letter_pdf(letter: Letter, *, more_pages: int = 0) -> LetterPdf:
    """Set a letter; the same letter gives the same bytes. A brief is made to fit one page where it can.

    Args:
        letter: to be set.
        more_pages: that will follow it in the same file, so that its foot counts them.
    """
    sizes = _BRIEF_SIZES if letter.kind is LetterKind.BRIEF else (1.0,)
    for scale in sizes:
        setting = _Setting(letter, scale, more_pages)
        made = setting.made()
        if made.pages == 1:
            break
    return made


@dataclass(slots=True)
class _Places:
    found: dict[str, Place] = field(default_factory=dict)


class _Room(Flowable):  # type: ignore[misc]
    """Room that is left free, over a line; it remembers where it came to stand."""

    def __init__(self, name: str, width: float, height: float, places: _Places) -> None:
        super().__init__()
        self.width, self.height = width, height
        self._name, self._places = name, places

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The size, whatever room there is."""
        return self.width, self.height

    def draw(self) -> None:
        """Note the place, and draw the line where there is something to write on it."""
        x, y = self.canv.absolutePosition(0, 0)
        self._places.found[self._name] = Place(self.canv.getPageNumber(), (x, y, x + self.width, y + self.height))
        if self.width:
            self.canv.setLineWidth(HAIRLINE_PT)
            self.canv.line(0, 0, self.width, 0)


@dataclass(slots=True)
class _Setting:
    """One way of setting a letter."""

    letter: Letter
    scale: float = 1.0
    more_pages: int = 0
    places: _Places = field(default_factory=_Places)

    @property
    def body(self) -> float:
        """The size of the text, in points."""
        return 10.0 * self.scale

    @property
    def small(self) -> float:
        """The size of what stands beside it."""
        return 9.0 * self.scale

    @property
    def table(self) -> float:
        """The size of tables."""
        return 8.5 * self.scale

    def made(self) -> LetterPdf:
        """The file, with where it is signed."""
        foot = f"{self.letter.foot} · {self.letter.title}"
        pdf = sheet_pdf(lambda: list(self.story()), title=self.letter.title, foot=foot, more_pages=self.more_pages)
        found = self.places.found
        return LetterPdf(pdf, found["end"].page, found.get("signature"), found.get("date"))

    def story(self) -> Iterator[Flowable]:
        """Everything on the pages, in order."""
        yield from self.inner_head() if self.letter.kind in _INNER else self.head()
        yield self.about()
        yield Spacer(0, 8 * self.scale)
        blocks = self.letter.blocks
        tied = _tied(blocks) if self.letter.signer.lines else 0
        for block in blocks[: len(blocks) - tied]:
            yield from self.block(block)
        if self.letter.signer.lines:
            # Nobody signs on a page without a word of the letter.
            last = [part for block in blocks[len(blocks) - tied :] for part in self.block(block)]
            yield KeepTogether([*last, *self.signature(), Spacer(0, _WORDS_HEIGHT)])
        yield _Room("end", 0, 0, self.places)

    def head(self) -> Iterator[Flowable]:
        """Letterhead, date and address."""
        letter = self.letter
        yield text(letter.head.practice, bold=True, size_pt=15, align=1)
        yield Spacer(0, 3)
        for line in letter.head.lines:
            yield text(line, size_pt=self.small, align=1)
        yield Spacer(0, 5)
        yield HRFlowable(width=WIDTH_PT, thickness=0.9, color=black, spaceBefore=0, spaceAfter=0)
        yield Spacer(0, 10)
        yield Indenter(_INDENT, _INDENT)
        yield text(letter.date, size_pt=self.body)
        yield Spacer(0, 8)
        for line in letter.to:
            yield text(line, size_pt=self.body)
        yield Spacer(0, 8)

    def inner_head(self) -> Iterator[Flowable]:
        """The head of a paper that is not posted."""
        yield Indenter(_INDENT, _INDENT)
        yield text(self.letter.title, bold=True, size_pt=14 * self.scale)
        yield Spacer(0, 6 * self.scale)
        yield text(f"{self.letter.head.practice} · {self.letter.date}", size_pt=self.small)
        yield Spacer(0, 8 * self.scale)

    def about(self) -> Table:
        """Label and value: the patient on the left, what is asked for on the right."""
        pairs: dict[bool, list[list[object]]] = {True: [], False: []}
        for label, cell in self.letter.about:
            shown = [text(label, size_pt=self.small), text(cell.text, bold=True, size_pt=self.small)]
            pairs[label in _ON_THE_LEFT].append(shown)
        rows = [left + right for left, right in zip_longest(pairs[True], pairs[False], fillvalue=["", ""])]
        left = _WIDTH * _LEFT_SHARE
        return Table(
            rows,
            colWidths=[_LABELS[0], left - _LABELS[0], _LABELS[1], _WIDTH - left - _LABELS[1]],
            splitInRow=1,
            hAlign="LEFT",
            style=table_style(
                2 * self.scale,
                ("BOX", (0, 0), (-1, -1), 0.9, black),
                ("LEFTPADDING", (0, 0), (-1, -1), 6),
                ("TOPPADDING", (0, 0), (-1, 0), 5),
                ("BOTTOMPADDING", (0, -1), (-1, -1), 5),
            ),
        )

    def block(self, block: Block) -> Iterator[Flowable]:
        """One block of the letter."""
        if isinstance(block, Heading):
            yield CondPageBreak(54)
            yield Spacer(0, 5 * self.scale)
            yield text(block.text, bold=True, size_pt=self.body + 0.5)
            yield Spacer(0, 3 * self.scale)
        elif isinstance(block, Paragraph):
            yield from self.paragraph(block)
        elif isinstance(block, ChartBlock):
            yield CondPageBreak(_CHART_HEIGHT + 60)
            yield Spacer(0, 4)
            yield ChartDrawing(block.spec, _WIDTH, _CHART_HEIGHT)
            yield Spacer(0, 4)
        else:
            yield from self.table_of(block)

    def paragraph(self, block: Paragraph) -> Iterator[Flowable]:
        """Sentences, with what is missing in bold."""
        gaps = tuple(gap for sentence in block.sentences for gap in sentence.gaps)
        body = mixed(*_parts(block.text, gaps), size_pt=self.body)
        if block.is_item:
            cells = [[text("•", size_pt=self.body), body]]
            yield Table(cells, colWidths=[12, _WIDTH - 12], splitInRow=1, hAlign="LEFT", style=table_style(1))
        else:
            yield body
            yield Spacer(0, 6 * self.scale)

    def table_of(self, block: LetterTable) -> Iterator[Flowable]:
        """A table under its title."""
        yield CondPageBreak(90)
        if block.title:
            yield text(block.title, bold=True, size_pt=self.small)
            yield Spacer(0, 3)
        heads = [text(name, bold=True, size_pt=self.table) for name in block.columns]
        rows = [[self.cell(cell) for cell in row] for row in block.rows]
        yield Table(
            [heads, *rows],
            colWidths=[share * _WIDTH for share in block.shares],
            repeatRows=1,
            splitInRow=1,
            hAlign="LEFT",
            style=table_style(
                2.2 * self.scale,
                ("LINEABOVE", (0, 0), (-1, 0), 0.9, black),
                ("LINEBELOW", (0, 0), (-1, 0), 0.9, black),
                ("LINEBELOW", (0, 1), (-1, -2), 0.35, black),
                ("LINEBELOW", (0, -1), (-1, -1), 0.9, black),
                ("RIGHTPADDING", (0, 0), (-1, -1), 6),
            ),
        )
        yield Spacer(0, 8 * self.scale)

    def cell(self, cell: Cell) -> Flowable:
        """One cell; what is missing in bold."""
        return text(cell.text, bold=cell.gap is not None, size_pt=self.table)

    def signature(self) -> list[Flowable]:
        """Room to sign, and who signs."""
        width, height = _SIGNATURE
        room = Table(
            [
                [_Room("signature", width, height, self.places), "", _Room("date", _DATE, height, self.places)],
                [text("Signature", size_pt=7.5), "", text("Date", size_pt=7.5)],
            ],
            colWidths=[width, 24, _DATE],
            hAlign="LEFT",
            style=table_style(1, ("VALIGN", (0, 0), (-1, 0), "BOTTOM")),
        )
        name, *more = self.letter.signer.lines
        lines = [text(name, bold=True, size_pt=self.body), *(text(line, size_pt=self.body) for line in more)]
        return [Spacer(0, 2), text("Sincerely,", size_pt=self.body), room, Spacer(0, 4), *lines]


def _tied(blocks: tuple[Block, ...]) -> int:
    """How many of the last blocks stay with the signature: the paragraphs of the last heading, with it."""
    tied = 0
    for block in reversed(blocks):
        if tied < _TIED_AT_MOST and isinstance(block, Paragraph):
            tied += 1
        else:
            return tied + 1 if tied and isinstance(block, Heading) else min(tied, 1)
    return tied


def _parts(words: str, gaps: tuple[Gap, ...]) -> Iterator[tuple[str, bool]]:
    """The text with its gaps bold, so that nobody signs over one."""
    rest = words
    for gap in gaps:
        before, found, after = rest.partition(gap.text)
        if not found:
            continue
        if before:
            yield before, False
        yield found, True
        rest = after
    if rest:
        yield rest, False
