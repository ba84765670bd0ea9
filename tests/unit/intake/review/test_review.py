"""A file beside the office's records: nothing of the office's goes unless somebody says so."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from dataclasses import replace

import pytest

from app.domain.clinical import Trial
from app.domain.dates import PartialDate
from app.domain.ids import CoverageId, PatientId, PayerId, TrialId
from app.domain.patient import Coverage, Diagnosis, Patient, Sex
from app.domain.place import Address, PersonName
from app.domain.practice import Line, Payer, PayerLine
from app.intake.problems import NothingChosen
from app.intake.review.comparing import Held, Known, compare
from app.intake.review.rows import Choice, Review, Row, RowState, proposed
from app.intake.review.taking import edits_of
from tests.unit.intake.samples import FHIR, incoming

OURS = Patient(
    PatientId("ours"),
    PersonName("Ánh", "Nguyễn"),
    dob=dt.date(1985, 3, 4),
    sex=Sex.FEMALE,
    chart_number="1001",
    address=Address("99 New Rd", "Providence", "RI", "02903"),
    diagnoses=(Diagnosis("G43.709", "Chronic migraine"),),
)
JUNIPER = Payer(PayerId("juniper"), "JUNIPER HEALTH", (PayerLine(Line.COMMERCIAL),))


NOTHING = Held()


def known(*patients: Patient, held: Held = NOTHING, payers: tuple[Payer, ...] = ()) -> Known:
    return Known(patients, payers, (), lambda _: held)


def reviewed(what: Known) -> Review:
    counted = itertools.count(1)
    return compare(incoming(FHIR), what, lambda: f"payer{next(counted)}")


def row(review: Review, kind: str) -> Row:
    (found,) = [item for item in review.rows if item.kind == kind]
    return found


def test_everybody_is_new_in_an_empty_office() -> None:
    review = reviewed(known())
    assert {item.state for item in review.rows} == {RowState.NEW}
    made = [edit.after for _, edit in edits_of(review, proposed(review))]
    patient = next(record for record in made if isinstance(record, Patient))
    assert patient.name == PersonName("Ánh", "Nguyễn", "T")
    assert [d.icd10 for d in patient.diagnoses] == ["G43.709"]
    assert not any(isinstance(record, Coverage | Payer) for record in made), "nobody said the line of business"


def test_a_plan_is_taken_with_its_payer_once_the_line_is_said() -> None:
    review = reviewed(known())
    plan, payer = row(review, "coverage"), row(review, "payer")
    assert plan.asks_line
    choices = proposed(review) | {payer.id: Choice(), plan.id: Choice(line=Line.EXCHANGE)}
    made = [edit.after for _, edit in edits_of(review, choices)]
    coverage = next(record for record in made if isinstance(record, Coverage))
    entered = next(record for record in made if isinstance(record, Payer))
    assert (coverage.line, coverage.payer_id) == (Line.EXCHANGE, entered.id)
    assert made.index(entered) < made.index(coverage)


def test_empty_fields_are_filled_and_a_different_value_stays_unless_chosen() -> None:
    review = reviewed(known(OURS, payers=(JUNIPER,)))
    person = row(review, "patient")
    assert person.state is RowState.CONFLICT
    assert {line.path: line.ours for line in person.lines if line.replaces} == {"address.street": "99 New Rd"}
    taken = next(edit for r, edit in edits_of(review, proposed(review)) if r.kind == "patient")
    after = taken.after
    assert isinstance(after, Patient)
    assert (after.id, after.address.street, after.email) == (OURS.id, "99 New Rd", "anh@example.org")
    assert after.diagnoses == OURS.diagnoses
    both = {person.id: Choice(frozenset(line.path for line in person.lines))}
    ((_, edit),) = edits_of(review, both)
    assert isinstance(edit.after, Patient)
    assert edit.after.address.street == "12 Elm St, Apt 3"


def test_the_same_file_again_is_the_same_everywhere() -> None:
    first = reviewed(known(payers=(JUNIPER,)))
    made = [edit.after for _, edit in edits_of(first, proposed(first))]
    patient = next(record for record in made if isinstance(record, Patient))
    held = Held(
        coverages=tuple(r for r in made if isinstance(r, Coverage)),
        trials=tuple(r for r in made if isinstance(r, Trial)),
        contraindications=tuple(r for r in made if type(r).__name__ == "Contraindication"),  # type: ignore[misc]
    )
    again = compare(incoming(FHIR), known(patient, held=held, payers=(JUNIPER,)), lambda: "x")
    assert {r.kind: r.state for r in again.rows if r.kind != "prescriber"} == {
        "patient": RowState.SAME,
        "coverage": RowState.SAME,
        "trial": RowState.SAME,
        "contraindication": RowState.SAME,
    }


@pytest.mark.parametrize(
    "other",
    [
        replace(OURS, name=PersonName("Linh", "Trần"), dob=dt.date(1970, 1, 1)),
        replace(OURS, chart_number="2002"),
        replace(OURS, chart_number="", dob=None),
    ],
    ids=["the chart number of somebody else", "another chart number", "no date of birth to be sure"],
)
def test_whoever_cannot_be_told_apart_is_never_mixed_up(other: Patient) -> None:
    review = reviewed(known(other))
    person = row(review, "patient")
    assert person.state is RowState.CONFLICT
    assert person.note
    everything = {item.id: Choice(frozenset(line.path for line in item.lines)) for item in review.rows}
    del everything[row(review, "prescriber").id]
    with pytest.raises(NothingChosen):
        edits_of(review, everything)


def test_what_the_office_knows_better_is_no_conflict() -> None:
    fuller = replace(OURS, name=PersonName("Ánh", "Nguyễn", "Thị"), phone_home="4015550142", address=Address())
    lines = row(reviewed(known(fuller)), "patient").lines
    assert not {"name.middle", "phone_cell"} & {line.path for line in lines}


def test_two_patients_with_one_name_and_birthday_are_not_guessed_between() -> None:
    twins = (replace(OURS, chart_number=""), replace(OURS, id=PatientId("twin"), chart_number=""))
    assert "Several" in row(reviewed(known(*twins)), "patient").note


def test_a_therapy_of_the_ledger_is_found_under_its_brand() -> None:
    kept = Trial(TrialId("t"), OURS.id, "Topamax", "antiepileptic", start=PartialDate(2026, 1))
    review = reviewed(known(OURS, held=Held(trials=(kept,)), payers=(JUNIPER,)))
    trial = row(review, "trial")
    assert trial.before == kept
    assert {line.path for line in trial.lines if line.replaces} == {"start"}


def test_a_second_primary_plan_is_not_made_primary() -> None:
    kept = Coverage(CoverageId("c"), OURS.id, PayerId("else"), Line.COMMERCIAL, member_id="OLD")
    review = reviewed(known(OURS, held=Held(coverages=(kept,)), payers=(JUNIPER,)))
    base = row(review, "coverage").base
    assert isinstance(base, Coverage)
    assert base.rank.value == "other"


@pytest.mark.parametrize(
    "lines",
    [
        "Lake,Ana,3/4/1980,77\nLakes,Anna,3/4/1980,77\n",
        "Lake,Ana,3/4/1980,77\nLake,Ana,3/4/1980,\n",
        "Lake,Ana,3/4/1980,77\nLake,Ana,,\n",
        "Lake,Ana,,\nLake,Ana,,\n",
    ],
    ids=["one number for two", "with and without the number", "without the birthday", "names alone"],
)
def test_a_file_that_has_somebody_twice_makes_nobody_twice(lines: str) -> None:
    data = f"Last Name,First Name,DOB,MRN\n{lines}Rivera,Sam,1/1/1990,78\n".encode()
    review = compare(incoming(data), known(), lambda: "x")
    notes = [bool(item.note) for item in review.rows]
    assert notes == [True, True, False]
    ((_, edit),) = edits_of(review, proposed(review))
    assert isinstance(edit.after, Patient)
    assert edit.after.name.last == "Rivera"


def test_one_allergy_told_twice_is_one() -> None:
    bundle = json.loads(FHIR)
    (found,) = [entry for entry in bundle["entry"] if entry["resource"]["resourceType"] == "AllergyIntolerance"]
    again = json.loads(json.dumps(found))
    again["fullUrl"] = "urn:uuid:again"
    again["resource"] |= {"id": "again", "reaction": []}
    bundle["entry"].append(again)
    (chart,) = incoming(json.dumps(bundle).encode()).charts
    assert len(chart.contraindications) == 1
