"""The last look before a file leaves: nothing in it can be toggled, run, hidden or recovered.

The file is read by another library than the one that wrote its base.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

from app.pdf.problems import NotClean

_VERSIONS = (b"%PDF-1.4", b"%PDF-1.5", b"%PDF-1.6", b"%PDF-1.7", b"%PDF-2.0")
_CATALOG = {"/Type", "/Pages", "/OCProperties", "/Lang", "/MarkInfo", "/StructTreeRoot", "/PageLabels"}
_PAGE = {
    "/Type", "/Parent", "/Resources", "/MediaBox", "/CropBox", "/TrimBox", "/BleedBox", "/ArtBox", "/Rotate",
    "/Contents", "/UserUnit", "/Group", "/Trans", "/Tabs", "/StructParents",
}  # fmt: skip
_INFO = {"/Title", "/Producer"}
_FORBIDDEN = {
    "/JS": "a script", "/JavaScript": "a script", "/AA": "an action", "/OpenAction": "an action",
    "/XFA": "a second form for Adobe programs", "/AcroForm": "boxes that can still be filled",
    "/EmbeddedFiles": "a hidden file", "/EF": "a hidden file", "/AF": "a hidden file", "/RichMedia": "a film",
    "/Perms": "rights of the original", "/PieceInfo": "another program's data", "/Metadata": "data about its origin",
}  # fmt: skip
_ACTIONS = {"/JavaScript", "/Launch", "/URI", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition"}
_RESOURCES = {"/Font", "/XObject", "/ExtGState", "/ColorSpace", "/Pattern", "/Shading", "/Properties"}
_DRAWN = {"/Font", "/XObject", "/ExtGState", "/Pattern", "/OCG", "/OCMD"}
_FONT_FILES = ("/FontFile", "/FontFile2", "/FontFile3")


def gate(pdf: bytes, *, ours_from: int | None = None) -> None:
    """Let a finished, flat document pass, or say what still stands in it.

    Args:
        pdf: the whole file.
        ours_from: number of the first object that we wrote ourselves (`CompiledForm.first_free`): every font from
            there on must be embedded. None where the file's numbers say nothing of that.

    Raises:
        NotClean: something in the file can be toggled, run, hidden or recovered.
    """
    finding = next(findings(pdf, ours_from=ours_from), None)
    if finding is not None:
        raise NotClean(what=finding)


def findings(pdf: bytes, *, ours_from: int | None = None) -> Iterator[str]:
    """Everything that must not be in the file, in plain words.

    Args:
        pdf: the whole file.
        ours_from: as for `gate`.
    """
    if not pdf.startswith(_VERSIONS):
        yield "a version mark that a fax server may not know"
    if pdf.count(b"%%EOF") != 1 or pdf.count(b"startxref") != 1 or not pdf.rstrip().endswith(b"%%EOF"):
        yield "an earlier version of itself"
    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
        yield from _Walk(reader).findings(ours_from)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield "a part that another program cannot read"


@dataclass(slots=True)
class _Walk:
    """Everything that can be reached from the trailer, each object once."""

    reader: pypdf.PdfReader
    seen: dict[int, Any] = field(default_factory=dict)

    def findings(self, ours_from: int | None) -> Iterator[str]:
        trailer = self.reader.trailer
        if "/Encrypt" in trailer:
            yield "a lock"
        if "/Prev" in trailer:
            yield "an earlier version of itself"
        info = trailer.get("/Info")
        if info is not None and _keys(info) - _INFO:
            yield "data about who made it"
        for key in sorted(_keys(trailer["/Root"]) - _CATALOG):
            yield _FORBIDDEN.get(key, f"an entry that is no page ({key[1:]})")
        for key in ("/Root", "/Info"):
            yield from self._under(trailer.raw_get(key) if key in trailer else None)
        yield from self._loose_objects()
        yield from self._loose_fonts(ours_from)

    def _under(self, start: Any) -> Iterator[str]:
        waiting: list[tuple[Any, bool]] = [(start, False)]
        while waiting:
            item, named_freely = waiting.pop()
            if isinstance(item, IndirectObject):
                if item.idnum in self.seen:
                    continue
                number, item = item.idnum, self.reader.get_object(item)
                self.seen[number] = item
            if isinstance(item, DictionaryObject):
                yield from () if named_freely else _wrong(item)
                waiting.extend((value, key in _RESOURCES) for key, value in _entries(item))
            elif isinstance(item, ArrayObject):
                waiting.extend((value, False) for value in list.__iter__(item))

    def _loose_objects(self) -> Iterator[str]:
        numbers = {number for table in self.reader.xref.values() for number, place in table.items() if place}
        loose = numbers - self.seen.keys() - {0}
        if loose:
            yield f"{len(loose)} parts that no page shows"

    def _loose_fonts(self, ours_from: int | None) -> Iterator[str]:
        for number, item in self.seen.items() if ours_from is not None else ():
            if number >= (ours_from or 0) and isinstance(item, DictionaryObject) and _is_loose_font(item):
                yield "letters whose shapes are not in the file"
                return


def _wrong(item: DictionaryObject) -> Iterator[str]:
    kind = item.raw_get("/Type") if "/Type" in item else None
    for key in item.keys() & _FORBIDDEN.keys():
        if not _is_drawn(item[key]):
            yield _FORBIDDEN[key]
    if "/S" in item and item.raw_get("/S") in _ACTIONS:
        yield "an action"
    if item.get("/Subtype") == "/Widget":
        yield "a box that can still be filled"
    if kind == "/Page":
        for key in sorted(set(item) - _PAGE):
            yield "a note or a link" if key == "/Annots" else f"an entry of a page that is not drawn ({key[1:]})"


def _keys(item: Any) -> set[str]:
    return set(item.get_object())


def _entries(item: DictionaryObject) -> Iterator[tuple[str, Any]]:
    return ((key, item.raw_get(key)) for key in item)


def _is_drawn(value: Any) -> bool:
    return isinstance(value, DictionaryObject) and value.get("/Type") in _DRAWN


def _is_loose_font(item: DictionaryObject) -> bool:
    if item.get("/Type") != "/Font" or item.get("/Subtype") in ("/Type0", "/Type3"):
        return False
    descriptor = item.get("/FontDescriptor")
    descriptor = descriptor.get_object() if descriptor is not None else {}
    return not any(key in descriptor for key in _FONT_FILES)
