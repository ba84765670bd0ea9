"""What a page's letters are where their codes say something else: each code's shape is compared with known faces."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from PIL import Image, ImageChops

from app.pdf.finder.sight import Glyph
from app.pdf.finder.symbols import NAMELESS
from app.pdf.lettering.shapes import FACES, FAR, RARE_LETTERS, Shape, distance, nearest, shape, shapes_of
from app.pdf.lettering.spelling import Candidates, Code, spelled

#: So many of a font's codes tell which face it is like.
_SAMPLE = 8
_CANDIDATES, _CLOSER_LOOKS = 8, 10
#: A character less like any known one has no name.
_UNLIKE = 0.34
#: A font is told apart from none of its letters further off than this on the average.
_STRANGE = 0.22
#: What speaks against a letter that English seldom has.
_RARE = 0.08
#: What its own codes say is believed where their shapes are no further off than this on the average.
_AS_SAID = 0.05
_LIGHT = 0.6
_BLANK = 235
_BESIDE_PX = 6
_FINE, _COARSE = 50, 20


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page as it is drawn.

    Attributes:
        place: left, top, right and bottom in pixels of a rectangle of user space.
    """

    image: Image.Image
    place: Callable[[Glyph], tuple[float, float, float, float]]


@dataclass(slots=True)
class Decipherer:
    """Deciphers the pages of one document; what one page tells of a font holds for the next."""

    _known: dict[Code, Candidates] = field(default_factory=dict)
    _faces: dict[str, str] = field(default_factory=dict)
    _shapes: dict[Code, Shape] = field(default_factory=dict)

    def drawn(self, glyphs: Sequence[Glyph], picture: PagePicture) -> list[Glyph]:
        """The glyphs that draw anything; the others are spaces.

        Args:
            glyphs: of a page, upright ones.
            picture: of the page, large enough to tell letters by.
        """
        keys = [_key(glyph) for glyph in glyphs]
        self._look_at(glyphs, keys, picture)
        return [glyph for glyph, key in zip(glyphs, keys, strict=True) if key in self._shapes]

    def read(self, glyphs: Sequence[Glyph], words: Sequence[Sequence[int]]) -> list[Glyph]:
        """The glyphs with the characters that their shapes are like.

        Args:
            glyphs: that were `drawn`.
            words: of the page as numbers of these glyphs: letters that stand together.
        """
        keys = [_key(glyph) for glyph in glyphs]
        fonts: dict[str, list[Code]] = defaultdict(list)
        for key in dict.fromkeys(keys):
            fonts[key[0]].append(key)
        for font, codes in fonts.items():
            self._rank(font, codes)
        told = {font: codes for font, codes in fonts.items() if self._is_told(codes) and not self._is_as_said(codes)}
        chosen = self._spelled(keys, words, told)
        return [replace(glyph, text=chosen.get(key, glyph.text)) for glyph, key in zip(glyphs, keys, strict=True)]

    def _look_at(self, glyphs: Sequence[Glyph], keys: Sequence[Code], picture: PagePicture) -> None:
        largest: dict[Code, Glyph] = {}
        for glyph, key in zip(glyphs, keys, strict=True):
            if key not in self._shapes and (key not in largest or glyph.size_pt > largest[key].size_pt):
                largest[key] = glyph
        for key, glyph in largest.items():
            drawn = _shape(glyph, picture)
            if drawn is not None:
                self._shapes[key] = drawn

    def _rank(self, font: str, codes: Sequence[Code]) -> None:
        """The characters that each code of a font may stand for."""
        new = [code for code in codes if code not in self._known]
        if not new:
            return
        if font not in self._faces:
            sample = sorted(new, key=lambda code: -self._shapes[code].width)[:_SAMPLE]
            self._faces[font] = _face_of([self._shapes[code] for code in sample])
        for code in new:
            self._known[code] = _ranked(self._shapes[code], self._faces[font])

    def _is_told(self, codes: Sequence[Code]) -> bool:
        """Whether the shapes of a font are like those of a known face."""
        return sum(self._known[code][0][1] for code in codes) <= _STRANGE * len(codes)

    def _is_as_said(self, codes: Sequence[Code]) -> bool:
        """Whether the codes of a font say what their shapes say, as far as can be told."""
        face = dict(reversed(shapes_of(self._faces[codes[0][0]])))
        further = [
            distance(self._shapes[code], face[code[1]]) - self._known[code][0][1] if code[1] in face else FAR
            for code in codes
        ]
        return sum(further) <= _AS_SAID * len(codes)

    def _spelled(
        self, keys: Sequence[Code], words: Sequence[Sequence[int]], fonts: dict[str, list[Code]]
    ) -> dict[Code, str]:
        candidates = {code: self._known[code] for codes in fonts.values() for code in codes}
        known = [[keys[one] for one in word if keys[one] in candidates] for word in words]
        return spelled([word for word in known if len(word) > 1], candidates)


def _is_dark_beside(image: Image.Image, x: int, y: int) -> bool:
    """Whether a light letter that begins there stands on dark ground."""
    beside = image.crop((max(0, x - _BESIDE_PX), y, max(1, x), y + 1))
    return min(beside.tobytes(), default=255) < _BLANK


def _face_of(sample: Sequence[Shape]) -> str:
    """The known face that some characters of a font are most like."""
    best, least = FACES[0], float("inf")
    for face in FACES:
        unlike = 0.0
        for drawn in sample:
            unlike += _ranked(drawn, face)[0][1]
            if unlike >= least:
                break
        else:
            best, least = face, unlike
    return best


def _ranked(drawn: Shape, face: str) -> Candidates:
    best: dict[str, float] = {}
    for char, known in nearest(drawn, face, _CLOSER_LOOKS):
        apart = distance(drawn, known) + _RARE * (char in RARE_LETTERS)
        best[char] = min(best.get(char, FAR), apart)
    ranked = sorted(best.items(), key=lambda one: one[1])[:_CANDIDATES]
    return ranked if ranked and ranked[0][1] <= _UNLIKE else [(NAMELESS, _UNLIKE)]


def _key(glyph: Glyph) -> Code:
    size, ink = glyph.size_pt, glyph.ink
    high, low = ink.height / size, (ink.y0 - glyph.baseline) / size
    return glyph.font, glyph.text, round(_FINE * ink.width / size), round(_COARSE * high), round(_COARSE * low)


def _shape(glyph: Glyph, picture: PagePicture) -> Shape | None:
    """The glyph's shape; None where nothing is drawn."""
    left, top, right, low = picture.place(glyph)
    wide, high = picture.image.size
    if left < 0 or top < 0 or right > wide or low > high or right - left < 1 or low - top < 1:
        return None
    spot = picture.image.crop((int(left), int(top), int(right) + 1, int(low) + 1))
    box = (left - int(left), top - int(top), right - int(left), low - int(top))
    ink = spot.resize((max(1, round(right - left)), max(1, round(low - top))), Image.Resampling.BOX, box=box)
    if sum(glyph.color) / 3 > _LIGHT and _is_dark_beside(picture.image, int(left), int((top + low) / 2)):
        ink = ImageChops.invert(ink)
    if min(ink.tobytes(), default=255) > _BLANK:
        return None
    size = glyph.size_pt
    return shape(
        width=glyph.ink.width / size,
        height=glyph.ink.height / size,
        bottom=(glyph.ink.y0 - glyph.baseline) / size,
        advance=glyph.loose.width / size,
        picture=ink,
    )
