"""Reading cases: every part optional, a wrong one named by its place and never by its value."""

from __future__ import annotations

import json

import pytest

from app.criteria.case_file import read_cases
from app.criteria.problems import CaseNotUsable
from app.criteria.submission import Submission
from tests.unit.criteria.conftest import READY, changed


def test_one_case_and_a_list_of_cases() -> None:
    one, is_list = read_cases(json.dumps(READY))
    assert (len(one), is_list) == (1, False)
    two, is_list = read_cases(json.dumps([READY, {}]))
    assert (len(two), is_list) == (2, True)
    assert two[1] == Submission()


def test_null_is_as_good_as_absent() -> None:
    (case,), _ = read_cases(json.dumps(dict.fromkeys(READY)))
    assert case == Submission()


@pytest.mark.parametrize(
    ("name", "value", "where"),
    [
        ("date", "11/23/2026", "the case, date"),
        ("line", "hmo", "the case, line"),
        ("units", "155", "the case, units"),
        ("units", True, "the case, units"),
        ("units", -155, "the case, units"),
        ("dx", "G43.709", "the case, dx"),
        ("dx", [1], "the case, dx"),
        ("patient", [], "the case, patient"),
        ("patient", {"dob": "1985"}, "the case, patient, dob"),
        ("trials", [{"drug": "x", "start": "soon"}], "the case, trials 1, start"),
        ("trials", [{"drug": "x", "outcome": "bad"}], "the case, trials 1, outcome"),
        ("measures", [{"headache_days": [1]}], "the case, measures 1, headache_days"),
        ("urgent", "yes", "the case, urgent"),
    ],
)
def test_what_is_wrong_is_named_by_its_place(name: str, value: object, where: str) -> None:
    with pytest.raises(CaseNotUsable) as caught:
        read_cases(json.dumps(changed(**{name: value})))
    assert caught.value.details["where"] == where
    assert str(value) not in str(caught.value)


def test_a_file_that_is_no_json_is_refused() -> None:
    with pytest.raises(CaseNotUsable):
        read_cases("{")
    with pytest.raises(CaseNotUsable):
        read_cases('"text"')


@pytest.mark.parametrize("text", ["[" * 200_000, f'{{"units": {"9" * 6000}}}'])
def test_a_file_made_to_choke_on_is_refused(text: str) -> None:
    with pytest.raises(CaseNotUsable) as caught:
        read_cases(text)
    assert caught.value.details["where"] == "the file"


def test_longer_names_of_conditions_and_measures_are_understood() -> None:
    (case,), _ = read_cases(
        json.dumps(
            {
                "indication": "overactive_bladder",
                "measures": [{"phase": "baseline", "headache_days_per_month": 15, "measure.headache_hours": 4}],
            }
        )
    )
    assert case.indication == "oab"
    assert dict(case.readings[0].values) == {"headache_days": 15, "headache_hours": 4}
