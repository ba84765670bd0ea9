"""What an approval allows against what was injected: what is left, until when, and what is coming."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.approval import SITE_WORDS, Approval, UnitsPer
from app.domain.clinical import Treatment
from app.domain.drugs import find_product
from app.domain.ids import RequestId, TreatmentId
from app.domain.parts import number_text
from app.domain.practice import Line
from app.domain.request import Request, Supply

_MEDICARE = frozenset({Line.MEDICARE_FFS, Line.MEDICARE_ADVANTAGE})


@dataclass(frozen=True, slots=True)
class Interval:
    """How far apart two treatments must be, and who says so."""

    days: int
    said_by: str = ""


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One injection against the approval.

    Attributes:
        counted: units that it takes of the approval, the waste among them.
        left: units left after it; None where the approval is not in units for the whole time.
        claim: the lines of the claim, such as `J0585 × 155, J0585-JW × 45`; empty where the office does not bill it.
        cautions: what to look at, in sentences.
    """

    treatment: Treatment
    counted: Decimal | None
    left: Decimal | None
    claim: str = ""
    cautions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Ledger:
    """The account of one approval.

    Attributes:
        entries: injections that count, the first one first.
        units: approved for the whole time, of the product; None where the letter does not say it.
        used: units that count against it.
        visits: treatments approved.
        given: treatments given.
        visit_units: units that the next treatment is going to take.
        next_on: the first day on which the next treatment may be given; None where none was given yet.
        ends: last day of the approval.
        short_on: the day of the next treatment, where the approval does not cover it any more.
        warnings: in sentences, the most pressing one first.
    """

    request_id: RequestId
    entries: tuple[LedgerEntry, ...]
    units: Decimal | None
    used: Decimal
    visits: int | None
    given: int
    visit_units: Decimal | None
    interval: Interval
    next_on: dt.date | None
    ends: dt.date | None
    short_on: dt.date | None
    warnings: tuple[str, ...]

    @property
    def units_left(self) -> Decimal | None:
        """Units left; below zero where more was given than approved."""
        return None if self.units is None else self.units - self.used

    @property
    def visits_left(self) -> int | None:
        """Treatments left; below zero where more were given than approved."""
        return None if self.visits is None else self.visits - self.given


def ledger(
    request: Request,
    approval: Approval,
    treatments: Sequence[Treatment],
    *,
    today: dt.date,
    interval: Interval,
    ends: dt.date | None = None,
    line: Line | None = None,
) -> Ledger:
    """The account of an approval.

    Args:
        request: that was approved.
        approval: as the payer wrote it.
        treatments: all of the patient's.
        today: the office's day.
        interval: between two treatments.
        ends: last day, where the letter does not say it.
        line: of business; on Medicare a claim must say what was wasted.
    """
    mine = _of_approval(request, approval, treatments)
    whole, per_visit = _allowed(request, approval)
    entries = tuple(_entries(request, approval, mine, whole, interval, _before(request, mine, treatments), line))
    used = sum((item.counted for item in entries if item.counted is not None), Decimal(0))
    given = [item.date for item in treatments if _is_product(request, approval, item) and item.date <= today]
    taken = next((item.counted for item in reversed(entries) if item.counted), per_visit)
    account = Ledger(
        request_id=request.id,
        entries=entries,
        units=whole,
        used=used,
        visits=approval.visits,
        given=len(mine),
        visit_units=taken,
        interval=interval,
        next_on=max(given) + dt.timedelta(days=interval.days) if given else None,
        ends=approval.end or ends,
        short_on=None,
        warnings=(),
    )
    short_on = _short_on(account, approval, today)
    return replace(account, short_on=short_on, warnings=tuple(_warnings(account, short_on, today)))


def counts_for(request: Request, approval: Approval, treatment: Treatment) -> bool:
    """Whether an injection counts against the approval: it says so, or its product and date do."""
    if treatment.request_id is not None:
        return treatment.request_id == request.id
    start, end = approval.start or approval.decided, approval.end
    is_within = (start is None or treatment.date >= start) and (end is None or treatment.date <= end)
    return is_within and start is not None and _is_product(request, approval, treatment)


def _of_approval(request: Request, approval: Approval, treatments: Sequence[Treatment]) -> list[Treatment]:
    mine = [item for item in treatments if counts_for(request, approval, item)]
    return sorted(mine, key=lambda item: (item.date, item.id))


def _is_product(request: Request, approval: Approval, treatment: Treatment) -> bool:
    wanted = find_product(approval.product or request.drug.name or request.drug.hcpcs)
    return wanted is not None and find_product(treatment.product) == wanted


def _allowed(request: Request, approval: Approval) -> tuple[Decimal | None, Decimal | None]:
    """Units for the whole time, and those that one treatment is going to take."""
    got = approval.product_units(request.drug.name)
    if approval.units_per is UnitsPer.WHOLE:
        return got, request.drug.units
    whole = None if got is None or approval.visits is None else got * approval.visits
    asked = request.drug.units
    return whole, got if asked is None or (got is not None and got < asked) else asked


