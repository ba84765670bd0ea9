"""The prescriber's screen: the pages, what signing says, one field. Nothing else."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.context import Desk
from app.desk.paper.sheets import SheetsView
from app.desk.places import NEXT, Spot, View
from app.desk.shell.patient_banner import summary
from app.desk.shell.screen import Screen
from app.desk.sign.looks import LookBar, looks_of
from app.desk.sign.pad import MarkPad
from app.desk.tasks import Lane
from app.desk.unlock.passphrase import NewPassphrase, PassphraseField
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, hairline, label, pane, row, set_role
from app.domain.ids import RequestId
from app.domain.request import Status
from app.pdf.raster import Raster
from app.services import paper, sign, worklist
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.sign import Review, Signed


class SignScreen(Screen):
    """Full-width pages, the attestation, the passphrase."""

    #: How far signing has come; from the vault's thread.
    came = Signal(float, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._request_id = RequestId("")
        self._goes_on = False
        self.review: Review | None = None
        self.sheets = SheetsView(self._draw)
        self.looks = LookBar()
        self._who = label("", "strong", wrap=True)
        self._meaning = label("", wrap=True)
        self._said = label("", "quiet", wrap=True)
        self.passphrase = PassphraseField("Passphrase for signing")
        self.passphrase.setPlaceholderText("Passphrase for signing")
        self.passphrase.setFixedWidth(240)
        self.sign_button = button("Sign", self._sign, kind="primary", icon_name="pen")
        self._leave = button("Not now", self._go_back, kind="link")
        self.pad = MarkPad(desk.session.actor.name.full)
        self.new_passphrase = NewPassphrase("New passphrase for signing")
        self._enrol_button = button("Keep this signature", self._enrol, kind="primary")
        self._enrolment = self._enrolment_pane()
        self._build()
        self.passphrase.returnPressed.connect(self._sign)
        self.came.connect(self._told)
        QShortcut(QKeySequence("Escape"), self, self._go_back)

    def _build(self) -> None:
        foot = pane("plain")
        inner = QVBoxLayout(foot)
        inner.setContentsMargins(16, 10, 16, 10)
        inner.setSpacing(6)
        inner.addWidget(self._who)
        inner.addWidget(self._meaning)
        inner.addWidget(self._enrolment)
        foot_row = row(self.passphrase, self.sign_button, self._leave, self._said)
        foot_row.setStretch(3, 1)
        inner.addLayout(foot_row)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.looks)
        layout.addWidget(self.sheets, 1)
        layout.addWidget(hairline())
        layout.addWidget(foot)
        self.setFocusProxy(self.passphrase)
        self.looks.hide()
        self.looks.turned.connect(lambda look: self.sheets.look_at(look.page, look.place))

    def _enrolment_pane(self) -> QWidget:
        holder = pane("plain")
        words = label(
            "You have no signature here yet. Draw or type it once; it gets a passphrase of its own.", wrap=True
        )
        beside = QVBoxLayout()
        beside.addWidget(words)
        beside.addWidget(self.new_passphrase)
        beside.addWidget(self._enrol_button)
        beside.addStretch(1)
        holder.setLayout(row(self.pad, 16, beside))
        holder.hide()
        return holder

    def show_spot(self, spot: Spot) -> None:
        """Put a request before the signer."""
        self._request_id = RequestId(spot.record_id)
        self._goes_on = spot.part == NEXT
        self.review = None
        self.sheets.forget()
        self.looks.show_looks(())
        self.sign_button.setEnabled(False)
        self._enrolment.hide()
        self._say("Setting the pages…", "quiet")
        self.refresh()

    def refresh(self) -> None:
        """Read the document again: what is signed is what is shown."""
        if not self._request_id or self.review is not None:
            return
        request_id = self._request_id
        self.desk.query(
            self,
            lambda session: _reviewed(session, request_id),
            lambda made: self._show(*made),
            failed=self._refused,
            says="Setting the pages",
        )

    def leave(self) -> None:
        """Forget the document and the passphrase."""
        self.review = None
        self.passphrase.clear()
        self.new_passphrase.forget()
        self.sheets.forget()
        self.looks.show_looks(())
        self._request_id = RequestId("")

    def _show(self, review: Review, is_enrolled: bool) -> None:
        self.review = review
        document = review.document
        self.sheets.show_document(document.pdf, document.form_pages + document.addendum_pages)
        self.looks.show_looks(looks_of(review.prepared))
        case = review.prepared.case
        self.desk.patient_shown.emit(summary(case.patient, case.coverage, case.payer, self.desk.session.today))
        self._who.setText(f"{review.identity.named} signs for {case.patient.name.full}.")
        self._meaning.setText(review.meaning)
        is_mine = review.signer == self.desk.session.actor.id
        self._enrolment.setVisible(not is_enrolled and is_mine)
        self.sign_button.setEnabled(review.can_be_signed and is_enrolled)
        self.passphrase.setEnabled(is_enrolled)
        self._say(*self._words(review, is_enrolled=is_enrolled, is_mine=is_mine))
        (self.passphrase if is_enrolled else self.sheets).setFocus()
        if self.sign_button.isEnabled():
            self._look_over(review)

    def _look_over(self, review: Review) -> None:
        """Look for bare paper while the signer reads; where that fails, signing says why."""
        self.desk.query(
            self,
            lambda session: sign.look_over(session, review),
            self._looked_over,
            failed=lambda _: None,
            lane=Lane.PAPER,
        )

    def _looked_over(self, review: Review) -> None:
        if self.review is not None and self.review.document is review.document:
            self.review = review

    def _words(self, review: Review, *, is_enrolled: bool, is_mine: bool) -> tuple[str, str]:
        if not review.can_be_signed:
            return (
                f"{len(review.missing)} required boxes are missing; the request goes back to whoever prepares it.",
                "bad",
            )
        if not is_enrolled and not is_mine:
            return f"{review.identity.name} has not set up a signature yet: unlock as that person first.", "warn"
        if self.desk.session.is_sample:
            return f"Sample: the passphrase is “{SAMPLE_SIGNING_WORDS}”.", "quiet"
        return "", "quiet"

    def _say(self, words: str, role: str) -> None:
        self._said.setText(words)
        set_role(self._said, "role", role)

    def _draw(self, document: bytes, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        self.desk.query(self, lambda session: paper.page_image(session, document, page, scale), took, lane=Lane.PAPER)

    def _enrol(self) -> None:
        mark, words = self.pad.mark, self.new_passphrase.text
        if mark is None or not self.new_passphrase.is_settled:
            self._say("Draw or type your signature, and choose a passphrase for it, typed twice.", "warn")
            return
        self.desk.change(self, lambda session: sign.enrol(session, words, mark), lambda _: self._enrolled())

    def _enrolled(self) -> None:
        self.new_passphrase.forget()
        self.review = None
        self.refresh()

    def _sign(self) -> None:
        review = self.review
        words = self.passphrase.take()
        if review is None or not words:
            self._say("Type your passphrase for signing.", "warn")
            return
        self.sign_button.setEnabled(False)
        self._say("Signing and proving the pages…", "quiet")
        self.desk.change(
            self,
            lambda session: sign.sign(session, review, words, tell=self.came.emit),
            self._signed,
            failed=self._refused,
            says="Signing",
        )

    def _told(self, share: float, words: str) -> None:
        if not self.sign_button.isEnabled():
            self._say(f"{words}… {share:.0%}", "quiet")

    def _signed(self, signed: Signed) -> None:
        request_id = self._request_id
        self.desk.note("Signed. The packet can be made.")
        if self._goes_on:
            self.desk.query(self, _next_to_sign, self._go_on)
        else:
            self.desk.go(Spot(View.REQUEST, request_id, part="packet"))

    def _go_on(self, waiting: RequestId | None) -> None:
        """The next request that waits, or back to the day."""
        self.desk.go(Spot(View.TODAY) if waiting is None else Spot(View.SIGN, waiting, part=NEXT))

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")
        self.sign_button.setEnabled(self.review is not None and self.review.can_be_signed)
        self.passphrase.setFocus()

    def _go_back(self) -> None:
        if self._goes_on:
            self.desk.go(Spot(View.TODAY))
            return
        self.desk.go(Spot(View.REQUEST, self._request_id, part="packet"))


def _reviewed(session: Session, request_id: RequestId) -> tuple[Review, bool]:
    review = sign.review(session, request_id)
    return review, sign.is_enrolled(session, review.signer)


def _next_to_sign(session: Session) -> RequestId | None:
    rows = worklist.work_list(session, frozenset({Status.READY}))
    return next((row.request_id for row in rows), None)
