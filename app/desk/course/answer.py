"""What answers a notice of denial: the criterion, the evidence, what is missing, until when, and what comes after."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.check.finding_row import FindingRow, place_words
from app.desk.course.cards import clock_card
from app.desk.widgets.plain import button, empty, label, pane, row, scrolling
from app.desk.widgets.tabbing import tab_through
from app.domain.clocks import ClockKind
from app.services.denials import ToAnswer

_APPEALS = (ClockKind.APPEAL, ClockKind.PEER_TO_PEER, ClockKind.APPEAL_DECISION)


class AnswerSide(QWidget):
    """The right side of the denials page."""

    #: Keys of the vocabulary where something can be filled in.
    jumped = Signal(object)
    appealing = Signal()

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self.appeal_button = button("Write the appeal", self.appealing.emit, kind="primary", icon_name="pen")
        body = pane()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 4, 0, 16)
        layout.addLayout(self._list)
        acts = row(self.appeal_button, None)
        acts.setContentsMargins(16, 8, 16, 8)
        layout.addLayout(acts)
        layout.addStretch(1)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(scrolling(body))
        self.show_answer(None)

    def show_answer(self, answer: ToAnswer | None) -> None:
        """Show what answers the latest notice."""
        empty(self._list)
        self.appeal_button.setVisible(answer is not None)
        if answer is None:
            self._say("If they say no", "section")
            self._say("Keep the notice on the left: what answers it, until when, and the appeal come here.", "quiet")
            return
        self._say("What answers it", "section")
        for words in answer.answers:
            self._say(f"• {words}")
        if not answer.answers:
            self._say("Tick what the notice comes down to, and the answers come here.", "quiet")
        stops = (*self._show_findings(answer), *self._show_missing(answer), self.appeal_button)
        tab_through(stops[0], stops[1:])
        self._say("Until when", "section")
        for clock in answer.clocks:
            if clock.kind in _APPEALS:
                self._list.addWidget(clock_card(clock, self._today(), counts=True))
        self._say("What comes after", "section")
        for level in answer.levels:
            if level.next_level:
                self._say(f"• {level.next_level}")

    def _show_findings(self, answer: ToAnswer) -> list[QWidget]:
        stops: list[QWidget] = []
        if answer.findings:
            self._say("The plan's criteria on the same point, as the record stands today", "section")
        for finding in answer.findings:
            shown = FindingRow(finding)
            shown.jumped.connect(self.jumped)
            self._list.addWidget(shown)
            stops.append(shown.link)
        return stops

    def _show_missing(self, answer: ToAnswer) -> list[QWidget]:
        stops: list[QWidget] = []
        if answer.missing:
            self._say("The answer needs, and the record lacks", "section")
        for key in answer.missing:
            where = place_words((key,))
            if where:
                link = button(f"Fill in: {where}", kind="link")
                link.clicked.connect(lambda _=False, k=key: self.jumped.emit((k,)))
                line = row(link, None)
                line.setContentsMargins(12, 0, 16, 0)
                self._list.addLayout(line)
                stops.append(link)
        return stops

    def _say(self, words: str, role: str = "") -> None:
        made = label(words, role, wrap=True)
        made.setContentsMargins(16, 0, 16, 0)
        self._list.addWidget(made)
