"""Entering a payer's rules: the parts as a list, the chosen one as a form, kept at every step."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from app.criteria.own.draft import Flaw, PolicyTable, Spot, flaws
from app.criteria.own.parts import PARTS
from app.desk.criteria.entering.entries import Entry, entries_of
from app.desk.criteria.entering.part_form import PartForm
from app.desk.widgets.plain import button, hairline, label, pane, row, set_role
from app.desk.widgets.table import Column, RowsTable
from app.services.policies import Begun

_COLUMNS: tuple[Column[Entry], ...] = (
    Column("Part", lambda item: item.words),
    Column("For, about", lambda item: item.about, 120, role=lambda _: "quiet"),
    Column("Open", lambda item: item.state, 68, role=lambda _: "warn"),
)
_TITLE_CHARS = 44


class EnteringPane(QWidget):
    """One policy under the hands."""

    #: The table of the policy after a change.
    kept = Signal(object)
    used = Signal()
    dropped = Signal()
    left = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.begun: Begun | None = None
        self.table: PolicyTable = {}
        self.flaws: tuple[Flaw, ...] = ()
        self._shown: Spot | None = None
        self._may_use = True
        self.title = label("", "title")
        self.state = label("", "quiet")
        self.use_button = button("Use these rules", self.used.emit, kind="primary", icon_name="check")
        self.drop_button = button("Give up", self.dropped.emit, says="Give up what was entered")
        self.back = button("Criteria", self.leave, kind="link", icon_name="left", says="Back to the list of rules")
        self.list: RowsTable[Entry] = RowsTable(_COLUMNS, lambda item: item.name, "Parts of the rules")
        self.part = PartForm(self._changed, today)
        self.adds = {part.name: button(part.add, self._adder(part.name), kind="link") for part in PARTS}
        self._build()
        self.list.chosen.connect(self._choose)
        self.list.opened.connect(lambda _: self.part.focus_first())
        self.part.removed.connect(self._remove)
        away = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        away.activated.connect(self.leave)

    def _build(self) -> None:
        head = row(self.back, self.title, self.state, None, self.drop_button, self.use_button)
        head.setContentsMargins(8, 8, 16, 8)
        side = pane()
        inner = QVBoxLayout(side)
        inner.setContentsMargins(8, 4, 0, 8)
        inner.setSpacing(4)
        inner.addWidget(self.list, 1)
        inner.addLayout(row(self.adds["rule"], self.adds["codes"], None, gap=16))
        inner.addLayout(row(self.adds["note"], self.adds["exemption"], None, gap=16))
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(side)
        splitter.addWidget(self.part)
        self._splitter = splitter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(splitter, 1)
        self.setFocusProxy(self.list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Half for the list, half for the part."""
        super().resizeEvent(event)
        self._splitter.setSizes([round(self.width() * 0.46), round(self.width() * 0.54)])

    def show_begun(self, begun: Begun, *, may_use: bool) -> None:
        """Show rules that were begun, the policy itself first."""
        self.begun, self.table = begun, begun.table
        self._shown, self._may_use = None, may_use
        self.use_button.setVisible(may_use)
        self.drop_button.setText("Give up the changes" if begun.in_force else "Give up")
        self._review()
        self.list.selectRow(0)
        self._choose(self.list.current)

    def leave(self) -> None:
        """Go back to the list; what is being typed is kept first."""
        self.list.setFocus()
        self.left.emit()

    def _changed(self) -> None:
        self._review()
        self.kept.emit(self.table)

    def _review(self) -> None:
        self.flaws = flaws(self.table)
        title = str(self.table.get("title") or "A payer's rules").split(": ")[0]
        self.title.setText(title if len(title) < _TITLE_CHARS else f"{title[: _TITLE_CHARS - 2].rstrip()} …")
        count = len(self.flaws)
        whole = "nothing open" if self._may_use else "nothing open; an administrator puts them in force"
        self.state.setText(f"{count} to settle" if count else whole)
        set_role(self.state, "role", "warn" if count else "good")
        self.use_button.setEnabled(not count)
        self.list.rows_model.set_rows(entries_of(self.table, self.flaws))
        self.part.show_flaws(self.flaws)

    def _choose(self, entry: Entry | None) -> None:
        if entry is None or self._shown == entry.at:
            return
        self._shown = entry.at
        self.part.show_part(self.table, entry.at)
        self.part.show_flaws(self.flaws)

    def _adder(self, name: str) -> Callable[[], None]:
        def add() -> None:
            held = self.table.setdefault(name, [])
            held.append({})
            self._changed()
            at = self.list.rows_model.row_named(f"{name}:{len(held) - 1}")
            self.list.selectRow(at)
            self.part.focus_first()

        return add

    def _remove(self, at: tuple[str, int]) -> None:
        del self.table[at[0]][at[1]]
        self._shown = None
        self._changed()
        self.list.selectRow(0)
        self._choose(self.list.current)
