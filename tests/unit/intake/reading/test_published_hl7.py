"""Messages as systems send them: the shapes of published ADT and RDE samples, with invented people."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.dates import PartialDate
from app.intake.incoming import Incoming, IncomingChart
from tests.unit.intake.samples import incoming

_PID = "PID|1||12345^^^ECW^MRN||DOE^JOHN^||19800515|MALE|||123 MAIN ST^^SPRINGFIELD^IL^62701^USA^^^SANGAMON"


def read(*segments: str) -> Incoming:
    return incoming("\r".join(("MSH|^~\\&|ECW|F|P|P|20260315142658||ADT^A04|1|P|2.3|", _PID, *segments)).encode())


def only(*segments: str) -> IncomingChart:
    (chart,) = read(*segments).charts
    return chart


def test_words_in_place_of_table_codes_are_known() -> None:
    chart = only(
        "IN1|1|BC123^BLUE CROSS|BLUEINS|BLUE CROSS||||100|FAMILY PLAN|||||||JOHN DOE|SELF|19800515",
        "AL1|1|DRUG^^HL70127|70618^Penicillin^RXNORM|MODERATE|Dry Mouth",
        "NK1|1|DOE^JANE|GRD^Guardian||(555)555-4321",
    )
    (plan,) = chart.coverages
    assert (plan.coverage.insured.relationship, plan.coverage.insured.name) == ("self", "")
    assert [c.drug for c in chart.contraindications] == ["Penicillin"]
    assert (chart.patient.representative.name, chart.patient.representative.phone) == ("JANE DOE", "5555554321")
    assert chart.patient.sex.value == "male"


def test_somebody_who_pays_alone_has_no_plan() -> None:
    assert only("IN1|1|SELF-PAY^SELF PAY|SELF PAY|SELF PAY||||||||||4").coverages == ()


@pytest.mark.parametrize(
    ("rxe", "dose"),
    [
        ("RXE|^^^20101217184500|54569-4888-0^topiramate|1||75 mg||^po bid x 5d", "75 mg"),
        ("RXE|^Q24H&0600^^20101217184500^^ROU|X^topiramate|2||g", "2 g"),
        ("RXE||X^topiramate|2||75 mg", "2 x 75 mg"),
    ],
)
def test_a_dose_and_a_start_are_found_where_systems_put_them(rxe: str, dose: str) -> None:
    (trial,) = only("ORC|NW|101217-833651^ExD|||ORDERED||||||||||20101217", rxe).trials
    assert (trial.dose, trial.start) == (dose, PartialDate(2010, 12, 17))


def test_monthly_fills_are_one_therapy() -> None:
    fills = [f"RXD|1|X^topiramate 25 MG|2025{month:02}05" for month in (6, 7, 8)]
    (trial,) = only(*(line for fill in fills for line in ("ORC|RE", fill))).trials
    assert (trial.start, trial.end) == (PartialDate(2025, 6, 5), PartialDate(2025, 8, 5))
    assert trial.evidence.startswith("3 fills or prescriptions: 06/05/2025")


def test_scores_are_known_by_their_names() -> None:
    chart = only(
        "OBX|1|NM|7701^HIT-6 Total Score^L||66|{score}|||||F|||20260302",
        "OBX|2|NM|7702^Local^L^^Monthly headache days||22|days|||||F|||20260302",
        "OBX|3|NM|7703^HIT-6 Total Score^L||99||||||F|||20260303",
    )
    assert [(o.measure, o.value) for o in chart.observations] == [
        *(("hit6", Decimal(66)), ("headache_days", Decimal(22))),
    ]


def test_a_clinician_with_an_npi_is_a_prescriber_and_once() -> None:
    doctor = "9941339108^JOHNSON^JANE^Q^^^MD^^NPI^^^^NPI"
    found = read(f"PV1|1|O|||||{doctor}|12345^OTHER^ONE", f"ORC|NW|1||||||||||{doctor}")
    assert [(p.name.last, p.name.first, p.npi) for p in found.prescribers] == [("JOHNSON", "JANE", "9941339108")]
