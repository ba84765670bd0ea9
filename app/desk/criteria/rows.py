"""The list of payers by indication: one row for each use that a payer's rules speak of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from app.criteria.policy import Policy, Verified
from app.desk.patients.lists import LINE_WORDS
from app.domain.indications import condition_name


class Stand(StrEnum):
    """How a payer stands to a use."""

    COVERED = "covered, with conditions"
    UNPROVEN = "called unproven or not covered"
    RULES = "rules without a list of uses"
    UNKNOWN = "criteria not read"


@dataclass(frozen=True, slots=True)
class PolicyRow:
    """A payer's rules for one use.

    Attributes:
        indication: of the vocabulary; empty where the rules name no uses.
    """

    policy: Policy
    indication: str
    stand: Stand

    @property
    def name(self) -> str:
        """What the row is known by."""
        return f"{self.policy.id}:{self.indication}"

    @property
    def payer(self) -> str:
        """The payer, without the drug that most titles end with."""
        return self.policy.title.split(": ")[0]

    @property
    def use(self) -> str:
        """The indication in words."""
        return condition_name(self.indication) if self.indication else "any use"

    @property
    def text(self) -> str:
        """Everything that a search may hit, in small letters."""
        policy = self.policy
        parts = (policy.title, *policy.payers, policy.number, self.use, *lines_of(policy), *sorted(policy.states))
        return " ".join((*parts, verified_short(policy))).casefold()


def policy_rows(policies: Iterable[Policy]) -> tuple[PolicyRow, ...]:
    """All rows: the office's own, what was read in full, in part, and what is only known by name; by payer within."""
    rows = [row for policy in policies for row in _rows(policy)]
    order = list(Verified)

    def place(row: PolicyRow) -> tuple[bool, bool, int, str, str]:
        policy = row.policy
        return not policy.is_offices, policy.is_stub, order.index(policy.verified), row.payer, row.use

    return tuple(sorted(rows, key=place))


def _rows(policy: Policy) -> Iterator[PolicyRow]:
    spoken = [(name, Stand.COVERED) for name in policy.covered]
    spoken += [(name, Stand.UNPROVEN) for name in policy.unproven]
    for name, stand in spoken:
        yield PolicyRow(policy, name, stand)
    if not spoken:
        yield PolicyRow(policy, "", Stand.UNKNOWN if policy.is_stub else Stand.RULES)


def found_rows(rows: Iterable[PolicyRow], text: str, indication: str) -> tuple[PolicyRow, ...]:
    """The rows that have all the words, of one indication or of all; rules for any use stay in sight."""
    words = text.casefold().split()
    return tuple(
        row
        for row in rows
        if (not indication or row.indication in (indication, "")) and all(word in row.text for word in words)
    )


def verified_short(policy: Policy) -> str:
    """How the rules were verified, in a word or two."""
    if policy.is_offices:
        return "our own"
    if policy.is_stub:
        return "not read"
    words = {Verified.FULL: "in full", Verified.EXCERPT: "in part", Verified.SECOND_HAND: "reported"}
    return words[policy.verified] if policy.may_decide else f"{words[policy.verified]}, old"


def in_force(policy: Policy) -> str:
    """Since when the rules are in force."""
    return "unknown" if policy.effective is None else f"{policy.effective:%m/%d/%y}"


def lines_of(policy: Policy) -> tuple[str, ...]:
    """The kinds of plan that the rules are for, in words."""
    return tuple(words for line, words in LINE_WORDS.items() if line in policy.lines)
