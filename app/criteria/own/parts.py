"""The parts of a policy beside its conditions, each with its fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.criteria.own.fields import Field, Shape

_FOR = Field("for", "For the uses", Shape.MANY, "uses", hint="all")
_WORDING = "Write the rule in the office's own words."

HEAD = (
    Field("payers", "Payer", Shape.WORDS, ask="Write the payer's name, as the plan has it.", hint="Premera, LifeWise"),
    Field("title", "Title", Shape.TEXT, ask="Give the rules a title.", hint="Premera: botulinum toxin"),
    Field("lines", "Lines", Shape.MANY, "lines", hint="all"),
    Field("states", "Only in states", Shape.WORDS, hint="all states"),
    Field("not_states", "Not in states", Shape.WORDS),
    Field("number", "Policy number", Shape.TEXT),
    Field("effective", "In force since", Shape.DATE),
    Field("source", "Where it was read", Shape.LONG, ask="Say where it was read: a bulletin, a page, a letter."),
    Field("verified", "How", Shape.ONE, "verified", "Say how it was read."),
    Field("checked", "Read on", Shape.DATE, ask="Write the day on which it was read."),
    Field("checked_by", "By", Shape.TEXT, ask="Say who read it."),
    Field("complete", "All of it is entered", Shape.FLAG),
    Field("notice", "To know", Shape.LONG, hint="what everybody who relies on it should know"),
)
MONTHS = (
    Field("initial", "First approval, months", Shape.WHOLE),
    Field("renewal", "Renewal, months", Shape.WHOLE),
)
COVERS = (
    Field("products", "Products", Shape.MANY, "products"),
    Field("covered", "Covered, with conditions or without", Shape.MANY, "uses"),
    Field("unproven", "Called unproven, or not covered", Shape.MANY, "uses"),
)
RULE = (
    Field("text", "Our wording", Shape.LONG, ask=_WORDING, hint="Headache on 15 or more days a month"),
    Field("topic", "About", Shape.ONE, "topics", "Choose what it is about."),
    _FOR,
    Field("kinds", "On", Shape.MANY, "kinds", hint="first requests and renewals"),
)
LIMITS = (
    Field("ages", "Only for", Shape.ONE, "ages", hint="everybody"),
    Field("states", "Only in states", Shape.WORDS, hint="all states"),
    Field("products", "Only for products", Shape.MANY, "products", hint="all that the policy is for"),
)
NOTE = (
    Field("text", "Our wording", Shape.LONG, ask="Write what to look at."),
    Field("topic", "About", Shape.ONE, "topics", "Choose what it is about."),
    _FOR,
)
EXEMPTION = (Field("text", "Our wording", Shape.LONG, ask="Write when no authorization is needed."),)
CODES = (
    _FOR,
    Field("listed", "Codes listed", Shape.WORDS, hint="G43.709, G24.0-G24.9, I69.?5*"),
    Field("not_covered", "Codes not covered", Shape.WORDS),
    Field("on_both", "On both lists", Shape.WORDS),
)


class Asks(StrEnum):
    """Whether a part has a condition."""

    NOTHING = "none"
    MAY = "may have one"
    MUST = "must have one"


@dataclass(frozen=True, slots=True)
class Part:
    """A kind of part that a policy has any number of.

    Attributes:
        words: one of them.
        limits: fields that only some of them need.
    """

    name: str
    words: str
    add: str
    fields: tuple[Field, ...]
    condition: Asks
    limits: tuple[Field, ...] = ()


PARTS = (
    Part("rule", "Rule", "Add a rule", RULE, Asks.MUST, LIMITS),
    Part("codes", "List of codes", "Add a list of codes", CODES, Asks.NOTHING),
    Part("exemption", "No authorization is needed", "Add a case without authorization", EXEMPTION, Asks.MUST),
    Part("note", "To look at", "Add something to look at", NOTE, Asks.MAY),
)


def part_of(name: str) -> Part:
    """The kind of part by its name in a file."""
    return next(part for part in PARTS if part.name == name)
