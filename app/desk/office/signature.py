"""The own signature: a mark, a passphrase of its own, a PIN for this computer, and a certificate that one brings."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.sign.pad import MarkPad
from app.desk.tasks import Lane
from app.desk.unlock.passphrase import NewPassphrase, PassphraseField
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, column, label, row, scrolling, set_role
from app.services import sign, signing_pin
from app.services.session import Session
from app.services.sign import OwnCertificate


class SignaturePage(QWidget):
    """The own signature, and how it opens."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._file: bytes | None = None
        self.pad = MarkPad(desk.session.actor.name.full)
        self.pad.offer_pictures()
        self.old = PassphraseField("Passphrase for signing now")
        self.old.setPlaceholderText("passphrase for signing now")
        self.old.hide()
        self.passphrase = NewPassphrase("Passphrase for signing")
        self.file_words = PassphraseField("Password of the certificate file")
        self.file_words.setPlaceholderText("password of the file")
        self.file_words.hide()
        self._file_said = label("", "quiet", wrap=True)
        self._said = label("", "quiet", wrap=True)
        self._keep = button("Keep this signature", self._enrol, kind="primary")
        self.pin_pane = PinPane(desk)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(self._content()))
        self.passphrase.changed.connect(self._look)
        self.pad.changed.connect(self._look)
        self.pad.picture_wanted.connect(self._choose_picture)
        self._look()
        person = desk.session.actor.id
        desk.query(self, lambda s: sign.is_enrolled(s, person), self._tell)

    def _content(self) -> QWidget:
        grid = FieldGrid()
        grid.section("Your signature")
        grid.add_wide(
            label(
                "Draw it with mouse or pen, type it, or take it from a photograph. It is sealed with a passphrase of "
                "its own that only you know: nobody can sign in your name with the passphrase of the desk.",
                "quiet",
                wrap=True,
            )
        )
        for part in (self.pad, self.old, self.passphrase):
            grid.add_wide(part)
        bring = button("Sign with a certificate of my own…", self._choose_file, kind="link")
        below: tuple[QWidget, ...] = (bring, self._file_said, self.file_words, self._said)
        for widget in below:
            grid.add_wide(widget)
        ways = QWidget()
        ways.setLayout(row(self._keep, None))
        grid.add_wide(ways)
        grid.section("PIN on this computer")
        grid.add_wide(self.pin_pane)
        content = page_of(grid)
        content.setMaximumWidth(640)
        return content

    def _tell(self, is_there: bool) -> None:
        self.old.setVisible(is_there)
        told = "You have a signature. Another one replaces it, with the passphrase that you sign with now."
        forgotten = "If you do not know it any more, an administrator takes the signature away under People."
        self._say(f"{told} {forgotten}" if is_there else "")

    def _look(self) -> None:
        self._keep.setEnabled(self.pad.mark is not None and self.passphrase.is_settled)

    def _choose_picture(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Your signature on white paper", "", _PICTURES)
        if name:
            self.take_picture(Path(name))

    def take_picture(self, file: Path) -> None:
        """Take the signature from a photograph or scan."""
        data = file.read_bytes()
        self._desk.query(
            self,
            lambda session: sign.mark_in_picture(session, data),
            self.pad.show_picture,
            failed=self._refused,
            says="Looking for the signature",
            lane=Lane.PAPER,
        )

    def _choose_file(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Certificate file", "", "Certificates (*.p12 *.pfx)")
        if name:
            self._file = Path(name).read_bytes()
            self._file_said.setText(f"{Path(name).name}: its key seals what you sign from now on.")
            self.file_words.show()

    def _enrol(self) -> None:
        mark, words, old = self.pad.mark, self.passphrase.text, self.old.take()
        own = None if self._file is None else OwnCertificate(self._file, self.file_words.take())
        if mark is not None:
            act = partial(sign.enrol, passphrase=words, mark=mark, old=old, own=own)
            self._desk.change(self, act, lambda _: self._kept(), failed=self._refused, says="Sealing")

    def _kept(self) -> None:
        self.passphrase.forget()
        self.old.show()
        self._file = None
        self._file_said.setText("")
        self.file_words.hide()
        self._say("Your signature is kept.")
        self.pin_pane.read()

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")

    def _say(self, words: str, role: str = "quiet") -> None:
        self._said.setText(words)
        set_role(self._said, "role", role)


class PinPane(QWidget):
    """A few digits in place of the passphrase, on the computer whose keychain keeps the other half of the key."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._uses = False
        self.words = PassphraseField("Passphrase for signing")
        self.words.setPlaceholderText("passphrase for signing")
        self.pin = PassphraseField("PIN, six digits or more")
        self.pin.setPlaceholderText("PIN, six digits or more")
        self.turn = button("", self._turn)
        self._said = label("", "quiet", wrap=True)
        self.setLayout(column(self._said, row(self.words, self.pin, self.turn, None)))
        self.read()

    def read(self) -> None:
        """Ask how it stands."""
        self._desk.query(self, _pin_state, lambda state: self._show(*state))

    def _show(self, is_enrolled: bool, can: bool, uses: bool) -> None:
        self._uses = uses
        for part in (self.words, self.pin):
            part.setVisible(is_enrolled and can and not uses)
        self.turn.setVisible(is_enrolled and (can or uses))
        self.turn.setText("Sign by passphrase only" if uses else "Sign with this PIN")
        if uses:
            said = "A PIN signs for you on this computer; half of your key lies in its keychain."
        elif not can:
            said = "This computer has no keychain that could keep half of your key, so the passphrase signs."
        else:
            said = "A PIN can sign for you here: half of your key then lies in this computer's keychain."
        self._say(said if is_enrolled else "Set up your signature first.")

    def _turn(self) -> None:
        if self._uses:
            self._desk.change(self, signing_pin.leave_pin, lambda _: self.read(), failed=self._refused)
            return
        words, pin = self.words.take(), self.pin.take()
        self._desk.change(
            self, lambda session: signing_pin.use_pin(session, words, pin), lambda _: self.read(), failed=self._refused
        )

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")

    def _say(self, words: str, role: str = "quiet") -> None:
        self._said.setText(words)
        set_role(self._said, "role", role)


def _pin_state(session: Session) -> tuple[bool, bool, bool]:
    person = session.actor.id
    return sign.is_enrolled(session, person), signing_pin.can_use_pin(), signing_pin.uses_pin(session, person)


_PICTURES = "Pictures (*.png *.jpg *.jpeg *.heic *.tif *.tiff)"
