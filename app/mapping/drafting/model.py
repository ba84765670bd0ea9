"""A pack under edit: every box of a form, whether its meaning is settled or only offered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.mapping.model import Importance, Pack, Section, Source, SourceKind
from app.pdf.template import BoxId, BoxKind, Look, Rect

#: From here on an offer counts as sure.
SURE = 0.90


class BoxState(StrEnum):
    """How far a box is settled."""

    ACCEPTED = "accepted"
    QUESTION = "question"
    NOT_OURS = "not for the office"
    BY_HAND = "typed by hand"
    SUGGESTED = "suggested"
    OPEN = "not understood"


_STATES = {
    SourceKind.ASK: BoxState.QUESTION,
    SourceKind.NEVER: BoxState.NOT_OURS,
    SourceKind.BY_HAND: BoxState.BY_HAND,
}


class Standing(StrEnum):
    """How a box of a new edition stands to the pack of the old one."""

    FRESH = ""
    SAME = "same place as before"
    MOVED = "moved"
    NEW = "new"
    DOUBTFUL = "doubtful"


@dataclass(frozen=True, slots=True)
class DraftBox:
    """One box under edit.

    Attributes:
        id: its name in the draft, which it keeps when it is moved.
        rank: its place in the order of its page.
        own: whether it is a box of the form itself, which lies where the payer put it.
        field: the form's own name where that names this box alone.
        on: its ticked state where the field has several buttons.
        ring: whether it is a printed letter that is circled, not ticked.
        source: what it is for, or None as long as nobody has settled that.
        offered: a reference of the vocabulary that it seems to ask for, or empty.
        format: in which the offered value would have to be written; empty for the usual way.
        confidence: how often such an offer is right.
        question: what a check box answers, as printed.
        siblings: the other boxes that answer the same question.
        standing: to the pack of an earlier edition.
        carried: what that pack says of it, as long as nobody has confirmed that it holds here too.
    """

    id: BoxId
    rank: float
    page: int
    rect: Rect
    kind: BoxKind
    label: str = ""
    section: str = ""
    own: bool = False
    field: str = ""
    on: str = ""
    look: Look = Look()
    cells: int = 0
    limit: int | None = None
    choices: tuple[str, ...] = ()
    baselines: tuple[float, ...] = ()
    ring: bool = False
    source: Source | None = None
    importance: Importance = Importance.OPTIONAL
    group: str = ""
    when: str = ""
    rest: str = ""
    offered: str = ""
    format: str = ""
    confidence: float = 0.0
    question: str = ""
    siblings: tuple[BoxId, ...] = ()
    standing: Standing = Standing.FRESH
    carried: Source | None = None

    @property
    def state(self) -> BoxState:
        """How far it is settled."""
        if self.source is not None:
            return _STATES.get(self.source.kind, BoxState.ACCEPTED)
        return BoxState.SUGGESTED if self.has_offer else BoxState.OPEN

    @property
    def has_offer(self) -> bool:
        """Whether something waits to be accepted."""
        return bool(self.offered) or self.carried is not None

    @property
    def is_changed(self) -> bool:
        """Whether it is not as it was in the earlier edition."""
        return self.standing in (Standing.MOVED, Standing.NEW, Standing.DOUBTFUL)

    @property
    def is_open(self) -> bool:
        """Whether somebody has still to look at it."""
        return self.source is None

    @property
    def is_sure(self) -> bool:
        """Whether it waits with an offer that is almost always right."""
        return self.source is None and self.has_offer and self.confidence >= SURE


@dataclass(frozen=True, slots=True)
class Earlier:
    """The edition that a draft was carried over from.

    Attributes:
        edition: that it prints; empty where it prints none.
        gone: its boxes that the new edition does not have, each with page, label and meaning in words.
    """

    title: str
    edition: str
    gone: tuple[tuple[int, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """A pack under edit.

    Attributes:
        head: everything of the pack but its boxes.
        boxes: by page and rank.
        earlier: the edition that it was carried over from, or None.
    """

    head: Pack
    boxes: tuple[DraftBox, ...] = ()
    earlier: Earlier | None = None

    def box(self, box_id: BoxId) -> DraftBox | None:
        """The box of that name, or None."""
        return next((box for box in self.boxes if box.id == box_id), None)

    def some(self, ids: Iterable[BoxId]) -> tuple[DraftBox, ...]:
        """The boxes of those names, in the order of the draft."""
        wanted = frozenset(ids)
        return tuple(box for box in self.boxes if box.id in wanted)

    @property
    def sure(self) -> tuple[DraftBox, ...]:
        """Boxes that wait with an offer that is almost always right."""
        return tuple(box for box in self.boxes if box.is_sure)

    @property
    def open(self) -> tuple[DraftBox, ...]:
        """Boxes that somebody has still to look at."""
        return tuple(box for box in self.boxes if box.is_open)

    @property
    def changed(self) -> tuple[DraftBox, ...]:
        """Boxes that are not as they were in the earlier edition."""
        return tuple(box for box in self.boxes if box.is_changed)

    def section(self, section_id: str) -> Section | None:
        """The section of that id, or None."""
        return self.head.section(section_id)


def in_order(boxes: Iterable[DraftBox]) -> tuple[DraftBox, ...]:
    """The boxes by page and rank."""
    return tuple(sorted(boxes, key=lambda box: (box.page, box.rank, box.id)))
