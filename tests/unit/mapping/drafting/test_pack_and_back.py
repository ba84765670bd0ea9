"""From packs to drafts and back, editions carried over, snapping, and everything in plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.mapping.drafting.merge import carried_over
from app.mapping.drafting.model import BoxState, Draft, Standing
from app.mapping.drafting.plain import meaning_words, search, sureness, ways
from app.mapping.drafting.snapping import Guides, snapped
from app.mapping.drafting.to_pack import bare_box, draft_of, pack_of
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.library import PackLibrary
from app.mapping.loading import load_pack
from app.mapping.model import Pack, Source, SourceKind
from app.mapping.placing import declared_boxes
from app.pdf.ink.marks import RING
from app.pdf.template import Box, BoxId, BoxKind, Rect, Template


def test_every_pack_that_comes_with_the_program_reads_back_equal_from_the_text_made_of_it(library: PackLibrary) -> None:
    assert len(library) >= 2
    for pack in library:
        assert load_pack(pack_toml(pack), "again") == pack


def test_a_printed_letter_that_is_circled_stays_so_through_pack_and_draft(flat_template: Template) -> None:
    letter = Box(BoxId("1:40,40"), 1, Rect(36, 36, 44, 44), BoxKind.CHECK, label="Y", style=RING)
    template = replace(flat_template, boxes=(letter,))
    head = Pack("payer/form/1", "Form", "Payer", 1)
    source = Source(SourceKind.TICK, rule="patient.age >= 18")
    draft = Draft(head, (replace(bare_box(letter, 0.0, {("", ""): 1}), source=source),))
    pack = load_pack(pack_toml(pack_of(draft)), "test")
    assert [box.style for box in declared_boxes(pack)] == [RING]
    assert [box.ring for box in draft_of(pack, template).boxes] == [True]


def test_a_pack_opened_for_editing_says_the_same_of_every_box(own_pack: Pack, own_template: Template) -> None:
    draft = draft_of(own_pack, own_template)
    made = {box.field or box.box or box.name: box.source for box in pack_of(draft).boxes}
    assert {box.field or box.box or box.name: box.source for box in own_pack.boxes} == made
    assert not draft.open


def test_what_stands_where_it_stood_is_settled_and_the_rest_waits(own_pack: Pack, flat_template: Template) -> None:
    before = draft_of(own_pack, flat_template)
    moved, renamed, fresh = before.boxes[0], before.boxes[1], before.boxes[2]
    boxes = tuple(replace(box, source=None, offered="") for box in before.boxes)
    boxes = tuple(
        replace(box, rect=Rect(box.rect.x0 + 9, box.rect.y0, box.rect.x1 + 9, box.rect.y1))
        if box.id == moved.id
        else replace(box, label=f"{box.label} or its like")
        if box.id == renamed.id
        else replace(box, label="Something else altogether", rect=Rect(1, 1, 9, 9))
        if box.id == fresh.id
        else box
        for box in boxes
    )
    new_edition = Draft(replace(before.head, edition="2-27"), boxes)
    old = pack_of(before)
    draft, diff = carried_over(new_edition, old)
    standing = {box.id: box.standing for box in draft.boxes}
    assert standing[fresh.id] is Standing.NEW
    assert diff.new == 1
    assert len(diff.gone) == 1
    assert diff.same + diff.moved + diff.doubtful + diff.new == len(draft.boxes)
    assert diff.same >= len(draft.boxes) - 6
    assert all(not box.is_open for box in draft.boxes if box.standing is Standing.SAME)
    assert draft.head.id != old.id


def test_edges_jump_to_rules_and_a_moved_box_keeps_its_size() -> None:
    guides = Guides(lying=((0, 600, 100),), upright=((0, 700, 50),))
    drawn = snapped(Rect(52, 102, 150, 115), guides)
    assert (drawn.x0, drawn.y0) == (50.8, 100.8)
    moved = snapped(Rect(53, 103, 153, 118), guides, whole=True)
    assert (round(moved.width, 6), round(moved.height, 6)) == (100, 15)
    assert snapped(Rect(300, 300, 400, 320), guides) == Rect(300, 300, 400, 320)


@pytest.mark.parametrize(
    ("words", "first"),
    [("birth", "Date of birth"), ("npi pres", "Prescriber's NPI"), ("drug 2", "Earlier therapy 2: drug")],
)
def test_meanings_are_found_by_some_of_their_words(words: str, first: str) -> None:
    assert search(BoxKind.TEXT, words)[0].words == first


def test_a_check_box_is_offered_values_only() -> None:
    assert all("=" in item.key for item in search(BoxKind.CHECK, "sex"))


def test_ways_of_writing_are_said_in_words(draft: Draft) -> None:
    by_words = dict(ways("patient.dob", BoxKind.TEXT))
    assert by_words["Only the month"].keys == ("patient.dob:MM",)
    assert meaning_words(draft, by_words["Only the year"]) == "Date of birth, year"
    assert dict(ways("request.urgent", BoxKind.TEXT))["As words: Yes / No"].words == {"yes": "Yes", "no": "No"}
    assert next(words for words, _ in ways("patient.sex=male", BoxKind.CHECK)) == "Tick when: Male"


def test_how_sure_an_offer_is_said_in_words() -> None:
    assert [sureness(value) for value in (0.95, 0.75, 0.5, 0.1)] == ["sure", "likely", "perhaps", "a guess"]
    assert BoxState.OPEN.value == "not understood"
