"""What the course screen reads at once."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.shell.patient_banner import PatientSummary, summary
from app.domain.approval import Approval
from app.domain.clinical import Treatment
from app.domain.clocks import Clock
from app.domain.course import Denial, Milestone
from app.domain.hand_over import HandOver
from app.domain.ids import RequestId
from app.domain.letters_in import LetterIn
from app.domain.practice import Person
from app.domain.request import Request
from app.services import clocks, costs, denials, prepare
from app.services.after import approvals, ledgers, letters_in
from app.services.after.approvals import ApprovalSeen
from app.services.after.ledgers import LedgerSeen
from app.services.costs import Costs
from app.services.denials import ToAnswer
from app.services.edits import found
from app.services.hand_over import out
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one request.

    Attributes:
        answer: what answers the latest notice; None where there is none.
        approval: what the payer approved, beside the request; None where none is kept.
        blank: an approval to be filled in.
        ledger: the account of the approval.
        entry: an injection to be filled in.
        letters: that the payer sent.
        handed: hand-overs of the request, the latest first.
        people: names, by id.
    """

    request: Request
    who: PatientSummary
    clocks: tuple[Clock, ...]
    noted: tuple[Milestone, ...]
    notices: tuple[Denial, ...]
    answer: ToAnswer | None
    costs: Costs
    approval: ApprovalSeen | None
    blank: Approval
    ledger: LedgerSeen | None
    entry: Treatment | None
    letters: tuple[LetterIn, ...]
    handed: tuple[HandOver, ...]
    people: dict[str, str]


def load(session: Session, request_id: RequestId) -> Course:
    """Read the course of a request."""
    request = found(session, Request, request_id)
    case = prepare.gather(session, request)
    notices = denials.of(session, request_id)
    account = ledgers.of(session, request_id)
    return Course(
        request=request,
        who=summary(case.patient, case.coverage, case.payer, session.today),
        clocks=clocks.of(session, request_id),
        noted=clocks.milestones(session, request_id),
        notices=notices,
        answer=denials.to_answer(session, request_id) if notices else None,
        costs=costs.of(session, request_id),
        approval=approvals.of(session, request_id),
        blank=approvals.blank(session, request_id),
        ledger=account,
        entry=None if account is None else ledgers.empty_entry(session, account),
        letters=letters_in.of(session, request_id),
        handed=out.of(session, request_id),
        people={person.id: person.name.full for person in session.vault.all(Person)},
    )
