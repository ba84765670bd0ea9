"""The units ledger: what an approval allows against the injections given, each entry correctable and never lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from app.criteria.choosing import choose
from app.criteria.intervals import days_between
from app.criteria.records import submission_of
from app.domain.approval import Approval
from app.domain.case import Case
from app.domain.changes import Change, Edit
from app.domain.clinical import Treatment
from app.domain.clocks import clock_rules
from app.domain.course import Milestone, MilestoneKind
from app.domain.derive import collect_facts
from app.domain.drugs import find_product
from app.domain.facts import Facts
from app.domain.ids import PatientId, RequestId, TreatmentId, new_id
from app.domain.ledger import Interval, Ledger, ledger
from app.domain.practice import Person
from app.domain.request import Request
from app.services import edits
from app.services.after.approvals import kept_for
from app.services.after.problems import BadEntry, NoApproval
from app.services.edits import found
from app.services.prepare import gather
from app.services.session import Act, Session

_TRACED = 400
_FIELDS = {
    "date": "date",
    "product": "product",
    "units": "units",
    "units_wasted": "waste",
    "lot": "lot",
    "place": "place",
    "sites": "sites",
    "request_id": "approval",
}


@dataclass(frozen=True, slots=True)
class Traced:
    """One thing that happened to an entry.

    Attributes:
        words: what, such as `units 155 → 150`; empty fields say `none`.
        by: name of who did it.
    """

    treatment_id: TreatmentId
    at: dt.datetime
    by: str
    words: str


@dataclass(frozen=True, slots=True)
class LedgerSeen:
    """The account of a request's approval.

    Attributes:
        trace: corrections and struck-out entries, the latest first.
    """

    request: Request
    approval: Approval
    ledger: Ledger
    trace: tuple[Traced, ...]


def of(session: Session, request_id: RequestId) -> LedgerSeen | None:
    """The account of a request; None where no approval is kept.

    Raises:
        NoSuchRecord: there is no such request.
    """
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    approval = kept_for(session, request)
    if approval is None:
        return None
    case = gather(session, request)
    account = account_of(session, case, approval)
    return LedgerSeen(request, approval, account, _trace(session, request.patient_id, account))


def of_patient(session: Session, patient_id: PatientId) -> tuple[LedgerSeen, ...]:
    """The accounts of a patient's approvals, the latest first."""
    session.allow(Act.VIEW)
    mine = reversed(session.vault.find(Request, patient_id=patient_id))
    return tuple(seen for request in mine if (seen := of(session, request.id)) is not None)


def account_of(session: Session, case: Case, approval: Approval) -> Ledger:
    """The account of an approval out of records at hand."""
    return ledger(
        case.request,
        approval,
        case.treatments,
        today=session.today,
        interval=interval_of(session, case),
        ends=_noted_end(session, case.request),
        line=None if case.coverage is None else case.coverage.line,
    )


def interval_of(session: Session, case: Case) -> Interval:
    """How far apart treatments must be: by the label or the payer's rules, whichever asks for more."""
    product = find_product(case.request.drug.name) or find_product(case.request.drug.hcpcs)
    if product is None:
        return Interval(0)
    rule = next((item for item in clock_rules().intervals if product.id in item.products), None)
    label = Interval(rule.days, "the label") if rule is not None else Interval(0)
    policy = choose(session.rules.all(), submission_of(case, _facts(session, case))).policy
    days = None if policy is None else days_between(policy, case.request.indication, product.hcpcs)
    return Interval(days, policy.title) if policy is not None and days is not None and days > label.days else label


def add(session: Session, request_id: RequestId, entry: Treatment) -> Change:
    """Enter an injection against the request's approval.

    Raises:
        NoApproval: none is kept.
        BadEntry: it cannot be right.
    """
    session.allow(Act.EDIT)
    request = found(session, Request, request_id)
    if kept_for(session, request) is None:
        raise NoApproval()
    fresh = replace(entry, patient_id=request.patient_id, request_id=request.id)
    _check(session, fresh)
    return edits.save(session, "Enter injection", Edit(None, fresh))


