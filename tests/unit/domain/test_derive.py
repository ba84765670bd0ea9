"""Facts from records: people, plans, places, the order. An absent record gives no fact."""

import datetime as dt
from collections.abc import Callable
from dataclasses import fields, replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.clinical import Treatment
from app.domain.derive import collect_facts, unread_overrides
from app.domain.facts import OriginKind
from app.domain.ids import AttachmentId, CoverageId, FacilityId, PatientId, PayerId, PharmacyId, TreatmentId
from app.domain.patient import Coverage, CoverageRank, Diagnosis, Insured, Patient, Sex
from app.domain.place import Address, BodyMeasure, Contact, PersonName, Unit
from app.domain.practice import Facility, Line, Payer, Pharmacy, Practice
from app.domain.request import (
    Attachment,
    AttachmentKind,
    Carried,
    DrugOrder,
    Override,
    Request,
    RequestType,
    Site,
    Supply,
)
from app.domain.vocabulary import KeyKind, vocabulary

Asking = Callable[..., Case]
KEYS = [spec.key.replace("[n]", "[2]") for spec in vocabulary()]
TYPED = ["3/4/85", "t-90", "yes", "no", "12.5", "0", "Botox", "G24.3", "2026-13-01", "4015550100", "Infinity", "NaN"]


def test_every_fact_is_of_its_keys_kind_and_names_its_source(sample: tuple[Case, ...], today: dt.date) -> None:
    kinds: dict[KeyKind, type | tuple[type, ...]] = {
        KeyKind.YES_NO: bool,
        KeyKind.INTEGER: int,
        KeyKind.CHOICE: str,
        KeyKind.TEL: str,
    }
    for case in sample:
        facts = collect_facts(case, today)
        assert len(facts) > 150
        for fact in facts:
            ref = vocabulary().parse(fact.key)
            assert type(fact.value) is not float
            assert isinstance(fact.value, kinds.get(ref.kind, object)), fact.key
            assert not isinstance(fact.value, str) or (fact.value == fact.value.strip() != "")
            if ref.kind is KeyKind.CHOICE and ref.spec.values and fact.key != "prescriber.credential":
                assert fact.value in ref.spec.values
            kind, _, name = fact.origin.record.partition(":")
            assert fact.origin.kind is OriginKind.DERIVED or (kind and name), fact.key
            assert all(facts.get(key) is not None for key in fact.origin.from_keys), fact.key


def test_a_bare_case_says_next_to_nothing_and_never_no(today: dt.date, now: dt.datetime) -> None:
    patient = Patient(PatientId("p"), PersonName())
    case = Case(Request("r", patient.id, now), patient, Practice("o", ""))  # type: ignore[arg-type]
    facts = collect_facts(case, today)
    assert set(facts.by_key) == {"request.date", "request.type", "request.urgent"}


def test_patient(case: Case, today: dt.date) -> None:
    facts = collect_facts(case, today)
    values = {fact.key: fact.value for fact in facts if fact.key.startswith("patient.")}
    assert values["patient.full_name"] == "Ánh Thị Nguyễn"
    assert (values["patient.middle_initial"], values["patient.age"], values["patient.sex"]) == ("T", 41, "female")
    assert values["patient.full_address"] == "1 Elm Street, Providence, RI 02903-1234"
    assert values["patient.city_state_zip"] == "Providence, RI 02903-1234"
    assert (values["patient.phone"], values["patient.county"]) == ("4015550150", "Providence")
    assert facts.get("patient.phone").origin.field == "phone_home"  # type: ignore[union-attr]
    assert "patient.phone_cell" not in values and "patient.allergies" not in values


def test_the_cell_phone_is_the_best_phone(case: Case, today: dt.date) -> None:
    patient = replace(case.patient, phone_cell="4015550199", phone_work="4015550198")
    facts = collect_facts(replace(case, patient=patient), today)
    assert facts.value("patient.phone") == "4015550199"
    assert facts.value("patient.phone_work") == "4015550198"


def test_half_an_address_is_not_put_into_one_box(case: Case, today: dt.date) -> None:
    patient = replace(case.patient, address=Address(street="1 Elm Street", city="Providence"))
    facts = collect_facts(replace(case, patient=patient), today)
    assert facts.value("patient.address") == "1 Elm Street"
    assert facts.get("patient.full_address") is facts.get("patient.city_state_zip") is None


