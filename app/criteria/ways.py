"""What a renewal rule can be satisfied by: each way of each rule, for the chart and for words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from app.criteria.composed import All, AtLeast
from app.criteria.condition import Condition
from app.criteria.findings import Topic
from app.criteria.numbers import MeasureIs
from app.criteria.papers import Shown
from app.criteria.policy import Policy
from app.criteria.response import Fell, Helped
from app.criteria.submission import Kind
from app.criteria.words import measure_words, number_words


@dataclass(frozen=True, slots=True)
class Way:
    """One thing that is enough for a rule.

    Attributes:
        fell: the fall of a measure that it asks for; None where it is something else.
        words: what it asks for.
    """

    words: str
    fell: Fell | None = None


def ways_of_response(policy: Policy, use: str) -> tuple[tuple[Way, ...], ...]:
    """For each rule on the response: the ways of which one is enough, in the rule's order."""
    rules = (rule for rule in policy.rules if rule.topic is Topic.RESPONSE and Kind.CONTINUATION in rule.kinds)
    found = (part for rule in rules if not rule.conditions or use in rule.conditions for part in _parts(rule.condition))
    return tuple(tuple(_ways(part)) for part in found)


def _parts(condition: Condition) -> Iterator[Condition]:
    """What must all hold."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition


def _ways(condition: Condition) -> Iterator[Way]:
    if isinstance(condition, AtLeast):
        for part in condition.parts:
            yield from _ways(part)
    elif isinstance(condition, All):
        parts = [way for part in condition.parts for way in _ways(part)]
        yield Way(" and ".join(way.words for way in parts))
    else:
        yield Way(_words(condition), condition if isinstance(condition, Fell) else None)


def _words(condition: Condition) -> str:
    match condition:
        case Fell():
            return _fall(condition)
        case Helped(names=names):
            return f"a benefit shown by {' or '.join(measure_words(name) for name in names) or 'the chart'}"
        case MeasureIs(name=name, bounds=bounds) if bounds.at_least is not None:
            return f"at least {number_words(bounds.at_least)} {measure_words(name)}"
        case MeasureIs(name=name):
            return measure_words(name)
        case Shown(what=what):
            return what
        case _:
            return "something else that the rule names"


def _fall(fell: Fell) -> str:
    name = measure_words(fell.name)
    if fell.by is not None:
        return f"at least {number_words(fell.by)} fewer {name}"
    if fell.percent is not None:
        return f"at least {number_words(fell.percent)} % fewer {name}"
    if fell.more_than_percent is not None:
        return f"more than {number_words(fell.more_than_percent)} % fewer {name}"
    return f"fewer {name} than before"
