"""The patient and the patient's insurance."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import (
    AttachmentId,
    CoverageId,
    FacilityId,
    LocationId,
    PatientId,
    PayerId,
    PharmacyId,
    PrescriberId,
)
from app.domain.place import Address, BodyMeasure, Contact, PersonName
from app.domain.practice import Line


class Sex(StrEnum):
    """As the payer holds it."""

    MALE = "male"
    FEMALE = "female"
    OTHER = "other"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Representative:
    """Somebody who speaks for the patient."""

    name: str = ""
    phone: str = ""
    relationship: str = ""


@dataclass(frozen=True, slots=True)
class PrimaryCare:
    """The primary care or referring clinician."""

    name: str = ""
    phone: str = ""
    fax: str = ""
    npi: str = ""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """A diagnosis with its ICD-10-CM code."""

    icd10: str = ""
    description: str = ""
    onset: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new request of this patient starts with."""

    coverage_id: CoverageId | None = None
    prescriber_id: PrescriberId | None = None
    location_id: LocationId | None = None
    facility_id: FacilityId | None = None
    pharmacy_id: PharmacyId | None = None


@dataclass(frozen=True, slots=True)
class Patient:
    """A patient of the practice.

    None and the empty text mean "not documented"; for `allergies` and `current_medications` "none" is written out.
    """

    id: PatientId
    name: PersonName
    dob: dt.date | None = None
    sex: Sex = Sex.UNKNOWN
    chart_number: str = ""
    address: Address = Address()
    phone_home: str = ""
    phone_work: str = ""
    phone_cell: str = ""
    email: str = ""
    height: BodyMeasure | None = None
    weight: BodyMeasure | None = None
    allergies: str = ""
    current_medications: str = ""
    diagnoses: tuple[Diagnosis, ...] = ()
    representative: Representative = Representative()
    primary_care: PrimaryCare = PrimaryCare()
    defaults: Defaults = Defaults()


class CoverageRank(StrEnum):
    """Which plan is asked first."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    OTHER = "other"


class Benefit(StrEnum):
    """Which side of the plan pays: the commonest routing error."""

    MEDICAL = "medical"
    PHARMACY = "pharmacy"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Insured:
    """The policy holder; `relationship` is the patient's to the holder, "self" where they are one person."""

    name: str = ""
    relationship: str = ""
    dob: dt.date | None = None
    employer: str = ""


@dataclass(frozen=True, slots=True)
class Coverage:
    """One plan of one patient, as on its card.

    Attributes:
        card_ids: the documents that show the card, front and back.
    """

    id: CoverageId
    patient_id: PatientId
    payer_id: PayerId
    line: Line
    rank: CoverageRank = CoverageRank.PRIMARY
    benefit: Benefit = Benefit.UNKNOWN
    plan_name: str = ""
    plan_type: str = ""
    member_id: str = ""
    group_number: str = ""
    group_name: str = ""
    rx_bin: str = ""
    rx_pcn: str = ""
    rx_group: str = ""
    state: str = ""
    insured: Insured = Insured()
    contact: Contact = Contact()
    starts: dt.date | None = None
    ends: dt.date | None = None
    card_ids: tuple[AttachmentId, ...] = ()
