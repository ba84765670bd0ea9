"""The addendum: what is too long for its box, whole, numbered, under the form's own section and question."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.pdf.composing._overlay import FontLedger, Overlay
from app.pdf.ink.clean import printable
from app.pdf.ink.fonts import Chain, chain
from app.pdf.ink.layout import Placed
from app.pdf.ink.shaping import Line, measure
from app.pdf.ink.wrapping import Measured
from app.pdf.setting import Mark, Pen
from app.pdf.template import Family, PageShape

_LETTER: Final = (612.0, 792.0)
_MARGIN_PT: Final = 54.0
_FOOT_PT: Final = 36.0
_NUMBER_PT: Final = 26.0
_TITLE_PT: Final = 14.0
_TEXT_PT: Final = 10.0
_SMALL_PT: Final = 9.0
_LEADING: Final = 1.3
_RULE_PT: Final = 8.0


@dataclass(frozen=True, slots=True)
class BoxTitle:
    """What the form calls a box: printed above its value in the addendum.

    Attributes:
        section: the form's own section, such as "C. Clinical information", or empty.
        question: the form's own words for the box, or empty.
    """

    section: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class AddendumHeading:
    """What stands at the top of every addendum page.

    Attributes:
        title: such as "Addendum to the Botox prior authorization form".
        lines: who it is about: patient, date of birth, member ID.
    """

    title: str = "Addendum"
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """A value that goes on in the addendum."""

    number: int
    title: BoxTitle
    page: int
    text: str


@dataclass(frozen=True, slots=True)
class _Row:
    """One line of the addendum: where it starts, its size, the room above it, and whether it stays with the next.

    Attributes:
        entry: what it belongs to; 0 for none.
        first: whether its entry begins here.
    """

    line: Line
    x: float
    size_pt: float
    above_pt: float = 0.0
    keep: bool = False
    entry: int = 0
    first: bool = False


def page_size(form_page: PageShape) -> tuple[float, float]:
    """The addendum's paper: the form's own where that is a common sheet held upright, else Letter."""
    width, height = form_page.visible.width, form_page.visible.height
    if form_page.turn % 180:
        width, height = height, width
    return (width, height) if 540 <= width <= 640 and 740 <= height <= 1020 else _LETTER


def set_addendum(
    entries: Sequence[Entry], heading: AddendumHeading, size: tuple[float, float], fonts: FontLedger
) -> list[Overlay]:
    """Sets the addendum; no page where there is nothing to continue."""
    if not entries:
        return []
    plain, bold = chain(Family.SANS, False, False), chain(Family.SANS, True, False)
    width = size[0] - 2 * _MARGIN_PT
    head = _heading(heading, width, plain, bold)
    room = size[1] - 2 * _MARGIN_PT - sum(row.size_pt * _LEADING + row.above_pt for row in head) - _RULE_PT
    rows = [row for entry in entries for row in _entry(entry, width - _NUMBER_PT, plain, bold)]
    sheets = _paginated(rows, room)
    made = []
    for number, sheet in enumerate(sheets, 1):
        overlay = Overlay(fonts)
        y = _write(overlay, head, size[1] - _MARGIN_PT)
        rule = ((Pen.MOVE, (_MARGIN_PT, y - _RULE_PT)), (Pen.LINE, (size[0] - _MARGIN_PT, y - _RULE_PT)))
        overlay.ink([Mark(rule, 0.6)])
        _write(overlay, sheet, y - _RULE_PT)
        foot = measure(f"Addendum page {number} of {len(sheets)}", plain)
        overlay.line(Placed(foot, _SMALL_PT, (size[0] - foot.width * _SMALL_PT) / 2, _FOOT_PT))
        made.append(overlay)
    return made


def _heading(heading: AddendumHeading, width: float, plain: Chain, bold: Chain) -> list[_Row]:
    title = _wrapped(heading.title, bold, width, _TITLE_PT)
    lines = [line for text in heading.lines for line in _wrapped(text, plain, width, _TEXT_PT)]
    return [_Row(line, 0, _TITLE_PT) for line in title] + [_Row(line, 0, _TEXT_PT) for line in lines]


def _entry(entry: Entry, width: float, plain: Chain, bold: Chain) -> Iterator[_Row]:
    section = entry.title.section.strip()
    where = f"{section}, page {entry.page} of the form" if section else f"Page {entry.page} of the form"
    titles = [(line, _SMALL_PT) for line in _wrapped(where, plain, width, _SMALL_PT)]
    titles += [(line, _TEXT_PT) for line in _wrapped(entry.title.question.strip(), bold, width, _TEXT_PT)]
    for at, (line, size) in enumerate(titles):
        yield _Row(line, _NUMBER_PT, size, 0.0 if at else 14.0, True, entry.number, first=at == 0)
    for at, line in enumerate(_wrapped(entry.text, plain, width, _TEXT_PT)):
        yield _Row(line, _NUMBER_PT, _TEXT_PT, 0.0 if at else 2.0, False, entry.number)


def _wrapped(text: str, faces: Chain, width: float, size: float) -> list[Line]:
    if not text:
        return []
    return [measure(line, faces) for line in Measured(printable(text), faces).broken(width / size)]


def _height(row: _Row) -> float:
    _, bottom, _, top = row.line.ink()
    return row.above_pt + row.size_pt * max(_LEADING, top - bottom + 0.1)


def _paginated(rows: list[_Row], room: float) -> list[list[_Row]]:
    """Rows page by page.

    Titles are not parted from the first line of their value, and a page that begins within an entry says so.
    """
    sheets: list[list[_Row]] = [[]]
    used = 0.0
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) - 1 and rows[end].keep:
            end += 1
        block = rows[at : end + 1]
        high = sum(map(_height, block))
        if used + high > room and sheets[-1]:
            again = [] if block[0].first else [_continued(block[0].entry)]
            sheets.append(again)
            used = sum(map(_height, again))
        sheets[-1] += block
        used += high
        at = end + 1
    return sheets


def _continued(entry: int) -> _Row:
    line = measure(f"{entry}, continued", chain(Family.SANS, True, False))
    return _Row(line, _NUMBER_PT, _SMALL_PT, 14.0)


def _write(overlay: Overlay, rows: list[_Row], y: float) -> float:
    for row in rows:
        y -= _height(row)
        if row.first:
            overlay.line(Placed(measure(f"{row.entry}", chain(Family.SANS, True, False)), _TEXT_PT, _MARGIN_PT, y))
        overlay.line(Placed(row.line, row.size_pt, _MARGIN_PT + row.x, y))
    return y
