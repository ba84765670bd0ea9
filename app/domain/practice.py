"""The office: practice, locations, the people who work there, and those it works with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.domain.ids import (
    FacilityId,
    LocationId,
    PayerId,
    PersonId,
    PharmacyId,
    PracticeId,
    PrescriberId,
)
from app.domain.place import Address, Contact, PersonName


@dataclass(frozen=True, slots=True)
class SendingRules:
    """What the office keeps to when it sends papers.

    Attributes:
        fax_pages: most pages of one call, the cover among them; more go out in several calls.
        fax_megabytes: most of the file of one call, of a million bytes.
        portal_files: most files of one upload.
        portal_megabytes: most of each file, of a million bytes.
        cover_names_patient: whether the cover of a fax may show the patient's initials and year of birth.
        header: lines at the head of the cover; empty for the name of the practice and of the site.
        fax_from: number that the fax comes from; empty for that of the site.
        cover_text: what the cover says beside; empty for nothing.
        confidentiality: the notice at its foot; empty for the program's own.
    """

    fax_pages: int = 100
    fax_megabytes: int = 50
    portal_files: int = 10
    portal_megabytes: int = 60
    cover_names_patient: bool = False
    header: str = ""
    fax_from: str = ""
    cover_text: str = ""
    confidentiality: str = ""


@dataclass(frozen=True, slots=True)
class Practice:
    """The office as a whole.

    Attributes:
        is_sample: the invented practice that comes with the program; never mixed with real patients.
    """

    id: PracticeId
    name: str
    tin: str = ""
    npi: str = ""
    is_sample: bool = False
    sending: SendingRules = SendingRules()


@dataclass(frozen=True, slots=True)
class Location:
    """One site of the practice; `contact.name` is the desk that payers call back."""

    id: LocationId
    practice_id: PracticeId
    name: str
    address: Address = Address()
    contact: Contact = Contact()


class Role(StrEnum):
    """What a person may do; enforced in services."""

    VIEWER = "viewer"
    STAFF = "staff"
    PRESCRIBER = "prescriber"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who uses the program. `title` is what stands after "completed by", such as MA."""

    id: PersonId
    name: PersonName
    role: Role
    title: str = ""
    phone: str = ""
    fax: str = ""
    prescriber_id: PrescriberId | None = None


@dataclass(frozen=True, slots=True)
class PayerNumber:
    """A number that one payer gave a prescriber, and whether the prescriber is in its network."""

    payer_id: PayerId
    number: str = ""
    in_network: bool | None = None


@dataclass(frozen=True, slots=True)
class Prescriber:
    """A clinician who orders the drug and signs the request."""

    id: PrescriberId
    name: PersonName
    credential: str = ""
    npi: str = ""
    dea: str = ""
    license: str = ""
    tin: str = ""
    medicaid_id: str = ""
    specialty: str = ""
    email: str = ""
    location_id: LocationId | None = None
    payer_numbers: tuple[PayerNumber, ...] = ()


class Line(StrEnum):
    """Line of business: rules, forms and addresses hang on payer and line, never on the brand."""

    COMMERCIAL = "commercial"
    EXCHANGE = "exchange"
    SELF_FUNDED = "self_funded"
    MEDICARE_FFS = "medicare_ffs"
    MEDICARE_ADVANTAGE = "medicare_advantage"
    MEDICAID_FFS = "medicaid_ffs"
    MEDICAID_MCO = "medicaid_mco"
    TRICARE = "tricare"


@dataclass(frozen=True, slots=True)
class PayerLine:
    """One line of business of a payer: where its requests go."""

    line: Line
    phone: str = ""
    fax: str = ""
    portal: str = ""
    address: Address = Address()


@dataclass(frozen=True, slots=True)
class Payer:
    """An insurer with its lines of business."""

    id: PayerId
    name: str
    lines: tuple[PayerLine, ...] = ()

    def line(self, wanted: Line) -> PayerLine | None:
        """The contacts of one line, or None where the office has not entered them."""
        return next((item for item in self.lines if item.line is wanted), None)


@dataclass(frozen=True, slots=True)
class Facility:
    """A place outside the practice where the drug is given."""

    id: FacilityId
    name: str
    npi: str = ""
    tin: str = ""
    dea: str = ""
    address: Address = Address()
    contact: Contact = Contact()


@dataclass(frozen=True, slots=True)
class Pharmacy:
    """A pharmacy that dispenses the drug."""

    id: PharmacyId
    name: str
    npi: str = ""
    tin: str = ""
    address: Address = Address()
    contact: Contact = Contact()
