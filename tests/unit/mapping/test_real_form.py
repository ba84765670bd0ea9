"""The Rhode Island Botox form: every box in its place, every question of the section in force accounted for."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.case import Case
from app.domain.clinical import Outcome, Trial
from app.domain.dates import PartialDate
from app.domain.derive import collect_facts
from app.domain.facts import Facts
from app.domain.ids import PatientId, PersonId, TrialId
from app.mapping.answers import answer_to, confirmation
from app.mapping.asked_for import reminders_due
from app.mapping.fill import fill
from app.mapping.filled import FilledForm, FillState
from app.mapping.pack import Pack, declared_boxes
from app.mapping.placing import place
from app.pdf.template import BoxKind, FormKind, PageShape, Rect, Template
from app.pdf.worker import PaperWorker
from tests.unit.mapping.conftest import TODAY

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
INDICATIONS = {
    "migraine", "blepharospasm", "cervical", "focal", "strabismus", "spastic", "axillary", "palmar", "achalasia",
    "sialorrhea", "detrusor", "oab", "fissure", "hernia",
}  # fmt: skip


@pytest.fixture(scope="session")
def declared(real_pack: Pack) -> Template:
    """The form as its pack declares it, so that the tests run without the payer's file."""
    shape = PageShape(Rect(0, 0, 612.48, 792.48))
    return Template("0" * 64, FormKind.FLAT, (shape,) * 5, declared_boxes(real_pack))


@pytest.fixture
def prepared(
    real_pack: Pack, declared: Template, case_of: Callable[[str], Case], facts_of: Callable[[Case], Facts]
) -> Callable[..., FilledForm]:
    def make(patient: str, **changes: object) -> FilledForm:
        case = case_of(patient)
        request = replace(case.request, **changes)  # type: ignore[arg-type]
        return fill(real_pack, declared, facts_of(replace(case, request=request)), request)

    return make


def test_all_boxes_of_the_form_are_declared(real_pack: Pack) -> None:
    assert len(real_pack.boxes) == 108
    kinds = [box.place.kind for box in real_pack.boxes if box.place is not None]
    assert (kinds.count(BoxKind.CHECK), kinds.count(BoxKind.SIGNATURE)) == (9, 2)


def test_the_real_file_has_exactly_the_declared_boxes(real_pack: Pack, real_template: Template) -> None:
    placing = place(real_pack, real_template)
    assert placing.unplaced == ()
    assert len(real_template.boxes) == 108
    assert real_template.sha256 in real_pack.fingerprints.sha256


def test_every_question_is_asked_by_a_box_of_its_section(real_pack: Pack) -> None:
    asked = {box.source.question: box.section for box in real_pack.boxes if box.source.question}
    assert asked == {question.id: question.section for question in real_pack.questions}


def letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]", text))


def test_questions_are_worded_as_the_form_prints_them(real_pack: Pack, worker: PaperWorker, payer_forms: Path) -> None:
    data = (payer_forms / "botox-neighborhood-health-ri.pdf").read_bytes()
    printed = letters(" ".join(worker.page_text(data))).replace("Doethepatient", "Doesthepatient")
    texts = [question.wording for question in real_pack.questions]
    texts += [real_pack.signer.attestation, *(item.address for item in real_pack.destinations)]
    assert [text for text in texts if letters(text) not in printed] == []


def touched(form: FilledForm) -> set[str]:
    found = {box.section for box in form.boxes.values() if box.state is not FillState.EMPTY_ON_PURPOSE}
    return {section for section in found if section.split("_")[0] in INDICATIONS}


@pytest.mark.parametrize(
    ("patient", "section", "boxes"),
    [
        ("nguyen", "migraine_initial", 5),
        ("wisniewska", "migraine_continuation", 3),
        ("feldman", "cervical_initial", 4),
    ],
)
def test_every_box_of_the_section_is_accounted_for_and_no_other_is_touched(
    patient: str, section: str, boxes: int, prepared: Callable[..., FilledForm]
) -> None:
    form = prepared(patient)
    assert touched(form) == {section}
    here = [box for box in form.boxes.values() if box.section == section]
    assert len(here) == boxes
    assert {box.state for box in here} <= {FillState.FILLED, FillState.PROPOSED, FillState.MISSING}
    assert all(box.value for box in here if box.state is FillState.PROPOSED)
    assert form.counts.unmapped == 0


@pytest.mark.parametrize(
    "condition", ["strabismus", "oab", "ndo", "achalasia", "anal_fissure", "sialorrhea", "blepharospasm"]
)
@pytest.mark.parametrize("kind", ["initial", "continuation"])
def test_every_indication_has_its_own_section(condition: str, kind: str, prepared: Callable[..., FilledForm]) -> None:
    sections = {"ndo": "detrusor", "anal_fissure": "fissure"}
    form = prepared("feldman", indication=condition, type=kind)
    assert touched(form) == {f"{sections.get(condition, condition)}_{kind}"}


