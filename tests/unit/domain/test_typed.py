"""What an office types, read."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.place import BodyMeasure, Unit
from app.domain.typed import (
    PIVOT_YEARS_AHEAD,
    add_months,
    format_phone,
    read_birth_date,
    read_body_measure,
    read_date,
    read_number,
    read_phone,
    tidy_name,
)

TODAY = dt.date(2026, 11, 23)
DAYS = st.dates(dt.date(1937, 1, 1), dt.date(2036, 12, 31))


@pytest.mark.parametrize(
    ("typed", "iso"),
    [
        ("3/4/85", "1985-03-04"),
        ("03-04-1985", "1985-03-04"),
        ("3.4.1985", "1985-03-04"),
        ("030485", "1985-03-04"),
        ("03041985", "1985-03-04"),
        ("19850304", "1985-03-04"),
        ("1985-03-04", "1985-03-04"),
        ("Mar 4, 1985", "1985-03-04"),
        ("4 March 1985", "1985-03-04"),
        ("sept 1985", "1985-09"),
        ("3/1985", "1985-03"),
        ("3/85", "1985-03"),
        ("1985-03", "1985-03"),
        ("1985", "1985"),
        ("t", "2026-11-23"),
        ("T-90", "2026-08-25"),
        ("t-6w", "2026-10-12"),
        ("t-3m", "2026-08-23"),
        ("t+1y-1d", "2027-11-22"),
        ("  3/4/36 ", "2036-03-04"),
        ("3/4/37", "1937-03-04"),
    ],
)
def test_dates_as_an_office_types_them(typed: str, iso: str) -> None:
    found = read_date(typed, TODAY)
    assert found is not None
    assert found.iso() == iso


@pytest.mark.parametrize(
    "typed",
    ["", "3/24", "13/1/2026", "2/30/26", "0385", "t-", "t-9999y", "3/4", "12345", "tomorrow", "1/1/1850", "٣/٤/٨٥"],
)
def test_what_is_no_date_or_could_be_two_is_not_read(typed: str) -> None:
    assert read_date(typed, TODAY) is None


def test_a_date_of_the_past_is_never_moved_to_fit() -> None:
    assert read_date("12/1/26", TODAY, past_only=True) is None
    assert read_date("11/23/26", TODAY, past_only=True) == PartialDate(2026, 11, 23)


def test_birth_dates_are_whole_and_never_in_the_future() -> None:
    assert read_birth_date("12/1/26", TODAY) == dt.date(1926, 12, 1)
    assert read_birth_date("11/23/26", TODAY) == TODAY
    assert read_birth_date("1/1/2030", TODAY) is None
    assert read_birth_date("3/1985", TODAY) is None


@given(DAYS, st.sampled_from(["%m/%d/%y", "%m%d%y", "%m-%d-%Y", "%Y-%m-%d", "%m%d%Y", "%B %d, %Y"]))
def test_every_way_of_writing_a_day_gives_the_day(day: dt.date, pattern: str) -> None:
    assert read_date(day.strftime(pattern), TODAY) == PartialDate.of(day)


@given(st.text(max_size=24))
def test_no_text_breaks_the_reading_of_dates(text: str) -> None:
    found = read_date(text, TODAY)
    assert found is None or 1900 <= found.year <= 2100
    born = read_birth_date(text, TODAY)
    assert born is None or born <= TODAY


@given(st.integers(0, 99), st.integers(1, 12), st.integers(1, 28))
def test_two_digits_mean_one_year_only(year: int, month: int, day: int) -> None:
    found = read_date(f"{month}/{day}/{year:02}", TODAY)
    assert found is not None
    assert found.year % 100 == year
    assert TODAY.year + PIVOT_YEARS_AHEAD - 100 < found.year <= TODAY.year + PIVOT_YEARS_AHEAD


@given(st.dates(dt.date(1950, 1, 1), dt.date(2080, 12, 31)), st.integers(-240, 240))
def test_months_later_is_the_same_day_or_the_last_of_the_month(day: dt.date, months: int) -> None:
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + dt.timedelta(days=1)).day == 1


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("(401) 555-0123", "4015550123", "(401) 555-0123"),
        ("1-401.555.0123 ext. 12", "4015550123x12", "(401) 555-0123 x12"),
        ("+1 401 555 0123", "4015550123", "(401) 555-0123"),
        ("4015550123#7", "4015550123x7", "(401) 555-0123 x7"),
        ("555-0123", None, "555-0123"),
        ("call the front desk", None, "call the front desk"),
        ("", None, ""),
    ],
)
def test_phones(typed: str, kept: str | None, shown: str) -> None:
    assert read_phone(typed) == kept
    assert format_phone(typed) == shown


@given(st.from_regex(r"[2-9][0-9]{9}(x[0-9]{1,6})?", fullmatch=True))
def test_a_formatted_phone_reads_back(number: str) -> None:
    assert read_phone(format_phone(number)) == number
    assert format_phone(format_phone(number)) == format_phone(number)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("155", 155), ("1,200.5", "1200.5"), (".5", "0.5"), ("-3", -3), ("12,00", None), ("about 5", None), ("", None)],
)
def test_numbers(typed: str, value: object) -> None:
    assert read_number(typed) == (None if value is None else Decimal(str(value)))


@given(st.text(max_size=20))
def test_no_text_breaks_numbers_and_measures(text: str) -> None:
    number = read_number(text)
    assert number is None or number.is_finite()
    assert read_body_measure(text, Unit.INCH) is None or any(c.isdigit() for c in text)


@pytest.mark.parametrize(
    ("typed", "unit", "measure"),
    [
        ("5'6\"", Unit.INCH, BodyMeasure(Decimal(66), Unit.INCH)),
        ("5 ft 6.5 in", Unit.INCH, BodyMeasure(Decimal("66.5"), Unit.INCH)),
        ("6'", Unit.INCH, BodyMeasure(Decimal(72), Unit.INCH)),
        ("168 cm", Unit.INCH, BodyMeasure(Decimal(168), Unit.CENTIMETRE)),
        ("150", Unit.POUND, BodyMeasure(Decimal(150), Unit.POUND)),
        ("68.5kg", Unit.POUND, BodyMeasure(Decimal("68.5"), Unit.KILOGRAM)),
        ("5'13\"", Unit.INCH, None),
        ("12 stone", Unit.POUND, None),
    ],
)
def test_body_measures_keep_the_unit_that_was_typed(typed: str, unit: Unit, measure: BodyMeasure | None) -> None:
    assert read_body_measure(typed, unit) == measure


def test_names_are_left_alone() -> None:
    assert tidy_name("  van  DER Berg ") == "van DER Berg"
    assert tidy_name("Nguye\u0302\u0303n") == "Nguyễn"
