"""How a form wants its values set: font, size and colour out of `/DA`, turn and border out of the widget."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pikepdf

from app.pdf.reading._objects import dictionary, entries, name_bytes, number, numbers, raw, whole
from app.pdf.template import Align, Family, Look

_FONT = re.compile(rb"/([^\s/\[\]()<>]*)\s+(-?[\d.]+)\s+Tf")
_COLOR = re.compile(rb"((?:-?[\d.]+\s+){1,4})(g|rg|k)(?![A-Za-z])")
_OPERANDS = {b"g": 1, b"rg": 3, b"k": 4}
_MONO = re.compile(r"cour|mono|consol|typewriter|fixed", re.IGNORECASE)
_SERIF = re.compile(r"times|serif|roman|georgia|garamond|minion|cambria|palat|book|century", re.IGNORECASE)
_SANS = re.compile(r"sans", re.IGNORECASE)
_BOLD = re.compile(r"bold|black|heavy|demi", re.IGNORECASE)
_ITALIC = re.compile(r"ital|obli", re.IGNORECASE)
#: Acrobat's own short names, which files without a list of fonts still use.
_SHORT = {
    "CoBo": "Courier-Bold", "CoOb": "Courier-Oblique", "CoBO": "Courier-BoldOblique",
    "HeBo": "Helvetica-Bold", "HeOb": "Helvetica-Oblique", "HeBO": "Helvetica-BoldOblique",
    "TiRo": "Times-Roman", "TiBo": "Times-Bold", "TiIt": "Times-Italic", "TiBI": "Times-BoldItalic",
}  # fmt: skip
_FIXED_PITCH, _SERIF_FLAG, _ITALIC_FLAG, _FORCE_BOLD = 1, 2, 1 << 6, 1 << 18
#: How much darker than its ground a value must be to outlast a fax; on a ground below the second, black is lost.
_CONTRAST, _DARK = 0.25, 0.25
_MOST_SIZE_PT = 200.0


class LookReader:
    """Reads looks, and remembers what it has read: a form's boxes share a few `/DA` strings.

    Args:
        form: the document's `/AcroForm` dictionary, or None.
    """

    def __init__(self, form: pikepdf.Dictionary | None) -> None:
        self._form = entries(form)
        self._fonts = entries(entries(self._form.get("/DR")).get("/Font"))
        self._faces: dict[bytes, tuple[Family, bool, bool]] = {}
        self._known: dict[tuple[object, ...], Look] = {}

    def look(self, widget: Mapping[str, Any]) -> Look:
        """The look of one widget, given its own and inherited entries."""
        style = raw(widget.get("/DA")) or raw(self._form.get("/DA"))
        align = whole(widget.get("/Q", self._form.get("/Q")))
        marks = entries(widget.get("/MK"))
        turn = whole(marks.get("/R")) % 360
        key = (style, align, turn, _inset(widget), _ground(marks))
        known = self._known.get(key)
        if known is None:
            known = self._known[key] = self._made(*key)
        return known

    def _made(self, style: bytes, align: int, turn: int, inset_pt: float, ground: float) -> Look:
        font, size_pt = b"", 0.0
        for found in _FONT.finditer(style):
            font, size_pt = found[1], _float(found[2])
        family, bold, italic = self._face(font)
        color = _color(style)
        if _fades(color, ground):
            color = (0.0, 0.0, 0.0)
        elif ground <= _DARK and _lightness(color) < ground + _CONTRAST:
            color = (1.0, 1.0, 1.0)
        return Look(
            family=family,
            bold=bold,
            italic=italic,
            size_pt=min(abs(size_pt), _MOST_SIZE_PT),
            color=color,
            align={1: Align.CENTER, 2: Align.RIGHT}.get(align, Align.LEFT),
            turn=turn,
            inset_pt=inset_pt,
        )

    def _face(self, font: bytes) -> tuple[Family, bool, bool]:
        known = self._faces.get(font)
        if known is None:
            entry = self._fonts.get("/" + font.decode("utf-8", "surrogateescape"))
            known = self._faces[font] = _face(font.decode("latin-1"), entries(entry))
        return known


def _face(alias: str, font: Mapping[str, Any]) -> tuple[Family, bool, bool]:
    base = name_bytes(font.get("/BaseFont"))
    name = base.decode("latin-1").split("+")[-1] if base else _SHORT.get(alias, alias)
    flags = whole(entries(font.get("/FontDescriptor")).get("/Flags"))
    if _MONO.search(name) or (flags & _FIXED_PITCH and not _SANS.search(name)):
        family = Family.MONO
    elif _SERIF.search(name) and not _SANS.search(name):
        family = Family.SERIF
    else:
        family = Family.SANS
    return (
        family,
        bool(_BOLD.search(name) or flags & _FORCE_BOLD),
        bool(_ITALIC.search(name) or flags & _ITALIC_FLAG),
    )


def _color(style: bytes) -> tuple[float, float, float]:
    color = (0.0, 0.0, 0.0)
    for found in _COLOR.finditer(style):
        parts = [min(1.0, max(0.0, _float(word))) for word in found[1].split()]
        count = _OPERANDS[found[2]]
        if len(parts) >= count:
            color = rgb(parts[-count:])
    return color


def rgb(parts: list[float]) -> tuple[float, float, float]:
    """Grey, RGB or CMYK as RGB."""
    if len(parts) == 1:
        return parts[0], parts[0], parts[0]
    if len(parts) == 3:
        return parts[0], parts[1], parts[2]
    cyan, magenta, yellow, black = parts
    return (1 - cyan) * (1 - black), (1 - magenta) * (1 - black), (1 - yellow) * (1 - black)


def color_of(value: object) -> tuple[float, float, float] | None:
    """The colour that an `/MK` array gives, or None for none."""
    for count in (1, 3, 4):
        parts = numbers(value, count)
        if parts is not None:
            return rgb([min(1.0, max(0.0, part)) for part in parts])
    return None


def border(widget: Mapping[str, Any]) -> tuple[float, bytes]:
    """The width and the style (S, D, B, I, U) of a widget's border."""
    style = dictionary(widget.get("/BS"))
    if style is not None:
        return max(0.0, number(style.get("/W"), 1.0)), name_bytes(style.get("/S")) or b"S"
    array = widget.get("/Border")
    if isinstance(array, pikepdf.Array) and len(array) >= 3:
        return max(0.0, number(array.as_list()[2], 1.0)), b"S"
    return 1.0, b"S"


def _inset(widget: Mapping[str, Any]) -> float:
    width, style = border(widget)
    return min(width * (2 if style in (b"B", b"I") else 1), 4.0)


def is_pale(widget: Mapping[str, Any]) -> bool:
    """Whether the form's own mark would fade into the ground of its box."""
    marks = entries(widget.get("/MK"))
    return "/BG" in marks and _fades(_color(raw(widget.get("/DA"))), _ground(marks))


def _fades(color: tuple[float, float, float], ground: float) -> bool:
    return ground > _DARK and _lightness(color) > ground - _CONTRAST


def _ground(marks: Mapping[str, Any]) -> float:
    color = color_of(marks["/BG"]) if "/BG" in marks else None
    return 1.0 if color is None else _lightness(color)


def _lightness(color: tuple[float, float, float]) -> float:
    red, green, blue = color
    return 0.299 * red + 0.587 * green + 0.114 * blue


def _float(word: bytes) -> float:
    try:
        return float(word)
    except ValueError:
        return 0.0
