"""The proof: what stands on the paper is accepted, what does not is refused, without a word of the value."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from pikepdf import Dictionary, Name, Pdf
from reportlab.pdfgen import canvas

from app.pdf.compiled import CompiledForm
from app.pdf.composing.composer import compose
from app.pdf.fill_report import fill_report, fit_counts
from app.pdf.problems import ValueNotDrawn, ValueNotReadable
from app.pdf.proving.proof import prove, says
from app.pdf.reading.compiler import compile_form
from app.pdf.setting import FitKind
from app.pdf.template import Box, BoxId, BoxKind, Look, Rect
from app.pdf.worker import PaperWorker
from tests.unit.pdf.paper import drawn, widget
from tests.unit.pdf.paper import form as blank

LONG = " ".join(f"word{n}" for n in range(60))


@pytest.fixture(scope="module")
def worker() -> Iterator[PaperWorker]:
    with PaperWorker() as opened:
        yield opened


@pytest.fixture(scope="module")
def form(form_with: Callable[[Sequence[Box]], CompiledForm]) -> CompiledForm:
    texts = [
        Box(BoxId(f"1:{n}"), 1, Rect(40, 700 - 24 * n, 240, 714 - 24 * n), BoxKind.TEXT, field=f"f{n}")
        for n in range(8)
    ]
    check = Box(BoxId("1:20"), 1, Rect(300, 700, 312, 712), BoxKind.CHECK, field="c")
    comb = Box(BoxId("1:21"), 1, Rect(300, 660, 400, 676), BoxKind.COMB, cells=10, field="d")
    return form_with([*texts, check, comb])


def values_for(form: CompiledForm) -> dict[BoxId, str | bool]:
    given = ["Nguyễn Thị Ánh", "王小明", "محمد الأحمد 123", "דוד כהן", "श्री हरि क्षत्रिय", "a\U0010fffdb", LONG, ""]
    texts = iter(given)
    made: dict[BoxId, str | bool] = {}
    for box in form.template.boxes:
        made[box.id] = True if box.kind is BoxKind.CHECK else "12345" if box.cells else next(texts)
    return made


def test_a_right_filling_is_proven(form: CompiledForm, worker: PaperWorker) -> None:
    values = values_for(form)
    composed = compose(form, values)
    proof = prove(form, composed, values, worker)
    assert (proof.drawn, proof.read) == (9, 8)


def test_light_letters_on_a_dark_ground_are_ink(worker: PaperWorker) -> None:
    out = io.BytesIO()
    drawing = canvas.Canvas(out, pagesize=(612, 792), invariant=True)
    drawing.rect(40, 600, 200, 20, fill=1)
    drawing.showPage()
    drawing.save()
    box = Box(BoxId("1:1"), 1, Rect(42, 602, 238, 618), BoxKind.TEXT, Look(color=(1, 1, 1)), field="a")
    dark = compile_form(out.getvalue(), declared=(box,))
    values: dict[BoxId, str | bool] = {dark.template.boxes[0].id: "Jane"}
    assert prove(dark, compose(dark, values), values, worker).drawn == 1
    unseen = replace(dark, template=replace(dark.template, boxes=(replace(dark.template.boxes[0], look=Look()),)))
    with pytest.raises(ValueNotDrawn):
        prove(unseen, compose(unseen, values), values, worker)


def test_a_lost_outline_is_no_tick(worker: PaperWorker) -> None:
    pdf = Pdf.new()
    looks = Dictionary({"/Yes": drawn(pdf, b"1 g 0 0 10 10 re f"), "/Off": drawn(pdf, b"q 0 G 1 1 8 8 re S Q")})
    made = compile_form(blank(widget((100, 700, 120, 720), FT=Name.Btn, AP=Dictionary(N=looks), AS=Name.Off), pdf=pdf))
    ticked: dict[BoxId, str | bool] = {made.template.boxes[0].id: True}
    with pytest.raises(ValueNotDrawn):
        prove(made, compose(made, ticked), ticked, worker)


def test_a_value_that_was_not_drawn_is_refused_by_its_box_only(form: CompiledForm, worker: PaperWorker) -> None:
    values = values_for(form)
    box_id = next(box.id for box in form.template.boxes if values[box.id] == "Nguyễn Thị Ánh")
    lacking = compose(form, {**values, box_id: ""})
    composed = replace(lacking, fits=compose(form, values).fits)
    with pytest.raises(ValueNotDrawn) as refused:
        prove(form, composed, values, worker)
    assert box_id in refused.value.message
    assert "Nguy" not in str(refused.value)


def test_another_value_in_its_place_is_refused(form: CompiledForm, worker: PaperWorker) -> None:
    values = values_for(form)
    box_id = next(box.id for box in form.template.boxes if values[box.id] == "Nguyễn Thị Ánh")
    composed = compose(form, {**values, box_id: "Nguyen Thi Anh"})
    with pytest.raises(ValueNotReadable) as refused:
        prove(form, composed, values, worker)
    assert box_id in refused.value.message


def test_an_addendum_without_the_value_is_refused(form: CompiledForm, worker: PaperWorker) -> None:
    values = values_for(form)
    box_id = next(box.id for box in form.template.boxes if values[box.id] == LONG)
    composed = compose(form, {**values, box_id: LONG.replace("word30", "ward30")})
    with pytest.raises(ValueNotReadable):
        prove(form, composed, values, worker)


def test_a_form_with_no_value_needs_no_proof(form: CompiledForm, worker: PaperWorker) -> None:
    assert prove(form, compose(form, {}), {}, worker).drawn == 0


def test_words_of_lines_read_in_another_order_still_count() -> None:
    assert says("one two three", "three\r\none two")
    assert not says("one two", "one three")
    assert says("12345", "1 2 3 4 5")


def test_the_report_counts_and_tells_without_a_value(form: CompiledForm) -> None:
    values = values_for(form)
    composed = compose(form, values)
    report = fill_report(composed)
    assert report["form_pages"] == 1
    assert report["addendum_pages"] == 1
    assert set(report["boxes"]) == set(values)
    counts = fit_counts(composed)
    assert sum(counts.values()) == len(values)
    assert counts[FitKind.CONTINUED] == 1
    notes = " ".join(box["note"] for box in report["boxes"].values())
    assert "1 character is in no font" in notes
    assert "word1" not in notes
