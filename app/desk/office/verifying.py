"""Whether a file is ours: the number on a faxed page shows the original, a file is looked up in the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.paper.sheets import SheetsView
from app.desk.tasks import Lane
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, label, row, set_role
from app.pdf.raster import Raster
from app.services import archive, paper, verify
from app.services.archive import Archived
from app.services.verify import Verdict, Verified

_GOOD = frozenset({Verdict.INTACT, Verdict.BESIDE})


class VerifyPage(QWidget):
    """One field for a number, one button for a file, the answer, and the original's pages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self.number = QLineEdit()
        self.number.setAccessibleName("Document number at the foot of a page")
        self.number.setPlaceholderText("Document number, such as 0902-04be-027b-bc29")
        self.number.setFixedWidth(340)
        self.number.returnPressed.connect(self.show_original)
        self.said = label(
            "Type the number at the foot of a faxed page to see the original, or choose a file to hear whether it is "
            "as it left this office.",
            "quiet",
            wrap=True,
        )
        self.sheets = SheetsView(self._draw)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 12)
        layout.setSpacing(8)
        show = button("Show the original", self.show_original, kind="primary")
        layout.addLayout(row(self.number, show, button("Verify a file…", self._choose), None))
        layout.addWidget(self.said)
        layout.addWidget(self.sheets, 1)
        self.setFocusProxy(self.number)

    def show_original(self) -> None:
        """Show the original of the number that is typed."""
        typed = self.number.text().strip()
        if typed:
            self._desk.query(
                self, lambda session: archive.archived(session, typed), self._show, failed=self._refused, says="Looking"
            )

    def look_at(self, file: Path) -> None:
        """Say whether a file is as it left this office."""
        try:
            data = file.read_bytes()
        except OSError:
            self._say("This file cannot be opened.", "bad")
            return
        self.sheets.forget()
        self._desk.query(
            self, lambda session: verify.verify(session, data), self._told, failed=self._refused, says="Verifying"
        )

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Verify a file", "", "PDF (*.pdf)")
        if name:
            self.look_at(Path(name))

    def _show(self, found: Archived) -> None:
        entry = found.entry
        self._say(
            f"Document {entry.document_id}: signed by {entry.signer} on {entry.at:%m/%d/%Y at %H:%M}, "
            f"request {entry.request_id[:8]}. This is the original.",
            "good",
        )
        self.sheets.show_document(found.pdf, entry.pages)

    def _told(self, known: Verified) -> None:
        self._say(words_for(known), "good" if known.verdict in _GOOD and known.log_is_whole else "bad")

    def _draw(self, document: bytes, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        self._desk.query(self, lambda session: paper.page_image(session, document, page, scale), took, lane=Lane.PAPER)

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self.sheets.forget()
        self._say(f"{said} {advice}".strip(), "bad")

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        set_role(self.said, "role", role)


def words_for(known: Verified) -> str:
    """The verdict on a file in a sentence or two."""
    if known.log_is_whole is False:
        return "The log of this office is not as it was written, so nothing can be said of this file."
    made = "" if known.at is None else f" by {known.signer} on {known.at:%m/%d/%Y at %H:%M}"
    request = f"request {known.request_id[:8]}"
    match known.verdict:
        case Verdict.INTACT:
            return f"Intact: {known.copy or 'the document'} of {request}, signed{made}. Not one byte was changed since."
        case Verdict.BESIDE:
            return f"As it left this office, and no signed document: it goes with {request}, made{made}."
        case Verdict.CHANGED:
            pages = ", ".join(map(str, known.differing))
            where = f" Pages that look otherwise: {pages}." if pages else " Its pages look as they were signed."
            return f"Changed: it bears the number of {request}, signed{made}, and is not that file any more.{where}"
    return "This file did not leave this office, or was changed beyond recognition."
