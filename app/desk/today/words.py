"""Requests in words and columns."""

from __future__ import annotations

from app.desk.today.dates import tip_words
from app.desk.widgets.table import Column
from app.domain.indications import condition_name
from app.domain.request import RequestType, Status
from app.services.worklist import Group, Urgency, WorkRow

STATUS_WORDS: dict[Status, str] = {
    Status.DRAFT: "Draft",
    Status.READY: "Ready to sign",
    Status.SIGNED: "Signed",
    Status.SENT: "Sent",
    Status.PENDED: "Pended",
    Status.INFORMATION_REQUESTED: "Information asked for",
    Status.APPROVED: "Approved",
    Status.APPROVED_WITH_CHANGES: "Approved with changes",
    Status.DENIED: "Denied",
    Status.APPEALED: "Appealed",
    Status.WITHDRAWN: "Withdrawn",
    Status.NOT_REQUIRED: "Not required",
}

TYPE_WORDS: dict[RequestType, str] = {
    RequestType.INITIAL: "First request",
    RequestType.CONTINUATION: "Renewal",
    RequestType.EXTENSION: "Extension",
    RequestType.APPEAL: "Appeal",
    RequestType.CHANGE: "Change",
    RequestType.QUANTITY: "Quantity",
    RequestType.STEP_EXCEPTION: "Step exception",
    RequestType.EXCEPTION: "Exception",
}

GROUP_WORDS: dict[Group, str] = {
    Group.DUE: "Due today and overdue",
    Group.INFORMATION: "Asked for more information",
    Group.DENIED: "Denied: decide on an appeal",
    Group.LOOK: "Approvals to look at",
    Group.READY: "Ready to sign and to send",
    Group.RENEWAL: "Renewals to start",
    Group.DRAFT: "Drafts",
    Group.COMING: "Coming in the next two weeks",
    Group.WAITING: "With the payer",
    Group.CLOSED: "Closed",
}


def asked_for(row: WorkRow) -> str:
    """`Botox · Chronic migraine`."""
    drug = row.drug.split(" (")[0]
    return " · ".join(part for part in (drug, condition_name(row.indication) if row.indication else "") if part)


def urgency_role(row: WorkRow) -> str:
    """The colour of a due date; its words say the same."""
    if row.urgency is Urgency.OVERDUE:
        return "bad"
    return "warn" if row.urgency in (Urgency.TODAY, Urgency.SOON) else "quiet"


def due_words(row: WorkRow) -> str:
    """Why it is due, marked where it is urgent."""
    return ("Urgent. " if row.urgent else "") + row.why


PATIENT_COLUMN: Column[WorkRow] = Column("Patient", lambda row: row.patient, 202, strong=True)
ASKED_COLUMN: Column[WorkRow] = Column("Asked for", asked_for)
TYPE_COLUMN: Column[WorkRow] = Column("Kind", lambda row: TYPE_WORDS[row.type], 104, role=lambda _: "quiet")
PAYER_COLUMN: Column[WorkRow] = Column("Payer", lambda row: row.payer or "no plan yet", 152)
STATUS_COLUMN: Column[WorkRow] = Column("Status", lambda row: STATUS_WORDS[row.status], 120)
NEXT_COLUMN: Column[WorkRow] = Column("Next", lambda row: row.next_step, 204)
DUE_COLUMN: Column[WorkRow] = Column("Due", due_words, 196, role=urgency_role, tip=tip_words)
