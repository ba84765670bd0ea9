"""What a rule is made of; each node knows its value in a context."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from app.domain.facts import Facts
from app.domain.matching import is_value
from app.domain.rules._ledger import Row
from app.domain.rules._values import (
    Range,
    Value,
    added,
    all_of,
    any_of,
    below,
    equal,
    negated,
    subtracted,
    truth,
    value_of,
)
from app.domain.vocabulary import KeyRef


@dataclass(slots=True)
class Context:
    """The facts that a rule is judged with, and what was looked at; `row` inside `count(prior, …)`."""

    facts: Facts
    seen: dict[str, None] = field(default_factory=dict)
    row: Row | None = None

    def fact(self, key: str) -> Value:
        """The value of a key, noted as looked at."""
        self.seen[key] = None
        return value_of(self.facts.value(key))


class Node(Protocol):
    """A part of a rule."""

    def value(self, context: Context) -> Value:
        """Its value, None where it is unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Literal:
    """A number, a text, yes, no, or what nobody knows."""

    constant: Value

    def value(self, context: Context) -> Value:
        """The constant."""
        return self.constant


@dataclass(frozen=True, slots=True)
class Unknown:
    """What nobody knows: `… or unknown` proposes a yes where it is documented, and never a no."""

    def value(self, context: Context) -> Value:
        """Always unknown."""
        return None


@dataclass(frozen=True, slots=True)
class Key:
    """A key of the vocabulary."""

    ref: KeyRef

    def value(self, context: Context) -> Value:
        """The fact's value."""
        return context.fact(self.ref.fact_key)


@dataclass(frozen=True, slots=True)
class RowName:
    """A name that stands for a column of the ledger's row."""

    name: str

    def value(self, context: Context) -> Value:
        """The row's value."""
        if context.row is None:
            return None
        value, keys = context.row.column(self.name)
        context.seen.update(dict.fromkeys(keys))
        return value


@dataclass(frozen=True, slots=True)
class IsOneOf:
    """A key against values that the vocabulary or the catalogue of products knows."""

    refs: tuple[KeyRef, ...]

    def value(self, context: Context) -> Value:
        """Whether the fact has one of the values."""
        key = self.refs[0].fact_key
        context.seen[key] = None
        fact = context.facts.value(key)
        return None if fact is None else any(is_value(ref, fact) for ref in self.refs)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two values with `<`, `<=`, `==`, `!=`, `>=` or `>` between them."""

    left: Node
    sign: str
    right: Node

    def value(self, context: Context) -> Value:
        """Whether it holds."""
        left, right = self.left.value(context), self.right.value(context)
        return {
            "<": lambda: below(left, right),
            ">": lambda: below(right, left),
            ">=": lambda: negated(below(left, right)),
            "<=": lambda: negated(below(right, left)),
            "==": lambda: equal(left, right),
            "!=": lambda: negated(equal(left, right)),
        }[self.sign]()


@dataclass(frozen=True, slots=True)
class Logic:
    """`and`, `or` over several, `not` over one."""

    word: str
    parts: tuple[Node, ...]

    def value(self, context: Context) -> Value:
        """Three-valued: what is unknown matters only where the rest does not settle it."""
        values = [part.value(context) for part in self.parts]
        if self.word == "not":
            return negated(values[0])
        return all_of(values) if self.word == "and" else any_of(values)


@dataclass(frozen=True, slots=True)
class Sum:
    """`+` or `-`."""

    left: Node
    sign: str
    right: Node

    def value(self, context: Context) -> Value:
        """The sum or difference."""
        left, right = self.left.value(context), self.right.value(context)
        return added(left, right) if self.sign == "+" else subtracted(left, right)


@dataclass(frozen=True, slots=True)
class Choice:
    """`a if condition else b`."""

    condition: Node
    then: Node
    otherwise: Node

    def value(self, context: Context) -> Value:
        """One of the two; unknown where the condition is."""
        known = truth(self.condition.value(context))
        if known is None:
            return None
        return (self.then if known else self.otherwise).value(context)


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a key is documented."""

    ref: KeyRef

    def value(self, context: Context) -> Value:
        """Always known itself."""
        return context.fact(self.ref.fact_key) is not None


@dataclass(frozen=True, slots=True)
class Starts:
    """Whether a text starts with one of several."""

    of: Node
    beginnings: tuple[str, ...]

    def value(self, context: Context) -> Value:
        """Unknown where there is no text."""
        text = self.of.value(context)
        return text.lower().startswith(self.beginnings) if isinstance(text, str) else None


@dataclass(frozen=True, slots=True)
class Ledger:
    """`count`, `any`, `classes` or `names` over the rows of the ledger that fulfil a condition."""

    what: str
    condition: Node

    def value(self, context: Context) -> Value:
        """Over no rows everything is unknown: an empty ledger says nothing."""
        rows = [Row(context.facts, number) for number in range(1, context.facts.rows("prior") + 1)]
        rows = [row for row in rows if row.is_written]
        if not rows:
            context.seen["prior.tried"] = None
            return None
        judged = [(row, self._holds(row, context)) for row in rows]
        sure = [row for row, holds in judged if holds is True]
        open_rows = [row for row, holds in judged if holds is None]
        if self.what == "any":
            return any_of(holds for _, holds in judged)
        if self.what == "count":
            return Range(Range.exactly(len(sure)).least, Range.exactly(len(sure) + len(open_rows)).most)
        return _names(sure, context) if self.what == "names" else _classes(sure, open_rows, context)

    def _holds(self, row: Row, context: Context) -> bool | None:
        context.seen.update(dict.fromkeys(row.column("drug")[1]))
        return truth(self.condition.value(Context(context.facts, context.seen, row)))


def _names(sure: list[Row], context: Context) -> Value:
    names = [str(row.column("drug")[0]) for row in sure]
    return ", ".join(names) if names else None


def _classes(sure: list[Row], open_rows: list[Row], context: Context) -> Value:
    found = [row.column("drug_class") for row in sure]
    for _, keys in found:
        context.seen.update(dict.fromkeys(keys))
    known = {name for name, _ in found if name is not None}
    doubtful = len(open_rows) + sum(1 for name, _ in found if name is None)
    return Range(Range.exactly(len(known)).least, Range.exactly(len(known) + doubtful).most)
