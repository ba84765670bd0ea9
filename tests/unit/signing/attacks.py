"""The twelve structural attacks on a sealed file, each as a function from the file to what an attacker makes of it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping

import pikepdf

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")


def gap_of(pdf: bytes) -> tuple[int, int]:
    """Where the gap of the signature begins and ends."""
    found = _RANGE.search(pdf)
    assert found is not None
    return int(found[2]), int(found[3])


def appended(pdf: bytes, objects: Mapping[int, bytes], root: int | None = None) -> bytes:
    """The file with a further revision that holds these objects."""
    last = int(re.findall(rb"startxref\s+(\d+)", pdf)[-1])
    trailer = pdf[pdf.rindex(b"trailer") :]
    found = re.search(rb"/Root (\d+) 0 R", trailer)
    assert found is not None
    kept = root or int(found[1])
    out, places = bytearray(pdf), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n" + b"".join(b"%d 1\n%010d 00000 n \n" % (number, place) for number, place in places.items())
    size = max(objects) + 1
    out += b"trailer\n<< /Size %d /Root %d 0 R /Prev %d >>\nstartxref\n%d\n%%%%EOF\n" % (size, kept, last, start)
    return bytes(out)


def _page(pdf: bytes) -> tuple[int, bytes]:
    found = re.search(rb"(\d+) 0 obj\s*(<<(?:(?!endobj).)*?/Type /Page\b(?:(?!endobj).)*?)\s*endobj", pdf, re.S)
    assert found is not None
    return int(found[1]), found[2]


def page_content(pdf: bytes, _: bytes) -> bytes:
    """Other content of a page in a further revision."""
    number, body = _page(pdf)
    changed = re.sub(rb"/Contents (?:\d+ 0 R|\[[^\]]*\])", b"/Contents 9001 0 R", body)
    content = b"BT /F1 40 Tf 100 400 Td (999 units) Tj ET"
    return appended(pdf, {number: changed, 9001: b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content)})


def free_text(pdf: bytes, _: bytes) -> bytes:
    """A note over the page in a further revision."""
    number, body = _page(pdf)
    note = b"<< /Type /Annot /Subtype /FreeText /Rect [100 100 300 200] /Contents (approved) /DA (/Helv 20 Tf) >>"
    if b"/Annots" in body:
        changed = re.sub(rb"/Annots\s*\[", b"/Annots [9001 0 R ", body)
    else:
        changed = body[:-2] + b"/Annots [9001 0 R] >>"
    return appended(pdf, {number: changed, 9001: note})


def orphan(pdf: bytes, _: bytes) -> bytes:
    """An object that nothing shows in a further revision."""
    return appended(pdf, {9001: b"(hidden)"})


def newline(pdf: bytes, _: bytes) -> bytes:
    """One line end more."""
    return pdf + b"\n"


def junk(pdf: bytes, _: bytes) -> bytes:
    """Bytes behind the end."""
    return pdf + b"% nothing to see here\n" * 20


def truncated(pdf: bytes, _: bytes) -> bytes:
    """The end cut off."""
    return pdf[:-40]


def prepended(pdf: bytes, _: bytes) -> bytes:
    """Bytes before the beginning."""
    return b"\n" + pdf


def widened(pdf: bytes, _: bytes) -> bytes:
    """A wider gap, in which something can be hidden."""
    found = _RANGE.search(pdf)
    assert found is not None
    first, second, rest = int(found[2]), int(found[3]) + 8, int(found[4]) - 8
    text = b"/ByteRange [0 %d %d %d]" % (first, second, rest)
    return pdf[: found.start()] + text.ljust(found.end() - found.start()) + pdf[found.end() :]


def rewritten(pdf: bytes, _: bytes) -> bytes:
    """Opened and saved by another program."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        opened.save(out)
    return out.getvalue()


def transplanted(pdf: bytes, other: bytes) -> bytes:
    """The signature of another document of the same signer: a copied blob."""
    first, second = gap_of(pdf)
    theirs = other[slice(*gap_of(other))][1:-1].rstrip(b"0")
    return pdf[:first] + b"<" + theirs.ljust(second - first - 2, b"0") + b">" + pdf[second:]


def stripped(pdf: bytes, _: bytes) -> bytes:
    """The seal taken off."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        del opened.Root.AcroForm
        del opened.Root.Perms
        for page in opened.pages:
            if "/Annots" in page:
                del page.obj.Annots
        opened.save(out, force_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


#: All but the forger's own key, which needs the second sealer. Each takes the file and another one of the same signer.
ATTACKS: Mapping[str, Callable[[bytes, bytes], bytes]] = {
    attack.__name__: attack
    for attack in (
        page_content, free_text, orphan, newline, junk, truncated,
        prepended, widened, rewritten, transplanted, stripped,
    )
}  # fmt: skip
