"""A new recovery sheet, and a new key for the records: what was before opens nothing any more."""

from __future__ import annotations

import random

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.first_run.recovery import RecoverySheet
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, column, label, row, scrolling, set_role
from app.services import again, offices, setup
from app.services.session import Act, Session, allows
from app.vault.access import RecoveryState

_FIELD_PX = 260
_STATE_WORDS = {
    RecoveryState.NONE: "There is no recovery sheet: if every passphrase is forgotten, nobody can open the records.",
    RecoveryState.UNCONFIRMED: "A sheet was made, and nobody typed its groups back: it may never have been printed.",
    RecoveryState.CONFIRMED: "A sheet was made and checked. Where it lies only you know.",
}


class RenewalPane(QWidget):
    """For when the key may be known to others: a lost backup beside a lost sheet, somebody who left in anger."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.own = PassphraseField("Your own passphrase")
        self.own.setPlaceholderText("your own passphrase, once more")
        self.own.setMinimumWidth(_FIELD_PX)
        self.go_button = button("Make a new key…", self._begin)
        self._said = label("", "quiet", wrap=True)
        why = (
            "For when somebody may know the old key: a sheet that was lost, a person who left. All records are copied "
            "under a new key, the copy is checked, then it takes the place of the old file. You stay; everybody else "
            "needs a new passphrase from you, PINs are set anew, and a new sheet is printed."
        )
        before = "Backups made before still open with the old key. Delete those that others may have."
        is_allowed = allows(desk.session.actor, Act.ADMINISTER) and not desk.session.is_sample
        ways = QWidget()
        ways.setLayout(row(self.own, self.go_button, None))
        if not is_allowed:
            ways.hide()
        refused = "The sample practice keeps its key." if desk.session.is_sample else "An administrator can do this."
        self._say("" if is_allowed else refused)
        self.setLayout(column(label(why, "quiet", wrap=True), label(before, "quiet", wrap=True), ways, self._said))
        self.own.textChanged.connect(lambda _: self._look())
        self.own.returnPressed.connect(self.go_button.click)
        self._look()

    @property
    def said(self) -> str:
        """What came of it, in words."""
        return self._said.text()

    def _look(self) -> None:
        self.go_button.setEnabled(bool(self.own.text()))

    def _begin(self) -> None:
        words = self.own.take()
        self._desk.query(
            self,
            lambda session: again.confirm(session, words),
            lambda _: self._desk.renewing.emit(words),
            failed=self._refused,
        )

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")
        self.own.setFocus()

    def _say(self, words: str, role: str = "quiet") -> None:
        self._said.setText(words)
        set_role(self._said, "role", role)


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
        self.renewal = RenewalPane(desk)
        grid.section("A new key for the records")
        grid.add_wide(self.renewal)
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
