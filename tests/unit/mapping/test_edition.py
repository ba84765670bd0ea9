"""Editions as forms print them: found, dated, and told which is the newer one."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mapping.edition import Age, age_of, edition_date, edition_in, edition_like

_DAYS = st.dates(dt.date(2000, 1, 1), dt.date(2039, 12, 31))


@pytest.mark.parametrize(
    ("line", "edition"),
    [
        ("Page 2 of 5   GR-68535-3 (1-25)", "GR-68535-3 (1-25)"),
        ("2060 (9-23)", "2060 (9-23)"),
        ("LHP-HAM-2 (1-25)", "LHP-HAM-2 (1-25)"),
        ("NOFR002 | 0522", "NOFR002 | 0522"),
        ("XX-22-0169669 • 2-26 Page 1 of 4", "XX-22-0169669 • 2-26"),
        ("VABCBS-CD-008368-22 Revised: November 2022 CC", "VABCBS-CD-008368-22 Revised: November 2022"),
        ("OIR-B2-2180 New 12/16", "OIR-B2-2180 New 12/16"),
        ("Updated on 05.15.2025", "05.15.2025"),
        ("Rev. 3/2024", "3/2024"),
        ("Office use only: General_CMS-Comm_2022Mar", "2022Mar"),
        ("v061025", "v061025"),
        ("Lakeside Health, P.O. Box 9, Phoenix AZ 85080-2005", ""),
        ("OMB No. 0939-0251", ""),
        ("Please fax this form to 1-800-555-0100.", ""),
    ],
)
def test_an_edition_is_told_from_what_stands_beside_it(line: str, edition: str) -> None:
    assert edition_in([line]) == edition


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("GR-68535-3 (1-25)", (2025, 1, 0)),
        ("12/16", (2016, 12, 0)),
        ("NOFR002 | 0522", (2022, 5, 0)),
        ("v061025", (2025, 6, 10)),
        ("2022Mar", (2022, 3, 0)),
        ("MHTPA121115-95.05042021-C14614-A", (2021, 5, 4)),
        ("Revised: November 2022", (2022, 11, 0)),
        ("April 3, 2024", (2024, 4, 3)),
        ("undated", None),
    ],
)
def test_an_edition_has_a_date_where_it_says_one(text: str, date: tuple[int, int, int] | None) -> None:
    assert edition_date(text) == date


@given(_DAYS, _DAYS, st.sampled_from(["%m/%d/%Y", "%Y-%m-%d", "%B %d, %Y", "F-1 (%m-%y)", "%m/%Y"]))
def test_the_later_date_is_the_newer_edition_and_the_other_way_round(one: dt.date, other: dt.date, form: str) -> None:
    first, second = one.strftime(form), other.strftime(form)
    age, back = age_of(first, second), age_of(second, first)
    if first == second:
        assert age is back is Age.SAME
    else:
        assert {age, back} == {Age.NEWER, Age.OLDER}
        assert (age is Age.NEWER) == (edition_date(first) > edition_date(second))  # type: ignore[operator]


def test_what_says_no_date_is_neither_newer_nor_older() -> None:
    assert age_of("", "1-25") is Age.UNKNOWN
    assert age_of("blue edition", "1-25") is Age.UNKNOWN
    assert age_of("March 2024", "March 5, 2024") is Age.UNKNOWN


def test_an_edition_is_looked_for_in_the_shape_of_the_known_one() -> None:
    pages = ["Some words 12/30/2024", "more words\nGR-68535-3 (2-17) and so on"]
    assert edition_like("GR-68535-3 (1-25)", pages) == "GR-68535-3 (2-17)"
    assert age_of("GR-68535-3 (2-17)", "GR-68535-3 (1-25)") is Age.OLDER
    assert edition_like("12/16", pages) == ""
