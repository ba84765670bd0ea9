"""The course of one request: its dates, the payer's letters, the approval and its units, denials, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QVBoxLayout, QWidget

from app.desk.after.approval_page import ApprovalPage
from app.desk.after.dropping import LetterDrop
from app.desk.after.hand_over_page import HandOverPage
from app.desk.after.letters_page import LettersPage
from app.desk.after.taking import take_letters
from app.desk.after.units_page import UnitsPage
from app.desk.context import Desk
from app.desk.course.costs import CostsPage
from app.desk.course.dates import DatesPage
from app.desk.course.denials import DenialsPage
from app.desk.course.loading import Course, load
from app.desk.places import Spot, View
from app.desk.shell.screen import Screen
from app.desk.tasks import Lane
from app.desk.widgets.plain import button, hairline, label, row
from app.domain.course import Denial, LetterKind, MilestoneKind
from app.domain.ids import RequestId
from app.domain.letters_in import LetterIn
from app.domain.request import Status
from app.pdf.raster import Raster
from app.services import clocks, denials, paper, requests
from app.services.after import approvals, ledgers, letters_in
from app.services.denials import Notice
from app.services.hand_over import back, out
from app.services.session import Session

PARTS = {
    "dates": "Dates",
    "letters": "Letters",
    "approval": "Approval",
    "units": "Units",
    "denials": "Denials",
    "costs": "Costs and programs",
    "handover": "Hand over",
}


class CourseScreen(Screen):
    """What comes after one request was made."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.request_id = RequestId("")
        self._asked = 0
        self.course: Course | None = None
        self.chips = {part: button(words, partial(self.show_part, part), kind="chip") for part, words in PARTS.items()}
        self.dates = DatesPage(lambda: desk.session.today, self.chips["handover"])
        self.letters = LettersPage(self._draw)
        self.approval = ApprovalPage(lambda: desk.session.today)
        self.units = UnitsPage(lambda: desk.session.today)
        self.denials = DenialsPage(lambda: desk.session.today)
        self.costs = CostsPage()
        self.handing = HandOverPage()
        self._stack = QStackedWidget()
        for page in self._pages:
            self._stack.addWidget(page)
        self._build()
        self.dates.noted.connect(self._note)
        self.dates.status_chosen.connect(self._set_status)
        self.dates.calendar_wanted.connect(self.write_calendar)
        self._listen()
        self.denials.kept.connect(self._keep)
        self.denials.answer.jumped.connect(self._jump)
        self.denials.answer.appealing.connect(
            lambda: desk.go(Spot(View.LETTERS, self.request_id, part=LetterKind.APPEAL.value))
        )
        back = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._leave_screen)

    @property
    def _pages(self) -> tuple[QWidget, ...]:
        pages = (self.dates, self.letters, self.approval, self.units, self.denials, self.costs, self.handing)
        return pages

    def _listen(self) -> None:
        """What comes after sending: letters, the approval, the units."""
        LetterDrop(self, self._take_letters)
        self.letters.wanted.connect(self._read_letter)
        self.letters.taking.connect(self._go_to_letters)
        self.approval.kept.connect(lambda item: self._change(lambda session, _: approvals.record(session, item)))
        self.approval.acknowledged.connect(
            lambda names: self._change(lambda session, name: approvals.acknowledge(session, name, names))
        )
        self.units.entered.connect(lambda item: self._change(lambda session, name: ledgers.add(session, name, item)))
        self.units.corrected.connect(
            lambda before, after: self._change(lambda session, _: ledgers.correct(session, before, after))
        )
        self.units.struck.connect(
            lambda item: self._change(
                lambda session, _: ledgers.strike(session, item),
                lambda _: self.desk.note("Struck out.", "Undo", self.desk.undo),
            )
        )

        self.handing.going.connect(self.hand_over)
        self.handing.returning.connect(self.hand_back)
        self.handing.called_off.connect(lambda note: self._change(lambda session, _: out.call_off(session, note)))
        self.handing.arriving.connect(lambda: self.desk.go(Spot(View.OFFICE, part="hand-overs")))

    def hand_over(self, folder: Path, passphrase: str, to: str) -> None:
        """Write the request as a file for another PA Desk."""
        self._change(
            lambda session, name: out.hand_over(session, name, folder, passphrase, to=to)[1],
            self._written,
        )

    def _written(self, path: object) -> None:
        if isinstance(path, Path):
            self.handing.say_written(path)

    def hand_back(self, folder: Path, passphrase: str) -> None:
        """Write the signed request for the office that it came from."""
        self._change(
            lambda session, name: back.hand_back(session, name, folder, passphrase)[1],
            self._written,
        )

    def _take_letters(self, files: list[Path]) -> None:
        take_letters(
            self.desk,
            self,
            files,
            lambda letter: self.desk.go(Spot(View.LETTERS_IN, letter.id, focus=self.request_id)),
        )

    def _go_to_letters(self) -> None:
        self.desk.go(Spot(View.LETTERS_IN, focus=self.request_id))

    def _read_letter(self, letter: LetterIn) -> None:
        self.desk.query(
            self,
            lambda session: letters_in.pages(session, letter),
            lambda pdf: self.letters.show_pages(letter, pdf),
        )

    def _draw(self, document: bytes, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        self.desk.query(self, lambda session: paper.page_image(session, document, page, scale), took, lane=Lane.PAPER)

    def _build(self) -> None:
        group = QButtonGroup(self)
        for chip in self.chips.values():
            chip.setCheckable(True)
            group.addButton(chip)
        head = row(
            button("Request", self._leave_screen, kind="link", icon_name="left", says="Back to the request"),
            label("Course", "title"),
            8,
            *self.chips.values(),
            None,
        )
        head.setContentsMargins(8, 8, 16, 8)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(self._stack, 1)
        self.show_part("dates")
        self.setFocusProxy(self.chips["dates"])

    def show_spot(self, spot: Spot) -> None:
        """Open the course of a request, at one of its parts."""
        if spot.record_id != self.request_id:
            self.course = None
            self.denials.put_aside(self.request_id)
            self.request_id = RequestId(spot.record_id)
            self.denials.take_up(self.request_id)
        self.show_part(spot.part if spot.part in PARTS else "dates")
        self.refresh()

    def show_part(self, part: str) -> None:
        """Show one of the parts."""
        self.chips[part].setChecked(True)
        self._stack.setCurrentIndex(list(PARTS).index(part))

    def refresh(self) -> None:
        """Read the course again."""
        if not self.request_id:
            return
        self._asked += 1
        mine, request_id = self._asked, self.request_id
        self.desk.query(self, lambda session: load(session, request_id), lambda made: self._take(mine, made))

    def leave(self) -> None:
        """Let go of the field that is being typed in."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()

    def write_calendar(self, folder: Path, with_name: bool) -> None:
        """Write the dates as a calendar file; without the patient's name unless it was asked for."""
        self._change(
            lambda session, name: clocks.write_calendar(session, name, folder, with_name=with_name),
            lambda path: self.desk.note(f"Written: {path}"),
        )

    def _take(self, asked: int, course: Course) -> None:
        if asked != self._asked:
            return
        self.course = course
        self.desk.patient_shown.emit(course.who)
        self.dates.show_course(course)
        self.letters.show_letters(course.letters)
        self.approval.show_approval(course.request, course.blank, course.approval, course.people)
        self.units.show_account(course.ledger, course.entry)
        self.handing.show_request(course.request, course.handed, course.people)
        self.denials.show_course(course)
        self.costs.show_course(course)
        unseen = 0 if course.approval is None else len(course.approval.unseen)
        for part, count in (("denials", len(course.notices)), ("letters", len(course.letters)), ("approval", unseen)):
            self.chips[part].setText(f"{PARTS[part]} {count}" if count else PARTS[part])

    def _note(self, kind: MilestoneKind, date: object, said_in: str) -> None:
        self._change(lambda session, name: clocks.note(session, name, kind, date, said_in))  # type: ignore[arg-type]

    def _set_status(self, status: Status) -> None:
        if status is Status.DENIED:
            self.show_part("denials")
            self.denials.date.setFocus()
            return
        self._change(lambda session, name: requests.set_status(session, name, status))

    def _keep(self, notice: Notice, denial: Denial | None) -> None:
        if denial is None:
            self._change(lambda session, name: denials.record(session, name, notice))
        else:
            self._change(lambda session, _: denials.change(session, denial, notice))

    def _change(
        self, act: Callable[[Session, RequestId], object], done: Callable[[object], None] | None = None
    ) -> None:
        request_id = self.request_id

        def finish(result: object) -> None:
            if done is not None:
                done(result)
            self.refresh()

        self.desk.change(self, lambda session: act(session, request_id), finish)

    def _jump(self, keys: tuple[str, ...]) -> None:
        self.desk.go(Spot(View.REQUEST, self.request_id, focus=keys[0] if keys else ""))

    def _leave_screen(self) -> None:
        self.desk.go(Spot(View.REQUEST, self.request_id))
