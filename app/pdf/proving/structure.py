"""What of a finished file can be toggled, run, hidden or recovered. Parses all of it: only the worker calls it.

The file is read by another library than the one that wrote its base.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdf
from pypdf.errors import PyPdfError
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject, StreamObject

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

#: What a seal adds, and nothing besides.
_SEAL_CATALOG = {"/AcroForm", "/Perms"}
_SEAL_FORM = {"/Fields": 1, "/SigFlags": 3}
_SEAL_FIELD = {
    "/Type", "/Subtype", "/FT", "/T", "/V", "/P", "/F", "/Rect", "/AP",
}  # fmt: skip
_SEAL_VALUE = {
    "/Type", "/Filter", "/SubFilter", "/Contents", "/ByteRange", "/M", "/Name", "/Reason", "/Reference",
}  # fmt: skip


def findings(pdf: bytes, *, ours_from: int | None = None, sealed: bool = False) -> Iterator[str]:
    """Everything that must not be in the file, in plain words.

    Args:
        pdf: the whole file.
        ours_from: number of the first object that we wrote ourselves (`CompiledForm.first_free`): every font from
            there on must be embedded. None where the file's numbers say nothing of that.
        sealed: whether it bears a seal: what a seal adds is then no finding.
    """
    if not pdf.startswith(_VERSIONS):
        yield "a version mark that a fax server may not know"
    if pdf.count(b"%%EOF") != 1 or pdf.count(b"startxref") != 1 or not pdf.rstrip().endswith(b"%%EOF"):
        yield "an earlier version of itself"
    try:
        reader = pypdf.PdfReader(io.BytesIO(pdf), strict=True)
        yield from _Walk(reader, sealed).findings(ours_from)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield "a part that another program cannot read"


@dataclass(slots=True)
class _Walk:
    """Everything that can be reached from the trailer, each object once."""

    reader: pypdf.PdfReader
    sealed: bool = False
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
        if self.sealed:
            yield from _wrong_seal(self.reader)
        for key in sorted(_keys(trailer["/Root"]) - _CATALOG - (_SEAL_CATALOG if self.sealed else set())):
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
                _let_data_go(item)
            if isinstance(item, DictionaryObject):
                yield from () if named_freely else _wrong(item, sealed=self.sealed)
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


def _let_data_go(item: Any) -> None:
    """Only what a stream says of itself is looked at: the data of all of them would stand in memory once more."""
    if isinstance(item, StreamObject) and item.get("/Type") not in ("/ObjStm", "/XRef"):
        item._data = b""


def _wrong(item: DictionaryObject, *, sealed: bool) -> Iterator[str]:
    kind = item.raw_get("/Type") if "/Type" in item else None
    allowed = _SEAL_CATALOG if sealed and kind == "/Catalog" else set()
    for key in (item.keys() & _FORBIDDEN.keys()) - allowed:
        if not _is_drawn(item[key]):
            yield _FORBIDDEN[key]
    if "/S" in item and item.raw_get("/S") in _ACTIONS:
        yield "an action"
    if item.get("/Subtype") == "/Widget" and not (sealed and item.get("/FT") == "/Sig"):
        yield "a box that can still be filled"
    if kind == "/Page":
        for key in sorted(set(item) - _PAGE - ({"/Annots"} if sealed else set())):
            yield "a note or a link" if key == "/Annots" else f"an entry of a page that is not drawn ({key[1:]})"


def _wrong_seal(reader: pypdf.PdfReader) -> Iterator[str]:
    """Anything about the seal but exactly one signature, in one place on one page, that allows no change."""
    root: Any = reader.trailer["/Root"].get_object()
    form, rights = root.get("/AcroForm"), root.get("/Perms")
    notes = [(number, note) for number, page in enumerate(reader.pages) for note in page.get("/Annots", ())]
    if form is None or rights is None or len(notes) != 1:
        yield "more or less than one signature"
        return
    form, box = form.get_object(), notes[0][1].get_object()
    fields = form.get("/Fields", ())
    if set(form) != set(_SEAL_FORM) or form["/SigFlags"] != _SEAL_FORM["/SigFlags"] or len(fields) != 1:
        yield "boxes that can still be filled"
        return
    if fields[0].get_object() is not box or box.get("/FT") != "/Sig" or set(box) - _SEAL_FIELD:
        yield "a box that can still be filled"
        return
    value = box.raw_get("/V")
    if set(rights.get_object()) != {"/DocMDP"} or rights.get_object().raw_get("/DocMDP") != value:
        yield "rights of the original"
    yield from _wrong_signature(value.get_object())


def _wrong_signature(value: Any) -> Iterator[str]:
    if value.get("/SubFilter") != "/ETSI.CAdES.detached" or set(value) - _SEAL_VALUE:
        yield "a signature of another kind"
    references = [item.get_object() for item in value.get("/Reference", ())]
    allows = [(item.get("/TransformMethod"), item.get("/TransformParams", {}).get("/P")) for item in references]
    if allows != [("/DocMDP", 1)]:
        yield "a signature that allows changes"


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
