"""The boxes of a draft as a table in the order of the paper: what is printed, what it means, how sure that is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from app.desk.editor.states import LOOKS, sure_words
from app.desk.widgets.table import Column, RowsTable
from app.mapping.drafting.model import BoxState, Draft, DraftBox
from app.mapping.drafting.plain import offer_words
from app.mapping.model import Importance

#: Up to here an offer is a guess, possible, likely, sure.
_DEGREES = (0.40, 0.70, 0.90, 1.01)


class Shown(Enum):
    """Which boxes the table lists."""

    ALL = "All"
    OPEN = "Open"
    SURE = "Sure"
    QUESTIONS = "Questions"
    CHANGED = "Changed"

    def lists(self, box: DraftBox) -> bool:
        """Whether the box is one of them."""
        tests: dict[Shown, Callable[[DraftBox], bool]] = {
            Shown.ALL: lambda _: True,
            Shown.OPEN: lambda item: item.is_open,
            Shown.SURE: lambda item: item.is_sure,
            Shown.QUESTIONS: lambda item: item.state is BoxState.QUESTION,
            Shown.CHANGED: lambda item: item.is_changed,
        }
        return tests[self](box)

    def of(self, draft: Draft) -> tuple[DraftBox, ...]:
        """The boxes in the order of the list: of those that wait, what is least sure comes first."""
        listed = [box for box in draft.boxes if self.lists(box)]
        if self in (Shown.OPEN, Shown.CHANGED):
            listed.sort(key=_doubt)
        return tuple(listed)


def _doubt(box: DraftBox) -> tuple[bool, int]:
    """Settled ones last; before them the surer, the later. Within one degree the order of the paper stays."""
    if not box.has_offer:
        return not box.is_open, -1
    return not box.is_open, next(at for at, least in enumerate(_DEGREES) if box.confidence < least)


@dataclass(frozen=True, slots=True)
class Row:
    """One box as the table shows it."""

    box: DraftBox
    meaning: str

    @property
    def printed(self) -> str:
        """What the form prints about it."""
        start = "* " if self.box.importance is Importance.REQUIRED else ""
        asked = self.box.question
        label = self.box.label or "no words near it"
        return f"{start}{label}" if not asked or asked == label else f"{start}{label}  ·  {asked}"


def _role(row: Row) -> str:
    return LOOKS[row.box.state].role


def _meaning_role(row: Row) -> str:
    return "quiet" if row.box.is_open else "text"


_COLUMNS: tuple[Column[Row], ...] = (
    Column("", lambda row: LOOKS[row.box.state].sign, 30, role=_role, strong=True),
    Column("Page", lambda row: str(row.box.page), 56, role=lambda _: "quiet"),
    Column("The form prints", lambda row: row.printed),
    Column("Meaning", lambda row: row.meaning, role=_meaning_role),
    Column("", lambda row: sure_words(row.box), 132, role=_role),
)


class BoxTable(RowsTable[Row]):
    """The table. Enter accepts, letters search, Space looks at the page."""

    #: Letters typed on the table.
    searching = Signal(str)
    accepted = Signal()
    entering = Signal()
    #: Names of the boxes that are marked together, in the order of the paper.
    marked = Signal(object)

    def __init__(self) -> None:
        super().__init__(_COLUMNS, lambda row: row.box.id, "Boxes of the form")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.selectionModel().selectionChanged.connect(lambda *_: self._tell_marked())
        self.verticalHeader().setDefaultSectionSize(28)
        self.doubleClicked.disconnect()
        self.doubleClicked.connect(lambda _: self.entering.emit())

    def show_draft(self, draft: Draft, shown: Shown) -> None:
        """List the boxes."""
        self.set_rows([Row(box, offer_words(draft, box)) for box in shown.of(draft)])

    def selectRow(self, row: int) -> None:
        """Choose one row alone: the keys that are held down mark further ones only by hand."""
        index = self.rows_model.index(row, 0)
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _tell_marked(self) -> None:
        rows = sorted(index.row() for index in self.selectionModel().selectedRows())
        self.marked.emit(tuple(self.rows_model.rows[at].box.id for at in rows if at < len(self.rows_model.rows)))

    def keyboardSearch(self, search: str) -> None:
        """Letters look for a meaning, not for a row."""
        if search.strip():
            self.searching.emit(search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter accepts and goes on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.accepted.emit()
            return
        super().keyPressEvent(event)
