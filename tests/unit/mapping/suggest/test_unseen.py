"""What forms that nobody had seen were misread by, once each: the cause, in the fewest labels that show it."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

import pytest

from app.mapping.suggest.believing import believed
from app.mapping.suggest.confidence import scale
from app.mapping.suggest.headings import heading_domains
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.model import Suggestion
from app.mapping.suggest.parse import parse
from app.mapping.suggest.suggest import suggest
from app.pdf.context.model import BoxContext, FormContext, Place, Said
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect, Template

PACKAGING = Path(__file__).parents[4] / "packaging"
_SURE = 0.9


@pytest.fixture
def judging(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    importlib.import_module("held_out")
    return sys.modules.get("judging") or importlib.import_module("judging")


def _read(judging: ModuleType, *rows: str) -> list[Suggestion]:
    """Suggestions for rows as the worded labels have them, without the keys."""
    template, context, _ = judging.worded_form([row if row[0] in "#?" else f"{row} | other" for row in rows])
    return list(suggest(template, context, lexicon(), scale()))


def _keys(found: Sequence[Suggestion]) -> list[str | None]:
    return [item.key for item in found]


def _sure(found: Sequence[Suggestion]) -> list[str | None]:
    return [item.key for item in found if item.confidence >= _SURE]


def test_a_part_about_somebody_unknown_takes_nothing_from_the_parts_before(judging: ModuleType) -> None:
    found = _read(
        judging,
        "# Patient Information",
        "Name:",
        "# Zoning Officer Information",
        "Address:",
        "& City:",
        "Phone:",
        "& Fax Number:",
    )
    assert _keys(found) == ["patient.full_name", None, None, None, None]


def test_a_title_heads_no_part(judging: ModuleType) -> None:
    for title in ("Request for Coverage of a Medicine", "Botox Prior Authorization Form", "Precertification Request"):
        found = _read(judging, f"# {title}", "Patient Name:", "& DOB:", "Provider NPI:")
        assert _sure(found) == ["patient.full_name", "patient.dob", "prescriber.npi"]


def test_what_a_heading_asks_to_do_does_not_hide_what_it_heads() -> None:
    known = lexicon()
    assert heading_domains(known, "F. DIAGNOSIS INFORMATION - Please indicate the primary code and any other") == {
        "diagnosis": 1.0
    }
    assert "office_use" in heading_domains(known, "Plan (or its delegate) Response")
    assert "patient" in heading_domains(known, "Employee Information")


def test_words_in_brackets_add_to_a_label_and_do_not_replace_it() -> None:
    assert parse(lexicon(), "Drug(s) requested (with J-code, if applicable)").attributes == ("drug",)
    assert parse(lexicon(), "Code (ICD-10-CM)").attributes == ("icd",)
    assert parse(lexicon(), "Practice address (street, city, state, ZIP)").attributes == ("full_address",)


def test_how_a_date_is_written_leaves_nothing_unread() -> None:
    assert parse(lexicon(), "Date of birth (MM/DD/YYYY)").left == 0.0
    assert parse(lexicon(), "Date of the wedding (MM/DD/YYYY)").left > 0.0


def test_a_unit_alone_decides_the_key(judging: ModuleType) -> None:
    found = _read(judging, "# Patient", "Height (cm):", "Height: inches", "Height (in/cm):")
    assert _keys(found)[:2] == ["patient.height_cm", "patient.height_in"]
    assert _keys(found)[2] == "patient.height"


def test_to_ends_what_from_begins_on_its_line(judging: ModuleType) -> None:
    found = _read(judging, "# Drug", "Dates of service from:", "& To:", "Drug:", "& To:")
    assert _keys(found)[:2] == ["request.start_date", "request.end_date"]
    assert _keys(found)[3] is None


def test_from_and_to_among_therapies_tried_are_theirs(judging: ModuleType) -> None:
    found = _read(judging, "# Medicines tried", "Medicine", "& From", "& To", "& Why stopped")
    assert _keys(found) == ["prior[1].drug", "prior[1].start_date", "prior[1].end_date", "prior[1].reason"]


def test_a_trial_is_that_of_a_therapy_tried_whatever_the_heading(judging: ModuleType) -> None:
    found = _read(judging, "# Initial request", "Preventive drug", "& Dose", "& Duration of trial")
    assert _keys(found) == ["prior[1].drug", "prior[1].dose", "prior[1].duration"]


def test_the_number_printed_of_a_therapy_is_its_row(judging: ModuleType) -> None:
    found = _read(judging, "# Drugs tried", "Failed medication", "& Dates taken", "Medication #1", "& Dates taken")
    assert _keys(found)[2:] == ["prior[1].drug", "prior[1].dates"]


def test_drugs_with_dates_and_reasons_in_one_box_are_the_summary(judging: ModuleType) -> None:
    found = _read(judging, "Drugs tried (dates, outcome, reason for failure):")
    assert _keys(found) == ["prior.summary"]


def test_why_asks_for_a_reason_and_not_for_what_it_is_about(judging: ModuleType) -> None:
    assert _keys(_read(judging, "Why is this medication necessary for this member?")) == ["request.justification"]


def test_a_denied_wording_is_not_the_wording(judging: ModuleType) -> None:
    found = _read(
        judging, "? Substitution", "[] Generic substitution not permitted", "[] Generic substitution permitted"
    )
    assert _keys(found) == ["drug.brand_required=yes", "drug.brand_required=no"]


def test_wording_of_a_kind_of_request_is_no_drug(judging: ModuleType) -> None:
    found = _read(judging, "? Request is:", "[] Initial", "[] Renewal")
    assert _keys(found) == ["request.type=initial", "request.type=continuation"]


def test_a_clinic_is_not_asked_for_its_prescriber(judging: ModuleType) -> None:
    assert _keys(_read(judging, "8. Prescriber's clinic")) == ["prescriber.practice_name"]


def test_a_sentence_before_the_label_is_not_the_label(judging: ModuleType) -> None:
    found = _read(judging, "# Certification", "I certify that the above is true and accurate. Signature")
    assert _keys(found) == ["attest.signature"]


def test_who_writes_beside_an_attestation_signs_it_but_not_for_sure(judging: ModuleType) -> None:
    (found,) = _read(judging, "By initialing here, I attest that the above is medically required")
    assert found.key == "attest.signature"
    assert found.confidence < _SURE


def test_a_part_for_who_is_not_the_patient_is_not_the_patients(judging: ModuleType) -> None:
    found = _read(judging, "# If the person asking is not the enrollee or prescriber", "Address:", "Phone:")
    assert _keys(found) == [None, "patient.representative_phone"]
    assert "office_use" in heading_domains(lexicon(), "Do not write below this line")


def test_a_drug_with_a_start_and_an_end_was_tried_unless_it_has_a_code(judging: ModuleType) -> None:
    tried = _read(judging, "# Chronic migraine only", "Preventive medication", "& Start date", "& End date", "& Result")
    assert [key and key.split(".")[0] for key in _keys(tried)] == ["prior[1]"] * 4
    asked = _read(judging, "# Services", "HCPCS code", "& Drug name", "& Start date", "& End date")
    assert _keys(asked)[1:] == ["drug.name", "request.start_date", "request.end_date"]


def test_dates_among_therapies_tried_are_theirs(judging: ModuleType) -> None:
    found = _read(judging, "# Therapies tried", "Drug", "& Dates", "& Outcome", "# Signature", "Signature", "& Date")
    assert _keys(found)[1] == "prior[1].dates"
    assert _keys(found)[4] == "attest.signature_date"


def test_the_date_beside_who_completed_the_form_is_not_sure(judging: ModuleType) -> None:
    found = _read(judging, "# Attestation", "Name of person completing form", "& Title", "& Date")
    assert found[2].confidence < _SURE


def test_a_second_members_number_after_another_payer_is_that_payers(judging: ModuleType) -> None:
    found = _read(judging, "# Insurance", "Primary insurance", "Member ID", "Secondary insurance", "Member ID")
    assert _keys(found)[3] == "coverage.other_member_id"


def test_a_question_by_another_word_for_the_drug_is_the_same_question(judging: ModuleType) -> None:
    for word in ("drug", "medicine", "medication"):
        found = _read(judging, f"? Has the patient received this {word} before?", "[] Yes", "[] No")
        assert _keys(found) == ["request.currently_on_drug=yes", "request.currently_on_drug=no"]


def test_a_second_part_of_the_same_party_is_the_other_that_its_heading_may_mean(judging: ModuleType) -> None:
    found = _read(
        judging, "Physician's Name:", "& NPI#:", "# Referring Provider Information", "Name:", "& NPI#:", "& Fax:"
    )
    assert _keys(found) == ["prescriber.full_name", "prescriber.npi", "pcp.name", "pcp.npi", "pcp.fax"]


def test_what_was_asked_of_a_party_in_another_part_is_not_sure(judging: ModuleType) -> None:
    found = _read(judging, "# Prescriber", "NPI", "# Provider information", "NPI")
    assert found[0].confidence >= _SURE > found[1].confidence


def test_a_heading_that_names_somebody_as_labels_do_heads_that_part(judging: ModuleType) -> None:
    assert _keys(_read(judging, "# Infusion site", "Name", "& NPI")) == ["facility.name", "facility.npi"]


def test_ordinary_words_are_no_products(judging: ModuleType) -> None:
    found = _read(judging, "? Requested medication", "[] First visit", "[] Zorblax")
    assert _keys(found) == [None, "drug.name=zorblax"]


def test_a_unit_printed_before_a_label_is_that_of_the_box_before(judging: ModuleType) -> None:
    assert _keys(_read(judging, "# Patient", "kg Patient Height:")) == ["patient.height"]


def test_words_that_begin_like_a_numbered_step_are_kept_whole() -> None:
    words = lexicon().words
    assert words.plain("Step therapy exception") == ("step", "therapy", "exception")
    assert words.plain("Step 2: Prescriber") == ("prescriber",)
    assert words.plain("# of doses") == ("number", "dose")


def test_dates_are_a_span_and_a_date_is_a_day(judging: ModuleType) -> None:
    found = _read(judging, "# Previous trials", "Drug", "& Dates of treatment", "& Reason for failure")
    assert _keys(found)[1] == "prior[1].dates"
    assert _keys(_read(judging, "# Request", "Date of treatment")) == ["request.start_date"]


def test_what_is_asked_of_a_therapy_that_nobody_named_is_not_sure(judging: ModuleType) -> None:
    (found,) = _read(judging, "# History", "Response to treatment")
    assert found.confidence < _SURE


def test_a_start_and_an_end_above_the_reason_are_those_of_a_therapy_tried(judging: ModuleType) -> None:
    found = _read(judging, "Oak or elm", "& Start date", "& End date", "Reason for discontinuation")
    assert _keys(found)[1:] == ["prior[1].start_date", "prior[1].end_date", "prior[1].reason"]
    assert _sure(found) == []


def test_a_long_heading_that_names_somebody_leaves_doubt(judging: ModuleType) -> None:
    heading = "# Any other provider whom we may have to reach about this matter"
    assert _sure(_read(judging, "# Prescriber", "NPI", heading, "Tax ID")) == ["prescriber.npi"]


def test_words_in_brackets_that_say_how_to_answer_leave_nothing_unread() -> None:
    read = parse(lexicon(), "Diagnosis (Please be specific and tell as much as possible)")
    assert (read.attributes, read.left) == (("diagnosis",), 0.0)


def test_yes_to_one_of_several_values_is_that_value_and_no_the_other(judging: ModuleType) -> None:
    found = _read(judging, "? Is this request for a reauthorization?", "[] Yes", "[] No")
    assert _keys(found) == ["request.type=continuation", "request.type=initial"]
    found = _read(judging, "? Is this an initial request?", "[] Yes", "[] No")
    assert _keys(found) == ["request.type=initial", "request.type=continuation"]


def test_brackets_that_ask_for_something_else_leave_doubt(judging: ModuleType) -> None:
    (found,) = _read(judging, "# Product", "Reason for use (diagnosis)")
    assert found.confidence < _SURE


def test_the_date_of_who_signs_below_therapies_is_none_of_theirs(judging: ModuleType) -> None:
    found = _read(judging, "# Products already used", "Product", "& Dates", "Signed (prescriber)", "& Date signed")
    assert _keys(found)[1:] == ["prior[1].dates", "attest.signature", "attest.signature_date"]


def test_bare_numbers_after_a_code_count_the_codes(judging: ModuleType) -> None:
    found = _read(judging, "# Drug", "Diagnosis codes: 1", "& 2", "& 3", "Drug", "& 4")
    assert _keys(found)[:3] == ["dx.icd10", "dx.icd10[2]", "dx.icd10[3]"]
    assert _keys(found)[4] is None


def test_headings_that_end_in_tried_head_therapies(judging: ModuleType) -> None:
    assert heading_domains(lexicon(), "Preferred products tried") == {"prior": 0.9}
    assert heading_domains(lexicon(), "***") == {}
    found = _read(judging, "# Trials", "Tried", "& Started", "& Stopped", "& Reason stopped")
    assert [str(key).split(".")[0] for key in _keys(found)] == ["prior[1]"] * 4


def test_related_to_the_policy_holder_is_not_representing(judging: ModuleType) -> None:
    found = _read(judging, "# Subscriber and patient", "Patient's relationship to subscriber")
    assert _keys(found) == ["coverage.insured_relationship"]


def _named(*rows: tuple[str, str]) -> tuple[Template, FormContext]:
    """A form of labels and tooltips."""
    boxes, contexts = [], {}
    for number, (label, tip) in enumerate(rows):
        box = BoxId(str(number))
        boxes.append(Box(box, 1, Rect(100, 700 - 20 * number, 300, 714 - 20 * number), BoxKind.TEXT, label=tip))
        said = (Said(label, Place.LEFT, 0.0, own=True, line=label),)
        contexts[box] = BoxContext(box, labels=said, line=number)
    return Template("0" * 64, FormKind.FILLABLE, (), tuple(boxes)), FormContext(contexts, tuple(contexts))


def test_a_tooltip_that_is_the_neighbours_label_is_not_believed() -> None:
    template, context = _named(("Patient Name", "Patient Name"), ("NPI", "Patient Name"), ("City", "City"))
    assert [box.label for box in believed(lexicon(), template, context)] == ["Patient Name", "", "City"]


def test_tooltips_that_mostly_contradict_the_print_are_not_believed() -> None:
    rows = [("NPI", "City"), ("Date of birth", "Fax"), ("Strength", "Member ID"), ("Phone", "Phone")]
    template, context = _named(*rows)
    assert [box.label for box in believed(lexicon(), template, context)] == [""] * 4


def test_tooltips_that_say_more_than_the_print_are_believed() -> None:
    rows = [
        ("Name", "Patient name"),
        ("NPI", "Prescriber NPI"),
        ("Phone", "Prescriber phone"),
        ("City", "Patient city"),
    ]
    template, context = _named(*rows)
    assert [box.label for box in believed(lexicon(), template, context)] == [tip for _, tip in rows]