@pytest.mark.parametrize(
    ("name", "measure", "expected"),
    [
        ("height", BodyMeasure(Decimal(66), Unit.INCH), {"": "66 in", "_in": Decimal(66), "_cm": Decimal("167.6")}),
        ("height", BodyMeasure(Decimal(168), Unit.CENTIMETRE), {"": "168 cm", "_cm": 168, "_in": Decimal("66.1")}),
        ("weight", BodyMeasure(Decimal(150), Unit.POUND), {"": "150 lb", "_lb": 150, "_kg": Decimal("68.0")}),
        ("weight", BodyMeasure(Decimal("68.5"), Unit.KILOGRAM), {"": "68.5 kg", "_lb": Decimal("151.0")}),
    ],
)
def test_the_entered_unit_stays_and_the_other_is_worked_out(
    case: Case, today: dt.date, name: str, measure: BodyMeasure, expected: dict[str, object]
) -> None:
    facts = collect_facts(replace(case, patient=replace(case.patient, **{name: measure})), today)
    for end, value in expected.items():
        assert facts.value(f"patient.{name}{end}") == value
    entered = facts.get(f"patient.{name}_{measure.unit}")
    assert entered is not None
    assert (entered.value, entered.origin.kind) == (measure.value, OriginKind.PROFILE)


def test_a_sex_not_recorded_is_no_fact(case: Case, today: dt.date) -> None:
    case = replace(case, patient=replace(case.patient, sex=Sex.UNKNOWN))
    assert collect_facts(case, today).get("patient.sex") is None


def test_prescriber_with_this_payers_number(case: Case, today: dt.date) -> None:
    facts = collect_facts(case, today)
    assert facts.value("prescriber.payer_id") == "P-77"
    assert facts.value("prescriber.in_network") is True
    assert facts.value("prescriber.tin") == "12-3456789"
    assert facts.get("prescriber.tin").origin.record == "practice:pr1"  # type: ignore[union-attr]
    assert facts.value("prescriber.full_address") == "9 Lake Road, Warwick, RI 02886"
    assert facts.value("prescriber.contact_name") == "Front desk"
    assert facts.value("request.requested_by") == "Dana Whit"
    assert facts.value("request.requested_by_phone") == "4015550100"
    assert facts.value("attest.printed_name") == "Sara Lind, MD"


def test_without_a_desk_the_preparer_is_the_contact(case: Case, today: dt.date) -> None:
    assert case.location is not None and case.preparer is not None
    location = replace(case.location, contact=Contact())
    case = replace(case, location=location, preparer=replace(case.preparer, phone="4015550109"))
    facts = collect_facts(case, today)
    assert facts.value("prescriber.contact_name") == "Dana Whit"
    assert facts.value("prescriber.contact_phone") == "4015550109"


def test_plan_and_holder(case: Case, today: dt.date) -> None:
    assert case.coverage is not None
    case = replace(case, coverage=replace(case.coverage, insured=Insured(relationship="Self")))
    facts = collect_facts(case, today)
    assert facts.value("plan.name") == facts.value("coverage.payer_name") == "Juniper"
    assert (facts.value("plan.phone"), facts.value("plan.fax")) == ("8005550120", "8005550121")
    assert facts.value("coverage.insured_name") == "Ánh Thị Nguyễn"
    assert facts.value("coverage.insured_dob") == dt.date(1985, 3, 7)
    for key in ("coverage.medicare", "coverage.medicaid", "coverage.has_other", "coverage.group_number"):
        assert facts.get(key) is None


def test_other_coverage_and_public_numbers_by_line(case: Case, today: dt.date) -> None:
    medicaid = Coverage(
        CoverageId("c2"), case.patient.id, PayerId("m1"), Line.MEDICAID_FFS, CoverageRank.SECONDARY, member_id="M9"
    )
    case = replace(case, other_coverages=(medicaid,), other_payers=(Payer(PayerId("m1"), "RI Medicaid"),))
    facts = collect_facts(case, today)
    assert facts.value("coverage.has_other") is True
    assert facts.value("coverage.other_payer_name") == "RI Medicaid"
    assert (facts.value("coverage.medicaid"), facts.value("coverage.medicaid_id")) == (True, "M9")
    ended = replace(case, other_coverages=(replace(medicaid, ends=today - dt.timedelta(days=1)),))
    assert collect_facts(ended, today).get("coverage.has_other") is None


