"""Trying a draft: its form filled with an invented patient, to be looked at before anybody relies on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TypeVar

from app.domain.case import Case
from app.domain.changes import Record
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.derive import collect_facts
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Answer, AnswerOrigin, Request
from app.domain.sample import PATIENTS, sample_records
from app.mapping.drafting.model import Draft
from app.mapping.drafting.to_pack import is_near_box, pack_of
from app.mapping.fill import fill
from app.mapping.filled import BoxFill, FilledForm
from app.mapping.model import Question, QuestionType
from app.mapping.pack import Pack, declared_boxes
from app.pdf.ink.typesetter import lay_out
from app.pdf.setting import Setting
from app.pdf.template import BoxId, BoxKind, Template

R = TypeVar("R")

#: The invented patients that a draft can be tried with.
PATIENT_NAMES = ("Ánh Nguyễn", "Feldman", "Wiśniewska")


@dataclass(frozen=True, slots=True)
class TestFill:
    """A draft's form, filled with an invented patient.

    Attributes:
        template: its boxes as they are drawn now.
        settings: every printed value, set into its box.
    """

    template: Template
    filled: FilledForm
    settings: Mapping[BoxId, Setting]


def try_draft(draft: Draft, template: Template, today: dt.date, *, patient: int = 0) -> TestFill:
    """Fill a draft's form with an invented patient.

    Args:
        draft: as it stands.
        template: the blank's pages and own boxes.
        today: the office's day.
        patient: which of the invented ones, from 0.
    """
    pack = pack_of(draft)
    drawn = drawn_template(pack, template)
    filled = fill_invented(pack, drawn, today, patient=patient)
    values = filled.values()
    settings = {box.id: lay_out(box, values[box.id]) for box in drawn.boxes if box.id in values}
    return TestFill(drawn, filled, settings)


def box_prints(draft: Draft, template: Template, box_id: BoxId, today: dt.date) -> tuple[tuple[str, str], ...]:
    """What stands in one box for each of the invented patients, in words."""
    pack = pack_of(draft)
    drawn = drawn_template(pack, template)
    mine = next((box for box in draft.boxes if box.id == box_id), None)
    at = None if mine is None else next((box.id for box in drawn.boxes if is_near_box(box, mine)), None)
    if at is None:
        return ()
    fills = [fill_invented(pack, drawn, today, patient=number).boxes.get(at) for number in range(len(PATIENTS))]
    return tuple((name, _said(fill)) for name, fill in zip(PATIENT_NAMES, fills, strict=True) if fill is not None)


def _said(fill: BoxFill) -> str:
    if fill.kind is BoxKind.CHECK:
        return "ticked" if fill.value is True else "not ticked"
    if fill.value not in (None, ""):
        return f"“{fill.value}”"
    return f"empty: {fill.reason.value}" if fill.reason is not None else "empty: not documented"


def drawn_template(pack: Pack, template: Template) -> Template:
    """The blank's own boxes and those that the pack declares."""
    own = tuple(box for box in template.boxes if box.field is not None)
    taken = {box.id for box in own}
    return replace(template, boxes=(*own, *(box for box in declared_boxes(pack) if box.id not in taken)))


def fill_invented(pack: Pack, template: Template, today: dt.date, *, patient: int = 0) -> FilledForm:
    """A form filled with one of the invented patients; every question has an invented answer."""
    case = _invented(today, patient)
    request = replace(case.request, answers=tuple(_answers(pack.questions, today)), entries=())
    return fill(pack, template, collect_facts(case, today), request)


def _answers(questions: Iterable[Question], today: dt.date) -> Iterable[Answer]:
    for question in questions:
        value = {
            QuestionType.YESNO: "yes",
            QuestionType.TEXT: "Sample answer",
            QuestionType.DATE: today.isoformat(),
            QuestionType.NUMBER: "12",
        }.get(question.type) or next(iter(question.choices), "")
        yield Answer(question.id, value, AnswerOrigin.TYPED)
        if question.detail is not None:
            yield Answer(question.detail_id, "Sample detail", AnswerOrigin.TYPED)


def _invented(today: dt.date, patient: int) -> Case:
    records = sample_records(today)
    mine = PATIENTS[patient % len(PATIENTS)]
    request = next(item for item in _of(Request, records) if item.patient_id == mine)
    coverages = [item for item in _of(Coverage, records) if item.patient_id == mine]
    coverage = next((item for item in coverages if item.id == request.coverage_id), None)
    return Case(
        request=request,
        patient=next(item for item in _of(Patient, records) if item.id == mine),
        practice=_of(Practice, records)[0],
        location=_named(Location, records, request.location_id),
        preparer=_named(Person, records, request.prepared_by),
        prescriber=_named(Prescriber, records, request.prescriber_id),
        payer=_named(Payer, records, coverage.payer_id if coverage else None),
        coverage=coverage,
        other_coverages=tuple(item for item in coverages if item is not coverage),
        facility=_named(Facility, records, request.facility_id),
        pharmacy=_named(Pharmacy, records, request.pharmacy_id),
        trials=tuple(item for item in _of(Trial, records) if item.patient_id == mine),
        contraindications=tuple(item for item in _of(Contraindication, records) if item.patient_id == mine),
        observations=tuple(item for item in _of(Observation, records) if item.patient_id == mine),
        treatments=tuple(item for item in _of(Treatment, records) if item.patient_id == mine),
    )


def _of(kind: type[R], records: Iterable[Record]) -> list[R]:
    return [item for item in records if isinstance(item, kind)]


def _named(kind: type[R], records: Iterable[Record], record_id: str | None) -> R | None:
    return next((item for item in _of(kind, records) if getattr(item, "id", None) == record_id), None)
