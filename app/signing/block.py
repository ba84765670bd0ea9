"""The full words of a signature in a framed block."""

from __future__ import annotations

import re

from app.pdf.ink.lines import Ink, Style, broken_lines, set_line
from app.pdf.setting import Mark as Shape
from app.pdf.setting import Pen
from app.pdf.template import Rect
from app.signing.blank import PageInk
from app.signing.frame import EDGE_PT, Frame
from app.signing.manifest import SIGNED_BY, Manifestation
from app.signing.mark import Mark
from app.signing.strokes import mark_ink, mark_width

_TEXT_PT = 9.0
_LEAD_PT = 11.5
_PAD_PT = 7.0
_MARK_WIDTH_PT = 150.0
_MARK_HEIGHT_PT = 40.0
_CLEAR_PT = 4.0
_FRAME_PT = 0.9

#: The block may stand in the lowest part of a page, below what is printed there, or at its very top.
_BOTTOM_SHARE = 0.45
_TOP_SHARE = 0.15

_RESERVED = re.compile(
    r"do not write|(?:plan|payer|office|internal|insurer|pharmacy|department) use\b|use only"
    r"|(?:to be )?completed by (?:the )?(?:health )?(?:plan|payer|insurer)|for the plan",
    re.IGNORECASE,
)


def block_height(words: Manifestation, width_pt: float) -> float:
    """How high the block becomes at a width, its frame included."""
    rows = len(_rows(words, width_pt))
    return max(rows * _LEAD_PT, _MARK_HEIGHT_PT) + 2 * _PAD_PT


def block_ink(place: Rect, mark: Mark, words: Manifestation, frame: Frame) -> tuple[Ink, ...]:
    """The block in its place (as seen): frame, mark at the left, words at the right."""
    inner = Rect(place.x0 + _PAD_PT, place.y0 + _PAD_PT, place.x1 - _PAD_PT, place.y1 - _PAD_PT)
    width = min(mark_width(mark, _MARK_HEIGHT_PT), _MARK_WIDTH_PT)
    mark_place = Rect(inner.x0, inner.y1 - _MARK_HEIGHT_PT, inner.x0 + width, inner.y1)
    ink: list[Ink] = [_outline(place, frame), *mark_ink(mark, mark_place, frame)]
    left = _text_left(place)
    for row, (text, style) in enumerate(_rows(words, place.width)):
        x, y = frame.to_user(left, inner.y1 - 8.5 - row * _LEAD_PT)
        ink.append(set_line(text, x=x, y=y, size_pt=_TEXT_PT, style=style, turn=frame.turn))
    return tuple(ink)


def mark_place_of_block(place: Rect, frame: Frame) -> Rect:
    """Where the block's mark lies, in user space."""
    top = place.y1 - _PAD_PT
    return frame.rect_to_user(Rect(place.x0 + _PAD_PT, top - _MARK_HEIGHT_PT, _text_left(place), top))


def band_for_block(page: PageInk, words: Manifestation) -> Rect | None:
    """A band of the page, proven blank, that the block may stand in; None where there is none.

    Bands that hold boxes are never taken, nor one beside which anything is printed, such as the frame of a section.
    """
    left, right = EDGE_PT * 2, page.frame.width - EDGE_PT * 2
    height = block_height(words, right - left) + 2 * _CLEAR_PT
    outer, far = EDGE_PT, page.frame.width - EDGE_PT
    zones = (
        Rect(outer, EDGE_PT, far, page.frame.height * _BOTTOM_SHARE),
        Rect(outer, page.frame.height * (1 - _TOP_SHARE), far, page.frame.height - EDGE_PT),
    )
    for zone in zones:
        band = page.band(zone, height)
        if band is not None:
            return Rect(left, band.y0 + _CLEAR_PT, right, band.y1 - _CLEAR_PT)
    return None


def is_partly_reserved(page_text: str) -> bool:
    """Whether a page keeps room for the payer, so that nothing but the foot line may be put into its blank parts."""
    return _RESERVED.search(" ".join(page_text.split())) is not None


def _rows(words: Manifestation, width_pt: float) -> list[tuple[str, Style]]:
    room = width_pt - 2 * _PAD_PT - _MARK_WIDTH_PT - 12
    parts = (
        (f"{SIGNED_BY} {words.who}", Style.BOLD),
        (words.identity_line, Style.REGULAR),
        (f"Meaning: {words.meaning}", Style.REGULAR),
        (f"Document {words.document_id}{_log(words)} · signed with PA Desk", Style.REGULAR),
    )
    return [(line, style) for text, style in parts for line in broken_lines(text, room, _TEXT_PT, style)]


def _log(words: Manifestation) -> str:
    return f" · log {words.anchor}" if words.anchor else ""


def _text_left(place: Rect) -> float:
    return place.x0 + _PAD_PT + _MARK_WIDTH_PT + 12


def _outline(place: Rect, frame: Frame) -> Shape:
    corners = ((place.x0, place.y0), (place.x1, place.y0), (place.x1, place.y1), (place.x0, place.y1))
    first, *others = [frame.to_user(x, y) for x, y in corners]
    steps = [(Pen.MOVE, first), *((Pen.LINE, corner) for corner in others), (Pen.CLOSE, ())]
    return Shape(tuple(steps), _FRAME_PT)
