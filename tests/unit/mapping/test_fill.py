"""Filling, on small forms made for one case each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest

from app.domain.facts import Facts, Origin, OriginKind
from app.domain.request import AnswerOrigin, BoxEntry
from app.mapping.fill import fill
from app.mapping.filled import EmptyReason, FillState
from app.mapping.model import Importance
from app.mapping.pack import declared_boxes, load_pack
from tests.unit.mapping.small_form import AT, HEAD, ME, SECTIONS, a_form, a_request, answer, filled, states


def test_a_documented_fact_fills_its_box_and_keeps_its_origin(known: Callable[..., Facts]) -> None:
    result, (box,) = filled(a_form('key = "patient.dob"'), known({"patient.dob": dt.date(1985, 3, 7)}))
    assert (box.value, box.state, box.keys) == ("03/07/1985", FillState.FILLED, ("patient.dob",))
    assert box.origins == (Origin(OriginKind.PROFILE, "test:patient.dob"),)
    assert result.values() == {box.box: "03/07/1985"}
    assert result.boxes_of("patient.dob") == (box.box,)


@pytest.mark.parametrize(
    ("importance", "state"),
    [("required", FillState.MISSING), ("important", FillState.MISSING), ("optional", FillState.EMPTY_ON_PURPOSE)],
)
def test_what_is_not_documented_is_missing_unless_optional(
    known: Callable[..., Facts], importance: str, state: FillState
) -> None:
    _, (box,) = filled(a_form(f'key = "patient.dob"\nimportance = "{importance}"'), known({}))
    assert (box.state, box.lacking, box.value) == (state, ("patient.dob",), None)


def test_a_box_lists_every_fact_that_it_was_made_from(known: Callable[..., Facts]) -> None:
    facts = known({"prescriber.full_name": "Sara Lind", "prescriber.npi": "1234567893"})
    _, (box,) = filled(a_form('compose = "{prescriber.full_name}, NPI {prescriber.npi}"'), facts)
    assert box.value == "Sara Lind, NPI 1234567893"
    assert [origin.record for origin in box.origins] == ["test:prescriber.full_name", "test:prescriber.npi"]


def test_yes_and_no_exclude_one_another(known: Callable[..., Facts]) -> None:
    pair = ('kind = "check"\nkey = "request.urgent=yes"', 'kind = "check"\nkey = "request.urgent=no"')
    result, (yes, no) = filled(a_form(*pair), known({"request.urgent": False}))
    assert (yes.value, yes.state, yes.reason) == (False, FillState.EMPTY_ON_PURPOSE, EmptyReason.ALTERNATIVE)
    assert (no.value, no.state) == (True, FillState.FILLED)
    assert result.values() == {yes.box: False, no.box: True}


def test_a_pair_without_an_answer_is_missing_once(known: Callable[..., Facts]) -> None:
    pair = [f'kind = "check"\nkey = "request.urgent={value}"\nimportance = "required"' for value in ("yes", "no")]
    result, fills = filled(a_form(*pair), known({}))
    assert states(fills) == [FillState.MISSING, FillState.EMPTY_ON_PURPOSE]
    assert fills[1].reason is EmptyReason.GROUP_OPEN
    assert result.counts.sentence() == "2 boxes: 0 filled, 1 empty on purpose, 1 missing"


def test_a_choice_that_the_form_does_not_offer_is_missing(known: Callable[..., Facts]) -> None:
    offered = [
        f'kind = "check"\nkey = "supply.route={value}"\nimportance = "required"' for value in ("retail", "buy_and_bill")
    ]
    _, fills = filled(a_form(*offered), known({"supply.route": "home_infusion"}))
    assert states(fills) == [FillState.MISSING, FillState.EMPTY_ON_PURPOSE]
    assert fills[0].keys == ("supply.route",)


def test_only_one_of_two_units_is_filled_and_it_is_the_one_entered(known: Callable[..., Facts]) -> None:
    form = a_form('key = "patient.weight_lb"\ngroup = "weight"', 'key = "patient.weight_kg"\ngroup = "weight"')
    entered = known({"patient.weight_kg": 68})
    converted = known({"patient.weight_lb": 150}, OriginKind.DERIVED)
    _, (pounds, kilograms) = filled(form, Facts({**converted.by_key, **entered.by_key}))
    assert (pounds.state, pounds.reason) == (FillState.EMPTY_ON_PURPOSE, EmptyReason.ALTERNATIVE)
    assert (kilograms.value, kilograms.state) == ("68", FillState.FILLED)


def test_of_many_that_may_apply_several_are_ticked(known: Callable[..., Facts]) -> None:
    pack, template = a_form(
        'kind = "check"\ntick = "patient.age >= 18"\ngroup = "any"\nimportance = "required"',
        'kind = "check"\ntick = "patient.age >= 65"\ngroup = "any"',
    )
    many = load_pack(HEAD + SECTIONS + '[[group]]\nid = "any"\npick = "any"\n', "group.toml").picks
    form = (replace(pack, picks=many), template)
    assert states(filled(form, known({"patient.age": 70}))[1]) == [FillState.FILLED, FillState.FILLED]
    assert states(filled(form, known({"patient.age": 40}))[1]) == [FillState.FILLED, FillState.EMPTY_ON_PURPOSE]
    assert states(filled(form, known({"patient.age": 7}))[1]) == [FillState.MISSING, FillState.EMPTY_ON_PURPOSE]


@pytest.mark.parametrize(
    ("facts", "section"),
    [
        ({"condition": "chronic_migraine", "request.type": "initial"}, "initial"),
        ({"condition": "chronic_migraine", "request.type": "continuation"}, "continuation"),
        ({"condition": "chronic_migraine", "request.type": "extension"}, "continuation"),
        ({"condition": "chronic_migraine", "request.type": "appeal"}, "initial"),
        (
            {"condition": "chronic_migraine", "request.type": "appeal", "request.currently_on_drug": True},
            "continuation",
        ),
        ({"condition": "cervical_dystonia", "request.type": "initial"}, ""),
        ({"request.type": "initial"}, ""),
    ],
)
def test_a_section_that_does_not_apply_is_left_alone(
    known: Callable[..., Facts], facts: dict[str, str], section: str
) -> None:
    form = a_form(*(f'section = "{name}"\nkey = "patient.last_name"' for name in ("initial", "continuation")))
    result, fills = filled(form, known({**facts, "patient.last_name": "Nguyễn"}))
    touched = [box.section for box in fills if box.state is not FillState.EMPTY_ON_PURPOSE]
    assert touched == ([section] if section else [])
    assert all(box.reason is EmptyReason.SECTION for box in fills if box.section not in touched)
    assert all(value is not None for value in result.values().values())


def test_a_condition_of_a_box_that_may_hold_keeps_it_asked_for(known: Callable[..., Facts]) -> None:
    form = a_form('key = "facility.name"\nimportance = "required"\nwhen = \'facility.site != "office"\'')
    assert states(filled(form, known({"facility.site": "office"}))[1]) == [FillState.EMPTY_ON_PURPOSE]
    assert states(filled(form, known({"facility.site": "asc"}))[1]) == [FillState.MISSING]
    assert states(filled(form, known({}))[1]) == [FillState.MISSING]


def test_a_proposal_is_printed_only_when_confirmed(known: Callable[..., Facts]) -> None:
    form, facts = a_form('ask = "ask.adult"\nimportance = "required"'), known({"patient.age": 41})
    result, (box,) = filled(form, facts)
    assert (box.value, box.state, box.keys, box.question) == ("Yes", FillState.PROPOSED, ("patient.age",), "ask.adult")
    assert result.values() == {}
    result, (box,) = filled(form, facts, a_request(answer("ask.adult", "yes")))
    assert (box.state, result.values()) == (FillState.FILLED, {box.box: "Yes"})
    assert (box.origins[0].kind, box.origins[0].by) == (OriginKind.TYPED, ME)


def test_a_question_without_an_answer_is_missing(known: Callable[..., Facts]) -> None:
    _, (box,) = filled(a_form('ask = "ask.adult"\nimportance = "required"'), known({}))
    assert (box.state, box.lacking, box.value) == (FillState.MISSING, ("patient.age",), None)


def test_a_carried_answer_is_never_written_unseen(known: Callable[..., Facts]) -> None:
    carried = answer("ask.adult", "no", origin=AnswerOrigin.CARRIED, confirmed=False)
    result, (box,) = filled(a_form('ask = "ask.adult"'), known({}), a_request(carried))
    assert (box.value, box.state) == ("No", FillState.PROPOSED)
    assert box.origins[0].kind is OriginKind.CARRIED
    assert result.values() == {}


def test_fresh_facts_win_over_a_carried_answer(known: Callable[..., Facts]) -> None:
    carried = answer("ask.adult", "no", origin=AnswerOrigin.CARRIED, confirmed=False)
    _, (box,) = filled(a_form('ask = "ask.adult"'), known({"patient.age": 18}), a_request(carried))
    assert (box.value, box.state, box.origins[0].kind) == ("Yes", FillState.PROPOSED, OriginKind.DERIVED)


def test_a_confirmed_proposal_is_asked_again_when_the_facts_turn(known: Callable[..., Facts]) -> None:
    request = a_request(answer("ask.adult", "yes", origin=AnswerOrigin.DERIVED))
    _, (box,) = filled(a_form('ask = "ask.adult"'), known({"patient.age": 17}), request)
    assert (box.value, box.state) == ("No", FillState.PROPOSED)
    assert box.note


def test_what_a_person_typed_stays_and_is_doubted(known: Callable[..., Facts]) -> None:
    request = a_request(answer("ask.adult", "yes"))
    _, (box,) = filled(a_form('ask = "ask.adult"'), known({"patient.age": 17}), request)
    assert (box.value, box.state, box.note) == ("Yes", FillState.FILLED, "The records say otherwise.")


def test_check_boxes_of_a_question_are_proposed_as_a_pair(known: Callable[..., Facts]) -> None:
    pair = [f'kind = "check"\nask = "ask.adult"\nis = "{value}"\nimportance = "required"' for value in ("yes", "no")]
    result, fills = filled(a_form(*pair), known({"patient.age": 41}))
    assert states(fills) == [FillState.PROPOSED, FillState.EMPTY_ON_PURPOSE]
    assert result.values() == {fills[1].box: False}


THERAPIES = {
    "prior[1].drug": "topiramate",
    "prior[2].drug": "propranolol",
}


def test_the_detail_of_an_answer_is_printed_with_it(known: Callable[..., Facts]) -> None:
    form, facts = a_form('ask = "ask.two"', 'ask = "ask.two"\ndetail = true'), known(THERAPIES)
    _, fills = filled(form, facts)
    assert [box.value for box in fills] == ["Yes: topiramate, propranolol", "topiramate, propranolol"]
    assert states(fills) == [FillState.PROPOSED, FillState.PROPOSED]


def test_a_detail_not_yet_seen_keeps_the_whole_answer_back(known: Callable[..., Facts]) -> None:
    form, facts = a_form('ask = "ask.two"'), known(THERAPIES)
    half = a_request(answer("ask.two", "yes"))
    whole = a_request(answer("ask.two", "yes"), answer("ask.two.detail", "topiramate, propranolol"))
    assert states(filled(form, facts, half)[1]) == [FillState.PROPOSED]
    assert states(filled(form, facts, whole)[1]) == [FillState.FILLED]


def test_a_detail_that_is_not_wanted_is_left_empty(known: Callable[..., Facts]) -> None:
    form = a_form('ask = "ask.two"', 'ask = "ask.two"\ndetail = true\nimportance = "required"')
    _, (box, detail) = filled(form, known(THERAPIES), a_request(answer("ask.two", "no")))
    assert box.value == "No"
    assert (detail.state, detail.reason) == (FillState.EMPTY_ON_PURPOSE, EmptyReason.CONDITION)


def test_a_lacking_detail_is_told(known: Callable[..., Facts]) -> None:
    _, (box,) = filled(a_form('ask = "ask.two"'), known({}), a_request(answer("ask.two", "yes")))
    assert (box.value, box.lacking) == ("Yes", ("ask.two.detail",))


def test_the_payers_boxes_are_never_filled(known: Callable[..., Facts]) -> None:
    _, (box,) = filled(a_form("never = true"), known({}))
    assert (box.state, box.reason) == (FillState.EMPTY_ON_PURPOSE, EmptyReason.NOT_FOR_OFFICE)


def test_rows_beyond_the_last_therapy_are_no_gap(known: Callable[..., Facts]) -> None:
    rows = [f'key = "prior[{row}].drug"\nimportance = "required"' for row in (1, 2)]
    assert states(filled(a_form(*rows), known({}))[1]) == [FillState.MISSING, FillState.EMPTY_ON_PURPOSE]
    one = known({"prior[1].drug": "topiramate"})
    assert states(filled(a_form(*rows), one)[1]) == [FillState.FILLED, FillState.EMPTY_ON_PURPOSE]
    gap = [f'key = "prior[1].{part}"\nimportance = "important"' for part in ("drug", "start_date")]
    assert states(filled(a_form(*gap), one)[1]) == [FillState.FILLED, FillState.MISSING]


def test_signature_and_date_wait_for_the_signer(known: Callable[..., Facts]) -> None:
    form = a_form(
        'kind = "signature"\nkey = "attest.signature"\nimportance = "required"',
        'key = "attest.signature_date:MM"\nimportance = "required"',
        'key = "attest.signature_date"\nformat = "MM-DD-YY"\nimportance = "required"',
    )
    result, (mark, month, whole) = filled(form, known({}))
    assert {box.reason for box in (mark, month, whole)} == {EmptyReason.SIGNING}
    places = result.signature_places(dt.date(2026, 11, 24))
    assert places.mark == (mark.box,)
    assert places.dates == {month.box: "11", whole.box: "11-24-26"}
    signed = result.signed(dt.date(2026, 11, 24), Origin(OriginKind.TYPED, by=ME))
    assert signed.counts.sentence() == "3 boxes: 3 filled, 0 empty on purpose, 0 missing"
    assert signed.values() == {month.box: "11", whole.box: "11-24-26"}


def test_boxes_that_the_blank_does_not_have_are_told(known: Callable[..., Facts]) -> None:
    pack, template = a_form('key = "patient.last_name"', 'key = "patient.first_name"')
    short = replace(template, boxes=template.boxes[:1])
    result = fill(pack, short, known({}), a_request())
    assert [box.label for box in result.unplaced] == ["Box 1"]


def test_counts_add_up(known: Callable[..., Facts]) -> None:
    form = a_form(
        'key = "patient.last_name"',
        'key = "patient.dob"\nimportance = "required"',
        'key = "patient.email"',
        'ask = "ask.adult"',
    )
    result, _ = filled(form, known({"patient.last_name": "Nguyễn", "patient.age": 41}))
    assert result.counts.sentence() == "4 boxes: 1 filled, 1 empty on purpose, 1 missing, 1 proposed"
    assert [box.title for box in result.missing()] == ["Box 1"]
    assert [box.title for box in result.proposed()] == ["Box 3"]


def test_a_box_printed_twice_is_ticked_twice(known: Callable[..., Facts]) -> None:
    twice = [f'kind = "check"\nkey = "request.urgent={value}"' for value in ("yes", "no", "yes", "no")]
    result, _ = filled(a_form(*twice), known({"request.urgent": True}))
    assert list(result.values().values()) == [True, False, True, False]


def test_an_answer_that_is_a_date_goes_into_its_parts(known: Callable[..., Facts]) -> None:
    _, template = a_form('ask = "ask.adult"')
    since = load_pack(
        HEAD + SECTIONS + '[[question]]\nid = "ask.since"\ntype = "date"\nwording = "Since?"\nsection = "s"\n'
        '[[box]]\npage = 1\nrect = [1, 1, 9, 9]\nlabel = "M"\nsection = "s"\nask = "ask.since"\npart = "MM"\n'
        '[[box]]\npage = 1\nrect = [11, 1, 19, 9]\nlabel = "D"\nsection = "s"\nask = "ask.since"\npart = "DD"\n'
        '[[box]]\npage = 1\nrect = [21, 1, 29, 9]\nlabel = "Date"\nsection = "s"\nask = "ask.since"\n',
        "dates.toml",
    )
    form = (since, replace(template, boxes=declared_boxes(since)))
    to_the_day, _ = filled(form, known({}), a_request(answer("ask.since", "2026-03-09")))
    assert list(to_the_day.values().values()) == ["03", "09", "03/09/2026"]
    to_the_month, _ = filled(form, known({}), a_request(answer("ask.since", "2026-03")))
    assert list(to_the_month.values().values()) == ["03", "03/2026"]
    in_words, _ = filled(form, known({}), a_request(answer("ask.since", "spring 2026")))
    assert list(in_words.values().values()) == ["spring 2026"]


def test_a_composed_box_leads_to_all_its_facts_while_it_is_missing(known: Callable[..., Facts]) -> None:
    form = a_form('compose = "{prescriber.full_name}, NPI {prescriber.npi}"\nimportance = "required"')
    result, (box,) = filled(form, known({"prescriber.full_name": "Sara Lind"}))
    assert (box.state, box.lacking) == (FillState.MISSING, ("prescriber.npi",))
    assert result.boxes_of("prescriber.npi") == (box.box,)


FIVE = {
    **{f"prior[{row}].drug": f"drug {row}" for row in range(1, 5)},
    "prior[3].dose": "5 mg daily",
    "prior[3].outcome": "intolerance",
    "prior[3].reason": "drowsy",
}
TABLE = ('key = "prior[1].drug"', 'key = "prior[2].drug"')


def test_therapies_beyond_the_table_go_to_the_box_that_takes_them(known: Callable[..., Facts]) -> None:
    form = a_form(*TABLE, 'key = "request.justification"\nrest = "prior"')
    result, fills = filled(form, known({**FIVE, "request.justification": "Because."}))
    assert fills[2].value == "Because.\nFurther therapies: drug 3 5 mg daily: Not tolerated, drowsy; drug 4."
    assert "prior[3].reason" in fills[2].keys
    assert result.left_over == ()
    assert filled(form, known(FIVE))[1][2].value == (
        "Further therapies: drug 3 5 mg daily: Not tolerated, drowsy; drug 4."
    )


def test_therapies_that_stand_nowhere_are_told(known: Callable[..., Facts]) -> None:
    result, _ = filled(a_form(*TABLE), known(FIVE))
    assert [(item.row, item.text) for item in result.left_over] == [
        (3, "drug 3 5 mg daily: Not tolerated, drowsy"),
        (4, "drug 4"),
    ]


def test_a_form_without_a_table_has_nothing_left_over(known: Callable[..., Facts]) -> None:
    assert filled(a_form('key = "prior.summary"'), known(FIVE))[0].left_over == ()


def test_what_was_typed_into_the_box_that_takes_the_rest_is_not_added_to(known: Callable[..., Facts]) -> None:
    pack, template = a_form(*TABLE, 'key = "request.justification"\nrest = "prior"')
    entry = BoxEntry(template.boxes[2].id, "Typed.", ME, AT)
    result = fill(pack, template, known(FIVE), a_request(entries=(entry,)))
    assert result.values()[template.boxes[2].id] == "Typed."
    assert len(result.left_over) == 2


@pytest.mark.parametrize(
    ("importance", "state"), [("important", FillState.MISSING), ("optional", FillState.EMPTY_ON_PURPOSE)]
)
def test_a_box_is_as_much_wanted_as_the_answer_to_its_question(
    known: Callable[..., Facts], importance: str, state: FillState
) -> None:
    pack, template = a_form('ask = "ask.two"', 'ask = "ask.two"\ndetail = true')
    insisted = replace(pack, questions=tuple(replace(q, importance=Importance(importance)) for q in pack.questions))
    _, (box, detail) = filled((insisted, template), known({}))
    assert (box.state, box.importance) == (state, Importance(importance))
    assert detail.state is FillState.EMPTY_ON_PURPOSE
    _, (_, wanted) = filled((insisted, template), known({}), a_request(answer("ask.two", "yes")))
    assert wanted.state is state
