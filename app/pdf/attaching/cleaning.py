"""A file of others as finished pages, some at a time. Only ever called inside the worker."""

from __future__ import annotations

import io

import pikepdf

from app.pdf.composing._prepared import forget
from app.pdf.composing.composer import compose
from app.pdf.reading.compiler import compile_form

#: As much of a document is made at once; pictures in it stay as they are packed.
_AT_ONCE_BYTES = 8_000_000
_AT_ONCE_PAGES = 100


def cleaned(pdf: bytes, first: int) -> tuple[int, int, bytes]:
    """Some pages in which nothing can be run, filled or toggled, with all of their ink.

    Args:
        pdf: the document of others.
        first: of the pages, from 1.

    Returns:
        The page to go on with, 0 where none is left; how many pages these are; and they as a document.

    Raises:
        PdfProblem: it cannot be opened, or draws with more than a form may.
    """
    total = _count(pdf)
    most = max(1, min(_AT_ONCE_PAGES, total * _AT_ONCE_BYTES // max(1, len(pdf))))
    behind = min(first + most, total + 1)
    only = None if (first, behind) == (1, total + 1) else range(first, behind)
    form = compile_form(pdf, only=only)
    made = compose(form, {})
    forget(form)
    return (0 if behind > total else behind), made.form_pages + made.addendum_pages, made.pdf


def _count(pdf: bytes) -> int:
    try:
        with pikepdf.open(io.BytesIO(pdf), inherit_page_attributes=False) as opened:
            return len(opened.pages)
    except pikepdf.PdfError:
        # Locked or damaged: reading it as a form says which, or mends it.
        return 1
