"""Single steps of an edit, as values that can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.mapping.drafting.model import Draft, DraftBox, in_order
from app.mapping.model import Pack


@dataclass(frozen=True, slots=True)
class BoxChange:
    """One box before and after; None before is a new box, None after one that is deleted."""

    before: DraftBox | None
    after: DraftBox | None

    @property
    def inverse(self) -> BoxChange:
        """The change that takes this one back."""
        return BoxChange(self.after, self.before)


@dataclass(frozen=True, slots=True)
class HeadChange:
    """Everything but the boxes, before and after."""

    before: Pack
    after: Pack


@dataclass(frozen=True, slots=True)
class Step:
    """What one act of a person changed.

    Attributes:
        label: the act in plain words, such as "Accept 45 meanings".
        head: what it changed beside the boxes, or None.
    """

    label: str
    boxes: tuple[BoxChange, ...] = ()
    head: HeadChange | None = None

    @property
    def inverse(self) -> Step:
        """The step that takes this one back."""
        head = None if self.head is None else HeadChange(self.head.after, self.head.before)
        return Step(self.label, tuple(change.inverse for change in self.boxes), head)

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        same_head = self.head is None or self.head.before == self.head.after
        return same_head and all(change.before == change.after for change in self.boxes)


def applied(draft: Draft, step: Step) -> Draft:
    """The draft after the step."""
    boxes = {box.id: box for box in draft.boxes}
    for change in step.boxes:
        if change.before is not None:
            boxes.pop(change.before.id, None)
        if change.after is not None:
            boxes[change.after.id] = change.after
    head = draft.head if step.head is None else step.head.after
    return replace(draft, head=head, boxes=in_order(boxes.values()))


@dataclass(frozen=True, slots=True)
class History:
    """A draft with the steps that led to it and those that were taken back.

    Attributes:
        done: steps that can be taken back, last one last.
        undone: steps that can be made again, last one taken back last.
    """

    draft: Draft
    done: tuple[Step, ...] = ()
    undone: tuple[Step, ...] = ()

    def after(self, step: Step) -> History:
        """With one step more; a step that changes nothing leaves everything as it is."""
        if step.is_empty:
            return self
        return History(applied(self.draft, step), (*self.done, step))

    def undo(self) -> History:
        """Without the last step."""
        if not self.done:
            return self
        last = self.done[-1]
        return History(applied(self.draft, last.inverse), self.done[:-1], (*self.undone, last))

    def redo(self) -> History:
        """With the step that was taken back last."""
        if not self.undone:
            return self
        last = self.undone[-1]
        return History(applied(self.draft, last), (*self.done, last), self.undone[:-1])
