"""What is taken away from the record is gone from every letter: nothing claims what is not there."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.course import LetterKind
from app.domain.derive import collect_facts
from app.domain.sample import REQUESTS, sample_records
from app.domain.vocabulary import KeyKind, vocabulary
from app.packet.letter import Letter, draft_letter
from tests.unit.packet.letter.conftest import TODAY, gathered, source_of, typed

_RECORDS = sample_records(TODAY)
_BY_ID = {record.id: record for record in _RECORDS}
CASES = tuple(gathered(_RECORDS, _BY_ID[name]) for name in REQUESTS)  # type: ignore[arg-type]
LISTS = ("trials", "contraindications", "observations", "treatments")
_SENTINELS = {KeyKind.NUMBER: "73", KeyKind.INTEGER: "73", KeyKind.TEL: "2125550187", KeyKind.DATE: "03/09/2019"}


def drafted(case: Case, *, denied: bool = True, judged: bool = False) -> tuple[Letter, ...]:
    source = source_of(case, denied=denied, judged=judged)
    return tuple(draft_letter(source, kind) for kind in LetterKind)


def keys_of(number: int) -> list[str]:
    return [fact.key for fact in collect_facts(CASES[number], TODAY)]


@pytest.mark.parametrize("number", range(len(CASES)))
def test_each_fact_that_is_printed_goes_when_it_is_taken_away(number: int) -> None:
    """Every fact that a mark can be typed for is typed as a mark, seen, and taken away again."""
    seen = 0
    plain = _texts(CASES[number])
    for key in keys_of(number):
        ref = vocabulary().parse(key)
        if ref.kind in (KeyKind.YES_NO, KeyKind.CHOICE):
            continue
        mark = _SENTINELS.get(ref.kind, "Zq7 mark")
        by_chance = sum(_in(mark, item) for item in plain)
        marked = sum(_in(mark, item) for item in _texts(typed(CASES[number], **{key: mark})))
        if marked > by_chance:
            seen += 1
            gone = sum(_in(mark, item) for item in _texts(typed(CASES[number], **{key: ""})))
            assert gone <= by_chance, key
    assert seen >= 20


@pytest.mark.parametrize("number", range(len(CASES)))
@settings(max_examples=12)
@given(data=st.data())
def test_no_sentence_stands_on_a_fact_that_was_taken_away(number: int, data: st.DataObject) -> None:
    taken = data.draw(st.lists(st.sampled_from(keys_of(number)), min_size=1, max_size=8, unique=True))
    case = typed(CASES[number], **dict.fromkeys(taken, ""))
    facts = collect_facts(case, TODAY)
    for letter in drafted(case, judged=True):
        for item in (*letter.sentences, *letter.cells):
            for key in item.keys:
                at_observation = any(origin.record.startswith("observation:") for origin in item.origins)
                assert facts.get(key) is not None or (key.startswith("measure.") and at_observation)


@pytest.mark.parametrize("number", range(len(CASES)))
@settings(max_examples=12)
@given(data=st.data())
def test_no_sentence_stands_on_a_record_that_was_taken_away(number: int, data: st.DataObject) -> None:
    case, gone = CASES[number], set()
    for name in LISTS:
        kept = tuple(item for item in getattr(case, name) if data.draw(st.booleans()))
        gone |= {item.id for item in getattr(case, name)} - {item.id for item in kept}
        case = replace(case, **{name: kept})
    for letter in drafted(case):
        origins = {
            origin.record.partition(":")[2] for item in (*letter.sentences, *letter.cells) for origin in item.origins
        }
        assert not origins & gone
        if not case.trials and not case.contraindications and letter.kind is not LetterKind.APPEAL:
            assert "prior[1].drug" in {gap.key for gap in letter.gaps}


def test_an_empty_request_is_all_gaps_and_no_claims() -> None:
    case = CASES[0]
    request = replace(case.request, diagnoses=(), cpt=(), drug=replace(case.request.drug, **_no_order()), indication="")
    bare = replace(
        case,
        request=replace(request, start=None, end=None, justification=""),
        patient=replace(case.patient, dob=None),
        coverage=None,
        payer=None,
        prescriber=None,
        trials=(),
        contraindications=(),
        observations=(),
        treatments=(),
        location=None,
    )
    for letter in drafted(bare, denied=False):
        for sentence in letter.sentences:
            text = re.sub(r"\[[^\]]+: not documented\]", "", sentence.text)
            assert not re.search(r"[0-9]{2}", text.replace(f"{TODAY.year}", "")) or sentence.source
        assert letter.gaps or letter.kind is LetterKind.ADDENDUM


def _no_order() -> dict[str, object]:
    empty = type(CASES[0].request.drug)()
    return {name: getattr(empty, name) for name in empty.__dataclass_fields__}


def _texts(case: Case) -> list[str]:
    letters = drafted(case)
    found = [item.text for letter in letters for item in (*letter.sentences, *letter.cells)]
    return [*found, *(line for letter in letters for line in (*letter.to, *letter.signer.lines, letter.foot))]


def _in(mark: str, text: str) -> bool:
    wanted = {"2125550187": "(212) 555-0187"}.get(mark, mark)
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(wanted)}(?![0-9A-Za-z])", text) is not None or (
        mark == "03/09/2019" and "March 2019" in text
    )
