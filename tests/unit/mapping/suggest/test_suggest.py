"""Keys from wording: one datum under many names, whom a block is about, rows, pieces, options, and silence."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.domain.vocabulary import vocabulary
from app.mapping.suggest.confidence import Scale, scale
from app.mapping.suggest.headings import heading_domains
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.parse import parse
from app.mapping.suggest.suggest import suggest
from app.pdf.context.model import BoxContext, FormContext, Heading, PartKind, Place, Said
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect, Template

Row = tuple[str, str]


def _read(rows: Sequence[tuple[str, str]], *, lines: Sequence[int] | None = None) -> list[str | None]:
    """The keys offered for boxes with these headings and labels, in order."""
    boxes, contexts = [], {}
    for number, (heading, label) in enumerate(rows):
        box_id = BoxId(str(number))
        boxes.append(Box(box_id, 1, Rect(100, 700 - 20 * number, 300, 714 - 20 * number), BoxKind.TEXT))
        contexts[box_id] = BoxContext(
            box_id,
            labels=(Said(label, Place.LEFT, 0.0),),
            trail=(Heading(heading),) if heading else (),
            line=lines[number] if lines else number,
        )
    return _offered(boxes, contexts)


def _offered(boxes: Sequence[Box], contexts: dict[BoxId, BoxContext]) -> list[str | None]:
    template = Template("0" * 64, FormKind.FLAT, (), tuple(boxes))
    context = FormContext(contexts, tuple(contexts))
    return [item.key for item in suggest(template, context, lexicon(), scale())]


@pytest.mark.parametrize(
    ("label", "key"),
    [
        ("Member ID #:", "coverage.member_id"),
        ("Enrollee’s Date of Birth (mm/dd/yyyy)", "patient.dob"),
        ("NPI Number (individual):", "prescriber.npi"),
        ("Prescriber’s Fax No.", "prescriber.fax"),
        ("Office Contact Person:", "prescriber.contact_name"),
        ("ICD-10 Code(s):", "dx.icd10"),
        ("J-Code", "drug.hcpcs"),
        ("Directions for Use (SIG):", "drug.directions"),
        ("Drug Allergies:", "patient.allergies"),
        ("Prior Authorization Reference #", "request.prior_auth_number"),
        ("Dispensing Pharmacy Name:", "pharmacy.name"),
        ("Primary Care Physician:", "pcp.name"),
        ("Medicaid ID number", "coverage.medicaid_id"),
        ("Days’ Supply", "drug.days_supply"),
    ],
)
def test_one_datum_has_many_names(label: str, key: str) -> None:
    assert _read([("", label)]) == [key]


@pytest.mark.parametrize(
    ("heading", "keys"),
    [
        ("Section A – Patient Information", ["patient.full_name", "patient.address", "patient.city", "patient.phone"]),
        (
            "PRESCRIBER INFORMATION",
            ["prescriber.full_name", "prescriber.address", "prescriber.city", "prescriber.phone"],
        ),
        ("Rendering Facility Information", ["facility.name", "facility.address", "facility.city", "facility.phone"]),
        ("Dispensing Pharmacy", ["pharmacy.name", "pharmacy.address", "pharmacy.city", "pharmacy.phone"]),
    ],
)
def test_a_block_is_about_whom_its_heading_names(heading: str, keys: list[str]) -> None:
    assert _read([(heading, label) for label in ("Name:", "Address:", "City:", "Phone:")]) == keys


def test_a_contacts_telephone_on_the_contacts_line_is_the_contacts() -> None:
    rows = [("Prescriber Information", text) for text in ("Phone:", "Office Contact Name:", "Phone:")]
    assert _read(rows, lines=[1, 2, 2]) == ["prescriber.phone", "prescriber.contact_name", "prescriber.contact_phone"]


def test_what_the_form_asks_a_second_time_in_a_block_is_not_the_same_thing() -> None:
    rows = [("Insurance Information", text) for text in ("Insured:", "If yes, provide ID#:", "Insured:")]
    assert _read(rows, lines=[1, 1, 2])[0::2] == ["coverage.insured_name", "coverage.other_insured_name"]


def test_lines_that_ask_for_the_outcome_are_about_therapies_tried() -> None:
    labels = ("Drug Name", "Dates of therapy", "Reason for discontinuation")
    keys = _read([("Medication Information", text) for text in labels * 2], lines=[1, 1, 1, 2, 2, 2])
    assert keys == [f"prior[{n}].{part}" for n in (1, 2) for part in ("drug", "dates", "reason")]


def test_a_columns_word_for_the_drug_is_the_drug_that_was_tried() -> None:
    labels = ("Medication", "Strength", "Start", "Stop", "Why stopped?")
    keys = _read([("Prior Therapies", text) for text in labels], lines=[1] * 5)
    assert keys == [f"prior[1].{part}" for part in ("drug", "strength", "start_date", "end_date", "reason")]


def test_further_diagnoses_are_numbered() -> None:
    keys = _read([("Diagnosis", text) for text in ("Primary ICD-10 Code", "Secondary ICD-10 Code")])
    assert keys == ["dx.icd10", "dx.icd10[2]"]


def test_what_only_the_plan_fills_in_is_left_alone() -> None:
    assert _read([("FOR PLAN USE ONLY", "Authorization #"), ("FOR PLAN USE ONLY", "Contact Name:")]) == [None, None]


@pytest.mark.parametrize(
    "label",
    [
        "Does the patient have a urinary tract infection?",
        "Please list the results of the urodynamic study:",
        "Compound ingredient",
        "Number of rituximab infusions in the last two years",
    ],
)
def test_what_the_vocabulary_lacks_gets_no_key(label: str) -> None:
    assert _read([("Clinical Information", label)]) == [None]


def test_pieces_of_a_date() -> None:
    ids = [BoxId(name) for name in "mdy"]
    boxes = [Box(i, 1, Rect(100 + 30 * n, 700, 120 + 30 * n, 712), BoxKind.TEXT) for n, i in enumerate(ids)]
    said = (Said("Date of birth:", Place.LEFT, 0.0),)
    contexts = {
        i: BoxContext(i, labels=said, trail=(Heading("Patient"),), part=(PartKind.DATE, n, 3), lead=ids[0])
        for n, i in enumerate(ids)
    }
    assert _offered(boxes, contexts) == ["patient.dob:MM", "patient.dob:DD", "patient.dob:YYYY"]


def _ticks(question: str, *options: str, heading: str = "") -> list[str | None]:
    ids = [BoxId(option) for option in options]
    boxes = [Box(i, 1, Rect(100 + 40 * n, 700, 108 + 40 * n, 708), BoxKind.CHECK) for n, i in enumerate(ids)]
    contexts = {
        i: BoxContext(
            i,
            labels=(Said(str(i), Place.RIGHT, 0.1),),
            question=question,
            trail=(Heading(heading),) if heading else (),
            siblings=tuple(other for other in ids if other != i),
        )
        for i in ids
    }
    return _offered(boxes, contexts)


@pytest.mark.parametrize(
    ("question", "options", "keys"),
    [
        ("Gender:", ("Male", "Female"), ["patient.sex=male", "patient.sex=female"]),
        ("Does patient have other coverage?", ("Yes", "No"), ["coverage.has_other=yes", "coverage.has_other=no"]),
        (
            "Is the patient currently treated with the requested medication(s)?",
            ("Yes", "No"),
            ["request.currently_on_drug=yes", "request.currently_on_drug=no"],
        ),
        ("Review type:", ("Standard", "Urgent"), ["request.urgent=no", "request.urgent=yes"]),
        (
            "Place of Administration:",
            ("Physician’s Office", "Home", "Outpatient Infusion Center"),
            ["facility.site=office", "facility.site=home", "facility.site=infusion_center"],
        ),
        (
            "Will Botox not be used in combination with prophylactic CGRP inhibitors?",
            ("Yes", "No"),
            ["measure.concurrent_cgrp=no", "measure.concurrent_cgrp=yes"],
        ),
        ("Is there evidence that the disease is active?", ("Yes", "No"), [None, None]),
        ("Does the patient have glaucoma?", ("Yes", "No"), [None, None]),
    ],
)
def test_check_boxes(question: str, options: tuple[str, ...], keys: list[str | None]) -> None:
    assert _ticks(question, *options) == keys


def test_the_same_wording_means_another_thing_under_another_question() -> None:
    options = ("Physician’s Office", "Retail Pharmacy", "Specialty Pharmacy")
    keys = _ticks("Dispensing Provider/Pharmacy:", *options, heading="Dispensing Provider/Pharmacy")
    assert keys == ["supply.route=buy_and_bill", "supply.route=retail", "supply.route=specialty_pharmacy"]


@pytest.mark.parametrize(
    ("kind", "labels", "keys"),
    [
        (PartKind.PHONE, "Fax:", ["prescriber.fax:area", "prescriber.fax:local"]),
        (PartKind.ZIP, "Zip Code", ["prescriber.zip:zip5", "prescriber.zip:plus4"]),
    ],
)
def test_pieces_of_telephones_and_zip_codes(kind: PartKind, labels: str, keys: list[str]) -> None:
    ids = [BoxId("a"), BoxId("b")]
    boxes = [Box(i, 1, Rect(100 + 40 * n, 700, 130 + 40 * n, 712), BoxKind.TEXT) for n, i in enumerate(ids)]
    said = (Said(labels, Place.LEFT, 0.0),)
    contexts = {
        i: BoxContext(i, labels=said, trail=(Heading("Prescriber Information"),), part=(kind, n, 2), lead=ids[0])
        for n, i in enumerate(ids)
    }
    assert _offered(boxes, contexts) == keys


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Insurance Information", "Insurance Phone"),
        ("Section VI – Prescription Compound Drug Information", "NDC #"),
        ("Laboratory values", "Date"),
        ("Dispensing Pharmacy", "City, State, Zip"),
    ],
)
def test_what_is_asked_of_somebody_else_gets_no_key(heading: str, label: str) -> None:
    assert _read([(heading, label)]) == [None]


def test_a_question_in_words_is_answered_by_the_bare_key() -> None:
    assert _read([("", "Is the patient currently on this medication?")]) == ["request.currently_on_drug"]


def test_the_number_after_medicare_is_medicares() -> None:
    ids = [BoxId("yes"), BoxId("number")]
    boxes = [
        Box(ids[0], 1, Rect(100, 700, 108, 708), BoxKind.CHECK),
        Box(ids[1], 1, Rect(200, 700, 300, 712), BoxKind.TEXT),
    ]
    contexts = {
        ids[0]: BoxContext(ids[0], labels=(Said("Yes", Place.RIGHT, 0.1),), question="Medicare:", line=1),
        ids[1]: BoxContext(ids[1], labels=(Said("If yes, provide ID #:", Place.LEFT, 0.0),), line=1),
    }
    assert _offered(boxes, contexts) == ["coverage.medicare=yes", "coverage.medicare_id"]


def test_a_follow_up_of_an_unknown_question_gets_no_key() -> None:
    ids = [BoxId("yes"), BoxId("name")]
    boxes = [
        Box(ids[0], 1, Rect(100, 700, 108, 708), BoxKind.CHECK),
        Box(ids[1], 1, Rect(200, 680, 300, 692), BoxKind.TEXT),
    ]
    question = "Is the member transitioning from a facility?"
    contexts = {
        ids[0]: BoxContext(ids[0], labels=(Said("Yes", Place.RIGHT, 0.1),), question=question, line=1),
        ids[1]: BoxContext(ids[1], labels=(Said("If yes, facility name:", Place.LEFT, 0.0),), line=2),
    }
    assert _offered(boxes, contexts) == [None, None]


def test_without_print_the_forms_own_names_are_never_sure_whom_a_box_is_about() -> None:
    box = Box(BoxId("a"), 1, Rect(100, 700, 300, 712), BoxKind.TEXT, field="T4", label="Phone:")
    template = Template("0" * 64, FormKind.FILLABLE, (), (box,))
    context = FormContext({box.id: BoxContext(box.id)}, (box.id,))
    assert suggest(template, context, lexicon(), scale())[0].confidence < 0.9


@pytest.mark.parametrize("tooltip", ["Click or tap here to enter text.", "Select checkbox", "undefined", "555"])
def test_placeholders_are_no_names(tooltip: str) -> None:
    box = Box(BoxId("a"), 1, Rect(100, 700, 300, 712), BoxKind.TEXT, field="Text4", label=tooltip)
    said = BoxContext(box.id, labels=(Said("Member ID", Place.LEFT, 0.0),))
    template = Template("0" * 64, FormKind.FILLABLE, (), (box,))
    found = suggest(template, FormContext({box.id: said}, (box.id,)), lexicon(), scale())[0]
    assert (found.key, found.label) == ("coverage.member_id", "Member ID")


def test_every_key_of_the_lexicon_is_in_the_vocabulary() -> None:
    known = lexicon()
    keys = {key for item in known.attributes.values() for key in item.keys.values()} - {"other", "none"}
    for key in keys:
        vocabulary().parse(key.replace("[n]", "[2]"))
    for choice in known.choices:
        for value in {*choice.options, *choice.alone}:
            vocabulary().parse(f"{choice.key}={value}")
    for cue in known.cues:
        reference = cue.key.replace("[n]", "[2]")
        vocabulary().parse(f"{reference}={cue.value}" if cue.value else reference)


def test_a_label_is_cut_into_what_is_known() -> None:
    read = parse(lexicon(), "Pharmacy Fax Number (in HIPAA compliant area):")
    assert read.attributes == ("fax",)
    assert read.domains == ("pharmacy",)
    assert read.share > 0.8


def test_a_plain_line_is_a_heading_only_where_it_is_worded_as_one() -> None:
    assert "patient" in heading_domains(lexicon(), "Member Information", strong=False)
    assert heading_domains(lexicon(), "The member’s signature is on file", strong=False) == {}


@pytest.mark.parametrize(
    "heading", ["Health Plan", "Coverage Determination Request", "Request", "Neighborhood Health Plan"]
)
def test_no_common_heading_leaves_its_part_to_the_plan(heading: str) -> None:
    assert heading_domains(lexicon(), heading).get("office_use", 0.0) < 0.75
    assert "patient" not in heading_domains(lexicon(), heading)


def test_a_heading_read_from_a_picture_is_known_in_spite_of_it() -> None:
    assert "patient" in heading_domains(lexicon(), "M EMBER INFORMATION")
    assert "attest" in heading_domains(lexicon(), "H. ACKNOWLEDIGEMENT")


def test_confidence_says_ninety_only_from_the_measured_threshold_on() -> None:
    known = Scale((0.0,), (0.0,), least=0.5, sure=0.95)
    assert known.shown(0.49) == 0.0
    assert known.shown(0.949) < 0.9 <= known.shown(0.95) < known.shown(1.0) < 1.0


@pytest.mark.parametrize(("heading", "left"), [("For DMAS use only", True), ("For prescriber use only", False)])
def test_what_is_for_somebodys_use_only_is_left_alone_unless_it_is_the_offices(heading: str, left: bool) -> None:
    assert (_read([(heading, "Phone:")]) == [None]) is left


def test_what_counts_a_service_is_not_asked_of_the_drug() -> None:
    ids = [BoxId("Physical Therapy"), BoxId("Duration:"), BoxId("Frequency:")]
    kinds = (BoxKind.CHECK, BoxKind.TEXT, BoxKind.TEXT)
    boxes = [Box(i, 1, Rect(100 + 120 * n, 700, 180 + 120 * n, 712), kinds[n]) for n, i in enumerate(ids)]
    said = {i: (Said(str(i), Place.RIGHT if n == 0 else Place.LEFT, 0.0),) for n, i in enumerate(ids)}
    contexts = {i: BoxContext(i, labels=said[i], trail=(Heading("Services Requested"),), line=1) for i in ids}
    assert _offered(boxes, contexts) == [None, None, None]
