"""The patient, the prescriber, the primary care clinician, and the person who fills the form in."""

from __future__ import annotations

from unicodedata import normalize

from app.domain.derive._sheet import Sheet, Source
from app.domain.patient import Sex
from app.domain.place import Address, PersonName


def put(sheet: Sheet) -> None:
    """Keep what the records of people say."""
    _patient(sheet)
    _care_and_representative(sheet)
    _prescriber(sheet)
    _practice(sheet)
    _contact(sheet)
    _preparer(sheet)


def put_address(source: Source, group: str, address: Address, *, county: bool = True) -> None:
    """Keep an address in its parts under `group`."""
    for part in ("street", "city", "state", "zip", "county"):
        if part != "county" or county:
            name = "address" if part == "street" else part
            source.put(f"{group}.{name}", getattr(address, part), f"address.{part}")


def _put_name(source: Source, group: str, name: PersonName) -> None:
    source.put(f"{group}.first_name", name.first, "name.first")
    # An accent may be a character of its own; it is part of the letter.
    source.put(f"{group}.middle_initial", normalize("NFC", name.middle)[:1].upper(), "name.middle")
    source.put(f"{group}.last_name", f"{name.last} {name.suffix}".strip(), "name.last")
    parts = [f"{group}.{part}" for part in ("first_name", "middle_initial", "last_name")]
    if not source.sheet.any_typed(*parts):
        source.put(f"{group}.full_name", name.full, "name")


def _patient(sheet: Sheet) -> None:
    patient = sheet.case.patient
    source = sheet.source(f"patient:{patient.id}")
    _put_name(source, "patient", patient.name)
    source.put("patient.dob", patient.dob, "dob")
    source.put("patient.sex", None if patient.sex is Sex.UNKNOWN else patient.sex, "sex")
    put_address(source, "patient", patient.address)
    for name in ("phone_cell", "phone_home", "phone_work"):
        source.put(f"patient.{name}", getattr(patient, name), name)
        source.put("patient.phone", sheet.value(f"patient.{name}"), name)
    source.put("patient.email", patient.email, "email")
    for name in ("height", "weight"):
        measure = getattr(patient, name)
        if measure is not None:
            source.put(f"patient.{name}_{measure.unit}", measure.value, name)
    source.put("patient.allergies", patient.allergies, "allergies")
    source.put("meds.current", patient.current_medications, "current_medications")


def _care_and_representative(sheet: Sheet) -> None:
    patient = sheet.case.patient
    source = sheet.source(f"patient:{patient.id}")
    for name in ("name", "phone", "fax", "npi"):
        source.put(f"pcp.{name}", getattr(patient.primary_care, name), f"primary_care.{name}")
    for name in ("name", "phone", "relationship"):
        value = getattr(patient.representative, name)
        source.put(f"patient.representative_{name}", value, f"representative.{name}")


def _prescriber(sheet: Sheet) -> None:
    prescriber = sheet.case.prescriber
    if prescriber is None:
        return
    source = sheet.source(f"prescriber:{prescriber.id}")
    _put_name(source, "prescriber", prescriber.name)
    for name in ("credential", "npi", "dea", "license", "tin", "medicaid_id", "specialty", "email"):
        source.put(f"prescriber.{name}", getattr(prescriber, name), name)
    payer = sheet.case.payer
    for number in prescriber.payer_numbers:
        if payer is not None and number.payer_id == payer.id:
            source.put("prescriber.payer_id", number.number, "payer_numbers")
            source.put("prescriber.in_network", number.in_network, "payer_numbers")


def _practice(sheet: Sheet) -> None:
    practice, location = sheet.case.practice, sheet.case.location
    source = sheet.source(f"practice:{practice.id}")
    source.put("prescriber.practice_name", practice.name, "name")
    source.put("prescriber.tin", practice.tin, "tin")
    if location is None:
        return
    source = sheet.source(f"location:{location.id}")
    put_address(source, "prescriber", location.address)
    for name in ("phone", "fax", "email"):
        source.put(f"prescriber.{name}", getattr(location.contact, name), f"contact.{name}")


def _contact(sheet: Sheet) -> None:
    """The desk that payers call back, else the person who fills the form in."""
    location, preparer = sheet.case.location, sheet.case.preparer
    if location is not None and location.contact.name:
        source = sheet.source(f"location:{location.id}")
        for name in ("name", "phone", "fax", "email"):
            source.put(f"prescriber.contact_{name}", getattr(location.contact, name), f"contact.{name}")
    elif preparer is not None:
        source = sheet.source(f"person:{preparer.id}")
        source.put("prescriber.contact_name", preparer.name.full, "name")
        source.put("prescriber.contact_phone", preparer.phone, "phone")
        source.put("prescriber.contact_fax", preparer.fax, "fax")


def _preparer(sheet: Sheet) -> None:
    preparer, location = sheet.case.preparer, sheet.case.location
    if preparer is None:
        return
    source = sheet.source(f"person:{preparer.id}")
    source.put("request.requested_by", preparer.name.full, "name")
    source.put("request.requested_by_title", preparer.title, "title")
    source.put("request.requested_by_phone", preparer.phone, "phone")
    source.put("request.requested_by_fax", preparer.fax, "fax")
    if location is not None:
        source = sheet.source(f"location:{location.id}")
        source.put("request.requested_by_phone", location.contact.phone, "contact.phone")
        source.put("request.requested_by_fax", location.contact.fax, "contact.fax")
