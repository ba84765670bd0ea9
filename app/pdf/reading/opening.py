"""Opening others' files: which of them can be read at all, and what to say of those that cannot."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pikepdf

from app.pdf.problems import CertificateNeeded, DamagedPdf, NotAPdf, PasswordNeeded, TooLarge, WrongPassword
from app.pdf.reading._objects import whole

_HEADER_WITHIN = 1024
_MOST_OBJECTS = 300_000
_MOST_STREAM_BYTES = 64_000_000
#: Faults that change nothing of what is seen.
_HARMLESS = ("handled correctly", "Resources is missing", "duplicated key")


@contextmanager
def opened(data: bytes, password: str | None = None) -> Iterator[tuple[pikepdf.Pdf, bool]]:
    """The document, and whether it had to be repaired.

    Args:
        data: the file.
        password: that opens it, if it needs one.

    Raises:
        PdfProblem: it cannot be opened.
    """
    if b"%PDF" not in data[:_HEADER_WITHIN] and b"endobj" not in data:
        raise NotAPdf
    pikepdf.settings.set_qpdf_limits(flate_max_memory=_MOST_STREAM_BYTES, run_length_max_memory=_MOST_STREAM_BYTES)
    pdf = _open(data, password)
    with pdf:
        # The file's own word: counting would read every object.
        objects = whole(pdf.trailer.get("/Size"))
        if objects > _MOST_OBJECTS:
            raise TooLarge(what=f"{objects} objects")
        try:
            gathered = _gather_pages(pdf)
            yield pdf, gathered or any(not _is_harmless(str(warning)) for warning in pdf.get_warnings())
        except (pikepdf.PdfError, RecursionError, RuntimeError) as error:
            raise DamagedPdf from error


def _open(data: bytes, password: str | None) -> pikepdf.Pdf:
    try:
        return pikepdf.open(io.BytesIO(data), password=password or "", inherit_page_attributes=False)
    except pikepdf.PasswordError as error:
        raise (WrongPassword if password else PasswordNeeded) from error
    except pikepdf.PdfError as error:
        raise (CertificateNeeded if _is_locked_otherwise(str(error)) else DamagedPdf) from error


def _is_locked_otherwise(message: str) -> bool:
    return any(word in message.lower() for word in ("encryption", "security handler", "/filter"))


def _is_harmless(warning: str) -> bool:
    return any(words in warning for words in _HARMLESS)


def _gather_pages(pdf: pikepdf.Pdf) -> bool:
    """Where the tree of pages is lost, make one of the pages that are left, in the order in which they were made."""
    try:
        len(pdf.pages)
    except pikepdf.PdfError:
        found = [item for item in pdf.objects if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Page"]
        if not found:
            raise
        pdf.Root["/Pages"] = pdf.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array(found), Count=len(found))
        )
        for page in found:
            page["/Parent"] = pdf.Root.Pages
        return True
    return False
