"""Denials: keep a notice, see what answers it, and go on to the appeal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.desk.course.answer import AnswerSide
from app.desk.course.dates import day_of
from app.desk.course.loading import Course
from app.desk.widgets.editors import Editor, LineEditor, TextEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import button, empty, hairline, label, pane, row, scrolling, set_role
from app.desk.widgets.shaped import DateEditor
from app.desk.widgets.tick import Tick
from app.domain.course import Denial
from app.domain.denials import denial_reasons
from app.domain.ids import RequestId
from app.services.denials import Notice, suggested

_SUGGESTED = 4


class DenialsPage(QWidget):
    """The notice left, what answers it right."""

    #: A notice, and the denial that it corrects or None.
    kept = Signal(object, object)

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self._denial: Denial | None = None
        self._has_begun = False
        self._aside: dict[RequestId, tuple[tuple[str, ...], tuple[str, ...]]] = {}
        self.date = DateEditor("Date on it", today)
        self.received = DateEditor("Came on", today)
        self.carc = LineEditor("Code", placeholder="CO-50")
        self.deadline = DateEditor("Appeal by", today)
        self.reference = LineEditor("Case number")
        self.peer_to_peer = LineEditor("Peer-to-peer", placeholder="how to ask for it")
        self.reason = TextEditor("Reason, as it says", lines=4)
        self.reasons: dict[str, Tick] = {}
        self._ticks = QVBoxLayout()
        self._ticks.setSpacing(0)
        self._all = False
        self.more_button = button("All reasons", self._show_all, kind="link")
        self.keep_button = button("Keep notice", self._keep, kind="primary")
        self.next_button = button("Another notice", self.begin, kind="link")
        self._title = label("", "section")
        self.answer = AnswerSide(today)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sides = row(self._left(), hairline(upright=True), self.answer, gap=0)
        sides.setStretch(0, 2)
        sides.setStretch(2, 3)
        layout.addLayout(sides)
        self.reason.typed.connect(lambda _: self._offer())
        self.carc.typed.connect(lambda _: self._offer())
        self.begin()

    def _left(self) -> QWidget:
        body = pane()
        grid = FieldGrid()
        for editor in (self.date, self.received, self.deadline, self.carc, self.reference, self.peer_to_peer):
            grid.add(editor)
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(self._title)
        layout.addWidget(grid)
        layout.addWidget(label("Reason, in the payer's own words", "quiet"))
        layout.addWidget(self.reason)
        layout.addWidget(label("What it comes down to", "quiet"))
        layout.addLayout(self._ticks)
        layout.addLayout(row(self.more_button, None))
        layout.addLayout(row(self.keep_button, self.next_button, None))
        layout.addStretch(1)
        return scrolling(body)

    def show_course(self, course: Course) -> None:
        """Show the latest notice and what answers it; a notice that is being typed stays."""
        self.answer.show_answer(course.answer)
        latest = course.notices[-1] if course.notices else None
        if latest == self._denial or self._has_begun:
            return
        self._show(latest)

    def put_aside(self, request_id: RequestId) -> None:
        """Another request is opened: what was typed and not kept waits for this one, on the screen's side only."""
        texts = tuple(str(editor.value) for editor in self._editors)
        is_kept = self._denial is not None and not self._has_begun
        if any(texts) and not is_kept:
            self._aside[request_id] = (texts, tuple(n for n, tick in self.reasons.items() if tick.isChecked()))
        self.forget()

    def take_up(self, request_id: RequestId) -> None:
        """Show what was typed for a request and not kept."""
        texts, chosen = self._aside.pop(request_id, ((), ()))
        for editor, text in zip(self._editors, texts, strict=False):
            if isinstance(editor, DateEditor):
                editor.line.setText(text)
            else:
                editor.set_value(text)
        if texts:
            self._has_begun = True
            self._offer(chosen)

    @property
    def _editors(self) -> tuple[Editor, ...]:
        dates = (self.date, self.received, self.deadline)
        return (*dates, self.carc, self.reference, self.peer_to_peer, self.reason)

    def forget(self) -> None:
        """Let the notice of another request go."""
        self.begin()
        self._has_begun = False
        self.answer.show_answer(None)

    def begin(self) -> None:
        """Begin with an empty notice."""
        self._show(None)
        self._has_begun = True

    def _show(self, denial: Denial | None) -> None:
        self._denial = denial
        self._has_begun = False
        for editor, value in (
            (self.date, denial and denial.date),
            (self.received, denial and denial.received),
            (self.deadline, denial and denial.deadline),
            (self.carc, denial.carc if denial else ""),
            (self.reference, denial.reference if denial else ""),
            (self.peer_to_peer, denial.peer_to_peer if denial else ""),
            (self.reason, denial.reason if denial else ""),
        ):
            editor.set_value(value)
        self._title.setText("Notice of denial" if denial is None else f"Notice of {denial.date:%m/%d/%Y}")
        self.keep_button.setText("Keep notice" if denial is None else "Correct notice")
        set_role(self.keep_button, "kind", "primary" if denial is None else "")
        self.keep_button.setAccessibleName(self.keep_button.text())
        self.next_button.setVisible(denial is not None)
        self._all = False
        self.reasons = {}
        self._offer(() if denial is None else denial.reason_ids)

    def _show_all(self) -> None:
        self._all = True
        self._offer()

    def _offer(self, chosen: tuple[str, ...] = ()) -> None:
        """The reasons that the words hint at, those ticked before, or all of them."""
        ticked = dict.fromkeys((*chosen, *(name for name, tick in self.reasons.items() if tick.isChecked())))
        hinted = [item.id for item in suggested(str(self.reason.value), str(self.carc.value))][:_SUGGESTED]
        names = list(dict.fromkeys((*ticked, *hinted, *(denial_reasons().by_id if self._all else ()))))
        self.more_button.setVisible(not self._all)
        if names == list(self.reasons):
            return
        empty(self._ticks)
        self.reasons = {}
        for name in names:
            tick = Tick(denial_reasons().by_id[name].title)
            tick.setToolTip(tick.text())
            tick.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            tick.setChecked(name in ticked)
            self.reasons[name] = tick
            self._ticks.addWidget(tick)
        if not names:
            self._ticks.addWidget(label("Type the reason, or choose from all.", "hint", wrap=True))

    def _keep(self) -> None:
        day = day_of(self.date, self._today())
        if day is None:
            self.date.show_finding("Type the date on the notice first, as 3/4/26.")
            self.date.setFocus()
            return
        notice = Notice(
            date=day,
            reason=str(self.reason.value),
            reason_ids=tuple(name for name, tick in self.reasons.items() if tick.isChecked()),
            carc=str(self.carc.value),
            deadline=day_of(self.deadline, self._today()),
            received=day_of(self.received, self._today()),
            reference=str(self.reference.value),
            peer_to_peer=str(self.peer_to_peer.value),
        )
        self._has_begun = False
        self.kept.emit(notice, self._denial)
