"""Free space after or under the words that ask: within a cell, or on the open page where nothing is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from app.pdf.finder._options import after_other, before_units
from app.pdf.finder._region import SIGNS, Region, Row, rows_of
from app.pdf.finder._wording import (
    asks,
    asks_more,
    ends_as_label,
    explains,
    is_enumerator,
    is_heading,
    is_title,
    label_score,
    names_a_fact,
    plain_words,
    points_below,
    specifies,
)
from app.pdf.finder.candidate import Candidate, Source
from app.pdf.finder.sight import TextLine
from app.pdf.finder.surroundings import Surroundings
from app.pdf.template import BoxKind, Rect

_LOWEST_PT = 8.3
_LEAST_PT = 6.0
_NARROWEST_PT = 22.0
_MULTILINE_PT = 24.0
_LINE_PT = 13.0
#: Under a title there must be so much room for it to be a question.
_OPEN_PT = 18.0
#: What speaks against an answer beside words without a colon, among other words.
_NO_SIGN = 0.4
_HIGHEST_OPEN_PT = 80.0
_TOP_WORDS, _FRONT_WORDS = 5, 7
_MOST_LABEL_WORDS = 12
_SUM = 0.75
#: Space in a frame that is there to be written in where the words over it ask for an explanation.
_LARGE_PT, _LARGE_WIDTH_PT = 36.0, 200.0
#: So much of a cell's height is free under words that stand at its top.
_MOSTLY_FREE = 0.55
#: In heights of the text: what stands further under it is not its answer.
_NEAR, _NEAR_IN_CELL = 1.5, 3.2
#: Words at the bottom of a cell are so small, with so much space over them, where they are a caption.
_CAPTION_SIZE_PT, _LEAST_OVER_PT = 8.5, 12.0
#: Beside a few words with a colon on the open page so much is enough.
_LEAST_GAP_PT = 30.0
_TICK_PT = 19.0


def answers(region: Region, around: Surroundings) -> list[Candidate]:
    """Where the words of a region want their answers.

    Args:
        region: a cell, or a stretch of the open page.
        around: the page.
    """
    rows = rows_of(region)
    found = []
    for number in range(len(rows)):
        for line in rows[number].lines:
            if line not in region.captions:
                found.extend(_answer(line, rows, number, region))
    return found


def _answer(line: TextLine, rows: Sequence[Row], number: int, region: Region) -> list[Candidate]:
    row = rows[number]
    before = rows[number - 1] if number else None
    after = rows[number + 1] if number + 1 < len(rows) else None
    if _goes_on(line, after):
        return []
    measured = before_units(line, row, rows, region)
    if measured or _is_answered(line, row, after, region):
        return measured
    lead = _lead_in(line, rows, number)
    if _is_option(line, lead):
        return after_other(line, row, after, region)
    text = " ".join(part.text for part, _ in lead)
    alone = (
        after is None and number + 1 == len(lead) and all(len(part.lines) == 1 and not part.marks for _, part in lead)
    )
    right = _beside_all([part for part, _ in lead], region) if alone else None
    right = right or _right(line, row, before, after, region)
    under = _under(line, row, after, region)
    rect = _better(lead[0][0] if alone else None, line, right, under, region)
    if right is not None and right.width >= _LEAST_GAP_PT and not region.framed and len(row.lines) > 1:
        # Labels side by side leave their answers no other place.
        rect = right if _is_short_label(line) else rect
    if alone and len(lead) == 1 and _is_caption(line, region):
        rect = Rect(region.rect.x0 + 1, line.rect.y1 + 1, region.rect.x1 - 1, region.rect.y1 - 1)
    if rect is None:
        return []
    if line.text in SIGNS and not region.framed:
        return []
    score = _SUM if line.text in SIGNS else _score(line, text, region, beside=rect is right, alone=alone, rect=rect)
    kind = BoxKind.MULTILINE if rect.height >= _MULTILINE_PT else BoxKind.TEXT
    source = Source.LABELLED_CELL if region.framed else Source.GAP
    return [Candidate(kind, rect, source, min(0.88, score), label=text)]


def _is_option(line: TextLine, lead: Sequence[tuple[TextLine, Row]]) -> bool:
    """Whether the words are those of a box to tick, and ask for none of their own."""
    if ends_as_label(line.text) or specifies(line.text) or line.text in SIGNS:
        return False
    return any(_names_a_tick(*part) for part in (lead[0], lead[-1]))


def _score(line: TextLine, text: str, region: Region, *, beside: bool, alone: bool, rect: Rect) -> float:
    """How sure it is that words want their answer beside or under them."""
    score = label_score(text) - _doubts(line, text, region)
    if not beside and alone and text == line.text and (_is_corner_label(line, region) or _is_top_label(line, region)):
        score += 0.15
    if not beside and region.framed and rect.height >= _MULTILINE_PT and points_below(text):
        score = max(score, _SUM)
    if not beside and region.framed and rect.height >= _LARGE_PT and rect.width >= _LARGE_WIDTH_PT and explains(text):
        score = max(score, _SUM)
    signed = ends_as_label(line.text) or line.text.endswith("?") or specifies(line.text) or asks_more(line.text)
    if beside and not is_enumerator(line.text) and not signed:
        score -= _NO_SIGN if not alone else 0.05 if _is_front_label(line, text, rect, region) else 0.25
    if beside and not alone and len(text.split()) > _MOST_LABEL_WORDS and ends_as_label(line.text):
        score -= 0.3
    return score - 0.5 * (_heads_others(line, region) and (beside or rect.height < _OPEN_PT))


def _beside_all(lead: Sequence[TextLine], region: Region) -> Rect | None:
    """The free space after words on several rows of a cell that has no others."""
    if len(lead) < 2 or not region.framed:
        return None
    x0 = max(line.rect.x1 for line in lead) + 2.5
    rect = Rect(x0, region.rect.y0 + 1, region.rect.x1 - 1, region.rect.y1 - 1)
    return rect if rect.width >= _NARROWEST_PT else None


def _is_corner_label(line: TextLine, region: Region) -> bool:
    """Whether a few plain words stand in the top left corner of a cell, with its free space below."""
    left = line.rect.x0 - region.rect.x0 <= 14 and region.rect.x1 - line.rect.x1 > line.rect.x0 - region.rect.x0
    return region.framed and not region.tinted and left and len(line.text.split()) <= 7


def _is_caption(line: TextLine, region: Region) -> bool:
    """Whether a few small words without a colon stand at the bottom of a cell, under the space for their answer."""
    over, under = region.rect.y1 - line.rect.y1, line.rect.y0 - region.rect.y0
    small = line.size_pt <= _CAPTION_SIZE_PT and len(line.text.split()) <= _FRONT_WORDS
    return (
        region.framed
        and small
        and not line.text.rstrip().endswith((":", "?"))
        and over >= max(_LEAST_OVER_PT, 3 * under)
    )


def _is_top_label(line: TextLine, region: Region) -> bool:
    """Whether a few words stand at the top of a cell that is free but for them."""
    over, under = region.rect.y1 - line.rect.y1, line.rect.y0 - region.rect.y0
    free = under >= _MOSTLY_FREE * region.rect.height and under >= max(_LOWEST_PT, 2 * over)
    return region.framed and not region.tinted and free and len(line.text.split()) <= _TOP_WORDS


def _is_front_label(line: TextLine, text: str, right: Rect, region: Region) -> bool:
    """Whether a few plain words that name a fact stand at the start of a low cell with much space after them."""
    if line.bold or region.tinted or not region.framed or not names_a_fact(text) or is_title(text):
        return False
    starts = line.rect.x0 - region.rect.x0 <= 14 and len(plain_words(text)) <= _FRONT_WORDS
    return starts and right.width >= max(40.0, 0.3 * region.rect.width)


def _doubts(line: TextLine, text: str, region: Region) -> float:
    """What speaks against words that look like a label."""
    doubt = 0.25 if region.tinted else 0.0
    if not region.framed:
        doubt += 0.15 if ends_as_label(text) else 0.35
        doubt += 0.2 * (len(text.split()) > _MOST_LABEL_WORDS)
    if is_heading(line) and not asks(text) and (len(region.lines) > 1 or region.tinted):
        doubt += 0.3
    return doubt


def _heads_others(line: TextLine, region: Region) -> bool:
    """Whether a bold line is the title of plain ones in the same region; a unit on its own row is none."""
    beside = (
        other for other in region.lines if abs(other.baseline - line.baseline) <= 3 and other.rect.x0 > line.rect.x1
    )
    plain = sum(not other.bold for other in region.lines) - sum(not other.bold for other in beside)
    return line.bold and plain >= max(1, len(region.lines) / 3)


def _goes_on(line: TextLine, after: Row | None) -> bool:
    """Whether the next row continues the sentence."""
    if after is None or asks(line.text):
        return False
    return any(
        line.baseline - other.baseline <= 1.75 * max(line.size_pt, other.size_pt)
        and other.rect.x0 < line.rect.x1
        and other.rect.x1 > line.rect.x0
        for other in after.lines
    )


def _lead_in(line: TextLine, rows: Sequence[Row], number: int) -> list[tuple[TextLine, Row]]:
    """The line with what leads to it on the rows above, from the top."""
    parts = [(line, rows[number])]
    for row in reversed(rows[max(0, number - 6) : number]):
        lead = next((other for other in row.lines if not asks(other.text) and _leads(other, parts[0][0])), None)
        if lead is None:
            break
        parts.insert(0, (lead, row))
    return parts


def _leads(upper: TextLine, lower: TextLine) -> bool:
    return (
        upper.baseline - lower.baseline <= 1.75 * max(upper.size_pt, lower.size_pt)
        and upper.rect.x0 < lower.rect.x1
        and upper.rect.x1 > lower.rect.x0
        and upper.bold == lower.bold
    )


def _is_answered(line: TextLine, row: Row, after: Row | None, region: Region) -> bool:
    """Whether a box, a comb or a line to write on stands right of the words or right under them."""
    ahead = [mark for mark in row.marks if mark.x0 > line.rect.x0]
    if ahead:
        nearest = min(ahead, key=lambda mark: mark.x0)
        if not any(line.rect.x1 < other.rect.x0 < nearest.x0 - 4 for other in row.lines):
            return True
    if after is None:
        return False
    gap = line.baseline - after.top
    below = [mark for mark in after.marks if mark.x0 < line.rect.x1 + 40 and mark.x1 > line.rect.x0]
    ticks = [mark for mark in below if mark.width <= _TICK_PT]
    if asks_more(line.text) and len(ticks) == len(below):
        return False
    if gap <= _NEAR * line.size_pt:
        return bool(below)
    only = region.framed and not after.lines and len(ticks) < len(below)
    return only and gap <= _NEAR_IN_CELL * line.size_pt


def _names_a_tick(line: TextLine, row: Row) -> bool:
    """Whether a mark stands right before the words, so that they are an option's."""
    return any(mark.x1 <= line.rect.x0 + 2 and line.rect.x0 - mark.x1 <= 14 for mark in row.marks)


