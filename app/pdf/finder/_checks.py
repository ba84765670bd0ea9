"""Check boxes: squares and circles, drawn or set as symbols or pictures, brackets, short lines, letters to circle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from app.pdf.finder.candidate import ENOUGH, Candidate, Source
from app.pdf.finder.sight import Area, PageSight, Word
from app.pdf.finder.surroundings import Surroundings, brightness, grown, overlaps
from app.pdf.finder.symbols import is_unclear
from app.pdf.template import BoxKind, Rect

_SMALLEST_PT, _LARGEST_PT = 4.5, 19.0
_LEAST_ASPECT = 0.68
_HOLLOW = 0.8
_FILLS = 0.6
#: An option's words stand this close to its box.
_BESIDE_PT = 26.0
_SAME_PT = 4.0
_APART_PT = 30.0
#: A ring around a letter needs so much more.
_RING_PT = 2.2
_OPTION = re.compile(
    r"(yes|no|y|n|male|female|m|f|n/?a|unknown|other|initial|renewal|new|continu\w*|urgent|standard|routine)\b\W*",
    re.IGNORECASE,
)
_PAIRS = (("Y", "N"), ("YES", "NO"))
_CIRCLE = re.compile(r"\bcircle\b", re.IGNORECASE)


def checks(around: Surroundings, small_cells: Iterable[Rect]) -> list[Candidate]:
    """The check boxes of a page, doubles among them.

    Args:
        around: the page.
        small_cells: squares that are made of single strokes.
    """
    found = [
        *_squares(around, small_cells),
        *_symbols(around),
        *_pictures(around),
        *_brackets(around),
        *_short_lines(around),
        *_letters(around),
    ]
    return _without_doubles(found)


def _without_doubles(found: list[Candidate]) -> list[Candidate]:
    kept: list[Candidate] = []
    for one in sorted(found, key=lambda one: -one.score):
        x, y = one.rect.center
        if not any(
            abs(x - other.rect.center[0]) <= _SAME_PT and abs(y - other.rect.center[1]) <= _SAME_PT for other in kept
        ):
            kept.append(one)
    return kept


def _squares(around: Surroundings, small_cells: Iterable[Rect]) -> list[Candidate]:
    drawn = [area.rect for area in around.areas() if _fits(area.rect) and _is_hollow(area, around)]
    found = []
    for rect in (*drawn, *(cell for cell in small_cells if _fits(cell))):
        inner = grown(rect, -1.2)
        if any(not _is_of_box(word, rect, around) for word in around.words_touching(inner)):
            continue
        if around.is_dark(rect):
            continue
        found.append(Candidate(BoxKind.CHECK, rect, Source.SQUARE, 0.95 if _has_words(rect, around) else 0.4))
    return [_in_line(one, found) if one.score < ENOUGH else one for one in found]


def _is_of_box(word: Word, rect: Rect, around: Surroundings) -> bool:
    """Whether what is printed in a square is a tick, or a box of a symbol font that a drawn one lies over."""
    if word.text in "XxVv✓✔":
        return True
    fills = min(word.rect.width / rect.width, word.rect.height / rect.height) >= _FILLS
    return fills and len(word.glyphs) == 1 and is_unclear(around.sight.glyphs[word.glyphs[0]])


def _in_line(one: Candidate, found: Sequence[Candidate]) -> Candidate:
    """A square without words beside it counts where others of its size stand over or beside it, as in a table."""
    x, y = one.rect.center
    for other in found:
        ox, oy = other.rect.center
        apart = max(abs(x - ox), abs(y - oy))
        in_line = min(abs(x - ox), abs(y - oy)) <= 2.0 and apart > 1.3 * one.rect.width
        if in_line and abs(one.rect.width - other.rect.width) <= 1.0:
            return replace(one, score=0.7)
    return one


def _fits(rect: Rect) -> bool:
    small, large = sorted((rect.width, rect.height))
    return small >= _SMALLEST_PT and large <= _LARGEST_PT and small >= _LEAST_ASPECT * large


def _is_hollow(area: Area, around: Surroundings) -> bool:
    """An outline around something light; or something light on a darker ground."""
    filled = area.fill is not None and brightness(area.fill) < _HOLLOW
    if filled:
        return False
    if area.stroke is not None:
        return brightness(area.stroke) < 0.9
    x, y = area.rect.center
    beside = around.fill_at(area.rect.x0 - 1.5, y), around.fill_at(x, area.rect.y1 + 1.5)
    return any(brightness(color) < 0.93 for color in beside) and brightness(around.fill_at(x, y)) >= 0.93


def _has_words(rect: Rect, around: Surroundings) -> bool:
    height = max(4.0, rect.height / 2)
    _, y = rect.center
    right = Rect(rect.x1, y - height / 2, rect.x1 + _BESIDE_PT, y + height / 2)
    left = Rect(rect.x0 - _BESIDE_PT / 2, y - height / 2, rect.x0, y + height / 2)
    return bool(around.words_touching(right) or around.words_touching(left))


def _symbols(around: Surroundings) -> list[Candidate]:
    return [Candidate(BoxKind.CHECK, word.rect, Source.SYMBOL, 0.97) for word in around.symbols]


def _pictures(around: Surroundings) -> list[Candidate]:
    """Small square pictures with words beside them, where there are several of one size."""
    small = [image for image in around.sight.images if _fits(image) and _has_words(image, around)]
    return [
        Candidate(BoxKind.CHECK, image, Source.PICTURE, 0.75)
        for image in small
        if sum(abs(image.width - other.width) < 1.5 for other in small) >= 2
    ]


def _brackets(around: Surroundings) -> list[Candidate]:
    found = []
    glyphs = around.sight.glyphs
    for line in _by_baseline(around.sight):
        letters = [number for word in line for number in word.glyphs]
        for first, second in pairwise(letters):
            opening, closing = glyphs[first], glyphs[second]
            if opening.text + closing.text not in ("[]", "()"):
                continue
            rect = Rect(opening.ink.x0, opening.ink.y0, closing.ink.x1, opening.ink.y1)
            inner = closing.ink.x0 - opening.ink.x1
            if rect.height < 5 or not 1.5 <= inner <= 16.0 or (opening.text == "(" and not _is_option(rect, around)):
                continue
            score = 0.95 if opening.text == "[" else 0.8
            place = rect if inner < 5 else Rect(opening.ink.x1, rect.y0, closing.ink.x0, rect.y1)
            found.append(Candidate(BoxKind.CHECK, place, Source.BRACKETS, score))
    return found


def _by_baseline(sight: PageSight) -> list[list[Word]]:
    """Words of one height in one list, from left to right, across the gaps between lines."""
    rows: list[list[Word]] = []
    for word in sorted(sight.words, key=lambda word: -word.baseline):
        if rows and rows[-1][0].baseline - word.baseline <= 0.16 * word.size_pt:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.rect.x0) for row in rows]


def _is_option(rect: Rect, around: Surroundings) -> bool:
    """Round brackets are boxes where an option follows, and areas of a phone number where nothing does."""
    right = Rect(rect.x1, rect.y0, rect.x1 + 12, rect.y1)
    words = around.words_touching(right)
    return bool(words) and not any(char.isdigit() or char in "_-" for char in words[0].text[:1])


def _short_lines(around: Surroundings) -> list[Candidate]:
    found = []
    for blank in around.blanks:
        if not 6.0 <= blank.rect.width <= 32.0:
            continue
        right = Rect(blank.rect.x1, blank.baseline, blank.rect.x1 + 9, blank.baseline + 0.6 * blank.size_pt)
        after = sorted(around.words_touching(right), key=lambda word: word.rect.x0)
        if after and _OPTION.fullmatch(after[0].text.strip("_:;,./")) and not _asks_before(blank, around):
            rect = Rect(blank.rect.x0, blank.baseline - 1, blank.rect.x1, blank.baseline + 0.8 * blank.size_pt)
            found.append(Candidate(BoxKind.CHECK, rect, Source.SHORT_LINE, 0.93))
    return found


def _asks_before(blank: Word, around: Surroundings) -> bool:
    """Whether the words before the line ask for a value rather than offer it as an option."""
    left = Rect(blank.rect.x0 - 8, blank.baseline, blank.rect.x0, blank.baseline + 0.6 * blank.size_pt)
    before = around.words_touching(left)
    return any(word.text.endswith((":", "#")) and not _OPTION.fullmatch(word.text) for word in before)


def _letters(around: Surroundings) -> list[Candidate]:
    """Pairs of `Y` and `N`, or `Yes` and `No`, without boxes: one of them is to be circled."""
    lines = around.text_lines
    says_circle = any(_CIRCLE.search(line.text) for line in lines)
    rows = [pair for row in _by_baseline(around.sight) for pair in _pairs(row, says_circle)]
    enough = says_circle or len(rows) >= 2
    return [
        Candidate(BoxKind.CHECK, grown(word.rect, _RING_PT), Source.LETTER, 0.8 if enough else 0.45)
        for pair in rows
        for word in pair
        if not _has_box(word, around)
    ]


def _pairs(row: Sequence[Word], says_circle: bool) -> list[tuple[Word, Word]]:
    found = []
    words = [word for word in row if word.text.strip("/|,.") or word.text in "/|"]
    for place, word in enumerate(words[:-1]):
        after = words[place + 1]
        if after.text in "/|" and place + 2 < len(words):
            after = words[place + 2]
        texts = (word.text.strip(".,;:()").upper(), after.text.strip(".,;:()").upper())
        near = after.rect.x0 - word.rect.x1 <= (60 if texts[0] == "Y" else 40)
        asked = place == 0 or says_circle or words[place - 1].text.endswith(("?", ":"))
        asked = asked or word.rect.x0 - words[place - 1].rect.x1 > _APART_PT
        if texts in _PAIRS and near and asked:
            found.append((word, after))
    return found


def _has_box(word: Word, around: Surroundings) -> bool:
    """Whether a box, a line or brackets stand beside the word."""
    beside = Rect(word.rect.x0 - 18, word.rect.y0 - 1, word.rect.x1 + 4, word.rect.y1 + 1)
    if any(overlaps(beside, blank.rect) for blank in (*around.blanks, *around.symbols)):
        return True
    if any(overlaps(beside, area.rect) and _fits(area.rect) for area in around.areas()):
        return True
    return any(char in "[]" for other in around.words_touching(beside) for char in other.text)
