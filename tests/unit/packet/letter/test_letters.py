"""Letters of the sample patients: as they read, and each sentence with the fact behind it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.criteria.findings import Topic
from app.domain.case import Case
from app.domain.clinical import Outcome, Phase
from app.domain.course import LetterKind
from app.domain.dates import PartialDate
from app.domain.indications import conditions
from app.domain.request import RequestType
from app.packet.letter import Basis, ChartBlock, Letter, LetterTable, Paragraph, bundled_wordings, draft_letter
from app.packet.letter.evidence import evidence
from tests.unit.packet.letter.conftest import REASON, TODAY, source_of, typed

GOLDEN = Path(__file__).resolve().parents[3] / "golden" / "letters"
KINDS = {0: LetterKind.NECESSITY, 1: LetterKind.NECESSITY, 2: LetterKind.RENEWAL}


def shown(letter: Letter) -> str:
    """The whole letter as text, as a golden file keeps it."""
    about = "\n".join(f"{label}: {cell.text}" for label, cell in letter.about)
    parts = (letter.date, "\n".join(letter.to), about, letter.text, "\n".join(letter.signer.lines), letter.foot)
    return "\n\n".join(part for part in parts if part) + "\n"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        *((0, LetterKind.NECESSITY), (1, LetterKind.NECESSITY), (2, LetterKind.RENEWAL)),
        *((0, LetterKind.APPEAL), (1, LetterKind.BRIEF), (2, LetterKind.ADDENDUM)),
    ],
)
def test_letters_read_as_they_were_read_over(cases: tuple[Case, ...], number: int, kind: LetterKind) -> None:
    denied = kind in (LetterKind.APPEAL, LetterKind.BRIEF)
    letter = draft_letter(source_of(cases[number], denied=denied), kind)
    assert shown(letter) == (GOLDEN / f"{number}-{kind}.txt").read_text(encoding="utf-8")
    assert letter.gaps == ()


@pytest.mark.parametrize("number", KINDS)
def test_a_reviewer_finds_what_a_strong_letter_has(cases: tuple[Case, ...], number: int) -> None:
    """Line of reference, ask, counted diagnosis, trials with class, dose, dates, days, reason, plan, signature."""
    case = cases[number]
    letter = draft_letter(source_of(case), KINDS[number])
    text = shown(letter)
    coverage, order = case.coverage, case.request.drug
    assert coverage is not None
    wanted = [case.patient.name.full, coverage.member_id, order.hcpcs, *case.request.cpt, order.dose, "every 12 weeks"]
    wanted += [diagnosis.icd10 for diagnosis in case.request.diagnoses]
    for trial in case.trials:
        wanted += [trial.dose, trial.reason, trial.start.us() if trial.start else "", trial.evidence]
    wanted += [item.reason for item in case.contraindications]
    wanted += [f"{item.value}" for item in case.observations if item.measure == "headache_days"]
    assert [item for item in wanted if item and item not in text] == []
    assert letter.signer.lines
    assert any(isinstance(block, ChartBlock) for block in letter.blocks) == (KINDS[number] is LetterKind.RENEWAL)


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("number", [0, 1, 2])
@pytest.mark.parametrize("judged", [False, True])
def test_each_sentence_traces_to_what_is_on_file(
    of_aetna: Callable[[int], Case], number: int, kind: LetterKind, judged: bool
) -> None:
    case = of_aetna(number)
    source = source_of(case, denied=True, judged=judged)
    letter = draft_letter(source, kind)
    records = _records(case)
    assert all(_traced(letter, source.facts.get(key) is not None, key) for key in _keys(letter))
    for origin in (origin for item in (*letter.sentences, *letter.cells) for origin in item.origins):
        kind_of, _, name = origin.record.partition(":")
        assert kind_of in ("", "policy", "denial") or name in records
    for sentence in letter.sentences:
        if sentence.basis is Basis.FIXED:
            assert _plain(sentence.text) in _fixed_lines()
        elif sentence.basis is Basis.CITED:
            assert sentence.source in evidence()
        else:
            assert sentence.keys or sentence.origins or sentence.gaps
    for cell in (cell for cell in letter.cells if cell.text not in _labels(letter)):
        assert cell.keys or cell.origins or cell.gap or cell.text in ("", "–") or not re.search(r"\d\d", cell.text)


def test_every_condition_and_topic_has_its_words(cases: tuple[Case, ...]) -> None:
    for condition in conditions():
        for asked in (RequestType.INITIAL, RequestType.CONTINUATION):
            request = replace(cases[0].request, indication=condition, type=asked)
            kind = LetterKind.NECESSITY if asked is RequestType.INITIAL else LetterKind.RENEWAL
            letter = draft_letter(source_of(replace(cases[0], request=request)), kind)
            assert letter.sentences
    for topic in Topic:
        assert bundled_wordings().text(f"answers/{topic}.j2")


def test_an_appeal_quotes_the_notice_and_answers_its_topics(cases: tuple[Case, ...]) -> None:
    letter = draft_letter(source_of(cases[0], denied=True), LetterKind.APPEAL)
    names = [block.name for block in letter.blocks if isinstance(block, Paragraph)]
    assert [name for name in names if name.startswith("answer")] == [
        *("answer step_therapy", "answer frequency", "answer duration")
    ]
    quoted = next(sentence for sentence in letter.sentences if REASON in sentence.text)
    assert quoted.basis is Basis.PAYER
    assert quoted.origins[0].record == "denial:d1"


def test_criteria_that_were_read_are_answered_one_by_one(of_aetna: Callable[[int], Case]) -> None:
    letter = draft_letter(source_of(of_aetna(0), judged=True), LetterKind.NECESSITY)
    table = next(block for block in letter.blocks if isinstance(block, LetterTable) and block.name == "criteria")
    rows = {row[0].text: row[1] for row in table.rows}
    assert "22 headache days a month" in rows["Headache on 15 or more days a month"].text
    assert "measure.headache_days" in rows["Headache on 15 or more days a month"].keys
    assert all(cell.gap or cell.origins[-1].record.startswith("policy:") for cell in rows.values())


def test_a_criterion_that_is_not_met_is_told_to_the_office_and_not_to_the_payer(
    of_aetna: Callable[[int], Case],
) -> None:
    few = typed(of_aetna(0), measure__headache_days="9")
    letter = draft_letter(source_of(few, judged=True), LetterKind.NECESSITY)
    table = next(block for block in letter.blocks if isinstance(block, LetterTable) and block.name == "criteria")
    assert not any("15 or more days" in row[0].text for row in table.rows)
    assert any("not met" in note and "15 or more days" in note for note in letter.notes)
    assert "9 headache days a month" in letter.text


def test_criteria_that_were_only_heard_of_are_never_quoted(cases: tuple[Case, ...]) -> None:
    payer = cases[0].payer
    assert payer is not None
    for name in ("Cigna", "Humana", "Anthem"):
        case = replace(cases[0], payer=replace(payer, name=name))
        letter = draft_letter(source_of(case, judged=True), LetterKind.NECESSITY)
        assert not any(isinstance(block, LetterTable) and block.name == "criteria" for block in letter.blocks)


def test_what_is_typed_for_the_request_stands_in_text_table_and_chart(cases: tuple[Case, ...]) -> None:
    case = typed(cases[2], measure__headache_days="6", measure__baseline_headache_days="23")
    letter = draft_letter(source_of(case), LetterKind.RENEWAL)
    assert "had 23 headache days a month" in letter.text
    assert "17 fewer headache days a month" in letter.text
    chart = next(block for block in letter.blocks if isinstance(block, ChartBlock))
    values = [column.value for column in chart.spec.columns if column.value is not None]
    assert values == [Decimal(23), Decimal(6)]
    table = next(block for block in letter.blocks if isinstance(block, LetterTable) and block.name.startswith("months"))
    assert [row[1].text for row in table.rows] == ["23", "not recorded", "6"]


def test_no_fall_is_claimed_where_there_was_none(cases: tuple[Case, ...]) -> None:
    letter = draft_letter(source_of(typed(cases[2], measure__headache_days="21")), LetterKind.RENEWAL)
    assert "reduction" not in letter.text
    assert "fewer headache days a month" not in letter.text
    assert "since treatment the number is 21" in letter.text


def test_a_month_alone_is_told_to_the_office(cases: tuple[Case, ...]) -> None:
    first, *rest = cases[0].trials
    vague = replace(first, start=PartialDate(2025, 9))
    letter = draft_letter(source_of(replace(cases[0], trials=(vague, *rest))), LetterKind.NECESSITY)
    assert "Of topiramate only the month or year is known: payers count days." in letter.notes


def test_a_trial_without_dates_dose_or_result_shows_its_gaps(cases: tuple[Case, ...]) -> None:
    bare = replace(cases[0].trials[0], start=None, end=None, dose="", strength="", outcome=None, reason="")
    letter = draft_letter(source_of(replace(cases[0], trials=(bare,))), LetterKind.NECESSITY)
    keys = [gap.key for gap in letter.gaps]
    assert keys == ["prior[1].dose", "prior[1].start_date", "prior[1].outcome"]
    stopped = replace(cases[0].trials[0], end=None)
    letter = draft_letter(source_of(replace(cases[0], trials=(stopped,))), LetterKind.NECESSITY)
    assert [gap.key for gap in letter.gaps] == ["prior[1].end_date"]
    assert "from 09/19/2025, [last day: not documented]" in letter.text


def test_what_was_tried_for_another_disease_is_left_out(cases: tuple[Case, ...]) -> None:
    other = replace(cases[0].trials[1], intent="cervical_dystonia")
    case = replace(cases[0], trials=(cases[0].trials[0], other))
    assert "ropranolol" not in draft_letter(source_of(case), LetterKind.NECESSITY).text


def test_values_can_neither_break_out_of_their_sentence_nor_write_a_pattern(cases: tuple[Case, ...]) -> None:
    evil = "{{ 7 * 7 }}\n# A heading\n\n@trials \ue0000\ue001 ~ fixed"
    case = typed(cases[1], measure__findings=evil)
    letter = draft_letter(source_of(case), LetterKind.NECESSITY)
    sentence = next(item for item in letter.sentences if "measure.findings" in item.keys)
    assert "{{ 7 * 7 }} # A heading @trials" in sentence.text
    assert "49" not in letter.text
    assert letter.text.count("Therapies tried before") == 1


def test_treatments_after_the_letter_are_not_counted(cases: tuple[Case, ...]) -> None:
    late = replace(cases[2].treatments[0], date=TODAY.replace(year=2027))
    case = replace(cases[2], treatments=(*cases[2].treatments, late))
    assert "four treatments, the last on 09/07/2026" in draft_letter(source_of(case), LetterKind.RENEWAL).text


def test_an_allergy_bars_as_a_contraindication_does(cases: tuple[Case, ...]) -> None:
    first, *rest = cases[0].trials
    allergic = replace(first, outcome=Outcome.ALLERGY, reason="hives")
    letter = draft_letter(source_of(replace(cases[0], trials=(allergic, *rest))), LetterKind.NECESSITY)
    assert "Contraindicated: topiramate (hives) and divalproex (may become pregnant)." in letter.text
    assert "two medications from two classes" in letter.text


def test_phases_are_not_mixed_up(cases: tuple[Case, ...]) -> None:
    only_now = tuple(item for item in cases[2].observations if item.phase is Phase.CURRENT)
    letter = draft_letter(source_of(replace(cases[2], observations=only_now)), LetterKind.RENEWAL)
    assert "measure.baseline_headache_days" in [gap.key for gap in letter.gaps]
    assert "[headache days a month before treatment: not documented]" in letter.text
    assert "reduction" not in letter.text


def test_an_unlabelled_use_is_said_and_asks_for_its_evidence(cases: tuple[Case, ...]) -> None:
    case = replace(cases[0], request=replace(cases[0].request, indication="tmj"))
    letter = draft_letter(source_of(case, judged=True), LetterKind.NECESSITY)
    assert "does not name temporomandibular joint disorder as a use" in letter.text
    assert "articles or compendia that support the use" in [gap.words for gap in letter.gaps]
    assert not any(isinstance(block, LetterTable) and block.name == "criteria" for block in letter.blocks)


def _keys(letter: Letter) -> set[str]:
    return {key for item in (*letter.sentences, *letter.cells) for key in item.keys}


def _traced(letter: Letter, is_fact: bool, key: str) -> bool:
    """A key is a fact, or a measure whose observation is named (a value before treatment has no key of its own)."""
    if is_fact:
        return True
    named = [item for item in (*letter.sentences, *letter.cells) if key in item.keys]
    return all(any(origin.record.startswith("observation:") for origin in item.origins) for item in named)


def _labels(letter: Letter) -> set[str]:
    """What the first column of a table asks, rather than says."""
    asking = (
        block for block in letter.blocks if isinstance(block, LetterTable) and block.name in ("measures", "criteria")
    )
    return {row[0].text for block in asking for row in block.rows}


def _records(case: Case) -> set[str]:
    lists = (case.trials, case.contraindications, case.observations, case.treatments, case.attachments)
    single = (case.request, case.patient, case.practice, case.location, case.preparer, case.prescriber)
    single = (*single, case.payer, case.coverage, case.facility, case.pharmacy)
    return {item.id for group in lists for item in group} | {item.id for item in single if item is not None}


def _fixed_lines() -> set[str]:
    lines = (line for _, text in bundled_wordings().texts for line in text.splitlines())
    return {_plain(line.removeprefix("~")) for line in lines if line.startswith("~")}


def _plain(text: str) -> str:
    return " ".join(text.split())