def _right(line: TextLine, row: Row, before: Row | None, after: Row | None, region: Region) -> Rect | None:
    """The free space after the words on their row."""
    x0 = line.rect.x1 + 2.5
    stops = [other.rect.x0 - 3 for other in row.lines if other.rect.x0 > line.rect.x0 + 1]
    stops += [mark.x0 - 3 for mark in row.marks if mark.x1 > x0]
    x1 = min([region.rect.x1 - 1, *stops])
    if x1 - x0 < _NARROWEST_PT:
        return None
    low, high = line.baseline - 3.0, line.baseline + max(_LINE_PT - 3.0, 0.95 * line.size_pt)
    if region.framed and before is None and after is None:
        low, high = region.rect.y0 + 1, region.rect.y1 - 1
        high = min(high, low + max(_MULTILINE_PT, line.size_pt * 2.5))
    if before is not None and any(_over(other.rect, x0, x1) for other in before.lines):
        high = min(high, before.bottom - 0.5)
    if after is not None and any(_over(other.rect, x0, x1) for other in after.lines):
        low = max(low, after.top + 0.5)
    if (
        region.framed
        and asks_more(line.text)
        and (after is None or not any(_over(o.rect, x0, x1) for o in after.lines))
    ):
        low, high = region.rect.y0 + 1, min(high, line.rect.y1 + 1)
    low, high = max(low, region.rect.y0 + 0.8), min(high, region.rect.y1 - 0.8)
    return Rect(x0, low, x1, high) if high - low >= _LEAST_PT else None


