"""Rules as rows: whatever rows say reads back equal, and what says more than rows can is left as it is written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drugs import therapies
from app.domain.rules import Rule
from app.domain.vocabulary import KeyKind, vocabulary
from app.mapping.drafting.conditions import (
    Check,
    Conditions,
    FactTest,
    Tried,
    checks_for,
    rule_trouble,
    rule_words,
    values_for,
)
from app.mapping.library import PackLibrary

_KEYS = [spec.key for spec in vocabulary() if "[n]" not in spec.key and spec.kind is not KeyKind.SIGNATURE]
_WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=8)
_OUTCOMES = [value for value, _ in values_for("prior[1].outcome")]


def _some(values: list[str], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=3, unique=True).map(tuple)


@st.composite
def _fact_tests(draw: st.DrawFn) -> FactTest:
    key = draw(st.sampled_from(_KEYS))
    test = draw(st.sampled_from(checks_for(key)))
    if test in (Check.KNOWN, Check.UNKNOWN):
        return FactTest(key, test)
    offered = [value for value, _ in values_for(key)]
    if offered:
        most = 1 if offered == ["yes", "no"] else 3
        return FactTest(key, test, draw(_some(offered, 1))[:most])
    if checks_for(key)[0] is Check.AT_LEAST:
        return FactTest(key, test, (str(draw(st.integers(0, 500))),))
    return FactTest(key, test, tuple(draw(st.lists(_WORDS, min_size=1, max_size=3, unique=True))))


_TRIED = st.builds(
    Tried,
    at_least=st.integers(1, 9),
    classes=_some(list(therapies().class_names)),
    days=st.integers(0, 400),
    outcomes=_some(_OUTCOMES),
    oral=st.booleans(),
)
_ITEMS = st.lists(st.one_of(_fact_tests(), _TRIED), min_size=1, max_size=4).map(tuple)


@given(_ITEMS, st.booleans(), st.booleans())
def test_rows_make_a_rule_that_is_read_and_says_the_same_rows_again(
    items: tuple[FactTest | Tried, ...], any_of: bool, yes_only: bool
) -> None:
    conditions = Conditions(items, any_of, yes_only)
    rule = conditions.rule
    if len(rule) > 1000:
        return
    Rule.parse(rule)
    again = Conditions.of(rule)
    assert again is not None
    assert again.rule == rule
    assert again.words == conditions.words


def test_rows_that_are_not_finished_say_nothing() -> None:
    assert Conditions((FactTest("", Check.IS),)).rule == ""
    half = Conditions((FactTest("patient.age", Check.AT_LEAST), FactTest("patient.sex", Check.IS, ("female",))))
    assert half.rule == 'patient.sex == "female"'


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("patient.age >= 18", "Age is at least 18"),
        ('condition == "chronic_migraine"', "Indication is Chronic migraine"),
        ("known(measure.residual_ml) or unknown", "Post-void residual in ml is documented"),
        (
            'count(prior, drug_class in ("antiepileptic", "beta_blocker") and days >= 60) >= 2',
            "at least 2 earlier therapies of Antiepileptic or Beta blocker for 60 days or more",
        ),
        ("", ""),
    ],
)
def test_rules_are_said_in_plain_english(rule: str, words: str) -> None:
    assert rule_words(rule) == words


def test_most_rules_of_the_packs_are_rows_and_the_rest_stays_as_it_is_written(library: PackLibrary) -> None:
    rules = {box.when for pack in library for box in pack.boxes} | {s.when for pack in library for s in pack.sections}
    rules |= {question.propose for pack in library for question in pack.questions}
    rules |= {box.source.rule for pack in library for box in pack.boxes}
    told = [rule for rule in rules if rule and Conditions.of(rule) is not None]
    assert len(told) >= 0.8 * len([rule for rule in rules if rule])
    hard = 'any(prior, drug == "iontophoresis")'
    assert Conditions.of(hard) is None
    assert rule_words(hard) == hard


def test_what_cannot_be_read_is_told_and_what_can_be_is_not() -> None:
    assert rule_trouble("patient.age >= 18") == ""
    assert "facts that the program knows" in rule_trouble("patient.shoe_size > 9")
    assert rule_trouble("patient.age >=") != ""
