"""A PIN for coming back to the desk after it locked itself."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from app.desk.context import Desk
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, column, label, row, set_role
from app.services import quick_unlock
from app.services.quick_unlock import HOURS, MOST_WRONG
from app.services.session import Session

_LIMITS = (
    f"The passphrase is asked for again after {HOURS} hours, after {MOST_WRONG} wrong PINs, and whenever PA Desk was "
    "closed or the computer restarted."
)


class UnlockPinPane(QWidget):
    """A few digits in place of the passphrase, on the computer whose keychain keeps the other half."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.words = PassphraseField("Your passphrase")
        self.words.setPlaceholderText("your passphrase")
        self.pin = PassphraseField("PIN, six digits or more")
        self.pin.setPlaceholderText("PIN, six digits")
        self.set_button = button("Unlock with this PIN", self._set)
        self.leave_button = button("Unlock by passphrase only", self._leave)
        self._said = label("", "quiet", wrap=True)
        self.setLayout(
            column(self._said, row(self.words, self.pin, self.set_button, None), row(self.leave_button, None))
        )
        self.pin.returnPressed.connect(self.set_button.click)
        for field in (self.words, self.pin):
            field.textChanged.connect(lambda _: self._look())
        self._look()
        self.read()

    @property
    def said(self) -> str:
        """How it stands, in words."""
        return self._said.text()

    def read(self) -> None:
        """Ask how it stands."""
        self._desk.query(self, _state, lambda state: self._show(*state))

    def _show(self, can: bool, uses: bool) -> None:
        had_focus = any(part.hasFocus() for part in (self.words, self.pin, self.set_button, self.leave_button))
        self.leave_button.setVisible(uses)
        if had_focus and uses:
            self.leave_button.setFocus()
        for part in (self.words, self.pin, self.set_button):
            part.setVisible(can and not uses)
        if uses and can:
            said = f"After the desk locked itself, your PIN unlocks it on this computer. {_LIMITS}"
        elif can:
            said = f"After the desk locked itself, a PIN can unlock it on this computer. {_LIMITS}"
        elif self._desk.session.is_sample:
            said = "The sample practice opens by itself and takes no PIN."
        else:
            said = "This computer has no keychain that PA Desk can use, so there is no PIN: the passphrase unlocks."
        self._say(said)

    def _look(self) -> None:
        self.set_button.setEnabled(bool(self.words.text() and self.pin.text()))

    def _set(self) -> None:
        words, pin = self.words.take(), self.pin.take()
        self._desk.change(
            self,
            lambda session: self._desk.quick.use_pin(session, words, pin),
            lambda _: self.read(),
            failed=self._refused,
            says="Setting the PIN",
        )

    def _leave(self) -> None:
        self._desk.change(self, self._desk.quick.leave_pin, lambda _: self.read(), failed=self._refused)

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")
        self.words.setFocus()

    def _say(self, words: str, role: str = "quiet") -> None:
        self._said.setText(words)
        set_role(self._said, "role", role)


def _state(session: Session) -> tuple[bool, bool]:
    return quick_unlock.can_use_pin() and not session.is_sample, quick_unlock.uses_pin(session)
