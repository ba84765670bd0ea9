"""The recovery sheet: shown once, printed or saved, and three groups typed back."""

from __future__ import annotations

import html
import random
import re
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, Qt, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QGridLayout, QVBoxLayout, QWidget

from app.desk.first_run.middle import middle
from app.desk.widgets.editors import LineEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import button, label, pane, row

_ASKED = 3
_EDGES = QMarginsF(54, 54, 54, 54)


def groups_of(key: str) -> tuple[str, ...]:
    """The key in groups as it is read aloud."""
    parts = tuple(part for part in re.split(r"[\s-]+", key.strip()) if part)
    if len(parts) >= _ASKED:
        return parts
    joined = "".join(parts)
    return tuple(joined[at : at + 4] for at in range(0, len(joined), 4))


def asked_groups(count: int, chance: random.Random) -> tuple[int, ...]:
    """Which groups are typed back, in order, from 0."""
    return tuple(sorted(chance.sample(range(count), min(_ASKED, count))))


def same_group(typed: str, wanted: str) -> bool:
    """Whether a group was typed right; case and blanks do not matter."""
    return re.sub(r"[\s-]", "", typed).casefold() == wanted.casefold()


class RecoverySheet(QWidget):
    """The key in groups, ways to keep it on paper, and the proof that it was kept."""

    done = Signal()

    def __init__(self, chance: random.Random) -> None:
        super().__init__()
        self._groups: tuple[str, ...] = ()
        self._practice = ""
        self._chance = chance
        self._asked: tuple[int, ...] = ()
        self.answers: list[LineEditor] = []
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self.go_button = button("Open the desk", self.done.emit, kind="primary")

    def show_key(self, key: str, practice: str) -> None:
        """Show a key."""
        self._groups, self._practice = groups_of(key), practice
        self._asked = asked_groups(len(self._groups), self._chance)
        content = pane()
        inner = QVBoxLayout(content)
        inner.setContentsMargins(16, 16, 16, 16)
        inner.setSpacing(12)
        inner.addWidget(label("Recovery sheet", "title"))
        says = (
            "If every passphrase is forgotten, this key is the only way back to your records. It is shown now and not "
            "again. Print it and lock it away; do not keep it on this computer."
        )
        inner.addWidget(label(says, wrap=True))
        inner.addWidget(self._grid())
        ways = row(button("Print…", self._print, icon_name="print"), button("Save as PDF…", self._save), None)
        inner.addLayout(ways)
        inner.addWidget(
            label("Type three groups back, so that both of us know the sheet is right.", "quiet", wrap=True)
        )
        inner.addWidget(self._questions())
        inner.addLayout(row(None, self.go_button))
        inner.addStretch(1)
        self._layout.addWidget(middle(content))
        self._look()

    def forget(self) -> None:
        """Let the key go."""
        self._groups = ()

    @property
    def asked(self) -> Sequence[tuple[int, str]]:
        """The groups that are asked for, with their numbers from 1."""
        return tuple((at + 1, self._groups[at]) for at in self._asked)

    @property
    def typed(self) -> dict[int, str]:
        """The groups as they were typed back, by their numbers from 1."""
        return {at + 1: str(editor.value) for editor, at in zip(self.answers, self._asked, strict=True)}

    def ask_again(self) -> None:
        """Say that a group was not right."""
        for editor in self.answers:
            editor.show_finding("One of the three is not as on the sheet. Look again.")

    def _grid(self) -> QWidget:
        holder = pane("rail")
        grid = QGridLayout(holder)
        grid.setContentsMargins(16, 12, 16, 12)
        for at, group in enumerate(self._groups):
            words = label(f"{at + 1}.  {group}", "strong")
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByKeyboard)
            words.setAccessibleName(f"Group {at + 1}: {' '.join(group)}")
            grid.addWidget(words, at // 4, at % 4)
        return holder

    def _questions(self) -> QWidget:
        grid = FieldGrid()
        for at in self._asked:
            editor = LineEditor(f"Group {at + 1}")
            editor.typed.connect(lambda _: self._look())
            editor.line.returnPressed.connect(self.go_button.click)
            self.answers.append(editor)
            grid.add(editor)
        return grid

    def _look(self) -> None:
        right = [
            same_group(str(editor.value), self._groups[at])
            for editor, at in zip(self.answers, self._asked, strict=True)
        ]
        self.go_button.setEnabled(all(right))

    def _document(self) -> QTextDocument:
        cells = "".join(
            f"<p style='font-size:15pt'>{at + 1}. &nbsp; <b>{g}</b></p>" for at, g in enumerate(self._groups)
        )
        document = QTextDocument()
        document.setHtml(
            f"<h1>Recovery sheet of PA Desk</h1><p>{html.escape(self._practice)}</p>"
            f"<p>Whoever holds this sheet and the computer or a backup can read every record. Keep it locked away, "
            f"and not beside the computer.</p>{cells}"
        )
        return document

    def _print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if QPrintDialog(printer, self).exec():
            self._document().print_(printer)

    def _save(self) -> None:
        name, _ = QFileDialog.getSaveFileName(self, "Save the recovery sheet", "recovery-sheet.pdf", "PDF (*.pdf)")
        if name:
            self.save_pdf(Path(name))

    def save_pdf(self, path: Path) -> None:
        """Write the sheet where the person wants it."""
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setPageLayout(
            QPageLayout(QPageSize(QPageSize.PageSizeId.Letter), QPageLayout.Orientation.Portrait, _EDGES)
        )
        printer.setOutputFileName(str(path))
        self._document().print_(printer)
