"""Lines to write on: underscores and rules, several on a row, with the words that ask for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from app.pdf.finder._places import Blank, places_for_letters
from app.pdf.finder._wording import asks, ends_as_label, forbids, introduces, is_heading, is_paragraph, label_score
from app.pdf.finder.candidate import ENOUGH, Candidate, Source
from app.pdf.finder.sight import Rule, TextLine, Word
from app.pdf.finder.surroundings import Surroundings, is_dotted, overlaps
from app.pdf.template import BoxKind, Rect

_SHORTEST_RULE_PT = 14.0
_SHORTEST_PIECE_PT = 8.5
_HIGHEST_PT = 15.5
_LOWEST_PT = 5.5
_BESIDE_PT = 16.0
_BELOW_PT = 15.0
#: Words with a colon may stand so far before their line, as in a column of labels.
_FAR_PT = 170.0
_UNDERLINE_PT = 3.6
_LONGEST_CONNECTOR_PT = 120.0
_UNDER_DOTS = 0.2
_SEPARATORS = frozenset("/-–—")
#: A line with words on neither side must be so long to be one to write on.
_LEAST_ALONE_PT = 40.0
#: Above and under this part of a page a line across it is the edge of its head or foot.
_MARGIN_SHARE = 0.11
#: Above a line whose words stand under it there must be so much room.
_LABEL_BELOW_PT = 8.5


def blanks(around: Surroundings, rules: Iterable[Rule], tops: Iterable[Rule] = ()) -> list[Candidate]:
    """The lines of a page that are there to be written on.

    Args:
        around: the page.
        rules: lying ones that are no part of a comb, a check box or a cell.
        tops: upper edges of cells with open page above: lines to write on where words over them ask for it.
    """
    pieces = [*_underscores(around), *_rules(around, rules)]
    places, pieces = places_for_letters(pieces, around)
    lines = [_seen(line, around) for line in _whole(pieces)]
    lines = [line for line in lines if line.room >= _LOWEST_PT]
    made, used = _ruled(lines, around)
    made.extend(places)
    for line in lines:
        if line not in used:
            made.extend(_single(line, around))
    # The side of a shaded bar is where the shade ends; nobody writes on that.
    drawn = [rule for rule in tops if rule.thickness > 0]
    for line in (_seen(Blank(rule.x0, rule.x1, rule.y0, drawn=True), around) for rule in drawn):
        above = _above(line, around)
        if any(other.beside == above for other in lines):
            continue  # these words have a line of their own; what lies under them is the edge of a heading's bar
        if above is not None and line.room >= _LABEL_BELOW_PT and _asks_from_above(line, above, around):
            made.append(_candidate(Rect(line.x0, line.y, line.x1, line.y + line.room), 0.7, above.text))
    return made


def _underscores(around: Surroundings) -> list[Blank]:
    return [Blank(word.rect.x0, word.rect.x1, _foot(word), drawn=False) for word in around.blanks]


def _foot(word: Word) -> float:
    """How low one writes: over underscores, but on the line of dots, which are written over."""
    return word.baseline - _UNDER_DOTS * word.size_pt if is_dotted(word) else word.rect.y1


def _rules(around: Surroundings, rules: Iterable[Rule]) -> list[Blank]:
    found = []
    for rule in rules:
        if rule.length < 3.0 or rule.thickness > 3.0 or _is_connector(rule, around):
            continue
        found.extend(_parts(rule, around))
    return found


def _is_connector(rule: Rule, around: Surroundings) -> bool:
    """Whether a rule turns a corner at one of its ends only, as lines that lead from a box to a question do."""
    if rule.length > _LONGEST_CONNECTOR_PT:
        return False
    turns = [
        any(
            abs(tall.x0 - end) <= 1.5 and tall.length >= 5 and tall.y0 - 1.5 <= rule.y0 <= tall.y1 + 1.5
            for tall in around.upright
        )
        for end in (rule.x0, rule.x1)
    ]
    return turns[0] != turns[1]


def _parts(rule: Rule, around: Surroundings) -> list[Blank]:
    """What is left of a rule where no printed words stand on it; a stroke between parts of a date parts it."""
    strip = Rect(rule.x0, rule.y0 - 1.0, rule.x1, rule.y0 + 9.0)
    stops = [
        word.rect
        for word in around.words_touching(strip)
        if word.text in _SEPARATORS and rule.x0 + 6 < word.rect.center[0] < rule.x1 - 6
    ]
    edges = [rule.x0, *(x for stop in sorted(stops, key=lambda stop: stop.x0) for x in (stop.x0, stop.x1)), rule.x1]
    found = []
    for x0, x1 in zip(edges[::2], edges[1::2], strict=True):
        found.extend(_free_parts(x0, x1, rule.y0, around))
    return found


def _free_parts(x0: float, x1: float, y: float, around: Surroundings) -> list[Blank]:
    on = [
        line
        for line in around.lines_touching(Rect(x0, y - 1.0, x1, y + 9.0))
        if -1.5 <= line.baseline - y <= max(_UNDERLINE_PT, 0.55 * line.size_pt)
        and any(char.isalnum() for char in line.text)
    ]
    cover = sum(max(0.0, min(line.rect.x1, x1) - max(line.rect.x0, x0)) for line in on)
    if not on or cover < 0.03 * (x1 - x0):
        return [Blank(x0, x1, y, drawn=True)]
    if cover > 0.85 * (x1 - x0) or not any(line.text.rstrip().endswith(":") for line in on):
        return []
    starts = sorted(line.rect.x1 + 2 for line in on)
    ends = sorted([*(line.rect.x0 - 4 for line in on[1:]), x1])
    return [
        Blank(start, end, y, drawn=True)
        for start, end in zip(starts, ends, strict=True)
        if end - start >= _SHORTEST_RULE_PT
    ]


def _whole(lines: list[Blank]) -> list[Blank]:
    """Pieces that are one line joined: underscores set in parts, rules and underscores in turn."""
    rows: list[list[Blank]] = []
    for line in sorted(lines, key=lambda line: -line.y):
        if rows and rows[-1][0].y - line.y <= 2.5:
            rows[-1].append(line)
        else:
            rows.append([line])
    made = [line for row in rows for line in _row_joined(sorted(row, key=lambda line: line.x0))]
    shortest = _SHORTEST_PIECE_PT
    return [line for line in made if line.length >= (_SHORTEST_RULE_PT if line.drawn else shortest)]


def _row_joined(row: list[Blank]) -> list[Blank]:
    made: list[Blank] = []
    for line in row:
        if made and _continues(made[-1], line):
            made[-1] = replace(made[-1], x1=max(made[-1].x1, line.x1), drawn=made[-1].drawn or line.drawn)
        else:
            made.append(line)
    return made


def _continues(before: Blank, line: Blank) -> bool:
    gap = line.x0 - before.x1
    if gap <= 1.5:
        return True
    if gap > 10.0:
        return False
    mixed = before.drawn != line.drawn
    return mixed or min(before.length, line.length) < 12.0 < max(before.length, line.length) or gap <= 2.0


def _seen(line: Blank, around: Surroundings) -> Blank:
    return replace(
        line,
        beside=_beside(line, around),
        below=_below(line, around),
        room=around.room_above(line.x0, line.x1, line.y, _HIGHEST_PT),
    )


def _beside(line: Blank, around: Surroundings) -> TextLine | None:
    near = _words_before(line, _BESIDE_PT * 2, around)
    if near is not None:
        return near
    far = _words_before(line, _FAR_PT, around)
    if far is None or not ends_as_label(far.text) or _is_parted(far.rect.x1, line, around):
        return None
    return far


def _words_before(line: Blank, reach: float, around: Surroundings) -> TextLine | None:
    """The last words on the line's row that end within reach of it."""
    left = Rect(line.x0 - reach, line.y - 2, line.x0 + 2, line.y + 7)
    near = [text for text in around.lines_touching(left) if text.rect.x1 <= line.x0 + 4 and text.rect.x0 < line.x0]
    near = [text for text in near if abs(text.baseline - line.y) <= 0.75 * text.size_pt]
    return max(near, key=lambda text: text.rect.x1, default=None)