def test_a_private_medicare_plans_number_is_not_the_medicare_number(case: Case, today: dt.date) -> None:
    assert case.coverage is not None
    facts = collect_facts(replace(case, coverage=replace(case.coverage, line=Line.MEDICARE_ADVANTAGE)), today)
    assert facts.value("coverage.medicare") is True
    assert facts.get("coverage.medicare_id") is None


def test_in_the_office_the_practice_is_the_facility(asking: Asking, today: dt.date) -> None:
    facts = collect_facts(asking(site=Site.OFFICE, supply=Supply.BUY_AND_BILL), today)
    assert facts.value("facility.name") == "Lakeview Neurology"
    assert facts.value("facility.full_address") == "9 Lake Road, Warwick, RI 02886"
    assert facts.value("facility.pos_code") == "11"
    assert facts.value("prescriber.ordering_same_as") is True
    elsewhere = collect_facts(asking(site=Site.OUTPATIENT_HOSPITAL), today)
    for key in ("facility.name", "facility.pos_code", "prescriber.ordering_same_as"):
        assert elsewhere.get(key) is None


def test_a_facility_of_other_requests_is_not_where_the_office_treats(asking: Asking, today: dt.date) -> None:
    usual = Facility(FacilityId("f1"), "Harbor Point", npi="1666666668")
    facts = collect_facts(replace(asking(site=Site.OFFICE), facility=usual), today)
    assert facts.value("facility.name") == "Lakeview Neurology"
    assert facts.value("facility.npi") != "1666666668"


def test_facility_and_pharmacy_when_they_play_a_part(asking: Asking, today: dt.date) -> None:
    case = asking(site=Site.OUTPATIENT_HOSPITAL, supply=Supply.SPECIALTY_PHARMACY)
    case = replace(
        case,
        facility=Facility(FacilityId("f1"), "Harbor Point", dea="AB1234563"),
        pharmacy=Pharmacy(PharmacyId("ph1"), "Beacon", contact=Contact(fax="8005550131")),
    )
    facts = collect_facts(case, today)
    assert (facts.value("facility.name"), facts.value("facility.dea")) == ("Harbor Point", "AB1234563")
    assert (facts.value("pharmacy.name"), facts.value("pharmacy.fax")) == ("Beacon", "8005550131")
    bought = replace(case, request=replace(case.request, supply=Supply.BUY_AND_BILL))
    assert collect_facts(bought, today).get("pharmacy.name") is None


def test_order_diagnoses_and_further_rows(asking: Asking, today: dt.date) -> None:
    case = asking(
        indication="chronic_migraine",
        drug=DrugOrder("Botox", units=Decimal(155), visits=2, compound=False),
        cpt=("64615", "95874"),
        diagnoses=(Diagnosis("g43709"), Diagnosis("M62.838", "Other muscle spasm", dt.date(2025, 1, 2))),
    )
    facts = collect_facts(case, today)
    assert (facts.value("drug.hcpcs"), facts.value("drug.units")) == ("J0585", Decimal(155))
    assert (facts.value("drug.visits"), facts.value("drug.compound")) == (Decimal(2), False)
    assert (facts.value("drug.cpt"), facts.value("drug.cpt[2]")) == ("64615", "95874")
    assert facts.value("dx.icd10") == "G43.709"
    assert str(facts.value("dx.description")).startswith("Chronic migraine without aura")
    assert facts.get("dx.description").origin.from_keys == ("dx.icd10",)  # type: ignore[union-attr]
    assert facts.value("dx.onset_date[2]") == dt.date(2025, 1, 2)
    assert facts.rows("dx.icd10") == 2
    assert facts.value("condition") == "chronic_migraine"


