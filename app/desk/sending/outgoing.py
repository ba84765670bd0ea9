"""What goes out and what went out, in the packet step: the papers in their order, the limits in words, each sending."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, empty, label, row
from app.domain.course import Sending, SentBy
from app.domain.ids import PersonId, RequestId
from app.domain.request import Attachment, Request, Status
from app.packet.checklist import SendTo
from app.services import checks, sent
from app.services.documents import ENDINGS, pages_going
from app.services.offices import office, the_practice
from app.services.papers import KIND_TITLES, in_order
from app.services.prepare import prepare
from app.services.problems import BlankMissing, NoFormChosen
from app.services.sending import SendingPlan, destination, plan
from app.services.session import Session

_WAYS = ((SentBy.FAX, "Fax"), (SentBy.PORTAL, "Portal"), (SentBy.MAIL, "Mail"), (SentBy.OTHER, "Another way"))


@dataclass(frozen=True, slots=True)
class Outgoing:
    """What the packet step shows beside the pages.

    Attributes:
        documents: that go with the form, in their order.
        place: where it goes.
        names: of the people of the office.
    """

    request: Request
    plan: SendingPlan
    documents: tuple[Attachment, ...]
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
    documents = in_order(prepared.case.attachments)
    return Outgoing(
        prepared.request,
        plan(prepared.request, documents, checklist.file.pages, the_practice(session).sending),
        documents,
        destination(checklist),
        sent.sendings_of(session, prepared.request),
        {person.id: person.name.full for person in office(session).people},
    )


class OutgoingPane(QWidget):
    """The papers, in the order in which they go out."""

    opened = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._list = QVBoxLayout(self)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)

    def show_outgoing(self, shown: Outgoing | None) -> None:
        """Show the papers."""
        empty(self._list)
        if shown is None:
            return
        self._list.addWidget(label("What goes out", "section"))
        self._list.addWidget(label(f"1  Form, {_pages(shown.plan.papers[0][1])}"))
        for number, item in enumerate(shown.documents, 2):
            words = f"{number}  {KIND_TITLES[item.kind]}: {item.title}, {_pages(pages_going(shown.request, item))}"
            way = button("Pages…", partial(self.opened.emit, item), kind="link", says=f"Pages of {item.title}")
            line = row(label(words, wrap=True), way, gap=4)
            line.setStretch(0, 1)
            self._list.addLayout(line)
        for words in (shown.plan.fax, shown.plan.portal):
            self._list.addWidget(label(words, "quiet", wrap=True))


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
