"""Where an approval is not what was asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.approval import Acknowledged, Approval, DifferenceKind, UnitsPer, differences, unseen
from app.domain.ids import ApprovalId, PatientId, PersonId, RequestId
from app.domain.request import DrugOrder, Request, Site, Status, Supply

NOW = dt.datetime(2026, 11, 24, 12, tzinfo=dt.UTC)
ASKED = Request(
    RequestId("r"),
    PatientId("p"),
    NOW,
    status=Status.SENT,
    drug=DrugOrder("Botox (onabotulinumtoxinA)", "J0585", "00023-1145-01", units=Decimal(155), visits=4),
    cpt=("64615",),
    site=Site.OFFICE,
    supply=Supply.BUY_AND_BILL,
    start=dt.date(2026, 11, 24),
    end=dt.date(2027, 11, 23),
)
SAME = Approval(
    ApprovalId("a"),
    PatientId("p"),
    RequestId("r"),
    start=ASKED.start,
    end=ASKED.end,
    units=Decimal(155),
    visits=4,
    site=Site.OFFICE,
    supply=Supply.BUY_AND_BILL,
    product="Botox",
    hcpcs="J0585",
    ndc="0023-1145-01",
    cpt=("64615",),
)


def test_what_was_asked_for_has_no_differences() -> None:
    assert differences(ASKED, SAME) == ()


def test_a_letter_that_says_nothing_has_none() -> None:
    assert differences(ASKED, Approval(ApprovalId("a"), PatientId("p"), RequestId("r"))) == ()


@pytest.mark.parametrize(
    ("approval", "kind", "words"),
    [
        (replace(SAME, units=Decimal(100)), DifferenceKind.UNITS, "100 units a treatment approved, 155 asked for."),
        (
            replace(SAME, units=Decimal(400), units_per=UnitsPer.WHOLE),
            DifferenceKind.UNITS,
            "400 units in all approved, 620 asked for.",
        ),
        (replace(SAME, visits=1), DifferenceKind.VISITS, "1 treatment approved, 4 asked for."),
        (
            replace(SAME, start=dt.date(2026, 12, 1)),
            DifferenceKind.START,
            "Approved from 12/01/2026, asked from 11/24/2026.",
        ),
        (
            replace(SAME, end=dt.date(2027, 5, 23)),
            DifferenceKind.END,
            "Approved until 05/23/2027, asked until 11/23/2027.",
        ),
        (
            replace(SAME, site=Site.OUTPATIENT_HOSPITAL),
            DifferenceKind.SITE,
            "Approved for a hospital's outpatient department, asked for the office.",
        ),
        (
            replace(SAME, supply=Supply.SPECIALTY_PHARMACY),
            DifferenceKind.SUPPLY,
            "The drug has to come by a specialty pharmacy, asked was bought and billed by the office.",
        ),
        (replace(SAME, product="Dysport"), DifferenceKind.PRODUCT, "Dysport approved, Botox asked for."),
        (replace(SAME, hcpcs="J0586"), DifferenceKind.HCPCS, "Code J0586 approved, J0585 asked for."),
        (replace(SAME, cpt=("64616",)), DifferenceKind.CPT, "Procedure 64616 approved, 64615 asked for."),
        (
            replace(SAME, conditions="Only with a neurologist"),
            DifferenceKind.CONDITIONS,
            "The payer sets a condition: Only with a neurologist.",
        ),
    ],
)
def test_each_point_is_told_in_words(approval: Approval, kind: DifferenceKind, words: str) -> None:
    [one] = differences(ASKED, approval)
    assert (one.kind, one.words, one.is_less) == (kind, words, True)


def test_another_package_is_told() -> None:
    [one] = differences(ASKED, replace(SAME, ndc="00023-3921-02"))
    assert one.kind is DifferenceKind.NDC


def test_more_than_was_asked_for_is_told_and_is_no_loss() -> None:
    [one] = differences(ASKED, replace(SAME, units=Decimal(200)))
    assert not one.is_less


def test_units_of_a_billing_code_are_counted_in_units_of_the_product() -> None:
    asked = replace(ASKED, drug=replace(ASKED.drug, name="Dysport", hcpcs="J0586", ndc="", units=Decimal(500)))
    billed = replace(SAME, product="Dysport", hcpcs="J0586", ndc="", units=Decimal(100), is_billed=True)
    assert differences(asked, billed) == ()
    assert differences(asked, replace(billed, is_billed=False))[0].kind is DifferenceKind.UNITS


def test_an_acknowledgment_holds_as_long_as_both_values_stay() -> None:
    less = replace(SAME, units=Decimal(100))
    seen = replace(less, acknowledged=(Acknowledged(differences(ASKED, less)[0].name, PersonId("x"), NOW),))
    assert unseen(ASKED, seen) == ()
    assert unseen(ASKED, replace(seen, units=Decimal(90))) != ()
