"""The words along both edges of every page of a draft: a page that nobody signed must not pass for one to send."""

from __future__ import annotations

from app.pdf.composing.addendum import page_size
from app.pdf.ink.lines import Ink, Style, line_width, set_line
from app.pdf.template import PageShape, Rect, Template
from app.signing.frame import Frame

WORDS = "DRAFT – NOT SIGNED – DO NOT SEND"
_SIZE_PT = 10.0
_EDGE_PT = 17.0
_GAP_PT = 60.0


def draft_ink(template: Template, pages: int) -> dict[int, tuple[Ink, ...]]:
    """The ink by page, from 1, over the form's pages and those of the addendum."""
    width, height = page_size(template.pages[0])
    letter = PageShape(Rect(0, 0, width, height))
    shapes = {number: shape for number, shape in enumerate(template.pages, 1)}
    return {number: _edges(Frame(shapes.get(number, letter))) for number in range(1, pages + 1)}


def _edges(frame: Frame) -> tuple[Ink, ...]:
    """Upwards along the left edge, downwards along the right one, as often as there is room."""
    step = line_width(WORDS, _SIZE_PT, Style.BOLD) + _GAP_PT
    count = max(1, int((frame.height - _GAP_PT) / step))
    start = (frame.height - count * step + _GAP_PT) / 2
    ink: list[Ink] = []
    for number in range(count):
        low, high = start + number * step, start + (number + 1) * step - _GAP_PT
        ink += _line(frame, _EDGE_PT, low, 90) + _line(frame, frame.width - _EDGE_PT, high, 270)
    return tuple(ink)


def _line(frame: Frame, x: float, y: float, turn: int) -> list[Ink]:
    at_x, at_y = frame.to_user(x, y)
    return [set_line(WORDS, x=at_x, y=at_y, size_pt=_SIZE_PT, style=Style.BOLD, turn=frame.turn + turn)]