@pytest.mark.parametrize(
    ("drug", "condition", "code", "expected"),
    [
        ("Botox", "chronic_migraine", "G43.709", False),
        ("Xeomin", "chronic_migraine", "G43.709", True),
        ("Botox", "tmj", "M26.621", True),
        ("Botox", "hyperhidrosis", "L74.510", False),
        ("Botox", "hyperhidrosis", "L74.512", None),
        ("Xeomin", "spasticity", "G81.11", None),
        ("Botox", "other", "G25.0", None),
        ("aspirin", "chronic_migraine", "G43.709", None),
    ],
)
def test_off_label(asking: Asking, today: dt.date, drug: str, condition: str, code: str, expected: bool | None) -> None:
    case = asking(drug=DrugOrder(drug), indication=condition, diagnoses=(Diagnosis(code),))
    assert collect_facts(case, today).value("drug.off_label") is expected


def test_for_a_child_the_label_is_left_to_the_prescriber(asking: Asking, today: dt.date) -> None:
    case = asking(drug=DrugOrder("Botox"), indication="chronic_migraine")
    case = replace(case, patient=replace(case.patient, dob=today.replace(year=today.year - 17)))
    assert collect_facts(case, today).get("drug.off_label") is None


def _given(product: str, *days_ago: int) -> tuple[Treatment, ...]:
    day = dt.date(2026, 11, 23)
    return tuple(
        Treatment(TreatmentId(f"x{days}"), PatientId("p1"), day - dt.timedelta(days=days), product) for days in days_ago
    )


def test_treatments_of_the_product_asked_for(asking: Asking, today: dt.date) -> None:
    case = asking(drug=DrugOrder("Botox (onabotulinumtoxinA)"))
    treated = replace(case, treatments=_given("J0585", 84, 300) + _given("Dysport", 10) + _given("Botox", -5))
    facts = collect_facts(treated, today)
    assert facts.value("request.last_treatment_date") == today - dt.timedelta(days=84)
    assert facts.value("request.therapy_started_date") == today - dt.timedelta(days=300)
    assert (facts.value("request.currently_on_drug"), facts.value("drug.is_new")) == (True, False)
    lapsed = collect_facts(replace(case, treatments=_given("Botox", 400)), today)
    assert lapsed.get("request.currently_on_drug") is None
    untreated = collect_facts(case, today)
    assert untreated.get("request.currently_on_drug") is untreated.get("drug.is_new") is None


def test_attachments_of_the_request_only(asking: Asking, today: dt.date, now: dt.datetime) -> None:
    kinds = (AttachmentKind.CHART_NOTE, AttachmentKind.FILL_HISTORY, AttachmentKind.DIARY)
    kept = tuple(
        Attachment(AttachmentId(kind), PatientId("p1"), kind, "t", "0" * 64, "application/pdf", 1, now)
        for kind in kinds
    )
    case = replace(asking(attachment_ids=(kept[0].id, kept[2].id)), attachments=kept)
    facts = collect_facts(case, today)
    assert facts.value("attachment.notes") is True
    assert facts.value("measure.diary") is True
    assert facts.get("attachment.history") is facts.get("attachment.labs") is None


def test_what_a_renewal_carried_says_so_until_it_is_changed(asking: Asking, today: dt.date) -> None:
    order, diagnoses = DrugOrder("Botox", units=Decimal(155)), (Diagnosis("G43.709"),)
    carried = Carried(order, diagnoses, ("64615",), "chronic_migraine", Site.OFFICE, Supply.BUY_AND_BILL)
    case = asking(
        drug=replace(order, units=Decimal(200)),
        diagnoses=diagnoses,
        cpt=("64615",),
        site=Site.HOME,
        indication="chronic_migraine",
        carried=carried,
    )
    facts = collect_facts(case, today)
    kinds = {key: facts.by_key[key].origin.kind for key in ("drug.name", "drug.units", "dx.icd10", "drug.cpt")}
    assert kinds == {
        "drug.name": OriginKind.CARRIED,
        "drug.units": OriginKind.TYPED,
        "dx.icd10": OriginKind.CARRIED,
        "drug.cpt": OriginKind.CARRIED,
    }
    assert facts.by_key["facility.site"].origin.kind is OriginKind.TYPED


