"""A form filled in: every box with its value, its state and what it was made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from app.domain.facts import Origin
from app.domain.request import BoxEntry
from app.mapping.leftover import LeftOver
from app.mapping.model import Importance, PackBox, Section, Source
from app.mapping.transform import written_date
from app.pdf.template import BoxId, BoxKind


class FillState(StrEnum):
    """How a box stands."""

    FILLED = "filled"
    EMPTY_ON_PURPOSE = "empty_on_purpose"
    MISSING = "missing"
    PROPOSED = "proposed"
    TYPED = "typed"
    UNMAPPED = "unmapped"


class EmptyReason(StrEnum):
    """Why a box is empty on purpose."""

    SECTION = "its section does not apply to this request"
    ALTERNATIVE = "another box of the same group is filled"
    GROUP_OPEN = "its group is counted once, as missing"
    CONDITION = "it is asked for in other cases only"
    NOT_FOR_OFFICE = "it is for the payer"
    NO_ROW = "there is nothing more to list"
    OPTIONAL = "it is optional and not documented"
    NOT_TICKED = "it does not hold for this request"
    TYPED_EMPTY = "it was emptied by hand"
    SIGNING = "it is filled when the form is signed"


@dataclass(frozen=True, slots=True)
class BoxFill:
    """One box and what stands in it.

    Attributes:
        value: the text, True or False for a check box, None for nothing. Of a PROPOSED box: what would be printed.
        keys: the keys behind it; for a missing box those that it asks for.
        origins: where each of the facts behind it comes from.
        question: `ask.…`, or None.
        section: id of its section, empty without a pack.
        title: what the form calls the box.
        lacking: keys asked for and not documented, also where the box is filled without them.
        reason: why it is empty on purpose.
        note: what a person should look at again, or empty.
    """

    box: BoxId
    page: int
    kind: BoxKind
    value: str | bool | None
    state: FillState
    keys: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    question: str | None = None
    section: str = ""
    title: str = ""
    importance: Importance = Importance.OPTIONAL
    lacking: tuple[str, ...] = ()
    reason: EmptyReason | None = None
    note: str = ""

    @property
    def is_printed(self) -> bool:
        """Whether its value goes onto the page."""
        return self.state in (FillState.FILLED, FillState.TYPED) and self.value is not None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many boxes stand how; the parts add up to `boxes`. Typed boxes count as filled."""

    boxes: int
    filled: int
    empty_on_purpose: int
    missing: int
    proposed: int
    unmapped: int = 0

    def sentence(self) -> str:
        """`125 boxes: 97 filled, 25 empty on purpose, 3 missing, 1 proposed`."""
        parts = [f"{self.filled} filled", f"{self.empty_on_purpose} empty on purpose", f"{self.missing} missing"]
        if self.proposed:
            parts.append(f"{self.proposed} proposed")
        if self.unmapped:
            parts.append(f"{self.unmapped} not mapped")
        return f"{self.boxes} boxes: {', '.join(parts)}"


@dataclass(frozen=True, slots=True)
class SignaturePlaces:
    """Where the signer's mark goes, and the texts of the boxes that take the date of signing."""

    mark: tuple[BoxId, ...] = ()
    dates: Mapping[BoxId, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FilledForm:
    """Every box of a form in reading order, and the sections in force.

    Attributes:
        sections: those that apply to this request, in the pack's order.
        titles: id of every section to its title, from the outermost inwards.
        unplaced: boxes of the pack that this blank does not have.
        strays: what was typed on boxes that the form does not have any more; it stands nowhere on the page.
        left_over: therapies that stand nowhere on the form, because its table is too short and no other box takes them.
        signature_boxes: boxes that wait for the signer's mark.
        date_boxes: boxes that wait for the date of signing, and how each wants it written.
    """

    boxes: Mapping[BoxId, BoxFill]
    sections: tuple[Section, ...] = ()
    titles: Mapping[str, str] = field(default_factory=dict)
    unplaced: tuple[PackBox, ...] = ()
    strays: tuple[BoxEntry, ...] = ()
    left_over: tuple[LeftOver, ...] = ()
    signature_boxes: tuple[BoxId, ...] = ()
    date_boxes: Mapping[BoxId, Source] = field(default_factory=dict)

    @property
    def counts(self) -> Counts:
        """How many boxes stand how."""
        states = [fill.state for fill in self.boxes.values()]
        return Counts(
            boxes=len(states),
            filled=states.count(FillState.FILLED) + states.count(FillState.TYPED),
            empty_on_purpose=states.count(FillState.EMPTY_ON_PURPOSE),
            missing=states.count(FillState.MISSING),
            proposed=states.count(FillState.PROPOSED),
            unmapped=states.count(FillState.UNMAPPED),
        )

    def values(self) -> dict[BoxId, str | bool]:
        """What is printed: box to text or tick. No proposal is; False clears a tick that the blank comes with."""
        printed: dict[BoxId, str | bool] = {}
        for fill in self.boxes.values():
            if fill.is_printed and fill.value is not None:
                printed[fill.box] = fill.value
            elif fill.value is False:
                printed[fill.box] = False
        return printed

    def in_state(self, *states: FillState) -> tuple[BoxFill, ...]:
        """The boxes in one of the states, in the order of the paper."""
        return tuple(fill for fill in self.boxes.values() if fill.state in states)

    def missing(self) -> tuple[BoxFill, ...]:
        """The boxes that ask for something not documented, in the order of the paper."""
        return self.in_state(FillState.MISSING)

    def proposed(self) -> tuple[BoxFill, ...]:
        """The boxes whose answer waits for somebody to confirm it."""
        return self.in_state(FillState.PROPOSED)

    def boxes_of(self, key: str) -> tuple[BoxId, ...]:
        """The boxes that a key or a question stands in: from the datum to the page."""
        return tuple(fill.box for fill in self.boxes.values() if key in fill.keys or key == fill.question)

    def signature_places(self, day: dt.date) -> SignaturePlaces:
        """Where the mark goes, and the date of signing written as each box wants it."""
        dates = {box_id: written_date(source, day) for box_id, source in self.date_boxes.items()}
        return SignaturePlaces(self.signature_boxes, dates)

    def signed(self, day: dt.date, origin: Origin) -> FilledForm:
        """The form with its signature and date boxes filled; the mark itself is drawn by signing."""
        changed = dict(self.boxes)
        places = self.signature_places(day)
        for box_id in places.mark:
            changed[box_id] = replace(changed[box_id], state=FillState.FILLED, reason=None, origins=(origin,))
        for box_id, text in places.dates.items():
            fill = changed[box_id]
            changed[box_id] = replace(fill, value=text, state=FillState.FILLED, reason=None, origins=(origin,))
        return replace(self, boxes=changed)
