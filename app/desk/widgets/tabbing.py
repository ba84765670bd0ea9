"""The order in which Tab goes through what was put on a screen after it was opened."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtWidgets import QWidget


def tab_through(first: QWidget, items: Iterable[QWidget]) -> QWidget:
    """Let Tab go from `first` through the items in their order; what is new would otherwise come last of all."""
    last = first
    for item in items:
        QWidget.setTabOrder(last, item)
        last = item
    return last
