"""The papers in the order in which they go out: dragged, or moved with buttons, or with Alt and the arrow keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QDrag, QDragEnterEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.desk.widgets.plain import button, empty, label, row, tool
from app.services.papers import Along

_MIME = "application/x-padesk-paper"


class OrderList(QWidget):
    """What goes along with the form, a line each; the form itself is always first."""

    #: Names of all papers in their new order.
    ordered = Signal(object)
    #: A document whose pages are to be chosen.
    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._papers: tuple[Along, ...] = ()
        self._can_move = False
        self.lines: list[PaperLine] = []
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self.setAcceptDrops(True)

    def show_papers(self, papers: tuple[Along, ...], *, can_move: bool) -> None:
        """Show them; the focus stays on the paper that it was on."""
        held = next((line for line in self.lines if line.isAncestorOf(_focus())), None)
        was_down = held is not None and held.down.hasFocus()
        self._papers, self._can_move = papers, can_move
        empty(self._list)
        self.lines = []
        for number, paper in enumerate(papers, 2):
            line = PaperLine(paper, number, can_move=can_move)
            line.moved.connect(partial(self.move_paper, paper.name))
            line.opened.connect(self.opened)
            self._list.addWidget(line)
            self.lines.append(line)
            if held is not None and paper.name == held.paper.name:
                (line.down if was_down else line.up).setFocus()

    def move_paper(self, name: str, step: int) -> None:
        """Move a paper up or down."""
        names = [paper.name for paper in self._papers]
        at = names.index(name)
        self._put(name, at + step)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take papers of this list."""
        if event.mimeData().hasFormat(_MIME) and self._can_move:
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The same."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Put the paper where it was let go."""
        name = bytes(event.mimeData().data(_MIME).data()).decode()
        if name in [paper.name for paper in self._papers]:
            self._put(name, self.place_at(event.position().toPoint(), name))
            event.acceptProposedAction()

    def place_at(self, point: QPoint, name: str) -> int:
        """The place among the others that a point stands for."""
        others = [line for line in self.lines if line.paper.name != name]
        return sum(line.geometry().center().y() < point.y() for line in others)

    def _put(self, name: str, at: int) -> None:
        before = [paper.name for paper in self._papers]
        names = [other for other in before if other != name]
        names.insert(min(max(at, 0), len(names)), name)
        if self._can_move and names != before:
            by_name = {paper.name: paper for paper in self._papers}
            self.show_papers(tuple(by_name[item] for item in names), can_move=True)
            self.ordered.emit(tuple(names))


class PaperLine(QWidget):
    """One paper."""

    #: By so many places; down is positive.
    moved = Signal(int)
    opened = Signal(object)

    def __init__(self, paper: Along, number: int, *, can_move: bool) -> None:
        super().__init__()
        self.paper = paper
        self._pressed: QPoint | None = None
        title = paper.document.title if paper.document is not None else ""
        said = f"{paper.what}: {title}" if title and title != paper.what else paper.what
        words = label(f"{number}  {said}, {paper.pages} page{'' if paper.pages == 1 else 's'}", wrap=True)
        self._can_move = can_move
        self.up = tool("up", f"Move up: {said} (Alt+Up)", lambda: self.moved.emit(-1))
        self.down = tool("down", f"Move down: {said} (Alt+Down)", lambda: self.moved.emit(1))
        ways: list[QWidget] = [self.up, self.down]
        for way in ways:
            way.installEventFilter(self)
        if paper.document is not None:
            show = partial(self.opened.emit, paper.document)
            ways.insert(0, button("Pages…", show, kind="link", says=f"Pages of {said}"))
        line = row(words, *ways, gap=4)
        line.setStretch(0, 1)
        line.setContentsMargins(0, 0, 0, 0)
        self.setLayout(line)
        for way in (self.up, self.down):
            way.setVisible(can_move)
        if can_move:
            self.setCursor(Qt.CursorShape.OpenHandCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The keys that move."""
        if watched in (self.up, self.down) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.moved.emit(step)
                return True
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It may become a drag."""
        self._pressed = event.position().toPoint()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag the line along."""
        if self._pressed is None or not self._can_move:
            return
        if (event.position().toPoint() - self._pressed).manhattanLength() < QApplication.startDragDistance():
            return
        self._pressed = None
        carried = QMimeData()
        carried.setData(_MIME, self.paper.name.encode())
        drag = QDrag(self)
        drag.setMimeData(carried)
        drag.setPixmap(self.grab())
        drag.exec(Qt.DropAction.MoveAction)


def _focus() -> QWidget:
    return QApplication.focusWidget() or QWidget()
