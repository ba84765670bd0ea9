"""The rules of clocks, as they stand in `resources/clocks.toml`."""

from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from app.domain.clocks.days import Span
from app.domain.clocks.problems import BadClockRule
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import RequestType, Site
from app.places import bundled
from app.tables.lines import LineMap
from app.tables.table import Table, Where

_SPANS = ("hours", "days", "business_days", "days_without_holidays", "months")


class Verified(StrEnum):
    """How a rule was checked; only the first two may go first."""

    FULL = "full"
    EXCERPT = "excerpt"
    SECOND_HAND = "second_hand"
    RECALL = "recall"

    @property
    def is_read(self) -> bool:
        """Whether its own text was read, in whole or in part."""
        return self in (Verified.FULL, Verified.EXCERPT)

    @property
    def words(self) -> str:
        """In plain English."""
        return {
            Verified.FULL: "read in full",
            Verified.EXCERPT: "read in excerpt",
            Verified.SECOND_HAND: "second hand, not checked",
            Verified.RECALL: "not read anywhere, check it",
        }[self]


class Subject(StrEnum):
    """What the payer decides on: the drug and its injection can be on different clocks."""

    DRUG = "drug"
    SERVICE = "service"
    ANY = "any"


class Counted(StrEnum):
    """From which day the office's time is counted."""

    PRINTED = "printed"
    RECEIVED = "received"


@dataclass(frozen=True, slots=True)
class Cited:
    """What every rule has.

    Attributes:
        name: what it is about, in plain English.
        text: the rule in our own words.
    """

    id: str
    name: str
    text: str
    sources: tuple[str, ...]
    verified: Verified


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """How long a payer has for a decision; an empty list holds for all."""

    cited: Cited
    lines: tuple[Line, ...]
    subject: Subject
    standard: Span
    urgent: Span
    extension: Span | None = None
    benefits: tuple[Benefit, ...] = ()
    states: tuple[str, ...] = ()
    sites: tuple[Site, ...] = ()
    cpt: tuple[str, ...] = ()
    types: tuple[RequestType, ...] = ()

    @property
    def exactness(self) -> int:
        """How many things it asks for beside the line: the more exact rule goes first."""
        return sum(map(bool, (self.types, self.states, self.sites, self.cpt, self.benefits)))


@dataclass(frozen=True, slots=True)
class AppealRule:
    """How long the office has for an appeal of one level, and the payer for deciding it.

    Attributes:
        file: None where the case goes on by itself.
        presumed_days: the notice counts as received so many days after its date.
        rolls_forward: a weekend or holiday moves the last day to the next business day.
        at_most: the time can be shorter than the rule says.
        next_level: what comes after, in words.
    """

    cited: Cited
    lines: tuple[Line, ...]
    level: int
    file: Span | None
    counted: Counted
    decide: Span
    decide_urgent: Span | None = None
    presumed_days: int = 0
    rolls_forward: bool = False
    at_most: bool = False
    next_level: str = ""


@dataclass(frozen=True, slots=True)
class AuthorizationRule:
    """How long an authorization lasts, its first day counted."""

    cited: Cited
    lines: tuple[Line, ...]
    sites: tuple[Site, ...]
    lasts_days: int


@dataclass(frozen=True, slots=True)
class NotNeeded:
    """Where no authorization is asked for, so that no decision is due."""

    cited: Cited
    lines: tuple[Line, ...]
    sites: tuple[Site, ...]


@dataclass(frozen=True, slots=True)
class IntervalRule:
    """How many days must lie between two treatments."""

    cited: Cited
    products: tuple[str, ...]
    days: int


@dataclass(frozen=True, slots=True)
class OfficeHabits:
    """The office's own lead times."""

    follow_up_business_days: int
    follow_up_text: str
    renewal_days_before: int
    renewal_text: str


@dataclass(frozen=True, slots=True)
class ClockRules:
    """All rules of one file."""

    checked: dt.date
    decisions: tuple[DecisionRule, ...]
    not_needed: tuple[NotNeeded, ...]
    appeals: tuple[AppealRule, ...]
    authorizations: tuple[AuthorizationRule, ...]
    intervals: tuple[IntervalRule, ...]
    office: OfficeHabits


