"""Questions about a page's free space: what stands in a place, and how far one can write."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TypeVar

from app.pdf.finder.sight import Area, Color, PageSight, Rule, TextLine, Word
from app.pdf.finder.symbols import BLANK_TEXT, DOTS, is_tickable
from app.pdf.template import Rect

_T = TypeVar("_T")

_BAND_PT = 24.0
_DARK = 0.6
#: A box or an edge that dots lead to stands so near.
_LED_TO_PT = 60.0
#: Dots so low over a line are that line itself.
_OWN_DOTS_PT = 4.0


class Surroundings:
    """One page, to be asked.

    Args:
        sight: what is seen on it.
    """

    def __init__(self, sight: PageSight) -> None:
        self.sight = sight
        self.blanks = tuple(
            word for word in sight.words if BLANK_TEXT.fullmatch(word.text) and not _leads_on(word, sight)
        )
        symbols = {number for number, glyph in enumerate(sight.glyphs) if is_tickable(glyph)}
        self.symbols = tuple(word for word in sight.words if len(word.glyphs) == 1 and word.glyphs[0] in symbols)
        others = {id(word) for word in (*self.blanks, *self.symbols)}
        self.printed = tuple(word for word in sight.words if id(word) not in others)
        self.lying = tuple(rule for rule in sight.rules if rule.lies)
        self.upright = tuple(rule for rule in sight.rules if not rule.lies)
        self.text_lines = tuple(line for line in sight.lines if not self._is_mark(line, others))
        self._bands = _banded((word, word.rect) for word in self.printed)
        self._line_bands = _banded((line, line.rect) for line in self.text_lines)
        self._lying_bands = _banded((rule, Rect(rule.x0, rule.y0, rule.x1, rule.y1)) for rule in self.lying)
        self._fills = tuple(
            area for area in sight.rects if area.fill is not None and area.rect.width > 6 and area.rect.height > 6
        )

    def words_touching(self, rect: Rect) -> list[Word]:
        """Printed words any ink of which lies within."""
        return [word for word in self._near(rect) if overlaps(rect, word.rect)]

    def lines_in(self, rect: Rect) -> list[TextLine]:
        """Lines of text whose middle lies within, from the top and from the left."""
        found = [line for line in self._lines_near(rect) if _has_middle(rect, line.rect)]
        return sorted(found, key=lambda line: (-line.baseline, line.rect.x0))

    def lines_touching(self, rect: Rect) -> list[TextLine]:
        """Lines of text any ink of which lies within, from the top and from the left."""
        found = [line for line in self._lines_near(rect) if overlaps(rect, line.rect)]
        return sorted(found, key=lambda line: (-line.baseline, line.rect.x0))

    def room_above(self, x0: float, x1: float, y: float, most: float) -> float:
        """How high one can write above a line before print, a rule or a dark area is in the way.

        Args:
            x0: left end.
            x1: right end.
            y: of the line.
            most: no more is asked.
        """
        strip = Rect(x0 + 1, y + 0.8, max(x0 + 1.5, x1 - 1), y + most)
        room = most
        for word in self._near(strip):
            if overlaps(strip, word.rect) and any(char.isalnum() for char in word.text):
                room = min(room, word.rect.y0 - y)
        for word in (*self.symbols, *self.blanks):
            if overlaps(strip, word.rect) and not (is_dotted(word) and word.rect.y0 < y + _OWN_DOTS_PT):
                room = min(room, word.rect.y0 - y)
        for rule in self._rules_near(strip):
            if rule.y0 > y + 2.0 and min(rule.x1, strip.x1) - max(rule.x0, strip.x0) > 2.0 and rule.y0 <= strip.y1:
                room = min(room, rule.y0 - y - rule.thickness / 2)
        return max(0.0, room)

    def is_dark(self, rect: Rect) -> bool:
        """Whether what lies there is filled too dark to write on."""
        return brightness(self.fill_at(*rect.center)) < _DARK

    def fill_at(self, x: float, y: float) -> Color:
        """The colour of the paper at a point: the last area that was filled there."""
        for area in reversed(self._fills):
            if area.rect.x0 <= x <= area.rect.x1 and area.rect.y0 <= y <= area.rect.y1:
                return area.fill or (1.0, 1.0, 1.0)
        return (1.0, 1.0, 1.0)

    def areas(self) -> tuple[Area, ...]:
        """All areas drawn."""
        return self.sight.rects

    def _near(self, rect: Rect) -> Iterator[Word]:
        return _from(self._bands, rect)

    def _lines_near(self, rect: Rect) -> Iterator[TextLine]:
        return _from(self._line_bands, rect)

    def _rules_near(self, rect: Rect) -> Iterator[Rule]:
        return _from(self._lying_bands, rect)

    def _is_mark(self, line: TextLine, marks: set[int]) -> bool:
        return all(id(self.sight.words[number]) in marks for number in line.words)


def overlaps(one: Rect, other: Rect) -> bool:
    """Whether the two share any area."""
    return one.x0 < other.x1 and other.x0 < one.x1 and one.y0 < other.y1 and other.y0 < one.y1


def shared(one: Rect, other: Rect) -> float:
    """The area that both cover, in square points."""
    wide = min(one.x1, other.x1) - max(one.x0, other.x0)
    high = min(one.y1, other.y1) - max(one.y0, other.y0)
    return wide * high if wide > 0 and high > 0 else 0.0


def size_of(rect: Rect) -> float:
    """Its area, in square points."""
    return rect.width * rect.height


def grown(rect: Rect, by: float) -> Rect:
    """The rectangle with so much added on every side."""
    return Rect(rect.x0 - by, rect.y0 - by, rect.x1 + by, rect.y1 + by)


def brightness(color: Color) -> float:
    """From 0, black, to 1, white."""
    red, green, blue = color
    return 0.3 * red + 0.59 * green + 0.11 * blue


def is_dotted(word: Word) -> bool:
    """Whether a word is a row of dots."""
    return word.text[:1] in DOTS


def _leads_on(word: Word, sight: PageSight) -> bool:
    """Whether dots lead the eye to what follows them, a number or a box, instead of being a line to write on.

    They are a line where nothing follows, or a label that has dots of its own.
    """
    if not is_dotted(word):
        return False
    row = Rect(word.rect.x1, word.baseline, sight.visible.x1, word.baseline + 0.7 * word.size_pt)
    after = [line for line in sight.lines if line.rect.x0 >= row.x0 - 1 and overlaps(row, line.rect)]
    after.sort(key=lambda line: line.rect.x0)
    begins = min([row.x0 + _LED_TO_PT, *(line.rect.x0 for line in after)])
    reach = Rect(row.x0 - 1, row.y0 - 2, begins + 1, row.y1)
    boxed = any(overlaps(reach, area.rect) and area.rect.x0 > word.rect.x1 - 2 for area in sight.rects)
    edged = any(reach.x0 <= rule.x0 <= reach.x1 and rule.y0 < row.y1 and row.y0 < rule.y1 for rule in sight.rules)
    if boxed or edged:
        return True
    if not after:
        return False
    dots = any(is_dotted(sight.words[number]) for line in after[1:2] for number in line.words)
    return not (dots or after[0].text.rstrip().endswith(":"))


def _has_middle(rect: Rect, other: Rect) -> bool:
    x, y = other.center
    return rect.x0 <= x <= rect.x1 and rect.y0 <= y <= rect.y1


def _banded(items: Iterable[tuple[_T, Rect]]) -> dict[int, list[tuple[_T, Rect]]]:
    bands: dict[int, list[tuple[_T, Rect]]] = defaultdict(list)
    for item, rect in items:
        for band in range(int(rect.y0 // _BAND_PT), int(rect.y1 // _BAND_PT) + 1):
            bands[band].append((item, rect))
    return bands


def _from(bands: dict[int, list[tuple[_T, Rect]]], place: Rect) -> Iterator[_T]:
    """What lies at the height of a place and may touch it, each once."""
    first, last = int(place.y0 // _BAND_PT), int(place.y1 // _BAND_PT)
    for band in range(first, last + 1):
        for item, rect in bands.get(band, ()):
            begins = max(first, int(rect.y0 // _BAND_PT))
            if band == begins and rect.x0 <= place.x1 and place.x0 <= rect.x1:
                yield item
