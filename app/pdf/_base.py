"""The clean base: what stays of a form's file once everything but its pages is gone, and its bytes."""

from __future__ import annotations

import io
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import pikepdf

_PAGE_KEYS = frozenset(["/Type", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/UserUnit", "/Group"])
_CATALOG_KEYS = frozenset(["/Type", "/Pages", "/OCProperties", "/Lang"])
_TRAILER_KEYS = frozenset(["/Root", "/Size", "/Encrypt", "/ID"])
_MARK = "/PaperDesk"
_STRAY_KEYS = ("/JS", "/JavaScript", "/XFA", "/AA", "/OpenAction", "/Metadata", "/PieceInfo", "/AF", "/OPI")
_STRAY_WORDS = tuple(key.encode() for key in _STRAY_KEYS)
_STRAY = re.compile(b"(?:" + b"|".join(_STRAY_WORDS) + rb")(?![A-Za-z0-9_.-])")
#: What may bear one of those names in a dictionary of resources, where names are free.
_DRAWN = ("/Font", "/XObject", "/ExtGState", "/Pattern", "/OCG", "/OCMD")
_MARKED = re.compile(rb"/PaperDesk \[([^\]]*)\]")
_ROOT = re.compile(rb"/Root (\d+) 0 R")


@dataclass(frozen=True, slots=True)
class Body:
    """Objects of a file as bytes, and the numbers of those that were asked for.

    Attributes:
        data: header and objects.
        offsets: by object number.
        catalog: number of the catalog.
        marked: numbers of the marked objects, in order; the first `reserved` of them are not in `data`.
        first_free: lowest number never used.
    """

    data: bytes
    offsets: dict[int, int]
    catalog: int
    marked: tuple[int, ...]
    first_free: int


def strip_catalog(pdf: pikepdf.Pdf) -> None:
    """Take away everything of the document that is not drawn: fields, scripts, files, outlines, tags, metadata."""
    _keep_only(pdf.Root, _CATALOG_KEYS)
    _keep_only(pdf.trailer, _TRAILER_KEYS)


def strip_page(page: pikepdf.Dictionary) -> None:
    """Take away everything of a page that is not drawn."""
    _keep_only(page, _PAGE_KEYS)


def _keep_only(item: pikepdf.Object, keys: frozenset[str]) -> None:
    for key in set(item.keys()) - keys:
        if key in item:
            del item[key]


def saved(
    pdf: pikepdf.Pdf,
    marked: Sequence[pikepdf.Object],
    *,
    reserved: int,
    streams: Sequence[tuple[pikepdf.Object, bytes]],
) -> Body:
    """The document's bytes without table and trailer.

    Args:
        pdf: the stripped document.
        marked: objects whose numbers are asked for.
        reserved: how many of them, from the first, are left out of the bytes: somebody else writes them.
        streams: objects that stand for streams, each with what is written in its place.
    """
    pdf.trailer[_MARK] = pikepdf.Array([*marked, *(standing_in for standing_in, _ in streams)])
    data = _written(pdf)
    strays = _strays(data)
    if strays:
        data = _scrubbed(data, strays)
    return _body(data, reserved, [body for _, body in streams])


def _written(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(
        out,
        force_version="1.7",
        fix_metadata_version=False,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        encryption=False,
        static_id=True,
    )
    return out.getvalue()


def _table(data: bytes) -> tuple[dict[int, int], bytes]:
    start = int(data[data.rindex(b"startxref") + 9 :].split()[0])
    head = data.index(b"\n", start) + 1
    rows = data.index(b"\n", head) + 1
    size = int(data[head:rows].split()[1])
    offsets = {number: int(data[rows + 20 * number : rows + 20 * number + 10]) for number in range(1, size)}
    return offsets, data[rows + 20 * size :]


def _strays(data: bytes) -> set[int]:
    """Numbers of objects that hold what only a document's furniture holds."""
    if not any(word in data for word in _STRAY_WORDS):
        return set()
    found = [match.start() for match in _STRAY.finditer(data)]
    offsets, _ = _table(data)
    numbers = list(offsets)
    places = [offsets[number] for number in numbers]
    return {numbers[bisect_right(places, place) - 1] for place in found if place < len(data)}


def _scrubbed(data: bytes, numbers: set[int]) -> bytes:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number in numbers:
            _scrub(pdf.get_object(number, 0), 0)
        return _written(pdf)


def _scrub(item: object, depth: int) -> None:
    if depth > 20:
        return
    if isinstance(item, pikepdf.Array):
        for part in item.as_list():
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                _scrub(part, depth + 1)
    elif isinstance(item, (pikepdf.Dictionary, pikepdf.Stream)):
        for key in _STRAY_KEYS:
            if key in item and not _is_drawn(item[key]):
                del item[key]
        for _, part in item.items():
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                _scrub(part, depth + 1)


def _is_drawn(value: object) -> bool:
    return isinstance(value, (pikepdf.Dictionary, pikepdf.Stream)) and value.get("/Type") in _DRAWN


def _body(data: bytes, reserved: int, streams: Sequence[bytes]) -> Body:
    offsets, trailer = _table(data)
    marked = _MARKED.search(trailer)
    root = _ROOT.search(trailer)
    if marked is None or root is None:
        raise pikepdf.PdfError("the written file has no trailer")
    numbers = tuple(int(word) for word in marked[1].split()[::3])
    end = data.rindex(b"xref\n", 0, data.rindex(b"startxref"))
    first_free = max(offsets) + 1
    known = len(numbers) - len(streams)
    exchanged = dict.fromkeys(numbers[:reserved], b"") | {
        number: b"%d 0 obj\n%b\nendobj\n" % (number, body)
        for number, body in zip(numbers[known:], streams, strict=True)
    }
    kept, places = _exchanged(data[:end], offsets, exchanged)
    for number in numbers[:reserved]:
        del places[number]
    return Body(kept, places, int(root[1]), numbers[:known], first_free)


def _exchanged(data: bytes, offsets: dict[int, int], bodies: dict[int, bytes]) -> tuple[bytes, dict[int, int]]:
    """The file with some of its objects written anew."""
    order = sorted(offsets, key=offsets.__getitem__)
    ends = [offsets[number] for number in order[1:]] + [len(data)]
    parts: list[bytes] = []
    places, shift, start = {}, 0, 0
    for number, end in zip(order, ends, strict=True):
        places[number] = offsets[number] + shift
        body = bodies.get(number)
        if body is not None:
            parts += (data[start : offsets[number]], body)
            shift += len(body) - (end - offsets[number])
            start = end
    parts.append(data[start:])
    return b"".join(parts), places
