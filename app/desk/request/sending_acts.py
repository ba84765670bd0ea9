"""What is done about sending: pages chosen and blackened, the fax eye, the portal sheet, what was sent noted down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.desk.request.keys import Step
from app.desk.sending.fax_view import FaxView, FaxWhole
from app.desk.sending.outgoing import Outgoing, outgoing
from app.desk.sending.part_view import PartView
from app.desk.sending.portal import PortalPane
from app.desk.tasks import Lane
from app.domain.course import Sending, SentBy
from app.domain.request import Attachment, DocumentPart
from app.pdf.faxing.seen import FaxPage, FaxQuality
from app.pdf.raster import Raster
from app.services import documents, fax_shown, portal_sheet, sent
from app.services.session import Session

if TYPE_CHECKING:
    from app.desk.request.workspace import RequestScreen

#: Pixels a point at which a document's page is shown.
_SCALE = 2.0


class SendingActs(QObject):
    """The acts of one workspace that are about sending, and what they show in place of the pages."""

    def __init__(self, screen: RequestScreen) -> None:
        super().__init__(screen)
        self._screen, self._desk = screen, screen.desk
        self.shown: QWidget | None = None
        self._asked = 0
        self.fax = FaxView(screen.draw_sheet, self._look)
        self.portal = PortalPane()
        self.part = PartView(self._draw)

    @property
    def views(self) -> tuple[QWidget, ...]:
        """What can stand in place of the pages."""
        return (self.fax, self.portal, self.part)

    def listen(self) -> None:
        """Listen to the panes."""
        screen = self._screen
        pane = screen.clinical.documents
        for source in (pane, screen.packet):
            source.opened.connect(self.open_document)
        pane.card_wanted.connect(self._add_card)
        pane.card_shown.connect(self._show_card)
        screen.packet.ordered.connect(self._order)
        screen.packet.trials_wanted.connect(self._want_trials)
        screen.packet.fax_wanted.connect(self.open_fax)
        screen.packet.portal_wanted.connect(self.open_portal)
        screen.packet.sent.connect(self._note_sent)
        screen.packet.confirmed.connect(self._confirm)
        self.part.chosen.connect(self._choose_part)
        self.fax.wanted.connect(self._fax_of)
        self.fax.darkened.connect(self._darken)
        for view in (self.fax, self.portal, self.part):
            view.closed.connect(self.close)
        for keys, act in (("Alt+X", self.open_fax), ("Alt+A", self.open_portal)):
            made = QShortcut(QKeySequence(keys), screen, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda a=act: a())
        for owner in self.views:
            made = QShortcut(QKeySequence("Escape"), owner, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(self.close)

    def close(self) -> None:
        """Go back to the pages."""
        self.shown = None
        self._screen.show_right()

    def forget(self) -> None:
        """Let go of what belongs to another request."""
        self.shown = None
        self.fax.forget()
        self.portal.forget()
        self.part.forget()
        self._screen.packet.sent_pane.forget()
        self._screen.packet.show_outgoing(None)

    def read(self) -> None:
        """Read again what goes out."""
        self._asked += 1
        mine, request_id = self._asked, self._screen.request_id

        def take(found: Outgoing | None) -> None:
            if mine == self._asked and request_id == self._screen.request_id:
                self._screen.packet.show_outgoing(found)

        self._desk.query(self._screen, lambda session: outgoing(session, request_id), take)

    def open_document(self, document: Attachment) -> None:
        """Show a document, to choose what of it goes out."""
        case = self._screen.case
        if case is None:
            return
        part = documents.part_of(case.request, document.id)
        self.part.show_document(document, part, can_edit=case.request.snapshot is None)
        self._show(self.part)

    def open_fax(self) -> None:
        """Show the document that goes out beside what a fax makes of it."""
        if self._screen.prepared is None:
            return
        self._screen.show_step(Step.PACKET)
        self.fax.offer(self._screen.prepared.case.attachments)
        self._fax_of(FaxWhole.FORM)

    def _fax_of(self, source: object) -> None:
        request_id, fax = self._screen.request_id, self.fax

        def take(pdf: bytes, pages: int) -> None:
            if fax.source.value == source and self._screen.request_id == request_id:
                fax.offer_repair(self._repairable(source))
                fax.show_document(pdf, pages)
                self._show(fax)

        def read(session: Session) -> tuple[bytes, int]:
            if isinstance(source, Attachment):
                pdf = fax_shown.document_shown(session, request_id, source)
            else:
                pdf = fax_shown.fax_shown(session, request_id)
            return pdf, len(session.paper.page_text(pdf))

        def refuse(problem: Exception) -> None:
            # What stands on the right is no longer what is chosen: back to the pages.
            self.close()
            self._desk.failed.emit(problem)

        if source is FaxWhole.FORM:
            self._screen.acts.set_pages(take)
        else:
            self._desk.query(
                self._screen, read, lambda made: take(*made), failed=refuse, says="Setting the pages of the fax"
            )

    def _repairable(self, source: object) -> DocumentPart | None:
        """What goes out of the document that is looked at, while it may still change."""
        case = self._screen.case
        if case is None or case.request.snapshot is not None or not isinstance(source, Attachment):
            return None
        return documents.part_of(case.request, source.id)

    def _darken(self, is_on: bool) -> None:
        source, request_id = self.fax.source.value, self._screen.request_id
        part = self._repairable(source)
        if part is None:
            return
        wanted = replace(part, is_darkened=is_on)

        def show(_: object) -> None:
            self._screen.refresh()
            self._fax_of(source)

        self._desk.change(
            self._screen,
            lambda session: documents.choose_part(session, request_id, wanted),
            show,
            failed=self._refuse,
        )

    def open_portal(self) -> None:
        """Show the answers, to be copied one by one."""
        request_id = self._screen.request_id
        if self._screen.prepared is None:
            return

        def take(rows: tuple[portal_sheet.PortalRow, ...]) -> None:
            self.portal.show_rows(rows)
            self._show(self.portal)

        self._desk.query(self._screen, lambda session: portal_sheet.portal_sheet(session, request_id), take)

    def _show(self, view: QWidget) -> None:
        self.shown = view
        self._screen.show_right()

    def _choose_part(self, part: DocumentPart) -> None:
        request_id = self._screen.request_id
        self._change(lambda session: documents.choose_part(session, request_id, part))

    def _order(self, names: tuple[str, ...]) -> None:
        request_id = self._screen.request_id
        self._change(lambda session: documents.put_in_order(session, request_id, names))

    def _want_trials(self, is_on: bool) -> None:
        request_id = self._screen.request_id
        self._change(lambda session: documents.choose_trials(session, request_id, is_along=is_on))

    def _add_card(self) -> None:
        request_id = self._screen.request_id
        self._change(lambda session: documents.add_card(session, request_id))

    def _show_card(self, document: Attachment, is_shown: bool) -> None:
        case = self._screen.case
        if case is not None and case.coverage is not None:
            name = case.coverage.id
            self._change(lambda session: documents.show_card(session, name, document.id, is_shown=is_shown))

    def _note_sent(self, way: SentBy, where: str, reference: str) -> None:
        request_id = self._screen.request_id
        self._change(lambda session: sent.note_sent(session, request_id, way, where, reference=reference))

    def _confirm(self, sending: Sending, path: Path) -> None:
        title = sent.title_of_slip(path)
        self._change(lambda session: sent.add_confirmation(session, sending, path.read_bytes(), title))

    def _change(self, act: Callable[[Session], object]) -> None:
        self._desk.change(self._screen, act, lambda _: self._screen.refresh(), failed=self._refuse)

    def _refuse(self, problem: Exception) -> None:
        self._desk.failed.emit(problem)
        self._screen.refresh()

    def _look(self, document: bytes, page: int, quality: FaxQuality, took: Callable[[FaxPage], None]) -> object:
        return self._desk.query(
            self._screen, lambda session: session.paper.fax_page(document, page, quality), took, lane=Lane.PAPER
        )

    def _draw(self, document: Attachment, page: int, took: Callable[[Raster], None]) -> object:
        def read(session: Session) -> Raster:
            return session.paper.render(documents.read(session, document), page, _SCALE)

        return self._desk.query(self._screen, read, took, says="Drawing the page")
