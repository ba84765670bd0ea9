"""A quiet offer beside a box of the page: one small button, gone by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QWidget

from app.desk.widgets.plain import button

_STAYS_MS = 10_000
_GAP_PX = 3
KEYS = "Alt+P"


def offer_beside(seen: QRectF, words: str, accept: Callable[[], object], page: QWidget) -> QPushButton:
    """Offer something below a box, or above it at the page's end; it never takes the focus by itself."""
    made = button(f"{words}  {KEYS}", kind="chip", says=f"{words}, {KEYS}")
    made.setParent(page)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.clicked.connect(lambda _=False: _take(made, accept))
    QShortcut(QKeySequence(KEYS), made, made.click)
    made.adjustSize()
    below = seen.bottom() + _GAP_PX
    top = below if below + made.height() < page.height() else seen.top() - made.height() - _GAP_PX
    left = max(0.0, min(seen.left(), page.width() - made.width() - _GAP_PX))
    made.move(round(left), round(top))
    made.show()
    made.raise_()
    QTimer.singleShot(_STAYS_MS, made, made.deleteLater)
    return made


def _take(made: QPushButton, accept: Callable[[], object]) -> None:
    made.hide()
    made.deleteLater()
    accept()
