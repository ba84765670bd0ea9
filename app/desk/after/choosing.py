"""Choosing the request that a letter belongs to: those that the letter hints at first, any other by its patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from app.desk.today.words import STATUS_WORDS, asked_for
from app.desk.widgets.plain import label
from app.desk.widgets.table import Column, RowsTable
from app.domain.request import Status
from app.services.after.reading import Proposal
from app.services.worklist import WorkRow

_MOST = 6
_NEVER_SENT = frozenset({Status.DRAFT, Status.READY})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A request that can be chosen.

    Attributes:
        why: what in the letter hints at it; empty where only a search found it.
    """

    row: WorkRow
    why: str = ""


class RequestChooser(QWidget):
    """A search field and the requests found; nothing is chosen unseen."""

    #: The id of the request that is marked, or an empty text.
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[WorkRow, ...] = ()
        self._hints: dict[str, str] = {}
        self._pinned = ""
        self.field = QLineEdit()
        self.field.setProperty("look", "search")
        self.field.setPlaceholderText("Find a request: patient, payer or drug")
        self.field.setAccessibleName("Find the request")
        self.field.textChanged.connect(lambda _: self._list())
        self.table: RowsTable[Candidate] = RowsTable(
            (
                Column("Patient", lambda item: item.row.patient, 132, strong=True),
                Column("Asked for", lambda item: asked_for(item.row)),
                Column("Status", lambda item: STATUS_WORDS[item.row.status], 92, role=lambda _: "quiet"),
            ),
            lambda item: item.row.request_id,
            "Requests that it may belong to",
        )
        self.table.horizontalHeader().hide()
        self.table.chosen.connect(self._mark)
        self.said = label("", "hint", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.field)
        layout.addWidget(self.table)
        layout.addWidget(self.said)
        self.setFocusProxy(self.field)

    @property
    def current(self) -> WorkRow | None:
        """The request that is marked."""
        marked = self.table.current
        return None if marked is None else marked.row

    def show_requests(self, rows: Sequence[WorkRow], pinned: str = "") -> None:
        """Show the office's requests, one of them first where somebody came from it."""
        self._rows = tuple(item for item in rows if item.status not in _NEVER_SENT)
        self._pinned = pinned
        self._list()

    def hint(self, proposals: Sequence[Proposal]) -> None:
        """Show first what the letter hints at."""
        self._hints = {item.request.id: item.why for item in proposals}
        self._list()

    def begin(self, pinned: str = "") -> None:
        """Another letter: nothing is typed, nothing hinted at."""
        self._hints, self._pinned = {}, pinned
        self.field.clear()
        self._list()

    def _list(self) -> None:
        wanted = self.field.text().casefold().split()
        by_id = {item.request_id: item for item in self._rows}
        if wanted:
            rows = [
                item
                for item in self._rows
                if all(w in f"{item.patient} {item.payer} {item.drug}".casefold() for w in wanted)
            ]
        else:
            first = dict.fromkeys((*((self._pinned,) if self._pinned else ()), *self._hints))
            rows = [by_id[name] for name in first if name in by_id]
        found = [Candidate(item, self._hints.get(item.request_id, "")) for item in rows[:_MOST]]
        self.table.set_rows(found)
        self.table.fit_height(len(found))
        self.table.setVisible(bool(found))
        self._mark(self.table.current)
        if not found:
            words = "No sent request is found so." if wanted else "The letter hints at no request: find it above."
            self.said.setText(words)

    def _mark(self, item: Candidate | None) -> None:
        if item is not None:
            self.said.setText(f"The letter bears {item.why}. Look whether it is the right one." if item.why else "")
        self.said.setVisible(bool(self.said.text()) or item is None)
        self.chosen.emit("" if item is None else item.row.request_id)


def _words_of(item: WorkRow) -> str:
    return f"{item.patient} {item.payer} {item.drug}".casefold()