def correct(session: Session, before: Treatment, after: Treatment) -> Change | None:
    """Correct an entry; what it was stays in its trace. None where nothing is otherwise.

    Raises:
        BadEntry: it cannot be right.
        VaultProblem: somebody else changed it meanwhile.
    """
    session.allow(Act.EDIT)
    if before == after:
        return None
    _check(session, after)
    return edits.save(session, "Correct injection", Edit(before, after))


def strike(session: Session, entry: Treatment) -> Change:
    """Strike an entry out; it stays in the trace, and can be brought back."""
    session.allow(Act.EDIT)
    return edits.save(session, "Strike injection out", Edit(entry, None))


def empty_entry(session: Session, seen: LedgerSeen) -> Treatment:
    """A new entry with what the approval and the entry before it say."""
    last = seen.ledger.entries[-1].treatment if seen.ledger.entries else None
    asked = find_product(seen.approval.product or seen.request.drug.name or seen.request.drug.hcpcs)
    return Treatment(
        TreatmentId(new_id()),
        seen.request.patient_id,
        session.today,
        product=asked.full_name if asked is not None else seen.request.drug.name,
        indication=seen.request.indication,
        units=seen.request.drug.units if last is None else last.units,
        prescriber_id=seen.request.prescriber_id,
        request_id=seen.request.id,
        place=seen.approval.site or seen.request.site,
    )


def _facts(session: Session, case: Case) -> Facts:
    return collect_facts(case, session.today)


def _noted_end(session: Session, request: Request) -> dt.date | None:
    kept = session.vault.find(Milestone, patient_id=request.patient_id)
    ends = [
        item.date for item in kept if item.request_id == request.id and item.kind is MilestoneKind.AUTHORIZATION_ENDS
    ]
    return max(ends, default=None)


def _check(session: Session, entry: Treatment) -> None:
    if entry.date > session.today:
        raise BadEntry(why="it lies in the future; an injection is entered once it was given")
    for number, word in ((entry.units, "units"), (entry.units_wasted, "wasted units")):
        if number is not None and number < 0:
            raise BadEntry(why=f"its {word} are below zero")
    if find_product(entry.product) is None:
        raise BadEntry(why="its product is none that the program knows")


def _trace(session: Session, patient_id: PatientId, account: Ledger) -> tuple[Traced, ...]:
    """What was corrected of the account's entries, and entries of the request that were struck out."""
    mine = {entry.treatment.id for entry in account.entries}
    lines = []
    for change in session.vault.changes(patient_id, _TRACED):
        for edit in change.edits:
            record = edit.record
            if isinstance(record, Treatment) and (record.id in mine or record.request_id == account.request_id):
                words = _words(edit)
                if words:
                    lines.append(Traced(record.id, change.at, _name(session, change.actor), words))
    return tuple(lines)


def _words(edit: Edit) -> str:
    before, after = edit.before, edit.after
    if isinstance(before, Treatment) and isinstance(after, Treatment):
        changed = [name for name in _FIELDS if getattr(before, name) != getattr(after, name)]
        said = (f"{_FIELDS[name]} {_said(getattr(before, name))} → {_said(getattr(after, name))}" for name in changed)
        return f"{before.date:%m/%d/%Y}: " + ", ".join(said) if changed else ""
    if isinstance(before, Treatment):
        return f"{before.date:%m/%d/%Y}: struck out, {_said(before.units)} units, {_said(before.units_wasted)} wasted"
    if isinstance(after, Treatment):
        return f"{after.date:%m/%d/%Y}: entered, {_said(after.units)} units, {_said(after.units_wasted)} wasted"
    return ""


def _said(value: object) -> str:
    if value is None or value == "":
        return "none"
    if isinstance(value, dt.date):
        return f"{value:%m/%d/%Y}"
    return str(value).replace("_", " ")


def _name(session: Session, actor: str) -> str:
    person = session.vault.get(Person, actor)
    return person.name.full if person is not None else actor[:8]
