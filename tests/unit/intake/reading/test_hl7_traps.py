"""What HL7 messages do not mean: other orders' times, taken-back rows, aliases, numbers that are no chart numbers."""

from __future__ import annotations

import pytest

from app.domain.dates import PartialDate
from app.intake.incoming import IncomingChart
from tests.unit.intake.samples import incoming

HEAD = "MSH|^~\\&|EHR|CLINIC|PAD|CLINIC|20261101||{kind}|1|P|2.5.1"
PID = "PID|1||1001^^^CLINIC^MR||Lake^Ana||19800304|F"


def message(*segments: str, kind: str = "ADT^A08", pid: str = PID) -> bytes:
    return "\r".join((HEAD.format(kind=kind), pid, *segments, "")).encode()


def only(*segments: str, kind: str = "ADT^A08", pid: str = PID) -> IncomingChart:
    (chart,) = incoming(message(*segments, kind=kind, pid=pid)).charts
    return chart


def test_the_legal_name_counts_and_not_an_alias() -> None:
    pid = "PID|1||1001^^^CLINIC^MR||Pond^Annie^^^^^A~Lake^Ana^M^^^^L||19800304|F"
    name = only(pid=pid).patient.name
    assert (name.first, name.middle, name.last) == ("Ana", "M", "Lake")


def test_the_home_address_counts_and_not_a_bad_one() -> None:
    pid = f"{PID}|||1 Old St^^Boston^MA^02101^^BA~9 Desk Rd^^Boston^MA^02102^^B~12 Elm St^Apt 3^Boston^MA^02903^^H"
    assert only(pid=pid).patient.address.street == "12 Elm St, Apt 3"


@pytest.mark.parametrize(
    ("numbers", "chart"),
    [
        ("111-22-3333^^^USSSA^SS", ""),
        ("111-22-3333^^^USSSA^SS~1001^^^CLINIC^MR", "1001"),
        ("D123^^^MA^DL~77^^^CLINIC^PI", "77"),
        ("42", "42"),
    ],
)
def test_a_chart_number_is_never_a_social_security_number(numbers: str, chart: str) -> None:
    assert only(pid=f"PID|1||{numbers}||Lake^Ana||19800304|F").patient.chart_number == chart


@pytest.mark.parametrize("control", ["CA", "OC", "CR"])
def test_an_order_that_was_called_off_is_no_therapy(control: str) -> None:
    assert only(f"ORC|{control}|1", "RXE||1^topiramate 50 MG^L|50||mg").trials == ()


def test_one_order_is_one_therapy_with_its_own_times() -> None:
    chart = only(
        "ORC|NW|1",
        "RXO|1^topiramate^L|50||mg",
        "RXE||1^topiramate^L|50||mg",
        "ORC|NW|2",
        "RXO|2^propranolol^L|80||mg",
        "RXE||2^propranolol^L|80||mg",
        "TQ1|1||||||20260501|20260815",
        kind="RDE^O11",
    )
    assert [(t.drug, t.dose, t.start, t.end) for t in chart.trials] == [
        ("topiramate", "50 mg", None, None),
        ("propranolol", "80 mg", PartialDate(2026, 5, 1), PartialDate(2026, 8, 15)),
    ]


def test_an_order_that_was_only_placed_keeps_its_dose() -> None:
    chart = only("ORC|NW|1", "TQ1|1||||||20260110", "RXO|1^topiramate^L|50||mg", kind="OMP^O09")
    assert [(t.dose, t.start) for t in chart.trials] == [("50 mg", PartialDate(2026, 1, 10))]


@pytest.mark.parametrize(
    "row",
    [
        "DG1|1||V58.69^Long-term use of medications^I9|||F",
        "DG1|1|I9|V58.69|Long-term use of medications||F",
        "DG1|1|ICD-9|E849||||F",
    ],
)
def test_a_code_of_the_ninth_revision_is_no_code_of_the_tenth(row: str) -> None:
    assert all(not item.icd10 for item in only(row).patient.diagnoses)


@pytest.mark.parametrize("row", ["DG1|1||G43.709^Migraine^I10|||W", "DG1|1||G43.709^Migraine^I10|||F" + "|" * 15 + "D"])
def test_a_working_or_deleted_diagnosis_is_none(row: str) -> None:
    assert only(row).patient.diagnoses == ()
    assert [d.icd10 for d in only("DG1|1||G43.709^Migraine^I10|||F").patient.diagnoses] == ["G43.709"]


@pytest.mark.parametrize("words", ["^NKDA", "NKA^No Known Allergies^L", "^No known drug allergies"])
def test_no_known_allergy_is_no_allergy(words: str) -> None:
    assert only(f"AL1|1|DA|{words}").contraindications == ()


def test_an_allergy_whose_kind_nobody_said_arrives() -> None:
    assert [c.drug for c in only("AL1|1||^propranolol||wheezing").contraindications] == ["propranolol"]
    assert only("AL1|1|FA|^Peanut").contraindications == ()


def test_the_newest_message_says_which_plans_there_are() -> None:
    old = message("IN1|1|P^Gold|J|Juniper Health||||G1||||20250101|||PPO|||||||||||||||||||||M1")
    new = message("IN1|1|P^Gold|J|Juniper Health||||G2||||20260101|||PPO|||||||||||||||||||||M1")
    found = incoming(old + new)
    (chart,) = found.charts
    assert [plan.coverage.group_number for plan in chart.coverages] == ["G2"]


def test_a_message_that_removes_a_person_says_nothing_of_them() -> None:
    found = incoming(message(kind="ADT^A29"))
    assert found.charts == ()
    assert len(found.skipped) == 1


def test_the_newest_message_counts_wherever_it_stands() -> None:
    old, new = message(pid=f"{PID}|||1 Old St"), message(pid=f"{PID}|||2 New St")
    (chart,) = incoming(new.replace(b"20261101", b"20261102") + old).charts
    assert chart.patient.address.street == "2 New St"


def test_a_message_with_strange_separators_is_told() -> None:
    found = incoming(message() + b"MSH|||||EHR\rPID|1||9^^^C^MR||Pond^Bo||19700101|M\r")
    assert len(found.charts) == 1
    assert [item.where for item in found.skipped] == ["message 2"]


def test_escapes_and_subcomponents_are_taken_apart() -> None:
    pid = (
        "PID|1||1001^^^C^MR||O\\T\\Hara&O\\T\\Hara^Ana||198003042300-0500|F|||12 Elm \\E\\ Oak&Elm&12^^Boston^MA^02903"
    )
    patient = only(pid=pid).patient
    assert patient.name.last == "O&Hara"
    assert patient.address.street == "12 Elm \\ Oak"
    assert str(patient.dob) == "1980-03-04"
