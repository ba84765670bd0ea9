"""Packet: how far the request has come, and the one thing to do next."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.desk.paper.words import Names
from app.desk.request.open_items import blocking
from app.desk.sending.outgoing import Outgoing, OutgoingPane, SentPane
from app.desk.today.words import STATUS_WORDS
from app.desk.widgets.plain import button, empty, hairline, label, row, scrolling
from app.domain.handing import Handing, HandingState
from app.domain.request import Request, Status
from app.services.export import WrittenPacket
from app.services.prepare import Prepared
from app.services.requests import NEXT

_EXPLAINED = {
    Status.DRAFT: "A draft reads the records as they are now. When nothing required is missing, mark it ready to sign.",
    Status.READY: "Nothing required is missing. The prescriber signs with a passphrase of their own.",
    Status.SIGNED: "What stands in it does not change any more. Make the packet, then send it yourself.",
}


class PacketPane(QWidget):
    """The fifth step."""

    readied = Signal(object)
    signing = Signal()
    packing = Signal(object)
    opening = Signal(object)
    printing = Signal()
    correcting = Signal()
    renewing = Signal()
    jumped = Signal(str)
    #: A document whose pages are to be chosen.
    opened = Signal(object)
    #: Names of what goes along, in their new order.
    ordered = Signal(object)
    trials_wanted = Signal(bool)
    fax_wanted = Signal()
    portal_wanted = Signal()
    #: Way, where it went, the payer's reference.
    sent = Signal(object, str, str)
    #: A sending, and the file that confirms it.
    confirmed = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._folder: Path | None = None
        self._first_box = ""
        self.status = label("", "title")
        self._why = label("", "quiet", wrap=True)
        self._lacks = label("", "warn", wrap=True)
        self.handing = label("", "warn", wrap=True)
        self.jump_button = button("Go to the first of them", lambda: self.jumped.emit(self._first_box), kind="link")
        self.ready_button = button("Ready to sign", lambda: self.readied.emit(Status.READY), kind="primary")
        self.sign_button = button("Sign…", self.signing.emit, kind="primary", icon_name="pen")
        self.pack_button = button("Make packet…", self._choose_folder, kind="primary", icon_name="packet")
        self.open_button = button("Open folder", self._open, icon_name="folder")
        self.draft_button = button("Back to draft", lambda: self.readied.emit(Status.DRAFT), kind="link")
        self.print_button = button("Print…", self.printing.emit, icon_name="print")
        self.correct_button = button("Start a correction", self.correcting.emit, kind="link")
        self.renew_button = button("Renew", self.renewing.emit, icon_name="renew")
        self.outgoing = OutgoingPane()
        self.outgoing.opened.connect(self.opened)
        self.outgoing.ordered.connect(self.ordered)
        self.outgoing.trials_wanted.connect(self.trials_wanted)
        self.sent_pane = SentPane()
        self.sent_pane.sent.connect(self.sent)
        self.sent_pane.confirmed.connect(self.confirmed)
        self.fax_button = button("Fax eye", self.fax_wanted.emit, icon_name="eye", says="Fax eye, Alt+X")
        self.portal_button = button("Answers for a portal", self.portal_wanted.emit, icon_name="forms")
        for made, keys in ((self.fax_button, "Alt+X"), (self.portal_button, "Alt+A")):
            made.setToolTip(f"{made.text()} ({keys})")
        self._made = label("", wrap=True)
        self._course = QVBoxLayout()
        inner = QWidget()
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(inner))
        for part in (self.status, self._why, self.handing, self._lacks):
            layout.addWidget(part)
        layout.addLayout(row(self.jump_button, None))
        layout.addLayout(row(self.ready_button, self.sign_button, self.pack_button, self.draft_button, None))
        layout.addWidget(self._made)
        layout.addLayout(row(self.open_button, None))
        layout.addWidget(self.sent_pane)
        layout.addWidget(hairline())
        layout.addWidget(self.outgoing)
        layout.addLayout(row(self.fax_button, self.portal_button, None))
        layout.addWidget(hairline())
        layout.addLayout(row(self.print_button, self.renew_button, self.correct_button, None))
        layout.addLayout(self._course)
        layout.addStretch(1)

    def show_request(self, request: Request, prepared: Prepared | None) -> None:
        """Show how far the request is."""
        status = request.status
        lacking = () if prepared is None else blocking(prepared.filled)
        self.status.setText(STATUS_WORDS[status])
        self._why.setText(_EXPLAINED.get(status, ""))
        is_open = status in (Status.DRAFT, Status.READY)
        self._show_lacks(len(lacking) if is_open else 0, no_form=prepared is None)
        self._first_box = lacking[0].box if lacking else ""
        self.jump_button.setVisible(bool(self._first_box) and is_open)
        self.ready_button.setVisible(status is Status.DRAFT)
        self.ready_button.setEnabled(prepared is not None and not lacking)
        self.sign_button.setVisible(status is Status.READY)
        self.draft_button.setVisible(status is Status.READY)
        self.pack_button.setVisible(not is_open)
        self.correct_button.setVisible(not is_open)
        self.renew_button.setVisible(not is_open)
        self.print_button.setEnabled(prepared is not None)
        self.open_button.setVisible(self._folder is not None)
        self.fax_button.setEnabled(prepared is not None)
        self.portal_button.setEnabled(prepared is not None)
        self._show_course(status)

    def show_handing(self, request: Request, handed: Handing | None, names: Names) -> None:
        """Say how the form stands before its signer, or why it came back from there."""
        words = "" if handed is None else _handing_words(request, handed, names)
        self.handing.setText(words)
        self.handing.setVisible(bool(words))
        waits_for_pen = handed is not None and handed.state is HandingState.INK
        self.sign_button.setText("Take in the scan…" if waits_for_pen else "Sign…")

    def show_outgoing(self, outgoing: Outgoing | None) -> None:
        """Show what goes out, and what went out."""
        self.outgoing.show_outgoing(outgoing)
        self.sent_pane.show_outgoing(outgoing)

    def tell(self, share: float, words: str) -> None:
        """Say how far the packet has come."""
        self._made.setText(f"{words}… {share:.0%}")

    def show_packet(self, packet: WrittenPacket | None) -> None:
        """Say what was written."""
        self._folder = None if packet is None else packet.folder
        self.open_button.setVisible(packet is not None)
        if packet is None:
            self._made.clear()
            return
        names = "\n".join(file.name for file in packet.files)
        notes = "".join(f"\n{note}" for note in packet.notes)
        self._made.setText(f"Written to {packet.folder}:\n{names}\n{packet.sentence}.{notes}")

    @property
    def primary(self) -> QWidget:
        """The one thing to do next."""
        shown = (self.ready_button, self.sign_button, self.pack_button)
        return next((item for item in shown if not item.isHidden() and item.isEnabled()), self.print_button)

    def _show_lacks(self, count: int, *, no_form: bool) -> None:
        words = ""
        if no_form:
            words = "No form is chosen yet."
        elif count:
            words = f"{count} required boxes are missing or wait for your confirmation."
        self._lacks.setText(words)
        self._lacks.setVisible(bool(words))

    def _show_course(self, status: Status) -> None:
        empty(self._course)
        steps = [item for item in NEXT.get(status, ()) if item not in (Status.READY, Status.DRAFT)]
        if not steps:
            return
        self._course.addWidget(label("Note what happened", "section"))
        for step in steps:
            made = button(STATUS_WORDS[step], kind="link")
            made.clicked.connect(lambda _=False, s=step: self.readied.emit(s))
            self._course.addWidget(made)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the packet goes")
        if chosen:
            self.packing.emit(Path(chosen))

    def _open(self) -> None:
        if self._folder is not None:
            self.opening.emit(self._folder)


def _handing_words(request: Request, handed: Handing, names: Names) -> str:
    if request.status is Status.DRAFT and handed.state is HandingState.RETURNED:
        by = names.of(handed.returned_by) or "the signer"
        return f"Sent back by {by}: {handed.note}"
    if request.status is Status.DRAFT and handed.state is HandingState.BACK:
        return "It says something else than when it was put before the signer, so it is a draft again."
    if request.status is Status.READY and handed.state is HandingState.INK:
        return "Printed to be signed with a pen: it waits for the scan."
    return ""
