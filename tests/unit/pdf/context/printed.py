"""Pages put together by hand: texts at places, boxes, rules."""

from __future__ import annotations

from collections.abc import Sequence

from app.pdf.finder.sight import Area, PageSight, Rule, TextLine, Word
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect, Template

_SIZE = 9.0
_LETTER = 4.5
BLACK = (0.0, 0.0, 0.0)


def text_rect(x: float, y: float, text: str) -> Rect:
    """Where a text stands that begins at x with its baseline at y."""
    return Rect(x, y, x + _LETTER * len(text), y + 7)


def page(
    texts: Sequence[tuple[float, float, str]],
    rules: Sequence[Rule] = (),
    areas: Sequence[Area] = (),
    *,
    bold: Sequence[str] = (),
    plausible: bool = True,
    number: int = 1,
) -> PageSight:
    """A page on which each text is a line of its own."""
    words: list[Word] = []
    lines: list[TextLine] = []
    for x, y, text in sorted(texts, key=lambda item: (-item[1], item[0])):
        first, at = len(words), x
        for word in text.split(" "):
            words.append(
                Word(word, text_rect(at, y, word), y, _SIZE, "Sans", text in bold, False, BLACK, (), len(lines))
            )
            at += _LETTER * (len(word) + 1)
        numbers = tuple(range(first, len(words)))
        lines.append(TextLine(text, text_rect(x, y, text), y, _SIZE, text in bold, BLACK, numbers))
    return PageSight(
        number,
        Rect(0, 0, 612, 792),
        0,
        words=tuple(words),
        lines=tuple(lines),
        rules=tuple(rules),
        rects=tuple(areas),
        plausible=plausible,
    )


def box(name: str, x0: float, y0: float, x1: float, y1: float, kind: BoxKind = BoxKind.TEXT, **more: object) -> Box:
    """A box by name."""
    return Box(BoxId(name), 1, Rect(x0, y0, x1, y1), kind, **more)  # type: ignore[arg-type]


def check(name: str, x: float, y: float) -> Box:
    """A check box with its lower left corner at a place."""
    return box(name, x, y, x + 8, y + 8, BoxKind.CHECK)


def form(*boxes: Box) -> Template:
    """A form of one page."""
    return Template("0" * 64, FormKind.FILLABLE, (), boxes)
