"""Font programs for a page: only the glyphs that are used, and what each of them stands for."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from typing import Final

import uharfbuzz as hb

from app.pdf.ink.fonts import Face, face

#: What a page needs of a font; glyph numbers stay those of the whole file.
_DROPPED: Final = (
    *("GSUB", "GPOS", "GDEF", "BASE", "kern", "name", "post", "OS/2", "cmap"),
    *("DSIG", "STAT", "gasp", "cvt ", "fpgm", "prep", "vhea", "vmtx", "hdmx", "VDMX", "LTSH", "FFTM", "PCLT"),
)
_LEVEL: Final = 6
_CMAP_HEAD: Final = (
    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def "
    "/CMapName /Adobe-Identity-UCS def /CMapType 2 def 1 begincodespacerange <0000> <FFFF> endcodespacerange\n"
)
_CMAP_TAIL: Final = "endcmap CMapName currentdict /CMap defineresource pop end end"


@dataclass(slots=True)
class FontUse:
    """What a document uses of a face.

    Attributes:
        chars: set by the plain tables.
        meanings: what shaped glyphs stand for.
    """

    face: Face
    chars: set[str] = field(default_factory=set)
    meanings: dict[int, str] = field(default_factory=dict)

    def add_shaped(self, ids: Iterable[int], meanings: Iterable[str]) -> None:
        """Notes shaped glyphs."""
        for glyph, meaning in zip(ids, meanings, strict=True):
            if not self.meanings.get(glyph):
                self.meanings[glyph] = meaning

    def objects(self, first: int) -> list[bytes]:
        """The five objects of the font, numbered from `first`, which is the one a page refers to."""
        program = _program(self.face.name, "".join(sorted(self.chars)), tuple(sorted(self.meanings.items())))
        return program.objects(first)


@dataclass(frozen=True, slots=True)
class _Program:
    name: str
    descriptor: str
    widths: str
    data: bytes
    length: int
    to_unicode: bytes

    def objects(self, first: int) -> list[bytes]:
        name = self.name
        return [
            (
                f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
                f"/DescendantFonts [{first + 1} 0 R] /ToUnicode {first + 4} 0 R >>"
            ).encode(),
            (
                f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /CIDToGIDMap /Identity /DW 1000 "
                f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> "
                f"/FontDescriptor {first + 2} 0 R /W [{self.widths}] >>"
            ).encode(),
            f"<< /Type /FontDescriptor /FontName /{name} {self.descriptor} /FontFile2 {first + 3} 0 R >>".encode(),
            stream(self.data, f"/Length1 {self.length}"),
            stream(self.to_unicode),
        ]


def stream(compressed: bytes, more: str = "") -> bytes:
    """A stream object of bytes that are deflated already."""
    head = f"<< /Length {len(compressed)} /Filter /FlateDecode {more}>>\nstream\n".encode()
    return head + compressed + b"\nendstream"


@lru_cache(maxsize=64)
def _program(name: str, chars: str, shaped: tuple[tuple[int, str], ...]) -> _Program:
    chosen = face(name)
    meanings: dict[int, str] = {}
    for char in chars:
        meanings.setdefault(chosen.ids[char], char)
    for glyph, meaning in shaped:
        meanings.setdefault(glyph, meaning)
    data = _subset(chosen, meanings)
    tag_of = hashlib.sha256(repr((name, chars, shaped)).encode("utf-8", "surrogatepass")).digest()
    tag = "".join(chr(65 + byte % 26) for byte in tag_of[:6])
    return _Program(
        name=f"{tag}+{name}",
        descriptor=_descriptor(chosen),
        widths=_widths(chosen, sorted(meanings)),
        data=zlib.compress(data, _LEVEL),
        length=len(data),
        to_unicode=zlib.compress(_to_unicode(meanings), _LEVEL),
    )


def _subset(chosen: Face, glyphs: Iterable[int]) -> bytes:
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(set(glyphs) | {0})
    wanted.flags = (
        hb.SubsetFlags.RETAIN_GIDS
        | hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.NOTDEF_OUTLINE
    )
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("ascii")) for tag in _DROPPED)
    return bytes(wanted.subset(chosen.hb_face).blob.data)


def _descriptor(chosen: Face) -> str:
    head = bytes(chosen.hb_face.reference_table("head").data)
    scale = 1000 / chosen.upem
    box = " ".join(str(round(value * scale)) for value in struct.unpack_from(">4h", head, 36))
    mono, serif = "Mono" in chosen.name, "Serif" in chosen.name
    italic = "Italic" in chosen.name
    flags = 4 | (1 if mono else 0) | (2 if serif else 0) | (64 if italic else 0)
    return (
        f"/Flags {flags} /FontBBox [{box}] /ItalicAngle {-12 if italic else 0} /Ascent {round(chosen.ascent * 1000)} "
        f"/Descent {round(chosen.descent * 1000)} /CapHeight 716 /StemV {140 if 'Bold' in chosen.name else 80}"
    )


def _widths(chosen: Face, glyphs: list[int]) -> str:
    groups: list[list[int]] = [[glyph] for glyph in glyphs[:1]]
    for before, glyph in pairwise(glyphs):
        if glyph == before + 1:
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    return " ".join(
        f"{group[0]} [{' '.join(f'{chosen.advance(glyph) * 1000:.5g}' for glyph in group)}]" for group in groups
    )


def _to_unicode(meanings: Mapping[int, str]) -> bytes:
    told = [(glyph, meaning or "\u200b") for glyph, meaning in sorted(meanings.items())]
    blocks = (
        f"{len(block)} beginbfchar\n"
        + "".join(f"<{glyph:04X}> <{utf16(meaning)}>\n" for glyph, meaning in block)
        + "endbfchar\n"
        for block in (told[at : at + 100] for at in range(0, len(told), 100))
    )
    return (_CMAP_HEAD + "".join(blocks) + _CMAP_TAIL).encode("ascii")


def utf16(text: str) -> str:
    """A text as hexadecimal digits of UTF-16, without a byte order mark."""
    return text.encode("utf-16-be", "surrogatepass").hex().upper()
