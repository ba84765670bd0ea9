"""To sign: everything that waits for a signature, whose it is, since when, and what changed; and what was sent back."""

from __future__ import annotations

import datetime as dt

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QLineEdit, QPushButton, QStackedWidget, QVBoxLayout

from app.desk.context import Desk
from app.desk.places import LIST, NEXT, PEN, Spot, View
from app.desk.shell.screen import Screen
from app.desk.sign.papers import paper_words, send_back_waiting
from app.desk.widgets.notes import EmptyState
from app.desk.widgets.plain import button, holding, label, row, set_role, stretchy
from app.desk.widgets.table import Column, RowsTable
from app.domain.handing import FORM, HandingState
from app.mapping.model import SignatureRule
from app.services import handing, signing_queue
from app.services.session import Session
from app.services.signing_queue import Waiting

_NAMED_AT_MOST = 3
_RULES = {
    SignatureRule.WET: "This payer takes ink only.",
    SignatureRule.EITHER: "This payer takes both kinds of signature.",
    SignatureRule.ELECTRONIC: "This payer takes signatures made on the computer.",
    SignatureRule.UNKNOWN: "Which kind of signature this payer takes is not known.",
}


def changed_words(row: Waiting) -> str:
    """`2 boxes: Dose, Diagnosis`, or that it is new."""
    if row.state is HandingState.INK:
        return "printed, waits for a pen"
    if row.state is HandingState.RETURNED:
        return row.note
    if row.changed is None:
        return "new"
    if not row.changed:
        return "nothing"
    named = ", ".join(row.changed[:_NAMED_AT_MOST])
    more = f" and {len(row.changed) - _NAMED_AT_MOST} more" if len(row.changed) > _NAMED_AT_MOST else ""
    return f"{named}{more}"


def since_words(row: Waiting, today: dt.date) -> str:
    """`today 10:42`, or the day."""
    if row.since is None:
        return ""
    days = (today - row.since.date()).days
    if days == 0:
        return f"today {row.since:%H:%M}"
    return "yesterday" if days == 1 else f"{row.since:%m/%d/%Y}"


