"""What a payer's reviewer looks for stands in every letter, in the order of reading; no number comes from nowhere."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest

from app.domain.case import Case
from app.domain.course import LetterKind
from app.domain.parts import as_text
from app.domain.vocabulary import vocabulary
from app.packet.letter import Basis, LetterTable, draft_letter
from app.packet.letter.model import Cell, Sentence
from app.packet.letter.source import LetterSource
from app.packet.letter_pdf import letter_pdf
from tests.unit.packet.letter.conftest import source_of
from tests.unit.packet.letter.test_letters import shown

_NUMBER = re.compile(r"\d+")


def _in_order(text: str, wanted: tuple[str, ...]) -> list[str]:
    """What is not found, each looked for behind the one before."""
    at, missing = 0, []
    for part in wanted:
        found = text.find(part, at)
        if found < 0:
            missing.append(part)
        else:
            at = found
    return missing


#: The line of reference, the ask, the counted diagnosis, the burden, what was tried, the plan, criteria, evidence,
#: what a denial means, the offer to talk, the signature.
_OF_A_FIRST_REQUEST = (
    *("Member ID: JHP000410077", "J0585", "155 units", "CPT 64615", "G43.709", "Dates of service: 12/07/2026 to "),
    *("to request prior authorization of Botox", "22 headache days a month", "14 of them migraine days"),
    *("lasts 8 hours", "this frequent for 14 months", "one-sided", "HIT-6 score is 66", "MIDAS score is 58"),
    *("Contraindicated: divalproex (may become pregnant)", "Topiramate (antiepileptic)", "100 mg daily", "110 days"),
    *("Inadequate response: headache days unchanged", "Propranolol", "Not tolerated: pulse below 50"),
    *("155 units intramuscularly into 31 sites", "every 12 weeks", "My specialty is neurology", "Lakeview Neurology"),
    *("CPB 0113", "Headache on 15 or more days a month", "PREEMPT 2", "If this request is denied", "peer-to-peer"),
    *("Sara E. Lind, MD", "NPI 1234567893"),
)


def test_a_first_request_has_all_parts_of_a_strong_letter_in_their_order(of_aetna: Callable[[int], Case]) -> None:
    case = of_aetna(0)
    letter = draft_letter(source_of(case, judged=True), LetterKind.NECESSITY)
    wanted = (f"Date of birth: {case.patient.dob:%m/%d/%Y}", *_OF_A_FIRST_REQUEST)
    assert _in_order(shown(letter), wanted) == []


def test_a_renewal_tells_before_and_now_and_what_would_end(cases: tuple[Case, ...]) -> None:
    letter = draft_letter(source_of(cases[2], judged=True), LetterKind.RENEWAL)
    wanted = (
        *("Authorization: JHP-SAMPLE-0001", "authorization to continue Botox", "four treatments, the last on"),
        *("Before treatment the patient had 20 headache days", "since treatment the number is 8", "a reduction of 60%"),
        *("HIT-6 score was 68 and is 54 now", "chart: Headache days a month", "not recorded", "Topiramate"),
        *("At least 7 fewer headache days", "fell from 20 to 8 a month ends", "Sara E. Lind, MD"),
    )
    assert _in_order(shown(letter), wanted) == []


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_no_number_stands_in_a_letter_that_no_fact_or_record_behind_its_sentence_has(
    of_aetna: Callable[[int], Case], number: int, kind: LetterKind
) -> None:
    source = source_of(of_aetna(number), denied=True, judged=True)
    letter = draft_letter(source, kind)
    counted = _counted(source)
    months = [b for b in letter.blocks if isinstance(b, LetterTable) and b.name.startswith("months")]
    unrecorded = {row[0].text for block in months for row in block.rows if row[1].text == "not recorded"}
    for item in (*letter.sentences, *letter.cells):
        if item.text in unrecorded:
            continue
        if isinstance(item, Sentence) and item.basis in (Basis.FIXED, Basis.CITED, Basis.CRITERION):
            continue
        if isinstance(item, Cell) and not (item.keys or item.origins):
            continue
        told = set(_NUMBER.findall(item.text)) - {"6"}
        known = _known(source, item) | counted
        assert told <= known, (item.text, sorted(told - known))


def _known(source: LetterSource, item: Sentence | Cell) -> set[str]:
    """Every number in the facts and the records that a sentence names."""
    facts = [(key, value) for key in item.keys if (value := source.facts.value(key)) is not None]
    texts = [as_text(vocabulary().parse(key), value) for key, value in facts]
    names = {origin.record.partition(":")[2] for origin in item.origins}
    for record in _records(source):
        if record.id in names:
            texts += _told(record)
    judgement = source.judgement
    if judgement is not None and judgement.policy is not None and judgement.policy.id in names:
        texts += _told(replace(judgement.policy, rules=(), notes=(), codes=(), exemptions=()))
        texts += [part for finding in judgement.findings for part in (finding.text, finding.because)]
    found = {number for text in texts for number in _NUMBER.findall(text)}
    return found | {number.lstrip("0") for number in found} | {f"{int(number):02}" for number in found}


def _counted(source: LetterSource) -> set[str]:
    """What is counted from records: lengths of trials, how many there are, by how much a measure changed."""
    lengths = set()
    for trial in source.case.trials:
        if trial.start is not None:
            end = trial.end.latest if trial.end is not None else source.today
            lengths |= {str((end - trial.start.earliest).days), str(round((end - trial.start.earliest).days / 30.44))}
    for name in {item.measure for item in source.case.observations}:
        series = source.series(name)
        if series.baseline is not None and series.current is not None:
            fell = series.baseline.value - series.current.value
            lengths |= {f"{abs(fell):f}", str(int(100 * abs(fell) / series.baseline.value))}
    return lengths | {str(number) for number in range(len(source.case.trials) + 1)}


def _records(source: LetterSource) -> Iterator[Any]:
    case = source.case
    yield from (*case.trials, *case.contraindications, *case.observations, *case.treatments, *case.attachments)
    single = (case.request, case.patient, case.practice, case.location, case.prescriber, case.payer, case.coverage)
    yield from (item for item in (*single, case.facility, source.denial) if item is not None)


def _told(record: object) -> list[str]:
    """Every value of a record as text, dates as letters have them."""
    if is_dataclass(record):
        found = [part for item in fields(record) for part in _told(getattr(record, item.name))]
        us = getattr(record, "us", None)
        return [*found, us()] if callable(us) else found
    if isinstance(record, tuple | frozenset | list):
        return [part for item in record for part in _told(item)]
    return [str(record), f"{record:f}" if hasattr(record, "as_tuple") else ""]


@pytest.mark.parametrize("trials", range(0, 16, 3))
def test_a_letter_of_any_length_has_words_beside_its_signature_and_room_below_it(
    cases: tuple[Case, ...], trials: int
) -> None:
    first = cases[0].trials[0]
    case = replace(cases[0], trials=tuple(replace(first, id=f"t{n}") for n in range(trials)))  # type: ignore[arg-type]
    letter = draft_letter(source_of(case, judged=True), LetterKind.NECESSITY)
    made = letter_pdf(letter)
    assert made.signature is not None
    assert made.signature.page == made.pages
    assert made.signature.rect[1] > 150
    longer = letter_pdf(letter, more_pages=1)
    assert (longer.pages, longer.signature) == (made.pages, made.signature)
    assert longer.pdf != made.pdf


def test_tables_that_ask_are_named(cases: tuple[Case, ...]) -> None:
    letter = draft_letter(source_of(cases[0], judged=True), LetterKind.NECESSITY)
    assert {block.name for block in letter.blocks if isinstance(block, LetterTable)} >= {"trials", "criteria"}