def _is_parted(x: float, line: Blank, around: Surroundings) -> bool:
    """Whether a line of another row of boxes, a box to tick or an edge stands between words and the line."""
    gap = Rect(x + 1, line.y - 3, line.x0 - 1, line.y + 8)
    marks = [word.rect for word in (*around.blanks, *around.symbols)] + [area.rect for area in around.areas()]
    rules = [Rect(rule.x0, rule.y0 - 0.1, rule.x1, rule.y1 + 0.1) for rule in (*around.upright, *around.lying)]
    return any(overlaps(gap, place) and place.width < 300 for place in (*marks, *rules))


def _below(line: Blank, around: Surroundings) -> TextLine | None:
    strip = Rect(line.x0 - 2, line.y - _BELOW_PT, line.x1, line.y - 0.3)
    near = [
        text
        for text in around.lines_touching(strip)
        if text.rect.y1 <= line.y + 1.0 and text.rect.x0 >= line.x0 - 14 and text.rect.x0 < line.x1 - 4
    ]
    return max(near, key=lambda text: (round(text.baseline), -text.rect.x0), default=None)


def _ruled(lines: Sequence[Blank], around: Surroundings) -> tuple[list[Candidate], list[Blank]]:
    """Lines of one length under each other that take one answer."""
    made, used = [], []
    for stack in _stacks(lines):
        group = stack[1:] if stack[0].beside is not None or stack[0].room < _LABEL_BELOW_PT else stack
        if len(group) < 2 or _asked_apart(stack) or _in_table(stack, lines):
            continue
        used.extend(group)
        top = group[0].y + min(_HIGHEST_PT + 4, max(group[0].room, 7.0))
        rect = Rect(min(line.x0 for line in group), group[-1].y, max(line.x1 for line in group), top)
        baselines = tuple(line.y + 1.8 for line in group)
        label = _above(group[0], around)
        made.append(
            Candidate(BoxKind.MULTILINE, rect, Source.RULED, 0.85, baselines, label=label.text if label else "")
        )
    return made, used


