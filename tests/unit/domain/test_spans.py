"""How long something lasted, and how old somebody is."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.spans import Days, age_in_years, days_between, span_in_words
from app.domain.typed import add_months


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (PartialDate(2026, 3, 1), PartialDate(2026, 4, 30), "60 days"),
        (PartialDate(2026, 3, 1), PartialDate(2026, 3, 2), "1 day"),
        (PartialDate(2026, 1), PartialDate(2026, 4), "about 3 months"),
        (PartialDate(2026, 1), PartialDate(2026, 2), "about 1 month"),
        (PartialDate(2026, 1), PartialDate(2026, 1), "less than a month"),
        (PartialDate(2026, 1, 31), PartialDate(2026, 4), "about 2 months"),
        (PartialDate(2023), PartialDate(2025), "about 2 years"),
        (PartialDate(2025), PartialDate(2025, 6), ""),
        (PartialDate(2026, 4, 1), PartialDate(2026, 3, 1), ""),
    ],
)
def test_words(start: PartialDate, end: PartialDate, words: str) -> None:
    assert span_in_words(start, end) == words


def _partials() -> st.SearchStrategy[PartialDate]:
    days = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
    return st.tuples(days, st.integers(1, 3)).map(
        lambda pair: PartialDate(*(pair[0].year, pair[0].month, pair[0].day)[: pair[1]])
    )


@given(_partials(), _partials(), st.data())
def test_the_true_number_of_days_lies_within_the_bounds(a: PartialDate, b: PartialDate, data: st.DataObject) -> None:
    start = data.draw(st.dates(a.earliest, a.latest))
    end = data.draw(st.dates(b.earliest, b.latest))
    days = days_between(a, b)
    if end >= start:
        assert days is not None
        assert days.least <= (end - start).days <= days.most
    if days is None:
        assert end < start


def test_whole_dates_are_exact() -> None:
    assert days_between(PartialDate(2026, 3, 1), PartialDate(2026, 4, 30)) == Days(60, 60)
    assert Days(60, 60).is_exact and not Days(59, 60).is_exact


@given(st.dates(dt.date(1920, 1, 1), dt.date(2020, 1, 1)), st.integers(0, 100))
def test_age_changes_on_the_birthday(born: dt.date, years: int) -> None:
    birthday = add_months(born, years * 12)
    leap = born.day != birthday.day
    assert age_in_years(born, birthday) == years - leap
    assert age_in_years(born, birthday + dt.timedelta(days=1)) == years
    if years:
        assert age_in_years(born, birthday - dt.timedelta(days=1)) == years - 1
