"""The letters of a request: what came, when, what it said, and its pages."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.paper.sheets import Ask, SheetsView
from app.desk.widgets.plain import button, hairline, label, pane, row, scrolling
from app.desk.widgets.table import Column, RowsTable
from app.domain.letters_in import LetterIn
from app.services.after.letters_in import KIND_WORDS


class LettersPage(QWidget):
    """A list left, the pages of the chosen letter right.

    Args:
        draw: draws a page.
    """

    #: A letter whose pages are wanted.
    wanted = Signal(object)
    #: Letters are to be taken in.
    taking = Signal()

    def __init__(self, draw: Ask) -> None:
        super().__init__()
        self.table: RowsTable[LetterIn] = RowsTable(
            (
                Column("Date on it", lambda item: _day(item.date) or "no date", 112, strong=True),
                Column("Kind", lambda item: KIND_WORDS[item.kind] if item.kind else ""),
                Column("Came", lambda item: _day(item.received), 104),
            ),
            lambda item: item.id,
            "Letters of this request",
        )
        self._said = label("", "quiet", wrap=True)
        self.add_button = button("Take in a letter…", self.taking.emit, icon_name="plus")
        self.sheets = SheetsView(draw)
        body = pane()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 8, 16, 16)
        layout.setSpacing(8)
        layout.addLayout(row(self.add_button, None))
        for part in (self.table, self._said):
            layout.addWidget(part)
        layout.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        sides = row(scrolling(body), hairline(upright=True), self.sheets, gap=0)
        sides.setStretch(0, 2)
        sides.setStretch(2, 3)
        around.addLayout(sides)
        self.table.chosen.connect(self._choose)

    def show_letters(self, letters: tuple[LetterIn, ...]) -> None:
        """Show the letters of a request."""
        self.table.set_rows(letters)
        self.table.fit_height(min(len(letters), 9))
        self.table.setVisible(bool(letters))
        if not letters:
            self.sheets.forget()
            self._said.setText("No letter yet. Drop a scan or PDF here, and say what it is.")
        else:
            self._choose(self.table.current)

    def show_pages(self, letter: LetterIn, pdf: bytes) -> None:
        """Show the pages of a letter, if it is still the chosen one."""
        if self.table.current == letter:
            self.sheets.show_document(pdf, letter.pages)

    def _choose(self, letter: LetterIn | None) -> None:
        if letter is None:
            return
        filed = f"{letter.filed:%m/%d/%Y %H:%M}" if letter.filed else ""
        until = f" Wanted by {letter.deadline:%m/%d/%Y}." if letter.deadline else ""
        number = f" Payer's number {letter.reference}." if letter.reference else ""
        self._said.setText(f"Filed {filed}.{until}{number} File as it came: {letter.original_sha256[:16]}…")
        self.wanted.emit(letter)


def _day(date: dt.date | None) -> str:
    return "" if date is None else f"{date:%m/%d/%Y}"
