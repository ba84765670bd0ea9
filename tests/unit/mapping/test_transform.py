"""How values are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.vocabulary import vocabulary
from app.mapping.model import Source, SourceKind
from app.mapping.transform import date_text, in_case, is_format, phone_text, write, written_date

DATES = st.dates(dt.date(1900, 1, 1), dt.date(2199, 12, 31))
DIGITS = st.text("0123456789", min_size=10, max_size=10)


def say(key: str, value: object, form: str = "", words: dict[str, str] | None = None) -> str | None:
    return write(value, vocabulary().parse(key), form, words)  # type: ignore[arg-type]


@given(DATES)
def test_the_parts_of_a_date_make_the_whole(day: dt.date) -> None:
    parts = [say(f"patient.dob:{part}", day) for part in ("MM", "DD", "YYYY")]
    assert "/".join(part or "" for part in parts) == say("patient.dob", day) == date_text(day, "MM/DD/YYYY")


@given(DATES)
def test_a_date_pattern_can_be_read_back(day: dt.date) -> None:
    assert dt.datetime.strptime(date_text(day, "YYYY-MM-DD"), "%Y-%m-%d").date() == day  # noqa: DTZ007
    assert dt.datetime.strptime(date_text(day, "D MON YYYY"), "%d %b %Y").date() == day  # noqa: DTZ007


@given(DATES, st.sampled_from(["MM/DD/YYYY", "MMDDYY", "D.M.YYYY", "MON D, YYYY"]))
def test_a_date_not_known_to_the_day_is_never_made_up(day: dt.date, pattern: str) -> None:
    month_only = PartialDate(day.year, day.month)
    assert date_text(month_only, pattern) == f"{day.month:02}/{day.year:04}"
    assert say("prior[1].start_date:DD", month_only) is None


@given(DIGITS)
def test_a_telephone_keeps_its_digits_in_every_pattern(phone: str) -> None:
    for pattern in ("###-###-####", "(###) ###-####", "##########"):
        assert in_case(phone_text(phone, pattern), "digits") == phone


@given(st.text("0123456789x", max_size=9))
def test_what_is_no_telephone_is_left_as_it_is(text: str) -> None:
    assert phone_text(text, "###-###-####") == text


def test_an_extension_follows_the_number() -> None:
    assert phone_text("4015550142x77", "###-###-####") == "401-555-0142 x77"


@pytest.mark.parametrize(
    ("key", "value", "form", "words", "text"),
    [
        ("request.urgent", True, "", {}, "Yes"),
        ("request.urgent", False, "", {"no": "Standard"}, "Standard"),
        ("patient.sex", "female", "", {}, "Female"),
        ("patient.sex", "female", "", {"female": "F"}, "F"),
        ("request.type", "continuation", "", {"initial": "No", "continuation": "Yes"}, "Yes"),
        ("patient.weight_kg", Decimal("68.50"), "", {}, "68.5"),
        ("drug.units", Decimal("155"), "", {}, "155"),
        ("patient.last_name", "Nguyễn", "upper", {}, "NGUYỄN"),
        ("coverage.member_id", "w12-3 45", "digits", {}, "12345"),
        ("prescriber.phone", "4015550142", "###.###.####", {}, "401.555.0142"),
        ("prescriber.phone", "4015550142", "", {}, "(401) 555-0142"),
        ("patient.dob", dt.date(1985, 3, 7), "", {}, "03/07/1985"),
    ],
)
def test_a_value_is_written_as_the_box_wants_it(
    key: str, value: object, form: str, words: dict[str, str], text: str
) -> None:
    assert say(key, value, form, words) == text


@pytest.mark.parametrize("form", ["upper", "digits", "MM/DD/YY", "D MON YYYY", "(###) ###-####"])
def test_formats_are_known(form: str) -> None:
    assert is_format(form)


@pytest.mark.parametrize("form", ["", "title", "MM/DD/JJ", "###-####", "yes"])
def test_what_is_no_format_is_refused(form: str) -> None:
    assert not is_format(form)


@given(DATES)
def test_the_date_of_signing_is_written_as_its_box_wants_it(day: dt.date) -> None:
    whole = Source(SourceKind.KEY, ("attest.signature_date",), format="MM-DD-YYYY")
    year = Source(SourceKind.KEY, ("attest.signature_date:YYYY",))
    assert written_date(whole, day) == f"{day.month:02}-{day.day:02}-{day.year:04}"
    assert written_date(year, day) == f"{day.year:04}"
