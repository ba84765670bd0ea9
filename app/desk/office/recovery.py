"""A new recovery sheet: the one before opens nothing any more."""

from __future__ import annotations

import random

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.first_run.recovery import RecoverySheet
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.plain import button, label, row, scrolling
from app.services import offices, setup
from app.services.session import Session
from app.vault.access import RecoveryState

_STATE_WORDS = {
    RecoveryState.NONE: "There is no recovery sheet: if every passphrase is forgotten, nobody can open the records.",
    RecoveryState.UNCONFIRMED: "A sheet was made, and nobody typed its groups back: it may never have been printed.",
    RecoveryState.CONFIRMED: "A sheet was made and checked. Where it lies only you know.",
}


class RecoveryPage(QWidget):
    """How the office gets in when every passphrase is forgotten."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._key = ""
        self._state = label("", "strong", wrap=True)
        self.make_button = button("Make a new sheet…", self._make, kind="primary")
        self.sheet: RecoverySheet | None = None
        grid = FieldGrid()
        grid.section("Recovery sheet")
        grid.add_wide(self._state)
        grid.add_wide(
            label(
                "A new sheet takes the place of the one before, which opens nothing any more. Have a printer ready: "
                "the key is shown once.",
                "quiet",
                wrap=True,
            )
        )
        ways = QWidget()
        ways.setLayout(row(self.make_button, None))
        grid.add_wide(ways)
        content = page_of(grid)
        content.setMaximumWidth(640)
        self._stack = QStackedWidget()
        self._stack.addWidget(scrolling(content))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)
        self._read()

    def _read(self) -> None:
        self._desk.query(
            self, lambda session: session.vault.access.recovery, lambda state: self._state.setText(_STATE_WORDS[state])
        )

    def _make(self) -> None:
        def act(session: Session) -> tuple[str, str]:
            return setup.new_recovery_key(session), offices.the_practice(session).name

        self._desk.change(self, act, self._show)

    def _show(self, made: tuple[str, str]) -> None:
        self._key, practice = made
        sheet = RecoverySheet(random.SystemRandom())
        sheet.go_button.setText("The sheet is right")
        sheet.done.connect(self._confirm)
        sheet.show_key(self._key, practice)
        self.sheet = sheet
        self._stack.addWidget(sheet)
        self._stack.setCurrentWidget(sheet)
        sheet.answers[0].setFocus()

    def _confirm(self) -> None:
        sheet = self.sheet
        if sheet is None:
            return
        key, typed = self._key, sheet.typed

        def told(is_right: bool) -> None:
            if is_right:
                self._close()
            else:
                sheet.ask_again()

        self._desk.change(self, lambda session: setup.confirm_recovery(session, key, typed), told)

    def _close(self) -> None:
        sheet, self.sheet, self._key = self.sheet, None, ""
        self._stack.setCurrentIndex(0)
        if sheet is not None:
            sheet.forget()
            self._stack.removeWidget(sheet)
            sheet.deleteLater()
        self._read()
