"""The way out: all records of the office, or of a patient, as one file that other programs can read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.places import Spot, View
from app.desk.unlock.passphrase import NewPassphrase, PassphraseField
from app.desk.widgets.fields import FieldGrid, page_of
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, label, row, scrolling, set_role
from app.desk.widgets.tick import Tick
from app.services.records.out import of_office, write_records
from app.services.session import Session


class RecordsPage(QWidget):
    """Taking all records out, and taking such a file in again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.encrypt = Tick("Encrypt the file with a passphrase")
        self.encrypt.setChecked(True)
        self.passphrase = NewPassphrase("Passphrase of the file")
        self.own = PassphraseField("Your own passphrase")
        self.own.setPlaceholderText("your own passphrase, once more")
        self.out_button = button("Take all records out…", self._choose, kind="primary")
        self._said = label("", "quiet", wrap=True)
        self._warning = label(
            "Without a passphrase everybody who gets the file can read every patient in it.", "warn", wrap=True
        )
        grid = FieldGrid()
        grid.section("Records as a file")
        for words in (
            "Everything that is kept here in one file: all records as JSON and as tables, with the documents and the "
            "signed forms. Other programs can read it, and PA Desk takes it in again without a loss.",
            "Passphrases, keys and signatures are not in it. A backup is what brings this computer back; this file is "
            "for moving on, or for a patient who asks.",
        ):
            grid.add_wide(label(words, "quiet", wrap=True))
        grid.add_wide(self.encrypt)
        grid.add_wide(self.passphrase)
        grid.add_wide(self._warning)
        grid.add_wide(label("Taking everything out asks who you are, and stands in the log.", "quiet", wrap=True))
        grid.add_wide(self.own)
        ways = QWidget()
        take_in = button("Take a file in…", lambda: desk.go(Spot(View.INTAKE)))
        ways.setLayout(row(self.out_button, take_in, None))
        grid.add_wide(ways)
        grid.add_wide(self._said)
        content = page_of(grid)
        content.setMaximumWidth(640)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(content))
        self.encrypt.toggled.connect(lambda _: self._look())
        self.passphrase.changed.connect(self._look)
        self.own.textChanged.connect(lambda _: self._look())
        self._look()

    @property
    def said(self) -> str:
        """What came of it, in words."""
        return self._said.text()

    def _look(self) -> None:
        wanted = self.encrypt.isChecked()
        self.passphrase.setVisible(wanted)
        self._warning.setVisible(not wanted)
        self.out_button.setEnabled(bool(self.own.text()) and (not wanted or self.passphrase.is_settled))

    def _choose(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Take all records out", "pa-desk-records", "Records (*)")
        if name:
            self.write(Path(name))

    def write(self, target: Path) -> None:
        """Write the file; the passphrase that is typed encrypts it."""
        own = self.own.take()
        words = self.passphrase.text if self.encrypt.isChecked() else ""

        def act(session: Session) -> Path:
            return write_records(session, of_office(session), target, words, own=own)

        self._desk.change(self, act, self._written, failed=self._refused, says="Taking the records out")

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")
        self.own.setFocus()

    def _written(self, file: Path) -> None:
        self.passphrase.forget()
        self._say(f"Written: {file}")

    def _say(self, words: str, role: str = "quiet") -> None:
        self._said.setText(words)
        set_role(self._said, "role", role)
