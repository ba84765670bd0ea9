"""The foot of the letters screen when the prescriber signs: who, what it says, one field for the passphrase."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.plain import button, label, row, set_role
from app.services.letter_signing import SENTENCE, LetterReview
from app.services.sample import SAMPLE_SIGNING_WORDS


class SigningFoot(QWidget):
    """Asks for the passphrase; the words are taken out of the field when it is pressed."""

    signed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.who = label("", "strong", wrap=True)
        self.said = label("", "quiet", wrap=True)
        self.passphrase = PassphraseField("Passphrase for signing")
        self.passphrase.setPlaceholderText("Passphrase for signing")
        self.passphrase.setFixedWidth(184)
        self.passphrase.returnPressed.connect(self._sign)
        self.sign_button = button("Sign letter", self._sign, kind="primary", icon_name="pen")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 6, 16, 10)
        layout.setSpacing(4)
        layout.addWidget(self.who)
        layout.addWidget(label(SENTENCE, wrap=True))
        layout.addLayout(row(self.passphrase, self.sign_button, button("Not now", self.left.emit, kind="link"), None))
        layout.addWidget(self.said)
        self.setFocusProxy(self.passphrase)
        self.hide()

    def show_review(self, review: LetterReview, *, is_sample: bool) -> None:
        """Put a letter before its signer."""
        self.who.setText(f"{review.identity.named} signs this letter.")
        self.say(f"Sample: the passphrase is “{SAMPLE_SIGNING_WORDS}”." if is_sample else "", "quiet")
        self.show()
        self.passphrase.setFocus()

    def say(self, words: str, role: str) -> None:
        """Say something below the field."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
        set_role(self.said, "role", role)

    def _sign(self) -> None:
        words = self.passphrase.take()
        if not words:
            self.say("Type your passphrase for signing.", "warn")
            return
        self.signed.emit(words)
