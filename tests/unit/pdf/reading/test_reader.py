"""Boxes as the pages have them, whatever the file says elsewhere."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, String

from app.pdf.reading.compiler import compile_form
from app.pdf.template import Align, Box, BoxKind, Family, FormKind, Rect
from tests.unit.pdf.paper import drawn, form, widget


def only(data: bytes) -> Box:
    (box,) = compile_form(data).template.boxes
    return box


def test_a_widget_that_no_list_of_fields_names_is_a_box() -> None:
    box = only(form(widget(T=String("Name"), TU=String("Last name"), MaxLen=9)))
    assert (box.id, box.page, box.kind, box.field, box.label, box.limit) == (
        "1:150,708",
        1,
        BoxKind.TEXT,
        "Name",
        "Last name",
        9,
    )


def test_a_rectangle_given_from_the_other_corner_is_the_same() -> None:
    assert only(form(widget((200, 716, 100, 700)))).rect == Rect(100, 700, 200, 716)


def test_a_box_outside_its_page_is_left_out_and_told() -> None:
    template = compile_form(form(widget(), widget((700, 700, 800, 716)), widget((-90, -40, -10, -20)))).template
    assert [box.id for box in template.boxes] == ["1:150,708"]
    assert [note for note in template.notes if "outside their pages" in note and note.startswith("2 ")]


def test_hidden_boxes_and_buttons_outside_the_page_are_not_told() -> None:
    button = widget((700, 700, 800, 716), FT=Name.Btn, Ff=1 << 16)
    assert compile_form(form(widget(), widget((700, 700, 800, 716), F=2), button)).template.notes == ()


def test_boxes_in_the_same_place_have_names_of_their_own() -> None:
    boxes = compile_form(form(widget(), widget(), widget((99, 700, 201, 716)))).template.boxes
    assert [box.id for box in boxes] == ["1:150,708", "1:150,708.2", "1:150,708.3"]


def test_what_a_box_does_not_say_its_parents_say() -> None:
    pdf = Pdf.new()
    top = pdf.make_indirect(Dictionary(T=String("Patient"), FT=Name.Tx, DA=String("/Cour 9 Tf 0 g"), Q=2, MaxLen=5))
    middle = pdf.make_indirect(Dictionary(T=String("Zip"), Parent=top, Ff=1 << 24))
    box = widget(Parent=middle)
    del box["/FT"]
    found = only(form(box, pdf=pdf))
    assert (found.field, found.kind, found.cells, found.look.align) == ("Patient.Zip", BoxKind.COMB, 5, Align.RIGHT)
    assert (found.look.family, found.look.size_pt) == (Family.MONO, 9)


def test_parents_in_a_circle_end() -> None:
    pdf = Pdf.new()
    one = pdf.make_indirect(Dictionary(T=String("a"), FT=Name.Tx))
    other = pdf.make_indirect(Dictionary(T=String("b"), Parent=one))
    one["/Parent"] = other
    assert only(form(widget(Parent=one), pdf=pdf)).kind is BoxKind.TEXT


@pytest.mark.parametrize(("rect", "reported"), [((10, 10, 10, 30), 0), ((10, 10, 11, 11), 0), ((10, 10, 11.8, 30), 1)])
def test_a_box_without_room_for_any_ink_is_none(rect: tuple[float, ...], reported: int) -> None:
    assert len(compile_form(form(widget(rect))).template.boxes) == reported


def test_of_a_box_at_the_pages_edge_only_what_is_seen_is_filled() -> None:
    seen = Array([100, 100, 500, 700])
    data = form(
        widget((50, 400, 150, 416)),
        widget((520, 400, 620, 416)),
        widget((450, 690, 550, 710)),
        page={"CropBox": seen},
    )
    boxes = compile_form(data).template.boxes
    assert [(box.id, box.rect) for box in boxes] == [
        ("1:100,408", Rect(100, 400, 150, 416)),
        ("1:500,700", Rect(450, 690, 500, 700)),
    ]


@pytest.mark.parametrize(
    ("entries", "reported"),
    [
        ({"F": 4}, True),
        ({"F": 0}, True),
        ({"F": 4 | 2}, False),
        ({"F": 32}, False),
        ({"F": 32 | 4}, True),
        ({"FT": Name.Btn, "Ff": 1 << 16}, False),
        ({"FT": Name.Btn}, True),
        ({"FT": Name.Unknown}, False),
    ],
)
def test_hidden_boxes_and_push_buttons_are_no_boxes(entries: dict[str, object], reported: bool) -> None:
    assert bool(compile_form(form(widget(**entries))).template.boxes) is reported


@pytest.mark.parametrize(
    ("entries", "kind", "cells"),
    [
        ({"Ff": 1 << 12}, BoxKind.MULTILINE, 0),
        ({"Ff": 1 << 24, "MaxLen": 9}, BoxKind.COMB, 9),
        ({"Ff": 1 << 24}, BoxKind.TEXT, 0),
        ({"Ff": 1 << 24 | 1 << 12, "MaxLen": 9}, BoxKind.MULTILINE, 0),
        ({"FT": Name.Ch}, BoxKind.CHOICE, 0),
        ({"FT": Name.Sig}, BoxKind.SIGNATURE, 0),
        ({"FT": Name.Btn, "Ff": 1 << 15}, BoxKind.CHECK, 0),
    ],
)
def test_kinds(entries: dict[str, object], kind: BoxKind, cells: int) -> None:
    box = only(form(widget(**entries)))
    assert (box.kind, box.cells) == (kind, cells)


def test_each_button_of_a_group_is_a_box_with_its_own_state() -> None:
    pdf = Pdf.new()
    group = pdf.make_indirect(Dictionary(T=String("sex"), FT=Name.Btn, Ff=1 << 15))
    buttons = []
    for x, state in ((100, "/Male"), (130, "/Female")):
        looks = Dictionary({state: drawn(pdf, b"0 0 9 9 re f"), "/Off": drawn(pdf, b"0 0 9 9 re s")})
        button = widget((x, 700, x + 12, 712), Parent=group, AP=Dictionary(N=looks))
        del button["/FT"]
        buttons.append(button)
    boxes = compile_form(form(*buttons, pdf=pdf)).template.boxes
    assert [(box.field, box.on_state) for box in boxes] == [("sex", "Male"), ("sex", "Female")]


@pytest.mark.parametrize(
    ("spelled", "shown"), [(b"/On#20Treatment#2f#c3#a9", "On Treatment/é"), (b"/3#965#20weeks", "3–5 weeks")]
)
def test_states_with_odd_names(spelled: bytes, shown: str) -> None:
    pdf = Pdf.new()
    looks = Dictionary()
    (key,) = pikepdf.Object.parse(b"<< %b 1 >>" % spelled).keys()
    looks[key] = drawn(pdf, b"0 0 9 9 re f")
    compiled = compile_form(form(widget(FT=Name.Btn, AP=Dictionary(N=looks)), pdf=pdf))
    (box,) = compiled.template.boxes
    assert box.on_state == shown
    assert compiled.stamps[box.id].on is not None


@pytest.mark.parametrize("looks", [String("none"), Name("/"), Dictionary(N=String("x")), Dictionary(N=7), Array([])])
def test_an_appearance_that_is_none_is_passed_over(looks: pikepdf.Object) -> None:
    compiled = compile_form(form(widget(FT=Name.Btn, AP=looks, V=Name("/"), AS=Name("/"))))
    assert compiled.template.boxes[0].on_state in ("Yes", "")
    assert not compiled.stamps


def test_choices_have_what_is_shown_and_what_is_meant() -> None:
    options = Array([String("Red"), Array([String("g"), String("Green")])])
    box = only(form(widget(FT=Name.Ch, Opt=options, V=String("g"))))
    assert (box.choices, box.exports, box.prefilled) == (("Red", "Green"), ("Red", "g"), "Green")


def test_read_only_boxes_are_reported() -> None:
    assert only(form(widget(Ff=1))).read_only


def test_every_box_of_every_payers_form_is_found(payer_forms: Path) -> None:
    rows = [line.split("\t") for line in (payer_forms / "INDEX.tsv").read_text("utf-8").splitlines()[1:]]
    for row in rows:
        if row[4] == "0":
            continue
        template = compile_form((payer_forms / row[0]).read_bytes()).template
        with pikepdf.open(payer_forms / row[0]) as pdf:
            listed = sum(
                1
                for page in pdf.pages
                for item in page.obj.get("/Annots", [])
                if item.get("/Subtype") == "/Widget" and not int(item.get("/F", 0)) & 2 and not _is_push_button(item)
            )
        assert (row[0], len(template.boxes)) == (row[0], listed)
        assert template.kind in (FormKind.FILLABLE, FormKind.PARTIAL)


def _is_push_button(item: pikepdf.Object) -> bool:
    while item is not None and "/Ff" not in item:
        item = item.get("/Parent")
    return item is not None and bool(int(item.Ff) & 1 << 16)
