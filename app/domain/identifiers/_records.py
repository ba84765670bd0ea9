"""All identifiers of a case, each checked where it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from app.domain.case import Case
from app.domain.drugs import find_product
from app.domain.identifiers._codes import check_cpt, check_hcpcs, check_icd10, check_ndc, normalise_icd10
from app.domain.identifiers._finding import Finding, IdentifierFinding
from app.domain.identifiers._people import check_dea, check_mbi, check_npi, check_rx_bin, check_tin
from app.domain.identifiers._places import check_phone, check_state, check_zip
from app.domain.indications import condition_name, icd10_table
from app.domain.patient import Coverage
from app.domain.place import Address, Contact
from app.domain.practice import Line

_Check = Callable[[str], IdentifierFinding | None]


def check_records(case: Case, today: dt.date) -> tuple[Finding, ...]:
    """Every identifier of the case that cannot be right, in the order of the desk."""
    return tuple(
        finding
        for part in (_patient, _coverages, _prescriber, _places, _order)
        for finding in part(case, today)
        if finding is not None
    )


def _found(check: _Check, value: str, record: str, field: str, key: str = "") -> Finding | None:
    found = check(value)
    return None if found is None else Finding(found.code, found.text, record, field, key)


def _address(address: Address, record: str, group: str) -> Iterator[Finding | None]:
    yield _found(check_state, address.state, record, "address.state", f"{group}.state" if group else "")
    yield _found(check_zip, address.zip, record, "address.zip", f"{group}.zip" if group else "")


def _contact(contact: Contact, record: str, group: str) -> Iterator[Finding | None]:
    yield _found(check_phone, contact.phone, record, "contact.phone", f"{group}.phone" if group else "")
    yield _found(check_phone, contact.fax, record, "contact.fax", f"{group}.fax" if group else "")


def _patient(case: Case, today: dt.date) -> Iterator[Finding | None]:
    patient = case.patient
    record = f"patient:{patient.id}"
    if patient.dob is not None and patient.dob > today:
        yield Finding("dob-future", "The date of birth lies in the future.", record, "dob", "patient.dob")
    if patient.dob is not None and patient.dob.year < today.year - 120:
        yield Finding("dob-old", "By this date of birth the patient is over 120.", record, "dob", "patient.dob")
    yield from _address(patient.address, record, "patient")
    for name in ("phone_home", "phone_work", "phone_cell"):
        yield _found(check_phone, getattr(patient, name), record, name, f"patient.{name}")
    care = patient.primary_care
    yield _found(check_npi, care.npi, record, "primary_care.npi", "pcp.npi")
    yield _found(check_phone, care.phone, record, "primary_care.phone", "pcp.phone")
    yield _found(check_phone, care.fax, record, "primary_care.fax", "pcp.fax")
    yield _found(
        check_phone,
        patient.representative.phone,
        record,
        "representative.phone",
        "patient.representative_phone",
    )


def _coverages(case: Case, today: dt.date) -> Iterator[Finding | None]:
    if case.coverage is not None:
        yield from _coverage(case.coverage, case.request.date or today, asked=True)
    for other in case.other_coverages:
        yield from _coverage(other, case.request.date or today, asked=False)


def _coverage(coverage: Coverage, day: dt.date, *, asked: bool) -> Iterator[Finding | None]:
    record = f"coverage:{coverage.id}"
    if coverage.line is Line.MEDICARE_FFS:
        yield _found(check_mbi, coverage.member_id, record, "member_id", "coverage.medicare_id")
    yield _found(check_rx_bin, coverage.rx_bin, record, "rx_bin", "coverage.rx_bin" if asked else "")
    if asked and coverage.ends is not None and coverage.ends < day:
        yield Finding("coverage-ended", "This coverage had ended on the day of the request.", record, "ends")
    if asked and coverage.starts is not None and coverage.starts > day:
        yield Finding("coverage-not-begun", "This coverage begins after the day of the request.", record, "starts")


def _prescriber(case: Case, _: dt.date) -> Iterator[Finding | None]:
    prescriber = case.prescriber
    if prescriber is None:
        return
    record = f"prescriber:{prescriber.id}"
    yield _found(check_npi, prescriber.npi, record, "npi", "prescriber.npi")
    yield _found(check_dea, prescriber.dea, record, "dea", "prescriber.dea")
    yield _found(check_tin, prescriber.tin, record, "tin", "prescriber.tin")


def _places(case: Case, _: dt.date) -> Iterator[Finding | None]:
    yield _found(check_npi, case.practice.npi, f"practice:{case.practice.id}", "npi")
    yield _found(check_tin, case.practice.tin, f"practice:{case.practice.id}", "tin")
    if case.location is not None:
        record = f"location:{case.location.id}"
        yield from _address(case.location.address, record, "prescriber")
        yield from _contact(case.location.contact, record, "prescriber")
    for group, place in (("facility", case.facility), ("pharmacy", case.pharmacy)):
        if place is not None:
            record = f"{group}:{place.id}"
            yield _found(check_npi, place.npi, record, "npi", f"{group}.npi")
            yield _found(check_tin, place.tin, record, "tin", f"{group}.tin")
            yield from _address(place.address, record, group)
            yield from _contact(place.contact, record, group)
    if case.facility is not None:
        yield _found(check_dea, case.facility.dea, f"facility:{case.facility.id}", "dea", "facility.dea")


def _order(case: Case, today: dt.date) -> Iterator[Finding | None]:
    request = case.request
    record = f"request:{request.id}"
    yield _found(check_hcpcs, request.drug.hcpcs, record, "drug.hcpcs", "drug.hcpcs")
    yield _found(check_ndc, request.drug.ndc, record, "drug.ndc", "drug.ndc")
    product, coded = find_product(request.drug.name), find_product(request.drug.hcpcs)
    if product is not None and coded is not None and product != coded:
        text = f"{coded.hcpcs} is the code of {coded.brand}; {product.brand} has {product.hcpcs}."
        yield Finding("hcpcs-other-product", text, record, "drug.hcpcs", "drug.hcpcs")
    for number, code in enumerate(request.cpt, 1):
        yield _found(check_cpt, code, record, f"cpt[{number}]", _row("drug.cpt", number))
    yield from _diagnoses(case)
    if request.start is not None and request.end is not None and request.end < request.start:
        yield Finding(
            "dates-order", "The last date of service lies before the first.", record, "end", "request.end_date"
        )


def _diagnoses(case: Case) -> Iterator[Finding | None]:
    record, indication = f"request:{case.request.id}", case.request.indication
    for number, diagnosis in enumerate(case.request.diagnoses, 1):
        field, key = f"diagnoses[{number}].icd10", _row("dx.icd10", number)
        wrong = _found(check_icd10, diagnosis.icd10, record, field, key)
        yield wrong
        entry = icd10_table().get(normalise_icd10(diagnosis.icd10))
        if wrong is not None or entry is None:
            continue
        if entry.note:
            yield Finding("icd10-note", f"{entry.code}: {entry.note}", record, field, key)
        elif number == 1 and indication and entry.indications and indication not in entry.indications:
            text = f"{entry.code} is not a code of {condition_name(indication).lower()}."
            yield Finding("icd10-other-condition", text, record, field, key)


def _row(stem: str, number: int) -> str:
    return stem if number == 1 else f"{stem}[{number}]"
