"""Joined documents."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pikepdf
import pypdfium2

from app.pdf.compiled import CompiledForm
from app.pdf.composing.composer import compose
from app.pdf.pages import merge, page_count
from app.pdf.template import Box, BoxId, BoxKind, Rect


def test_all_pages_follow_in_order_and_nothing_else_comes_along(
    form_with: Callable[[Sequence[Box]], CompiledForm],
) -> None:
    form = form_with([Box(BoxId("1:1"), 1, Rect(40, 600, 300, 614), BoxKind.TEXT, field="a")])
    box = form.template.boxes[0]
    parts = [compose(form, {box.id: name}).pdf for name in ("Ánh", "Łukasz")]
    joined = merge(parts)
    assert joined == merge(parts)
    assert joined.startswith(b"%PDF-1.7")
    assert page_count(joined) == 2
    document = pypdfium2.PdfDocument(joined)
    texts = [document[n].get_textpage().get_text_bounded() for n in range(2)]
    assert "Ánh" in texts[0]
    assert "Łukasz" in texts[1]
    with pikepdf.open(io.BytesIO(joined)) as pdf:
        assert "/Info" not in pdf.trailer
        assert set(pdf.Root.keys()) <= {"/Type", "/Pages"}
    assert joined.count(b"%%EOF") == 1
