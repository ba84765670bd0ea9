"""Composed texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts import Facts
from app.domain.problems import UnknownKey
from app.mapping.evaluate import evaluate
from app.mapping.model import Source, SourceKind
from app.mapping.pattern import BadPattern, read_pattern

PLAIN = st.text(st.characters(exclude_characters="{}[]", exclude_categories=("Cs", "Cc")), max_size=30)


@given(PLAIN, PLAIN)
def test_plain_text_stays_as_it_is(before: str, after: str) -> None:
    pieces = read_pattern(before + "[[{{}}]]" + after)
    assert "".join(str(item) for piece in pieces for item in piece.items) == before + "[{}]" + after


def compose(pattern: str, facts: Facts) -> tuple[str | bool | None, tuple[str, ...], tuple[str, ...]]:
    written = evaluate(Source(SourceKind.COMPOSE, pattern=pattern), facts, is_check=False)
    return written.value, written.keys, written.lacking


def test_a_part_in_brackets_is_left_out_with_its_fact(known: Callable[..., Facts]) -> None:
    facts = known({"prescriber.full_name": "Sara Lind"})
    value, keys, lacking = compose("{prescriber.full_name}[, NPI {prescriber.npi}]", facts)
    assert (value, keys, lacking) == ("Sara Lind", ("prescriber.full_name",), ())


def test_a_part_without_brackets_is_needed(known: Callable[..., Facts]) -> None:
    facts = known({"prescriber.full_name": "Sara Lind"})
    value, _, lacking = compose("{prescriber.full_name}, NPI {prescriber.npi}", facts)
    assert (value, lacking) == (None, ("prescriber.npi",))


def test_every_fact_behind_a_composed_text_is_kept(known: Callable[..., Facts]) -> None:
    facts = known({"dx.icd10": "G43.709", "dx.description": "Chronic migraine", "dx.icd10[2]": "M54.2"})
    value, keys, lacking = compose("{dx.icd10} {dx.description}[; {dx.icd10[2]} {dx.description[2]}]", facts)
    assert value == "G43.709 Chronic migraine"
    assert keys == ("dx.icd10", "dx.description")
    assert lacking == ()


def test_a_format_stands_behind_a_bar(known: Callable[..., Facts]) -> None:
    facts = known({"prescriber.phone": "4015550142"})
    assert compose("T {prescriber.phone|###-###-####}", facts)[0] == "T 401-555-0142"


@pytest.mark.parametrize(
    "pattern", ["{patient.dob", "[{patient.dob}", "a]", "[[a]", "{patient.dob|nonsense}", "{patient.sex=male}"]
)
def test_a_broken_pattern_is_refused(pattern: str) -> None:
    with pytest.raises(BadPattern):
        read_pattern(pattern)


def test_a_key_outside_the_vocabulary_is_refused() -> None:
    with pytest.raises(UnknownKey):
        read_pattern("{patient.shoe_size}")


def test_a_list_joins_every_row(known: Callable[..., Facts]) -> None:
    facts = known({"prior[1].drug": "topiramate", "prior[3].drug": "propranolol"})
    source = Source(SourceKind.JOIN, keys=("prior[*].drug",), separator=" / ")
    written = evaluate(source, facts, is_check=False)
    assert written.value == "topiramate / propranolol"
    assert written.keys == ("prior[1].drug", "prior[3].drug")


def test_the_first_documented_key_is_taken(known: Callable[..., Facts]) -> None:
    source = Source(SourceKind.KEY, keys=("facility.name", "prescriber.practice_name"))
    written = evaluate(source, known({"prescriber.practice_name": "Lakeview"}), is_check=False)
    assert (written.value, written.keys) == ("Lakeview", ("prescriber.practice_name",))


def test_a_therapy_that_goes_on_says_so(known: Callable[..., Facts]) -> None:
    source = Source(SourceKind.KEY, keys=("prior[1].end_date",), ongoing="ongoing")
    going_on = known({"prior[1].drug": "topiramate", "prior[1].dates": "01/10/2026 to present"})
    ended = known({"prior[1].drug": "topiramate", "prior[1].dates": "from 01/10/2026"})
    assert evaluate(source, going_on, is_check=False).value == "ongoing"
    assert evaluate(source, ended, is_check=False).value is None
