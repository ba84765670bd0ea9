"""What a form came filled in with leaves the file when another value takes its place."""

from __future__ import annotations

import io
import zlib

import pikepdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen import canvas

from app.pdf.composing._wipe import wiped
from app.pdf.composing.composer import compose
from app.pdf.reading.compiler import compile_form

OLD = "FORMER PATIENT"


def filled_in_before() -> bytes:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=(612, 792), invariant=True)
    drawing.acroForm.textfield(name="a", x=40, y=700, width=200, height=16, value=OLD, borderWidth=0)
    drawing.acroForm.textfield(name="b", x=40, y=660, width=200, height=16, value="SECOND", borderWidth=0)
    drawing.showPage()
    drawing.save()
    return out.getvalue()


def drawn_text(data: bytes) -> bytes:
    """Every stream of the file, whether a page calls it or not."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return b"\n".join(item.read_bytes() for item in pdf.objects if isinstance(item, pikepdf.Stream))


def test_an_overwritten_value_is_not_in_the_file_any_more() -> None:
    form = compile_form(filled_in_before())
    first, second = form.template.boxes
    assert OLD.encode() in drawn_text(compose(form, {}).pdf)
    made = compose(form, {first.id: "Jane"}).pdf
    assert OLD.encode() not in drawn_text(made)
    assert b"SECOND" in drawn_text(made)
    assert b"SECOND" not in drawn_text(compose(form, {first.id: "Jane", second.id: ""}).pdf)


@pytest.mark.parametrize("size", [11, 12, 500, 65_546, 65_547, 65_552, 65_553, 140_000])
def test_deflated_data_is_replaced_by_as_many_bytes_that_inflate(size: int) -> None:
    base = b"7 0 obj\n<< /Filter /FlateDecode /Length %d >>\nstream\n" % size + b"x" * size + b"\nendstream\nendobj\n"
    found = wiped(base, 0)
    assert found is not None
    begin, blank = found
    assert base[begin : begin + size] == b"x" * size
    assert len(blank) == size
    assert zlib.decompress(blank).strip() == b""


@given(st.integers(0, 3000))
def test_plain_data_becomes_spaces(size: int) -> None:
    base = b"7 0 obj\n<< /Length %d >>\nstream\n" % size + b"x" * size + b"\nendstream\nendobj\n"
    assert wiped(base, 0) == (base.index(b"stream\n") + 7, b" " * size)


def test_what_is_no_stream_is_left_alone() -> None:
    assert wiped(b"7 0 obj\n<< /Length 5 0 R >>\nstream\nabc\nendstream\nendobj\n", 0) is None
    assert wiped(b"7 0 obj\nnull\nendobj\n8 0 obj\n<< /Length 1 >>\nstream\na\nendstream\nendobj\n", 0) is None
