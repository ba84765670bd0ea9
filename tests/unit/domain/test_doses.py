"""The daily dose that a text names, and trials below what counts."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.doses import daily_mg, low_dose
from app.domain.drugs import therapies
from app.domain.indications import conditions


@pytest.mark.parametrize(
    ("text", "mg"),
    [
        ("100 mg/day", "100"),
        ("100mg daily", "100"),
        ("20 mg/d", "20"),
        ("50 mg BID", "100"),
        ("10 mg tid", "30"),
        ("25–75 mg at bedtime", "75"),
        ("25 to 50 mg qhs", "50"),
        ("1,000 mg daily", "1000"),
        ("47.5 mg once daily", "47.5"),
        ("1 tablet (100 mg) daily", "100"),
        ("100 mg", None),
        ("120 mg monthly", None),
        ("75 mg every other day", None),
        ("50 mg in the morning, 100 mg at night", None),
        ("2 x 50 mg daily", None),
        ("2 tablets of 50 mg daily", None),
        ("400 mg as needed, once a day", None),
        ("weekly", None),
        ("", None),
    ],
)
def test_the_daily_dose_of_a_text(text: str, mg: str | None) -> None:
    assert daily_mg(text) == (None if mg is None else Decimal(mg))


@pytest.mark.parametrize(
    ("drug", "dose", "condition", "is_low"),
    [
        ("propranolol", "119 mg/day", "chronic_migraine", True),
        ("Inderal LA", "120 mg daily", "chronic_migraine", False),
        ("propranolol", "80 mg/day", "other", False),
        ("timolol", "10 mg BID", "chronic_migraine", False),
        ("timolol", "5 mg BID", "chronic_migraine", True),
        ("oxybutynin", "2.5 mg daily", "oab", True),
        ("lamotrigine", "25 mg daily", "chronic_migraine", False),
        ("galcanezumab", "120 mg monthly", "chronic_migraine", False),
        ("something unknown", "1 mg daily", "chronic_migraine", False),
        ("", "1 mg daily", "chronic_migraine", False),
    ],
)
def test_a_trial_below_what_counts(drug: str, dose: str, condition: str, is_low: bool) -> None:
    assert (low_dose(drug, dose, condition) is not None) is is_low


def test_every_adequate_dose_says_where_it_comes_from() -> None:
    found = [therapy.adequate for therapy in therapies().entries if therapy.adequate is not None]
    assert len(found) >= 20
    for adequate in found:
        assert adequate.words
        assert adequate.source
        assert set(adequate.conditions) <= set(conditions())
        assert adequate.is_read or "recalled" in adequate.words


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = daily_mg(text)
    assert found is None or found >= 0
