"""Take in a file: drop it, say what a list's columns hold, look at the table, take over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFileDialog, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.first_run.middle import middle
from app.desk.intake.columns import ColumnsPane
from app.desk.intake.lines import LinesPane
from app.desk.intake.reading import Reading, disturbed, undisturbed
from app.desk.intake.taking import Taking
from app.desk.intake.words import KIND_WORDS, STATE_ROLES, STATE_WORDS, left_out, summary, taken_words
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.unlock.passphrase import PassphraseField
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, column, hairline, label, pane, row, scrolling
from app.desk.widgets.table import Column, RowsTable
from app.domain.changes import Change
from app.domain.patient import Patient
from app.intake.problems import Stopped
from app.intake.progress import Tell
from app.intake.reading.columns import Meaning
from app.intake.review.rows import Row
from app.services import intake
from app.services.intake import Opened
from app.services.session import Session

T = TypeVar("T")

_FILES = "Files (*.csv *.txt *.xlsx *.json *.ndjson *.xml *.hl7 *.vcf *.pdf *.zip *.padesk);;All files (*)"
_START, _COLUMNS_PAGE, _TABLE, _WORK = range(4)
_WHOLE = 100
_FEW_NOTES, _MANY_NOTES = 3, 12


class IntakeScreen(Screen):
    """One file at a time, from dropping it to taking it over."""

    #: How far a long file is read, in percent.
    _told = Signal(int)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setAcceptDrops(True)
        self._opened: Opened | None = None
        self._taking: Taking | None = None
        self._summary = label("", wrap=True)
        self._skipped = label("", "quiet")
        self.notes = scrolling(self._skipped)
        self._is_whole = False
        self.more_button = button("", lambda: self._show_notes(whole=not self._is_whole), kind="link")
        self.open_button = button("Choose a file…", self._choose, icon_name="plus")
        self.take_button = button("Take over", self._accept, kind="primary")
        self.leave_button = button("Leave it", self._forget)
        head = row(label("Take in a file", "title"), None, self.open_button, self.leave_button, self.take_button)
        head.setContentsMargins(16, 10, 16, 10)
        self._passphrase = PassphraseField("Passphrase of the records")
        self._ask = self._passphrase_row()
        self.columns = ColumnsPane()
        self.columns.settled.connect(self._review)
        self.table: RowsTable[Row] = RowsTable(self._table_columns(), lambda item: item.id, "What is in the file")
        self.lines = LinesPane()
        self.table.chosen.connect(lambda item: self.lines.show_row(self._taking, item))
        self.table.opened.connect(self._toggle)
        self.lines.changed.connect(self._show_choices)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "Drop a file here",
                "A list (CSV or Excel), a FHIR bundle, a C-CDA document, HL7 messages, contact cards of prescribers, "
                "or a filled form. Nothing is changed before you have seen it.",
                button("Choose a file…", self._choose, kind="primary"),
                icon_name="drop",
            )
        )
        self._stack.addWidget(self.columns)
        self._stack.addWidget(self._table_page())
        self._reading: Reading | None = None
        self._stack.addWidget(self._work_page())
        self._told.connect(self._show_progress)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._ask)
        layout.addWidget(self._stack, 1)
        # Only while the table has the focus: elsewhere Space presses the button or tick that has it.
        space = QShortcut(QKeySequence("Space"), self.table, context=Qt.ShortcutContext.WidgetShortcut)
        space.activated.connect(lambda: self._toggle(self.table.current))
        self._show_page(_START)

    def show_spot(self, spot: Spot) -> None:
        """Begin anew; a file that was dropped elsewhere is named in the spot."""
        if spot.focus:
            self.open_file(Path(spot.focus))

    def open_file(self, path: Path) -> None:
        """Look at a file."""

        def read(session: Session, tell: Tell) -> Opened:
            return intake.open_file(session, intake.read_whole(path), tell=tell)

        self._read(read, self._show_opened, "Reading the file")

    def _read(self, ask: Callable[[Session, Tell], T], done: Callable[[T], None], says: str) -> None:
        """Have a file read or compared, which can take long and can be given up."""
        reading = self._reading = Reading(self._told.emit)

        def finish(result: T) -> None:
            if reading is self._reading and not reading.is_stopped:
                self._reading = None
                done(result)

        def fail(problem: Exception) -> None:
            if reading is self._reading:
                self._show_page(_TABLE if self._taking is not None else _START)
            if not isinstance(problem, Stopped):
                self.desk.failed.emit(problem)

        def work(session: Session) -> T:
            with undisturbed():
                return ask(session, reading.tell)

        self.desk.query(self, work, finish, failed=fail, says=says)

    def _stop(self) -> None:
        if self._reading is not None:
            self._reading.stop()
        self._forget()

    def _show_progress(self, percent: int) -> None:
        if self._reading is not None and not self._reading.is_stopped:
            self.progress.setValue(percent)
            if self._stack.currentIndex() != _WORK:
                self._show_page(_WORK)
                self.stop_button.setFocus()

    def _show_opened(self, opened: Opened) -> None:
        self._opened = opened
        self._ask.setVisible(opened.is_locked)
        if opened.is_locked:
            self._passphrase.setFocus()
            return
        if opened.sheet is None:
            self._review(None)
            return
        self.columns.show_columns(opened.sheet, opened.columns, remembered=opened.remembered)
        self._show_page(_COLUMNS_PAGE)
        self.columns.setFocus()

    def _passphrase_row(self) -> QWidget:
        holder = pane("warn")
        holder.setLayout(
            row(
                label("These records are encrypted. Type the passphrase that they were taken out with."),
                self._passphrase,
                button("Open", self._unlock),
                button("Leave it", self._forget, kind="link"),
                None,
                margin=8,
            )
        )
        self._passphrase.returnPressed.connect(self._unlock)
        holder.hide()
        return holder

    def _unlock(self) -> None:
        opened, words = self._opened, self._passphrase.take()
        if opened is not None and words:
            self.desk.query(
                self, lambda session: intake.open_file(session, opened.data, words), self._show_opened, says="Opening"
            )

    def _review(self, columns: tuple[Meaning | None, ...] | None) -> None:
        opened = self._opened
        if opened is None:
            return
        if columns is not None and columns != opened.columns:
            self.desk.change(self, lambda session: intake.remember_columns(session, opened, columns))
        self._read(
            lambda session, tell: Taking.proposed(intake.review(session, opened, columns, tell)),
            self._show_review,
            "Comparing the file",
        )

    def _show_review(self, taking: Taking) -> None:
        self._taking, review = taking, taking.review
        self._summary.setText(summary(review))
        notes = left_out(review)
        self._skipped.setText("\n".join(notes))
        self._show_notes(whole=False)
        self.more_button.setVisible(len(notes) > _FEW_NOTES)
        self.table.set_rows(review.rows)
        self._show_page(_TABLE)
        self._show_choices()
        self.lines.show_row(self._taking, self.table.current)
        self.table.setFocus()

    def _show_notes(self, *, whole: bool) -> None:
        """Show what was left out: a few lines, or as many as the screen has room for."""
        count = self._skipped.text().count("\n") + 1 if self._skipped.text() else 0
        line = self._skipped.fontMetrics().lineSpacing()
        shown = min(count, _MANY_NOTES if whole else _FEW_NOTES)
        self.notes.setFixedHeight(shown * line + 2)
        self.notes.setVisible(count > 0)
        self._is_whole = whole
        self.more_button.setText("Show fewer" if whole else f"Show all {count} notes")

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self.lines.fit(event.size().width())

    def _toggle(self, item: Row | None) -> None:
        if self._taking is None or item is None:
            return
        if item.asks_line and item.id not in self._taking.choices and self.lines.line_choice is not None:
            self.lines.line_choice.setFocus()
            return
        self._taking.toggle_row(item)
        self._show_choices()
        self.lines.show_row(self._taking, item)

    def _show_choices(self) -> None:
        count = 0 if self._taking is None else self._taking.count
        self.take_button.setText(f"Take over {count:,} rows" if count != 1 else "Take over 1 row")
        self.take_button.setEnabled(count > 0)
        self.table.viewport().update()

    def _accept(self) -> None:
        taking = self._taking
        if taking is None:
            return
        review, choices = taking.review, dict(taking.choices)
        bundle = None if self._opened is None else self._opened.bundle
        self.desk.change(
            self,
            lambda session: intake.accept(session, review, choices, bundle=bundle),
            self._accepted,
            says="Taking over",
        )

    def _accepted(self, change: Change) -> None:
        people = [edit.after for edit in change.edits if isinstance(edit.after, Patient)]
        self._forget()
        self.desk.note("Taken over. The file itself is not kept.", "Undo", self.desk.undo)
        if len(people) == 1:
            self.desk.go(Spot(View.PATIENT, people[0].id))
        else:
            self.desk.go(Spot(View.PATIENTS))

    def _forget(self) -> None:
        if self._reading is not None:
            self._reading.stop()
        self._opened = self._taking = self._reading = None
        disturbed()
        self._passphrase.clear()
        self._ask.hide()
        self.table.set_rows(())
        self.lines.show_row(None, None)
        self.columns.forget()
        self._show_page(_START)

    def leave(self) -> None:
        """What was not taken over is not kept."""
        self._forget()

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self, "Take in a file", "", _FILES)
        if name:
            self.open_file(Path(name))

    def _show_page(self, page: int) -> None:
        self._stack.setCurrentIndex(page)
        self.take_button.setVisible(page == _TABLE)
        self.leave_button.setVisible(page in (_COLUMNS_PAGE, _TABLE))
        self.open_button.setVisible(page == _START)

    def _table_page(self) -> QWidget:
        page = QWidget()
        words = QVBoxLayout()
        words.setContentsMargins(16, 0, 16, 8)
        words.setSpacing(4)
        words.addWidget(self._summary)
        words.addWidget(self.notes)
        words.addLayout(row(self.more_button, None))
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(words)
        layout.addWidget(hairline())
        both = row(self.table, hairline(upright=True), self.lines, gap=0)
        layout.addLayout(both, 1)
        hint = label("Space takes a row or leaves it. Nothing that is here is replaced unless you tick it.", "quiet")
        hint.setContentsMargins(16, 6, 16, 6)
        layout.addWidget(hairline())
        layout.addWidget(hint)
        return page

    def _work_page(self) -> QWidget:
        self.progress = QProgressBar()
        self.progress.setRange(0, _WHOLE)
        self.progress.setAccessibleName("How far the file is read")
        self.stop_button = button("Cancel", self._stop)
        content = QWidget()
        inner = column(
            label("Reading the file", "title"),
            label("A long list takes a while. Nothing is changed before you have seen it.", "quiet", wrap=True),
            self.progress,
            row(self.stop_button, None),
            gap=12,
        )
        inner.setContentsMargins(16, 48, 16, 16)
        inner.addStretch(1)
        content.setLayout(inner)
        return middle(content)

    def _table_columns(self) -> tuple[Column[Row], ...]:
        def taken(item: Row) -> str:
            choice = None if self._taking is None else self._taking.choices.get(item.id)
            return taken_words(item, choice)

        def role(item: Row) -> str:
            return "good" if self._taking is not None and item.id in self._taking.choices else "quiet"

        return (
            Column("What", lambda item: KIND_WORDS.get(item.kind, item.kind), 116, role=lambda _: "quiet"),
            Column("Record", lambda item: item.title, strong=True),
            Column(
                "Beside ours",
                lambda item: STATE_WORDS[item.state],
                132,
                role=lambda i: STATE_ROLES.get(i.state, "text"),
            ),
            Column("Taken over", taken, 128, role=role),
        )

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one file."""
        if len(event.mimeData().urls()) == 1 and event.mimeData().urls()[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Look at what was dropped."""
        self.open_file(Path(event.mimeData().urls()[0].toLocalFile()))
