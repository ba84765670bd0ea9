"""Files dropped on a screen: those that can be pages of a document."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QWidget

from app.services.documents import ENDINGS


class LetterDrop(QObject):
    """Lets files be dropped anywhere on a widget.

    Args:
        widget: that takes them.
        take: is called with the files.
    """

    def __init__(self, widget: QWidget, take: Callable[[list[Path]], None]) -> None:
        super().__init__(widget)
        self._take = take
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take files that can be pages."""
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            files = dropped(event)
            if files:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent):
                    self._take(files)
                return True
        return False


class FileDrop(QObject):
    """Lets one file of any kind be dropped anywhere on a widget.

    Args:
        widget: that takes it.
        take: is called with the file.
    """

    def __init__(self, widget: QWidget, take: Callable[[Path], None]) -> None:
        super().__init__(widget)
        self._take = take
        widget.setAcceptDrops(True)
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the first file."""
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
            if files:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent):
                    self._take(files[0])
                return True
        return False


def dropped(event: QDropEvent) -> list[Path]:
    """The files dropped that can be pages."""
    paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lstrip(".").lower() in ENDINGS]
