"""Letters of one request: draft left, pages right, and one thing to do: put it into the packet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.desk.context import Desk
from app.desk.letters.draft_pane import DraftPane
from app.desk.letters.rewording import Rewording
from app.desk.letters.signing import SigningFoot
from app.desk.letters.wording import WordingPane
from app.desk.letters.words import KIND_WORDS
from app.desk.paper.sheets import SheetsView
from app.desk.places import Spot, View
from app.desk.shell.patient_banner import PatientSummary, summary
from app.desk.shell.screen import Screen
from app.desk.tasks import Lane
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, empty, hairline, label, pane, row
from app.desk.widgets.tabbing import tab_through
from app.domain.course import LetterKind
from app.domain.handing import BEFORE_SIGNER, Handing, HandingState
from app.domain.ids import RequestId
from app.domain.request import Request
from app.packet.letter_pdf import LetterPdf, letter_pdf
from app.pdf.raster import Raster
from app.services import handing, letter_signing, letters, paper, prepare
from app.services.edits import found
from app.services.letter_signing import LetterReview, SignedLetter
from app.services.letters import LetterDraft
from app.services.session import Session

_DATA_PX = 440


@dataclass(frozen=True, slots=True)
class Opened:
    """A letter with everything around it."""

    kinds: tuple[LetterKind, ...]
    kind: LetterKind
    draft: LetterDraft
    pdf: LetterPdf
    is_signed: bool
    goes_along: bool
    who: PatientSummary
    handed: Handing | None = None


def open_letter(session: Session, request_id: RequestId, kind: LetterKind | None) -> Opened:
    """Draft a letter and set it; the likeliest where none is named."""
    request = found(session, Request, request_id)
    kinds = letters.kinds_for(session, request_id)
    wanted = kind if kind in kinds else kinds[0]
    assert wanted is not None  # noqa: S101 -- narrows the type
    draft = letters.draft(session, request_id, wanted)
    case = prepare.gather(session, request)
    who = summary(case.patient, case.coverage, case.payer, session.today)
    is_signed, along = request.snapshot is not None, letters.goes_along(request, wanted)
    handed = handing.of_paper(session, request, wanted)
    return Opened(kinds, wanted, draft, letter_pdf(draft.letter), is_signed, along, who, handed)


class LettersScreen(Screen):
    """One letter of one request."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.request_id = RequestId("")
        self._kind: LetterKind | None = None
        self._asked = 0
        self.opened: Opened | None = None
        self.review: LetterReview | None = None
        self.draft = DraftPane()
        self.sheets = SheetsView(self._draw)
        self.foot = SigningFoot()
        self.wording = WordingPane()
        self.rewording = Rewording(self)
        self.chips: dict[LetterKind, QPushButton] = {}
        self._kinds = QHBoxLayout()
        self._kinds.setSpacing(6)
        self.add_button = button("Add to packet", self.attach, kind="primary", icon_name="packet")
        self.sign_button = button("Sign…", self.begin_signing, icon_name="pen")
        self.hand_button = button("Hand to sign", self.hand_over, says="Hand to sign: put it before the prescriber")
        self.write_button = button("Save as PDF…", self._choose_folder, icon_name="save")
        self.why = label("", "warn", wrap=True)
        self._acts = pane("rail")
        self.left = QStackedWidget()
        self.wording_button = button("Change the wording…", self.rewording.begin, kind="link")
        self._build()
        self.draft.written.connect(self._write)
        self.draft.jumped.connect(lambda key: desk.go(Spot(View.REQUEST, self.request_id, focus=key)))
        self.foot.signed.connect(self._sign)
        self.foot.left.connect(self._stop_signing)
        back = QShortcut(QKeySequence("Escape"), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
        back.activated.connect(self._leave_screen)

    def _build(self) -> None:
        head = row(
            button("Request", self._leave_screen, kind="link", icon_name="left", says="Back to the request"),
            label("Letters", "title"),
            8,
            self._kinds,
            None,
            self.wording_button,
        )
        head.setContentsMargins(8, 8, 16, 8)
        inner = QVBoxLayout(self._acts)
        inner.setContentsMargins(16, 8, 16, 8)
        inner.setSpacing(4)
        inner.addWidget(self.why)
        inner.addLayout(row(self.add_button, self.hand_button, self.sign_button, self.write_button, None))
        left = QWidget()
        beside = QVBoxLayout(left)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(0)
        self.left.addWidget(self.draft)
        self.left.addWidget(self.wording)
        for part in (self.left, self.foot, self._acts):
            beside.addWidget(part)
        beside.setStretch(0, 1)
        left.setMinimumWidth(320)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.setChildrenCollapsible(False)
        splitter.setHandleWidth(1)
        splitter.addWidget(left)
        splitter.addWidget(self.sheets)
        splitter.setStretchFactor(1, 1)
        self._splitter = splitter
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(splitter, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the draft its width, and the pages the rest."""
        super().resizeEvent(event)
        self._splitter.setSizes([_DATA_PX, self.width() - _DATA_PX])

    def show_spot(self, spot: Spot) -> None:
        """Open the letters of a request, or one kind of them."""
        if spot.record_id != self.request_id:
            self.forget()
            self.request_id = RequestId(spot.record_id)
        self._kind = LetterKind(spot.part) if spot.part in tuple(LetterKind) else None
        self._stop_signing()
        self.refresh()

    def forget(self) -> None:
        """Let the letter of another request go."""
        self.opened = self.review = None
        self.rewording.end()
        self.draft.forget()
        self.sheets.forget()
        self.foot.hide()

    def refresh(self) -> None:
        """Draft the letter again."""
        if not self.request_id:
            return
        self._asked += 1
        mine, request_id, kind = self._asked, self.request_id, self._kind
        self.desk.query(
            self,
            lambda session: open_letter(session, request_id, kind),
            lambda made: self._take(mine, made),
            says="Writing the letter",
        )

    def leave(self) -> None:
        """Let the field that is being typed in keep its value, and forget the passphrase."""
        focus = self.window().focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()
        self._stop_signing()

    def _take(self, asked: int, opened: Opened) -> None:
        if asked != self._asked:
            return
        self.opened, self._kind = opened, opened.kind
        self.desk.patient_shown.emit(opened.who)
        self._show_kinds(opened)
        self.draft.show_draft(opened.draft)
        acts = (self.add_button, self.hand_button, self.sign_button, self.write_button, self.sheets)
        tab_through(self.wording_button, (*self.draft.stops(), self.foot.passphrase, self.foot.sign_button, *acts))
        if self.review is None and self.left.currentWidget() is self.draft:
            self.sheets.show_document(opened.pdf.pdf, opened.pdf.pages)
        is_whole = opened.draft.is_finished
        why = "" if is_whole else "It can go into the packet when nothing is missing."
        if is_whole and opened.is_signed:
            why = "The request is sent already: save the letter, and send it beside the packet."
        if is_whole and opened.is_signed and opened.goes_along:
            why = "The request is signed already: sign the letter, and it goes into the packet too."
        self.why.setText(why)
        self.why.setVisible(bool(why))
        self.add_button.setEnabled(is_whole and not opened.is_signed)
        self.sign_button.setEnabled(is_whole)
        self.sign_button.setVisible(opened.pdf.signature is not None)
        self._show_handing(opened)
        self.write_button.setEnabled(is_whole)

    def _show_handing(self, opened: Opened) -> None:
        """Whether the letter lies before its signer, or why it came back."""
        handed = opened.handed
        waits = handed is not None and handed.state in BEFORE_SIGNER
        self.hand_button.setVisible(opened.pdf.signature is not None and not waits)
        self.hand_button.setEnabled(opened.draft.is_finished)
        words = ""
        if handed is not None and waits:
            words = f"It waits for its signature since {handed.at:%m/%d/%Y %H:%M}; an edit takes it back."
        elif handed is not None and handed.state is HandingState.RETURNED:
            words = f"The signer sent it back: {handed.note}"
        elif handed is not None and handed.state is HandingState.BACK:
            words = "It was edited after it was handed over: hand it over anew."
        if words:
            self.why.setText(words)
            self.why.show()

    def hand_over(self) -> None:
        """Put the letter among those that wait for a signature."""
        request_id, kind = self.request_id, self._kind
        if kind is not None:
            self.desk.change(
                self,
                lambda session: handing.hand(session, request_id, kind),
                lambda _: self.refresh(),
                says="Handing over",
            )

    def _show_kinds(self, opened: Opened) -> None:
        if tuple(self.chips) != opened.kinds:
            empty(self._kinds)
            group = QButtonGroup(self)
            self.chips = {}
            for kind in opened.kinds:
                chip = button(KIND_WORDS[kind], partial(self._choose, kind), kind="chip")
                chip.setCheckable(True)
                group.addButton(chip)
                self._kinds.addWidget(chip)
                self.chips[kind] = chip
        self.chips[opened.kind].setChecked(True)

    def _choose(self, kind: LetterKind) -> None:
        self._kind = kind
        self.rewording.end()
        self._stop_signing()
        self.draft.forget()
        self.refresh()

    def _write(self, paragraph: str, text: str | None) -> None:
        request_id, kind = self.request_id, self._kind
        if kind is not None:
            self.desk.change(
                self,
                lambda session: letters.edit(session, request_id, kind, paragraph, text),
                lambda _: self.refresh(),
            )

    def attach(self) -> None:
        """Put the letter among the documents of the request."""
        request_id, kind = self.request_id, self._kind
        if kind is not None:
            self.desk.change(
                self,
                lambda session: letters.attach(session, request_id, kind),
                lambda made: self._say_added(made.title),
                says="Setting the letter",
            )

    def _say_added(self, title: str) -> None:
        self.desk.note(
            f"“{title}” goes with the packet.",
            "Go to the packet",
            lambda: self.desk.go(Spot(View.REQUEST, self.request_id, part="packet")),
        )
        self.refresh()

    def begin_signing(self) -> None:
        """Put exactly these pages before the prescriber."""
        request_id, kind = self.request_id, self._kind
        if kind is not None:
            self.desk.query(
                self,
                lambda session: letter_signing.review(session, request_id, kind),
                self._show_review,
                says="Setting",
            )

    def _show_review(self, review: LetterReview) -> None:
        self.review = review
        document = review.document
        self.sheets.show_document(document.pdf, document.form_pages + document.addendum_pages)
        self._acts.hide()
        self.foot.show_review(review, is_sample=self.desk.session.is_sample)

    def _sign(self, passphrase: str) -> None:
        review = self.review
        if review is not None:
            self.foot.say("Signing and proving the pages…", "quiet")
            self.desk.change(
                self,
                lambda session: letter_signing.sign(session, review, passphrase),
                self._signed,
                failed=self._refused,
                says="Signing",
            )

    def _signed(self, signed: SignedLetter) -> None:
        self._stop_signing()
        self._say_added(signed.attachment.title)

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self.foot.say(f"{said} {advice}".strip(), "bad")
        self.foot.passphrase.setFocus()

    def show_acts(self, *, shown: bool) -> None:
        """Offer what can be done with the letter, or nothing while something else is asked."""
        self._acts.setVisible(shown)

    @property
    def kind(self) -> LetterKind | None:
        """The letter that is open."""
        return self._kind

    def _stop_signing(self) -> None:
        self.review = None
        self.foot.passphrase.clear()
        self.foot.hide()
        self._acts.setVisible(self.left.currentWidget() is self.draft)
        if self.opened is not None:
            self.sheets.show_document(self.opened.pdf.pdf, self.opened.pdf.pages)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Where the letter goes")
        if chosen:
            self.write(Path(chosen))

    def write(self, folder: Path) -> None:
        """Write the letter into a folder; an appeal takes the signed form and the documents along."""
        request_id, kind = self.request_id, self._kind
        if kind is not None:
            self.desk.change(
                self,
                lambda session: letters.write(session, request_id, kind, folder),
                lambda files: self.desk.note(f"Written to {folder}: {', '.join(file.name for file in files)}"),
                says="Writing the letter",
            )

    def _leave_screen(self) -> None:
        self.desk.go(Spot(View.REQUEST, self.request_id))

    def _draw(self, document: bytes, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        self.desk.query(self, lambda session: paper.page_image(session, document, page, scale), took, lane=Lane.PAPER)
