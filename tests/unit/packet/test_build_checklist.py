"""The checklist of the invented practice's requests, on the form of our own."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pytest

from app.domain.case import Case
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.derive import collect_facts
from app.domain.facts import Facts, Origin, OriginKind
from app.domain.identifiers import check_records
from app.domain.ids import AttachmentId, PersonId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Line, Location, Payer, Person, Practice, Prescriber
from app.domain.request import Attachment, AttachmentKind, BoxEntry, FormChoice, Request
from app.domain.sample import REQUESTS, sample_records
from app.mapping.fill import fill
from app.mapping.filled import FilledForm
from app.mapping.leftover import LeftOver
from app.mapping.model import Reminder, SignatureRule
from app.mapping.pack import Pack, PackLibrary
from app.packet.build_checklist import Sources, build_checklist
from app.packet.checklist import FormFile, Verdict
from app.pdf.setting import Fit, FitKind
from app.pdf.template import Template
from app.pdf.worker import PaperWorker
from tests.unit.packet.conftest import AT

TODAY = AT.date()
FILE = FormFile("request-5f09c1d2-form.pdf", "ab" * 32, 3)


def case_of(request_id: RequestId, pack: Pack, attachments: tuple[Attachment, ...] = ()) -> Case:
    records = sample_records(TODAY)
    by_id = {record.id: record for record in records}
    request = by_id[request_id]
    assert isinstance(request, Request)
    request = dataclasses.replace(request, form=FormChoice("0" * 64, pack.id, pack.destinations[0].name))
    coverage = by_id[request.coverage_id]
    assert isinstance(coverage, Coverage)

    def mine(kind: type) -> tuple[object, ...]:
        return tuple(r for r in records if isinstance(r, kind) and r.patient_id == request.patient_id)

    def one(kind: type, name: object) -> object:
        return next((record for record in records if isinstance(record, kind) and record.id == name), None)

    return Case(
        request=request,
        patient=one(Patient, request.patient_id),  # type: ignore[arg-type]
        practice=next(record for record in records if isinstance(record, Practice)),
        location=one(Location, request.location_id),  # type: ignore[arg-type]
        preparer=one(Person, request.prepared_by),  # type: ignore[arg-type]
        prescriber=one(Prescriber, request.prescriber_id),  # type: ignore[arg-type]
        payer=one(Payer, coverage.payer_id),  # type: ignore[arg-type]
        coverage=coverage,
        trials=mine(Trial),  # type: ignore[arg-type]
        contraindications=mine(Contraindication),  # type: ignore[arg-type]
        observations=mine(Observation),  # type: ignore[arg-type]
        treatments=mine(Treatment),  # type: ignore[arg-type]
        attachments=attachments,
    )


@pytest.fixture(scope="module")
def pack() -> Pack:
    return next(pack for pack in PackLibrary() if pack.id.startswith("juniper/"))


@pytest.fixture(scope="module")
def template(pack: Pack, paper_worker: PaperWorker) -> Template:
    blank = PackLibrary().blank(pack.id)
    assert blank is not None
    return paper_worker.compile(Path(blank).read_bytes()).template


@pytest.fixture
def case(pack: Pack) -> Case:
    return case_of(REQUESTS[0], pack)


@pytest.fixture
def facts(case: Case) -> Facts:
    return collect_facts(case, TODAY)


@pytest.fixture
def filled(pack: Pack, template: Template, facts: Facts, case: Case) -> FilledForm:
    return fill(pack, template, facts, case.request)


def sources(filled: FilledForm, case: Case, facts: Facts, pack: Pack | None) -> Sources:
    return Sources(filled, case, facts, pack, findings=check_records(case, TODAY))


def test_the_counts_are_those_of_the_form(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    made = build_checklist(sources(filled, case, facts, pack), FILE, made_at=AT)
    counts = filled.counts
    assert made.tally.boxes == counts.boxes == len(filled.boxes)
    assert (made.tally.filled, made.tally.missing) == (counts.filled, counts.missing)
    assert sum(count for _, count in made.empty_because) == counts.empty_on_purpose


def test_every_missing_box_is_listed_in_the_forms_words(
    filled: FilledForm, case: Case, facts: Facts, pack: Pack
) -> None:
    made = build_checklist(sources(filled, case, facts, pack), FILE, made_at=AT)
    assert sum(entry.boxes for entry in made.missing) == filled.counts.missing
    assert sum(entry.boxes for entry in made.proposed) == filled.counts.proposed
    for entry in (*made.missing, *made.proposed):
        assert entry.where.startswith("page ")
        assert not entry.what.startswith("ask.")


def test_it_names_patient_plan_drug_and_form(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    about = dict(build_checklist(sources(filled, case, facts, pack), FILE, made_at=AT).about)
    assert about["Patient"] == case.patient.name.full
    assert about["Payer"].startswith("Juniper Health Plan, ")
    assert "J0585" in about["Drug"]
    assert about["For"] == "Chronic migraine"
    assert about["Form"].startswith(pack.title)


def test_attachments_are_found_by_their_kind(
    filled: FilledForm, case: Case, facts: Facts, pack: Pack, template: Template
) -> None:
    added = dt.datetime(2026, 11, 3, tzinfo=dt.UTC)
    notes = tuple(
        Attachment(AttachmentId(name), case.patient.id, kind, title, "0" * 64, "application/pdf", 2, added)
        for name, kind, title in (
            ("a", AttachmentKind.CHART_NOTE, "Visit in October"),
            ("b", AttachmentKind.CHART_NOTE, "Visit in July"),
            ("c", AttachmentKind.ID_CARD, "Front and back"),
        )
    )
    made = build_checklist(sources(filled, dataclasses.replace(case, attachments=notes), facts, pack), FILE, made_at=AT)
    chart = next(item for item in made.attachments if item.what == "Chart notes")
    assert chart.must
    assert chart.found == ("Visit in October", "Visit in July")
    assert chart.pages == 4
    diary = next(item for item in made.attachments if "diary" in item.what.lower())
    assert diary.found == ()
    assert made.others == ("Insurance card: Front and back",)


def test_a_document_is_asked_for_only_where_the_form_asks_it(pack: Pack, template: Template) -> None:
    case = case_of(REQUESTS[1], pack)
    facts = collect_facts(case, TODAY)
    made = build_checklist(sources(fill(pack, template, facts, case.request), case, facts, pack), FILE, made_at=AT)
    assert not any("diary" in item.what.lower() for item in made.attachments)


def test_the_chosen_destination_comes_first(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    chosen = pack.destinations[-1].name
    moved = dataclasses.replace(case, request=dataclasses.replace(case.request, form=FormChoice("", pack.id, chosen)))
    places = build_checklist(sources(filled, moved, facts, pack), FILE, made_at=AT).destinations
    assert [place.chosen for place in places] == [True] + [False] * (len(pack.destinations) - 1)
    assert places[0].name == chosen


def test_without_a_pack_the_payers_own_numbers_are_given(template: Template, case: Case, facts: Facts) -> None:
    bare = fill(None, template, facts, dataclasses.replace(case.request, form=None))
    made = build_checklist(sources(bare, case, facts, None), FILE, made_at=AT)
    assert made.tally.not_mapped == len(bare.boxes)
    assert made.attachments == ()
    assert {place.channel for place in made.destinations} <= {"Fax", "Portal", "Phone"}
    assert made.destinations


def test_values_that_go_on_are_counted_and_named(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    box = next(fill for fill in filled.boxes.values() if fill.is_printed and fill.title)
    small = next(fill for fill in filled.boxes.values() if fill.is_printed and fill.title and fill is not box)
    fits = {box.box: Fit(FitKind.CONTINUED), small.box: Fit(FitKind.SHRUNK, 5.5)}
    made = build_checklist(
        dataclasses.replace(sources(filled, case, facts, pack), fits=fits, findings=()), FILE, made_at=AT
    )
    assert made.tally.continued == 1
    said = [entry.what for entry in made.look_again]
    assert f"{' '.join(box.title.split())}: goes on in the addendum." in said
    assert any("5.5 points may not survive a standard fax" in words for words in said)


def test_characters_that_no_letter_shows_are_named(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    box = next(fill for fill in filled.boxes.values() if fill.is_printed and fill.title)
    given = dataclasses.replace(sources(filled, case, facts, pack), unwritten={box.box: ("😀", "𝓐")})
    said = [entry.what for entry in build_checklist(given, FILE, made_at=AT).look_again]
    assert any("2 characters" in words and "hollow square" in words for words in said)


def test_therapies_that_found_no_room_are_listed(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    crowded = dataclasses.replace(filled, left_over=(LeftOver(5, "divalproex 500 mg, 03/2026", (), ()),))
    made = build_checklist(sources(crowded, case, facts, pack), FILE, made_at=AT)
    assert any(entry.what.startswith("divalproex 500 mg, 03/2026. Attach it") for entry in made.look_again)


def test_what_was_typed_on_a_box_that_is_gone_is_listed(
    template: Template, case: Case, facts: Facts, pack: Pack
) -> None:
    entry = BoxEntry("9:1,1", "injected by the resident", PersonId("me"), AT)
    request = dataclasses.replace(case.request, entries=(entry,))
    made = build_checklist(sources(fill(pack, template, facts, request), case, facts, pack), FILE, made_at=AT)
    assert any("injected by the resident" in item.what for item in made.look_again)


def test_identifiers_that_cannot_be_right_are_named(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    assert case.prescriber is not None
    wrong = dataclasses.replace(case, prescriber=dataclasses.replace(case.prescriber, npi="1234567890"))
    made = build_checklist(sources(filled, wrong, facts, pack), FILE, made_at=AT)
    assert any(entry.where == "record" for entry in made.look_again)


def test_signing_is_said(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    done = filled.signed(TODAY, Origin(OriginKind.DERIVED))
    made = build_checklist(
        sources(done, case, facts, pack), FILE, made_at=AT, signed_by="Sara E. Lind, MD", signed_at="now"
    )
    assert made.signature.is_signed
    assert made.verdict is Verdict.NOT_READY
    assert made.tally.filled > filled.counts.filled


def test_a_form_of_another_payer_line_or_drug_is_said(filled: FilledForm, case: Case, facts: Facts, pack: Pack) -> None:
    assert case.coverage is not None
    other = dataclasses.replace(pack, payer="Aspen Health", lines=(Line.TRICARE,), products=("J0586",))
    said = [entry.what for entry in build_checklist(sources(filled, case, facts, other), FILE, made_at=AT).look_again]
    assert "The form is Aspen Health's, and the request goes to Juniper Health Plan." in said
    assert "The form is for TRICARE; the plan is commercial." in said
    assert "The form is for J0586; the request is for J0585." in said
    own = build_checklist(sources(filled, case, facts, pack), FILE, made_at=AT).look_again
    assert not [entry for entry in own if entry.where == "form"]


def test_what_the_form_prints_against_the_request_is_said(
    filled: FilledForm, case: Case, facts: Facts, pack: Pack
) -> None:
    reminder = Reminder("This plan wants botulinum toxin from a pharmacy (page 1).", 'supply.route == "buy_and_bill"')
    strict = dataclasses.replace(pack, reminders=(reminder,))
    said = [entry.what for entry in build_checklist(sources(filled, case, facts, strict), FILE, made_at=AT).look_again]
    assert reminder.text in said
    assert reminder.text not in [
        entry.what for entry in build_checklist(sources(filled, case, facts, pack), FILE, made_at=AT).look_again
    ]


def test_a_payer_that_wants_ink_is_not_ready_with_an_electronic_signature(
    filled: FilledForm, case: Case, facts: Facts, pack: Pack
) -> None:
    wet = dataclasses.replace(pack, signer=dataclasses.replace(pack.signer, rule=SignatureRule.WET))
    made = build_checklist(sources(filled, case, facts, wet), FILE, made_at=AT, signed_by="A, MD", signed_at="now")
    settled = dataclasses.replace(made, missing=(), proposed=(), attachments=())
    assert settled.verdict is Verdict.NEEDS_INK