@cache
def clock_rules() -> ClockRules:
    """The bundled rules, read once."""
    path = bundled("resources", "clocks.toml")
    return read_clock_rules(path.read_text(encoding="utf-8"), path.name)


def read_clock_rules(text: str, file_name: str) -> ClockRules:
    """Read a file of rules.

    Raises:
        BadClockRule: a line of it cannot be used; the problem names it.
    """
    data = tomllib.loads(text)
    where = Where(file_name, LineMap.of(text), BadClockRule)
    top = Table({key: value for key, value in data.items() if key != "checked"}, (), where)
    checked = data.get("checked")
    if not isinstance(checked, dt.date):
        raise top.problem("checked", "it must be the day on which the rules were checked")
    office = top.table("office")
    if office is None:
        raise top.problem("office", "it is missing")
    rules = ClockRules(
        checked=checked,
        decisions=tuple(_decision(item) for item in top.tables("decision")),
        not_needed=tuple(_not_needed(item) for item in top.tables("not_needed")),
        appeals=tuple(_appeal(item) for item in top.tables("appeal")),
        authorizations=tuple(_authorization(item) for item in top.tables("authorization")),
        intervals=tuple(_interval(item) for item in top.tables("interval")),
        office=_habits(office),
    )
    top.done()
    return rules


def _cited(item: Table) -> Cited:
    return Cited(
        item.text("id"), item.text("name", item.text("id")), item.text("text"), item.texts("sources"), _verified(item)
    )


def _verified(item: Table) -> Verified:
    return item.one_of("verified", Verified)


def _span(item: Table, name: str) -> Span | None:
    table = item.table(name)
    if table is None:
        return None
    parts = {part: table.whole(part) for part in _SPANS if table.has(part)}
    table.done()
    if len(parts) != 1 or min(parts.values()) < 1:
        raise item.problem(name, f"it takes one of {', '.join(_SPANS)}, at least 1")
    return Span(**parts)


def _needed(item: Table, name: str) -> Span:
    span = _span(item, name)
    if span is None:
        raise item.problem(name, "it is missing")
    return span


def _decision(item: Table) -> DecisionRule:
    rule = DecisionRule(
        cited=_cited(item),
        lines=item.some_of("lines", Line),
        subject=item.one_of("subject", Subject),
        standard=_needed(item, "standard"),
        urgent=_needed(item, "urgent"),
        extension=_span(item, "extension"),
        benefits=item.some_of("benefits", Benefit),
        states=item.texts("states"),
        sites=item.some_of("sites", Site),
        cpt=item.texts("cpt"),
        types=item.some_of("types", RequestType),
    )
    item.done()
    return rule


def _appeal(item: Table) -> AppealRule:
    rule = AppealRule(
        cited=_cited(item),
        lines=item.some_of("lines", Line),
        level=item.whole("level"),
        file=_span(item, "file"),
        counted=item.one_of("from", Counted, Counted.PRINTED),
        decide=_needed(item, "decide"),
        decide_urgent=_span(item, "decide_urgent"),
        presumed_days=item.whole("presumed_days", 0),
        rolls_forward=item.flag("rolls_forward"),
        at_most=item.flag("at_most"),
        next_level=item.text("next", ""),
    )
    item.done()
    return rule


def _authorization(item: Table) -> AuthorizationRule:
    rule = AuthorizationRule(
        _cited(item), item.some_of("lines", Line), item.some_of("sites", Site), item.whole("lasts_days")
    )
    item.done()
    return rule


def _not_needed(item: Table) -> NotNeeded:
    rule = NotNeeded(_cited(item), item.some_of("lines", Line), item.some_of("sites", Site))
    item.done()
    return rule


def _interval(item: Table) -> IntervalRule:
    rule = IntervalRule(_cited(item), item.texts("products"), item.whole("days"))
    item.done()
    return rule


def _habits(item: Table) -> OfficeHabits:
    habits = OfficeHabits(
        item.whole("follow_up_business_days"),
        item.text("follow_up_text"),
        item.whole("renewal_days_before"),
        item.text("renewal_text"),
    )
    item.done()
    return habits
