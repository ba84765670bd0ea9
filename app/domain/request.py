"""One prior authorization request: what is asked for, of whom, on which form, and how far it has come."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.ids import (
    AttachmentId,
    CoverageId,
    FacilityId,
    FormId,
    LocationId,
    PatientId,
    PersonId,
    PharmacyId,
    PrescriberId,
    RequestId,
    TrialId,
)
from app.domain.patient import Diagnosis


class RequestType(StrEnum):
    """What is asked for; values of the key `request.type`."""

    INITIAL = "initial"
    CONTINUATION = "continuation"
    EXTENSION = "extension"
    APPEAL = "appeal"
    CHANGE = "change"
    QUANTITY = "quantity"
    STEP_EXCEPTION = "step_exception"
    EXCEPTION = "exception"


class Status(StrEnum):
    """How far a request has come."""

    DRAFT = "draft"
    READY = "ready"
    SIGNED = "signed"
    SENT = "sent"
    PENDED = "pended"
    INFORMATION_REQUESTED = "information_requested"
    APPROVED = "approved"
    APPROVED_WITH_CHANGES = "approved_with_changes"
    DENIED = "denied"
    APPEALED = "appealed"
    WITHDRAWN = "withdrawn"
    NOT_REQUIRED = "not_required"


#: A request in one of these is no longer changed by the profile: it is frozen in its snapshot.
FROZEN = frozenset(Status) - {Status.DRAFT, Status.READY}


class Site(StrEnum):
    """Where the drug is given; values of the key `facility.site`."""

    OFFICE = "office"
    OUTPATIENT_HOSPITAL = "outpatient_hospital"
    INFUSION_CENTER = "infusion_center"
    HOME = "home"
    ASC = "asc"
    SELF_ADMINISTERED = "self_administered"
    OTHER = "other"


class Supply(StrEnum):
    """Who supplies the drug; values of the key `supply.route`."""

    BUY_AND_BILL = "buy_and_bill"
    SPECIALTY_PHARMACY = "specialty_pharmacy"
    RETAIL = "retail"
    MAIL_ORDER = "mail_order"
    HOME_INFUSION = "home_infusion"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class DrugOrder:
    """The drug asked for. Texts stand on forms as they are written here."""

    name: str = ""
    hcpcs: str = ""
    ndc: str = ""
    strength: str = ""
    dosage_form: str = ""
    route: str = ""
    dose: str = ""
    directions: str = ""
    frequency: str = ""
    quantity: str = ""
    days_supply: str = ""
    refills: str = ""
    duration: str = ""
    units: Decimal | None = None
    visits: int | None = None
    off_label: bool | None = None
    compound: bool | None = None
    brand_required: bool | None = None


class AnswerOrigin(StrEnum):
    """Where the answer to a question comes from."""

    TYPED = "typed"
    DERIVED = "derived"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to one question of the form's pack.

    Attributes:
        question: `ask.…`.
        value: the text that is printed, or `yes`, `no`, or one of the question's choices.
        confirmed: whether a person has seen it; a proposal is never printed unseen.
    """

    question: str
    value: str
    origin: AnswerOrigin
    by: PersonId | None = None
    at: dt.datetime | None = None
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Override:
    """A key's value typed for this request only; the profile keeps its own."""

    key: str
    value: str
    by: PersonId
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class BoxEntry:
    """What was typed straight on a box of the page: text, or "yes" for a tick and "no" for none."""

    box_id: str
    value: str
    by: PersonId
    at: dt.datetime


