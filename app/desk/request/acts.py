"""What is done in the workspace: every edit goes to a service at once, the page follows from the records here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices

from app.desk.binding import with_value
from app.desk.paper import printing
from app.desk.paper.words import record_words
from app.desk.places import Spot, View
from app.desk.tasks import Lane
from app.domain.changes import Edit
from app.domain.ids import AttachmentId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.request import AttachmentKind, FormChoice, Request, Status
from app.mapping.answers import answer_to
from app.pdf.template import BoxId
from app.services import documents, edits, export, profile, requests
from app.services.edits import found
from app.services.export import WrittenPacket
from app.services.profile import BoxHome
from app.services.session import Session

if TYPE_CHECKING:
    from app.desk.request.workspace import RequestScreen

#: Fields of a request after which other records of the case are wanted, so that it is read again.
_READ_AGAIN = ("coverage_id", "prescriber_id", "location_id", "facility_id", "pharmacy_id", "prepared_by")


class RequestActs(QObject):
    """The acts of one workspace."""

    #: How far a packet has come, from wherever it is made.
    came = Signal(float, str)

    def __init__(self, screen: RequestScreen) -> None:
        super().__init__(screen)
        self._screen = screen
        self._desk = screen.desk

    def listen(self) -> None:
        """Listen to the panes."""
        screen = self._screen
        for binding in screen.bindings():
            binding.patched.connect(self._patch_request)
            binding.typed.connect(self._typed_request)
        screen.plan.patient.patched.connect(lambda path, value: self._patch(Patient, "Edit patient", path, value))
        screen.plan.coverage.patched.connect(lambda path, value: self._patch(Coverage, "Edit plan", path, value))
        screen.plan.patient.typed.connect(lambda record: self._show(patient=record))
        screen.plan.coverage.typed.connect(lambda record: self._show(coverage=record))
        screen.plan.form_chosen.connect(self.choose_form)
        screen.plan.destination_chosen.connect(self._choose_destination)
        screen.clinical.listed.connect(self._list)
        screen.clinical.documents.chosen.connect(self._choose_documents)
        screen.clinical.documents.attached.connect(self.attach)
        screen.questions.answered.connect(self._answer)
        screen.questions.confirmed.connect(self.confirm)
        screen.check.confirm_all.connect(self.confirm_all)
        screen.page.typed_on.connect(self._type_on_box)
        screen.packet.readied.connect(self._set_status)
        screen.packet.signing.connect(lambda: self._desk.go(Spot(View.SIGN, screen.request_id)))
        screen.packet.packing.connect(self.make_packet)
        self.came.connect(screen.packet.tell)
        screen.packet.opening.connect(_open_folder)
        screen.packet.printing.connect(self.print_document)
        screen.packet.correcting.connect(lambda: self._start_from(requests.correct))
        screen.packet.renewing.connect(lambda: self._start_from(requests.renew))

    def _show(self, **changed: Any) -> None:
        """Show the page as it is with edited records, before they are kept."""
        case = self._screen.case
        if case is not None:
            self._screen.live.show(replace(case, **changed))

    def _typed_request(self, record: object) -> None:
        case = self._screen.case
        if case is not None and isinstance(record, Request):
            self._show(request=record)

    def _patch(self, kind: type[Any], label: str, path: str, value: object) -> None:
        case = self._screen.case
        if case is None:
            return
        name = "patient" if kind is Patient else "coverage"
        record = getattr(case, name)
        if record is None:
            return
        self._screen.show_case(replace(case, **{name: with_value(record, path, value)}))
        self._keep(kind, record.id, label, path, value)

    def _patch_request(self, path: str, value: object) -> None:
        case, request_id = self._screen.case, self._screen.request_id
        if case is None:
            return
        self._take_request(with_value(case.request, path, value))
        after = self._screen.refresh if path in _READ_AGAIN else None
        self._keep(Request, request_id, "Edit request", path, value, after)

    def _keep(
        self,
        kind: type[Any],
        record_id: str,
        label: str,
        path: str,
        value: object,
        after: Callable[[], None] | None = None,
    ) -> None:
        def act(session: Session) -> object:
            stored = found(session, kind, record_id)
            return edits.save(session, label, Edit(stored, with_value(stored, path, value)))

        self._desk.change(self._screen, act, lambda _: after() if after is not None else None, failed=self._refused)

    def _refused(self, problem: Exception) -> None:
        self._desk.failed.emit(problem)
        self._screen.refresh()

    def _take_request(self, request: Request) -> None:
        """Show the request as it is now."""
        screen = self._screen
        if screen.case is None or request.id != screen.request_id:
            return
        for binding in screen.bindings():
            binding.load(request)
        screen.show_case(replace(screen.case, request=request))

    def _change(self, act: Callable[[Session], Request]) -> None:
        self._desk.change(self._screen, act, self._take_request, failed=self._refused)

    def _answer(self, question: str, value: str | None) -> None:
        request_id = self._screen.request_id
        self._change(lambda session: requests.answer(session, request_id, question, value))

    def confirm(self, question_id: str) -> None:
        """Say yes to what is proposed, and go on to the next open item."""
        prepared = self._screen.prepared
        question = prepared.pack.question(question_id) if prepared is not None and prepared.pack is not None else None
        if prepared is None or question is None:
            return
        answered = answer_to(question, prepared.request.answers, prepared.facts)
        request_id = self._screen.request_id
        self._change(lambda session: requests.confirm(session, request_id, answered))
        self._screen.jumping.after(question_id)

    def confirm_all(self) -> None:
        """Say yes to every proposal that was looked at in the list."""
        prepared = self._screen.prepared
        if prepared is None or prepared.pack is None:
            return
        pack, request_id = prepared.pack, self._screen.request_id
        names = dict.fromkeys(fill.question for fill in prepared.filled.proposed() if fill.question)
        questions = [item for name in names if (item := pack.question(name)) is not None]
        answers = [answer_to(item, prepared.request.answers, prepared.facts) for item in questions]

        def act(session: Session) -> Request:
            request = prepared.request
            for answered in answers:
                request = requests.confirm(session, request_id, answered)
            return request

        self._change(act)

    def _type_on_box(self, box_id: str, value: str) -> None:
        request_id = self._screen.request_id

        def kept(request: Request) -> None:
            self._take_request(request)
            self._desk.query(
                self._screen,
                lambda session: profile.home_of_box(session, request_id, box_id),
                lambda home: self._offer_profile(request_id, box_id, home),
                failed=lambda _: None,
            )

        self._desk.change(
            self._screen,
            lambda session: requests.type_on_box(session, request_id, box_id, value),
            kept,
            failed=self._refused,
        )

    def _offer_profile(self, request_id: RequestId, box_id: str, kept: BoxHome | None) -> None:
        """Offer beside the box to keep what was typed where every request reads it."""
        if kept is None or request_id != self._screen.request_id:
            return
        where = record_words(kept.home.part)

        def accept() -> None:
            self._desk.change(
                self._screen,
                lambda session: profile.box_also_in_profile(session, request_id, box_id),
                lambda _: self._screen.refresh(),
                failed=self._refused,
            )

        self._screen.page.offer(BoxId(box_id), f"Keep it in {where} too", accept)

    def choose_form(self, choice: FormChoice) -> None:
        """Make the request on this form."""
        request_id = self._screen.request_id
        self._desk.change(
            self._screen,
            lambda session: requests.choose_form(session, request_id, choice),
            lambda _: self._screen.refresh(),
            failed=self._refused,
            says="Opening the form",
        )

    def _choose_destination(self, name: str) -> None:
        request_id = self._screen.request_id
        self._change(lambda session: requests.choose_destination(session, request_id, name))

    def _list(self, label: str, before: object, after: object) -> None:
        edit = Edit(before, after)  # type: ignore[arg-type]
        self._desk.change(
            self._screen,
            lambda session: edits.save(session, label, edit),
            lambda _: self._screen.refresh(),
            failed=self._refused,
        )

    def _choose_documents(self, ids: tuple[AttachmentId, ...]) -> None:
        request_id = self._screen.request_id
        self._desk.change(
            self._screen,
            lambda session: documents.choose(session, request_id, ids),
            lambda _: self._screen.refresh(),
            failed=self._refused,
        )

    def attach(self, path: Path, kind: AttachmentKind) -> None:
        """Keep a document with the patient, and let it go with the request."""
        screen = self._screen
        if screen.case is None:
            return
        request = screen.case.request

        def act(session: Session) -> object:
            added = documents.add_file(session, request.patient_id, path, kind, path.stem)
            # Several files may be on their way: what the others added stays.
            now = found(session, Request, request.id)
            return documents.choose(session, request.id, (*now.attachment_ids, added.id))

        self._desk.change(screen, act, lambda _: screen.refresh(), failed=self._refused, says="Adding the document")

    def _set_status(self, status: Status) -> None:
        request_id = self._screen.request_id
        self._desk.change(
            self._screen,
            lambda session: requests.set_status(session, request_id, status),
            lambda _: self._screen.refresh(),
            failed=self._refused,
        )

    def _start_from(self, begin: Callable[..., Request]) -> None:
        request_id = self._screen.request_id
        self._desk.change(
            self._screen,
            lambda session: begin(session, request_id),
            lambda fresh: self._desk.go(Spot(View.REQUEST, fresh.id)),
        )

    def make_packet(self, folder: Path) -> None:
        """Write the packet into a folder."""
        request_id = self._screen.request_id
        self._desk.query(
            self._screen,
            lambda session: export.make_packet(session, request_id, folder, tell=self.came.emit),
            self._packed,
            says="Making the packet",
        )

    def _packed(self, packet: WrittenPacket) -> None:
        self._screen.packet.show_packet(packet)
        self._desk.note(
            "The packet is made. Fax or upload it yourself.", "Open folder", lambda: _open_folder(packet.folder)
        )

    def show_document(self) -> None:
        """Show the document as it prints."""
        self.set_pages(self._screen.sheets.show_document)

    def print_document(self) -> None:
        """Print any page, or all of them."""
        self.set_pages(self._print)

    def set_pages(self, then: Callable[[bytes, int], None]) -> None:
        """Set the document's pages, and do something with them and their number."""
        if self._screen.prepared is None:
            return
        request_id = self._screen.request_id

        def read(session: Session) -> tuple[bytes, int]:
            pdf = export.print_preview(session, request_id)
            return pdf, len(session.paper.page_text(pdf))

        self._desk.query(self._screen, read, lambda made: then(*made), says="Setting the pages")

    def _print(self, pdf: bytes, pages: int) -> None:
        printer = printing.ask_printer(self._screen, pages)
        if printer is not None:
            self._desk.query(
                self._screen,
                lambda session: printing.print_pages(session, pdf, pages, printer),
                lambda count: self._desk.note(f"{count} pages sent to the printer."),
                says="Printing",
                lane=Lane.PAPER,
            )


def _open_folder(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
