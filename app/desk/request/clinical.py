"""Clinical: what for, which drug, diagnoses, therapies tried, measures, why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.binding import RecordBinding
from app.desk.patients import lists
from app.desk.patients.diagnoses import DiagnosesEditor
from app.desk.patients.records import RecordsPane
from app.desk.request.documents import DocumentsPane
from app.desk.request.loading import Loaded
from app.desk.widgets.editors import ChoiceEditor, LineEditor, TextEditor
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import scrolling
from app.desk.widgets.shaped import NumberEditor
from app.domain.drugs import products
from app.domain.ids import PatientId
from app.domain.indications import conditions


class ClinicalPane(QWidget):
    """The second step."""

    #: A list's record was edited, added or removed: label, before, after.
    listed = Signal(str, object, object)

    def __init__(self, whose: Callable[[], PatientId], today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._whose, self._today = whose, today
        self.request = RecordBinding(self)
        self.trials = lists.trials_pane(whose, today, is_narrow=True)
        self.measures = lists.observations_pane(whose, today, is_narrow=True)
        self.documents = DocumentsPane()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(page_of(self._asked(), self.trials, self.measures, self._why(), self.documents)))
        for pane in (self.trials, self.measures):
            noun = pane.noun
            pane.edited.connect(lambda before, after, n=noun: self.listed.emit(f"Edit {n}", before, after))
            pane.added.connect(lambda record, n=noun: self.listed.emit(f"Add {n}", None, record))
            pane.removed.connect(lambda record, n=noun: self.listed.emit(f"Remove {n}", record, None))

    def _asked(self) -> QWidget:
        grid = FieldGrid()
        bind = self.request.bind
        grid.section("Asked for")
        grid.add(bind("indication", ChoiceEditor("Indication", [("", "not chosen"), *conditions().items()])))
        grid.add(bind("diagnoses", DiagnosesEditor()))
        drug = LineEditor("Drug")
        drug.offer([item.full_name for item in products()])
        grid.add(bind("drug.name", drug))
        grid.add(bind("drug.units", NumberEditor("Units a visit")))
        for path, name, hint in (
            ("drug.strength", "Strength", "200 unit vial"),
            ("drug.dose", "Dose", "155 units"),
            ("drug.route", "Route", "intramuscular"),
            ("drug.frequency", "How often", "every 12 weeks"),
            ("drug.directions", "Directions", ""),
            ("drug.quantity", "Quantity", "1 vial"),
            ("drug.duration", "For how long", "12 months"),
        ):
            grid.add(bind(path, LineEditor(name, placeholder=hint)))
        grid.add(bind("drug.visits", NumberEditor("Visits"), show=_decimal, mean=_whole))
        grid.add(bind("cpt", LineEditor("CPT", placeholder="64615"), show=", ".join, mean=_codes))
        return grid

    def _why(self) -> QWidget:
        grid = FieldGrid()
        grid.section("Why it is needed")
        grid.add_wide(self.request.bind("justification", TextEditor("Why it is needed", lines=5)))
        return grid

    def show_loaded(self, loaded: Loaded) -> None:
        """Show a request."""
        self.request.load(loaded.request)
        self.trials.show_rows(loaded.chart.trials)
        self.measures.show_rows(loaded.chart.observations)
        self.documents.show_loaded(loaded)

    def focus(self, record: str, path: str, record_id: str = "", row: int = 0) -> bool:
        """Put the focus into a field."""
        if record == "attachment":
            self.documents.add_button.setFocus()
            return True
        pane = {"trial": self.trials, "observation": self.measures}.get(record)
        if pane is None:
            return record == "request" and self.request.focus(path)
        rows = pane.table.rows_model.rows
        if record_id:
            pane.choose(record_id)
        elif row > len(rows):
            return self._focus_add(pane)
        elif row:
            pane.choose(rows[row - 1].id)
        if path in pane.binding.editors and rows:
            return pane.binding.focus(path)
        return self._focus_measure(path) if record == "observation" else self._focus_add(pane)

    def _focus_measure(self, measure: str) -> bool:
        """The newest value of a measure, or the way to add one."""
        rows = self.measures.table.rows_model.rows
        known = next((item for item in rows if item.measure == measure), None)
        if known is not None:
            self.measures.choose(known.id)
            return self.measures.binding.focus("value")
        words = lists.measure_names().get(measure, "")
        if words:
            self.measures.offer(lambda: lists.new_measure(self._whose(), self._today(), measure), f"Add “{words}”")
        return self._focus_add(self.measures)

    def _focus_add(self, pane: RecordsPane) -> bool:
        pane.add_button.setFocus()
        return True


def _decimal(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, Decimal) else None


def _codes(text: object) -> tuple[str, ...]:
    return tuple(str(text).replace(",", " ").split())
