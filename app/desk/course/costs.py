"""What the treatment costs without cover, and programs with who may use them."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.course.cards import cost_card, offer_card
from app.desk.course.loading import Course
from app.desk.widgets.plain import empty, hairline, label, pane, row, scrolling


class CostsPage(QWidget):
    """Figures left, programs right."""

    def __init__(self) -> None:
        super().__init__()
        self._cards, self._offers = QVBoxLayout(), QVBoxLayout()
        sides = row(_side(self._cards), hairline(upright=True), _side(self._offers), gap=0)
        sides.setStretch(0, 1)
        sides.setStretch(2, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(sides)

    def show_course(self, course: Course) -> None:
        """Show the cards of a request."""
        costs = course.costs
        empty(self._cards)
        empty(self._offers)
        _head(self._cards, "Without cover", f"Checked on {costs.checked:%m/%d/%Y}. Ask for today's price.")
        for card in costs.cards:
            self._cards.addWidget(cost_card(card))
        _head(self._offers, "Programs that help", "Government insurance bars most savings programs.")
        for offer in costs.offers:
            self._offers.addWidget(offer_card(offer))
        for layout, items, words in (
            (self._cards, costs.cards, "No figures are on file for this drug."),
            (self._offers, costs.offers, "No program is on file for this drug."),
        ):
            if not items:
                line = label(words, "quiet", wrap=True)
                line.setContentsMargins(16, 8, 16, 0)
                layout.addWidget(line)


def _side(content: QVBoxLayout) -> QWidget:
    body = pane()
    layout = QVBoxLayout(body)
    layout.setContentsMargins(0, 0, 0, 16)
    layout.setSpacing(0)
    layout.addLayout(content)
    layout.addStretch(1)
    return scrolling(body)


def _head(layout: QVBoxLayout, title: str, words: str) -> None:
    for text, role in ((title, "section"), (words, "hint")):
        line = label(text, role, wrap=True)
        line.setContentsMargins(16, 0, 16, 4)
        layout.addWidget(line)
