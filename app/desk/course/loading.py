"""What the course screen reads at once."""

from __future__ import annotations

from dataclasses import dataclass

from app.desk.shell.patient_banner import PatientSummary, summary
from app.domain.clocks import Clock
from app.domain.course import Denial, Milestone
from app.domain.ids import RequestId
from app.domain.request import Request
from app.services import clocks, costs, denials, prepare
from app.services.costs import Costs
from app.services.denials import ToAnswer
from app.services.edits import found
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Course:
    """The course of one request.

    Attributes:
        answer: what answers the latest notice; None where there is none.
    """

    request: Request
    who: PatientSummary
    clocks: tuple[Clock, ...]
    noted: tuple[Milestone, ...]
    notices: tuple[Denial, ...]
    answer: ToAnswer | None
    costs: Costs


def load(session: Session, request_id: RequestId) -> Course:
    """Read the course of a request."""
    request = found(session, Request, request_id)
    case = prepare.gather(session, request)
    notices = denials.of(session, request_id)
    return Course(
        request=request,
        who=summary(case.patient, case.coverage, case.payer, session.today),
        clocks=clocks.of(session, request_id),
        noted=clocks.milestones(session, request_id),
        notices=notices,
        answer=denials.to_answer(session, request_id) if notices else None,
        costs=costs.of(session, request_id),
    )
