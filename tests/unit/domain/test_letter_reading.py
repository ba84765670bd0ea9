"""What a payer's letter seems to say."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.letter_reading import read_letter
from app.domain.letters_in import LetterInKind, status_after
from app.domain.request import Status, Supply


def test_an_approval_is_read_with_its_number_dates_and_amounts() -> None:
    words = read_letter(
        [
            "Juniper\nNovember 20, 2026\nMember ID: JHP-0004-10077\nDate of birth: 07/11/1985\n"
            "Your request for J0585 has been approved.\nAuthorization number: A77120934\n"
            "Approved for dates of service from 11/24/2026 to 05/23/2027.\n100 units, 2 visits\n"
        ]
    )
    assert (words.kind, words.number, words.hcpcs) == (LetterInKind.APPROVAL, "A77120934", "J0585")
    assert (words.date, words.start, words.end) == (dt.date(2026, 11, 20), dt.date(2026, 11, 24), dt.date(2027, 5, 23))
    assert (words.units, words.visits) == (Decimal(100), 2)
    assert words.member_ids == ("JHP000410077",)
    assert words.birth_dates == (dt.date(1985, 7, 11),)


def test_numbers_that_a_reader_of_pictures_tore_are_read() -> None:
    torn = ["Date of birth: 07/1 1/1985\nMember ID: JHP000 410 077\nAuthorization number: A771 20934"]
    words = read_letter(torn, from_picture=True)
    assert words.birth_dates == (dt.date(1985, 7, 11),)
    assert words.member_ids == ("JHP000410077",)
    assert words.number == "A77120934"


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("We are unable to approve the request. It was approved before.", LetterInKind.DENIAL),
        ("Please send additional information.", LetterInKind.INFORMATION),
        ("We have received your request.", LetterInKind.ACKNOWLEDGMENT),
        ("Thank you for calling.", None),
    ],
)
def test_the_kind_is_told_by_the_words_that_weigh_most(text: str, kind: LetterInKind | None) -> None:
    assert read_letter([text]).kind is kind


def test_who_has_to_supply_the_drug_and_which_it_is_are_read() -> None:
    words = read_letter(["Botox is approved; it has to be ordered from a specialty pharmacy."])
    assert (words.supply, words.product) == (Supply.SPECIALTY_PHARMACY, "Botox (onabotulinumtoxinA)")
    assert read_letter(["Dysport, not Botox"]).product.startswith("Dysport")


def test_a_deadline_is_the_date_behind_its_words() -> None:
    assert read_letter(["11/18/2026\nPlease respond by 12/02/2026."]).deadline == dt.date(2026, 12, 2)


def test_impossible_dates_are_passed_over() -> None:
    assert read_letter(["13/45/2026 and 02/30/2026, then 03/01/2026"]).date == dt.date(2026, 3, 1)


@given(st.lists(st.text(max_size=200), max_size=3), st.booleans())
def test_no_text_trips_the_reader(texts: list[str], from_picture: bool) -> None:
    words = read_letter(texts, from_picture=from_picture)
    assert words.kind is None or isinstance(words.kind, LetterInKind)


@given(st.sampled_from(Status), st.sampled_from(LetterInKind), st.booleans())
def test_no_letter_makes_an_unsigned_request_anything(now: Status, kind: LetterInKind, is_changed: bool) -> None:
    after = status_after(now, kind, is_changed=is_changed)
    if now in (Status.DRAFT, Status.READY, Status.WITHDRAWN, Status.NOT_REQUIRED):
        assert after is now
    if kind is LetterInKind.OTHER:
        assert after is now
