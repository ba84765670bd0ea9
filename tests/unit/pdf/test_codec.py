"""Compiled forms survive being kept, and what is not whole is not used."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Array, Dictionary, Pdf, String

from app.pdf.codec import boxes_in, boxes_out, decode, encode
from app.pdf.problems import StaleCompilation
from app.pdf.reading.compiler import compile_form
from app.pdf.template import Align, Box, BoxId, BoxKind, Family, Look, Rect
from tests.unit.pdf.paper import drawn, form, widget

NUMBERS = st.floats(-1e4, 1e4)
LOOKS = st.builds(
    Look,
    family=st.sampled_from(Family),
    bold=st.booleans(),
    size_pt=NUMBERS,
    color=st.tuples(NUMBERS, NUMBERS, NUMBERS),
    align=st.sampled_from(Align),
    turn=st.integers(0, 359),
)
BOXES = st.builds(
    Box,
    id=st.text().map(BoxId),
    page=st.integers(1, 200),
    rect=st.builds(Rect, NUMBERS, NUMBERS, NUMBERS, NUMBERS),
    kind=st.sampled_from(BoxKind),
    look=LOOKS,
    field=st.none() | st.text(),
    label=st.text(),
    limit=st.none() | st.integers(1, 99),
    choices=st.lists(st.text(), max_size=4).map(tuple),
    baselines=st.lists(NUMBERS, max_size=4).map(tuple),
    prefilled=st.text(),
)


def test_a_form_comes_back_as_it_was() -> None:
    pdf = Pdf.new()
    box = widget(MK=Dictionary(BC=Array([0])), TU=String("Größe"), AP=Dictionary(N=drawn(pdf, b"0 0 9 9 re f")))
    made = compile_form(form(box, pdf=pdf))
    assert made.stamps
    assert decode(encode(made)) == made


def test_a_payers_form_comes_back_as_it_was(payer_forms: Path) -> None:
    made = compile_form((payer_forms / "aetna-skyrizi.pdf").read_bytes())
    assert decode(encode(made)) == made


@given(st.lists(BOXES, max_size=5).map(tuple))
def test_boxes_come_back_as_they_were(boxes: tuple[Box, ...]) -> None:
    assert boxes_in(boxes_out(boxes)) == boxes


@given(st.data())
def test_what_is_not_whole_is_refused(data: st.DataObject) -> None:
    whole = encode(compile_form(form(widget())))
    cut = data.draw(st.integers(0, len(whole) - 1))
    with pytest.raises(StaleCompilation):
        decode(whole[:cut])


def test_another_version_is_refused() -> None:
    whole = encode(compile_form(form(widget())))
    with pytest.raises(StaleCompilation):
        decode(whole.replace(b'"version":', b'"version":9', 1))
