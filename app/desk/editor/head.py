"""The line over the editor: which form, how far it is, undo, and the one act that puts it to use."""

from __future__ import annotations

import datetime as dt
from enum import Enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QSizePolicy, QWidget

from app.desk.widgets.plain import button, column, hairline, label, row, stretchy, tool
from app.mapping.drafting.model import BoxState, Draft


class Part(Enum):
    """What the right side shows."""

    BOXES = "Boxes"
    BOX = "This box"
    ABOUT = "About the form"
    TRIAL = "Test fill"


class EditorHead(QWidget):
    """Title, counts, parts and acts."""

    part_chosen = Signal(object)
    undone = Signal()
    redone = Signal()
    used = Signal()
    exported = Signal()
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "title")
        self._counts = label("", "quiet")
        self._said = label("", "hint")
        self._said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._said.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._undo = tool("undo", "Undo (Ctrl+Z)", self.undone.emit)
        self._redo = tool("redo", "Make again (Ctrl+Shift+Z)", self.redone.emit)
        self._use = button("Use this setup", self.used.emit, kind="primary")
        self._use.setToolTip("Fill requests on this form by it from now on (Ctrl+S)")
        export = tool("save", "Save the form's setup as a file", self.exported.emit)
        self._parts: dict[Part, QPushButton] = {}
        group = QButtonGroup(self)
        group.setExclusive(True)
        for part in Part:
            made = button(part.value, lambda p=part: self.part_chosen.emit(p), kind="chip")  # type: ignore[misc]
            made.setCheckable(True)
            group.addButton(made)
            self._parts[part] = made
        self._parts[Part.BOXES].setChecked(True)
        top = row(
            tool("left", "Back to the forms", self.back.emit),
            stretchy(self._title),
            self._undo,
            self._redo,
            export,
            self._use,
        )
        below = row(self._counts, 8, self._said, 8, *self._parts.values(), gap=6)
        below.setStretchFactor(self._said, 1)
        layout = column(top, below, gap=4)
        layout.setContentsMargins(8, 8, 12, 6)
        outer = column(layout, hairline(), gap=0)
        self.setLayout(outer)
        self._title.setMinimumWidth(60)

    @property
    def counts(self) -> str:
        """How far the form is, in words."""
        return self._counts.text()

    @property
    def said(self) -> str:
        """What was said last."""
        return self._said.text()

    def show_loading(self) -> None:
        """Say that the form is being read."""
        self._title.setText("")
        self._counts.setText("Reading the form's boxes …")
        self._use.setEnabled(False)

    def show_draft(self, draft: Draft, *, can_edit: bool) -> None:
        """Say which form it is and how far it is."""
        self._title.setText(draft.head.title)
        self._title.setToolTip(f"{draft.head.title} · {draft.head.payer}")
        self._counts.setText(counts_words(draft))
        self._use.setEnabled(can_edit)

    def show_steps(self, undo: str, redo: str) -> None:
        """Say what can be taken back and made again."""
        self._undo.setEnabled(bool(undo))
        self._redo.setEnabled(bool(redo))
        self._undo.setToolTip(f"Undo: {undo} (Ctrl+Z)" if undo else "Nothing to undo")
        self._redo.setToolTip(f"Make again: {redo} (Ctrl+Shift+Z)" if redo else "Nothing to make again")

    def show_kept(self, at: dt.datetime) -> None:
        """Say when the draft was last kept."""
        self._said.setText(f"Saved {at:%H:%M}")

    def say(self, words: str) -> None:
        """Say something short beside the parts."""
        self._said.setText(words)

    def light(self, part: Part) -> None:
        """Show which part is open."""
        self._parts[part].setChecked(True)


def counts_words(draft: Draft) -> str:
    """How many boxes are settled, are questions, wait with an offer, are not understood."""
    states = [box.state for box in draft.boxes]
    sure = len(draft.sure)
    parts = [f"{len(states)} boxes", f"{sum(not box.is_open for box in draft.boxes)} settled"]
    questions = states.count(BoxState.QUESTION)
    if questions:
        parts.append(f"{questions} of them answer questions")
    waiting = states.count(BoxState.SUGGESTED)
    if sure:
        parts.append(f"{sure} sure")
    if waiting - sure:
        parts.append(f"{waiting - sure} suggested")
    if states.count(BoxState.OPEN):
        parts.append(f"{states.count(BoxState.OPEN)} not understood")
    return f"{parts[0]}: {', '.join(parts[1:])}"
