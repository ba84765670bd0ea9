"""Criteria: every payer's rules that are on file, by use, dated and cited, with a search."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QSplitter, QStackedWidget, QVBoxLayout

from app.criteria.policy import Policy
from app.desk.context import Desk
from app.desk.criteria.detail import PolicyDetail
from app.desk.criteria.entering.acts import Entering
from app.desk.criteria.entering.pane import EnteringPane
from app.desk.criteria.rows import PolicyRow, Stand, found_rows, in_force, policy_rows, verified_short
from app.desk.places import ENTER, Spot, View
from app.desk.shell.screen import Screen
from app.desk.widgets.choice import Choice
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, column, empty, holding, label, pane, row
from app.desk.widgets.table import Column, RowsTable
from app.domain.indications import conditions
from app.services import policies
from app.services.policies import Begun
from app.services.session import Session

_VERIFIED_ROLES = {"in full": "good", "in part": "text", "our own": "good"}
_COLUMNS: tuple[Column[PolicyRow], ...] = (
    Column("Payer", lambda item: item.payer, strong=True),
    Column("For", lambda item: item.use, 144, role=lambda item: "warn" if item.stand is Stand.UNPROVEN else "text"),
    Column("In force", lambda item: in_force(item.policy), 84, role=lambda _: "quiet"),
    Column("Checked", lambda item: f"{item.policy.checked:%m/%d/%y}", 84, role=lambda _: "quiet"),
    Column(
        "How read",
        lambda item: verified_short(item.policy),
        96,
        role=lambda item: _VERIFIED_ROLES.get(verified_short(item.policy), "warn"),
    ),
)


@dataclass(frozen=True, slots=True)
class _Read:
    rows: tuple[PolicyRow, ...]
    own: tuple[Policy, ...]
    begun: tuple[Begun, ...]
    unreadable: tuple[str, ...]


def _read(session: Session) -> _Read:
    shelf = session.rules
    unreadable = tuple(problem.message for problem in shelf.unreadable)
    return _Read(policy_rows(shelf.all()), shelf.own, policies.drafts(session), unreadable)


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
        self.entering = EnteringPane(lambda: desk.session.today)
        self.acts = Entering(self)
        self.new_button = button("Enter rules", self.acts.begin, kind="primary", icon_name="plus")
        self.file_button = button("Take in a file…", self.acts.choose_file)
        self._begun = pane("warn")
        self._begun_list = column(gap=2)
        self._list = QStackedWidget()
        self._pages = QStackedWidget()
        self._build()
        self.field.textChanged.connect(lambda _: self._narrow())
        self.choice.currentIndexChanged.connect(lambda _: self._narrow())
        self.table.chosen.connect(self.detail.show_row)
        self.detail.may_begin, self.detail.may_use = self.acts.may_begin, self.acts.may_use
        self.detail.correct_wanted.connect(lambda policy: self.acts.begin(policy.id))
        self.detail.file_wanted.connect(self.acts.save_as)
        self.detail.removed.connect(self.acts.remove)
        self.new_button.setVisible(self.acts.may_begin)
        self.file_button.setVisible(self.acts.may_use)
        self.detail.show_row(None)
        find = QShortcut(QKeySequence("Ctrl+F"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        find.activated.connect(self.field.setFocus)

    def _build(self) -> None:
        self.field.setPlaceholderText("Payer, number, state…")
        self.field.setAccessibleName("Search the rules")
        self.field.setProperty("look", "search")
        self.field.setMinimumWidth(140)
        self.field.setMaximumWidth(216)
        self.choice.setAccessibleName("Use")
        self.choice.set_items([("", "All uses"), *conditions().items()])
        self.choice.setMinimumWidth(140)
        self.choice.setMaximumWidth(208)
        head = row(
            label("Criteria", "title"), self.field, self.choice, self.count, None, self.file_button, self.new_button
        )
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
        self._begun_list.setContentsMargins(16, 6, 16, 6)
        self._begun.setLayout(self._begun_list)
        self._begun.hide()
        looking = column(head, self._begun, splitter, gap=0)
        looking.setStretch(2, 1)
        self._pages.addWidget(holding(looking))
        self._pages.addWidget(self.entering)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._pages)
        self.setFocusProxy(self.field)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the list three fifths."""
        super().resizeEvent(event)
        self._splitter.setSizes([round(self.width() * 0.6), round(self.width() * 0.4)])

    def show_spot(self, spot: Spot) -> None:
        """Show the rules that are named: the policy's id, and the use."""
        self._wanted = spot if spot.record_id else None
        if spot.part == ENTER:
            self._wanted = None
            self.acts.begin(spot.record_id, spot.focus)
            return
        if spot.record_id:
            self.show_entering(shown=False)
        self._go_there()

    def go_to(self, policy_id: str) -> None:
        """Show the rules of that name as soon as they are read."""
        self._wanted = Spot(View.CRITERIA, policy_id)

    def show_entering(self, *, shown: bool) -> None:
        """Show what is being entered, or the list."""
        self._pages.setCurrentIndex(1 if shown else 0)
        self.setFocusProxy(self.entering if shown else self.field)

    def leave(self) -> None:
        """Keep what is being typed."""
        focus = self.window().focusWidget()
        if focus is not None and self.entering.isAncestorOf(focus):
            focus.clearFocus()

    def refresh(self) -> None:
        """Read the rules: those that come with the program, and the office's own."""
        self.desk.query(self, _read, self._take, says="Reading")

    def _take(self, read: _Read) -> None:
        self._rows = read.rows
        self.detail.own = read.own
        self._show_begun(read)
        self._narrow()
        self._go_there()

    def _narrow(self) -> None:
        shown = found_rows(self._rows, self.field.text(), str(self.choice.value or ""))
        self.table.set_rows(shown)
        self._list.setCurrentIndex(0 if shown or not self._rows else 1)
        payers = len({item.policy.id for item in shown})
        self.count.setText(f"{len(shown)} uses, {payers} sets")
        self.detail.show_row(self.table.current if shown else None)

    def _show_begun(self, read: _Read) -> None:
        """Rules that somebody began and that rule nothing yet, and those of the office's that cannot be read."""
        empty(self._begun_list)
        for begun in read.begun:
            title = str(begun.table.get("title") or "A payer's rules")
            left = f"{len(begun.flaws)} to settle" if begun.flaws else "ready to be used"
            go_on = button("Go on", kind="link", says=f"Go on with {title}")
            go_on.clicked.connect(lambda _=False, begun=begun: self.acts.open(begun))
            go_on.setVisible(self.acts.may_begin)
            self._begun_list.addLayout(row(label(f"Being entered: {title}, {left}."), go_on, None))
        for words in read.unreadable:
            self._begun_list.addWidget(label(words, "bad", wrap=True))
        self._begun.setVisible(bool(read.begun or read.unreadable))

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
