"""A part of a page as rows of words and marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.pdf.finder.sight import TextLine
from app.pdf.template import Rect

#: A sum of money stands after it.
SIGNS = frozenset({"$", "$:"})


@dataclass(frozen=True, slots=True)
class Region:
    """A part of the page with words in it.

    Attributes:
        lines: of text, from the top and from the left.
        marks: check boxes, combs, lines and inner cells within.
        framed: a cell with edges all round.
        tinted: filled with a colour.
        captions: lines that are labels of what stands over them.
    """

    rect: Rect
    lines: Sequence[TextLine]
    marks: Sequence[Rect]
    framed: bool
    tinted: bool = False
    captions: frozenset[TextLine] = frozenset()


@dataclass(frozen=True, slots=True)
class Row:
    """Words and marks at one height."""

    lines: tuple[TextLine, ...]
    marks: tuple[Rect, ...]

    @property
    def top(self) -> float:
        """Upper end of its words and marks."""
        return max([line.rect.y1 for line in self.lines] + [mark.y1 for mark in self.marks])

    @property
    def bottom(self) -> float:
        """Lower end of its words and marks."""
        return min([line.rect.y0 for line in self.lines] + [mark.y0 for mark in self.marks])


def rows_of(region: Region) -> list[Row]:
    """A region's words and marks row by row, from the top."""
    items: list[tuple[float, float, TextLine | Rect]] = []
    spoken = [line for line in region.lines if speaks(line)]
    items += [(line.baseline, line.size_pt, line) for line in spoken]
    items += [(mark.y0 + 1, min(10.0, mark.height), mark) for mark in region.marks]
    groups: list[list[tuple[float, float, TextLine | Rect]]] = []
    for item in sorted(items, key=lambda item: -item[0]):
        if groups and groups[-1][0][0] - item[0] <= 0.45 * min(item[1], groups[-1][0][1], 12.0):
            groups[-1].append(item)
        else:
            groups.append([item])
    made = []
    for group in groups:
        lines = sorted((item[2] for item in group if isinstance(item[2], TextLine)), key=lambda line: line.rect.x0)
        marks = [item[2] for item in group if isinstance(item[2], Rect)]
        made.append(Row(tuple(lines), tuple(marks)))
    return made


def speaks(line: TextLine) -> bool:
    """Whether a line is more than a stroke or a dot: words, or the sign before a sum."""
    return any(char.isalnum() for char in line.text) or line.text in SIGNS
