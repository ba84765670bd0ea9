"""The dates of the chosen request: each with the rule or the letter behind it, in a strip below the list."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.course.cards import date_words
from app.desk.widgets.plain import button, empty, label, pane, row
from app.domain.clocks import Clock
from app.services.worklist import WorkRow

_SHOWN = 3


class DatesStrip(QWidget):
    """What runs for one request, the date that counts first."""

    #: All dates of the request are wanted.
    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.item: WorkRow | None = None
        self.title = label("", "strong")
        self.all_dates = button("All dates", self._want, kind="link")
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        body = pane("rail")
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 8, 16, 10)
        inner.setSpacing(2)
        inner.addLayout(row(self.title, None, self.all_dates))
        inner.addLayout(self._list)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(body)
        self.hide()

    def show_row(self, item: WorkRow | None, today: dt.date) -> None:
        """Show the dates of a request; nothing where none runs."""
        self.item = item
        empty(self._list)
        clocks = () if item is None else item.clocks
        look = "" if item is None else item.look
        self.setVisible(bool(clocks or look))
        if item is None or not (clocks or look):
            return
        self.title.setText(f"Dates of {item.patient}")
        if look:
            self._list.addWidget(label(look, "warn", wrap=True))
        first = [item.clock] if item.clock is not None else []
        for clock in (*first, *(other for other in clocks if other is not item.clock))[:_SHOWN]:
            words, role = date_words(clock, today)
            self._list.addLayout(row(label(clock.title), label(words, role), None))
            self._list.addWidget(label(rule_words(clock), "hint", wrap=True))

    def said(self) -> str:
        """What the strip says of the date that counts."""
        return "" if self.item is None or self.item.clock is None else rule_words(self.item.clock)

    def _want(self) -> None:
        if self.item is not None:
            self.wanted.emit(self.item.request_id)


def rule_words(clock: Clock) -> str:
    """`15 calendar days from …. Employer plan: a plan decides within 15 days ….`, and what to look at."""
    rule = ": ".join(part for part in (clock.about, clock.rule) if part)
    parts = (clock.counted, rule, clock.caution)
    return " ".join(f"{part.rstrip('.')}." for part in parts if part)


def tip_words(item: WorkRow) -> str:
    """The rule behind the date that counts, for resting the pointer on it."""
    if item.look:
        return item.look
    return item.why if item.clock is None else f"{item.why}: {rule_words(item.clock)}"
