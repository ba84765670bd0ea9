"""Everything that one request is made from, gathered: what facts are derived from."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.imported import Imported
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Attachment, Request


@dataclass(frozen=True, slots=True)
class Case:
    """A request with the records that it stands on, as they are now or as a snapshot holds them.

    Attributes:
        coverage: the plan asked.
        other_coverages: the patient's further plans.
        other_payers: the payers of those.
        trials: the patient's trials, in the order of the ledger; the request's choice already applied.
        preparer: who fills the form in.
        imported: what came from other systems' files.
    """

    request: Request
    patient: Patient
    practice: Practice
    location: Location | None = None
    preparer: Person | None = None
    prescriber: Prescriber | None = None
    payer: Payer | None = None
    coverage: Coverage | None = None
    other_coverages: tuple[Coverage, ...] = ()
    other_payers: tuple[Payer, ...] = ()
    facility: Facility | None = None
    pharmacy: Pharmacy | None = None
    trials: tuple[Trial, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    observations: tuple[Observation, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    imported: tuple[Imported, ...] = ()
