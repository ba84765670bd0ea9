"""A damaged file of rules is refused, with file, line and key."""

from __future__ import annotations

import pytest

from app.criteria.loading import load_policies
from app.criteria.problems import CriteriaRule, CriteriaSyntax

GOOD = """schema = 1

[[policy]]
id = "a/b"
title = "A"
payers = ["A"]
lines = ["commercial"]
checked = "2026-11-23"
verified = "full"
complete = true
source = "read"
covered = ["oab"]

[[policy.rule]]
topic = "age"
text = "18 or older"
for = ["oab"]
age = { at_least = 18 }
"""


def test_a_good_file_is_read() -> None:
    (policy,) = load_policies(GOOD, "good.toml")
    assert (policy.id, len(policy.rules), policy.may_decide) == ("a/b", 1, True)


@pytest.mark.parametrize(
    ("old", "new", "line", "key", "why"),
    [
        ('topic = "age"', 'topic = "ages"', 15, "policy.rule.topic", "is not one of"),
        ("age = { at_least = 18 }", "", 14, "policy.rule", "one of these must stand here"),
        ("age = { at_least = 18 }", "age = { at_lest = 18 }", 18, "policy.rule.age.at_lest", "not known here"),
        ("age = { at_least = 18 }", "age = { at_least = 18 }\nsite = ['office']", 19, "policy.rule.site", "only one"),
        ('for = ["oab"]', 'for = ["bladder"]', 17, "policy.rule.for", "no condition of the vocabulary"),
        ("age = {", 'measure = { name = "headache_dayz",', 18, "policy.rule.measure.name", "no measure"),
        ('checked = "2026-11-23"', 'checked = "yesterday"', 8, "policy.checked", "it must be a date"),
        ('checked = "2026-11-23"\n', "", 3, "policy.checked", "it is missing"),
        ('source = "read"\n', "", 3, "policy.source", "it is missing"),
        ('verified = "full"', 'verified = "recall"', 9, "policy.verified", "is not one of"),
        ('lines = ["commercial"]', 'lines = ["hmo"]', 7, "policy.lines", "is not one of"),
        ('payers = ["A"]', "payers = []", 6, "policy.payers", "at least one"),
        ("schema = 1", "schema = 2", 1, "schema", "schema 1"),
        ("complete = true", "complete = true\nstates = ['Ohio']", 11, "policy.states", "two capital letters"),
        ("age = { at_least = 18 }", 'specialist = ["astrology"]', 18, "policy.rule.specialist", "is not one of"),
        (
            "age = { at_least = 18 }",
            "trials = { called = 'drugs', counts = [] }",
            18,
            "policy.rule.trials.counts",
            "what counts",
        ),
        ("age = { at_least = 18 }", "all = []", 18, "policy.rule.all", "at least one condition"),
        ("age = { at_least = 18 }", "as_labelled = false", 18, "policy.rule.as_labelled", "it must be true"),
        ("age = { at_least = 18 }", "from_date = 'soon'", 18, "policy.rule.from_date", "it must be a date"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_key(old: str, new: str, line: int, key: str, why: str) -> None:
    text = GOOD.replace(old, new)
    assert text != GOOD
    with pytest.raises(CriteriaRule) as caught:
        load_policies(text, "bad.toml")
    details = caught.value.details
    assert (details["file"], details["line"], details["key"]) == ("bad.toml", line, key)
    assert why in str(details["why"])


def test_a_text_that_is_no_toml_is_told_with_its_line() -> None:
    with pytest.raises(CriteriaSyntax) as caught:
        load_policies("schema = 1\n[[policy]\n", "bad.toml")
    assert caught.value.details["line"] == 2
