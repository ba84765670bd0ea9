"""Boxes in which nobody would see a value are found before the form is filled, and mended."""

from __future__ import annotations

from collections.abc import Callable

import pypdfium2 as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from app.pdf.child.render import inked
from app.pdf.compiled import CompiledForm
from app.pdf.composing.composer import compose
from app.pdf.problems import TooBusy, ValueNotDrawn
from app.pdf.proving.proof import prove
from app.pdf.reading.compiler import compile_form
from app.pdf.template import BoxId
from app.pdf.worker import Limits, PaperWorker
from tests.unit.pdf.paper import drawn, form, widget

OUTLINE = b"q 0 G 1 1 8 8 re S Q"
SQUARE = b"0 g 2 2 6 6 re f"
TICK = BoxId("1:110,710")


def check(on: Callable[[Pdf], Object], off: bytes = OUTLINE, content: bytes = b"") -> bytes:
    pdf = Pdf.new()
    looks = Dictionary({"/Yes": on(pdf), "/Off": drawn(pdf, off)})
    box = widget((100, 700, 120, 720), FT=Name.Btn, AP=Dictionary(N=looks), AS=Name.Off)
    return form(box, content=content, pdf=pdf)


def bare(content: bytes, box: tuple[float, ...] = (0, 0, 10, 10), **entries: Object) -> Callable[[Pdf], Object]:
    return lambda pdf: drawn(pdf, content, box, **entries)


def hidden_layer(pdf: Pdf) -> Object:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("off")))
    pdf.Root["/OCProperties"] = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    return drawn(pdf, SQUARE, OC=layer)


def see_through(pdf: Pdf) -> Object:
    states = Dictionary(ExtGState=Dictionary(G=Dictionary(ca=0, CA=0)))
    return drawn(pdf, b"/G gs " + SQUARE, Resources=states)


UNSEEN = {
    "white": bare(b"1 g 2 2 6 6 re f"),
    "pale": bare(b"0.9 g 2 2 6 6 re f"),
    "beside its own box": bare(b"0 g 50 50 6 6 re f"),
    "clipped away": bare(b"0 0 1 1 re W n " + SQUARE),
    "a picture that is not there": bare(b"/Nothing Do"),
    "squeezed to nothing": bare(SQUARE, (0, 0, 9000, 9000)),
    "painted over": bare(SQUARE + b" 1 g 0 0 10 10 re f"),
    "see-through": see_through,
    "on a hidden layer": hidden_layer,
}


@pytest.mark.parametrize("on", UNSEEN.values(), ids=UNSEEN)
def test_a_tick_that_leaves_no_ink_is_drawn_by_us(on: Callable[[Pdf], Object], paper_worker: PaperWorker) -> None:
    data = check(on)
    plain, found = compile_form(data), paper_worker.compile(data, find=True)
    with pytest.raises(ValueNotDrawn):
        prove(plain, compose(plain, {TICK: True}), {TICK: True}, paper_worker)
    assert found.stamps[TICK].on is None
    assert found.stamps[TICK].off is not None
    assert prove(found, compose(found, {TICK: True}), {TICK: True}, paper_worker).drawn == 1


def test_a_tick_that_shows_stays_the_forms_own(paper_worker: PaperWorker) -> None:
    data = check(bare(OUTLINE + SQUARE))
    assert paper_worker.compile(data, find=True) == compile_form(data)


@pytest.mark.parametrize("content", [b"0 g 0 600 612 192 re f", b"0.2 g 90 690 200 40 re f"])
def test_on_a_dark_page_values_are_light(content: bytes, paper_worker: PaperWorker) -> None:
    data = form(widget(), widget((300, 100, 400, 116)), content=content)
    found = paper_worker.compile(data, find=True)
    assert [box.look.color for box in found.template.boxes] == [(1, 1, 1), (0, 0, 0)]
    values: dict[BoxId, str | bool] = {box.id: "Jane" for box in found.template.boxes}
    assert prove(found, compose(found, values), values, paper_worker).drawn == 2


def test_a_light_value_asked_for_stays_so_where_the_page_is_dark(paper_worker: PaperWorker) -> None:
    white = String("1 g /Helv 10 Tf")
    data = form(widget(DA=white), widget((100, 400, 200, 416), DA=white), content=b"0.1 g 90 690 200 40 re f")
    on_dark, on_paper = paper_worker.compile(data, find=True).template.boxes
    assert (on_dark.look.color, on_paper.look.color) == ((1, 1, 1), (0, 0, 0))


def test_a_tick_of_ours_is_light_on_a_dark_page(paper_worker: PaperWorker) -> None:
    box = widget((100, 700, 120, 720), FT=Name.Btn)
    found = paper_worker.compile(form(box, content=b"0 g 0 600 612 192 re f"), find=True)
    assert prove(found, compose(found, {TICK: True}), {TICK: True}, paper_worker).drawn == 1


def test_a_declared_box_is_tried_as_well(paper_worker: PaperWorker) -> None:
    data = form(content=b"0 g 0 600 612 192 re f")
    declared = compile_form(form(widget())).template.boxes
    assert paper_worker.compile(data, declared=declared, find=True).template.boxes[0].look.color == (1, 1, 1)
    assert paper_worker.compile(data, declared=declared).template.boxes[0].look.color == (0, 0, 0)


def test_a_page_is_read_a_few_times_however_many_boxes_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    blank = compose(compile_form(form(*(widget((100, y, 200, y + 8)) for y in range(100, 700, 10)))), {}).pdf
    read = 0
    get_page = pdfium.PdfDocument.get_page

    def counted(document: pdfium.PdfDocument, index: int) -> pdfium.PdfPage:
        nonlocal read
        read += 1
        return get_page(document, index)

    monkeypatch.setattr(pdfium.PdfDocument, "get_page", counted)
    places = [(1, 100, y, 200, y + 8) for y in range(100, 700, 10)]
    assert len(inked(blank, blank, places, 1.0)) == 60
    assert read <= 4


def test_who_fills_nothing_need_not_wait_for_the_trial(paper_worker: PaperWorker) -> None:
    data = form(widget(), content=b"0 g 0 0 612 792 re f")
    untried = paper_worker.compile(data, find=True, tried=False).template.boxes[0]
    tried = paper_worker.compile(data, find=True).template.boxes[0]
    assert untried.look.color == (0.0, 0.0, 0.0)
    assert tried.look.color == (1.0, 1.0, 1.0)


def test_without_time_a_form_stays_as_it_is() -> None:
    data = check(UNSEEN["white"])
    with PaperWorker(limits=Limits(try_s=-1.0)) as worker:
        kept: CompiledForm = worker.compile(data, find=True)
    assert kept.stamps[TICK].on is not None


def test_on_a_machine_too_busy_a_form_is_opened_untried(monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object) -> None:
        raise TooBusy

    data = check(UNSEEN["white"])
    with PaperWorker() as worker:
        with monkeypatch.context() as patched:
            patched.setattr(worker, "_inked", busy)
            assert worker.compile(data, find=True).stamps[TICK].on is not None
        assert worker.compile(data, find=True).stamps[TICK].on is None
