"""Text beside boxes to tick: a measure before the choice of its unit, and what `Other` is."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.pdf.finder._region import Region, Row
from app.pdf.finder.candidate import Candidate, Source
from app.pdf.finder.sight import TextLine
from app.pdf.template import BoxKind, Rect

_UNIT = re.compile(
    r"\W*([ap]\.?m|lbs?|kgs?|pounds?|kilograms?|ins?|inches|cms?|ft|feet|mg|mcg|ml|units?|"
    r"(hour|day|week|month|year)(s|\(s\))?)\W*",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\W*other( (reason|diagnosis|indication|condition|drug|medication|therapy|place|location|site|type))?\W*",
    re.IGNORECASE,
)
_BESIDE_PT = 14.0
_TICK_PT = 19.0
_NARROWEST_PT, _LOWEST_PT, _HIGHEST_PT = 26.0, 8.3, 24.0
#: Less than this after `Other` is no room for a word on what it is.
_LEAST_ROOM_PT = 140.0
_MEASURE, _OPEN = 0.75, 0.55
_BELOW_PT, _ABOVE_PT = 3.0, 9.5


def before_units(line: TextLine, row: Row, rows: Sequence[Row], region: Region) -> list[Candidate]:
    """Where a measure is written whose unit is ticked beside: `Weight ___ [ ] lb [ ] kg`.

    Args:
        line: the words that ask for it.
        row: that they stand on.
        rows: of the region.
        region: a cell, or the open page.
    """
    marked = [one for one in rows if one.marks] if region.framed else [row]
    ticks = [mark for one in marked for mark in one.marks if mark.x0 > line.rect.x0]
    texts = [text for one in marked for text in one.lines if text is not line]
    named = [next((text for text in texts if _names(mark, text)), None) for mark in ticks]
    if not ticks or any(text is None or not _UNIT.fullmatch(text.text) for text in named):
        return []
    if any(mark.width > _TICK_PT for mark in ticks) or (region.framed and len(texts) > len(ticks)):
        return []
    x1 = min(mark.x0 for mark in ticks) - 3
    rect = _under(line, x1, region) or _beside(line, x1, region)
    source = Source.LABELLED_CELL if region.framed else Source.GAP
    return [] if rect is None else [Candidate(BoxKind.TEXT, rect, source, _MEASURE, label=line.text)]


def after_other(line: TextLine, row: Row, after: Row | None, region: Region) -> list[Candidate]:
    """The free room after an option that is called `Other` and nothing more.

    Args:
        line: the option's words.
        row: that they stand on.
        after: the next row.
        region: a cell, or the open page.
    """
    if not _OTHER.fullmatch(line.text):
        return []
    low, high = line.baseline - _BELOW_PT, line.baseline + _ABOVE_PT
    stops = [other.rect.x0 for other in row.lines if other.rect.x0 > line.rect.x1]
    stops += [mark.x0 for mark in region.marks if mark.x0 > line.rect.x1 and low < mark.center[1] < high]
    x0, x1 = line.rect.x1 + 3, min([region.rect.x1 - 1, *(stop - 3 for stop in stops)])
    lines = () if after is None or after.lines else after.marks
    is_lined = any(
        mark.width > _LEAST_ROOM_PT and mark.y1 >= low - _HIGHEST_PT and mark.x0 <= x0 < mark.x1 for mark in lines
    )
    if is_lined or x1 - x0 < _LEAST_ROOM_PT:
        return []
    rect = Rect(x0, max(low, region.rect.y0 + 0.8), x1, min(high, region.rect.y1 - 0.8))
    return [Candidate(BoxKind.TEXT, rect, Source.GAP, _OPEN, label=line.text)]


def _names(mark: Rect, text: TextLine) -> bool:
    """Whether a text stands right after a box to tick."""
    apart = text.rect.x0 - mark.x1
    return -1 <= apart <= _BESIDE_PT and mark.y0 - 3 <= text.rect.center[1] <= mark.y1 + 3


def _under(line: TextLine, x1: float, region: Region) -> Rect | None:
    if not region.framed:
        return None
    rect = Rect(region.rect.x0 + 1, region.rect.y0 + 1, x1, line.rect.y0 - 1)
    return rect if rect.width >= _NARROWEST_PT and rect.y1 - rect.y0 >= _LOWEST_PT else None


def _beside(line: TextLine, x1: float, region: Region) -> Rect | None:
    low, high = line.baseline - _BELOW_PT, line.baseline + _ABOVE_PT
    rect = Rect(line.rect.x1 + 2.5, max(low, region.rect.y0 + 0.8), x1, min(high, region.rect.y1 - 0.8))
    return rect if rect.width >= _NARROWEST_PT else None
