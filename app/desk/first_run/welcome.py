"""The very first screen: set up the practice, or look round."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.notes import IconLabel
from app.desk.widgets.plain import button, label, pane, row


class Welcome(QWidget):
    """Two ways in."""

    setup_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        card = pane("rail")
        card.setFixedWidth(460)
        inner = QVBoxLayout(card)
        inner.setSpacing(8)
        inner.addLayout(row(IconLabel("app", "accent", 24), label("PA Desk", "title"), None))
        text = (
            "Fills the payer's own prior authorization form from what your office has stored once, shows what is "
            "missing, and makes one signed packet. Everything stays encrypted on this computer; PA Desk sends nothing."
        )
        inner.addWidget(label(text, "quiet", wrap=True))
        inner.addSpacing(16)
        self.setup_button = button("Set up your practice", self.setup_wanted.emit, kind="primary")
        self.sample_button = button("Look round with the sample practice", self.sample_wanted.emit)
        inner.addWidget(self.setup_button)
        inner.addWidget(label("About four minutes: the practice, a prescriber, your passphrase.", "hint"))
        inner.addSpacing(8)
        inner.addWidget(self.sample_button)
        inner.addWidget(label("Three invented patients. Kept apart from real records.", "hint"))
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addLayout(row(None, card, None))
        layout.addStretch(3)
