"""Letters as words and lines of text, told apart by where they stand and not by the file's own spaces."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from app.pdf.finder.sight import Glyph, Rule, TextLine, Word
from app.pdf.finder.symbols import DOTS, is_tickable, is_underscore
from app.pdf.template import Rect

#: In sizes of the text: how far baselines of one line may differ, what parts words, what parts lines.
_SAME_BASELINE = 0.16
_WORD_GAP = 0.13
_LINE_GAP = 1.15
#: A gap between letters that is wider than this all along a line is letter-spacing.
_SPACED = 0.05
_DOUBLE_PT = 0.7
#: Fewer dots in a row are an ellipsis.
_FEWEST_DOTS = 6
_OPENING, _CLOSING = "[(", "])"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A glyph and its number on the page."""

    number: int
    glyph: Glyph
    tickable: bool
    underscore: bool


def read_lines(glyphs: Sequence[Glyph], rules: Iterable[Rule]) -> tuple[tuple[Word, ...], tuple[TextLine, ...]]:
    """The words and lines of a page.

    Args:
        glyphs: of the page, in seen space.
        rules: upright ones part what stands left and right of them.
    """
    upright = sorted((rule for rule in rules if not rule.lies), key=_left_of)
    lines: list[list[list[_Placed]]] = []
    for row in _rows(glyphs):
        lines.extend(_lines_of(_words_of(row), upright))
    lines.sort(key=lambda line: (-line[0][0].glyph.baseline, line[0][0].glyph.loose.x0))
    words: list[Word] = []
    made: list[TextLine] = []
    for number, line in enumerate(lines):
        first = len(words)
        words.extend(_word(letters, number) for letters in line)
        made.append(_line(words[first:], range(first, len(words))))
    return tuple(words), tuple(made)


def _rows(glyphs: Sequence[Glyph]) -> list[list[_Placed]]:
    """Glyphs by baseline, each row from left to right, doubles left out."""
    rows: list[list[_Placed]] = []
    dots = _dotted(glyphs)
    upright = [
        _Placed(number, glyph, is_tickable(glyph), is_underscore(glyph) or number in dots)
        for number, glyph in enumerate(glyphs)
        if glyph.turn == 0
    ]
    for placed in sorted(upright, key=lambda placed: -placed.glyph.baseline):
        size = placed.glyph.size_pt
        if rows and rows[-1][0].glyph.baseline - placed.glyph.baseline <= _SAME_BASELINE * size:
            rows[-1].append(placed)
        else:
            rows.append([placed])
    return [_without_doubles(sorted(row, key=lambda placed: placed.glyph.loose.x0)) for row in rows]


def _dotted(glyphs: Sequence[Glyph]) -> set[int]:
    """The dots, by their numbers, of which so many follow one another that they are a line."""
    found: set[int] = set()
    run: list[int] = []
    for number, glyph in enumerate(glyphs):
        if glyph.text in DOTS and (not run or _goes_on_dotted(glyphs[run[-1]], glyph)):
            run.append(number)
            continue
        if len(run) >= _FEWEST_DOTS:
            found.update(run)
        run = [number] if glyph.text in DOTS else []
    return found | (set(run) if len(run) >= _FEWEST_DOTS else set())


def _goes_on_dotted(last: Glyph, glyph: Glyph) -> bool:
    gap = glyph.loose.x0 - last.loose.x1
    return abs(glyph.baseline - last.baseline) <= 0.5 and -0.1 * glyph.size_pt <= gap <= 0.05 * glyph.size_pt + 0.3


def _without_doubles(row: list[_Placed]) -> list[_Placed]:
    """Letters drawn twice to look bold are one."""
    kept: list[_Placed] = []
    for placed in row:
        text, x0 = placed.glyph.text, placed.glyph.loose.x0
        for other in kept[-3:]:
            if other.glyph.text == text and abs(other.glyph.loose.x0 - x0) <= _DOUBLE_PT and not placed.underscore:
                break
        else:
            kept.append(placed)
    return kept


