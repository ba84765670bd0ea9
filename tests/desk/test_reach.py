"""Everything that can be pressed or typed in on the clinical screens is reached by Tab alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from app.desk.places import Spot, View
from app.desk.request.workspace import RequestScreen
from app.desk.window import DeskWindow
from app.domain.sample import REQUESTS
from tests.desk.conftest import focused, frame_of, press, settle

SPOTS = (
    Spot(View.CRITERIA),
    Spot(View.REQUEST, REQUESTS[0], part="check"),
    Spot(View.LETTERS, REQUESTS[0]),
    *(Spot(View.COURSE, REQUESTS[2], part=part) for part in ("dates", "denials", "costs")),
)


@pytest.mark.parametrize("spot", SPOTS, ids=[f"{spot.view.value} {spot.part}".strip() for spot in SPOTS])
def test_tab_reaches_everything(window: DeskWindow, qtbot: QtBot, spot: Spot) -> None:
    frame_of(window).go(spot)
    settle(window, qtbot)
    screen = frame_of(window).stack.currentWidget()
    shown = screen.check if isinstance(screen, RequestScreen) else screen
    wanted = {item for item in shown.findChildren(QWidget) if _takes_tab(item)}
    assert wanted
    first = next(item for item in shown.findChildren(QWidget) if _takes_tab(item))
    first.setFocus()
    reached = {focused()}
    for _ in range(4 * len(wanted) + 40):
        press(qtbot, Qt.Key.Key_Tab)
        reached.add(focused())
    missed = [f"{type(item).__name__} {item.accessibleName()}" for item in wanted - reached]
    assert missed == []


def _takes_tab(item: QWidget) -> bool:
    takes = bool(item.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and item.isVisible() and item.isEnabled() and item.focusProxy() is None and not _is_by_arrow(item)


def _is_by_arrow(item: QWidget) -> bool:
    """Tab stops once at a group of which one is chosen; the arrows go on within it."""
    group = item.group() if isinstance(item, QAbstractButton) else None
    return isinstance(item, QAbstractButton) and group is not None and group.exclusive() and not item.isChecked()
