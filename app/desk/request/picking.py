"""Choosing the payer's form, where a request has none yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.request.loading import Loaded
from app.desk.widgets.plain import button, label, row
from app.desk.widgets.table import Column, RowsTable
from app.services.forms import FormState, KnownForm

_COLUMNS: tuple[Column[KnownForm], ...] = (
    Column("Form", lambda form: form.title, strong=True),
    Column("Payer", lambda form: form.payer, 176),
    Column("State", lambda form: form.state.value, 112, role=lambda _: "quiet"),
)

_ROWS_SHOWN = 12


def fitting(loaded: Loaded) -> tuple[KnownForm, ...]:
    """Forms, those of the request's payer and indication first."""
    payer = loaded.case.payer.name.casefold() if loaded.case.payer is not None else ""
    indication = loaded.request.indication

    def rank(form: KnownForm) -> tuple[int, int, int]:
        is_payers = bool(payer) and (payer in form.payer.casefold() or form.payer.casefold() in payer)
        is_for = not form.conditions or indication in form.conditions
        return (not is_payers, not is_for, form.state is not FormState.READY)

    return tuple(sorted(loaded.forms, key=rank))


class FormPicker(QWidget):
    """The list of forms, in place of the page."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._title = label("Which form?", "title")
        self._why = label("", "quiet", wrap=True)
        self.table: RowsTable[KnownForm] = RowsTable(
            _COLUMNS, lambda form: f"{form.pack_id or ''}:{form.sha256}", "Forms to choose from"
        )
        self.table.opened.connect(lambda form: self.chosen.emit(form.choice))
        self.use_button = button("Use this form", self._use, kind="primary")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 24, 24, 24)
        layout.addWidget(self._title)
        layout.addWidget(self._why)
        layout.addWidget(self.table)
        layout.addLayout(row(self.use_button, None))
        layout.addStretch(1)
        self.setFocusProxy(self.table)

    def show_forms(self, loaded: Loaded) -> None:
        """Offer the forms for a request."""
        problem = loaded.problem
        words = "" if problem is None else f"{problem.message} {problem.advice}"
        self._why.setText(words)
        if loaded.prepared is None:
            self.table.set_rows(fitting(loaded))
            self.table.fit_height(_ROWS_SHOWN)

    def _use(self) -> None:
        form = self.table.current
        if form is not None:
            self.chosen.emit(form.choice)