def _words_of(row: list[_Placed]) -> list[list[_Placed]]:
    spaced = _spacing(row)
    words: list[list[_Placed]] = []
    for placed in row:
        if words and _continues(words[-1], placed, spaced):
            words[-1].append(placed)
        else:
            words.append([placed])
    return words


def _spacing(row: list[_Placed]) -> float:
    """The share of the size that a row's letters are set apart, 0 where they are not."""
    gaps = sorted(
        (b.glyph.loose.x0 - a.glyph.loose.x1) / max(a.glyph.size_pt, 1.0)
        for a, b in pairwise(row)
        if a.glyph.text.isalpha() and b.glyph.text.isalpha()
    )
    usual = gaps[len(gaps) * 2 // 5] if len(gaps) >= 6 else 0.0
    return usual if usual > _SPACED else 0.0


def _continues(word: list[_Placed], placed: _Placed, spaced: float) -> bool:
    before = word[-1]
    if before.tickable or placed.tickable or before.underscore != placed.underscore:
        return False
    last, glyph = before.glyph, placed.glyph
    size = max(last.size_pt, glyph.size_pt)
    gap = glyph.loose.x0 - last.loose.x1
    if placed.underscore:
        return gap <= 0.05 * size + 0.3
    if last.text in _OPENING and glyph.text in _CLOSING:
        return gap <= 0.05 * size
    return gap <= (_WORD_GAP + spaced) * size


def _lines_of(words: list[list[_Placed]], upright: Sequence[Rule]) -> list[list[list[_Placed]]]:
    lines: list[list[list[_Placed]]] = []
    for word in words:
        if lines and _goes_on(lines[-1][-1], word, upright):
            lines[-1].append(word)
        else:
            lines.append([word])
    return lines


def _goes_on(last: list[_Placed], word: list[_Placed], upright: Sequence[Rule]) -> bool:
    one, other = last[-1], word[0]
    if one.tickable or one.underscore or other.tickable or other.underscore:
        return False
    before, after = one.glyph, other.glyph
    size = max(before.size_pt, after.size_pt)
    if after.loose.x0 - before.loose.x1 > _LINE_GAP * size:
        return False
    left, right = before.ink.x1 - 0.5, after.ink.x0 + 0.5
    middle = before.baseline + size * 0.3
    near = upright[bisect_left(upright, left, key=_left_of) : bisect_right(upright, right, key=_left_of)]
    return not any(rule.y0 <= middle <= rule.y1 for rule in near)


def _left_of(rule: Rule) -> float:
    return rule.x0


def _word(letters: list[_Placed], line: int) -> Word:
    glyphs = [placed.glyph for placed in letters]
    first = glyphs[0]
    return Word(
        text="".join(glyph.text for glyph in glyphs),
        rect=around(glyph.ink for glyph in glyphs),
        baseline=first.baseline,
        size_pt=max(glyph.size_pt for glyph in glyphs),
        font=first.font,
        bold=first.bold,
        italic=first.italic,
        color=first.color,
        glyphs=tuple(placed.number for placed in letters),
        line=line,
    )


def _line(words: Sequence[Word], numbers: range) -> TextLine:
    sizes: Counter[float] = Counter()
    bold = 0
    for word in words:
        sizes[round(word.size_pt, 1)] += len(word.text)
        bold += len(word.text) if word.bold else -len(word.text)
    return TextLine(
        text=" ".join(word.text for word in words),
        rect=around(word.rect for word in words),
        baseline=words[0].baseline,
        size_pt=sizes.most_common(1)[0][0],
        bold=bold > 0,
        color=words[0].color,
        words=tuple(numbers),
    )


def around(rects: Iterable[Rect]) -> Rect:
    """The smallest rectangle that holds them all."""
    every = list(rects)
    return Rect(
        min(rect.x0 for rect in every),
        min(rect.y0 for rect in every),
        max(rect.x1 for rect in every),
        max(rect.y1 for rect in every),
    )
