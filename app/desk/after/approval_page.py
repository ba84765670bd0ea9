"""The approval of a request: as the letter says it, and each point where it is not as asked until somebody saw it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.after.approval_fields import ApprovalFields
from app.desk.widgets.plain import button, empty, hairline, label, pane, row, scrolling
from app.desk.widgets.tabbing import tab_through
from app.domain.approval import Approval, Difference
from app.domain.request import Request
from app.services.after.approvals import ApprovalSeen


class ApprovalPage(QWidget):
    """Fields left, differences right.

    Args:
        today: the office's day, asked when it is needed.
    """

    #: The approval as it is typed.
    kept = Signal(object)
    #: Names of differences that somebody has seen.
    acknowledged = Signal(object)

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._names: dict[str, str] = {}
        self._shown: Approval | None = None
        self._has_typed = False
        self.fields = ApprovalFields(today, previews=False)
        self.keep_button = button("Keep approval", self._keep, kind="primary")
        self.all_button = button("All seen", self._all_seen)
        self._unseen: tuple[Difference, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        sides = row(self._left(), hairline(upright=True), self._right(), gap=0)
        sides.setStretch(0, 1)
        sides.setStretch(2, 1)
        layout.addLayout(sides)
        self.fields.typed.connect(self._typed)

    def _left(self) -> QWidget:
        body = pane()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label("As the letter says it", "section"))
        layout.addWidget(self.fields)
        layout.addStretch(1)
        foot = row(self.keep_button, None)
        foot.setContentsMargins(16, 8, 16, 8)
        side = QWidget()
        around = QVBoxLayout(side)
        around.setContentsMargins(0, 0, 0, 0)
        around.setSpacing(0)
        around.addWidget(scrolling(body), 1)
        around.addWidget(hairline())
        around.addLayout(foot)
        return side

    def _right(self) -> QWidget:
        body = pane()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(16, 4, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(label("Against what was asked for", "section"))
        layout.addLayout(self._list)
        layout.addLayout(row(self.all_button, None))
        layout.addStretch(1)
        return scrolling(body)

    def show_approval(
        self, request: Request, blank: Approval, seen: ApprovalSeen | None, names: dict[str, str]
    ) -> None:
        """Show the approval of a request; what is being typed stays."""
        self._names = names
        approval = blank if seen is None else seen.approval
        if self._shown is None or self._shown.request_id != request.id or not self._has_typed:
            self._has_typed = False
            self._shown = approval
            self.fields.show_approval(request, approval)
        self.keep_button.setText("Keep approval" if seen is None else "Correct approval")
        self.keep_button.setAccessibleName(self.keep_button.text())
        self._show_differences(seen)

    def _show_differences(self, seen: ApprovalSeen | None) -> None:
        empty(self._list)
        self._unseen = () if seen is None else seen.unseen
        self.all_button.setVisible(len(self._unseen) > 1)
        if seen is None:
            self._say("No approval is kept yet. File the payer's letter (Ctrl+I), or type it here.", "quiet")
            return
        if not seen.found:
            self._say("It is what was asked for, as far as the letter says.", "good")
        who = {item.difference: item for item in seen.approval.acknowledged}
        stops: list[QWidget] = []
        for item in seen.found:
            known = who.get(item.name)
            self._say(item.words, "quiet" if known else "warn" if item.is_less else "strong")
            if known is None:
                made = button("I have seen this", kind="link", says=f"I have seen this: {item.words}")
                made.clicked.connect(lambda _=False, name=item.name: self.acknowledged.emit((name,)))
                self._list.addLayout(row(made, None))
                stops.append(made)
            else:
                self._say(f"Seen by {self._names.get(known.by, 'somebody')} on {known.at:%m/%d/%Y}", "hint")
        tab_through(self.keep_button, (*stops, self.all_button))

    def _say(self, words: str, role: str) -> None:
        self._list.addWidget(label(words, role, wrap=True))

    def _typed(self) -> None:
        self._has_typed = True

    def _keep(self) -> None:
        approval = self.fields.approval
        if approval is not None and self.fields.is_readable:
            self._has_typed = False
            self.kept.emit(approval)

    def _all_seen(self) -> None:
        self.acknowledged.emit(tuple(item.name for item in self._unseen))
