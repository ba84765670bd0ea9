"""Labels, buttons, lines and boxes in the desk's manner: one call each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.desk.look.icons import icon
from app.desk.look.theme import theme, tokens
from app.desk.look.tokens import GRID_PX

L = TypeVar("L", bound=QBoxLayout)


def label(text: str, role: str = "", *, wrap: bool = False) -> QLabel:
    """A text; `role` is one of the style sheet's (title, section, quiet, hint, finding, bad, good, warn)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setIndent(0)
    made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def set_role(widget: QWidget, name: str, value: object) -> None:
    """Give a widget another role of the style sheet and draw it anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def button(
    text: str, pressed: Callable[[], object] | None = None, *, kind: str = "", icon_name: str = "", says: str = ""
) -> QPushButton:
    """A push button; `kind` is primary, link, danger or chip. `says` is its name where the text is too short."""
    made = QPushButton(text)
    made.setProperty("kind", kind)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
    made.setAccessibleName(says or text.replace("&", ""))
    # Enter presses the button that has the focus, as Space does.
    made.setAutoDefault(True)
    if icon_name:
        _keep_icon(made, icon_name, "on_accent" if kind == "primary" else "accent" if kind == "link" else "")
    if pressed is not None:
        made.clicked.connect(lambda _=False: pressed())
    return made


def tool(icon_name: str, says: str, pressed: Callable[[], object] | None = None, *, text: str = "") -> QToolButton:
    """A small button with an icon; `says` is its name and its tooltip."""
    made = QToolButton()
    made.setText(text)
    made.setToolTip(says)
    made.setAccessibleName(says)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if text:
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    _keep_icon(made, icon_name, "")
    if pressed is not None:
        made.clicked.connect(lambda _=False: pressed())
    return made


def _keep_icon(made: QPushButton | QToolButton, name: str, role: str) -> None:
    def draw() -> None:
        made.setIcon(icon(name, tokens(), color=getattr(tokens(), role) if role else ""))

    draw()
    follow_theme(made, draw)


def follow_theme(owner: QWidget, draw: Callable[[], None]) -> None:
    """Call `draw` whenever the look changes, as long as `owner` lives."""

    def draw_if_alive() -> None:
        if shiboken6.isValid(owner):
            draw()
        else:
            theme().changed.disconnect(draw_if_alive)

    theme().changed.connect(draw_if_alive)


def hairline(*, upright: bool = False) -> QFrame:
    """A thin line across, or upright."""
    made = QFrame()
    made.setProperty("line", "vertical" if upright else "horizontal")
    return made


def pane(ground: str = "plain") -> QWidget:
    """An empty widget on one of the grounds: plain, rail, raised, desk, warn, bad, good, sample."""
    made = QWidget()
    made.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
    made.setProperty("ground", ground)
    return made


def column(*items: QWidget | QLayout | int | None, gap: int = GRID_PX, margin: int = 0) -> QVBoxLayout:
    """Things below each other; a number is a gap, None takes what room is left."""
    return _fill(QVBoxLayout(), items, gap, margin)


def row(*items: QWidget | QLayout | int | None, gap: int = GRID_PX, margin: int = 0) -> QHBoxLayout:
    """Things beside each other; a number is a gap, None takes what room is left."""
    return _fill(QHBoxLayout(), items, gap, margin)


def _fill(layout: L, items: tuple[QWidget | QLayout | int | None, ...], gap: int, margin: int) -> L:
    layout.setSpacing(gap)
    layout.setContentsMargins(margin, margin, margin, margin)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QLayout):
            layout.addLayout(item)
        else:
            layout.addWidget(item)
    return layout


def holding(layout: QLayout, ground: str = "plain") -> QWidget:
    """A pane with the layout in it."""
    made = pane(ground)
    made.setLayout(layout)
    return made


def scrolling(content: QWidget) -> QScrollArea:
    """The widget in an area that scrolls up and down only."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area


def empty(layout: QLayout) -> None:
    """Take everything out of a layout and let it go."""
    while (item := layout.takeAt(0)) is not None:
        inner = item.layout()
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner is not None:
            empty(inner)


def stretchy(widget: QWidget) -> QWidget:
    """Let a widget take the width that is left."""
    widget.setSizePolicy(QSizePolicy.Policy.Expanding, widget.sizePolicy().verticalPolicy())
    return widget
