"""An approval as the payer wrote it, and what of it is not what was asked for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from app.domain.drugs import find_product
from app.domain.identifiers import normalise_ndc
from app.domain.ids import ApprovalId, LetterInId, PatientId, PersonId, RequestId
from app.domain.parts import number_text
from app.domain.request import Request, Site, Supply


class UnitsPer(StrEnum):
    """What the units of an approval are for."""

    VISIT = "visit"
    WHOLE = "whole"


class DifferenceKind(StrEnum):
    """Where an approval is not what was asked for."""

    UNITS = "units"
    VISITS = "visits"
    START = "start"
    END = "end"
    SITE = "site"
    SUPPLY = "supply"
    PRODUCT = "product"
    HCPCS = "hcpcs"
    NDC = "ndc"
    CPT = "cpt"
    CONDITIONS = "conditions"


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A difference that somebody has seen.

    Attributes:
        difference: its name, which says both values: another value has to be seen anew.
    """

    difference: str
    by: PersonId
    at: dt.datetime


@dataclass(frozen=True, slots=True)
class Approval:
    """What a payer approved. None and the empty text mean that the letter does not say it.

    Attributes:
        number: of the authorization.
        decided: the date of the decision.
        start: first day.
        end: last day.
        units: approved, of the product, or of its billing code where `is_billed`.
        units_per: what the units are for.
        is_billed: whether the units are those of the billing code, such as 1 for 100 units of Myobloc.
        visits: treatments approved.
        site: where it has to be given.
        supply: who has to supply the drug.
        product: that was approved.
        hcpcs: code that was approved.
        ndc: package that was approved.
        cpt: procedures that were approved.
        conditions: further conditions, in the payer's words.
        acknowledged: differences that somebody has seen.
    """

    id: ApprovalId
    patient_id: PatientId
    request_id: RequestId
    number: str = ""
    decided: dt.date | None = None
    start: dt.date | None = None
    end: dt.date | None = None
    units: Decimal | None = None
    units_per: UnitsPer = UnitsPer.VISIT
    is_billed: bool = False
    visits: int | None = None
    site: Site | None = None
    supply: Supply | None = None
    product: str = ""
    hcpcs: str = ""
    ndc: str = ""
    cpt: tuple[str, ...] = ()
    conditions: str = ""
    letter_id: LetterInId | None = None
    acknowledged: tuple[Acknowledged, ...] = ()

    def product_units(self, fallback: str = "") -> Decimal | None:
        """The units in units of the product; `fallback` is the product asked for, where the letter names none."""
        product = find_product(self.product or fallback)
        if self.units is None or not self.is_billed or product is None:
            return self.units
        return self.units * product.billing_units


@dataclass(frozen=True, slots=True)
class Difference:
    """One point where an approval is not what was asked for.

    Attributes:
        name: kind and both values; what is acknowledged.
        words: a sentence for the office.
        is_less: whether the office got less than it asked for, or has to do something otherwise.
    """

    kind: DifferenceKind
    name: str
    words: str
    is_less: bool = True


SITE_WORDS = {
    Site.OFFICE: "the office",
    Site.OUTPATIENT_HOSPITAL: "a hospital's outpatient department",
    Site.INFUSION_CENTER: "an infusion center",
    Site.HOME: "the patient's home",
    Site.ASC: "a surgery center",
    Site.SELF_ADMINISTERED: "nowhere: the patient injects",
    Site.OTHER: "another place",
}
SUPPLY_WORDS = {
    Supply.BUY_AND_BILL: "bought and billed by the office",
    Supply.SPECIALTY_PHARMACY: "a specialty pharmacy",
    Supply.RETAIL: "a retail pharmacy",
    Supply.MAIL_ORDER: "a mail-order pharmacy",
    Supply.HOME_INFUSION: "a home infusion company",
    Supply.OTHER: "another way",
}


def differences(request: Request, approval: Approval) -> tuple[Difference, ...]:
    """Where the approval is not what the request asked for; what either does not say is no difference."""
    return (
        *_amounts(request, approval),
        *_dates(request, approval),
        *_where(request, approval),
        *_codes(request, approval),
    )


def unseen(request: Request, approval: Approval) -> tuple[Difference, ...]:
    """Those of the differences that nobody has acknowledged."""
    seen = {item.difference for item in approval.acknowledged}
    return tuple(item for item in differences(request, approval) if item.name not in seen)


