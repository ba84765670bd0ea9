"""Filling box by box: names, ids, kinds, and what is refused."""

from __future__ import annotations

import pytest

from app.mapping.pack import PackLibrary
from app.pdf.template import Box, BoxId, BoxKind, FormKind, PageShape, Rect, Template
from app.pdf.worker import PaperWorker
from app.places import bundled
from app.services.blanks import fill_boxes, values_of_boxes
from app.services.inspecting import described
from app.services.opening import open_blank
from app.services.problems import UnknownBox, WrongKindOfValue
from app.services.sample import OWN_FORM


def _box(box_id: str, kind: BoxKind, field: str | None) -> Box:
    return Box(BoxId(box_id), 1, Rect(0, 0, 50, 12), kind, field=field)


FORM = Template(
    "00",
    FormKind.FILLABLE,
    (PageShape(Rect(0, 0, 612, 792)),),
    (
        _box("1:10,10", BoxKind.TEXT, "Name"),
        _box("1:10,50", BoxKind.TEXT, "Name"),
        _box("1:90,10", BoxKind.CHECK, "Sex"),
        _box("1:90,50", BoxKind.CHECK, "Sex"),
        _box("1:70,70", BoxKind.TEXT, None),
        _box("1:99,99", BoxKind.TEXT, "1:70,70"),
    ),
)


def test_a_field_name_stands_for_all_its_boxes() -> None:
    assert values_of_boxes(FORM, {"Name": "A", "Sex": True}) == {
        "1:10,10": "A",
        "1:10,50": "A",
        "1:90,10": True,
        "1:90,50": True,
    }


@pytest.mark.parametrize("order", [("Name", "1:10,50"), ("1:10,50", "Name")])
def test_a_box_id_wins_over_a_field_name_in_any_order(order: tuple[str, str]) -> None:
    given = {name: {"Name": "field", "1:10,50": "box"}[name] for name in order}
    assert values_of_boxes(FORM, given) == {"1:10,10": "field", "1:10,50": "box"}


def test_a_field_that_is_named_like_a_box_is_the_box() -> None:
    assert values_of_boxes(FORM, {"1:70,70": "x"}) == {"1:70,70": "x"}


def test_nothing_that_is_not_named_gets_a_value() -> None:
    assert values_of_boxes(FORM, {}) == {}
    assert values_of_boxes(FORM, {"1:90,10": False}) == {"1:90,10": False}


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(UnknownBox) as problem:
        values_of_boxes(FORM, {"Nome": "A"})
    assert problem.value.exit_code == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [("Name", True), ("Name", 3), ("Name", None), ("Name", ["A"]), ("Sex", "yes"), ("Sex", 1), ("1:90,10", "x")],
)
def test_a_value_of_the_wrong_kind_is_refused_without_naming_it(name: str, value: object) -> None:
    with pytest.raises(WrongKindOfValue) as problem:
        values_of_boxes(FORM, {name: value})
    assert name in problem.value.message


def test_our_own_form_is_described_with_its_meaning(paper_worker: PaperWorker) -> None:
    data = bundled("forms", *OWN_FORM.split("/"), "form.pdf").read_bytes()
    told = described(open_blank(paper_worker, PackLibrary(), data))
    assert (told["form"], told["kind"], told["pages"]) == (OWN_FORM, "fillable", 3)
    by_field = {box["field"]: box for box in told["boxes"]}
    assert by_field["member_last_name"]["key"] == "patient.last_name"
    assert by_field["infection"]["key"] == "ask.infection"
    assert by_field["member_last_name"]["section"]
    plain = described(open_blank(paper_worker, PackLibrary(folders=()), data))
    assert (plain["form"], plain["edition"]) == (None, None)
    assert {box["key"] for box in plain["boxes"]} == {None}
    assert [box["id"] for box in plain["boxes"]] == [box["id"] for box in told["boxes"]]


def test_what_does_not_fit_goes_to_the_addendum_under_the_forms_own_words(paper_worker: PaperWorker) -> None:
    data = bundled("forms", *OWN_FORM.split("/"), "form.pdf").read_bytes()
    opened = open_blank(paper_worker, PackLibrary(), data)
    long = "a reason that goes on and on, " * 20
    made = fill_boxes(opened, values_of_boxes(opened.template, {"member_last_name": long}))
    assert made.addendum_pages == 1
    added = " ".join(paper_worker.page_text(made.pdf)[-1].split())
    assert "Last name" in added
    assert long.strip(" ,") in added
