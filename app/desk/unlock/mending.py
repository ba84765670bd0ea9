"""Before the desk is open: putting a backup in place, and reading out what a damaged vault still holds."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.clock import Clock
from app.desk.tasks import Tasks
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, label
from app.places import Places
from app.services import setup
from app.vault.backups import VaultContents
from app.vault.rescuing import Rescued
from app.vault.restoring import Restored


class MendingPane(QWidget):
    """Two ways back to the records: `mended` when the vault can be unlocked again, `left` when nobody wants to."""

    mended = Signal(str)
    left = Signal()

    def __init__(self, places: Places, clock: Clock, tasks: Tasks) -> None:
        super().__init__()
        self._places, self._clock, self._tasks = places, clock, tasks
        self._backup: Path | None = None
        self._words = ""
        self.passphrase = PassphraseField("Passphrase")
        self.passphrase.setPlaceholderText("Passphrase")
        self.choose_button = button("Choose a backup…", self._choose)
        self.restore_button = button("Put it in place", self._restore, kind="primary")
        self.mend_button = button("Read out what can be read", self._mend)
        self.inside = label("", wrap=True)
        self._said = label("", "quiet", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(label("A backup opens with your passphrase of today or of that day.", "quiet", wrap=True))
        for part in (self.passphrase, self.choose_button, self.inside, self.restore_button, self.mend_button):
            layout.addWidget(part)
        layout.addWidget(self._said)
        layout.addWidget(button("Back", self._leave, kind="link"))
        self.setFocusProxy(self.passphrase)
        self.passphrase.textChanged.connect(lambda _: self._look())
        self._look()

    def offer_mending(self, *, is_damaged: bool) -> None:
        """Offer to read out a damaged vault as well."""
        self.mend_button.setVisible(is_damaged)

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Choose a backup", "", "Backups (*.vault)")
        if name:
            self.look_into(Path(name))

    def look_into(self, backup: Path) -> None:
        """Show what is in a backup."""
        words = self.passphrase.text()
        self._said.setText("Opening the backup…")

        def shown(contents: VaultContents) -> None:
            self._backup, self._words = backup, words
            counts = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in contents.records.items())
            last = contents.last_change
            changed = "" if last is None else f"; last change {last:%m/%d/%Y %H:%M}"
            self.inside.setText(f"In it: {counts}{changed}.")
            self._said.setText("What lies here now is kept beside it.")
            self._look()

        self._tasks.run(self, lambda: setup.look_into(backup, words, self._clock), shown, failed=self._refuse)

    def _restore(self) -> None:
        backup, words = self._backup, self._words
        if backup is None:
            return
        self._said.setText("Putting the backup in place…")

        def done(restored: Restored) -> None:
            kept = "" if restored.kept is None else f" What was here is kept as {restored.kept.name}."
            self._finish(f"The backup is in place.{kept}")

        self._tasks.run(
            self, lambda: setup.restore(self._places, backup, words, self._clock), done, failed=self._refuse
        )

    def _mend(self) -> None:
        words = self.passphrase.text()
        self._said.setText("Reading out what can be read…")

        def done(rescued: Rescued) -> None:
            self._finish(
                f"{rescued.rows['records']} records were read out; {rescued.gaps} places could not be read. "
                "The damaged file is kept."
            )

        self._tasks.run(self, lambda: setup.mend(self._places, words, self._clock), done, failed=self._refuse)

    def _finish(self, words: str) -> None:
        self._forget()
        self.mended.emit(words)

    def _leave(self) -> None:
        self._forget()
        self.left.emit()

    def _forget(self) -> None:
        self._backup, self._words = None, ""
        self.passphrase.clear()
        self.inside.clear()
        self._said.clear()
        self._look()

    def _refuse(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._said.setText(f"{said} {advice}".strip())

    def _look(self) -> None:
        typed = bool(self.passphrase.text())
        self.choose_button.setEnabled(typed)
        self.mend_button.setEnabled(typed)
        self.restore_button.setVisible(self._backup is not None)
        self.inside.setVisible(self._backup is not None)
