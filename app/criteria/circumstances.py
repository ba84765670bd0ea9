"""Conditions on where, with what, by whom and beside what the drug is given."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache

from app.criteria.findings import Cost, Judged, Settle, State
from app.criteria.specialties import is_specialist
from app.criteria.submission import Remedy, Submission
from app.criteria.words import choice_words
from app.domain.drugs import class_name, find_product
from app.domain.indications import condition_name, conditions
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import Site, Supply


@lru_cache(maxsize=256)
def hcpcs_of(product: str | None) -> str | None:
    """`J0585` for “Botox”, “onabotulinumtoxinA” or the code itself; the text where no product is named."""
    if product is None:
        return None
    known = find_product(product)
    return known.hcpcs if known is not None else product.strip().upper()


def _held(holds: bool, because: str) -> Judged:
    return Judged(State.MET if holds else State.NOT_MET, (because,))


def _unknown(because: str, settle: str, *keys: str, cost: Cost = Cost.CHOICE) -> Judged:
    return Judged(State.NOT_DOCUMENTED, (because,), (Settle(settle, cost, keys),))


@dataclass(frozen=True, slots=True)
class SiteIs:
    """Where the drug is given."""

    sites: frozenset[Site]

    def judge(self, given: Submission) -> Judged:
        """The site must be said."""
        if given.site is None:
            return _unknown("Where it is given is not documented.", "Say where it is given.", "facility.site")
        return _held(given.site in self.sites, f"Given in: {given.site.value.replace('_', ' ')}.")


@dataclass(frozen=True, slots=True)
class SupplyIs:
    """Who supplies the drug."""

    routes: frozenset[Supply]

    def judge(self, given: Submission) -> Judged:
        """The route must be said."""
        if given.supply is None:
            return _unknown("Who supplies the drug is not documented.", "Say who supplies the drug.", "supply.route")
        return _held(given.supply in self.routes, f"Supplied by: {given.supply.value.replace('_', ' ')}.")


@dataclass(frozen=True, slots=True)
class BenefitIs:
    """Which side of the plan is asked: medical or pharmacy."""

    sides: frozenset[Benefit]

    def judge(self, given: Submission) -> Judged:
        """The side must be known."""
        if given.benefit in (None, Benefit.UNKNOWN):
            return _unknown("Which benefit is asked is not documented.", "Say which.", "coverage.plan_type")
        return _held(given.benefit in self.sides, f"Asked of: the {given.benefit} benefit.")


@dataclass(frozen=True, slots=True)
class ProductIs:
    """Which product is asked for, by HCPCS code."""

    codes: frozenset[str]

    def judge(self, given: Submission) -> Judged:
        """The product must be named."""
        code = hcpcs_of(given.product)
        if not code:
            return _unknown("The product is not documented.", "Name the product.", "drug.name")
        return _held(code in self.codes, f"{code}.")


@dataclass(frozen=True, slots=True)
class CptIs:
    """Whether one of these procedures is billed."""

    codes: frozenset[str]

    def judge(self, given: Submission) -> Judged:
        """The procedures must be listed; an empty list has none of them."""
        if given.cpt is None:
            return _unknown("The procedure is not documented.", "Write the CPT code.", "drug.cpt", cost=Cost.NUMBER)
        found = tuple(code for code in given.cpt if code.strip() in self.codes)
        return _held(bool(found), f"{choice_words(found or given.cpt) or 'No procedure code'}.")


@dataclass(frozen=True, slots=True)
class LineIs:
    """Which line of business asks."""

    lines: frozenset[Line]

    def judge(self, given: Submission) -> Judged:
        """The line must be known."""
        if given.line is None:
            return _unknown("The line of business is not documented.", "Choose the line.", "coverage.plan_type")
        return _held(given.line in self.lines, f"Line of business: {given.line.value.replace('_', ' ')}.")


@dataclass(frozen=True, slots=True)
class StateIs:
    """The state where the plan, or the treatment, is."""

    states: frozenset[str]

    def judge(self, given: Submission) -> Judged:
        """The state must be known."""
        if not given.state:
            return _unknown("The state is not documented.", "Write the state.", "patient.state")
        return _held(given.state in self.states, f"{given.state}.")


@dataclass(frozen=True, slots=True)
class FromDate:
    """A rule in force from a day on."""

    day: dt.date

    def judge(self, given: Submission) -> Judged:
        """The day of the request must be known."""
        if given.date is None:
            step = "Write the date of the request."
            return _unknown("The day of the request is not documented.", step, "request.date", cost=Cost.DATE)
        return _held(given.date >= self.day, f"Request of {given.date:%m/%d/%Y}.")


@dataclass(frozen=True, slots=True)
class DxIs:
    """Whether a diagnosis code is given that begins with one of these; codes are written with their dot."""

    starts: tuple[str, ...]

    def judge(self, given: Submission) -> Judged:
        """The codes must be listed."""
        if given.dx is None:
            return _unknown("No code is documented.", "Write the ICD-10 code.", "dx.icd10", cost=Cost.NUMBER)
        found = tuple(code for code in given.dx if code.startswith(self.starts))
        return _held(bool(found), f"{choice_words(found or given.dx) or 'No diagnosis code'}.")


@dataclass(frozen=True, slots=True)
class BySpecialist:
    """Prescribed by a specialist.

    Attributes:
        fields: `of_condition` for who treats the condition, else names such as `neurology`.
        consulted: whether a consultation will do; then another prescriber leaves it open.
    """

    fields: tuple[str, ...]
    consulted: bool

    def judge(self, given: Submission) -> Judged:
        """The specialty must be said; somebody else's may be helped by a consultation."""
        if not given.specialty:
            return _unknown("The prescriber's specialty is not documented.", "Write it.", "prescriber.specialty")
        told = f"Prescriber: {given.specialty}."
        known = is_specialist(given.specialty, self.fields, given.indication)
        if known:
            return Judged(State.MET, (told,))
        if known is None or self.consulted:
            step = "Name the specialist who was consulted, and attach the note."
            return _unknown(told, step, "prescriber.specialty", "pcp.name", cost=Cost.WORDS)
        return Judged(State.NOT_MET, (told,))