def asked_units(request: Request, per: UnitsPer) -> Decimal | None:
    """Units that the request asks for: for one treatment, or for all of them."""
    units, visits = request.drug.units, request.drug.visits
    if units is None or per is UnitsPer.VISIT:
        return units
    return None if visits is None else units * visits


def _amounts(request: Request, approval: Approval) -> Iterator[Difference]:
    asked, got = asked_units(request, approval.units_per), approval.product_units(request.drug.name)
    if asked is not None and got is not None and asked != got:
        per = "a treatment" if approval.units_per is UnitsPer.VISIT else "in all"
        words = f"{number_text(got)} units {per} approved, {number_text(asked)} asked for"
        yield _found(DifferenceKind.UNITS, number_text(asked), number_text(got), words, is_less=got < asked)
    visits = request.drug.visits
    if visits is not None and approval.visits is not None and visits != approval.visits:
        words = f"{_counted(approval.visits, 'treatment')} approved, {visits} asked for"
        yield _found(DifferenceKind.VISITS, visits, approval.visits, words, is_less=approval.visits < visits)


def _dates(request: Request, approval: Approval) -> Iterator[Difference]:
    if request.start and approval.start and request.start != approval.start:
        words = f"approved from {approval.start:%m/%d/%Y}, asked from {request.start:%m/%d/%Y}"
        is_less = approval.start > request.start
        yield _found(DifferenceKind.START, request.start, approval.start, words, is_less=is_less)
    if request.end and approval.end and request.end != approval.end:
        words = f"approved until {approval.end:%m/%d/%Y}, asked until {request.end:%m/%d/%Y}"
        yield _found(DifferenceKind.END, request.end, approval.end, words, is_less=approval.end < request.end)


def _where(request: Request, approval: Approval) -> Iterator[Difference]:
    if request.site and approval.site and request.site is not approval.site:
        words = f"approved for {SITE_WORDS[approval.site]}, asked for {SITE_WORDS[request.site]}"
        yield _found(DifferenceKind.SITE, request.site, approval.site, words)
    if request.supply and approval.supply and request.supply is not approval.supply:
        words = f"the drug has to come by {SUPPLY_WORDS[approval.supply]}, asked was {SUPPLY_WORDS[request.supply]}"
        yield _found(DifferenceKind.SUPPLY, request.supply, approval.supply, words)
    if approval.conditions.strip():
        words = f"the payer sets a condition: {approval.conditions.strip()}"
        yield _found(DifferenceKind.CONDITIONS, "", approval.conditions.strip(), words)


def _codes(request: Request, approval: Approval) -> Iterator[Difference]:
    drug = request.drug
    asked, got = find_product(drug.name or drug.hcpcs), find_product(approval.product)
    names = (asked.brand if asked else drug.name.strip(), got.brand if got else approval.product.strip())
    if all(names) and names[0].casefold() != names[1].casefold():
        words = f"{names[1]} approved, {names[0]} asked for"
        yield _found(DifferenceKind.PRODUCT, names[0], names[1], words)
    for kind, mine, theirs in (
        (DifferenceKind.HCPCS, drug.hcpcs.strip().upper(), approval.hcpcs.strip().upper()),
        (DifferenceKind.NDC, _ndc(drug.ndc), _ndc(approval.ndc)),
    ):
        if mine and theirs and mine != theirs:
            word = "code" if kind is DifferenceKind.HCPCS else "NDC"
            yield _found(kind, mine, theirs, f"{word} {theirs} approved, {mine} asked for")
    lacking = [code for code in request.cpt if code not in approval.cpt]
    if approval.cpt and lacking:
        words = f"procedure {', '.join(approval.cpt)} approved, {', '.join(request.cpt)} asked for"
        yield _found(DifferenceKind.CPT, ",".join(request.cpt), ",".join(approval.cpt), words)


def _found(kind: DifferenceKind, asked: object, got: object, words: str, *, is_less: bool = True) -> Difference:
    said = words[0].upper() + words[1:]
    return Difference(kind, f"{kind.value}|{asked}|{got}", said if said.endswith(".") else f"{said}.", is_less)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _ndc(text: str) -> str:
    return normalise_ndc(text) or text.strip()
