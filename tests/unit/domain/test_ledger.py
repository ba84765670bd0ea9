"""The units ledger: what is left, until when, and what it warns of."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.approval import Approval, UnitsPer
from app.domain.clinical import Treatment
from app.domain.ids import ApprovalId, PatientId, RequestId, TreatmentId
from app.domain.ledger import Interval, Ledger, ledger
from app.domain.practice import Line
from app.domain.request import DrugOrder, Request, Site, Status, Supply

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
TODAY = dt.date(2026, 6, 1)
REQUEST = Request(
    RequestId("r"),
    PatientId("p"),
    NOW,
    status=Status.APPROVED,
    drug=DrugOrder("Botox", "J0585", units=Decimal(155), visits=4),
    site=Site.OFFICE,
    supply=Supply.BUY_AND_BILL,
)
APPROVAL = Approval(
    ApprovalId("a"),
    PatientId("p"),
    RequestId("r"),
    start=dt.date(2026, 1, 1),
    end=dt.date(2026, 12, 31),
    units=Decimal(200),
    visits=4,
    site=Site.OFFICE,
)
LABEL = Interval(84, "the label")


def shot(day: dt.date, units: int | None = 155, wasted: int | None = 45, name: str = "", **more: object) -> Treatment:
    given = Treatment(TreatmentId(name or day.isoformat()), PatientId("p"), day, "Botox")
    spare = None if wasted is None else Decimal(wasted)
    return replace(given, units=None if units is None else Decimal(units), units_wasted=spare, **more)


def account(*given: Treatment, approval: Approval = APPROVAL, line: Line | None = None) -> Ledger:
    return ledger(REQUEST, approval, given, today=TODAY, interval=LABEL, line=line)


def test_units_and_treatments_are_counted_with_the_waste() -> None:
    made = account(shot(dt.date(2026, 1, 10)), shot(dt.date(2026, 4, 10)))
    assert (made.units, made.used, made.units_left) == (800, 400, 400)
    assert (made.given, made.visits_left) == (2, 2)
    assert made.next_on == dt.date(2026, 7, 3)
    assert made.ends == dt.date(2026, 12, 31)
    assert made.short_on is None
    assert made.entries[1].left == 400


def test_the_lines_of_the_claim_name_what_was_wasted() -> None:
    some, none, unsaid = shot(TODAY), shot(TODAY, wasted=0), shot(TODAY, wasted=None)
    claims = [account(item).entries[0].claim for item in (some, none, unsaid)]
    assert claims == ["J0585 × 155, J0585-JW × 45", "J0585-JZ × 155", "J0585 × 155"]
    assert "Medicare" in account(unsaid, line=Line.MEDICARE_FFS).entries[0].cautions[0]
    assert account(none).entries[0].cautions == ()


def test_a_drug_from_a_pharmacy_is_not_billed_by_the_office() -> None:
    by_pharmacy = replace(APPROVAL, supply=Supply.SPECIALTY_PHARMACY)
    [entry] = account(shot(TODAY, wasted=None), approval=by_pharmacy).entries
    assert (entry.claim, entry.cautions) == ("", ())


def test_too_early_outside_and_elsewhere_are_told() -> None:
    first = shot(dt.date(2026, 1, 10))
    early = shot(dt.date(2026, 3, 1), place=Site.HOME)
    late = shot(dt.date(2027, 1, 5), request_id=REQUEST.id)
    entries = account(first, early, late).entries
    assert entries[1].cautions == (
        "Given at the patient's home, approved for the office.",
        "50 days after the one before; 84 are required.",
    )
    assert entries[2].cautions == ("Given after the approval ended on 12/31/2026.",)


def test_more_than_one_treatment_is_approved_for_is_told() -> None:
    [entry] = account(shot(TODAY), approval=replace(APPROVAL, units=Decimal(155))).entries
    assert entry.cautions == ("200 units with the waste, 155 approved a treatment.",)


def test_running_out_of_units_is_told_before_the_treatment() -> None:
    whole = replace(APPROVAL, units=Decimal(500), units_per=UnitsPer.WHOLE, visits=None)
    made = account(shot(dt.date(2026, 1, 10)), shot(dt.date(2026, 4, 10)), approval=whole)
    assert made.short_on == dt.date(2026, 7, 3)
    assert made.warnings[0] == (
        "The next treatment, from 07/03/2026, is not covered any more: 100 units are left, it takes 200."
    )


def test_no_treatment_left_and_an_end_before_the_next_are_told() -> None:
    one = replace(APPROVAL, visits=1)
    assert account(shot(dt.date(2026, 4, 10)), approval=one).warnings[0].endswith("no treatment is left.")
    short = replace(APPROVAL, end=dt.date(2026, 6, 30))
    assert account(shot(dt.date(2026, 4, 10)), approval=short).warnings[0].endswith("the approval ends on 06/30/2026.")


def test_over_use_is_told_first() -> None:
    one = replace(APPROVAL, visits=1, units=Decimal(155))
    made = account(shot(dt.date(2026, 1, 10)), shot(dt.date(2026, 4, 10)), approval=one)
    assert made.warnings[0] == "245 units more were given than approved: the payer will not pay them."
    assert made.warnings[1] == "1 treatment more was given than approved."


def test_injections_of_another_approval_do_not_count() -> None:
    other = shot(dt.date(2026, 4, 10), request_id=RequestId("other"))
    before = shot(dt.date(2025, 12, 20))
    assert account(other, before).given == 0


@pytest.mark.parametrize("units", [None, 0])
def test_an_entry_without_units_is_told_or_counts_nothing(units: int | None) -> None:
    made = account(shot(TODAY, units=units, wasted=0))
    assert made.used == 0


@given(
    st.lists(
        st.tuples(st.integers(0, 364), st.integers(0, 400), st.integers(0, 200)), max_size=8, unique_by=lambda t: t[0]
    )
)
def test_what_is_left_and_what_was_used_make_the_whole(days: list[tuple[int, int, int]]) -> None:
    given_ = [shot(dt.date(2026, 1, 1) + dt.timedelta(days=at), units, wasted) for at, units, wasted in days]
    made = account(*given_)
    assert made.units is not None
    assert made.used + (made.units_left or 0) == made.units
    if made.entries:
        assert made.entries[-1].left == made.units_left
    assert (made.units_left or 0) >= 0 or any("more were given" in text for text in made.warnings)
