"""One payer's written rules, as dated data."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum

from app.criteria.condition import Condition
from app.criteria.findings import Topic
from app.criteria.submission import Kind
from app.domain.office_policy import OWN
from app.domain.practice import Line


class Verified(StrEnum):
    """How the rules were read: the whole text, parts of it, or what somebody else says of it."""

    FULL = "full"
    EXCERPT = "excerpt"
    SECOND_HAND = "second_hand"


class Ages(StrEnum):
    """Whom a rule is for."""

    ADULT = "adult"
    CHILD = "child"


@dataclass(frozen=True, slots=True)
class Rule:
    """One criterion.

    Attributes:
        text: in our own words.
        conditions: the indications that it is for; none for all.
        products: HCPCS codes that it is for; none for all.
        states: states where it is asked; none for all.
    """

    topic: Topic
    text: str
    condition: Condition
    conditions: frozenset[str] = frozenset()
    kinds: frozenset[Kind] = frozenset(Kind)
    products: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    ages: Ages | None = None
    asks_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Exemption:
    """A way in which no authorization is needed."""

    text: str
    condition: Condition


@dataclass(frozen=True, slots=True)
class Note:
    """A caution of the policy.

    Attributes:
        condition: when it is given; None for always.
    """

    topic: Topic
    text: str
    condition: Condition | None = None
    conditions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class CodeList:
    """Diagnosis codes that the policy lists, as codes, ranges (`N31.0-N31.9`) and beginnings (`G36*`).

    Attributes:
        conditions: that the list is for; none for a list over all conditions.
        not_covered: codes listed as not covered.
        on_both: codes that stand on both lists.
    """

    conditions: frozenset[str] = frozenset()
    listed: tuple[str, ...] = ()
    not_covered: tuple[str, ...] = ()
    on_both: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Stretch:
    """How long an authorization lasts, in months; None where the policy does not say."""

    initial: int | None = None
    renewal: int | None = None


NOT_SAID = Stretch()


@dataclass(frozen=True, slots=True)
class Policy:
    """The rules of one payer for some lines of business.

    Attributes:
        payers: names that the payer goes by.
        lines: lines of business; none where the payer has only one that the vocabulary does not know.
        states: where it applies; none for everywhere.
        not_states: where it does not.
        products: HCPCS codes whose rules were read.
        covered: indications that it covers, each with conditions or without.
        unproven: indications that it calls experimental, unproven or not covered.
        effective: from when; None where the text does not say.
        checked: when it was last looked at.
        checked_by: who did; empty for what comes with the program.
        copied_from: the policy that the office corrected a copy of, or empty.
        complete: whether all of the criteria were read.
        decides: whether it may fail a criterion; what is too old or too partial may not.
        notice: what everybody who relies on it should know.
        named_only: whether this is only the name of rules that were known, as a signed request keeps it.
    """

    id: str
    title: str
    payers: tuple[str, ...]
    number: str
    source: str
    checked: dt.date
    verified: Verified
    complete: bool
    effective: dt.date | None = None
    lines: frozenset[Line] = frozenset()
    states: frozenset[str] = frozenset()
    not_states: frozenset[str] = frozenset()
    products: frozenset[str] = frozenset({"J0585"})
    covered: frozenset[str] = frozenset()
    unproven: frozenset[str] = frozenset()
    decides: bool = True
    notice: str = ""
    named_only: bool = False
    checked_by: str = ""
    copied_from: str = ""
    authorized_months: Stretch = NOT_SAID
    rules: tuple[Rule, ...] = ()
    exemptions: tuple[Exemption, ...] = ()
    notes: tuple[Note, ...] = ()
    codes: tuple[CodeList, ...] = field(default=())

    @property
    def may_decide(self) -> bool:
        """Whether what it says may fail a request."""
        return self.decides and self.verified is not Verified.SECOND_HAND

    @property
    def is_offices(self) -> bool:
        """Whether the office entered it; a signed request that keeps only its name still tells."""
        return self.id.startswith(OWN)

    def speaks_of(self, indication: str | None) -> bool:
        """Whether it has rules for the use; one that lists no uses has them for any."""
        listed = self.covered | self.unproven
        return not self.is_stub and (indication is None or not listed or indication in listed)

    @property
    def is_stub(self) -> bool:
        """Whether nothing but its name is known."""
        return not (self.named_only or self.rules or self.exemptions or self.covered or self.unproven)
