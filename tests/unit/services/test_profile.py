"""What was typed for one request, kept in the profile as well."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.domain.patient import Coverage, Patient, Sex
from app.domain.practice import Prescriber
from app.domain.request import Request
from app.domain.sample import PATIENTS, REQUESTS
from app.pdf.template import BoxId
from app.services import edits, requests
from app.services.edits import found
from app.services.prepare import facts_of, prepare
from app.services.problems import NotAllowed, NotInProfile, RequestFrozen
from app.services.profile import Home, also_in_profile, box_also_in_profile, home_of, home_of_box
from app.services.sample import own_form
from app.services.session import Session
from app.services.sign import Signed


def _typed(session: Session, key: str, text: str) -> None:
    requests.type_fact(session, REQUESTS[0], key, text)
    also_in_profile(session, REQUESTS[0], key)


@pytest.mark.parametrize(
    ("key", "text", "field", "kept"),
    [
        ("patient.last_name", "Trần", "name.last", "Trần"),
        ("patient.city", "Warwick", "address.city", "Warwick"),
        ("patient.dob", "3/4/85", "dob", dt.date(1985, 3, 4)),
        ("patient.sex", "male", "sex", Sex.MALE),
        ("patient.email", "a@b.example", "email", "a@b.example"),
        ("pcp.npi", "1234567893", "primary_care.npi", "1234567893"),
        ("patient.representative_phone", "(401) 555-0188", "representative.phone", "4015550188"),
    ],
)
def test_it_goes_into_its_field_as_the_field_keeps_it(
    session: Session, key: str, text: str, field: str, kept: object
) -> None:
    _typed(session, key, text)
    value: object = found(session, Patient, PATIENTS[0])
    for name in field.split("."):
        value = getattr(value, name)
    assert value == kept
    assert found(session, Request, REQUESTS[0]).overrides == ()
    assert facts_of(session, REQUESTS[0]).get(key) is not None


@pytest.mark.parametrize(("text", "kept"), [("Trần Jr.", "Trần"), ("Trần, jr.", "Trần"), ("Trần", "Trần")])
def test_a_suffix_that_is_kept_apart_is_not_kept_twice(session: Session, text: str, kept: str) -> None:
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, name=replace(patient.name, suffix="Jr.")))
    _typed(session, "patient.last_name", text)
    name = found(session, Patient, PATIENTS[0]).name
    assert (name.last, name.suffix) == (kept, "Jr.")
    assert facts_of(session, REQUESTS[0]).value("patient.last_name") == "Trần Jr."


def test_the_field_is_found_where_it_was_empty_before(session: Session) -> None:
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, email=""))
    assert home_of(session, REQUESTS[0], "patient.email") == Home("patient", "email")
    coverage_id = found(session, Request, REQUESTS[0]).coverage_id
    coverage = found(session, Coverage, coverage_id)
    edits.put(session, "Edit plan", replace(coverage, group_number=""))
    _typed(session, "coverage.group_number", "G-77")
    assert found(session, Coverage, coverage_id).group_number == "G-77"


def test_both_are_taken_back_together(session: Session) -> None:
    before = found(session, Patient, PATIENTS[0])
    _typed(session, "patient.city", "Warwick")
    edits.undo(session)
    assert found(session, Patient, PATIENTS[0]) == before
    assert found(session, Request, REQUESTS[0]).overrides[-1].value == "Warwick"


def test_what_is_worked_out_or_cannot_be_held_stays_with_the_request(session: Session) -> None:
    for key, text in (("patient.age", "41"), ("patient.full_name", "Somebody Else"), ("patient.dob", "about 1985")):
        requests.type_fact(session, REQUESTS[0], key, text)
        with pytest.raises(NotInProfile):
            also_in_profile(session, REQUESTS[0], key)
    with pytest.raises(NotInProfile):
        also_in_profile(session, REQUESTS[0], "patient.city")
    assert len(found(session, Request, REQUESTS[0]).overrides) == 3


def test_the_office_still_needs_an_administrator(session: Session) -> None:
    staff = replace(session, actor=replace(session.actor, role=type(session.actor.role).STAFF))
    requests.type_fact(staff, REQUESTS[0], "prescriber.npi", "1999999992")
    with pytest.raises(NotAllowed):
        also_in_profile(staff, REQUESTS[0], "prescriber.npi")
    also_in_profile(session, REQUESTS[0], "prescriber.npi")
    prescriber_id = found(session, Request, REQUESTS[0]).prescriber_id
    assert found(session, Prescriber, prescriber_id).npi == "1999999992"


def test_a_signed_request_changes_no_profile(session: Session, signed: Signed) -> None:
    with pytest.raises(RequestFrozen):
        also_in_profile(session, signed.request.id, "patient.city")


def _box_for(session: Session, key: str) -> str:
    filled = prepare(session, REQUESTS[0]).filled
    return next(fill.box for fill in filled.boxes.values() if fill.keys == (key,) and isinstance(fill.value, str))


def test_what_was_typed_on_a_box_goes_into_the_field_that_fills_it(session: Session) -> None:
    requests.choose_form(session, REQUESTS[0], own_form(session).choice)
    box = _box_for(session, "patient.city")
    requests.type_on_box(session, REQUESTS[0], box, "Warwick")
    kept = home_of_box(session, REQUESTS[0], box)
    assert kept is not None
    assert kept.home == Home("patient", "address.city")
    box_also_in_profile(session, REQUESTS[0], box)
    assert found(session, Patient, PATIENTS[0]).address.city == "Warwick"
    assert found(session, Request, REQUESTS[0]).entries == ()
    assert prepare(session, REQUESTS[0]).filled.boxes[BoxId(box)].value == "Warwick"
    edits.undo(session)
    assert found(session, Patient, PATIENTS[0]).address.city != "Warwick"
    assert found(session, Request, REQUESTS[0]).entries[0].value == "Warwick"


def test_a_part_of_a_value_has_no_field_of_its_own(session: Session) -> None:
    requests.choose_form(session, REQUESTS[0], own_form(session).choice)
    filled = prepare(session, REQUESTS[0]).filled
    parts = [fill.box for fill in filled.boxes.values() if fill.keys == ("patient.dob",)]
    answers = [fill.box for fill in filled.boxes.values() if fill.question]
    for box in (*parts[:1], *answers[:2]):
        requests.type_on_box(session, REQUESTS[0], box, "04")
        assert home_of_box(session, REQUESTS[0], box) is None
        with pytest.raises(NotInProfile):
            box_also_in_profile(session, REQUESTS[0], box)
