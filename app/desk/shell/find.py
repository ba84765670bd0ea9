"""Find anything (Ctrl+K): patients, requests, forms, places and commands, as one types."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from app.criteria.policy import Policy
from app.desk.context import Desk
from app.desk.places import Spot, View
from app.desk.widgets.plain import label
from app.domain.indications import condition_name
from app.services import forms, patients, worklist
from app.services.session import Session

_WIDTH_PX = 560
_SHOWN = 12
_WAIT_MS = 60


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of what was found.

    Attributes:
        kind: what it is, in a word.
        act: what choosing it does.
    """

    kind: str
    words: str
    more: str
    act: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Command:
    """Something that can be done from anywhere."""

    words: str
    keys: str
    act: Callable[[], object]


class FindAnything(QFrame):
    """A field with a list below it, over everything else."""

    closed = Signal()

    def __init__(self, desk: Desk, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._commands = tuple(commands)
        self._hits: list[Hit] = []
        self._asked = 0
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "raised")
        self.setProperty("look", "popup")
        self.field = QLineEdit()
        self.field.setPlaceholderText("Patient, request, form or command")
        self.field.setAccessibleName("Find anything")
        self.list = QListWidget()
        self.list.setProperty("look", "menu")
        self.list.setAccessibleName("Found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._empty: QLabel = label("Nothing found.", "quiet")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        for part in (self.field, self.list, self._empty):
            layout.addWidget(part)
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self._ask)
        self.field.textEdited.connect(lambda _: self._wait.start())
        self.field.installEventFilter(self)
        self.list.itemClicked.connect(lambda _: self._choose())
        self.hide()

    def open(self) -> None:
        """Show the field, empty."""
        parent = self.parentWidget()
        width = min(_WIDTH_PX, parent.width() - 32) if parent is not None else _WIDTH_PX
        self.setFixedWidth(width)
        self.move((parent.width() - width) // 2 if parent is not None else 0, 48)
        self.field.clear()
        self._ask()
        self.show()
        self.raise_()
        self.field.setFocus()

    def close_list(self) -> None:
        """Go away."""
        self.hide()
        self.closed.emit()

    @property
    def hits(self) -> tuple[Hit, ...]:
        """What is listed."""
        return tuple(self._hits)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list, Enter chooses, Esc goes away."""
        if event.type() is QEvent.Type.FocusOut and watched is self.field:
            QTimer.singleShot(0, self, self._close_if_left)
        if not isinstance(event, QKeyEvent) or event.type() is not QEvent.Type.KeyPress:
            return False
        key, at = event.key(), self.list.currentRow()
        if key == Qt.Key.Key_Escape:
            self.close_list()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.setCurrentRow((at + (1 if key == Qt.Key.Key_Down else -1)) % max(1, self.list.count()))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose()
        else:
            return False
        return True

    def _close_if_left(self) -> None:
        if self.isVisible() and not self.field.hasFocus():
            self.close_list()

    def _ask(self) -> None:
        text = self.field.text().strip()
        self._asked += 1
        mine = self._asked
        self._show(self._commands_for(text))
        if text:
            self._desk.query(self, lambda session: _found(session, text), lambda found: self._take(mine, text, found))

    def _take(self, asked: int, text: str, found: _Found) -> None:
        if asked != self._asked:
            return
        hits = [
            Hit("Patient", row.name, _patient_words(row), lambda i=row.id: self._go(View.PATIENT, i))  # type: ignore[misc]
            for row in found.patients
        ]
        hits += [
            Hit("Request", row.patient, _request_words(row), lambda i=row.request_id: self._go(View.REQUEST, i))  # type: ignore[misc]
            for row in found.requests
        ]
        hits += [Hit("Form", form.title, form.payer, lambda: self._go(View.FORMS, "")) for form in found.forms]
        hits += [
            Hit("Criteria", row.title, row.number, lambda i=row.id: self._go(View.CRITERIA, i))  # type: ignore[misc]
            for row in found.policies
        ]
        self._show(hits + self._commands_for(text))

    def _commands_for(self, text: str) -> list[Hit]:
        words = text.casefold().split()
        return [
            Hit("Command", item.words, item.keys, item.act)
            for item in self._commands
            if all(word in item.words.casefold() for word in words)
        ]

    def _show(self, hits: list[Hit]) -> None:
        self._hits = hits[:_SHOWN]
        self.list.clear()
        for hit in self._hits:
            item = QListWidgetItem(" · ".join(part for part in (hit.words, _kind(hit), hit.more) if part))
            item.setToolTip(hit.kind)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{hit.kind}: {hit.words} {hit.more}")
            item.setSizeHint(QSize(0, 30))
            self.list.addItem(item)
        self.list.setVisible(bool(hits))
        self._empty.setVisible(not hits)
        self.list.setFixedHeight(max(1, min(len(self._hits), _SHOWN)) * 30 + 4)
        self.list.setCurrentRow(0)
        self.adjustSize()

    def _choose(self) -> None:
        at = self.list.currentRow()
        if 0 <= at < len(self._hits):
            act = self._hits[at].act
            self.close_list()
            act()

    def _go(self, view: View, record_id: str) -> None:
        self._desk.go(Spot(view, record_id))


@dataclass(frozen=True, slots=True)
class _Found:
    patients: tuple[patients.PatientRow, ...]
    requests: tuple[worklist.WorkRow, ...]
    forms: tuple[forms.KnownForm, ...]
    policies: tuple[Policy, ...]


def _found(session: Session, text: str) -> _Found:
    people = patients.search(session, text, 6)
    ids = {row.id for row in people}
    words = text.casefold().split()
    rows = tuple(
        row
        for row in worklist.work_list(session)
        if row.patient_id in ids or all(word in _request_words(row).casefold() for word in words)
    )
    known = tuple(form for form in forms.known_forms(session) if all(w in _form_text(form) for w in words))
    rules = tuple(policy for policy in session.rules.all() if all(word in _policy_text(policy) for word in words))
    return _Found(people, rows[:6], known[:4], rules[:4])


def _kind(hit: Hit) -> str:
    return "" if hit.kind == "Command" else hit.kind.lower()


def _form_text(form: forms.KnownForm) -> str:
    return f"{form.title} {form.payer}".casefold()


def _policy_text(policy: Policy) -> str:
    return " ".join((policy.title, policy.number, "criteria", *policy.payers)).casefold()


def _patient_words(row: patients.PatientRow) -> str:
    born = "" if row.dob is None else f"{row.dob:%m/%d/%Y}"
    return " · ".join(part for part in (born, row.payer, row.member_id) if part)


def _request_words(row: worklist.WorkRow) -> str:
    asked = condition_name(row.indication) if row.indication else ""
    return " · ".join(part for part in (asked, row.payer, row.next_step) if part)
