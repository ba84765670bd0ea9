"""Found places become boxes only where the form has none of its own, with names that stay."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.pdf.finder.boxes import found_boxes
from app.pdf.finder.completing import completed
from app.pdf.finder.looking import look
from app.pdf.finder.sight_codec import sights_in, sights_out
from app.pdf.ink.marks import RING
from app.pdf.inspect import describe
from app.pdf.template import Box, BoxId, BoxKind, FormKind, PageShape, Rect, Template
from app.pdf.worker import PaperWorker
from tests.unit.pdf.finder.sheets import seen, sheet

FLAT = ("caremark-florida-prior-auth", "optumrx-general-prior-auth", "anthem-healthkeepers-vyepti",
        "botox-neighborhood-health-ri", "cigna-general-med-prior-auth", "medicare-partd-cms-model")  # fmt: skip


def signature_page(canvas: Canvas) -> None:
    canvas.drawString(40, 700, "Diagnosis: ____________________")
    canvas.drawString(40, 600, "Prescriber's signature: ______________________________")
    canvas.drawString(340, 600, "Date: ____________")


def own(rect: Rect) -> Box:
    return Box(BoxId("1:1,1"), 1, rect, BoxKind.TEXT, field="Diagnosis")


def test_a_flat_page_gets_every_box_and_the_signature_is_one() -> None:
    boxes = found_boxes([seen(signature_page)])
    assert [box.kind for box in boxes] == [BoxKind.TEXT, BoxKind.SIGNATURE, BoxKind.TEXT]
    assert [box.field for box in boxes] == [None] * 3
    assert len({box.id for box in boxes}) == 3


def test_names_are_the_same_after_the_file_is_saved_anew(paper_worker: PaperWorker) -> None:
    data = sheet(signature_page)
    with pikepdf.open(io.BytesIO(data)) as pdf:
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate, linearize=True)
    names = [
        [box.id for box in paper_worker.compile(form, find=True).template.boxes] for form in (data, out.getvalue())
    ]
    assert names[0] == names[1]
    assert len(names[0]) == 3


def test_beside_boxes_of_the_form_only_a_signature_is_added() -> None:
    boxes = found_boxes([seen(signature_page)], [own(Rect(90, 699, 202, 712))])
    assert [box.kind for box in boxes] == [BoxKind.SIGNATURE]


def test_no_box_is_found_where_the_form_has_one() -> None:
    places = [Rect(90, 699, 202, 712), Rect(143, 598, 320, 612), Rect(364, 598, 440, 612)]
    assert found_boxes([seen(signature_page)], [own(place) for place in places]) == ()


def test_a_form_with_boxes_on_other_pages_is_partial() -> None:
    found = found_boxes([seen(signature_page)])
    shape = PageShape(Rect(0, 0, 612, 792))
    elsewhere = Template(
        "0", FormKind.FILLABLE, (shape, shape), (Box(BoxId("2:5,5"), 2, Rect(0, 0, 9, 9), BoxKind.TEXT),)
    )
    assert completed(elsewhere, found).kind is FormKind.PARTIAL
    assert completed(elsewhere, ()).kind is FormKind.FILLABLE
    assert len(completed(elsewhere, found).boxes) == 4


def test_where_pages_are_counted_differently_nothing_is_found() -> None:
    found = found_boxes([seen(signature_page)])
    assert completed(Template("0", FormKind.FLAT, (), ()), found).boxes == ()


def test_on_a_turned_page_values_are_turned_with_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.translate(612, 0)
        canvas.rotate(90)
        canvas.drawString(40, 500, "Diagnosis: ____________________")

    (box,) = found_boxes([seen(draw, rotate=90)])
    assert box.look.turn == 90
    assert box.rect.height > box.rect.width
    assert box.rect.x1 <= 612 - 500 + 2


def test_letters_are_circled_not_ticked() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 730, "Please circle one answer.")
        canvas.drawString(40, 700, "Is the patient 18 years of age or older?")
        canvas.drawString(500, 700, "Y")
        canvas.drawString(540, 700, "N")

    assert [box.style for box in found_boxes([seen(draw)])] == [RING, RING]


def test_declared_boxes_win_over_found_ones(paper_worker: PaperWorker) -> None:
    declared = Box(BoxId("1:300,400"), 1, Rect(200, 390, 400, 410), BoxKind.TEXT)
    form = paper_worker.compile(sheet(signature_page), declared=[declared], find=True)
    assert [box.rect for box in form.template.boxes] == [declared.rect]


def test_what_is_seen_comes_over_the_pipe_whole(paper_worker: PaperWorker) -> None:
    data = sheet(signature_page)
    (there,), (here,) = paper_worker.sights(data), look(data)
    assert [line.text for line in there.lines] == [line.text for line in here.lines]
    assert len(there.rules) == len(here.rules)
    sent = json.loads(json.dumps(sights_out([here])))
    assert json.loads(json.dumps(sights_out(sights_in(sent)))) == sent


@pytest.mark.parametrize("name", FLAT)
def test_payers_flat_forms_are_found_as_people_marked_them(
    name: str, payer_forms: Path, paper_worker: PaperWorker
) -> None:
    key = payer_forms.parent / "gold" / f"{name}.json"
    if not key.is_file():
        pytest.skip("no answer key at hand")
    wanted = json.loads(key.read_text(encoding="utf-8"))["boxes"]
    got = describe(paper_worker.compile((payer_forms / f"{name}.pdf").read_bytes(), find=True).template)["boxes"]
    missed = [box for box in wanted if not any(_is_there(box, other) for other in got)]
    extra = [box for box in got if not any(_is_there(other, box) for other in wanted)]
    assert len(missed) <= 0.02 * len(wanted)
    assert len(extra) <= 0.03 * len(got)


def _is_there(wanted: dict[str, object], got: dict[str, object]) -> bool:
    if wanted["page"] != got["page"] or (wanted["kind"] == "check") != (got["kind"] == "check"):
        return False
    a, b = wanted["rect"], got["rect"]
    assert isinstance(a, list)
    assert isinstance(b, list)
    if wanted["kind"] == "check":
        return abs(a[0] + a[2] - b[0] - b[2]) < 12 and abs(a[1] + a[3] - b[1] - b[3]) < 12
    wide, high = min(a[2], b[2]) - max(a[0], b[0]), min(a[3], b[3]) - max(a[1], b[1])
    return bool(wide > 0.4 * max(a[2] - a[0], b[2] - b[0]) and high > 0.4 * min(a[3] - a[1], b[3] - b[1]))
