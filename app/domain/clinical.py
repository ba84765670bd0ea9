"""What was tried, measured and given: kept once for the patient, used for every payer."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.dates import PartialDate
from app.domain.ids import (
    ContraindicationId,
    ObservationId,
    PatientId,
    PrescriberId,
    RequestId,
    TreatmentId,
    TrialId,
)
from app.domain.request import Site


class Outcome(StrEnum):
    """How a trial ended; the values are the vocabulary's `prior[n].outcome` and "ongoing"."""

    INADEQUATE_RESPONSE = "inadequate_response"
    INTOLERANCE = "intolerance"
    CONTRAINDICATION = "contraindication"
    ALLERGY = "allergy"
    PARTIAL_RESPONSE = "partial_response"
    OTHER = "other"
    ONGOING = "ongoing"


@dataclass(frozen=True, slots=True)
class Trial:
    """One therapy tried before, drug or not.

    Attributes:
        drug: as prescribed, or the therapy's name.
        drug_class: such as `antiepileptic`, `beta_blocker`; empty where not known.
        strength: of the product, such as "100 mg tablet".
        dose: as taken, such as "100 mg daily".
        intent: the indication that it was tried for, a value of `condition`; empty where not documented.
        reason: what happened, in the office's words.
        evidence: where it is documented, such as "fill history 3/2026".
    """

    id: TrialId
    patient_id: PatientId
    drug: str
    drug_class: str = ""
    strength: str = ""
    dose: str = ""
    directions: str = ""
    start: PartialDate | None = None
    end: PartialDate | None = None
    outcome: Outcome | None = None
    reason: str = ""
    evidence: str = ""
    intent: str = ""


@dataclass(frozen=True, slots=True)
class Contraindication:
    """A drug or class that the patient must not have, and why."""

    id: ContraindicationId
    patient_id: PatientId
    drug: str = ""
    drug_class: str = ""
    reason: str = ""


class Phase(StrEnum):
    """Whether a measure was taken before the treatment or since."""

    BASELINE = "baseline"
    CURRENT = "current"


@dataclass(frozen=True, slots=True)
class Observation:
    """A dated measure.

    Attributes:
        measure: the vocabulary's name without `measure.`, such as `headache_days`, `hit6`, `findings`.
        value: a number, a yes/no, or words.
    """

    id: ObservationId
    patient_id: PatientId
    date: PartialDate
    measure: str
    value: Decimal | bool | str
    phase: Phase | None = None


@dataclass(frozen=True, slots=True)
class Treatment:
    """An injection given.

    Attributes:
        request_id: whose approval it counts against; None lets its date and product tell.
        place: where it was given.
    """

    id: TreatmentId
    patient_id: PatientId
    date: dt.date
    product: str
    indication: str = ""
    units: Decimal | None = None
    units_wasted: Decimal | None = None
    lot: str = ""
    sites: str = ""
    prescriber_id: PrescriberId | None = None
    request_id: RequestId | None = None
    place: Site | None = None
