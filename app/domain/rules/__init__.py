"""Rules that propose the answer to a form's question from facts, or say when a part of a form applies.

    patient.age >= 18 and starts(dx.icd10, "G43.7")
    count(prior, outcome in ("inadequate_response", "intolerance") and days >= 60) >= 2

A rule is three-valued: what is not documented stays unknown, and nothing is proposed. Must not hold: payers' criteria,
anything that runs a rule as Python.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from app.domain.facts import Facts
from app.domain.rules._nodes import Context, Node
from app.domain.rules._reading import read
from app.domain.rules._values import plain


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a rule comes to.

    Attributes:
        value: None where it is not known.
        keys: the facts that were looked at, documented or not, in order.
    """

    value: bool | str | Decimal | None
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that was read and found right.

    Names are keys of the vocabulary. Beside comparisons (`<`, `<=`, `==`, `!=`, `>=`, `>`, `in`, `not in`), `and`,
    `or`, `not`, `+`, `-` and `a if c else b` there are `known(key)`, `starts(key, "G43.7", …)`, and over the ledger
    `count(prior, cond)`, `any(prior, cond)`, `classes(prior, cond)` and `names(prior, cond)`; in `cond` stand `drug`,
    `drug_class`, `dose`, `strength`, `outcome` (`ongoing` too), `reason`, `start_date`, `end_date`, `days` and `oral`.
    `yes`, `no` and `unknown` stand for themselves: `any(prior, oral) or unknown` never says no.
    What is contraindicated was taken for 0 days. A date less a date is a number of days.
    """

    text: str
    node: Node

    @classmethod
    def parse(cls, text: str) -> Rule:
        """Read a rule.

        Raises:
            BadRule: it cannot be read, or names a key or value that the vocabulary does not have.
        """
        return _parse(text)

    def answer(self, facts: Facts) -> Proposal:
        """What the rule comes to with these facts."""
        context = Context(facts)
        value = plain(self.node.value(context))
        return Proposal(value, tuple(context.seen))


@lru_cache(maxsize=2048)
def _parse(text: str) -> Rule:
    return Rule(text, read(text))


__all__ = ["Proposal", "Rule"]
