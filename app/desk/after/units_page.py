"""The units ledger of a request: what is left, each injection with what it took, corrections with their trace."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from PySide6.QtCore import QModelIndex, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.editors import ChoiceEditor, LineEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import button, empty, hairline, label, pane, row, scrolling
from app.desk.widgets.shaped import DateEditor, NumberEditor
from app.desk.widgets.table import Column, RowsTable
from app.domain.approval import SITE_WORDS
from app.domain.clinical import Treatment
from app.domain.ledger import Ledger, LedgerEntry
from app.domain.parts import number_text
from app.domain.request import Site
from app.domain.typed import read_date, read_number
from app.services.after.ledgers import LedgerSeen

_TRACED = 12


class UnitsPage(QWidget):
    """The account on the left, the fields of one entry on the right.

    Args:
        today: the office's day, asked when it is needed.
    """

    #: A new entry.
    entered = Signal(object)
    #: An entry before and after.
    corrected = Signal(object, object)
    struck = Signal(object)

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self._blank: Treatment | None = None
        self._entry: Treatment | None = None
        self._is_filling = False
        self._summary = QVBoxLayout()
        self._summary.setSpacing(2)
        self._trace = QVBoxLayout()
        self._trace.setSpacing(2)
        self.table: RowsTable[LedgerEntry] = RowsTable(
            (
                Column("Date", lambda item: f"{item.treatment.date:%m/%d/%Y}", 108, strong=True),
                Column("Given", lambda item: _number(item.treatment.units), 60),
                Column("Wasted", lambda item: _number(item.treatment.units_wasted), 68),
                Column("Left", lambda item: _number(item.left), 60),
                Column("Claim", lambda item: item.claim or "not billed here", role=lambda _: "quiet"),
                Column("", lambda item: "look" if item.cautions else "", 60, role=lambda _: "warn"),
            ),
            lambda item: item.treatment.id,
            "Injections against this approval",
        )
        self.date = DateEditor("Date", today)
        self.units = NumberEditor("Units given")
        self.wasted = NumberEditor("Units wasted", placeholder="0 for none: JZ")
        self.lot = LineEditor("Lot")
        self.place = ChoiceEditor("Given at", [(None, "not said"), *SITE_WORDS.items()])
        self.sites = LineEditor("Sites")
        self._title = label("", "section")
        self._cautions = label("", "warn", wrap=True)
        self.keep_button = button("Enter injection", self._keep, kind="primary")
        self.new_button = button("Another injection", self.begin, kind="link")
        self.strike_button = button("Strike out", self._strike, kind="link", says="Strike this injection out")
        self._right_side = self._right()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sides = row(self._left(), hairline(upright=True), self._right_side, gap=0)
        sides.setStretch(0, 3)
        sides.setStretch(2, 2)
        layout.addLayout(sides)
        self.table.chosen.connect(self._choose)
        self.table.opened.connect(lambda _: self.units.setFocus())

    def _left(self) -> QWidget:
        body = pane()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(self._summary)
        layout.addWidget(self.table)
        self._trace_title = label("What was corrected", "section")
        layout.addWidget(self._trace_title)
        layout.addLayout(self._trace)
        layout.addStretch(1)
        return scrolling(body)

    def _right(self) -> QWidget:
        body = pane()
        grid = FieldGrid()
        for editor in (self.date, self.units, self.wasted, self.lot, self.place, self.sites):
            grid.add(editor)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(grid)
        layout.addWidget(self._cautions)
        layout.addLayout(row(self.keep_button, self.new_button, self.strike_button, None))
        hint = "Nothing is lost: what an entry was before stays below the list, and undo brings it back."
        layout.addWidget(label(hint, "hint", wrap=True))
        layout.addStretch(1)
        return scrolling(body)

    def show_account(self, seen: LedgerSeen | None, blank: Treatment | None) -> None:
        """Show the account of an approval; nothing but a sentence where there is none."""
        self._blank = blank
        empty(self._summary)
        empty(self._trace)
        is_there = seen is not None
        for part in (self.table, self._trace_title, self._right_side):
            part.setVisible(is_there)
        if seen is None:
            words = "No approval is kept yet, so there is nothing to count. File the payer's letter first (Ctrl+I)."
            self._summary.addWidget(label(words, "quiet", wrap=True))
            return
        account = seen.ledger
        self._summary.addWidget(label(summary_words(account), "strong", wrap=True))
        for at, words in enumerate(account.warnings):
            is_pressing = at == 0 and not words.startswith("Not before")
            self._summary.addWidget(label(words, "warn" if is_pressing else "quiet", wrap=True))
        self._is_filling = True
        self.table.set_rows(account.entries)
        self._is_filling = False
        self.table.fit_height(min(len(account.entries), 9))
        self.table.setVisible(bool(account.entries))
        if not account.entries:
            self._summary.addWidget(label("No injection yet.", "quiet"))
        corrected = [item for item in seen.trace if ": entered" not in item.words][:_TRACED]
        self._trace_title.setVisible(bool(corrected))
        for item in corrected:
            words = f"{item.words}. {item.by}, {item.at:%m/%d/%Y %H:%M}"
            self._trace.addWidget(label(words, "quiet", wrap=True))
        known = next((e for e in account.entries if self._entry is not None and e.treatment.id == self._entry.id), None)
        if known is None:
            self.begin()
        else:
            self._show(known.treatment, known.cautions)

    def begin(self) -> None:
        """Begin with a new entry."""
        self._entry = None
        self._is_filling = True
        self.table.clearSelection()
        self.table.setCurrentIndex(QModelIndex())
        self._is_filling = False
        if self._blank is not None:
            self._show(self._blank, ())
            self._entry = None
        self._name(is_new=True)

    def _choose(self, item: LedgerEntry | None) -> None:
        if item is not None and not self._is_filling:
            self._show(item.treatment, item.cautions)

    def _show(self, entry: Treatment, cautions: tuple[str, ...]) -> None:
        self._entry = entry
        for editor, value in (
            (self.date, entry.date),
            (self.units, entry.units),
            (self.wasted, entry.units_wasted),
            (self.lot, entry.lot),
            (self.place, entry.place),
            (self.sites, entry.sites),
        ):
            editor.set_value(value)
        self._cautions.setText("\n".join(cautions))
        self._cautions.setVisible(bool(cautions))
        self._name(is_new=False)

    def _name(self, *, is_new: bool) -> None:
        self._title.setText("New injection" if is_new else "Injection")
        self.keep_button.setText("Enter injection" if is_new else "Correct entry")
        self.keep_button.setAccessibleName(self.keep_button.text())
        self.new_button.setVisible(not is_new)
        self.strike_button.setVisible(not is_new)

    def _keep(self) -> None:
        base = self._entry or self._blank
        day = read_date(str(self.date.value), self._today())
        if base is None or day is None or not day.is_exact:
            self.date.show_finding("Type the date first, as 3/4/26.")
            self.date.setFocus()
            return
        typed = replace(
            base,
            date=day.earliest,
            units=_typed(self.units),
            units_wasted=_typed(self.wasted),
            lot=str(self.lot.value),
            place=Site(str(self.place.value)) if self.place.value else None,
            sites=str(self.sites.value),
        )
        if self._entry is None:
            self.entered.emit(typed)
        else:
            self.corrected.emit(self._entry, typed)

    def _strike(self) -> None:
        if self._entry is not None:
            self.struck.emit(self._entry)


def summary_words(account: Ledger) -> str:
    """`200 of 400 units left · 1 of 2 treatments left · next from 02/16/2027 · ends 05/23/2027`."""
    parts = []
    if account.units is not None and account.units_left is not None:
        parts.append(f"{number_text(account.units_left)} of {number_text(account.units)} units left")
    elif account.used:
        parts.append(f"{number_text(account.used)} units used")
    if account.visits is not None and account.visits_left is not None:
        noun = "treatment" if account.visits == 1 else "treatments"
        parts.append(f"{account.visits_left} of {account.visits} {noun} left")
    if account.next_on is not None:
        parts.append(f"next from {account.next_on:%m/%d/%Y}")
    if account.ends is not None:
        parts.append(f"ends {account.ends:%m/%d/%Y}")
    return " · ".join(parts) or "The letter says neither units nor treatments nor an end."


def _number(value: Decimal | None) -> str:
    return "" if value is None else number_text(value)


def _typed(editor: NumberEditor) -> Decimal | None:
    return read_number(str(editor.value)) if str(editor.value) else None