def _asked_apart(stack: Sequence[Blank]) -> bool:
    """Whether one of the lines has words of its own."""
    if any(line.beside is not None for line in stack[1:]):
        return True
    return any(line.below is not None and line.below.rect.y1 > low.y for line, low in pairwise(stack))


def _stacks(lines: Sequence[Blank]) -> list[list[Blank]]:
    """Lines with ends in common, at even distances, from the top."""
    groups: list[list[Blank]] = []
    for line in sorted(lines, key=lambda line: -line.y):
        for group in groups:
            if _stacks_under(group, line):
                group.append(line)
                break
        else:
            groups.append([line])
    return groups


def _stacks_under(group: list[Blank], line: Blank) -> bool:
    last = group[-1]
    gap = last.y - line.y
    if not 7.0 <= gap <= 32.0 or line.length < 100:
        return False
    if abs(last.x1 - line.x1) > 14:
        return False
    same_start = abs(last.x0 - line.x0) <= 14
    if not same_start and not (len(group) == 1 and last.beside is not None and line.x0 < last.x0):
        return False
    return len(group) == 1 or abs(gap - (group[-2].y - last.y)) <= 4.0


def _in_table(group: Sequence[Blank], lines: Sequence[Blank]) -> bool:
    """Whether other lines stand beside these, row by row."""
    beside = sum(
        any(other is not line and abs(other.y - line.y) <= 3 and other.length > 20 for other in lines) for line in group
    )
    return beside > len(group) / 2


def _above(line: Blank, around: Surroundings) -> TextLine | None:
    strip = Rect(line.x0 - 6, line.y + 4, line.x1, line.y + 40)
    found = around.lines_touching(strip)
    return found[-1] if found else None


def _single(line: Blank, around: Surroundings) -> list[Candidate]:
    height = min(_HIGHEST_PT, line.room)
    labels = _labels_below(line, around)
    if line.beside is None and line.room >= _LABEL_BELOW_PT and _share(labels):
        edges = [line.x0, *(label.rect.x0 - 1 for label in labels[1:]), line.x1]
        return [
            _candidate(Rect(a, line.y, b - (2 if b < line.x1 else 0), line.y + height), 0.85, label.text)
            for (a, b), label in zip(pairwise(edges), labels, strict=True)
        ]
    score, label = _score(line, around)
    return [_candidate(Rect(line.x0, line.y, line.x1, line.y + height), score, label)]


