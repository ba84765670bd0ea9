"""Blank paper for the tests: a page drawn with reportlab, compiled with the boxes that a test declares."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen import canvas

from app.pdf.compiled import CompiledForm
from app.pdf.reading.compiler import compile_form
from app.pdf.template import Box


def blank_pdf(pages: int = 1) -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=(612, 792), invariant=True)
    for number in range(pages):
        drawing.drawString(40, 770, f"Request form, page {number + 1}")
        drawing.showPage()
    drawing.save()
    return out.getvalue()


@pytest.fixture(scope="session")
def form_with() -> Callable[[Sequence[Box]], CompiledForm]:
    """Compiles a flat page that has the given boxes; their ids are those of the compiler."""

    def compiled(boxes: Sequence[Box]) -> CompiledForm:
        pages = max((box.page for box in boxes), default=1)
        return compile_form(blank_pdf(pages), declared=tuple(boxes))

    return compiled
