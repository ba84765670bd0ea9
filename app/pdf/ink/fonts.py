"""The bundled faces: which one has a character, how wide it is, and where the file lies."""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

import uharfbuzz as hb

from app.pdf.template import Family
from app.places import bundled

#: Stands where no bundled face has a character: a hollow square.
REPLACEMENT: Final = "□"

_STEMS: Final = {Family.SANS: "LiberationSans", Family.SERIF: "LiberationSerif", Family.MONO: "LiberationMono"}

#: Faces of one script each, tried before the general ones where the character lies in their block.
_SCRIPTS: Final[tuple[tuple[int, int, str, bool], ...]] = (
    (0x0530, 0x058F, "NotoSansArmenian", False),
    (0x0590, 0x05FF, "NotoSansHebrew", True),
    (0x0600, 0x06FF, "NotoSansArabic", True),
    (0x0750, 0x077F, "NotoSansArabic", True),
    (0x08A0, 0x08FF, "NotoSansArabic", True),
    (0x0900, 0x097F, "NotoSansDevanagari", True),
    (0x0980, 0x09FF, "NotoSansBengali", False),
    (0x0A00, 0x0A7F, "NotoSansGurmukhi", False),
    (0x0A80, 0x0AFF, "NotoSansGujarati", False),
    (0x0B80, 0x0BFF, "NotoSansTamil", False),
    (0x0C00, 0x0C7F, "NotoSansTelugu", False),
    (0x0C80, 0x0CFF, "NotoSansKannada", False),
    (0x0D00, 0x0D7F, "NotoSansMalayalam", False),
    (0x0E00, 0x0E7F, "NotoSansThai", False),
    (0x0E80, 0x0EFF, "NotoSansLao", False),
    (0x10A0, 0x10FF, "NotoSansGeorgian", False),
    (0x1200, 0x139F, "NotoSansEthiopic", False),
    (0x1780, 0x17FF, "NotoSansKhmer", False),
    (0xA8E0, 0xA8FF, "NotoSansDevanagari", True),
    (0xAC00, 0xD7A3, "NanumGothic", False),
    (0xFB1D, 0xFB4F, "NotoSansHebrew", True),
    (0xFB50, 0xFDFF, "NotoSansArabic", True),
    (0xFE70, 0xFEFF, "NotoSansArabic", True),
)
_GENERAL: Final = (
    "DroidSansFallbackFull",
    "NanumGothic",
    "NotoSansSymbols2-Regular",
    "NotoSansSymbols-Regular",
)

#: Blocks whose letters stand side by side as they come: no shaping, no turning round.
_PLAIN_BLOCKS: Final = (
    (0x0020, 0x058F),
    (0x10A0, 0x10FF),
    (0x1200, 0x139F),
    (0x1E00, 0x200A),
    (0x2010, 0x2027),
    (0x202F, 0x205F),
    (0x2070, 0x2CFF),
    (0x2E00, 0x2E7F),
    (0x3000, 0xA4CF),
    (0xA720, 0xA7FF),
    (0xAC00, 0xD7A3),
    (0xF900, 0xFAFF),
    (0xFB00, 0xFB06),
    (0xFE30, 0xFE4F),
    (0xFF01, 0xFFEF),
    (0x1F000, 0x2FA1F),
)


def face_path(face: str) -> Path:
    """The file of a bundled face, a plain TrueType font."""
    return bundled("resources", "fonts", f"{face}.ttf")


def is_plain(char: str) -> bool:
    """Whether a character can be set by its own width alone, left to right."""
    code = ord(char)
    return any(low <= code <= high for low, high in _PLAIN_BLOCKS) and unicodedata.category(char)[0] not in "MC"


class _Table(dict[str, float]):
    """One measure of every plain character of a face, read on first use."""

    def __init__(self, face: Face) -> None:
        super().__init__()
        self._face = face

    def __missing__(self, char: str) -> float:
        self._face.learn(char)
        return self[char]