class SignaturesScreen(Screen):
    """The list of papers to sign."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        today = desk.session.today
        self._rows: tuple[Waiting, ...] = ()
        columns: tuple[Column[Waiting], ...] = (
            Column("Paper", lambda item: paper_words(item.paper), 150, strong=True),
            Column("Patient", lambda item: item.patient, 180),
            Column("Payer", lambda item: item.payer or "no plan yet", 150),
            Column("Since", lambda item: since_words(item, today), 108, role=lambda _: "quiet"),
            Column("What changed", changed_words),
            Column("Signs", lambda item: item.signer or "nobody yet", 150, role=lambda _: "quiet"),
        )
        self.table: RowsTable[Waiting] = RowsTable(columns, lambda item: item.name, "Papers to sign")
        self.returned: RowsTable[Waiting] = RowsTable(
            (*columns[:4], Column("What is to be done", changed_words)), lambda item: item.name, "Sent back"
        )
        self.returned.horizontalHeader().hide()
        self.mine_chip, self.all_chip = self._chip("Mine"), self._chip("Everybody's")
        self.list_button = button("Sign all…", self._sign_list, kind="primary", icon_name="pen")
        self.count = label("", "quiet")
        self.open_button = button("Open", self._open, icon_name="pen")
        self.pen_button = button("With a pen…", lambda: self._open(PEN), icon_name="print")
        self.back_button = button("Send back…", self._ask_note)
        self.take_button = button("Back to draft", self._take_back, kind="link")
        self.detail = label("", "quiet", wrap=True)
        self.note = QLineEdit()
        self.note.setPlaceholderText("What is to be done before it can be signed")
        self.note.setAccessibleName("Note to whoever prepares it")
        self.note.setMaxLength(500)
        self.note.returnPressed.connect(self._send_back)
        self._acts = QStackedWidget()
        self._returned_title = label("Sent back, to be worked on", "section")
        self._build()
        self._connect()

    def _build(self) -> None:
        head = row(label("To sign", "title"), self.count, 12, self.mine_chip, self.all_chip, None, self.list_button)
        head.setContentsMargins(16, 10, 16, 6)
        acts = row(self.open_button, self.pen_button, self.back_button, self.take_button, stretchy(self.detail), gap=8)
        ask = row(
            stretchy(self.note),
            button("Send back", self._send_back, kind="primary"),
            button("Keep it here", self._close_note, kind="link"),
        )
        for line in (acts, ask):
            self._acts.addWidget(holding(line))
        nothing = EmptyState(
            "Nothing waits for a signature",
            "A request that is marked ready to sign stands here, and a letter that is handed over under Letters.",
            icon_name="pen",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(nothing)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 8)
        layout.setSpacing(0)
        layout.addLayout(head)
        around = row(self._stack)
        around.setContentsMargins(8, 0, 8, 0)
        layout.addLayout(around, 1)
        foot = row(self._acts)
        foot.setContentsMargins(16, 6, 16, 6)
        layout.addLayout(foot)
        title = row(self._returned_title)
        title.setContentsMargins(16, 4, 16, 0)
        layout.addLayout(title)
        below = row(self.returned)
        below.setContentsMargins(8, 0, 8, 0)
        layout.addLayout(below)
        self.setFocusProxy(self.table)

    def _connect(self) -> None:
        self.table.opened.connect(lambda _: self._open())
        self.table.chosen.connect(lambda _: self._look())
        self.returned.opened.connect(self._open_work)
        self.returned.focused.connect(self.table.clearSelection)
        self.table.focused.connect(self.returned.clearSelection)
        self.mine_chip.toggled.connect(lambda _: self._show())
        actor = self.desk.session.actor
        is_signer = actor.prescriber_id is not None
        (self.mine_chip if is_signer else self.all_chip).setChecked(True)
        self.mine_chip.setVisible(is_signer)
        self.all_chip.setVisible(is_signer)
        for keys, act in (("Ctrl+Return", self._sign_list), ("Escape", self._escape)):
            QShortcut(QKeySequence(keys), self, act)

    def refresh(self) -> None:
        """Read the list again."""
        self.desk.query(self, _read, self._take, says="Reading what is to be signed")

    def show_spot(self, spot: Spot) -> None:
        """Show the list from its beginning."""
        self._close_note()
        self.refresh()

    def _take(self, read: tuple[tuple[Waiting, ...], tuple[Waiting, ...]]) -> None:
        self._rows, returned = read
        self.returned.set_rows(returned)
        self.returned.fit_height(4)
        if not self.returned.hasFocus():
            self.returned.clearSelection()
        self.returned.setVisible(bool(returned))
        self._returned_title.setVisible(bool(returned))
        self._show()

    @property
    def _mine(self) -> tuple[Waiting, ...]:
        actor = self.desk.session.actor.id
        return tuple(item for item in self._rows if actor in item.signers)

    def _show(self) -> None:
        mine = self._mine
        shown = mine if self.mine_chip.isChecked() else self._rows
        self.table.set_rows(shown)
        self._stack.setCurrentIndex(0 if shown else 1)
        count = len(shown)
        self.count.setText(f"{count} {'paper' if count == 1 else 'papers'}" if count else "")
        by_list = [item for item in mine if item.state is HandingState.WAITING and item.rule is not SignatureRule.WET]
        self.list_button.setText(f"Sign all {len(by_list)}…" if len(by_list) > 1 else "Sign…")
        self.list_button.setVisible(bool(by_list))
        set_role(self.open_button, "kind", "" if by_list else "primary")
        self._look()
        if self.isVisible() and self.window().focusWidget() in (None, self):
            self.table.setFocus()

    def _look(self) -> None:
        item = self.table.current if self._stack.currentIndex() == 0 else None
        self._acts.setVisible(item is not None)
        if item is None:
            return
        is_form = item.paper == FORM
        self.pen_button.setVisible(is_form and item.rule is not SignatureRule.ELECTRONIC)
        self.pen_button.setText("Take in the scan…" if item.state is HandingState.INK else "With a pen…")
        parts = [_RULES[item.rule] if is_form else "", f"Handed over by {item.by}." if item.by else ""]
        if item.documents:
            parts.append(f"{item.documents} {'document goes' if item.documents == 1 else 'documents go'} along.")
        self.detail.setText(" ".join(filter(None, parts)))

    def _open(self, part: str = NEXT) -> None:
        item = self.table.current
        if item is not None:
            wanted = PEN if item.state is HandingState.INK else part
            self.desk.go(Spot(View.SIGN, item.request_id, part=wanted, focus="" if item.paper == FORM else item.paper))

    def _open_work(self, item: Waiting) -> None:
        view = View.REQUEST if item.paper == FORM else View.LETTERS
        self.desk.go(Spot(view, item.request_id, part="" if item.paper == FORM else item.paper))

    def _sign_list(self) -> None:
        if self.list_button.isVisible():
            self.desk.go(Spot(View.SIGN, part=LIST))

    def _ask_note(self) -> None:
        self._acts.setCurrentIndex(1)
        self.note.setFocus()

    def _close_note(self) -> None:
        self.note.clear()
        self._acts.setCurrentIndex(0)
        self.table.setFocus()

    def _escape(self) -> None:
        if self._acts.currentIndex() == 1:
            self._close_note()

    def _send_back(self) -> None:
        item, words = self.table.current, self.note.text().strip()
        if item is not None and words:
            self.desk.change(self, lambda session: send_back_waiting(session, item, words), lambda _: self.refresh())
            self._close_note()

    def _take_back(self) -> None:
        item = self.table.current
        if item is not None:
            self.desk.change(
                self,
                lambda session: handing.take_back(session, item.request_id, item.paper),
                lambda _: self.refresh(),
            )

    def _chip(self, text: str) -> QPushButton:
        made = button(text, kind="chip", says=f"Show {text.lower()}")
        made.setCheckable(True)
        made.setAutoExclusive(True)
        return made


def _read(session: Session) -> tuple[tuple[Waiting, ...], tuple[Waiting, ...]]:
    return signing_queue.waiting(session), signing_queue.returned(session)
