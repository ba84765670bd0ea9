"""Our own form: drawing, pack and widgets agree, and it is filled for the invented patients."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import tomllib
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.domain.case import Case
from app.domain.facts import Facts
from app.domain.request import Request
from app.mapping.asked_for import attachments_asked, destinations_for
from app.mapping.fill import fill
from app.mapping.filled import FillState
from app.mapping.pack import Pack
from app.mapping.placing import place
from app.pdf.template import BoxKind, Template
from app.places import bundled

ROOT = Path(__file__).resolve().parents[3]
PATIENTS = ("nguyen", "feldman", "wisniewska")


def test_the_fillable_form_has_every_kind_of_box(own_template: Template) -> None:
    kinds = Counter(box.kind for box in own_template.boxes)
    assert set(kinds) == set(BoxKind)
    assert len(own_template.pages) == 3
    assert all(box.label for box in own_template.boxes)


@pytest.mark.parametrize("form", ["own_template", "flat_template"])
def test_the_pack_knows_every_box_of_both_files(form: str, own_pack: Pack, request: pytest.FixtureRequest) -> None:
    template: Template = request.getfixturevalue(form)
    placing = place(own_pack, template)
    assert placing.unplaced == ()
    assert [item.box.id for item in placing.placed if item.meaning is None] == []
    for item in placing.placed:
        spot = None if item.meaning is None else item.meaning.place
        assert spot is not None
        off = [abs(a - b) for a, b in zip(item.box.rect.center, spot.rect.center, strict=True)]
        assert max(off) <= 0.2


def test_fillable_and_flat_have_the_same_boxes(own_template: Template, flat_template: Template) -> None:
    assert {box.id for box in own_template.boxes} == {box.id for box in flat_template.boxes}


def test_boxes_do_not_lie_over_one_another(own_template: Template) -> None:
    boxes = own_template.boxes
    for index, one in enumerate(boxes):
        for other in boxes[index + 1 :]:
            apart = (
                one.page != other.page
                or one.rect.x1 <= other.rect.x0 + 0.3
                or other.rect.x1 <= one.rect.x0 + 0.3
                or one.rect.y1 <= other.rect.y0 + 0.3
                or other.rect.y1 <= one.rect.y0 + 0.3
            )
            assert apart, (one.field, other.field)


@pytest.mark.parametrize("patient", PATIENTS)
def test_both_files_are_filled_alike(
    patient: str,
    own_pack: Pack,
    own_template: Template,
    flat_template: Template,
    case_of: Callable[[str], Case],
    facts_of: Callable[[Case], Facts],
) -> None:
    case = case_of(patient)
    fillable, flat = (fill(own_pack, form, facts_of(case), case.request) for form in (own_template, flat_template))
    assert fillable.values() == flat.values()
    assert fillable.counts == flat.counts
    assert fillable.counts.unmapped == 0


@pytest.mark.parametrize(
    ("patient", "wanted"),
    [
        ("nguyen", {"migraine", "migraine_initial"}),
        ("feldman", {"dystonia", "facility", "pharmacy"}),
        ("wisniewska", {"migraine", "migraine_continuation", "going_on"}),
    ],
)
def test_only_the_sections_of_the_request_are_touched(
    patient: str,
    wanted: set[str],
    own_pack: Pack,
    own_template: Template,
    case_of: Callable[[str], Case],
    facts_of: Callable[[Case], Facts],
) -> None:
    always = {
        *("request", "member", "prescriber", "place", "drug", "diagnosis", "again", "clinical"),
        *("therapies", "more", "attachments", "signature"),
    }
    case = case_of(patient)
    result = fill(own_pack, own_template, facts_of(case), case.request)
    touched = {box.section for box in result.boxes.values() if box.state is not FillState.EMPTY_ON_PURPOSE}
    assert touched - always == wanted


def test_choices_are_options_of_their_list(
    own_pack: Pack, own_template: Template, case_of: Callable[[str], Case], facts_of: Callable[[Case], Facts]
) -> None:
    chosen = set()
    for patient in PATIENTS:
        case = case_of(patient)
        values = fill(own_pack, own_template, facts_of(case), case.request).values()
        for box in own_template.boxes:
            if box.kind is BoxKind.CHOICE and box.id in values:
                assert values[box.id] in box.choices
                chosen.add(values[box.id])
    assert {"MD", "NP", "Intolerance", "Inadequate response", "Ongoing"} <= chosen


def test_a_radio_group_has_one_tick_at_most(
    own_pack: Pack, own_template: Template, case_of: Callable[[str], Case], facts_of: Callable[[Case], Facts]
) -> None:
    case = case_of("nguyen")
    values = fill(own_pack, own_template, facts_of(case), case.request).values()
    ticked = Counter(box.field for box in own_template.boxes if values.get(box.id) is True)
    assert ticked["condition"] == ticked["sex"] == ticked["product"] == 1
    assert max(ticked.values()) == 1


def test_documents_and_destinations_are_those_of_the_request(
    own_pack: Pack, case_of: Callable[[str], Case], facts_of: Callable[[Case], Facts]
) -> None:
    migraine, dystonia = (facts_of(case_of(name)) for name in ("nguyen", "feldman"))
    assert [rule.kind for rule in attachments_asked(own_pack, migraine)] == ["chart_note", "diary", "fill_history"]
    assert "diary" not in [rule.kind for rule in attachments_asked(own_pack, dystonia)]
    assert destinations_for(own_pack, migraine)[0].benefit == "medical"
    assert destinations_for(own_pack, dystonia)[0].benefit == "pharmacy"


def test_an_indication_without_a_box_of_its_own_is_named(
    own_pack: Pack, own_template: Template, case_of: Callable[[str], Case], facts_of: Callable[[Case], Facts]
) -> None:
    case = case_of("nguyen")
    request: Request = replace(case.request, indication="sialorrhea")
    result = fill(own_pack, own_template, facts_of(replace(case, request=request)), request)
    by_name = {(box.field, box.on_state): result.boxes[box.id].value for box in own_template.boxes}
    assert by_name[("condition", "other")] is True
    assert by_name[("condition_other", "")] == case.request.diagnoses[0].description
    assert by_name[("condition", "chronic_migraine")] is False


@pytest.mark.parametrize(
    ("months", "ticked"), [(14, ["Yes"]), (2, ["No"]), (None, [])], ids=["long enough", "too short", "not documented"]
)
def test_how_long_is_part_of_the_question(
    own_pack: Pack,
    own_template: Template,
    case_of: Callable[[str], Case],
    facts_of: Callable[[Case], Facts],
    months: int | None,
    ticked: list[str],
) -> None:
    case = case_of("nguyen")
    seen = tuple(item for item in case.observations if item.measure != "months_at_frequency")
    kept = next(item for item in case.observations if item.measure == "months_at_frequency")
    if months is not None:
        seen += (replace(kept, value=Decimal(months)),)
    result = fill(own_pack, own_template, facts_of(replace(case, observations=seen)), case.request)
    boxes = {box.on_state: result.boxes[box.id] for box in own_template.boxes if box.field == "cm_frequency"}
    assert [name for name, box in boxes.items() if box.value is True] == ticked
    assert any(box.state is FillState.MISSING for box in boxes.values()) is (months is None)


def test_drawing_it_again_gives_the_same_form(tmp_path: Path) -> None:
    script = ROOT / "packaging" / "draw_form.py"
    for name in ("one", "two"):
        subprocess.run([sys.executable, script, "--out", tmp_path / name], check=True)
    for name in ("form.pdf", "form-flat.pdf", "pack.toml"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()
    kept = bundled("forms", "juniper", "botulinum-toxin", "2026-11", "pack.toml").read_text(encoding="utf-8")
    drawn = (tmp_path / "one" / "pack.toml").read_text(encoding="utf-8")
    assert _without_hashes(drawn) == _without_hashes(kept)


def _without_hashes(text: str) -> dict[str, object]:
    pack = tomllib.loads(text)
    del pack["fingerprints"]["sha256"]
    return pack


def test_the_edition_is_printed_on_every_page(own_pack: Pack, worker) -> None:  # type: ignore[no-untyped-def]
    data = bundled("forms", *own_pack.id.split("/"), "form.pdf").read_bytes()
    assert all(own_pack.edition in text for text in worker.page_text(data))
    assert dt.date(2026, 11, 1).strftime("%m-%y") in own_pack.edition
