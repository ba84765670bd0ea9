"""What is printed about boxes, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from app.pdf.template import BoxId


class Place(StrEnum):
    """Where a text stands, seen from its box."""

    INSIDE = "inside"
    LEFT = "left"
    ABOVE = "above"
    BELOW = "below"
    RIGHT = "right"
    COLUMN = "column"
    SHARED = "shared"


class PartKind(StrEnum):
    """What a value is split into."""

    DATE = "date"
    PHONE = "phone"
    ZIP = "zip"


@dataclass(frozen=True, slots=True)
class Said:
    """A text that may be a box's label.

    Attributes:
        text: the paragraph's whole text.
        line: its line next to the box.
        place: where it stands, seen from the box.
        cost: how far-fetched it is: 0 beside the box, 1 rather doubtful.
        own: no other box has it as its label.
    """

    text: str
    place: Place
    cost: float
    own: bool = True
    line: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that a box stands under.

    Attributes:
        strong: it looks like one; else it is a short line that belongs to no box.
    """

    text: str
    strong: bool = True


@dataclass(frozen=True, slots=True)
class BoxContext:
    """All that is printed about one box.

    Attributes:
        labels: best first; empty where nothing is printed near.
        after: a short text right of a box that is written in: "lbs", "weeks".
        before: for a check box, the text left of it, where that is not its label.
        trail: headings it stands under, nearest first.
        question: what a check box is an answer to.
        column: heading of its column, where it stands in a table.
        row: of its table, from 1; 0 where it stands in none.
        row_label: first text of its row in a table.
        line: boxes on one line of one page share this number.
        part: which piece of a split value it is: kind, number from 0 and how many there are.
        lead: the first piece of the value that it is a part of.
        siblings: the other check boxes that answer the same question.
        brackets: where an empty pair of brackets printed inside it opens and closes, in points from its left edge.
    """

    id: BoxId
    labels: tuple[Said, ...] = ()
    after: str = ""
    before: str = ""
    trail: tuple[Heading, ...] = ()
    question: str = ""
    column: str = ""
    row: int = 0
    row_label: str = ""
    line: int = 0
    part: tuple[PartKind, int, int] | None = None
    lead: BoxId | None = None
    siblings: tuple[BoxId, ...] = ()
    brackets: tuple[float, float] | None = None

    @property
    def label(self) -> str:
        """The likeliest label, or empty."""
        return self.labels[0].text if self.labels else ""


@dataclass(frozen=True, slots=True)
class FormContext:
    """What a form prints about its boxes.

    Attributes:
        order: the boxes as a person reads them: down each column, line by line.
        readable: pages whose text is what they show.
    """

    boxes: Mapping[BoxId, BoxContext]
    order: tuple[BoxId, ...] = ()
    readable: frozenset[int] = field(default_factory=frozenset)
