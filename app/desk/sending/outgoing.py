"""What goes out and what went out, in the packet step: the papers in their order, the limits in words, each sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.desk.sending.order_list import OrderList
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, empty, label, row
from app.desk.widgets.tick import Tick
from app.domain.course import Sending, SentBy
from app.domain.ids import PersonId, RequestId
from app.domain.request import Request, Status
from app.packet.checklist import SendTo
from app.services import checks, sent
from app.services.documents import ENDINGS
from app.services.offices import office, the_practice
from app.services.papers import Along, along
from app.services.prepare import prepare
from app.services.problems import BlankMissing, NoFormChosen
from app.services.sending import SendingPlan, destination, plan
from app.services.session import Session

_WAYS = ((SentBy.FAX, "Fax"), (SentBy.PORTAL, "Portal"), (SentBy.MAIL, "Mail"), (SentBy.OTHER, "Another way"))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the packet step shows beside the pages.

    Attributes:
        along: that goes with the form, in its order.
        place: where it goes.
        names: of the people of the office.
    """

    request: Request
    plan: SendingPlan
    along: tuple[Along, ...]
    place: SendTo | None
    sendings: tuple[Sending, ...]
    names: Mapping[PersonId, str]


def outgoing(session: Session, request_id: RequestId) -> Outgoing | None:
    """Read what goes out; None while there is no form."""
    try:
        prepared = prepare(session, request_id)
    except (NoFormChosen, BlankMissing):
        return None
    checklist = checks.checklist_for(session, prepared)
    going = tuple(along(session, prepared))
    return Outgoing(
        prepared.request,
        plan(going, checklist.file.pages, the_practice(session).sending),
        going,
        destination(checklist),
        sent.sendings_of(session, prepared.request),
        {person.id: person.name.full for person in office(session).people},
    )


class OutgoingPane(QWidget):
    """The papers, in the order in which they go out."""

    opened = Signal(object)
    #: Names of what goes along, in their new order.
    ordered = Signal(object)
    #: Whether the table of earlier treatments goes along.
    trials_wanted = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.form = label("")
        self.papers = OrderList()
        self.papers.opened.connect(self.opened)
        self.papers.ordered.connect(self.ordered)
        self.trials = Tick("Table of earlier treatments as a page of its own")
        self.trials.toggled.connect(self._want_trials)
        self.own_order = button("Back to the payer's order", lambda: self.ordered.emit(()), kind="link")
        self._limits = [label("", "quiet", wrap=True) for _ in range(2)]
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        for part in (label("What goes out", "section"), self.form, self.papers, self.trials):
            layout.addWidget(part)
        layout.addLayout(row(self.own_order, None))
        for part in self._limits:
            layout.addWidget(part)
        self.hide()

    def show_outgoing(self, shown: Outgoing | None) -> None:
        """Show the papers."""
        self.setVisible(shown is not None)
        if shown is None:
            self.papers.show_papers((), can_move=False)
            return
        is_open = shown.request.snapshot is None
        self.form.setText(f"1  Form, {_pages(shown.plan.papers[0][1])}")
        self.papers.show_papers(shown.along, can_move=is_open and len(shown.along) > 1)
        self.trials.blockSignals(True)
        self.trials.setChecked(shown.request.with_trials)
        self.trials.blockSignals(False)
        self.trials.setVisible(is_open)
        self.own_order.setVisible(is_open and bool(shown.request.paper_order))
        for said, words in zip(self._limits, (shown.plan.fax, shown.plan.portal), strict=True):
            said.setText(words)

    def _want_trials(self, is_on: bool) -> None:
        self.trials_wanted.emit(is_on)


class SentPane(QWidget):
    """Notes who sent what where, and keeps the slips that confirm it."""

    sent = Signal(object, str, str)
    confirmed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.way = Choice()
        self.way.setAccessibleName("Way it was sent")
        self.way.set_items(list(_WAYS))
        self.where, self.reference = QLineEdit(), QLineEdit()
        for field, name in ((self.where, "Where it went"), (self.reference, "Payer's reference number")):
            field.setAccessibleName(name)
            field.setPlaceholderText(name.lower())
        self.note_button = button("Note as sent", self._note)
        self._form = QWidget()
        form = QVBoxLayout(self._form)
        form.setContentsMargins(0, 0, 0, 0)
        form.setSpacing(4)
        form.addWidget(label("Sent it?", "section"))
        form.addLayout(row(self.way, self.note_button))
        form.addWidget(self.where)
        form.addWidget(self.reference)
        self._list = QVBoxLayout()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._form)
        layout.addLayout(self._list)

    def show_outgoing(self, shown: Outgoing | None) -> None:
        """Show what was sent, and a way to note another sending of a signed request."""
        empty(self._list)
        self._form.setVisible(shown is not None and shown.request.snapshot is not None)
        if shown is None:
            return
        place = shown.place
        if place is not None and not self.where.text():
            self.where.setText(", ".join(filter(None, (place.name, place.address))))
            self.where.setCursorPosition(0)
            known = {"Fax": SentBy.FAX, "Portal": SentBy.PORTAL, "Mail": SentBy.MAIL}
            self.way.set_value(known.get(place.channel, SentBy.OTHER))
        self.note_button.setText("Note as sent" if shown.request.status is Status.SIGNED else "Note another sending")
        for item in shown.sendings:
            self._add(item, shown)

    def forget(self) -> None:
        """Let what was typed go: it belongs to another request."""
        self.where.clear()
        self.reference.clear()

    def _add(self, item: Sending, shown: Outgoing) -> None:
        way = dict(_WAYS)[item.way].lower()
        words = f"Sent {item.at:%m/%d/%Y %H:%M} by {way} to {item.where}, {shown.names.get(item.by, 'somebody')}"
        parts = [words, *([f"reference {item.reference}"] if item.reference else [])]
        slips = len(item.confirmation_ids)
        parts.append(f"{slips} confirmation{'' if slips == 1 else 's'}" if slips else "no confirmation yet")
        if item.pages:
            parts.insert(1, _pages(item.pages))
        self._list.addWidget(label(" · ".join(parts), "good" if slips else "", wrap=True))
        self._list.addLayout(row(button("Add confirmation…", lambda: self._choose(item), kind="link"), None))

    def _note(self) -> None:
        self.sent.emit(self.way.value, self.where.text(), self.reference.text())
        self.reference.clear()

    def _choose(self, item: Sending) -> None:
        endings = " ".join(f"*.{ending}" for ending in ENDINGS)
        name, _ = QFileDialog.getOpenFileName(self, "Confirmation", "", f"Documents and pictures ({endings})")
        if name:
            self.confirmed.emit(item, Path(name))


def _pages(count: int) -> str:
    return f"{count} page{'' if count == 1 else 's'}"
