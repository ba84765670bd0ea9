"""Where evidence is thin, an offer is no sure one: unknown words, unknown headings, other people, other questions."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from app.mapping.suggest.confidence import scale
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.model import Suggestion
from app.mapping.suggest.parse import parse
from app.mapping.suggest.suggest import suggest
from app.pdf.context.model import BoxContext, FormContext, Heading, Place, Said
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect, Template

_SURE = 0.9


def _form(rows: Sequence[tuple[str, ...]]) -> list[Suggestion]:
    """Suggestions for boxes by their headings, nearest first, and labels; a label after `&` stands on the same line."""
    boxes, contexts, line = [], {}, 0
    for number, (*headings, label) in enumerate(rows):
        line += not label.startswith("&")
        text = label.lstrip("& ")
        box_id = BoxId(str(number))
        boxes.append(Box(box_id, 1, Rect(100, 700 - 20 * number, 300, 714 - 20 * number), BoxKind.TEXT))
        trail = tuple(Heading(heading) for heading in headings)
        said = (Said(text, Place.LEFT, 0.0, line=text),)
        contexts[box_id] = BoxContext(box_id, labels=said, trail=trail, line=line)
    template = Template("0" * 64, FormKind.FLAT, (), tuple(boxes))
    return list(suggest(template, FormContext(contexts, tuple(contexts)), lexicon(), scale()))


def _ticks(question: str, *options: str) -> list[Suggestion]:
    ids = [BoxId(option) for option in options]
    boxes = [Box(i, 1, Rect(100 + 40 * n, 700, 108 + 40 * n, 708), BoxKind.CHECK) for n, i in enumerate(ids)]
    contexts = {
        i: BoxContext(
            i,
            labels=(Said(str(i), Place.RIGHT, 0.1),),
            question=question,
            siblings=tuple(other for other in ids if other != i),
        )
        for i in ids
    }
    template = Template("0" * 64, FormKind.FLAT, (), tuple(boxes))
    return list(suggest(template, FormContext(contexts, tuple(contexts)), lexicon(), scale()))


def _sure(found: Sequence[Suggestion]) -> list[str]:
    return [str(item.key) for item in found if item.confidence >= _SURE]


@pytest.mark.parametrize(
    ("heading", "label"),
    [
        ("Patient Information", "Telephone of the zoning board"),
        ("Patient Information", "Last 4 digits of SSN"),
        ("Medication Information", "Duration of the remission"),
        ("Medication Information", "Dosage of the placebo / directions"),
        ("Prescriber Information", "Name of the building's landlord"),
        ("Patient Information", "Disease duration"),
        ("Prescriber Information", "Previous therapies and outcomes achieved elsewhere"),
    ],
)
def test_words_that_nobody_knows_and_labels_of_several_things_are_never_sure(heading: str, label: str) -> None:
    assert _sure(_form([(heading, label)])) == []


def test_known_labels_under_known_headings_stay_sure() -> None:
    rows = [("Patient Information", "Name:"), ("Patient Information", "Date of birth:"), ("Prescriber", "NPI #")]
    assert _sure(_form(rows)) == ["patient.full_name", "patient.dob", "prescriber.npi"]


def test_under_a_heading_that_nobody_knows_the_one_before_is_only_a_guess() -> None:
    rows = [("Landlord of the clinic", "Prescriber Information", text) for text in ("Phone:", "Fax:", "City:")]
    assert _sure(_form(rows)) == []


@pytest.mark.parametrize("remark", ["(if different than above)", "Page 2 of 5", "Section 2", "* Required"])
def test_remarks_and_bare_numbers_are_no_headings(remark: str) -> None:
    rows = [(remark, "Prescriber Information", text) for text in ("Phone:", "Fax:")]
    assert _sure(_form(rows)) == ["prescriber.phone", "prescriber.fax"]


def test_the_insurers_telephone_is_not_the_patients() -> None:
    found = _form([("Patient Information", "Insurance company"), ("Patient Information", "& Phone")])
    assert [item.key for item in found] == ["coverage.payer_name", None]


def test_after_somebody_unknown_a_telephone_is_nobodys_for_sure() -> None:
    rows = [("Patient Information", text) for text in ("Patient name", "Local home health agency", "Telephone")]
    assert _sure(_form(rows)) == ["patient.full_name"]


def test_a_subscribers_birthday_is_not_the_patients() -> None:
    assert _sure(_form([("Primary Insurance", "Subscriber DOB:")])) == ["coverage.insured_dob"]


def test_a_contact_for_emergencies_is_not_the_offices() -> None:
    found = _form([("Emergency Contact", text) for text in ("Name:", "Relationship:", "Phone:")])
    assert _sure(found) == []


def test_what_is_asked_before_therapies_tried_is_about_the_drug_asked_for() -> None:
    heading = "Section II. To be completed by prescribing physician"
    labels = ("Prescribed drug", "& Strength", "Length of therapy", "Alternative drug(s) used", "& Date(s) used")
    keys = [item.key for item in _form([(heading, label) for label in labels])]
    assert keys == ["drug.name", "drug.strength", "drug.duration", "prior[1].drug", "prior[1].dates"]


def test_the_drugs_own_lines_after_a_question_about_others_stay_its_own() -> None:
    ids = [BoxId(text) for text in ("Yes", "No", "Directions for Use:", "Strength:")]
    said = [Said(str(i), Place.RIGHT if n < 2 else Place.LEFT, 0.0) for n, i in enumerate(ids)]
    asked = "Are there any contraindications to formulary medications?"
    contexts = {
        i: BoxContext(
            i,
            labels=(said[n],),
            question=asked if n < 2 else "",
            trail=(Heading("Requested Medication Information"),),
            line=max(1, n),
            siblings=(ids[1 - n],) if n < 2 else (),
        )
        for n, i in enumerate(ids)
    }
    kinds = [BoxKind.CHECK, BoxKind.CHECK, BoxKind.TEXT, BoxKind.TEXT]
    boxes = [Box(i, 1, Rect(100, 700 - 20 * n, 300, 714 - 20 * n), kinds[n]) for n, i in enumerate(ids)]
    template = Template("0" * 64, FormKind.FLAT, (), tuple(boxes))
    found = suggest(template, FormContext(contexts, tuple(contexts)), lexicon(), scale())
    assert [item.key for item in found][2:] == ["drug.directions", "drug.strength"]


@pytest.mark.parametrize(
    ("question", "options"),
    [
        ("Ship medications to:", ("Physician's Office", "Member's Home")),
        ("Are they currently stable on or benefiting from therapy?", ("Yes", "No")),
        ("Reason for request:", ("Prior Authorization, Step Therapy, Formulary Exception", "Specialty Drug")),
        ("How did the patient receive the medication?", ("Paid under insurance", "Other (explain):")),
    ],
)
def test_options_of_another_question_are_never_sure(question: str, options: tuple[str, ...]) -> None:
    assert _sure(_ticks(question, *options)) == []


def test_what_is_denied_is_not_offered_as_said() -> None:
    found = _ticks("Turnaround requested", "Non-urgent", "Urgent")
    assert [item.key for item in found] == ["request.urgent=no", "request.urgent=yes"]


@pytest.mark.parametrize(
    ("label", "attribute"),
    [
        ("Address (Street, City, State, ZIP+4 Code)", "full_address"),
        ("Last name, first name, middle initial:", "name"),
        ("Address:", "address"),
        ("Last name:", "last_name"),
    ],
)
def test_a_label_that_lists_the_pieces_asks_for_the_whole(label: str, attribute: str) -> None:
    assert parse(lexicon(), label).attributes == (attribute,)


def test_what_is_left_unread_is_told() -> None:
    assert parse(lexicon(), "Disease severity duration").left > parse(lexicon(), "Duration of therapy").left == 0.0


def test_a_bare_code_is_that_of_the_diagnosis_before_it() -> None:
    found = _form([("Services Requested", "Diagnosis description"), ("Services Requested", "& Code")])
    assert [item.key for item in found] == ["dx.description", "dx.icd10"]


def test_a_description_beside_a_procedure_is_not_the_diagnosis() -> None:
    rows = [
        ("Diagnosis", "ICD-10 code"),
        ("Diagnosis", "& Description"),
        ("Procedures", "CPT code"),
        ("Procedures", "& Description"),
    ]
    assert [item.key for item in _form(rows)][1::2] == ["dx.description", None]


def test_small_words_glued_to_the_next_are_read_apart() -> None:
    assert lexicon().words.plain("Duration ofTherapy") == lexicon().words.plain("Duration of Therapy")


def test_a_heading_in_a_box_asks_for_nobodys_name() -> None:
    assert [item.key for item in _form([("", "Physician Information")])] == [None]


def test_products_named_only_by_their_first_word_are_never_sure() -> None:
    sure = _sure(_ticks("Requested medication", "Check if requesting brand", "Check if continuing"))
    assert not [key for key in sure if key.startswith("drug.name")]


@pytest.mark.parametrize(
    ("heading", "label", "key"),
    [
        ("Patient Information / Información del paciente", "Patient name / Nombre del paciente:", "patient.full_name"),
        ("Patient Information / Información del paciente", "Date of birth / Fecha de nacimiento:", "patient.dob"),
        ("Provider Information / Información del médico", "Phone / Teléfono:", "prescriber.phone"),
        ("Patient Information", "Member ID / Número de identificación:", "coverage.member_id"),
    ],
)
def test_what_is_said_twice_in_english_and_spanish_is_read_once(heading: str, label: str, key: str) -> None:
    assert _form([(heading, label)])[0].key == key


def test_the_payers_telephone_among_the_coverages_is_not_surely_the_review_units() -> None:
    assert _sure(_form([("Patient Coverage", "Payer helpdesk phone")])) == []


def test_of_two_parties_named_side_by_side_each_has_the_column_below_its_name() -> None:
    labels = [("Patient name:", "Physician name:"), ("Address:", "Address:"), ("City:", "City:"), ("Phone:", "Fax:")]
    boxes, contexts = [], {}
    for line, pair in enumerate(labels):
        for column, label in enumerate(pair):
            box_id = BoxId(f"{line}{column}")
            x0 = 20 + 290 * column + 5 * len(label)
            boxes.append(Box(box_id, 1, Rect(x0, 700 - 20 * line, 270 + 290 * column, 712 - 20 * line), BoxKind.TEXT))
            contexts[box_id] = BoxContext(box_id, labels=(Said(label, Place.LEFT, 0.0, line=label),), line=line)
    template = Template("0" * 64, FormKind.FLAT, (), tuple(boxes))
    found = suggest(template, FormContext(contexts, tuple(contexts)), lexicon(), scale())
    assert [item.key for item in found] == [
        "patient.full_name",
        "prescriber.full_name",
        "patient.address",
        "prescriber.address",
        "patient.city",
        "prescriber.city",
        "patient.phone",
        "prescriber.fax",
    ]
