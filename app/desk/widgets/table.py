"""Rows of records as a table in the desk's manner: no grid, one line a row, Enter opens."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from app.desk.look.theme import tokens

T = TypeVar("T")
_ROW_PX = 32
_HEADER_PX = 34
_EDGE_PX = 4

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column.

    Attributes:
        text: what stands in it for a row.
        width_px: 0 takes what is left.
        role: colour token of the words for a row, such as `quiet`.
        strong: whether it is the row's name.
        tip: what resting the pointer on it says; the text itself where None.
    """

    title: str
    text: Callable[[T], str]
    width_px: int = 0
    role: Callable[[T], str] | None = None
    strong: bool = False
    tip: Callable[[T], str] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """Rows in memory, replaced as a whole; what is the same stays where it was.

    Args:
        columns: what is shown of a row.
        name: what a row is known by, so that the selection survives a refresh.
    """

    def __init__(self, columns: Sequence[Column[T]], name: Callable[[T], str]) -> None:
        super().__init__()
        self._columns = tuple(columns)
        self._name = name
        self._rows: tuple[T, ...] = ()

    @property
    def rows(self) -> tuple[T, ...]:
        """The rows shown."""
        return self._rows

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show other rows."""
        fresh = tuple(rows)
        if fresh == self._rows:
            return
        if [self._name(item) for item in fresh] == [self._name(item) for item in self._rows]:
            self._rows = fresh
            self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self._rows = fresh
        self.endResetModel()

    def name_at(self, row: int) -> str:
        """What the row is known by."""
        return self._name(self._rows[row])

    def row_named(self, name: str) -> int:
        """Where the row of that name is, or -1."""
        return next((at for at, item in enumerate(self._rows) if self._name(item) == name), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Text, colour and weight of one cell."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        item, column = self._rows[index.row()], self._columns[index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            says = column.tip if role == Qt.ItemDataRole.ToolTipRole else None
            return (says or column.text)(item)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(item)}"
        if role == Qt.ItemDataRole.ForegroundRole and column.role is not None:
            return QColor(getattr(tokens(), column.role(item)))
        if role == Qt.ItemDataRole.FontRole and column.strong:
            font = QFont()
            font.setWeight(QFont.Weight.DemiBold)
            return font
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Titles of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self._columns[section].title if section < len(self._columns) else None
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return None


class RowsTable(QTableView, Generic[T]):
    """A table of rows. `opened` comes for Enter and double click, `chosen` for every change of the current row."""

    opened = Signal(object)
    chosen = Signal(object)
    #: The table got the focus.
    focused = Signal()

    def __init__(self, columns: Sequence[Column[T]], name: Callable[[T], str], says: str) -> None:
        super().__init__()
        self.rows_model: RowsModel[T] = RowsModel(columns, name)
        self.setModel(self.rows_model)
        self.setAccessibleName(says)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setMinimumSectionSize(24)
        for at, column in enumerate(columns):
            if column.width_px:
                header.resizeSection(at, column.width_px)
            else:
                header.setSectionResizeMode(at, QHeaderView.ResizeMode.Stretch)
        self.doubleClicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(self._choose)

    def set_rows(self, rows: Sequence[T]) -> None:
        """Show other rows; the chosen one stays chosen, or the first becomes it."""
        kept = self.current_name
        top = self.verticalScrollBar().value()
        self.rows_model.set_rows(rows)
        at = self.rows_model.row_named(kept) if kept else -1
        if rows:
            self.selectRow(max(at, 0))
        self.verticalScrollBar().setValue(top)

    def fit_height(self, most: int) -> None:
        """Be as high as the rows, at most so many; the rest scrolls."""
        shown = min(len(self.rows_model.rows), most)
        self.setFixedHeight(shown * _ROW_PX + (_EDGE_PX if self.horizontalHeader().isHidden() else _HEADER_PX))

    @property
    def current(self) -> T | None:
        """The chosen row, or None."""
        at = self.currentIndex().row()
        return self.rows_model.rows[at] if 0 <= at < len(self.rows_model.rows) else None

    @property
    def current_name(self) -> str:
        """What the chosen row is known by, or empty."""
        at = self.currentIndex().row()
        return self.rows_model.name_at(at) if 0 <= at < len(self.rows_model.rows) else ""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the chosen row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Mark the chosen row again, where another table had the mark meanwhile."""
        super().focusInEvent(event)
        if not self.selectionModel().hasSelection() and self.currentIndex().isValid():
            self.selectRow(self.currentIndex().row())
        self.focused.emit()

    def _open(self, at: int) -> None:
        if 0 <= at < len(self.rows_model.rows):
            self.opened.emit(self.rows_model.rows[at])

    def _choose(self, current: QModelIndex) -> None:
        at = current.row()
        self.chosen.emit(self.rows_model.rows[at] if 0 <= at < len(self.rows_model.rows) else None)
