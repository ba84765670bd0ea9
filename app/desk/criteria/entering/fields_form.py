"""Some fields of a table as a grid; what is settled is written into the table at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from app.criteria.own.draft import Flaw
from app.criteria.own.fields import Field
from app.desk.criteria.entering.editors import Today, editor_for
from app.desk.widgets.editors import Editor
from app.desk.widgets.fields import FieldGrid

_NAME_PX = 132


class FieldsForm(FieldGrid):
    """Fields of one table.

    Args:
        fields: in their order.
        table: that is written into; what is emptied is taken out of it.
        changed: told after every change.
        today: the office's day.
        required: names that stay in the table though they are empty.
    """

    def __init__(
        self,
        fields: Iterable[Field],
        table: dict[str, Any],
        changed: Callable[[], None],
        today: Today,
        required: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(name_width_px=_NAME_PX)
        self._table, self._tell, self._required = table, changed, required
        self.editors: dict[str, Editor] = {}
        for field in fields:
            made = editor_for(field, table.get(field.name), self._keeper(field.name), today)
            self.editors[field.name] = made
            self.add(made)

    def show_flaws(self, flaws: Iterable[Flaw]) -> None:
        """Say beside each field what is to be done."""
        said = {flaw.field: flaw.says for flaw in flaws}
        for name, made in self.editors.items():
            made.show_finding(said.get(name, ""))

    def _keeper(self, name: str) -> Callable[[object], None]:
        def keep(value: object) -> None:
            if value in (None, "", [], {}, False) and name not in self._required:
                self._table.pop(name, None)
            else:
                self._table[name] = value
            self._tell()

        return keep
