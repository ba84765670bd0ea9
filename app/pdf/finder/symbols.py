"""Which characters are no letters but something to write in: boxes to tick, circles, underscores."""

from __future__ import annotations

import re
from functools import lru_cache

from app.pdf.finder.sight import Glyph

#: The text of a word that is a line to write on.
BLANK_TEXT = re.compile(r"[_\uff3f]+|\.{6,}|\u2026{2,}")
#: Characters that make a line to write on where many of them stand together.
DOTS = frozenset(".\u2026")

#: Empty squares and circles by their Unicode names.
_SQUARES = frozenset("☐□▢◻◽❏❐❑❒⬜⬚▫◘")
_CIRCLES = frozenset("○◯⚪❍⭘◌")
_TICKED = frozenset("☑☒")
#: The same in symbol fonts, by their 8-bit codes; files show them as such or in the private area U+F000.
_BY_FONT = {
    "wingdings2": (frozenset({0x2A, 0x30, 0x35, 0x9A, 0xA3, 0xAA}), frozenset({0x81, 0x82, 0x99, 0x9B})),
    "wingdings": (frozenset({0x6F, 0x70, 0x71, 0x72, 0xA8}), frozenset({0x6D, 0xA1, 0xA2, 0xA6})),
    "webdings": (frozenset({0x63, 0x31}), frozenset({0x70})),
    "dingbats": (frozenset({0x6F, 0x70, 0x71, 0x72}), frozenset({0x6D})),
}
#: What stands for a character that the file gives no name.
NAMELESS = "\ufffd"
#: What a character is called that turned out to be drawn as an empty box.
BOX = "□"
_SYMBOL_FONT = re.compile(r"symbol|dingbat|icon|wingding|webding|mark|check|box|pi\b|pistd", re.IGNORECASE)
_UNDERSCORES = frozenset("_\uff3f")
_PRIVATE_START, _PRIVATE_END = 0xF000, 0xF0FF
_SQUARE_ENOUGH = 0.72


def is_square(glyph: Glyph) -> bool:
    """Whether the character is an empty square to tick."""
    return glyph.text in _SQUARES or glyph.text in _TICKED or _code_of(glyph) in _codes(glyph.font)[0]


def is_circle(glyph: Glyph) -> bool:
    """Whether the character is an empty circle to fill."""
    return glyph.text in _CIRCLES or _code_of(glyph) in _codes(glyph.font)[1]


def is_underscore(glyph: Glyph) -> bool:
    """Whether the character is a piece of a line to write on."""
    return glyph.text in _UNDERSCORES


def is_tickable(glyph: Glyph) -> bool:
    """Whether the character is drawn as something of a box's shape and size that is to be ticked."""
    if not (is_square(glyph) or is_circle(glyph)):
        return False
    wide, high = glyph.ink.width, glyph.ink.height
    return min(wide, high) >= 3.5 and min(wide, high) >= _SQUARE_ENOUGH * max(wide, high)


@lru_cache(maxsize=256)
def _codes(font: str) -> tuple[frozenset[int], frozenset[int]]:
    plain = font.lower().replace(" ", "").replace("-", "")
    for name, codes in _BY_FONT.items():
        if name in plain:
            return codes
    return frozenset(), frozenset()


def _code_of(glyph: Glyph) -> int:
    code = ord(glyph.text)
    return code - _PRIVATE_START if _PRIVATE_START <= code <= _PRIVATE_END else code


def is_unclear(glyph: Glyph) -> bool:
    """Whether only a look at the picture tells if it is a box: its shape is a box's, and its name says nothing."""
    private = glyph.text in (NAMELESS, "■") or 0xE000 <= ord(glyph.text) <= 0xF8FF
    if not private and not _SYMBOL_FONT.search(glyph.font):
        return False
    if is_square(glyph) or is_circle(glyph) or is_underscore(glyph):
        return False
    wide, high = glyph.ink.width, glyph.ink.height
    small, large = min(wide, high), max(wide, high)
    return small >= 4.5 and large <= 18.0 and small >= max(_SQUARE_ENOUGH * large, 0.45 * glyph.size_pt)
