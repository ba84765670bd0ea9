"""The draft under the person's hands: which box is chosen, every act on it, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from app.mapping.drafting import acts, asking
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.offers import source_of
from app.mapping.drafting.steps import BoxChange, History, Step
from app.mapping.model import Pack
from app.pdf.template import BoxId, BoxKind, Rect


class Working(QObject):
    """A draft with its history and the chosen box. Views listen and show; they change nothing themselves."""

    #: The draft is another one now.
    changed = Signal()
    #: Another box is the chosen one.
    chosen = Signal()
    #: Something to be said in a short line.
    said = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.history: History | None = None
        self.can_edit = True
        self._current: BoxId | None = None
        self._marked: tuple[BoxId, ...] = ()
        self._at = 0
        #: The boxes in the order in which they are listed.
        self.listed: Callable[[], tuple[BoxId, ...]] = lambda: tuple(box.id for box in self.draft.boxes)

    @property
    def draft(self) -> Draft:
        """The draft as it stands."""
        return self.history.draft if self.history is not None else Draft(_NOTHING)

    @property
    def current(self) -> DraftBox | None:
        """The chosen box."""
        return None if self._current is None else self.draft.box(self._current)

    @property
    def current_id(self) -> BoxId | None:
        """The name of the chosen box."""
        return self._current

    @property
    def targets(self) -> tuple[BoxId, ...]:
        """The boxes that an act is for: those that are marked together, or the chosen one."""
        if len(self._marked) > 1 and self._current in self._marked:
            return self._marked
        return () if self._current is None else (self._current,)

    def mark(self, ids: tuple[BoxId, ...]) -> None:
        """Mark several boxes for the next act."""
        self._marked = ids

    def begin(self, draft: Draft) -> None:
        """Work on another draft, from its first open box on."""
        self.history = History(draft)
        first = next(iter(draft.open), next(iter(draft.boxes), None))
        self._current = None if first is None else first.id

    def end(self) -> None:
        """Work on none."""
        self.history, self._current = None, None

    # Choosing

    def choose(self, box_id: BoxId | None) -> None:
        """Make a box the chosen one."""
        if box_id is not None and box_id != self._current:
            self._current = box_id
            self._at = next((at for at, listed in enumerate(self.listed()) if listed == box_id), 0)
            self.chosen.emit()

    def go_open(self, by: int) -> None:
        """Go to the next or previous box that is not settled."""
        waiting = {box.id for box in self.draft.open}
        if not waiting:
            self.said.emit("No box is open any more: look at the test fill, then use the setup.")
            return
        order = [box_id for box_id in self.listed() if box_id in waiting or box_id == self._current]
        if not waiting & set(order):
            order = [box.id for box in self.draft.boxes]
        # A box that was settled has left a list of open ones: what follows it stands in its place.
        start = order.index(self._current) if self._current in order else min(self._at, len(order)) - (by > 0)
        places = (order[(start + by * off) % len(order)] for off in range(1, len(order) + 1))
        self.choose(next(box_id for box_id in places if box_id in waiting))

    def step(self, by: int) -> None:
        """Go to the next or previous box of the paper."""
        order = [box.id for box in self.draft.boxes]
        at = order.index(self._current) + by if self._current in order else 0
        if 0 <= at < len(order):
            self.choose(order[at])

    # Acts

    def accept(self) -> None:
        """Settle the chosen box on what is offered, and go to the next that is open."""
        box = self.current
        if box is None:
            return
        if box.is_open and not box.has_offer:
            self.said.emit("Nothing is offered here: type what it means, or F9 asks it.")
            return
        if box.is_open:
            self.on_box(lambda draft, box_id: acts.accept(draft, (box_id,)))
        self.go_open(1)

    def ask(self) -> None:
        """Make the chosen box a question, with the boxes that answer the same; or just those that are marked."""
        marked = self.targets
        if len(marked) > 1:
            self.do(lambda draft: asking.ask_together(draft, marked))
        else:
            self.on_box(asking.ask)
        self.go_open(1)

    def ask_rest(self) -> None:
        """Make every box that nobody understands a question, worded as the form prints it."""
        self.do(lambda draft: asking.ask_each(draft, [box.id for box in draft.boxes]))
        if self.draft.open:
            self.go_open(1)

    def not_ours(self) -> None:
        """Leave the chosen box to the payer."""
        self.on_boxes(acts.not_ours)
        self.go_open(1)

    def by_hand(self) -> None:
        """Leave the chosen box to be typed on the page."""
        self.on_boxes(acts.by_hand)
        self.go_open(1)

    def reopen(self) -> None:
        """Take the meaning off the chosen box."""
        self.on_boxes(acts.reopen)

    def pick(self, key: str) -> None:
        """Give the chosen box a meaning, and go to the next that is open."""
        box = self.current
        source = None if box is None else source_of(key, box.kind)
        if source is not None:
            self.on_box(lambda draft, box_id: acts.mean(draft, box_id, source))
        self.go_open(1)

    def delete(self) -> None:
        """Delete the chosen box; the form's own cannot be deleted."""
        ids, box = self.targets, self.current
        drawn = [item.id for item in self.draft.some(ids) if not item.own]
        if box is None:
            return
        if not drawn:
            self.said.emit("A box of the form itself cannot be deleted. F7 leaves it empty.")
            return
        order = [item.id for item in self.draft.boxes if item.id not in drawn or item.id == box.id]
        at = order.index(box.id)
        if box.id in drawn and len(order) > 1:
            self.choose(order[at + 1] if at + 1 < len(order) else order[at - 1])
        self.do(lambda draft: acts.delete(draft, drawn))

    def draw(self, page: int, rect: Rect, kind: BoxKind) -> None:
        """Draw a box and choose it."""
        before = {box.id for box in self.draft.boxes}
        self.do(lambda draft: acts.add(draft, page, rect, kind))
        self.choose(next((box.id for box in self.draft.boxes if box.id not in before), None))

    def amend_drawn(self, box: DraftBox | None) -> None:
        """Say more of a box that was drawn just now, as a part of the same step."""
        history = self.history
        last = history.done[-1] if history is not None and history.done else None
        if box is None or history is None or last is None or [change.before for change in last.boxes] != [None]:
            return
        if (drawn := last.boxes[0].after) is not None and drawn.id == box.id:
            self._become(history.undo().after(replace(last, boxes=(BoxChange(None, box),))))

    def place(self, name: str, rect: Rect, is_move: bool) -> None:
        """Move a box as it is, or give it another shape."""
        box = self.draft.box(BoxId(name))
        if box is None:
            return
        dx, dy = rect.x0 - box.rect.x0, rect.y0 - box.rect.y0
        if is_move:
            self.do(lambda draft: acts.move(draft, (box.id,), dx, dy))
        else:
            self.do(lambda draft: acts.resize(draft, box.id, rect))

    def nudge(self, dx_pt: float, dy_pt: float, sizes: bool) -> None:
        """Move the chosen box by a little, or move its upper right corner."""
        box = self.current
        if box is None:
            return
        rect = Rect(box.rect.x0, box.rect.y0, box.rect.x1 + dx_pt, box.rect.y1 + dy_pt)
        if sizes:
            self.do(lambda draft: acts.resize(draft, box.id, rect))
        else:
            self.do(lambda draft: acts.move(draft, (box.id,), dx_pt, dy_pt))

    def undo(self) -> None:
        """Take the last step back."""
        if self.history is not None and self.history.done:
            self.said.emit(f"Undone: {self.history.done[-1].label}")
            self._become(self.history.undo())

    def redo(self) -> None:
        """Make the step again that was taken back last."""
        if self.history is not None and self.history.undone:
            self.said.emit(f"Made again: {self.history.undone[-1].label}")
            self._become(self.history.redo())

    def on_box(self, act: Callable[[Draft, BoxId], Step]) -> None:
        """Do something to the chosen box."""
        box_id = self._current
        if box_id is not None:
            self.do(lambda draft: act(draft, box_id))

    def on_boxes(self, act: Callable[[Draft, tuple[BoxId, ...]], Step]) -> None:
        """Do something to the boxes that are marked, or to the chosen one."""
        ids = self.targets
        if ids:
            self.do(lambda draft: act(draft, ids))

    def do(self, act: Callable[[Draft], Step]) -> None:
        """Do something to the draft."""
        if self.history is not None and self.can_edit:
            self._become(self.history.after(act(self.history.draft)))

    def _become(self, history: History) -> None:
        if history is self.history:
            return
        self.history = history
        if self.current is None:
            self._current = next((box.id for box in history.draft.boxes), None)
        self.changed.emit()


_NOTHING = Pack("payer/form/edition", "Form", "Payer", 1)
