"""The portal sheet: the answers in the form's order, each with a button that copies it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.desk.sending.clipboard import PassingClipboard
from app.desk.widgets.plain import button, column, empty, hairline, holding, label, row, scrolling
from app.services.portal_sheet import PortalRow

_SAYS = (
    "For a portal: copy an answer, paste it there. Enter copies and goes on to the next one. "
    "The clipboard is cleared after a minute and when the desk locks."
)
_ASKED_PX = 260


class PortalPane(QWidget):
    """All answers."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.clipboard = PassingClipboard(self)
        self.buttons: list[QPushButton] = []
        self._rows: tuple[PortalRow, ...] = ()
        self._list = QVBoxLayout()
        self._list.setSpacing(2)
        self._said = label("", "good")
        self.close_button = button("Back to the pages", self.closed.emit, kind="link")
        head = row(label("Answers for the portal", "title"), None, self._said, self.close_button)
        inner = column(label(_SAYS, "quiet", wrap=True), self._list, None, gap=8, margin=16)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        head.setContentsMargins(16, 10, 16, 6)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(scrolling(holding(inner)), 1)

    def show_rows(self, rows: Sequence[PortalRow]) -> None:
        """Show the answers."""
        if tuple(rows) == self._rows:
            return
        self._rows = tuple(rows)
        empty(self._list)
        self.buttons = []
        section = None
        for item in self._rows:
            if item.section != section:
                section = item.section
                self._list.addWidget(label(section or "Form", "section", wrap=True))
            self._add(item)

    def forget(self) -> None:
        """Let the answers go."""
        self.show_rows(())
        self.clipboard.clear()
        self._said.clear()

    def copy(self, at: int) -> None:
        """Copy an answer, and put the focus on the next one."""
        self.clipboard.copy(self._rows[at].answer)
        self._said.setText("Copied")
        if at + 1 < len(self.buttons):
            self.buttons[at + 1].setFocus(Qt.FocusReason.TabFocusReason)

    def showEvent(self, event: QShowEvent) -> None:
        """The first answer is one key away."""
        super().showEvent(event)
        if self.buttons:
            self.buttons[0].setFocus()

    def _add(self, item: PortalRow) -> None:
        asked = label(item.asked, "quiet", wrap=True)
        asked.setFixedWidth(_ASKED_PX)
        asked.setAlignment(Qt.AlignmentFlag.AlignTop)
        answer = label(item.answer, wrap=True)
        answer.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        answer.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        at = len(self.buttons)
        made = button("Copy", lambda: self.copy(at), kind="link", says=f"Copy: {item.asked}")
        self.buttons.append(made)
        line = row(asked, answer, made, gap=12)
        line.setStretch(1, 1)
        self._list.addLayout(line)
        self._list.addWidget(hairline())