@pytest.mark.parametrize(
    ("condition", "code", "section"),
    [
        ("hyperhidrosis", "L74.510", "axillary_initial"),
        ("hyperhidrosis", "L74.512", "palmar_initial"),
        ("other", "G24.8", "focal_initial"),
        ("other", "K43.9", "hernia_initial"),
        ("upper_limb_spasticity", "I69.351", "spastic_initial"),
        ("hemifacial_spasm", "G51.31", "spastic_initial"),
    ],
)
def test_the_code_tells_sections_of_one_indication_apart(
    condition: str, code: str, section: str, prepared: Callable[..., FilledForm], case_of: Callable[[str], Case]
) -> None:
    diagnosis = replace(case_of("feldman").request.diagnoses[0], icd10=code, description="")
    assert touched(prepared("feldman", indication=condition, diagnoses=(diagnosis,))) == {section}


def test_spastic_boxes_go_by_age_and_limb(prepared: Callable[..., FilledForm]) -> None:
    form = prepared("feldman", indication="upper_limb_spasticity")
    ticked = [box.title for box in form.boxes.values() if box.value is True and box.section == "spastic_initial"]
    assert ticked == ["Upper/Lower limb spasticity in adults (i.e., used post-stroke for spasms)"]


def test_proposals_come_from_the_ledger_and_are_not_printed_unseen(
    prepared: Callable[..., FilledForm], real_pack: Pack, case_of: Callable[[str], Case], facts_of: Callable[..., Facts]
) -> None:
    form = prepared("nguyen")
    by_question = {box.question: box for box in form.boxes.values() if box.question}
    assert by_question["ask.cm_two_oral"].value == "Yes: topiramate, amitriptyline"
    assert {"measure.headache_days", "measure.months_at_frequency"} == set(by_question["ask.cm_15_days"].keys)
    assert not set(form.values()) & {box.box for box in form.proposed()}
    case = case_of("nguyen")
    answers = case.request.answers
    for question in real_pack.questions:
        answers += confirmation(answer_to(question, answers, facts_of(case)), PersonId("me"), AT)
    confirmed = prepared("nguyen", answers=answers)
    assert confirmed.proposed() == ()
    assert [box.question for box in confirmed.missing()] == ["ask.other_toxin", "ask.cm_five_attacks"]
    assert {box.value for box in confirmed.boxes.values() if box.question and box.value} == {
        "Yes",
        "Yes: topiramate, amitriptyline",
    }


def test_the_continuation_question_is_answered_from_the_type(prepared: Callable[..., FilledForm]) -> None:
    def continuing(form: FilledForm) -> list[str | bool | None]:
        return [box.value for box in form.boxes.values() if box.section == "continuing"]

    assert continuing(prepared("nguyen")) == ["No"]
    assert continuing(prepared("wisniewska")) == ["Yes"]


def test_buy_and_bill_names_the_facility_and_pharmacy_does_not(prepared: Callable[..., FilledForm]) -> None:
    def supply(form: FilledForm) -> list[str | bool | None]:
        return [
            box.value for box in form.boxes.values() if box.keys and box.keys[0] in ("supply.route", "facility.npi")
        ]

    assert supply(prepared("nguyen"))[:2] == [False, True]
    assert supply(prepared("nguyen"))[2]
    assert supply(prepared("feldman")) == [True, False, None]


def test_both_signatures_wait_for_the_prescriber(prepared: Callable[..., FilledForm]) -> None:
    places = prepared("nguyen").signature_places(dt.date(2026, 11, 24))
    assert [box.split(":")[0] for box in places.mark] == ["1", "5"]
    assert set(places.dates.values()) == {"11/24/2026"}
    assert len(places.dates) == 2


def test_medicaid_members_are_reminded_of_the_pharmacy_benefit(real_pack: Pack, known: Callable[..., Facts]) -> None:
    medicaid = {"coverage.medicaid": True, "supply.route": "buy_and_bill"}
    assert any("pharmacy benefit only" in text for text in reminders_due(real_pack, known(medicaid)))
    assert reminders_due(real_pack, known({"supply.route": "buy_and_bill"})) == ()


def test_the_form_says_where_it_goes_and_what_the_signer_certifies(real_pack: Pack) -> None:
    assert [(item.channel, item.address) for item in real_pack.destinations] == [
        ("fax", "1-866-423-0945"),
        ("portal", "https://www.covermymeds.com/epa/caremark/"),
    ]
    assert real_pack.signer.attestation.startswith("I certify that the information provided is accurate")


@pytest.mark.parametrize("question", ["ask.nd_two_trials", "ask.oa_two_trials"])
@pytest.mark.parametrize(("outcome", "said"), [("inadequate_response", "yes"), ("ongoing", ""), (None, "")])
def test_a_therapy_that_goes_on_is_not_said_to_have_failed(
    question: str, outcome: str | None, said: str, real_pack: Pack, case_of: Callable[[str], Case]
) -> None:
    start, end = PartialDate(2026, 1, 5), PartialDate(2026, 6, 5)
    ended = None if outcome is None else Outcome(outcome)
    trials = tuple(
        Trial(TrialId(drug), PatientId("p"), drug, drug_class=kind, start=start, end=end, outcome=ended)
        for drug, kind in (("oxybutynin", "anticholinergic"), ("mirabegron", "beta3"))
    )
    facts = collect_facts(replace(case_of("feldman"), trials=trials, contraindications=()), TODAY)
    asked = real_pack.question(question)
    assert asked is not None
    assert answer_to(asked, (), facts).answer.value == said
