"""One condition: what is asked, chosen in plain words, and its fields; a condition of parts holds forms like itself."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.criteria.own.draft import Flaw
from app.criteria.own.fields import Kind, Shape
from app.criteria.own.kinds import KINDS, kind_of
from app.desk.criteria.entering.editors import Today
from app.desk.criteria.entering.fields_form import FieldsForm
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, empty, hairline, label, row

_NOTHING = "asks_nothing"
_INDENT_PX = 16


class ConditionForm(QWidget):
    """A condition within a table that may hold other things too.

    Args:
        table: that is written into.
        changed: told after every change.
        today: the office's day.
        may_ask_nothing: whether the payer can also be said to ask nothing here.
        none: what stands first in the list, for no condition.
    """

    def __init__(
        self,
        table: dict[str, Any],
        changed: Callable[[], None],
        today: Today,
        *,
        may_ask_nothing: bool = False,
        none: str = "choose what is asked …",
    ) -> None:
        super().__init__()
        self._table, self._tell, self._today = table, changed, today
        self.choice = Choice()
        self.choice.setAccessibleName("What is asked")
        offered = [("", none), *((kind.name, f"{kind.group}: {kind.words}") for kind in KINDS.values())]
        if may_ask_nothing:
            offered.append((_NOTHING, "Nothing is asked"))
        self.choice.set_items(offered)
        self.form: FieldsForm | None = None
        self.beside: FieldsForm | None = None
        self.parts: list[ConditionForm] = []
        self._body = QVBoxLayout()
        self._body.setSpacing(8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.choice)
        layout.addLayout(self._body)
        kind = kind_of(table)
        self.choice.set_value(_NOTHING if table.get(_NOTHING) else "" if kind is None else kind.name)
        self.choice.currentIndexChanged.connect(lambda _: self._become(str(self.choice.value or "")))
        self._show(kind)

    def show_flaws(self, flaws: tuple[Flaw, ...]) -> None:
        """Say beside the fields what is to be done."""
        for shown in (self.form, self.beside):
            if shown is not None:
                shown.show_flaws(flaws)
        for part in self.parts:
            part.show_flaws(flaws)

    def _show(self, kind: Kind | None) -> None:
        empty(self._body)
        self.form = self.beside = None
        self.parts = []
        if kind is None:
            return
        if kind.fields:
            self.form = FieldsForm(kind.fields, self._own_table(kind), self._settled, self._today, _required(kind))
            self._body.addWidget(self.form)
        if kind.beside:
            self.beside = FieldsForm(kind.beside, self._table, self._tell, self._today)
            self._body.addWidget(self.beside)
        if kind.holds_parts:
            self._show_parts(kind)

    def _own_table(self, kind: Kind) -> dict[str, Any]:
        """The table that the fields write into; a condition that is one value has it under an empty name."""
        value = self._table.get(kind.name)
        self._kind, self._inner = kind, value if isinstance(value, dict) and kind.is_table else {"": value}
        return self._inner

    def _settled(self) -> None:
        self._table[self._kind.name] = self._inner if self._kind.is_table else self._inner.get("")
        self._tell()

    def _show_parts(self, kind: Kind) -> None:
        held = self._table.setdefault(kind.holds_parts, [])
        for at, part in enumerate(held):
            form = ConditionForm(part, self._tell, self._today)
            gone = button("Remove this part", kind="link", says=f"Remove part {at + 1}")
            gone.clicked.connect(lambda _=False, at=at: self._drop(kind, at))
            self._body.addWidget(hairline())
            self._body.addLayout(row(label(f"Part {at + 1}", "quiet"), None, gone))
            around = row(_INDENT_PX, form, gap=0)
            around.setStretch(1, 1)
            self._body.addLayout(around)
            self.parts.append(form)
        more = button("Add a part", lambda: self._add(kind), kind="link", icon_name="plus")
        self._body.addLayout(row(more, None))

    def _add(self, kind: Kind) -> None:
        self._table[kind.holds_parts].append({})
        self._show(kind)
        self.parts[-1].choice.setFocus()
        self._tell()

    def _drop(self, kind: Kind, at: int) -> None:
        del self._table[kind.holds_parts][at]
        self._show(kind)
        self._tell()

    def _become(self, name: str) -> None:
        """Ask something else: what the condition before held goes with it."""
        before = kind_of(self._table)
        kind = KINDS.get(name)
        if before is not None and before == kind:
            return
        self._table.pop(_NOTHING, None)
        kept_parts = None
        if before is not None:
            self._table.pop(before.name, None)
            for field in before.beside:
                self._table.pop(field.name, None)
            if before.holds_parts:
                kept_parts = self._table.pop(before.holds_parts, None)
        if name == _NOTHING:
            self._table[_NOTHING] = True
        elif kind is not None:
            self._table[kind.name] = _fresh(kind)
            if kind.holds_parts:
                self._table[kind.holds_parts] = kept_parts or [{}]
        self._show(kind)
        self._tell()


def _fresh(kind: Kind) -> Any:
    """What a condition that was just chosen holds."""
    if kind.is_yes:
        return True
    if kind.holds_parts:
        return [] if kind.holds_parts == kind.name else 1
    if kind.is_table:
        return {}
    return [] if kind.fields[0].shape in (Shape.MANY, Shape.WORDS) else ""


def _required(kind: Kind) -> frozenset[str]:
    """A condition that is one value stays in the table though it is empty, so that it is still that condition."""
    return frozenset() if kind.is_table else frozenset({""})
