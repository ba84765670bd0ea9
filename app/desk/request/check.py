"""Check: the payer's rules, then the boxes of the form; what is open comes first, and every line jumps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.criteria.judging import Judgement
from app.desk.check.pane import JudgedPane
from app.desk.check.words import open_count
from app.desk.paper.words import state_words, value_words
from app.desk.widgets.plain import button, label, pane, row
from app.desk.widgets.table import Column, RowsTable
from app.mapping.filled import BoxFill, FillState
from app.mapping.model import Importance
from app.services.prepare import Prepared


class Group(StrEnum):
    """The parts of the count."""

    RULES = "payer's rules"
    SETTLE = "boxes to settle"
    FILLED = "filled"
    PURPOSE = "empty on purpose"
    BY_HAND = "for your hand"


@dataclass(frozen=True, slots=True)
class Line:
    """One box in the list."""

    fill: BoxFill
    section: str

    @property
    def name(self) -> str:
        """What it is known by."""
        return self.fill.box


def group_of(fill: BoxFill) -> Group:
    """Where a box is listed."""
    return {
        FillState.MISSING: Group.SETTLE,
        FillState.PROPOSED: Group.SETTLE,
        FillState.FILLED: Group.FILLED,
        FillState.TYPED: Group.FILLED,
        FillState.UNMAPPED: Group.BY_HAND,
    }.get(fill.state, Group.PURPOSE)


def _role(line: Line) -> str:
    if line.fill.state in (FillState.MISSING, FillState.PROPOSED):
        return "bad" if line.fill.importance is Importance.REQUIRED else "warn"
    return "quiet"


def _said(line: Line) -> str:
    fill = line.fill
    if group_of(fill) is Group.FILLED:
        return value_words(fill)
    if fill.state is FillState.PROPOSED:
        return "proposed"
    if fill.state is FillState.EMPTY_ON_PURPOSE and fill.reason is not None:
        return fill.reason.value
    return state_words(fill)


_COLUMNS: tuple[Column[Line], ...] = (
    Column("Box", lambda line: line.fill.title or line.fill.box, strong=True),
    Column(
        "State",
        _said,
        136,
        role=_role,
    ),
    Column("Page", lambda line: str(line.fill.page), 56, role=lambda _: "quiet"),
)


class CheckPane(QWidget):
    """The fourth step."""

    jumped = Signal(str)
    confirm_all = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._lines: tuple[Line, ...] = ()
        self._group = Group.RULES
        self._can_confirm = False
        self.sentence = label("", "strong", wrap=True)
        self._notes = label("", "quiet", wrap=True)
        self.rules = JudgedPane()
        self.table: RowsTable[Line] = RowsTable(_COLUMNS, lambda line: line.name, "Boxes of the form")
        self.table.opened.connect(lambda line: self.jumped.emit(line.fill.box))
        self.table.clicked.connect(lambda _: self._jump_current())
        self._confirm = button("Confirm all proposals", self.confirm_all.emit)
        self._chips: dict[Group, QPushButton] = {}
        group = QButtonGroup(self)
        for item in Group:
            chip = button(item.value, kind="chip")
            chip.setCheckable(True)
            group.addButton(chip)
            chip.toggled.connect(self._choice(item))
            self._chips[item] = chip
        head = pane()
        inner = QVBoxLayout(head)
        inner.setContentsMargins(16, 12, 16, 8)
        inner.addWidget(self.sentence)
        inner.addWidget(self._notes)
        inner.addLayout(row(self._chips[Group.RULES], self._chips[Group.SETTLE], None, gap=6))
        inner.addLayout(
            row(self._chips[Group.FILLED], self._chips[Group.PURPOSE], self._chips[Group.BY_HAND], None, gap=6)
        )
        inner.addLayout(row(self._confirm, None))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(head)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.rules)
        layout.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        self._chips[self._group].setChecked(True)
        self.show_judgement(None)

    def show_prepared(self, prepared: Prepared | None) -> None:
        """Show how the boxes stand."""
        if prepared is None:
            self.sentence.setText("Choose the payer's form first.")
            self._lines = ()
        else:
            titles = prepared.filled.titles
            fills = prepared.filled.boxes.values()
            self._lines = tuple(Line(fill, titles.get(fill.section, "")) for fill in fills)
            self.sentence.setText(prepared.filled.counts.sentence() + ".")
            self._notes.setText(
                " ".join((*prepared.form.template.notes, *(f.text for f in prepared.findings), *prepared.editions))
            )
        self._notes.setVisible(bool(self._notes.text()))
        can_confirm = prepared is not None and not prepared.is_frozen and bool(prepared.filled.proposed())
        self._can_confirm = can_confirm
        for item, chip in self._chips.items():
            if item is Group.RULES:
                continue
            count = sum(group_of(line.fill) is item for line in self._lines)
            chip.setText(f"{count} {item.value}")
            chip.setAccessibleName(f"Show the boxes that are {item.value}: {count}")
            chip.setVisible(bool(count) or item is Group.SETTLE)
        self._filtered()

    def show_judgement(self, judged: Judgement | None) -> None:
        """Show what the payer's rules say."""
        self.rules.show_judgement(judged)
        chip = self._chips[Group.RULES]
        chip.setText(f"Payer's rules: {open_count(judged)} open")
        chip.setAccessibleName(f"Show the payer's rules, {open_count(judged)} to settle")

    def show_rule(self, text: str) -> None:
        """Show one of the payer's rules, with the focus on it where it has a link."""
        self._chips[Group.RULES].setChecked(True)
        self.rules.focus_rule(text)

    def _choice(self, item: Group) -> Callable[[bool], None]:
        def choose(is_on: bool) -> None:
            if is_on:
                self._group = item
                self._filtered()

        return choose

    def _filtered(self) -> None:
        self._confirm.setVisible(self._can_confirm and self._group is Group.SETTLE)
        self._stack.setCurrentIndex(1 if self._group is Group.RULES else 0)
        lines = [line for line in self._lines if group_of(line.fill) is self._group]
        lines.sort(key=lambda line: list(Importance).index(line.fill.importance))
        self.table.set_rows(lines)

    def _jump_current(self) -> None:
        line = self.table.current
        if line is not None:
            self.jumped.emit(line.fill.box)
