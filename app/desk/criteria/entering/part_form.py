"""One part of a policy: its fields, and what is asked in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.criteria.own.draft import COVERS_SPOT, HEAD_SPOT, Flaw, PolicyTable, Spot
from app.criteria.own.parts import COVERS, HEAD, MONTHS, Asks, part_of
from app.criteria.own.said import condition_words
from app.desk.criteria.entering.condition_form import ConditionForm
from app.desk.criteria.entering.editors import Today
from app.desk.criteria.entering.fields_form import FieldsForm
from app.desk.widgets.plain import button, empty, label, pane, row, scrolling
from app.desk.widgets.tabbing import tab_through

_ALWAYS_THERE = frozenset({"title", "payers", "source", "verified", "complete", "checked", "checked_by"})


class PartForm(QWidget):
    """The right side of entering rules."""

    #: The part that is shown is to go.
    removed = Signal(object)

    def __init__(self, changed: Callable[[], None], today: Today) -> None:
        super().__init__()
        self._changed, self._today = changed, today
        self._threading = QTimer(self)
        self._threading.setSingleShot(True)
        self._threading.timeout.connect(self._thread)
        self.at: Spot | None = None
        self._item: dict[str, Any] = {}
        self.forms: list[FieldsForm] = []
        self.condition: ConditionForm | None = None
        self._said = label("", "hint", wrap=True)
        self._other = label("", "finding", wrap=True)
        self._body = pane()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(16, 8, 16, 24)
        self._list.setSpacing(8)
        self._area = scrolling(self._body)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._area)

    def show_part(self, table: PolicyTable, at: Spot) -> None:
        """Show one part of a policy; what is settled is written into the table."""
        self.at = at
        self._clear()
        if at == HEAD_SPOT:
            self._show_head(table)
        elif at == COVERS_SPOT:
            self._show_fields("What it covers", COVERS, table)
        else:
            self._show_item(table, at)
        self._list.addStretch(1)
        self._area.verticalScrollBar().setValue(0)
        self._order()

    def show_flaws(self, flaws: tuple[Flaw, ...]) -> None:
        """Say what is to be done, beside the fields."""
        mine = tuple(flaw for flaw in flaws if flaw.at == self.at)
        shown: set[str] = set()
        for form in self.forms:
            form.show_flaws(mine)
            shown |= set(form.editors)
        if self.condition is not None:
            self.condition.show_flaws(mine)
            words = condition_words(self._item)
            self._said.setText(f"Looked at like this: {words}." if words else "")
            shown |= set() if self.condition.form is None else set(self.condition.form.editors)
        self._other.setText(" ".join(flaw.says for flaw in mine if flaw.field not in shown))
        self._other.setVisible(bool(self._other.text()))
        self._said.setVisible(bool(self._said.text()))

    def focus_first(self) -> None:
        """Have the first field take the focus."""
        if self.forms:
            next(iter(self.forms[0].editors.values())).setFocus()

    def _tell(self) -> None:
        self._changed()
        self._order()

    def _order(self) -> None:
        """Have Tab go through the fields as they stand, as soon as they stand."""
        self._threading.start(0)

    def _thread(self) -> None:
        stops = [
            item
            for item in self._body.findChildren(QWidget)
            if item.isVisibleTo(self._body) and item.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        stops.sort(key=self._place)
        if stops:
            tab_through(stops[0], stops[1:])

    def _place(self, item: QWidget) -> tuple[int, int]:
        """Where a field stands, from the top."""
        corner = item.mapTo(self._body, QPoint(0, 0))
        return corner.y(), corner.x()

    def _clear(self) -> None:
        for kept in (self._said, self._other):
            self._list.removeWidget(kept)
            kept.clear()
            kept.setParent(self._body)
            kept.hide()
        empty(self._list)
        self.forms = []
        self.condition = None

    def _show_head(self, table: PolicyTable) -> None:
        self._show_fields("The policy", HEAD, table)
        if table.get("copied_from"):
            words = f"A copy of {table['copied_from']} that the office corrects."
            self._list.insertWidget(1, label(words, "quiet", wrap=True))
        months = dict(table.get("authorized_months", {}))

        def keep() -> None:
            table["authorized_months"] = months
            self._tell()

        form = FieldsForm(MONTHS, months, keep, self._today)
        self._list.addWidget(label("For how long", "section"))
        self._list.addWidget(form)
        self.forms.append(form)

    def _show_fields(self, title: str, fields: Any, table: dict[str, Any]) -> None:
        form = FieldsForm(fields, table, self._tell, self._today, _ALWAYS_THERE)
        self._list.addWidget(label(title, "section"))
        self._list.addWidget(form)
        self.forms.append(form)

    def _show_item(self, table: PolicyTable, at: Spot) -> None:
        part = part_of(at[0])
        self._item = table[at[0]][at[1]]
        self._show_fields(part.words, part.fields, self._item)
        if part.condition is not Asks.NOTHING:
            none = "choose what is asked …" if part.condition is Asks.MUST else "always"
            self.condition = ConditionForm(
                self._item, self._tell, self._today, may_ask_nothing=part.name == "rule", none=none
            )
            self._list.addWidget(label("What is asked" if part.name == "rule" else "When", "section"))
            self._list.addWidget(self.condition)
            self._list.addWidget(self._said)
        self._list.addWidget(self._other)
        if part.limits:
            self._show_fields("Only for some", part.limits, self._item)
        gone = button("Remove this", lambda: self.removed.emit(at), kind="link", says=f"Remove this part: {part.words}")
        self._list.addLayout(row(gone, None))
