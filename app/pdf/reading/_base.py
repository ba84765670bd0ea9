"""The clean base: a new file into which only what is drawn is carried over, object by object.

Nothing is deleted from the original; what nobody asks for is simply not written. That also takes a fraction of the
time of having the library rewrite the whole file.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Set
from typing import Any

import pikepdf

from app.pdf.problems import TooLarge

_HEADER = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
#: A form of the largest kind has five hundred; every later look at the file walks all of them.
_MOST_OBJECTS = 10_000
#: Of everything but streams, as it is spelled; real forms have up to 140 kB.
_MOST_SPELLED_BYTES = 2_000_000
#: Strings are matched so that what they say is not taken for a reference.
_REFERENCE = re.compile(rb"\((?:[^()\\]++|\\.)*+\)|(?<= )(\d+) (\d+) R(?= )", re.DOTALL)
_LENGTH, _LENGTH_LEFT = re.compile(rb"/Length \d+ (?!\d+ R )"), re.compile(rb"/Length(?![A-Za-z0-9#_.-])")
_STRAY_KEYS = {
    "/JS", "/JavaScript", "/XFA", "/AA", "/OpenAction", "/Metadata", "/PieceInfo", "/AF", "/OPI", "/EF",
    "/StructParent", "/StructParents",
}  # fmt: skip
_EXTERNAL_KEYS = frozenset(["/F", "/FFilter", "/FDecodeParms"])
_SUSPECT = re.compile(
    rb"/(?:JS|JavaScript|XFA|AA|OpenAction|Metadata|PieceInfo|AF|OPI|EF|StructParents?|F|FFilter|FDecodeParms|Crypt"
    rb"|S /(?:JavaScript|Launch|URI|GoTo[RE]?|SubmitForm|ImportData|Rendition)"
    rb"|Type /(?:Page|Pages|Catalog|Annot|StructTreeRoot|StructElem|Sig|Action|Filespec|EmbeddedFile|Metadata))"
    rb"(?=[\s/\[(<])"
)
_PACKING_KEYS = frozenset(["/Filter", "/DecodeParms"])
#: Whoever looks for earlier versions of a file looks for these, wherever they stand.
_END_WORDS = (b"%%EOF", b"startxref")
_NEVER = {
    "/Page", "/Pages", "/Catalog", "/Annot", "/StructTreeRoot", "/StructElem", "/Sig", "/Action", "/Filespec",
    "/EmbeddedFile", "/Metadata",
}  # fmt: skip
_ACTIONS = {
    "/JavaScript", "/Launch", "/URI", "/GoTo", "/GoToR", "/GoToE", "/SubmitForm", "/ImportData", "/Rendition",
}  # fmt: skip
#: What may bear a stray name in a dictionary of resources, where names are free.
_DRAWN = frozenset(["/Font", "/XObject", "/ExtGState", "/Pattern", "/OCG", "/OCMD"])
_DEEPEST = 20


class BaseWriter:
    """Writes objects one behind the other, and carries over whatever they refer to.

    Args:
        pdf: the original; it is not changed.
    """

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._parts: list[bytes] = [_HEADER]
        self._length = len(_HEADER)
        self._numbers: dict[tuple[int, int], int] = {}
        self._waiting: list[tuple[int, pikepdf.Object]] = []
        self._last = self._spelled = 0
        self.offsets: dict[int, int] = {}

    @property
    def data(self) -> bytes:
        """Header and objects so far."""
        return b"".join(self._parts)

    @property
    def first_free(self) -> int:
        """The lowest number never given out."""
        return self._last + 1

    def reserve(self) -> int:
        """A number for an object that is written later, or by somebody else."""
        self._last += 1
        return self._last

    def add(self, body: bytes, number: int | None = None) -> int:
        """Write a new object.

        Args:
            body: as it is spelled in the file.
            number: reserved for it before; a new one where it is None.
        """
        number = number or self.reserve()
        head = b"%d 0 obj\n" % number
        self.offsets[number] = self._length
        self._parts += (head, body, b"\nendobj\n")
        self._length += len(head) + len(body) + 8
        return number

    def add_stream(self, data: bytes, entries: bytes = b"") -> int:
        """Write a new stream.

        Args:
            data: its content.
            entries: of its dictionary, as they are spelled in the file.
        """
        return self.add(b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data))

    def number_of(self, item: pikepdf.Object) -> int:
        """The new number of an object of the original, which is carried over in its turn.

        Raises:
            TooLarge: no form draws with as many.
        """
        key = item.objgen
        number = self._numbers.get(key)
        if number is None:
            if len(self._numbers) >= _MOST_OBJECTS:
                raise TooLarge(what=f"it draws with more than {_MOST_OBJECTS} objects")
            number = self._numbers[key] = self.reserve()
            self._waiting.append((number, item))
        return number

    def spelled(self, item: pikepdf.Object) -> bytes:
        """A value of the original as it is spelled in the new file."""
        return self._renumbered(item.unparse())

    def spelled_direct(self, item: pikepdf.Object) -> bytes:
        """What an object of the original holds, as it is spelled in the new file, without making it an object."""
        return self._renumbered(item.unparse(resolved=True))

    def carry_over(self) -> None:
        """Write every object of the original that has been referred to."""
        for number, item in self._waiting:  # grows while it is walked
            if isinstance(item, pikepdf.Stream):
                self._carry_stream(number, item)
            else:
                text = item.unparse(resolved=True)
                self.add(self._renumbered(_spelled_clean(item) if _SUSPECT.search(text) else text), number)
        self._waiting.clear()

    def _carry_stream(self, number: int, stream: pikepdf.Stream) -> None:
        text, data = stream.stream_dict.unparse(resolved=True), _raw(stream)
        dropped: set[str] = set()
        if _SUSPECT.search(text):
            dropped |= _EXTERNAL_KEYS
        if b"/Crypt" in text or any(word in data for word in _END_WORDS):
            dropped |= _PACKING_KEYS
            data = zlib.compress(_decoded(stream))
        text = _LENGTH.sub(b"", text, count=1)
        if _LENGTH_LEFT.search(text):  # of another kind than a number, or there twice
            dropped.add("/Length")
        if dropped:
            text = _spelled_clean(stream.stream_dict, {*dropped, "/Length"})
        if text == b"null":
            self.add(text, number)
            return
        packing = b"/Filter /FlateDecode " if "/Filter" in dropped else b""
        entries = self._renumbered(text)[:-2] + packing
        self.add(b"%b/Length %d >>\nstream\n%b\nendstream" % (entries, len(data), data), number)

    def _renumbered(self, text: bytes) -> bytes:
        self._spelled += len(text)
        if self._spelled > _MOST_SPELLED_BYTES:
            raise TooLarge(what=f"what it draws with takes more than {_MOST_SPELLED_BYTES / 1e6:.0f} MB to describe")
        return _REFERENCE.sub(self._reference, b" %b " % text)[1:-1] if b" R" in text else text

    def _reference(self, found: re.Match[bytes]) -> bytes:
        if found[1] is None:
            return found[0]
        key = (int(found[1]), int(found[2]))
        number = self._numbers.get(key)
        if number is None:
            item = self._pdf.get_object(*key)
            if not hasattr(item, "objgen"):  # a number, true, false or nothing
                return pikepdf.Array([item]).unparse()[2:-2]
            number = self.number_of(item)
        return b"%d 0 R" % number


def _raw(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_raw_bytes()
    except pikepdf.PdfError:
        return b""


def _decoded(stream: pikepdf.Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        return b""


def _spelled_clean(item: pikepdf.Object, dropped: Set[str] = frozenset()) -> bytes:
    clean = _cleaned(item, 0)
    if clean is None:
        return b"null"
    for key in dropped if isinstance(clean, pikepdf.Dictionary) else ():
        if key in clean:
            del clean[key]
    return bytes(clean.unparse(resolved=True))


def _cleaned(item: Any, depth: int) -> Any:
    """A copy without what only a document's furniture holds; None for what is nothing else."""
    if depth and (not isinstance(item, pikepdf.Object) or item.is_indirect):
        return item
    if isinstance(item, pikepdf.Array) and depth < _DEEPEST:
        return pikepdf.Array([_cleaned(part, depth + 1) for part in item.as_list()])
    if not isinstance(item, pikepdf.Dictionary):
        return item
    if depth >= _DEEPEST or item.get("/Type") in _NEVER or item.get("/S") in _ACTIONS:
        return None
    kept = pikepdf.Dictionary()
    for key, part in item.items():
        if key not in _STRAY_KEYS or _is_drawn(part):
            clean = _cleaned(part, depth + 1)
            if clean is not None:
                kept[key] = clean
    return kept


def _is_drawn(value: Any) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)) and value.get("/Type") in _DRAWN
