"""Letters in: what came from payers and waits to be filed, page beside fields; a person says to which request."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from app.desk.after.approval_fields import ApprovalFields
from app.desk.after.choosing import RequestChooser
from app.desk.after.dropping import LetterDrop
from app.desk.after.taking import take_letters
from app.desk.context import Desk
from app.desk.course.dates import day_of
from app.desk.paper.sheets import SheetsView
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.tasks import Lane
from app.desk.today.words import STATUS_WORDS
from app.desk.widgets.editors import ChoiceEditor, LineEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, hairline, label, pane, row, scrolling
from app.desk.widgets.shaped import DateEditor
from app.desk.widgets.table import Column, RowsTable
from app.desk.widgets.tick import Tick
from app.domain.approval import Approval, differences
from app.domain.ids import RequestId
from app.domain.letter_reading import LetterWords
from app.domain.letters_in import LetterIn, LetterInKind, status_after
from app.domain.request import Request
from app.pdf.raster import Raster
from app.services import paper, worklist
from app.services.after import approvals, letters_in
from app.services.after.letters_in import KIND_WORDS, Filed, Filing
from app.services.after.reading import LetterText, Proposal, proposals, read_text
from app.services.documents import ENDINGS
from app.services.edits import found
from app.services.session import Session
from app.services.worklist import WorkRow

_FIELDS_PX = 448


@dataclass(frozen=True, slots=True)
class Waiting:
    """What the screen reads at once."""

    letters: tuple[LetterIn, ...]
    rows: tuple[WorkRow, ...]


class LettersInScreen(Screen):
    """The letters that wait, the fields of one, and its pages."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.letter: LetterIn | None = None
        self._pinned = ""
        self._wanted = ""
        self._request: Request | None = None
        self._words: LetterWords | None = None
        today = lambda: desk.session.today  # noqa: E731 -- asked anew each time
        self._today: Callable[[], dt.date] = today
        self.table: RowsTable[LetterIn] = RowsTable(
            (
                Column("Came", lambda item: f"{item.taken:%m/%d/%Y %H:%M}", 176, strong=True),
                Column("Pages", lambda item: f"{item.pages} page{'' if item.pages == 1 else 's'}"),
            ),
            lambda item: item.id,
            "Letters to file",
        )
        self.table.horizontalHeader().hide()
        self.chooser = RequestChooser()
        self.kind = ChoiceEditor("Kind", [(None, "not said yet"), *KIND_WORDS.items()])
        self.date = DateEditor("Date on it", today)
        self.received = DateEditor("Came on", today)
        self.deadline = DateEditor("Wanted by", today)
        self.reference = LineEditor("Payer's number")
        self.approval = ApprovalFields(today)
        self.follows = Tick("")
        self.follows.setChecked(True)
        self.read_words = label("", "hint", wrap=True)
        self.file_button = button("File letter", self._file, kind="primary")
        self.away_button = button("Put away", self._put_away, kind="link", says="Put this letter away unfiled")
        self.add_button = button("Take in a letter…", self._choose_files, icon_name="plus")
        self.sheets = SheetsView(self._draw)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._grid = FieldGrid()
        for editor in (self.kind, self.date, self.received, self.deadline, self.reference):
            self._grid.add(editor)
        body = pane()
        inner = QVBoxLayout(body)
        inner.setContentsMargins(16, 4, 16, 16)
        inner.setSpacing(8)
        self._list_title = label("To file", "section")
        for part in (self._list_title, self.table, label("Which request", "section"), self.chooser):
            inner.addWidget(part)
        inner.addWidget(label("What it says", "section"))
        inner.addWidget(self.read_words)
        inner.addWidget(self._grid)
        inner.addWidget(self.approval)
        inner.addWidget(self.follows)
        inner.addStretch(1)
        foot = row(self.file_button, self.away_button, None)
        foot.setContentsMargins(16, 8, 16, 8)
        left = QWidget()
        left.setFixedWidth(_FIELDS_PX)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(scrolling(body), 1)
        column.addWidget(hairline())
        column.addLayout(foot)
        both = QWidget()
        sides = row(left, hairline(upright=True), self.sheets, gap=0)
        sides.setStretch(2, 1)
        both.setLayout(sides)
        nothing = EmptyState(
            "No letter waits",
            "Drop a scan or PDF of a payer's letter here, on Today or on a request.",
            button("Take in a letter…", self._choose_files),
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(both)
        self._stack.addWidget(nothing)
        head = row(label("Letters in", "title"), None, self.add_button)
        head.setContentsMargins(16, 10, 16, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(self._stack, 1)
        self._stack.setCurrentIndex(1)

    def _connect(self) -> None:
        LetterDrop(self, self.take_files)
        self.table.chosen.connect(self._open)
        self.chooser.chosen.connect(self._choose_request)
        self.kind.settled.connect(lambda _: self._follow_kind())
        self.approval.typed.connect(self._say_status)
        keep = QShortcut(QKeySequence("Ctrl+Return"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        keep.activated.connect(self._file)

    def show_spot(self, spot: Spot) -> None:
        """Show the letters; the one that is named, with the request that somebody came from first."""
        self._wanted, self._pinned = spot.record_id, spot.focus
        self.refresh()

    def refresh(self) -> None:
        """Read the letters again."""
        self.desk.query(self, _waiting, self._show, says="Reading the letters")

    def take_files(self, paths: Sequence[Path]) -> None:
        """Take files in, one after the other."""
        take_letters(self.desk, self, paths, self._taken)

    def _taken(self, letter: LetterIn) -> None:
        self._wanted = letter.id
        self.refresh()

    def _choose_files(self) -> None:
        endings = " ".join(f"*.{ending}" for ending in ENDINGS)
        names, _ = QFileDialog.getOpenFileNames(self, "Take in a payer's letter", "", f"PDF and pictures ({endings})")
        self.take_files([Path(name) for name in names])

    def _show(self, waiting: Waiting) -> None:
        self.chooser.show_requests(waiting.rows, self._pinned)
        self.table.set_rows(waiting.letters)
        count = len(waiting.letters)
        self.table.fit_height(min(count, 4))
        for part in (self.table, self._list_title):
            part.setVisible(count > 1)
        self._stack.setCurrentIndex(0 if count else 1)
        if self._wanted and (at := self.table.rows_model.row_named(self._wanted)) >= 0:
            self._wanted = ""
            self.table.selectRow(at)
        self._open(self.table.current)
        self.setFocusProxy(self.chooser.field if count else self.add_button)
        if self.isVisible() and self.window().focusWidget() in (None, self):
            self.setFocus()

    def _open(self, letter: LetterIn | None) -> None:
        """Show a letter and have it read; what is typed for the one that is open stays."""
        if letter is None or letter == self.letter:
            self.letter = letter
            return
        self.letter, self._words = letter, None
        self.chooser.begin(self._pinned)
        for editor, value in ((self.kind, None), (self.date, None), (self.deadline, None), (self.reference, "")):
            editor.set_value(value)
        self.received.set_value(letter.received)
        self._request = None
        self.approval.forget()
        self.read_words.setText("Being read…")
        self._follow_kind()
        self.desk.query(self, lambda session: letters_in.pages(session, letter), lambda pdf: self._shown(letter, pdf))

    def _shown(self, letter: LetterIn, pdf: bytes) -> None:
        if letter != self.letter:
            return
        self.sheets.show_document(pdf, letter.pages)
        self.desk.query(
            self,
            lambda session: read_text(session.paper, pdf),
            lambda read: self._hint(letter, read),
            failed=lambda _: self.read_words.setText("It could not be read: say what it is."),
            says="Reading the letter",
            lane=Lane.PAPER,
        )

    def _hint(self, letter: LetterIn, read: LetterText) -> None:
        if letter != self.letter:
            return
        words = self._words = read.words
        for editor, value in (
            (self.kind, words.kind),
            (self.date, words.date),
            (self.deadline, words.deadline),
            (self.reference, words.number),
        ):
            if value and not editor.value:
                editor.set_value(value)
        how = "off the picture" if read.from_picture else "off its text"
        said = f"What stands here was read {how}: look at every field."
        self.read_words.setText(said if words.folded else "Nothing could be read off it.")
        self._follow_kind()
        self.desk.query(self, lambda session: proposals(session, read), lambda some: self._propose(letter, some))

    def _propose(self, letter: LetterIn, some: tuple[Proposal, ...]) -> None:
        if letter == self.letter:
            self.chooser.hint(some)

    def _choose_request(self, name: str) -> None:
        if name == ("" if self._request is None else self._request.id):
            return
        if not name:
            self._request = None
            self._say_status()
            return
        self.desk.query(self, lambda session: _beside(session, RequestId(name)), self._beside)

    def _beside(self, both: tuple[Request, Approval]) -> None:
        request, approval = both
        typed = self.approval.approval
        self._request = request
        self.approval.show_approval(request, approval if typed is None else _of_request(typed, approval))
        if self._words is not None:
            self.approval.propose(self._words)
        self._say_status()

    def _follow_kind(self) -> None:
        kind = self.kind.value
        self.approval.setVisible(kind is LetterInKind.APPROVAL)
        wanted = {
            LetterInKind.DENIAL: "Appeal by",
            LetterInKind.INFORMATION: "Send it by",
            LetterInKind.ACKNOWLEDGMENT: "Decision by",
        }
        has_deadline = kind in wanted
        self._grid.show_row(self.deadline, shown=has_deadline)
        self._grid.name(self.deadline, wanted.get(kind, self.deadline.name))  # type: ignore[call-overload]
        self._say_status()

    def _say_status(self) -> None:
        """What the request becomes, in the words of the tick."""
        kind, request = self.kind.value, self._request
        after = None
        if request is not None and isinstance(kind, LetterInKind):
            approval = self.approval.approval if kind is LetterInKind.APPROVAL else None
            is_changed = approval is not None and any(item.is_less for item in differences(request, approval))
            after = status_after(request.status, kind, is_changed=is_changed)
        is_moved = request is not None and after is not None and after is not request.status
        self.follows.setVisible(is_moved)
        if is_moved and after is not None:
            self.follows.setText(f"Note the request as {STATUS_WORDS[after].lower()}")
        self.file_button.setEnabled(request is not None and kind is not None)

    def _file(self) -> None:
        letter, request, kind = self.letter, self._request, self.kind.value
        if letter is None or request is None or not isinstance(kind, LetterInKind):
            return
        if kind is not LetterInKind.OTHER and day_of(self.date, self._today()) is None:
            self.date.show_finding("Type the date on the letter first, as 3/4/26.")
            self.date.setFocus()
            return
        if kind is LetterInKind.APPROVAL and not self.approval.is_readable:
            self.approval.number.setFocus()
            return
        filing = Filing(
            request.id,
            kind,
            date=day_of(self.date, self._today()),
            received=day_of(self.received, self._today()),
            deadline=day_of(self.deadline, self._today()) if self.deadline.isVisibleTo(self) else None,
            reference=str(self.reference.value),
            approval=self.approval.approval if kind is LetterInKind.APPROVAL else None,
            notes_status=self.follows.isChecked(),
        )
        self.desk.change(self, lambda session: letters_in.file(session, letter.id, filing), self._filed)

    def _filed(self, done: Filed) -> None:
        request = done.request
        self.letter, self._pinned = None, ""
        self.sheets.forget()
        self.desk.note(f"Filed. The request is {STATUS_WORDS[request.status].lower()}.", "Undo", self.desk.undo)
        if done.letter.kind is LetterInKind.APPROVAL:
            self.desk.go(Spot(View.COURSE, request.id, part="approval"))
        elif done.letter.kind is LetterInKind.DENIAL:
            self.desk.go(Spot(View.COURSE, request.id, part="denials"))
        else:
            self.refresh()

    def _put_away(self) -> None:
        letter = self.letter
        if letter is None:
            return
        self.letter = None
        self.sheets.forget()

        def told(_: object) -> None:
            self.desk.note("Put away.", "Undo", self.desk.undo)
            self.refresh()

        self.desk.change(self, lambda session: letters_in.put_away(session, letter), told)

    def _draw(self, document: bytes, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        self.desk.query(self, lambda session: paper.page_image(session, document, page, scale), took, lane=Lane.PAPER)


def _waiting(session: Session) -> Waiting:
    return Waiting(letters_in.unfiled(session), worklist.work_list(session))


def _beside(session: Session, name: RequestId) -> tuple[Request, Approval]:
    seen = approvals.of(session, name)
    return found(session, Request, name), approvals.blank(session, name) if seen is None else seen.approval


def _of_request(typed: Approval, kept: Approval) -> Approval:
    """What is typed, as the approval of another request."""
    return replace(typed, id=kept.id, patient_id=kept.patient_id, request_id=kept.request_id, acknowledged=())
