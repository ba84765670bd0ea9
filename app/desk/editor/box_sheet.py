"""Everything about one box on a page of its own: what it takes, when, with which others, and what that prints."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desk.editor.conditions import ConditionsEditor
from app.desk.editor.letters import LettersEditor
from app.desk.editor.question import QuestionEditor
from app.desk.editor.takes import TakesEditor
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, column, hairline, label, row, scrolling
from app.desk.widgets.tick import Tick
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.groups import group_of
from app.mapping.leftover import LEDGER
from app.mapping.model import PackBox, Pick, SourceKind
from app.pdf.template import BoxKind


class BoxSheet(QWidget):
    """The page "This box" of the editor."""

    #: What the box takes.
    written = Signal(object)
    asked = Signal()
    cleared = Signal()
    #: Rule under which it is filled.
    limited = Signal(str)
    #: The question, changed.
    reworded = Signal(object)
    #: How many of the group are filled, or None for no group; with the boxes of it.
    grouped = Signal(object, object)
    #: Whether it takes what the table has no room for.
    rest_taken = Signal(str)
    #: How it is written in: look, and letters at the most.
    lettered = Signal(object, object)
    back = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._group: tuple[DraftBox, ...] = ()
        self._name = label("", "title", wrap=True)
        self._where = label("", "hint")
        self.takes = TakesEditor()
        self.prints = label("", "quiet", wrap=True)
        self.when = ConditionsEditor("Filled", "Filled whenever its section is asked for.")
        self.group = Choice()
        self.group.setAccessibleName("Of the boxes that belong together")
        self.group.set_items(
            [(Pick.ONE, "only one is filled"), (Pick.ANY, "any of them are filled"), (None, "no group")]
        )
        self.group.activated.connect(lambda _: self._regroup())
        self._group_words = label("", wrap=True)
        self.rest = Tick("Also takes the earlier therapies that the form's table has no room for")
        self.rest.toggled.connect(lambda on: self.rest_taken.emit(LEDGER if on else ""))
        self.letters = LettersEditor()
        self.letters.settled.connect(self.lettered)
        self._letters_head = label("Its letters", "section")
        self.question = QuestionEditor()
        self._question_head = label("The question", "section")
        self._build()
        self.takes.settled.connect(self.written)
        self.takes.asked.connect(self.asked)
        self.takes.cleared.connect(self.cleared)
        self.when.settled.connect(self.limited)
        self.question.settled.connect(self.reworded)

    def _build(self) -> None:
        self.group.setFixedWidth(190)
        back = button("All boxes  F3", self.back.emit, kind="link", icon_name="left")
        inner = QWidget()
        inner.setLayout(
            column(
                self._name,
                self._where,
                self.takes,
                self.prints,
                hairline(),
                self._question_head,
                self.question,
                label("Filled when", "section"),
                self.when,
                label("Boxes that belong together", "section"),
                self._group_words,
                row(self.group, None),
                self.rest,
                self._letters_head,
                self.letters,
                None,
                gap=8,
            )
        )
        inner.layout().setContentsMargins(12, 4, 12, 12)  # type: ignore[union-attr]
        head = row(back, None)
        head.setContentsMargins(8, 6, 8, 0)
        layout = column(head, scrolling(inner), gap=0)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.setFocusProxy(self.takes.kind)

    def show_box(self, draft: Draft, box: DraftBox | None, *, can_edit: bool) -> None:
        """Show a box as it is now."""
        self.setEnabled(box is not None)
        if box is None:
            return
        for part in (self.takes, self.question, self.when, self.group, self.rest, self.letters):
            part.setEnabled(can_edit)
        self._name.setText(box.label or "Box without words near it")
        self._where.setText(f"Page {box.page} · {draft.head.section_title(box.section)}")
        self.takes.show_box(draft, box)
        self.when.show_rule(box.when)
        self._show_question(draft, box)
        self._show_group(draft, box)
        self.letters.show_box(box)
        is_written = not box.own and box.kind not in (BoxKind.CHECK, BoxKind.SIGNATURE)
        self._letters_head.setVisible(is_written)
        self.letters.setVisible(is_written)
        self.rest.blockSignals(True)
        self.rest.setChecked(box.rest == LEDGER)
        self.rest.blockSignals(False)
        self.rest.setVisible(box.kind is BoxKind.MULTILINE or bool(box.rest))

    def show_prints(self, lines: tuple[tuple[str, str], ...]) -> None:
        """Say what stands in the box for the invented patients."""
        self.prints.setText("\n".join(f"{name}:  {text}" for name, text in lines))
        self.prints.setVisible(bool(lines) and not self.question.isVisibleTo(self))

    def _show_question(self, draft: Draft, box: DraftBox) -> None:
        source = box.source
        asks = source is not None and source.kind is SourceKind.ASK
        question = draft.head.question(source.question) if asks and source is not None else None
        self._question_head.setVisible(question is not None)
        self.question.setVisible(question is not None)
        if question is not None:
            ticked = any(
                item.source is not None and item.source.question == question.id and bool(item.source.equals)
                for item in draft.boxes
            )
            self.question.show_question(question, is_ticked=ticked)

    def _regroup(self) -> None:
        self.grouped.emit(self.group.value, tuple(item.id for item in self._group))

    def _show_group(self, draft: Draft, box: DraftBox) -> None:
        name = _group(box)
        self._group = tuple(item for item in draft.boxes if name and _group(item) == name)
        others = len(self._group) > 1
        named = " · ".join(item.label or "box" for item in self._group)
        hint = "Mark several boxes in the table with Shift and the arrows to put them together."
        self._group_words.setText(named if others else hint)
        self.group.setVisible(others)
        self.group.set_value(draft.head.picks.get(name, Pick.ONE))


def _group(box: DraftBox) -> str:
    if box.source is None:
        return box.group
    return group_of(PackBox(box.source, box.label, box.section, group=box.group), is_check=box.kind is BoxKind.CHECK)
