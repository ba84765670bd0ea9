"""The identifiers of a whole case."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from app.domain.case import Case
from app.domain.identifiers import check_records
from app.domain.patient import Diagnosis
from app.domain.practice import Line
from app.domain.request import DrugOrder


def _found(case: Case, today: dt.date) -> dict[str, str]:
    return {finding.code: finding.field for finding in check_records(case, today)}


def test_the_sample_has_no_findings(sample: tuple[Case, ...], today: dt.date) -> None:
    assert [check_records(case, today) for case in sample] == [(), (), ()]


def test_findings_name_the_record_the_field_and_the_key(case: Case, today: dt.date) -> None:
    assert case.prescriber is not None
    wrong = replace(case, prescriber=replace(case.prescriber, npi="1234567890"))
    (finding,) = check_records(wrong, today)
    assert (finding.record, finding.field, finding.key) == ("prescriber:d1", "npi", "prescriber.npi")
    assert "1234567890" not in finding.text


def test_a_birth_date_in_the_future_and_an_ended_plan(case: Case, today: dt.date) -> None:
    assert case.coverage is not None
    patient = replace(case.patient, dob=today + dt.timedelta(days=1))
    coverage = replace(case.coverage, line=Line.MEDICARE_FFS, ends=today - dt.timedelta(days=1))
    found = _found(replace(case, patient=patient, coverage=coverage), today)
    assert found == {"dob-future": "dob", "mbi-length": "member_id", "coverage-ended": "ends"}


def test_a_product_with_another_products_code(asking: Callable[..., Case], today: dt.date) -> None:
    case = asking(drug=DrugOrder("Botox", hcpcs="J0586"), cpt=("64615", "bad"))
    assert _found(case, today) == {"hcpcs-other-product": "drug.hcpcs", "cpt-shape": "cpt[2]"}


def test_episodic_aura_and_foreign_codes_on_a_migraine_request(asking: Callable[..., Case], today: dt.date) -> None:
    codes = ("G43.109", "G43.E09", "G24.3")
    for code, expected in zip(codes, ("icd10-note", "icd10-note", "icd10-other-condition"), strict=True):
        case = asking(indication="chronic_migraine", diagnoses=(Diagnosis(code),))
        assert _found(case, today) == {expected: "diagnoses[1].icd10"}
    fine = asking(indication="chronic_migraine", diagnoses=(Diagnosis("G43.709"), Diagnosis("G24.3")))
    assert _found(fine, today) == {}


def test_dates_of_service_in_the_wrong_order(asking: Callable[..., Case], today: dt.date) -> None:
    case = asking(start=today, end=today - dt.timedelta(days=1))
    assert _found(case, today) == {"dates-order": "end"}