@dataclass(frozen=True, slots=True)
class NotBeside:
    """What must not be given alongside.

    Attributes:
        asked_only: whether the payer only asks, so that a yes leaves the matter open.
    """

    classes: frozenset[str]
    drugs: frozenset[str]
    asked_only: bool = False

    def judge(self, given: Submission) -> Judged:
        """An empty list says that nothing is."""
        if given.concurrent is None:
            step = "Say what is given alongside, or “none”."
            return _unknown("What is given alongside is not documented.", step, "meds.current", cost=Cost.WORDS)
        own = hcpcs_of(given.product)
        found = tuple(drug for drug in given.concurrent if self._is_meant(drug) and hcpcs_of(drug) != own)
        if not found:
            return Judged(State.MET, (f"Alongside: {'; '.join(given.concurrent) or 'none'}.",))
        told = f"Given alongside: {choice_words(found)}."
        if self.asked_only:
            ask = "Ask the payer what follows from it, and explain both drugs in the letter."
            return _unknown(told, ask, cost=Cost.PAYER)
        stop = Settle(f"Stop {choice_words(found)}, or ask for an exception.", Cost.TREATMENT, ("meds.current",))
        return Judged(State.NOT_MET, (told,), (stop,))

    def _is_meant(self, drug: str) -> bool:
        remedy = Remedy.of(drug, drug)
        return remedy.drug_class in self.classes or remedy.name in self.drugs

    @property
    def words(self) -> str:
        """What is meant, in words."""
        return choice_words((*(class_name(name) for name in sorted(self.classes)), *sorted(self.drugs)))


@dataclass(frozen=True, slots=True)
class ForTherapy:
    """No cosmetic use: a named condition is one that is treated."""

    def judge(self, given: Submission) -> Judged:
        """`other` says nothing of the purpose."""
        if given.indication is not None and given.indication in conditions() and given.indication != "other":
            return Judged(State.MET, (f"Asked for: {condition_name(given.indication)}.",))
        return _unknown("The condition is not documented.", "Choose the condition.", "condition")