def _before(request: Request, mine: Sequence[Treatment], treatments: Sequence[Treatment]) -> dict[TreatmentId, dt.date]:
    """For each injection the date of the one before it, whichever approval that was on."""
    product = find_product(request.drug.name or request.drug.hcpcs)
    every = sorted({item.date for item in treatments if product and find_product(item.product) == product})
    found = {}
    for item in mine:
        earlier = [day for day in every if day < item.date]
        if earlier:
            found[item.id] = earlier[-1]
    return found


def _entries(
    request: Request,
    approval: Approval,
    mine: Sequence[Treatment],
    whole: Decimal | None,
    interval: Interval,
    before: dict[TreatmentId, dt.date],
    line: Line | None,
) -> Iterator[LedgerEntry]:
    left = whole
    for item in mine:
        counted = None if item.units is None else item.units + (item.units_wasted or 0)
        left = None if left is None or counted is None else left - counted
        cautions = (
            *_amiss(request, approval, item, counted),
            *_too_early(item, before.get(item.id), interval),
            *_waste_unsaid(request, approval, item, line),
        )
        yield LedgerEntry(item, counted, left, claim_lines(request, approval, item), cautions)


def claim_lines(request: Request, approval: Approval, item: Treatment) -> str:
    """The drug's lines of the claim; empty where the office does not bill the drug, or the entry lacks something."""
    product = find_product(item.product)
    is_billed = (approval.supply or request.supply) in (None, Supply.BUY_AND_BILL)
    if product is None or item.units is None or not is_billed:
        return ""
    given = number_text(product.billed_units(item.units))
    if item.units_wasted is None:
        return f"{product.hcpcs} × {given}"
    if not item.units_wasted:
        return f"{product.hcpcs}-JZ × {given}"
    wasted = number_text(product.billed_units(item.units_wasted))
    return f"{product.hcpcs} × {given}, {product.hcpcs}-JW × {wasted}"


def _amiss(request: Request, approval: Approval, item: Treatment, counted: Decimal | None) -> Iterator[str]:
    if counted is None:
        yield "The units are not documented, so nothing is counted."
    limit = approval.product_units(request.drug.name) if approval.units_per is UnitsPer.VISIT else None
    if counted is not None and limit is not None and counted > limit:
        yield f"{number_text(counted)} units with the waste, {number_text(limit)} approved a treatment."
    if approval.start is not None and item.date < approval.start:
        yield f"Given before the approval begins on {approval.start:%m/%d/%Y}."
    if approval.end is not None and item.date > approval.end:
        yield f"Given after the approval ended on {approval.end:%m/%d/%Y}."
    if approval.site is not None and item.place is not None and approval.site is not item.place:
        yield f"Given at {SITE_WORDS[item.place]}, approved for {SITE_WORDS[approval.site]}."
    if item.product and not _is_product(request, approval, item):
        yield "Another product than the approved one."


def _too_early(item: Treatment, before: dt.date | None, interval: Interval) -> Iterator[str]:
    if before is not None and interval.days and (item.date - before).days < interval.days:
        yield f"{(item.date - before).days} days after the one before; {interval.days} are required."


def _waste_unsaid(request: Request, approval: Approval, item: Treatment, line: Line | None) -> Iterator[str]:
    is_billed = (approval.supply or request.supply) in (None, Supply.BUY_AND_BILL)
    if is_billed and item.units is not None and item.units_wasted is None:
        must = "Medicare takes no claim without JW or JZ" if line in _MEDICARE else "the claim needs JW or JZ"
        yield f"Say what was wasted, 0 for nothing: {must}."


def _short_on(account: Ledger, approval: Approval, today: dt.date) -> dt.date | None:
    """The day of the next treatment, where the approval does not cover it any more."""
    start = approval.start or approval.decided
    next_on = max(filter(None, (account.next_on, start)), default=None)
    if next_on is None:
        return None
    day = max(next_on, today) if account.given == 0 else next_on
    if account.ends is not None and day > account.ends:
        return day
    if account.visits_left is not None and account.visits_left <= 0:
        return day
    left, need = account.units_left, account.visit_units
    return day if left is not None and left < (need or 1) else None


def _warnings(account: Ledger, short_on: dt.date | None, today: dt.date) -> Iterator[str]:
    left, visits_left = account.units_left, account.visits_left
    if left is not None and left < 0:
        yield f"{number_text(-left)} units more were given than approved: the payer will not pay them."
    if visits_left is not None and visits_left < 0:
        over = "treatment more was" if visits_left == -1 else "treatments more were"
        yield f"{-visits_left} {over} given than approved."
    if account.ends is not None and account.ends < today:
        yield f"The approval ended on {account.ends:%m/%d/%Y}."
    elif short_on is not None:
        yield f"The next treatment, from {short_on:%m/%d/%Y}, is not covered any more: {_because(account, short_on)}."
    if account.next_on is not None and account.next_on > today:
        who = f" ({account.interval.said_by})" if account.interval.said_by else ""
        yield f"Not before {account.next_on:%m/%d/%Y}: {account.interval.days} days after the last one{who}."


def _because(account: Ledger, day: dt.date) -> str:
    if account.ends is not None and day > account.ends:
        return f"the approval ends on {account.ends:%m/%d/%Y}"
    if account.visits_left is not None and account.visits_left <= 0:
        return "no treatment is left"
    left, need = account.units_left or Decimal(0), account.visit_units or Decimal(1)
    return f"{number_text(max(left, Decimal(0)))} units are left, it takes {number_text(need)}"
