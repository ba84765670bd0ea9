"""The shape of a character: its measures, and a small picture of its ink."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from operator import sub
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

#: The faces that other fonts are told by.
FACES: Final = tuple(
    f"Liberation{family}-{style}"
    for family in ("Sans", "Serif")
    for style in ("Regular", "Bold", "Italic", "BoldItalic")
)
CHARACTERS: Final = (
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    "!\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~’‘“”–—•®©™§°½¿¡éñáíóúü"
)
RARE_LETTERS: Final = frozenset("éñáíóúü½¿¡")
#: A one without a foot.
_OTHER_FACES, _OTHERWISE = ("NotoSansDevanagari-Regular", "NotoSansDevanagari-Bold"), "1"
_SIDE_PX = 16
_EM_PX = 96
_BLUR_PX = 1.0
_PIXELS: Final = _SIDE_PX * _SIDE_PX
#: Turns pixels into digits: one where a pixel is dark.
_IS_DARK: Final = bytes(48 + (value < 176) for value in range(256))
#: What a difference of measures counts beside one of ink, and how large a difference rules a character out.
_MEASURES, _ADVANCE = 0.7, 0.5
_MOST_APART = 0.35
#: The distance of two characters that cannot be one.
FAR: Final = 1.0


@dataclass(frozen=True, slots=True)
class Shape:
    """One character as it is drawn, its measures in sizes of the text.

    Attributes:
        bottom: of its ink, over the baseline.
        advance: to the next character.
        ink: the grey pixels of a square picture of it, whatever the character's proportions.
        outline: one bit a pixel: whether it is dark. Enough to tell which characters are worth a closer look.
    """

    width: float
    height: float
    bottom: float
    advance: float
    ink: bytes
    outline: int


def shape(width: float, height: float, bottom: float, advance: float, picture: Image.Image) -> Shape:
    """A character's shape.

    Args:
        width: of its ink, in sizes of the text; so are the others.
        height: of its ink.
        bottom: of its ink, over the baseline.
        advance: to the next character.
        picture: of its ink alone, dark on white.
    """
    square = picture.resize((_SIDE_PX, _SIDE_PX), Image.Resampling.BOX).filter(ImageFilter.GaussianBlur(_BLUR_PX))
    pixels = square.tobytes()
    return Shape(width, height, bottom, advance, pixels, int(pixels.translate(_IS_DARK), 2))


def nearest(drawn: Shape, face: str, most: int) -> list[tuple[str, Shape]]:
    """The characters of a face that a shape may be, the likeliest first; told quickly, by outline and measures.

    Args:
        drawn: the shape.
        face: one of `FACES`.
        most: how many are wanted.
    """
    width, height, bottom, advance, outline = drawn.width, drawn.height, drawn.bottom, drawn.advance, drawn.outline
    found = []
    # A page asks this a hundred thousand times: nothing is called in here that can be written out.
    for order, (char, known) in enumerate(shapes_of(face)):
        apart = abs(width - known.width) + abs(height - known.height)
        if apart > _MOST_APART:
            continue
        apart = apart + abs(bottom - known.bottom) + _ADVANCE * abs(advance - known.advance)
        if apart <= _MOST_APART:
            unlike = (outline ^ known.outline).bit_count() / _PIXELS + _MEASURES * apart
            found.append((unlike, order, char, known))
    found.sort()
    return [(char, known) for unlike, _, char, known in found[:most] if unlike < FAR]


def distance(one: Shape, other: Shape) -> float:
    """How unlike two characters are: 0 for the same, `FAR` where they cannot be the same."""
    apart = _apart(one, other)
    if apart > _MOST_APART:
        return FAR
    difference: int = sum(map(abs, map(sub, one.ink, other.ink)))
    return difference / 255 / _PIXELS + _MEASURES * apart


def _apart(one: Shape, other: Shape) -> float:
    """How far the measures differ."""
    return (
        abs(one.width - other.width)
        + abs(one.height - other.height)
        + abs(one.bottom - other.bottom)
        + _ADVANCE * abs(one.advance - other.advance)
    )


@lru_cache(maxsize=len(FACES))
def shapes_of(face: str) -> tuple[tuple[str, Shape], ...]:
    """The shapes of a bundled face, and of characters that other faces draw otherwise, with their characters.

    Args:
        face: one of `FACES`.
    """
    font = _font(face)
    drawn = [(char, _drawn(char, font)) for char in CHARACTERS]
    drawn += [(_OTHERWISE, _drawn(_OTHERWISE, _font(other))) for other in _OTHER_FACES]
    return tuple((char, known) for char, known in drawn if known is not None)


def _font(face: str) -> ImageFont.FreeTypeFont:
    # Loads what sets text, which whoever only looks at pages seldom needs.
    from app.pdf.ink.fonts import face_path  # noqa: PLC0415

    return ImageFont.truetype(str(face_path(face)), _EM_PX, layout_engine=ImageFont.Layout.BASIC)


def _drawn(char: str, font: ImageFont.FreeTypeFont) -> Shape | None:
    baseline = _EM_PX * 5 // 4
    paper = Image.new("L", (_EM_PX * 2, _EM_PX * 2), 0)
    ImageDraw.Draw(paper).text((_EM_PX // 2, baseline), char, font=font, fill=255, anchor="ls")
    bounds = paper.getbbox()
    if bounds is None:
        return None
    left, top, right, low = bounds
    return shape(
        width=(right - left) / _EM_PX,
        height=(low - top) / _EM_PX,
        bottom=(baseline - low) / _EM_PX,
        advance=font.getlength(char) / _EM_PX,
        picture=ImageChops.invert(paper.crop(bounds)),
    )
