"""Monthly series: one value a month, nothing made up between them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.clinical import Observation, Phase
from app.domain.dates import PartialDate
from app.domain.ids import ObservationId, PatientId
from app.domain.measures import Month, chart_of, series_of, treatment_began

UNTIL = dt.date(2026, 11, 23)
Seen = Callable[..., Observation]


def test_the_latest_value_of_a_month_and_phase_stands_for_it(seen: Seen) -> None:
    first = seen("headache_days", 22, Phase.BASELINE, PartialDate(2026, 9, 10))
    second = replace(first, id=ObservationId("o2"), date=PartialDate(2026, 9, 30), value=Decimal(19))
    series = series_of([second, first], "headache_days", until=UNTIL)
    assert [(point.month, point.value) for point in series.points] == [(Month(2026, 9), Decimal(19))]
    assert series.points[0].observation == "o2"


def test_what_is_no_number_or_of_another_measure_or_later_is_left_out(seen: Seen) -> None:
    items = [
        seen("findings", "tilted", None),
        seen("headache_days", True, None),
        seen("hit6", 60, None),
        seen("headache_days", 9, None, PartialDate(2026, 12, 1)),
    ]
    assert series_of(items, "headache_days", until=UNTIL).points == ()


def test_a_value_of_which_only_the_year_is_known_stands_in_no_month(seen: Seen) -> None:
    series = series_of([seen("headache_days", 20, Phase.BASELINE, PartialDate(2025))], "headache_days", until=UNTIL)
    assert series.points == ()
    assert series.baseline is not None
    assert series.baseline.value == 20
    assert chart_of(series) is None


def test_a_value_without_phase_takes_it_from_the_start_of_treatment(seen: Seen) -> None:
    items = [seen("headache_days", 20, None, PartialDate(2025, 11)), seen("headache_days", 8, None)]
    began = dt.date(2025, 12, 28)
    phases = [point.phase for point in series_of(items, "headache_days", until=UNTIL, began=began).points]
    assert phases == [Phase.BASELINE, Phase.CURRENT]
    within = series_of(
        [seen("headache_days", 9, None, PartialDate(2025, 12))], "headache_days", until=UNTIL, began=began
    )
    assert within.points[0].phase is None


def test_treatment_began_with_the_first_injection_of_the_product(sample: tuple[Case, ...]) -> None:
    case = sample[2]
    began = treatment_began(case.treatments, case.request.drug.name)
    assert began == min(item.date for item in case.treatments)
    assert treatment_began(case.treatments, "Xeomin") is None


def test_midas_written_item_by_item_counts_as_its_sum(sample: tuple[Case, ...]) -> None:
    series = series_of(sample[0].observations, "midas", until=UNTIL)
    assert [point.value for point in series.points] == [Decimal(58)]
    four = [item for item in sample[0].observations if item.measure != "midas[5]"]
    assert series_of(four, "midas", until=UNTIL).points == ()


months = st.lists(st.integers(0, 40), min_size=1, max_size=10, unique=True)


@given(months, st.integers(3, 20))
def test_no_month_gets_a_value_that_was_not_recorded(steps: list[int], most: int) -> None:
    start = Month(2023, 3)
    items = [_noted(start.plus(step), step + 1) for step in steps]
    series = series_of(items, "headache_days", until=UNTIL)
    spec = chart_of(series, most_columns=most)
    assert spec is not None
    recorded = {start.plus(step): Decimal(step + 1) for step in steps}
    for column in spec.columns:
        assert column.value == (None if column.is_gap else recorded.get(column.first))
    assert sum(column.months for column in spec.columns) == len(series.span)
    assert [row[1] for row in spec.rows if row[1] != "not recorded"] == [str(recorded[m]) for m in sorted(recorded)]
    if len(series.span) > 1:
        assert spec.recorded == f"{len(recorded)} of {len(series.span)} months recorded"


def _noted(month: Month, value: int) -> Observation:
    date = PartialDate(month.year, month.month)
    return Observation(ObservationId(date.iso()), PatientId("p1"), date, "headache_days", Decimal(value))
