"""What a request's drug costs without cover, and which programs this patient may use."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.costs import CostCard, Offer, cost_library
from app.domain.ids import RequestId
from app.domain.patient import Coverage
from app.domain.request import Request
from app.services.edits import found
from app.services.prepare import gather
from app.services.session import Act, Session


@dataclass(frozen=True, slots=True)
class Costs:
    """Reference cards for one request, as of the day on which they were checked."""

    checked: dt.date
    cards: tuple[CostCard, ...]
    offers: tuple[Offer, ...]


def of(session: Session, request_id: RequestId) -> Costs:
    """Cards and programs for the request's drug; one government plan of the patient's bars, whichever is asked."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    case = gather(session, request)
    held = [item for item in (case.coverage, *case.other_coverages) if item is not None]
    in_force = tuple(dict.fromkeys(item.line for item in held if _covers(item, session.today)))
    library = cost_library()
    line = None if case.coverage is None else case.coverage.line
    drug = request.drug.name or request.drug.hcpcs
    return Costs(library.checked, library.cards_for(drug, line), library.offers_for(drug, in_force, request.indication))


def _covers(coverage: Coverage, day: dt.date) -> bool:
    return coverage.ends is None or coverage.ends >= day