class Face:
    """A bundled font file, measured in ems.

    The tables answer plain characters only and raise `KeyError` for others: those need shaping or another face.

    Attributes:
        advances: how far the pen moves.
        tops, bottoms: how far the ink reaches above and below the baseline (below is negative).
        lefts, rights: where the ink starts and ends, from the pen's place before the character.
        codes: glyph number as four hexadecimal digits.
        ids: glyph numbers.
        aliases: characters that share a glyph with one of a lower code, so that the glyph does not tell them.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self.blob = hb.Blob.from_file_path(str(face_path(name)))
        self.hb_face = hb.Face(self.blob)
        self.hb_font = hb.Font(self.hb_face)
        self.upem = float(self.hb_face.upem)
        extents = self.hb_font.get_font_extents("ltr")
        self.ascent = extents.ascender / self.upem
        self.descent = extents.descender / self.upem
        self.advances: dict[str, float] = _Table(self)
        self.tops: dict[str, float] = _Table(self)
        self.bottoms: dict[str, float] = _Table(self)
        self.lefts: dict[str, float] = {}
        self.rights: dict[str, float] = {}
        self.codes: dict[str, str] = {}
        self.ids: dict[str, int] = {}
        self.aliases: set[str] = set()
        self._owners: dict[int, int] = {}
        for code in range(0x20, 0x7F):
            if self.has(chr(code)):
                self.learn(chr(code))

    def has(self, char: str) -> bool:
        """Whether the face has a glyph of its own for a character."""
        return self.hb_font.get_nominal_glyph(ord(char)) is not None

    def learn(self, char: str) -> None:
        """Reads a plain character's measures into the tables."""
        glyph = self.hb_font.get_nominal_glyph(ord(char)) if is_plain(char) else None
        if glyph is None:
            raise KeyError(char)
        left, bottom, right, top = self.ink(glyph)
        self.codes[char], self.ids[char] = f"{glyph:04x}", glyph
        self.lefts[char], self.rights[char] = left, right
        self.tops[char], self.bottoms[char] = top, bottom
        self.advances[char] = self.advance(glyph)
        if not char.isascii() and self._owner(glyph) != ord(char):
            self.aliases.add(char)

    def _owner(self, glyph: int) -> int:
        """The lowest code that has a glyph."""
        if not self._owners:
            for code in sorted(self.hb_face.unicodes, reverse=True):
                self._owners[self.hb_font.get_nominal_glyph(code)] = code
        return self._owners[glyph]

    def advance(self, glyph: int) -> float:
        """How far a glyph moves the pen, in ems."""
        return float(self.hb_font.get_glyph_h_advance(glyph)) / self.upem

    def ink(self, glyph: int) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of a glyph's ink from the pen's place, in ems."""
        extents = self.hb_font.get_glyph_extents(glyph)
        if extents is None:
            return 0.0, 0.0, 0.0, 0.0
        left, top = extents.x_bearing / self.upem, extents.y_bearing / self.upem
        return left, top + extents.height / self.upem, left + extents.width / self.upem, top


@lru_cache(maxsize=64)
def face(name: str) -> Face:
    """A bundled face, opened once."""
    return Face(name)


class Chain:
    """A face and those that stand in for what it lacks, in order."""

    def __init__(self, family: Family, *, bold: bool, italic: bool) -> None:
        style = ("Bold" if bold else "") + ("Italic" if italic else "")
        self.bold = bold
        self.primary = face(f"{_STEMS[family]}-{style or 'Regular'}")
        self._sans = f"LiberationSans-{'Bold' if bold else 'Regular'}"

    def pick(self, cluster: str) -> Face | None:
        """The first face that has every character of a cluster, or None."""
        wanted = [char for char in cluster if unicodedata.category(char) != "Cf"]
        for name in self._names(wanted[0] if wanted else " "):
            found = face(name)
            if all(found.has(char) for char in wanted):
                return found
        return None

    def _names(self, first: str) -> list[str]:
        code = ord(first)
        own = [
            f"{stem}-{'Bold' if self.bold and has_bold else 'Regular'}" if stem.startswith("Noto") else stem
            for low, high, stem, has_bold in _SCRIPTS
            if low <= code <= high
        ]
        return [*own, self.primary.name, self._sans, *_GENERAL]


@lru_cache(maxsize=16)
def chain(family: Family, bold: bool, italic: bool) -> Chain:
    """The faces for a look."""
    return Chain(family, bold=bold, italic=italic)