def test_what_is_typed_for_the_request_wins_and_is_built_upon(
    asking: Asking, today: dt.date, override: Callable[[str, str], Override]
) -> None:
    typed = (
        override("patient.first_name", "Anna"),
        override("patient.dob", "3/7/2010"),
        override("patient.zip", "02904"),
        override("coverage.member_id", ""),
        override("request.urgent", "yes"),
        override("drug.units", "1,000"),
        override("plan.fax", "(800) 555-0199"),
        override("dx.icd10[1]", "G24.3"),
        override("measure.hit6", "not asked"),
        override("no.such_key", "x"),
    )
    facts = collect_facts(asking(overrides=typed), today)
    assert facts.value("patient.full_name") == "Anna T. Nguyễn"
    assert facts.value("patient.age") == 16
    assert facts.value("patient.full_address") == "1 Elm Street, Providence, RI 02904"
    assert facts.get("coverage.member_id") is None
    assert facts.value("request.urgent") is True
    assert facts.value("drug.units") == Decimal(1000)
    assert facts.value("plan.fax") == "8005550199"
    assert facts.value("dx.description") == "Spasmodic torticollis"
    assert facts.value("measure.hit6") == "not asked"
    origin = facts.by_key["patient.dob"].origin
    assert (origin.kind, origin.by, origin.record) == (OriginKind.TYPED, "w1", "request:r1")


def test_another_code_or_product_typed_takes_nothing_of_the_first(
    asking: Asking, today: dt.date, override: Callable[[str, str], Override]
) -> None:
    typed = (override("drug.name", "Dysport"), override("dx.icd10", "g243"))
    order = DrugOrder("Botox", hcpcs="J0585", ndc="00023-1145-01", strength="100 unit vial", route="Intramuscular")
    diagnosis = Diagnosis("G43.709", "Chronic migraine", dt.date(2024, 1, 1))
    facts = collect_facts(asking(overrides=typed, drug=order, diagnoses=(diagnosis,)), today)
    assert (facts.value("drug.hcpcs"), facts.value("drug.route")) == ("J0586", "Intramuscular")
    assert facts.get("drug.ndc") is facts.get("drug.strength") is facts.get("dx.onset_date") is None
    assert (facts.value("dx.icd10"), facts.value("dx.description")) == ("G24.3", "Spasmodic torticollis")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KEYS), st.text(max_size=12) | st.sampled_from(TYPED)), max_size=6))
def test_whatever_is_typed_is_kept_and_breaks_nothing(
    sample: tuple[Case, ...], today: dt.date, override: Callable[[str, str], Override], typed: list[tuple[str, str]]
) -> None:
    case = sample[2]
    overrides = tuple(override(key, text) for key, text in typed)
    facts = collect_facts(replace(case, request=replace(case.request, overrides=overrides)), today)
    for key, text in dict(typed).items():
        fact = facts.get(key)
        if not text.strip():
            assert fact is None
        else:
            assert fact is not None
            assert fact.origin.kind is OriginKind.TYPED


def test_the_latest_override_of_a_key_wins(
    asking: Asking, today: dt.date, override: Callable[[str, str], Override]
) -> None:
    typed = (override("patient.city", ""), override("patient.city", "Cranston"))
    assert collect_facts(asking(overrides=typed), today).value("patient.city") == "Cranston"


def test_the_day_of_the_request_counts_not_today(asking: Asking, today: dt.date) -> None:
    facts = collect_facts(asking(date=dt.date(2026, 3, 6), type=RequestType.INITIAL), today)
    assert facts.value("patient.age") == 40
    assert facts.value("request.date") == dt.date(2026, 3, 6)


def test_every_field_of_an_order_has_a_key() -> None:
    for field in fields(DrugOrder):
        assert vocabulary().get(f"drug.{field.name}") is not None, field.name


def test_the_initial_keeps_its_accent(case: Case, today: dt.date) -> None:
    name = replace(case.patient.name, middle="E\u0301lodie")
    facts = collect_facts(replace(case, patient=replace(case.patient, name=name)), today)
    assert facts.value("patient.middle_initial") == "É"


def test_what_was_typed_and_cannot_be_read_is_a_finding(
    case: Case, today: dt.date, override: Callable[[str, str], Override]
) -> None:
    wrong = {"request.start_date": "2/29/2027", "patient.phone": "4015550147", "drug.units": "many", "patient.dob": ""}
    overrides = tuple(override(key, value) for key, value in wrong.items())
    found = unread_overrides(replace(case, request=replace(case.request, overrides=overrides)), today)
    assert [finding.key for finding in found] == ["request.start_date", "drug.units"]
    assert all("2/29" not in finding.text and "many" not in finding.text for finding in found)
