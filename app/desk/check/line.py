"""One line below the data, in every step: how the request stands by the payer's rules, and the way to the check."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.criteria.judging import Judgement
from app.desk.check.words import Group, group_of, short_verdict
from app.desk.widgets.plain import button, hairline, label, set_role


class VerdictLine(QWidget):
    """Says the verdict and the cheapest thing that would settle something."""

    #: The whole check is wanted.
    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self._verdict = label("", "quiet", wrap=True)
        self._next = label("", "hint", wrap=True)
        self.link = button("Check", self.pressed.emit, kind="link", says="Go to the check")
        head = QHBoxLayout()
        head.setContentsMargins(16, 2, 8, 0)
        head.addWidget(self._verdict, 1)
        head.addWidget(self.link)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 6)
        layout.setSpacing(0)
        layout.addWidget(hairline())
        layout.addLayout(head)
        self._next.setContentsMargins(16, 0, 16, 0)
        layout.addWidget(self._next)
        self.hide()

    @property
    def words(self) -> str:
        """What the line says."""
        return f"{self._verdict.text()} {self._next.text()}".strip()

    def show_judgement(self, judged: Judgement | None) -> None:
        """Show how the request stands."""
        self.setVisible(judged is not None)
        if judged is None:
            return
        words, role = short_verdict(judged)
        self._verdict.setText(f"Payer's rules: {words}")
        set_role(self._verdict, "role", role)
        first = next((item for item in judged.findings if group_of(item) is Group.SETTLE), None)
        self._next.setText("" if first is None else first.settle or first.text)
        self._next.setVisible(bool(self._next.text()))
        self.setAccessibleName(self.words)
