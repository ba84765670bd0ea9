"""Fills of one drug are one therapy as long as no start after a stop lies between them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.domain.clinical import Outcome, Trial
from app.domain.dates import PartialDate
from app.domain.ids import PatientId, TrialId
from app.intake.refills import GAP_DAYS, USUAL_SUPPLY_DAYS, joined

TODAY = dt.date(2026, 11, 24)
START = dt.date(2024, 1, 1)


def fill(day: int, drug: str = "topiramate 25 MG", **more: object) -> Trial:
    start = PartialDate.of(START + dt.timedelta(days=day))
    return replace(Trial(TrialId(f"{drug}{day}"), PatientId("p"), drug, start=start), **more)  # type: ignore[arg-type]


def test_a_pause_longer_than_the_rule_is_a_new_course() -> None:
    longest = USUAL_SUPPLY_DAYS + GAP_DAYS
    assert len(joined([fill(0), fill(longest)], TODAY)) == 1
    assert len(joined([fill(0), fill(longest + 1)], TODAY)) == 2


def test_what_a_fill_covers_counts() -> None:
    ninety = PartialDate.of(START + dt.timedelta(days=90))
    assert len(joined([fill(0, end=ninety), fill(90 + GAP_DAYS)], TODAY)) == 1


def test_strengths_of_one_drug_are_one_course_with_its_doses_in_their_order() -> None:
    (course,) = joined(
        [fill(31, "Topamax 50 MG", dose="50 mg"), fill(0, dose="25 mg"), fill(60, "Topamax 50 MG", dose="50 mg")], TODAY
    )
    assert (course.drug, course.dose) == ("topiramate", "25 mg, then 50 mg")
    assert course.evidence.endswith("(topiramate 25 MG; Topamax 50 MG)")
    assert course.end == PartialDate(2024, 3, 1)


def test_a_course_that_is_said_to_have_ended_badly_is_not_gone_on_with() -> None:
    stopped = fill(0, outcome=Outcome.INTOLERANCE, reason="rash")
    assert joined([stopped, fill(20)], TODAY) == (stopped, fill(20))


def test_a_fill_of_late_leaves_the_end_open() -> None:
    days = (TODAY - START).days
    (course,) = joined([fill(days - 60), fill(days - 30)], TODAY)
    assert course.end is None


def test_other_drugs_and_undated_ones_stay_as_they_are_and_where_they_stood() -> None:
    undated = replace(fill(0), start=None)
    year = replace(fill(0), start=PartialDate(2024))
    given_list = [undated, fill(0, "propranolol"), year, fill(1), fill(31)]
    found = joined(given_list, TODAY)
    assert [t.drug for t in found] == ["topiramate 25 MG", "propranolol", "topiramate 25 MG", "topiramate 25 MG"]
    assert (found[0], found[2]) == (undated, year)


@given(
    st.lists(st.tuples(st.integers(0, 900), st.sampled_from(["topiramate", "propranolol", "Zzz 5 MG"])), max_size=30)
)
def test_every_day_is_within_a_course_of_its_drug_and_joining_again_changes_nothing(
    fills: list[tuple[int, str]],
) -> None:
    trials = [fill(day, drug) for day, drug in fills]
    found = joined(trials, TODAY)
    for trial in trials:
        mine = [c for c in found if c.drug == trial.drug]
        assert trial.start is not None
        assert any(
            c.start is not None
            and c.start.earliest <= trial.start.earliest
            and (c.end is None or trial.start.earliest <= c.end.latest)
            for c in mine
        )
    assert joined(found, TODAY) == found
