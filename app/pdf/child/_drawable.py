"""Documents as PDFium opens them, mended first where it would not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf
import pypdfium2 as pdfium

from app.pdf.problems import PasswordNeeded
from app.pdf.reading.opening import opened


@contextmanager
def drawable(pdf: bytes, password: str | None = None) -> Iterator[pdfium.PdfDocument]:
    """The document, open to be drawn and read. Only ever called inside the worker: PDFium can end its process.

    Args:
        pdf: any PDF; a damaged one is mended in memory.
        password: that opens it, if it needs one.

    Raises:
        PdfProblem: it cannot be opened.
    """
    document = _open(pdf, password)
    try:
        yield document
    finally:
        document.close()


def _open(pdf: bytes, password: str | None) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(pdf, password=password)
    except pdfium.PdfiumError as error:
        if "assword" in str(error) and not password:
            raise PasswordNeeded from error
    return pdfium.PdfDocument(_mended(pdf, password))


def _mended(pdf: bytes, password: str | None) -> bytes:
    with opened(pdf, password) as (document, _):
        out = io.BytesIO()
        document.save(out, encryption=False, object_stream_mode=pikepdf.ObjectStreamMode.disable, static_id=True)
        return out.getvalue()
