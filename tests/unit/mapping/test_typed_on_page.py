"""What was typed straight on the page: it wins, it stays with its box, and it is doubted where the records differ."""

from __future__ import annotations

from collections.abc import Callable

from app.domain.facts import Facts
from app.domain.request import BoxEntry
from app.mapping.answers import OTHERWISE
from app.mapping.fill import fill
from app.mapping.filled import EmptyReason, FillState
from tests.unit.mapping.small_form import AT, ME, a_form, a_request


def test_what_was_typed_on_the_page_wins(known: Callable[..., Facts]) -> None:
    form = a_form('key = "patient.last_name"', 'section = "initial"\nkey = "patient.city"')
    pack, template = form
    entries = tuple(BoxEntry(box.id, f"typed {box.id}", ME, AT) for box in template.boxes)
    result = fill(pack, template, known({"patient.last_name": "Nguyễn"}), a_request(entries=entries))
    assert result.values() == {box.id: f"typed {box.id}" for box in template.boxes}
    assert {box.state for box in result.boxes.values()} == {FillState.TYPED}


def test_a_tick_typed_on_the_page_clears_the_other(known: Callable[..., Facts]) -> None:
    pair = ('kind = "check"\nkey = "request.urgent=yes"', 'kind = "check"\nkey = "request.urgent=no"')
    pack, template = a_form(*pair)
    entry = BoxEntry(template.boxes[0].id, "yes", ME, AT)
    result = fill(pack, template, known({"request.urgent": False}), a_request(entries=(entry,)))
    assert list(result.values().values()) == [True, False]


def test_a_box_emptied_by_hand_stays_empty(known: Callable[..., Facts]) -> None:
    pack, template = a_form('key = "patient.last_name"')
    entry = BoxEntry(template.boxes[0].id, "  ", ME, AT)
    result = fill(pack, template, known({"patient.last_name": "Nguyễn"}), a_request(entries=(entry,)))
    assert result.values() == {}
    assert [box.reason for box in result.boxes.values()] == [EmptyReason.TYPED_EMPTY]


def test_a_form_without_a_pack_keeps_what_was_typed(known: Callable[..., Facts]) -> None:
    _, template = a_form('key = "patient.last_name"', 'key = "patient.first_name"')
    entry = BoxEntry(template.boxes[1].id, "Ánh", ME, AT)
    result = fill(None, template, known({"patient.last_name": "Nguyễn"}), a_request(entries=(entry,)))
    assert result.values() == {template.boxes[1].id: "Ánh"}
    assert result.counts.sentence() == "2 boxes: 1 filled, 0 empty on purpose, 0 missing, 1 not mapped"


def test_what_was_typed_on_a_box_stays_with_it_where_the_box_moves_a_little(known: Callable[..., Facts]) -> None:
    pack, template = a_form('key = "patient.last_name"', 'kind = "check"\nkey = "request.urgent=yes"')
    text, check = template.boxes
    moved = f"1:{text.id[2:].split(',')[0]},{int(text.id.split(',')[1]) + 1}"
    result = fill(None, template, known({}), a_request(entries=(BoxEntry(moved, "Ánh", ME, AT),)))
    assert (result.values(), result.strays) == ({text.id: "Ánh"}, ())
    lost = (BoxEntry("1:300,300", "far", ME, AT), BoxEntry("9:1,1", "gone", ME, AT), BoxEntry("", "none", ME, AT))
    wrong = BoxEntry(f"{check.id}.2", "words", ME, AT)
    result = fill(pack, template, known({}), a_request(entries=(*lost, wrong)))
    assert result.strays == (*lost, wrong)
    own = (BoxEntry(moved, "older", ME, AT), BoxEntry(text.id, "newer", ME, AT))
    result = fill(pack, template, known({}), a_request(entries=own))
    assert result.values() == {text.id: "newer"}
    assert [entry.value for entry in result.strays] == ["older"]


def test_what_was_typed_is_doubted_where_the_records_say_otherwise(known: Callable[..., Facts]) -> None:
    pack, template = a_form('key = "prior[1].drug"', 'key = "patient.city"', 'kind = "check"\nkey = "patient.sex=male"')
    row, city, sex = (box.id for box in template.boxes)
    entries = (BoxEntry(row, "topiramate", ME, AT), BoxEntry(city, "Warwick", ME, AT), BoxEntry(sex, "no", ME, AT))
    facts = {"prior[1].drug": "topiramate", "patient.sex": "male"}
    result = fill(pack, template, known(facts), a_request(entries=entries))
    assert {box: fill.note for box, fill in result.boxes.items()} == {row: "", city: "", sex: OTHERWISE}
    moved = fill(pack, template, known({"prior[1].drug": "propranolol"}), a_request(entries=entries))
    assert moved.boxes[row].note == OTHERWISE
    assert moved.values()[row] == "topiramate"