class AttachmentKind(StrEnum):
    """What an attached document is."""

    CHART_NOTE = "chart_note"
    DIARY = "diary"
    IMAGING = "imaging"
    LABS = "labs"
    FILL_HISTORY = "fill_history"
    LETTER = "letter"
    ORDER = "order"
    ID_CARD = "id_card"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A document kept with the patient; its bytes lie in the vault under `sha256`.

    Attributes:
        original_sha256: of the file that it was made from, where that is another: a picture, a PDF with boxes in it.
    """

    id: AttachmentId
    patient_id: PatientId
    kind: AttachmentKind
    title: str
    sha256: str
    media_type: str
    pages: int
    added: dt.datetime
    original_sha256: str = ""


@dataclass(frozen=True, slots=True)
class PageArea:
    """An area of one page that the payer does not get to see.

    Attributes:
        page: of the document, from 1.
        x0: left, in whole points of the page as it is seen, from its lower left corner.
        y0: bottom.
        x1: right.
        y1: top.
    """

    page: int
    x0: int
    y0: int
    x1: int
    y1: int


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """What of a document goes out with one request; the document itself stays as it is.

    Attributes:
        pages: from 1, in their order; empty for all of them.
        blackened: areas that go out black.
        is_darkened: whether its pages go out as pictures with dark ink on white paper.
    """

    attachment_id: AttachmentId
    pages: tuple[int, ...] = ()
    blackened: tuple[PageArea, ...] = ()
    is_darkened: bool = False


@dataclass(frozen=True, slots=True)
class FormChoice:
    """The form that a request is made on.

    Attributes:
        sha256: of the blank PDF kept in the vault, or bundled.
        pack_id: `payer/form/edition`, or None for a form without a pack.
        destination: name of the pack's destination chosen, where the form prints several.
    """

    sha256: str
    pack_id: str | None = None
    destination: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What signing froze: the facts, answers, pack, and template hash a signed request was made from.

    Attributes:
        facts_json: every fact with its origin.
        pack_toml: the text of the pack, empty for a form without one.
        template_sha256: of the compiled template.
        packet_sha256: of the fax copy that was sealed.
        criteria_json: the payer's rules by number and date, and what they said of the request.
    """

    at: dt.datetime
    signer: PersonId
    facts_json: str
    pack_toml: str
    template_sha256: str
    packet_sha256: str
    criteria_json: str = ""


@dataclass(frozen=True, slots=True)
class Carried:
    """What a renewal took over from the request before, as it was there: what still equals it is carried, not typed."""

    drug: DrugOrder = DrugOrder()
    diagnoses: tuple[Diagnosis, ...] = ()
    cpt: tuple[str, ...] = ()
    indication: str = ""
    site: Site | None = None
    supply: Supply | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """One request. Lists of records chosen for it hold ids; what is typed for it alone is held in full.

    Attributes:
        paper_order: names of what goes along, in the order that a person gave them: ids of documents, `trials`.
        with_trials: whether the table of earlier treatments goes along as a paper of its own.
    """

    id: RequestId
    patient_id: PatientId
    created: dt.datetime
    type: RequestType = RequestType.INITIAL
    status: Status = Status.DRAFT
    urgent: bool = False
    coverage_id: CoverageId | None = None
    prescriber_id: PrescriberId | None = None
    location_id: LocationId | None = None
    facility_id: FacilityId | None = None
    pharmacy_id: PharmacyId | None = None
    prepared_by: PersonId | None = None
    indication: str = ""
    drug: DrugOrder = DrugOrder()
    diagnoses: tuple[Diagnosis, ...] = ()
    cpt: tuple[str, ...] = ()
    site: Site | None = None
    supply: Supply | None = None
    date: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    prior_auth_number: str = ""
    justification: str = ""
    trial_ids: tuple[TrialId, ...] | None = None
    attachment_ids: tuple[AttachmentId, ...] = ()
    form: FormChoice | None = None
    answers: tuple[Answer, ...] = ()
    overrides: tuple[Override, ...] = ()
    entries: tuple[BoxEntry, ...] = ()
    renewed_from: RequestId | None = None
    carried: Carried | None = None
    parts: tuple[DocumentPart, ...] = ()
    paper_order: tuple[str, ...] = ()
    with_trials: bool = False
    due: dt.date | None = None
    snapshot: Snapshot | None = None


@dataclass(frozen=True, slots=True)
class StoredForm:
    """A blank form that the office holds; its bytes lie in the vault under `sha256`.

    Attributes:
        pack_toml: an office's own pack, or empty.
        draft: a pack under edit, as `mapping.drafting` keeps it, or empty.
        pack_id: of the pack that describes it, or None.
        password: that opens the payer's blank, or empty.
    """

    id: FormId
    sha256: str
    title: str
    pages: int
    added: dt.datetime
    pack_toml: str = ""
    pack_id: str | None = None
    draft: str = ""
    password: str = ""
