"""Criteria: every payer's rules that are on file, by use, dated and cited, with a search."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QVBoxLayout

from app.criteria.library import bundled_policies
from app.desk.context import Desk
from app.desk.criteria.detail import PolicyDetail
from app.desk.criteria.rows import PolicyRow, Stand, found_rows, in_force, policy_rows, verified_short
from app.desk.places import Spot
from app.desk.shell.screen import Screen
from app.desk.tasks import Lane
from app.desk.widgets.choice import Choice
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import label, row
from app.desk.widgets.table import Column, RowsTable
from app.domain.indications import conditions

_VERIFIED_ROLES = {"in full": "good", "in part": "text"}
_COLUMNS: tuple[Column[PolicyRow], ...] = (
    Column("Payer", lambda item: item.payer, strong=True),
    Column("For", lambda item: item.use, 168, role=lambda item: "warn" if item.stand is Stand.UNPROVEN else "text"),
    Column("In force since", lambda item: in_force(item.policy), 104, role=lambda _: "quiet"),
    Column("Checked", lambda item: f"{item.policy.checked:%m/%d/%Y}", 104, role=lambda _: "quiet"),
    Column(
        "How read",
        lambda item: verified_short(item.policy),
        92,
        role=lambda item: _VERIFIED_ROLES.get(verified_short(item.policy), "warn"),
    ),
)


class CriteriaScreen(Screen):
    """The list of rules, and the rules themselves."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._rows: tuple[PolicyRow, ...] = ()
        self._wanted: Spot | None = None
        self.field = QLineEdit()
        self.choice = Choice()
        self.count = label("", "quiet")
        self.table: RowsTable[PolicyRow] = RowsTable(_COLUMNS, lambda item: item.name, "Payers and uses")
        self.detail = PolicyDetail()
        self._list = QStackedWidget()
        self._build()
        self.field.textChanged.connect(lambda _: self._narrow())
        self.choice.currentIndexChanged.connect(lambda _: self._narrow())
        self.table.chosen.connect(self.detail.show_row)
        self.detail.show_row(None)
        find = QShortcut(QKeySequence("Ctrl+F"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.field.setFocus)

    def _build(self) -> None:
        self.field.setPlaceholderText("Payer, number, state…")
        self.field.setAccessibleName("Search the rules")
        self.field.setProperty("look", "search")
        self.field.setFixedWidth(216)
        self.choice.setAccessibleName("Use")
        self.choice.set_items([("", "All uses"), *conditions().items()])
        self.choice.setFixedWidth(208)
        head = row(label("Criteria", "title"), self.field, self.choice, self.count, None)
        head.setContentsMargins(16, 10, 16, 10)
        self._list.addWidget(self.table)
        self._list.addWidget(
            EmptyState("No rules found", "Try fewer letters, or all uses. A payer's bulletin tells the rest.")
        )
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(self._list)
        splitter.addWidget(self.detail)
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        self._splitter = splitter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(splitter, 1)
        self.setFocusProxy(self.field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list three fifths."""
        super().resizeEvent(event)
        self._splitter.setSizes([round(self.width() * 0.6), round(self.width() * 0.4)])

    def show_spot(self, spot: Spot) -> None:
        """Show the rules that are named: the policy's id, and the use."""
        self._wanted = spot if spot.record_id else None
        self._go_there()

    def refresh(self) -> None:
        """Read the rules; they come with the program."""
        self.desk.query(self, lambda _: policy_rows(bundled_policies()), self._take, lane=Lane.LIVE, says="Reading")

    def _take(self, rows: tuple[PolicyRow, ...]) -> None:
        self._rows = rows
        self._narrow()
        self._go_there()

    def _narrow(self) -> None:
        shown = found_rows(self._rows, self.field.text(), str(self.choice.value or ""))
        self.table.set_rows(shown)
        self._list.setCurrentIndex(0 if shown or not self._rows else 1)
        payers = len({item.policy.id for item in shown})
        self.count.setText(f"{len(shown)} uses, {payers} sets of rules")
        self.detail.show_row(self.table.current if shown else None)

    def _go_there(self) -> None:
        spot = self._wanted
        if spot is None or not self._rows:
            return
        self._wanted = None
        self.field.clear()
        self.choice.set_value("")
        self._narrow()
        names = (f"{spot.record_id}:{spot.focus}", f"{spot.record_id}:")
        at = next((at for name in names if (at := self.table.rows_model.row_named(name)) >= 0), -1)
        if at < 0:
            at = next((i for i, item in enumerate(self._rows) if item.policy.id == spot.record_id), -1)
        if at >= 0:
            self.table.selectRow(at)
            self.table.scrollTo(self.table.rows_model.index(at, 0))
