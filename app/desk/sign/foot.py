"""The foot of the signer's screen: who signs, what it says, one field for the passphrase, and the ways out."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from app.desk.sign.enrolment import Enrolment
from app.desk.sign.papers import paper_words
from app.desk.sign.walk import Walk
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.plain import button, holding, label, pane, row, set_role, stretchy
from app.mapping.model import SignatureRule
from app.services.signing_queue import BeforeSigner


class SignFoot(QWidget):
    """Says what signing means, and asks for the passphrase."""

    #: The passphrase was typed.
    signed = Signal(str)
    #: The paper goes back, with a note.
    sent_back = Signal(str)
    #: Go to another paper of the list: 1 or -1.
    moved = Signal(int)
    left_out = Signal()
    left = Signal()
    pen_wanted = Signal()
    placing_wanted = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.who = label("", "strong", wrap=True)
        self.shown = label("", "quiet")
        self.meaning = label("", wrap=True)
        self.said = label("", "quiet", wrap=True)
        self.enrolment = Enrolment(name)
        self.enrolment.lacking.connect(lambda words: self.say(words, "warn"))
        self.passphrase = PassphraseField("Passphrase for signing")
        self.passphrase.setPlaceholderText("Passphrase for signing")
        self.passphrase.setFixedWidth(200)
        self.passphrase.returnPressed.connect(self.sign)
        self.sign_button = button("Sign", self.sign, kind="primary", icon_name="pen")
        self.next_button = button("Next paper", lambda: self.moved.emit(1), kind="primary", icon_name="right")
        self.before_button = button("Paper before", lambda: self.moved.emit(-1), kind="link")
        self.out_button = button("Leave this one out", self.left_out.emit, kind="link")
        self.back_button = button("Send back…", self.ask_note, kind="link")
        self.pen_button = button("With a pen…", self.pen_wanted.emit, kind="link", says="Sign with a pen instead")
        self.place_button = button("Move the signature…", self.placing_wanted.emit, kind="link")
        self.leave_button = button("Not now", self.left.emit, kind="link")
        self.note = QLineEdit()
        self.note.setPlaceholderText("What is to be done before you sign")
        self.note.setAccessibleName("Note to whoever prepares it")
        self.note.setMaxLength(500)
        self.note.returnPressed.connect(self._send_back)
        self.send_button = button("Send back", self._send_back, kind="primary")
        self._rows = QStackedWidget()
        self._build()

    def _build(self) -> None:
        acts = row(
            self.passphrase,
            self.sign_button,
            self.next_button,
            self.before_button,
            self.out_button,
            self.leave_button,
            None,
            self.place_button,
            self.pen_button,
            self.back_button,
        )
        ask = row(stretchy(self.note), self.send_button, button("Keep it here", self.close_note, kind="link"))
        for line in (acts, ask):
            self._rows.addWidget(holding(line))
        inner = pane("plain")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(4)
        layout.addLayout(row(stretchy(self.who), self.shown))
        layout.addWidget(self.meaning)
        layout.addLayout(self.enrolment)
        layout.addWidget(self._rows)
        layout.addWidget(self.said)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(inner)
        QShortcut(QKeySequence("Alt+Right"), self, lambda: self.moved.emit(1) if self.next_button.isEnabled() else None)

    @property
    def is_asking(self) -> bool:
        """Whether a note is being typed."""
        return self._rows.currentIndex() == 1

    def ask_note(self) -> None:
        """Ask what is to be done before it can be signed."""
        self._rows.setCurrentIndex(1)
        self.note.setFocus()

    def close_note(self) -> None:
        """Do not send it back."""
        self.note.clear()
        self._rows.setCurrentIndex(0)
        self.passphrase.setFocus()

    def show_nothing(self, words: str) -> None:
        """While the pages are set."""
        self.sign_button.setEnabled(False)
        self.next_button.setEnabled(False)
        self.enrolment.holder.hide()
        self.close_note()
        self.say(words, "quiet")

    def show_paper(self, before: BeforeSigner, walk: Walk, *, whose: str, can_sign: bool, is_mine: bool) -> None:
        """Put a paper before its signer.

        Args:
            before: the paper.
            walk: that it is a stop of.
            whose: name of the patient.
            can_sign: whether nothing hinders it.
            is_mine: whether the signer is at work.
        """
        at = f"Paper {walk.number} of {len(walk.stops)}, {paper_words(before.paper)}: " if walk.is_list else ""
        self.who.setText(f"{at}{before.identity.named} signs for {whose}.")
        self.meaning.setText(before.meaning)
        self.enrolment.holder.setVisible(not before.is_enrolled and is_mine)
        takes_ink = before.rule is not SignatureRule.ELECTRONIC and before.paper == "form"
        for part, is_shown in (
            (self.before_button, walk.is_list and walk.number > 1),
            (self.out_button, walk.is_list),
            (self.next_button, walk.is_list and not walk.is_last),
            (self.pen_button, takes_ink and not walk.is_list),
            (self.place_button, before.paper == "form" and not walk.is_list),
        ):
            part.setVisible(is_shown)
        self.sign_button.setText(f"Sign {len(walk.stops)} papers" if walk.is_list else "Sign")
        self.show_progress(walk, can_sign=can_sign)

    def show_progress(self, walk: Walk, *, can_sign: bool) -> None:
        """Say how many pages were shown, and let go on what may."""
        before = walk.now.before
        if before is None:
            return
        count, of = len(walk.now.pages & set(range(1, before.pages + 1))), before.pages
        onward = " · Enter goes on" if count == of and walk.is_list else ""
        self.shown.setText(f"{count} of {of} pages shown{onward}")
        set_role(self.shown, "role", "good" if count == of else "quiet")
        is_asked = not walk.is_list or walk.is_last
        self.passphrase.setVisible(is_asked)
        self.sign_button.setVisible(is_asked)
        self.passphrase.setEnabled(can_sign and walk.can_sign)
        self.sign_button.setEnabled(can_sign and walk.can_sign)
        self.next_button.setEnabled(walk.now.is_all_shown)

    def say(self, words: str, role: str) -> None:
        """Say something below the field."""
        self.said.setText(words)
        self.said.setVisible(bool(words))
        set_role(self.said, "role", role)

    def sign(self) -> None:
        """Take the passphrase out of the field."""
        if not self.sign_button.isEnabled():
            return
        words = self.passphrase.take()
        if not words:
            self.say("Type your passphrase for signing.", "warn")
            return
        self.signed.emit(words)

    def forget(self) -> None:
        """Forget every passphrase."""
        self.passphrase.clear()
        self.enrolment.forget()
        self.note.clear()

    def _send_back(self) -> None:
        words = self.note.text().strip()
        if not words:
            self.say("Say in a few words what is to be done.", "warn")
            return
        self._rows.setCurrentIndex(0)
        self.note.clear()
        self.sent_back.emit(words)
