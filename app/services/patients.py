"""Patients: finding them, and everything that the office keeps of one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.ids import PatientId, PayerId
from app.domain.patient import Coverage, CoverageRank, Patient
from app.domain.practice import Payer
from app.domain.request import FROZEN, Attachment, Request
from app.services.edits import found
from app.services.session import Act, Session


@dataclass(frozen=True, slots=True)
class PatientRow:
    """One line of the list of patients.

    Attributes:
        name: `Nguyễn, Ánh`.
        payer: name of the payer of the plan asked first, or empty.
        open_requests: how many are not signed yet.
    """

    id: PatientId
    name: str
    dob: dt.date | None
    sex: str
    payer: str
    member_id: str
    open_requests: int


@dataclass(frozen=True, slots=True)
class Chart:
    """Everything that the office keeps of one patient; lists in the order in which they are shown.

    Attributes:
        coverages: primary first.
        trials: in the order of the ledger: by start, those without a date last.
        observations, treatments, requests: newest first.
        payers: of the coverages.
    """

    patient: Patient
    coverages: tuple[Coverage, ...]
    trials: tuple[Trial, ...]
    contraindications: tuple[Contraindication, ...]
    observations: tuple[Observation, ...]
    treatments: tuple[Treatment, ...]
    requests: tuple[Request, ...]
    attachments: tuple[Attachment, ...]
    payers: Mapping[PayerId, Payer]


def search(session: Session, text: str = "", limit: int = 200) -> tuple[PatientRow, ...]:
    """The patients that match any part of a name, a date of birth, member number or telephone; all for no text."""
    session.allow(Act.VIEW)
    payers = {payer.id: payer.name for payer in session.vault.all(Payer)}
    return tuple(_row(session, patient, payers) for patient in session.vault.search_patients(text, limit))


def chart(session: Session, patient_id: PatientId) -> Chart:
    """Everything that the office keeps of the patient; that it was opened stands in the audit.

    Raises:
        NoSuchRecord: there is no such patient.
    """
    session.allow(Act.VIEW)
    patient = found(session, Patient, patient_id)
    session.vault.audit.append("patient.open", subjects=(f"patient:{patient_id}",), actor=session.actor.id)
    return _gathered(session, patient)


def _gathered(session: Session, patient: Patient) -> Chart:
    find, mine = session.vault.find, patient.id
    return Chart(
        patient=patient,
        coverages=tuple(sorted(find(Coverage, patient_id=mine), key=lambda c: list(CoverageRank).index(c.rank))),
        trials=ledger(find(Trial, patient_id=mine)),
        contraindications=find(Contraindication, patient_id=mine),
        observations=tuple(sorted(find(Observation, patient_id=mine), key=lambda o: o.date.latest, reverse=True)),
        treatments=tuple(sorted(find(Treatment, patient_id=mine), key=lambda t: t.date, reverse=True)),
        requests=tuple(sorted(find(Request, patient_id=mine), key=lambda r: r.created, reverse=True)),
        attachments=tuple(sorted(find(Attachment, patient_id=mine), key=lambda a: a.added, reverse=True)),
        payers={payer.id: payer for payer in session.vault.all(Payer)},
    )


def ledger(trials: tuple[Trial, ...]) -> tuple[Trial, ...]:
    """Trials in the order of the ledger: by their start, those without one last."""
    return tuple(sorted(trials, key=lambda t: (t.start is None, t.start.earliest if t.start else dt.date.max, t.drug)))


def listed_name(patient: Patient) -> str:
    """`Nguyễn, Ánh`: as lists show a patient."""
    return ", ".join(part for part in (patient.name.last, patient.name.first) if part) or "(no name yet)"


def _row(session: Session, patient: Patient, payers: Mapping[PayerId, str]) -> PatientRow:
    coverages = session.vault.find(Coverage, patient_id=patient.id)
    asked = min(coverages, key=lambda c: list(CoverageRank).index(c.rank), default=None)
    requests = session.vault.find(Request, patient_id=patient.id)
    return PatientRow(
        id=patient.id,
        name=listed_name(patient),
        dob=patient.dob,
        sex=patient.sex.value,
        payer=payers.get(asked.payer_id, "") if asked else "",
        member_id=asked.member_id if asked else "",
        open_requests=sum(request.status not in FROZEN for request in requests),
    )