def _over(rect: Rect, x0: float, x1: float) -> bool:
    return rect.x0 < x1 and x0 < rect.x1


def _under(line: TextLine, row: Row, after: Row | None, region: Region) -> Rect | None:
    """The free space under the words, down to the next row or the edge."""
    low = region.rect.y0 + 1 if after is None else after.top + 1.0
    if after is None and not region.framed:
        return None
    high = min(row.bottom, line.rect.y0) - 0.8
    first = not any(other.rect.x1 < line.rect.x0 for other in row.lines)
    x0 = region.rect.x0 + 1 if first else line.rect.x0 - 2
    x1 = min([region.rect.x1 - 1, *(other.rect.x0 - 3 for other in row.lines if other.rect.x0 > line.rect.x1)])
    if high - low < _LEAST_PT or x1 - x0 < _NARROWEST_PT:
        return None
    return Rect(x0, low, x1, high)


def _better(
    first: TextLine | None, line: TextLine, right: Rect | None, under: Rect | None, region: Region
) -> Rect | None:
    """Beside the words or under them; `first` is their first row, where they stand alone in the region."""
    if is_enumerator(line.text) and region.framed:
        return None if right is None else Rect(right.x0, region.rect.y0 + 1, right.x1, region.rect.y1 - 1)
    if under is None or not _is_roomy(under, line, region):
        return under if right is None else right
    if first is None or not region.framed or right is None:
        return under
    return right if _is_centered(first, under, right, region) else under


def _is_short_label(line: TextLine) -> bool:
    """Whether a few words with a colon ask for a fact, which stands beside them."""
    few = len(line.text.split()) <= _FRONT_WORDS
    return few and ends_as_label(line.text) and names_a_fact(line.text) and not explains(line.text)


def _is_roomy(under: Rect, line: TextLine, region: Region) -> bool:
    if not region.framed:
        return 2 * line.size_pt <= under.height <= _HIGHEST_OPEN_PT
    return under.height >= _LOWEST_PT


def _is_centered(first: TextLine, under: Rect, right: Rect, region: Region) -> bool:
    """Whether the label stands in the middle of a cell's height, so that its answer stands beside it."""
    over = region.rect.y1 - first.rect.y1
    even = abs(over - under.height) <= 3.5 or over >= 0.48 * under.height
    return even and right.width > 0.3 * region.rect.width
