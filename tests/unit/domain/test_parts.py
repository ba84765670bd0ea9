"""Values as they stand on paper, whole and in parts."""

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.facts import FactValue
from app.domain.parts import as_text, number_text, part_of
from app.domain.vocabulary import vocabulary

BORN = dt.date(1985, 3, 7)


@pytest.mark.parametrize(
    ("reference", "value", "text"),
    [
        ("patient.dob:MM", BORN, "03"),
        ("patient.dob:DD", BORN, "07"),
        ("patient.dob:YYYY", BORN, "1985"),
        ("patient.dob:YY", BORN, "85"),
        ("prior[1].start_date:DD", PartialDate(2026, 3), None),
        ("prior[1].start_date:MM", PartialDate(2026, 3), "03"),
        ("prior[1].start_date:MM", PartialDate(2026), None),
        ("patient.dob:MM", "in spring", None),
        ("patient.phone:area", "4015550101x7", "401"),
        ("patient.phone:prefix", "4015550101", "555"),
        ("patient.phone:line", "4015550101", "0101"),
        ("patient.phone:local", "4015550101", "555-0101"),
        ("patient.phone:ext", "4015550101x7", "7"),
        ("patient.phone:ext", "4015550101", None),
        ("patient.phone:area", "none", None),
        ("patient.zip:zip5", "02903-1234", "02903"),
        ("patient.zip:plus4", "029031234", "1234"),
        ("patient.zip:plus4", "02903", None),
        ("patient.city", "Warwick", None),
    ],
)
def test_parts(reference: str, value: FactValue, text: str | None) -> None:
    assert part_of(vocabulary().parse(reference), value) == text


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("patient.dob", BORN, "03/07/1985"),
        ("prior[1].start_date", PartialDate(2026, 3), "03/2026"),
        ("patient.phone", "4015550101x7", "(401) 555-0101 x7"),
        ("prior.tried", True, "Yes"),
        ("prior.tried", False, "No"),
        ("patient.weight_kg", Decimal("68.0"), "68"),
        ("patient.age", 41, "41"),
        ("condition", "chronic_migraine", "Chronic migraine"),
        ("prior[1].outcome", "intolerance", "Not tolerated"),
    ],
)
def test_whole_values(key: str, value: FactValue, text: str) -> None:
    assert as_text(vocabulary().parse(key), value) == text


@given(st.decimals(-100000, 100000, places=3))
def test_a_number_is_written_short_and_reads_back(number: Decimal) -> None:
    text = number_text(number)
    assert Decimal(text) == number
    assert "E" not in text
    assert not ("." in text and text.endswith("0"))


@given(st.dates())
def test_the_parts_of_a_date_make_the_whole(day: dt.date) -> None:
    parts = [part_of(vocabulary().parse(f"patient.dob:{part}"), day) for part in ("MM", "DD", "YYYY")]
    assert "/".join(part or "" for part in parts) == as_text(vocabulary().parse("patient.dob"), day)
