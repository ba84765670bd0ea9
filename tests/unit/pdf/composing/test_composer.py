"""Filled forms as bytes: values read back by others, nothing interactive, the same for the same input."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import pikepdf
import pypdf
import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pdf.compiled import BoxStamps, CompiledForm
from app.pdf.composing.composer import AddendumHeading, BoxTitle, Composed, compose
from app.pdf.setting import FitKind
from app.pdf.template import Box, BoxId, BoxKind, Look, Rect

FormWith = Callable[[Sequence[Box]], CompiledForm]
LONG = " ".join(f"word{n}" for n in range(60))
NAMES = ["Nguyễn Thị Ánh", "Łukasz Żółć", "王小明", "김민준", "Ελένη", "Юрий", "محمد الأحمد", "דוד כהן", "श्री हरि"]


def text_boxes(count: int, page: int = 1) -> list[Box]:
    return [
        Box(BoxId(f"{page}:{n}"), page, Rect(40, 700 - 24 * n, 300, 716 - 24 * n), BoxKind.TEXT, field=f"f{page}.{n}")
        for n in range(count)
    ]


def filled(form: CompiledForm, *values: str | bool) -> Composed:
    return compose(form, dict(zip((box.id for box in form.template.boxes), values, strict=False)))


def text_at(pdf: bytes, box: Box) -> str:
    document = pypdfium2.PdfDocument(pdf)
    rect = box.rect
    found: str = document[box.page - 1].get_textpage().get_text_bounded(rect.x0, rect.y0 - 2, rect.x1, rect.y1 + 2)
    return found.strip()


@pytest.mark.parametrize("name", NAMES)
def test_a_name_in_any_script_reads_back_as_it_was_given(form_with: FormWith, name: str) -> None:
    form = form_with(text_boxes(1))
    assert text_at(filled(form, name).pdf, form.template.boxes[0]) == name


def test_another_reader_finds_the_same_letters(form_with: FormWith) -> None:
    made = filled(form_with(text_boxes(3)), *NAMES[:3])
    text = pypdf.PdfReader(io.BytesIO(made.pdf)).pages[0].extract_text()
    assert all(name in text for name in NAMES[:3])


def test_the_same_input_gives_the_same_bytes(form_with: FormWith) -> None:
    form = form_with(text_boxes(3))
    again = form_with(text_boxes(3))
    values = ("Nguyễn Thị Ánh", LONG, "محمد")
    assert filled(form, *values).pdf == filled(again, *values).pdf
    assert filled(form, *values).pdf != filled(form, "Jane", LONG, "محمد").pdf


def test_the_file_is_one_plain_revision(form_with: FormWith) -> None:
    data = filled(form_with(text_boxes(2)), "Jane", LONG).pdf
    assert data.startswith(b"%PDF-1.7")
    assert data.count(b"%%EOF") == data.count(b"startxref") == 1
    assert b"/Prev" not in data
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert pdf.check_pdf_syntax() == []
        assert "/AcroForm" not in pdf.Root
        assert not pdf.is_encrypted


def test_every_table_entry_points_to_its_object(form_with: FormWith) -> None:
    data = filled(form_with(text_boxes(2)), "Jane", LONG).pdf
    at = int(re.findall(rb"startxref\n(\d+)", data)[0])
    lines = data[at:].split(b"\n")
    count = int(lines[1].split()[1])
    for number, line in enumerate(lines[2 : 2 + count]):
        offset, _, kind = line.split()
        assert kind == b"f" or data[int(offset) :].startswith(b"%d 0 obj" % number)


def test_every_font_of_ours_is_embedded_with_only_its_letters(form_with: FormWith) -> None:
    data = filled(form_with(text_boxes(3)), *NAMES[:3]).pdf
    with pikepdf.open(io.BytesIO(data)) as pdf:
        fonts = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"]
        ours = [font for font in fonts if re.match(r"/[A-Z]{6}\+", str(font.FontName))]
        assert len(ours) == 2
        assert all("/FontFile2" in font for font in ours)
    assert len(data) < 40_000


def test_two_faces_never_share_a_name_for_other_letters(form_with: FormWith) -> None:
    form = form_with(text_boxes(1))
    tags = {re.findall(rb"/([A-Z]{6})\+LiberationSans", filled(form, name).pdf)[0] for name in ("abc", "abd", "xyz")}
    assert len(tags) == 3


def test_a_box_not_named_stays_as_the_blank_prints_it(form_with: FormWith) -> None:
    form = form_with(text_boxes(2))
    made = filled(form, "Jane")
    assert list(made.fits) == [form.template.boxes[0].id]
    assert text_at(made.pdf, form.template.boxes[1]) == ""


def test_an_empty_value_prints_nothing(form_with: FormWith) -> None:
    form = form_with(text_boxes(1))
    assert text_at(filled(form, "").pdf, form.template.boxes[0]) == ""
    assert filled(form, "  \n").addendum_pages == 0


def test_a_value_for_a_box_that_is_not_there_is_a_mistake(form_with: FormWith) -> None:
    with pytest.raises(KeyError, match="9:9,9"):
        compose(form_with(text_boxes(1)), {BoxId("9:9,9"): "Jane"})


def test_what_is_too_long_stands_whole_in_the_addendum(form_with: FormWith) -> None:
    form = form_with(text_boxes(2))
    box = form.template.boxes[1]
    made = compose(
        form,
        {form.template.boxes[0].id: "Jane", box.id: LONG},
        titles={box.id: BoxTitle("C. Clinical", "Why was it stopped?")},
        heading=AddendumHeading("Addendum", ("Patient: NGUYỄN, Ánh", "Member ID: W123")),
    )
    assert made.fits[box.id].kind is FitKind.CONTINUED
    assert (made.form_pages, made.addendum_pages) == (1, 1)
    assert made.entries == {box.id: 1}
    document = pypdfium2.PdfDocument(made.pdf)
    assert len(document) == 2
    text = " ".join(document[1].get_textpage().get_text_bounded().split())
    for wanted in (LONG, "C. Clinical", "Why was it stopped?", "NGUYỄN, Ánh", "W123", "Addendum page 1 of 1"):
        assert wanted in text
    assert "see addendum 1" in text_at(made.pdf, box)


def test_a_long_addendum_is_paginated_with_its_heading_on_each_page(form_with: FormWith) -> None:
    form = form_with(text_boxes(12))
    made = compose(
        form,
        {box.id: f"start{n} " + LONG * 3 for n, box in enumerate(form.template.boxes)},
        heading=AddendumHeading("Addendum", ("Member ID: W123",)),
    )
    document = pypdfium2.PdfDocument(made.pdf)
    assert made.addendum_pages == len(document) - 1 > 1
    for number in range(made.addendum_pages):
        text = document[number + 1].get_textpage().get_text_bounded()
        assert "Member ID: W123" in text
        assert f"Addendum page {number + 1} of {made.addendum_pages}" in text
    assert sorted(made.entries.values()) == list(range(1, 13))


def test_a_page_that_begins_within_an_entry_says_so(form_with: FormWith) -> None:
    form = form_with(text_boxes(1))
    made = filled(form, LONG * 40)
    document = pypdfium2.PdfDocument(made.pdf)
    texts = [document[number].get_textpage().get_text_bounded() for number in range(1, len(document))]
    assert len(texts) > 2
    assert all("1, continued" in text for text in texts[1:])
    assert "continued" not in texts[0]
    joined = " ".join(re.sub(r"Addendum(?: page \d+ of \d+)?|1, continued|Page 1 of the form", " ", t) for t in texts)
    assert "".join(LONG.split()) * 40 in "".join(joined.split())


def test_one_value_of_one_field_on_two_pages_shares_an_entry(form_with: FormWith) -> None:
    boxes = [Box(BoxId(f"{page}:1"), page, Rect(40, 700, 140, 714), BoxKind.TEXT, field="same") for page in (1, 2)]
    form = form_with(boxes)
    made = filled(form, LONG, LONG)
    assert set(made.entries.values()) == {1}


def test_a_tick_is_drawn_where_the_form_draws_none(form_with: FormWith) -> None:
    box = Box(BoxId("1:1"), 1, Rect(40, 700, 52, 712), BoxKind.CHECK, style="4", field="c")
    form = form_with([box])
    bare, ticked = filled(form, False), filled(form, True)
    before, after = (
        pypdfium2.PdfDocument(made.pdf)[0].render(scale=2).to_pil().convert("L").crop((80, 160, 104, 184))
        for made in (bare, ticked)
    )
    assert sum(before.tobytes()) - sum(after.tobytes()) > 5_000


def test_values_stand_upright_to_their_own_turn(form_with: FormWith) -> None:
    box = Box(BoxId("1:1"), 1, Rect(40, 500, 60, 700), BoxKind.TEXT, Look(turn=90), field="r")
    form = form_with([box])
    assert text_at(filled(form, "Turned").pdf, form.template.boxes[0]) == "Turned"


def test_the_forms_own_drawing_is_called_and_stays_below(form_with: FormWith) -> None:
    form = form_with(text_boxes(1))
    assert form.stamps.get(form.template.boxes[0].id, BoxStamps()) == BoxStamps()
    assert b"/XObject" in filled(form, "Jane").pdf


def test_growth_over_the_blank_is_small(form_with: FormWith) -> None:
    form = form_with(text_boxes(20))
    made = filled(form, *[NAMES[n % len(NAMES)] for n in range(20)])
    assert len(made.pdf) < len(form.base) + 80_000


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_at_all_breaks_the_file(form_with: FormWith, value: str, title: str) -> None:
    form = form_with(text_boxes(2))
    first, second = form.template.boxes
    titles = {second.id: BoxTitle(title, title)}
    made = compose(
        form, {first.id: value, second.id: value + LONG}, titles=titles, heading=AddendumHeading(title, (title,))
    )
    with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
        assert pdf.check_pdf_syntax() == []
    document = pypdfium2.PdfDocument(made.pdf)
    assert len(document) == made.form_pages + made.addendum_pages
    assert "word59" in document[1].get_textpage().get_text_bounded()


def test_half_a_character_is_reported_and_leaves_a_sign(form_with: FormWith) -> None:
    form = form_with(text_boxes(1))
    made = filled(form, "a\ud800b")
    assert made.missing == {form.template.boxes[0].id: ("\ud800",)}
    assert len(pypdfium2.PdfDocument(made.pdf)) == 1
