"""What a chart system's file holds that is not proposed: plans that are over, clinicians whom it only names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.clinical import Outcome, Trial
from app.domain.dates import PartialDate
from app.domain.ids import PatientId, TrialId
from app.domain.patient import CoverageRank
from app.domain.place import BodyMeasure, Unit
from app.domain.practice import Line, Payer, PayerLine
from app.intake.review.comparing import Held, Known, compare
from app.intake.review.matching import trial_of
from app.intake.review.rows import Row, RowState, proposed
from tests.unit.intake.samples import VCARD, incoming

_MSH = "MSH|^~\\&|ECW|F|P|P|20260315142658||ADT^A04|1|P|2.3|"
_PID = "PID|1||12345^^^ECW^MRN||DOE^JOHN^||19800515|M"


def rows(data: bytes, payers: Sequence[str] = ()) -> tuple[tuple[Row, ...], set[str]]:
    known = Known(
        (),
        tuple(Payer(f"id{n}", name, (PayerLine(Line.COMMERCIAL),)) for n, name in enumerate(payers)),  # type: ignore[arg-type]
        (),
        lambda _: Held(),
    )
    review = compare(incoming(data), known, lambda: "x")
    return review.rows, set(proposed(review))


def message(*segments: str) -> bytes:
    return "\r".join((_MSH, _PID, *segments)).encode()


def test_a_plan_that_is_over_is_not_proposed_and_never_the_primary_one() -> None:
    plans = ("IN1||A|A|Cedar||||||||20200101", "IN1||B|B|Juniper||||||||20200101", "IN1||C|C|Maple")
    old = [plan + ("|20201231" if number == 0 else "|") for number, plan in enumerate(plans)]
    found, chosen = rows(message(*old), ("Cedar", "Juniper", "Maple"))
    made = {row.title: row for row in found if row.kind == "coverage"}
    ranks = {title: row.base.rank for title, row in made.items()}  # type: ignore[union-attr]
    assert ranks == {"Cedar": CoverageRank.OTHER, "Juniper": CoverageRank.PRIMARY, "Maple": CoverageRank.OTHER}
    assert {title for title, row in made.items() if row.id in chosen} == {"Juniper", "Maple"}


def test_clinicians_whom_a_chart_names_wait_and_those_of_a_card_do_not() -> None:
    found, chosen = rows(message("PV1|1|O|||||9941339108^JOHNSON^JANE^^^^^^NPI"))
    (doctor,) = [row for row in found if row.kind == "prescriber"]
    assert doctor.id not in chosen
    assert doctor.can_be_taken
    assert len(rows(VCARD)[1]) == 1


def test_later_fills_of_a_course_that_goes_on_are_the_same_course() -> None:
    def trial(start: PartialDate, end: PartialDate | None, outcome: Outcome | None = None) -> Trial:
        return Trial(TrialId("t"), PatientId("p"), "topiramate", start=start, end=end, outcome=outcome)

    ours = trial(PartialDate(2026, 1, 10), PartialDate(2026, 5, 1))
    assert trial_of(trial(PartialDate(2026, 4, 1), PartialDate(2026, 8, 1)), [ours]) is ours
    assert trial_of(trial(PartialDate(2026, 6, 1), None), [ours]) is None
    goes_on = trial(PartialDate(2026, 1, 10), None, Outcome.ONGOING)
    assert trial_of(trial(PartialDate(2026, 6, 1), None), [goes_on]) is goes_on


@pytest.mark.parametrize(
    ("ours", "theirs", "is_same"),
    [("128 lb", "58.1 kg", True), ("128 lb", "59 kg", False), ("66 in", "168 cm", True), ("128 lb", "128.5 lb", False)],
)
def test_a_weight_in_another_unit_is_no_other_weight(ours: str, theirs: str, is_same: bool) -> None:
    def measure(words: str) -> BodyMeasure:
        value, unit = words.split()
        return BodyMeasure(Decimal(value), Unit(unit))

    (chart,) = incoming(message()).charts
    part = "height" if ours.endswith("in") else "weight"
    here = replace(chart.patient, **{part: measure(ours)})  # type: ignore[arg-type]
    there = replace(chart, patient=replace(chart.patient, **{part: measure(theirs)}))  # type: ignore[arg-type]
    review = compare(
        replace(incoming(message()), charts=(there,)), Known((here,), (), (), lambda _: Held()), lambda: "x"
    )
    assert (review.rows[0].state is RowState.SAME) is is_same
