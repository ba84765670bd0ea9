"""Business days and federal holidays, against the published calendar."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.clocks.days import Span, add_business_days, add_months, federal_holidays, is_business_day

D = dt.date
#: As the Office of Personnel Management lists them.
OPM_2026 = {
    *(D(2026, 1, 1), D(2026, 1, 19), D(2026, 2, 16), D(2026, 5, 25), D(2026, 6, 19), D(2026, 7, 3)),
    *(D(2026, 9, 7), D(2026, 10, 12), D(2026, 11, 11), D(2026, 11, 26), D(2026, 12, 25)),
}
OPM_2027 = {
    *(D(2027, 1, 1), D(2027, 1, 18), D(2027, 2, 15), D(2027, 5, 31), D(2027, 6, 18), D(2027, 7, 5)),
    *(D(2027, 9, 6), D(2027, 10, 11), D(2027, 11, 11), D(2027, 11, 25), D(2027, 12, 24), D(2027, 12, 31)),
}


def test_federal_holidays() -> None:
    assert federal_holidays(2026) == OPM_2026
    assert federal_holidays(2027) == OPM_2027
    assert D(2020, 6, 19) not in federal_holidays(2020)


@pytest.mark.parametrize(
    ("span", "day", "last"),
    [
        (Span(hours=72), D(2026, 11, 24), D(2026, 11, 27)),
        (Span(hours=24), D(2026, 11, 24), D(2026, 11, 25)),
        (Span(days=7), D(2026, 11, 24), D(2026, 12, 1)),
        (Span(business_days=2), D(2026, 11, 25), D(2026, 11, 30)),
        (Span(business_days=3), D(2026, 11, 27), D(2026, 12, 2)),
        (Span(days_without_holidays=3), D(2026, 11, 24), D(2026, 11, 28)),
        (Span(months=4), D(2026, 10, 31), D(2027, 3, 1)),
        (Span(months=4), D(2026, 11, 24), D(2027, 3, 24)),
    ],
)
def test_spans(span: Span, day: dt.date, last: dt.date) -> None:
    assert span.after(day) == last


def test_a_span_says_how_it_counts() -> None:
    words = [Span(hours=72), Span(days=1), Span(business_days=2), Span(days_without_holidays=3), Span(months=4)]
    assert [span.words for span in words] == [
        *("72 hours", "1 calendar day", "2 business days", "3 calendar days without holidays", "4 months")
    ]


dates = st.dates(D(2015, 1, 1), D(2060, 12, 31))


@given(dates, st.integers(1, 40))
def test_business_days_are_counted_one_by_one(day: dt.date, number: int) -> None:
    last = add_business_days(day, number)
    between = [day + dt.timedelta(days=step) for step in range(1, (last - day).days + 1)]
    assert is_business_day(last)
    assert sum(map(is_business_day, between)) == number


@given(dates, st.integers(1, 24))
def test_months_never_fall_short(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    ahead = (later.year - day.year) * 12 + later.month - day.month
    assert (ahead, later.day) == (months, day.day) or (ahead == months + 1 and later.day == 1)


@given(st.integers(2015, 2060))
def test_no_holiday_is_kept_on_a_weekend(year: int) -> None:
    assert all(day.weekday() < 5 for day in federal_holidays(year))
    assert 10 <= len(federal_holidays(year)) <= 12