def _share(labels: Sequence[TextLine]) -> bool:
    """Whether several labels under one line each ask for a part of it."""
    return len(labels) > 1 and all(label_score(label.text) >= ENOUGH for label in labels)


def _candidate(rect: Rect, score: float, label: str) -> Candidate:
    return Candidate(BoxKind.TEXT, rect, Source.LINE, score, label=label)


def _labels_below(line: Blank, around: Surroundings) -> list[TextLine]:
    """Short words under a line, each of which asks for a part of it."""
    if line.below is None:
        return []
    strip = Rect(line.x0 - 4, line.y - _BELOW_PT, line.x1, line.y - 0.3)
    row = [text for text in around.lines_touching(strip) if abs(text.baseline - line.below.baseline) <= 3]
    row = [text for text in row if text.rect.y1 <= line.y + 1 and text.rect.x0 < line.x1]
    return sorted(row, key=lambda text: text.rect.x0)


def _score(line: Blank, around: Surroundings) -> tuple[float, str]:
    """How sure it is that a single line is there to be written on, and the words that ask for it."""
    if not line.drawn:
        return _score_of_underscores(line, around)
    if line.beside is not None:
        return (0.45 if introduces(line.beside.text) and line.beside.bold else 0.9), line.beside.text
    if line.below is not None:
        return _score_of_below(line, line.below, around), line.below.text
    above = _above(line, around)
    if above is not None and line.room >= _LABEL_BELOW_PT and _asks_from_above(line, above, around):
        return 0.7, above.text
    if above is not None and line.room >= 10 and _continues_question(line, above, around):
        return 0.55, above.text
    repeated = any(
        other.y0 != line.y and abs(other.x0 - line.x0) <= 3 and abs(other.x1 - line.x1) <= 3 for other in around.lying
    )
    short = _LEAST_ALONE_PT <= line.length < 0.45 * around.sight.visible.width
    return (0.75 if repeated and short and line.room >= 11 else 0.3), ""


def _continues_question(line: Blank, above: TextLine, around: Surroundings) -> bool:
    """Whether a line of middle length begins under the first letter of the words over it."""
    middle = 60 <= line.length <= 0.7 * around.sight.visible.width
    return middle and abs(above.rect.x0 - line.x0) <= 4 and above.rect.y0 - line.y <= _HIGHEST_PT + 6


def _asks_from_above(line: Blank, above: TextLine, around: Surroundings) -> bool:
    """Whether the words over the line are its label."""
    if line.length < _LEAST_ALONE_PT or is_heading(above):
        return False
    if above.rect.y0 - line.y > _HIGHEST_PT + 6:
        return False
    if asks(above.text):
        return label_score(above.text) >= ENOUGH
    over = [rule for rule in around.lying if above.rect.y1 - 1 <= rule.y0 <= above.rect.y1 + 7]
    row = any(abs(rule.x0 - line.x0) <= 3 and abs(rule.x1 - line.x1) <= 3 for rule in over)
    wide = line.length > 0.7 * around.sight.visible.width
    return (row or not wide) and abs(above.rect.x0 - line.x0) <= 10 and label_score(above.text) >= 0.6


def _score_of_underscores(line: Blank, around: Surroundings) -> tuple[float, str]:
    wide = line.length > 0.7 * around.sight.visible.width
    if line.beside is not None:
        return 0.92, line.beside.text
    if line.below is not None and wide and is_paragraph(line.below, around):
        return 0.3, ""
    return 0.92, line.below.text if line.below is not None else ""


def _score_of_below(line: Blank, below: TextLine, around: Surroundings) -> float:
    if line.room < _LABEL_BELOW_PT or forbids(below.text) or is_paragraph(below, around):
        return 0.2
    page = around.sight.visible
    wide = line.length > 0.7 * page.width
    if below.text.rstrip().endswith(":"):
        return 0.35
    edge = _MARGIN_SHARE * page.height
    if wide and (
        is_heading(below) or label_score(below.text) < ENOUGH or line.y < page.y0 + edge or line.y > page.y1 - edge
    ):
        return 0.3
    return 0.55 if introduces(below.text) else 0.8
