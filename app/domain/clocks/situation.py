"""What clocks are counted from: the request's line, subject and course."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from app.domain.case import Case
from app.domain.course import Denial, Milestone, MilestoneKind
from app.domain.drugs import find_product
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import RequestType, Site, Status


@dataclass(frozen=True, slots=True)
class Situation:
    """One request as its clocks see it.

    Attributes:
        today: what is not sent yet is counted from here, and marked so.
        state: where the plan is regulated; empty where not known.
        asks_drug, asks_service: the drug and its injection can be on different clocks.
        ends: the last day asked for, or approved.
        last_treatment: with the product asked for.
        product: its id, or empty.
        short_on: the day of the next treatment, where the approval does not cover it any more.
    """

    today: dt.date
    line: Line | None = None
    benefit: Benefit = Benefit.UNKNOWN
    state: str = ""
    site: Site | None = None
    cpt: tuple[str, ...] = ()
    type: RequestType = RequestType.INITIAL
    status: Status = Status.DRAFT
    urgent: bool = False
    asks_drug: bool = True
    asks_service: bool = False
    ends: dt.date | None = None
    last_treatment: dt.date | None = None
    product: str = ""
    short_on: dt.date | None = None
    milestones: tuple[Milestone, ...] = ()
    denials: tuple[Denial, ...] = ()

    def milestone(self, kind: MilestoneKind) -> Milestone | None:
        """The latest date of that kind that was noted."""
        return max((item for item in self.milestones if item.kind is kind), key=lambda m: m.date, default=None)

    @property
    def last_denial(self) -> Denial | None:
        """The denial of the highest level, the latest of them."""
        return max(self.denials, key=lambda item: (item.level, item.date), default=None)


def situation_of(
    case: Case,
    today: dt.date,
    *,
    milestones: Iterable[Milestone] = (),
    denials: Iterable[Denial] = (),
    short_on: dt.date | None = None,
) -> Situation:
    """The situation of a request with its records; the milestones and denials of other requests are left out."""
    request, coverage = case.request, case.coverage
    product = find_product(request.drug.name) or find_product(request.drug.hcpcs)
    given = [item.date for item in case.treatments if product is not None and find_product(item.product) == product]
    return Situation(
        today=today,
        line=None if coverage is None else coverage.line,
        benefit=Benefit.UNKNOWN if coverage is None else coverage.benefit,
        state="" if coverage is None else coverage.state.strip().upper(),
        site=request.site,
        cpt=request.cpt,
        type=request.type,
        status=request.status,
        urgent=request.urgent,
        asks_drug=bool(request.drug.name or request.drug.hcpcs),
        asks_service=bool(request.cpt),
        ends=request.end,
        last_treatment=max((day for day in given if day <= today), default=None),
        product="" if product is None else product.id,
        short_on=short_on,
        milestones=tuple(item for item in milestones if item.request_id == request.id),
        denials=tuple(item for item in denials if item.request_id == request.id),
    )
