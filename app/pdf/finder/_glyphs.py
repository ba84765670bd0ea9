"""The letters of a page, as PDFium places them."""

from __future__ import annotations

import ctypes
import math
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from app.pdf.finder.sight import Color, Glyph
from app.pdf.finder.symbols import NAMELESS
from app.pdf.template import Rect

_MOST_GLYPHS = 60_000
_BOLD_WEIGHT = 600
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_BOLD_NAMES = ("bold", "black", "heavy", "semibold", "demi")
_ITALIC_NAMES = ("italic", "oblique")
_INVISIBLE_ALPHA = 8
_SPACES = frozenset({0x09, 0x0A, 0x0D, 0x20, 0xA0, 0xAD, 0xFFFE, 0xFFFF})
#: Codes that say no character are kept apart here.
_LAST_CONTROL, _PRIVATE = 0x20, 0xE000
#: A character without a name that draws less than this is a space of some kind.
_LEAST_INK_PT = 3.0


@dataclass(frozen=True, slots=True)
class _Style:
    """What the characters of one text object share."""

    font: str
    size_pt: float
    bold: bool
    italic: bool
    color: Color
    turn: int
    seen: bool


class GlyphReader:
    """Reads the characters of one page.

    Args:
        page: of an open document.
    """

    def __init__(self, page: pdfium.PdfPage) -> None:
        self._text = page.get_textpage()
        self._styles: dict[int, _Style] = {}
        self._fonts: dict[int, tuple[str, bool, bool]] = {}
        self._left, self._right, self._bottom, self._top = (ctypes.c_double() for _ in range(4))
        self._edges = [ctypes.byref(edge) for edge in (self._left, self._right, self._bottom, self._top)]
        self._loose = raw.FS_RECTF()
        self._x, self._y = ctypes.c_double(), ctypes.c_double()

    def read(self) -> list[Glyph]:
        """All characters but spaces, in the file's order, in user space."""
        count = min(self._text.count_chars(), _MOST_GLYPHS)
        found = []
        for index in range(count):
            code = raw.FPDFText_GetUnicode(self._text, index)
            if code in _SPACES or 0x2000 <= code <= 0x200F:
                continue
            glyph = self._glyph(index, code)
            if glyph is not None and (code > 32 or min(glyph.ink.width, glyph.ink.height) > _LEAST_INK_PT):
                found.append(glyph)
        return found

    def read_codes(self) -> list[Glyph]:
        """All characters that draw something, whatever the file says they are: even a space may show a letter."""
        count = min(self._text.count_chars(), _MOST_GLYPHS)
        found = []
        for index in range(count):
            ink = self._ink(index)
            code = raw.FPDFText_GetUnicode(self._text, index)
            named = code if code > _LAST_CONTROL else _PRIVATE + code
            glyph = self._glyph(index, named) if ink is not None and ink.width > 0 and ink.height > 0 else None
            if glyph is not None:
                found.append(glyph)
        return found

    def _glyph(self, index: int, code: int) -> Glyph | None:
        style = self._style(index)
        if style is None or not style.seen:
            return None
        ink = self._ink(index)
        raw.FPDFText_GetLooseCharBox(self._text, index, ctypes.byref(self._loose))
        raw.FPDFText_GetCharOrigin(self._text, index, ctypes.byref(self._x), ctypes.byref(self._y))
        box = self._loose
        loose = _rect(box.left, box.bottom, box.right, box.top)
        if ink is None:
            ink = loose
        return Glyph(
            text=_character(code),
            ink=ink,
            loose=loose,
            font=style.font,
            size_pt=style.size_pt,
            baseline=self._y.value,
            bold=style.bold,
            italic=style.italic,
            color=style.color,
            turn=style.turn,
        )

    def _ink(self, index: int) -> Rect | None:
        if not raw.FPDFText_GetCharBox(self._text, index, *self._edges):
            return None
        return _rect(self._left.value, self._bottom.value, self._right.value, self._top.value)

    def _style(self, index: int) -> _Style | None:
        pointer = raw.FPDFText_GetTextObject(self._text, index)
        if not pointer:
            return None
        address = ctypes.cast(pointer, ctypes.c_void_p).value or 0
        known = self._styles.get(address)
        if known is None:
            known = self._styles[address] = self._read_style(pointer, index)
        return known

    def _read_style(self, pointer: object, index: int) -> _Style:
        name, bold, italic = self._font(pointer)
        matrix = raw.FS_MATRIX()
        scale = 1.0
        if raw.FPDFText_GetMatrix(self._text, index, ctypes.byref(matrix)):
            scale = math.sqrt(abs(matrix.a * matrix.d - matrix.b * matrix.c))
        color, seen = _color(pointer, raw.FPDFPageObj_GetFillColor)
        if raw.FPDFTextObj_GetTextRenderMode(pointer) == raw.FPDF_TEXTRENDERMODE_CLIP:
            seen = False
        angle = raw.FPDFText_GetCharAngle(self._text, index)
        turn = round(math.degrees(angle) / 90) * 90 % 360
        size = raw.FPDFText_GetFontSize(self._text, index) * scale
        return _Style(name, max(0.5, size), bold, italic, color, (360 - turn) % 360, seen)

    def _font(self, pointer: object) -> tuple[str, bool, bool]:
        font = raw.FPDFTextObj_GetFont(pointer)
        address = ctypes.cast(font, ctypes.c_void_p).value or 0
        known = self._fonts.get(address)
        if known is None:
            known = self._fonts[address] = _describe(font)
        return known


def _describe(font: object) -> tuple[str, bool, bool]:
    name = _font_name(font)
    plain = name.lower()
    flags = raw.FPDFFont_GetFlags(font)
    bold = (
        any(word in plain for word in _BOLD_NAMES)
        or raw.FPDFFont_GetWeight(font) >= _BOLD_WEIGHT
        or (flags > 0 and bool(flags & _BOLD_FLAG))
    )
    italic = any(word in plain for word in _ITALIC_NAMES) or (flags > 0 and bool(flags & _ITALIC_FLAG))
    return name, bold, italic


def _font_name(font: object) -> str:
    length = raw.FPDFFont_GetBaseFontName(font, None, 0)
    if not length:
        return ""
    buffer = ctypes.create_string_buffer(length)
    raw.FPDFFont_GetBaseFontName(font, buffer, length)
    name = buffer.value.decode("utf-8", "replace")
    return name.split("+", 1)[1] if len(name) > 7 and name[6:7] == "+" else name


def _color(pointer: object, get: object) -> tuple[Color, bool]:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not get(pointer, *(ctypes.byref(part) for part in (red, green, blue, alpha))):  # type: ignore[operator]
        return (0.0, 0.0, 0.0), True
    return (red.value / 255, green.value / 255, blue.value / 255), alpha.value > _INVISIBLE_ALPHA


def _character(code: int) -> str:
    return chr(code) if 32 < code < 0xD800 or 0xDFFF < code <= 0x10FFFF else NAMELESS


def _rect(x0: float, y0: float, x1: float, y1: float) -> Rect:
    if x0 <= x1 and y0 <= y1:
        return Rect(x0, y0, x1, y1)
    return Rect(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
