"""The signer's screen: the pages, what signing says, one field. One paper, or a list of them. Nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout

from app.desk.context import Desk
from app.desk.paper.sheets import SheetsView
from app.desk.places import LIST, NEXT, PEN, Spot, View
from app.desk.shell.patient_banner import PatientSummary
from app.desk.shell.screen import Screen
from app.desk.sign.foot import SignFoot
from app.desk.sign.looking import Looking
from app.desk.sign.looks import LookBar, looks_of
from app.desk.sign.papers import opened, paper_words, sent_back, signed
from app.desk.sign.pen_road import PenRoad
from app.desk.sign.placing import Placing
from app.desk.sign.shown import ShownWatch
from app.desk.sign.walk import Stop, Walk
from app.desk.tasks import Lane
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import hairline
from app.domain.handing import FORM
from app.domain.ids import RequestId
from app.mapping.model import SignatureRule
from app.pdf.raster import Raster
from app.services import paper, sign, signing_queue
from app.services.list_signing import ListSigned, note_shown, sign_list
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.sign import Review
from app.services.signing_queue import BeforeSigner, Waiting


class SignScreen(Screen):
    """Full-width pages, the attestation, the passphrase."""

    #: How far signing has come; from the vault's thread.
    came = Signal(float, str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._spot = Spot(View.SIGN)
        self._is_signing = False
        self.walk: Walk | None = None
        self.sheets = SheetsView(self._draw)
        self.looks = LookBar()
        self.foot = SignFoot(desk.session.actor.name.full)
        self.passphrase, self.sign_button = self.foot.passphrase, self.foot.sign_button
        self.watch = ShownWatch(self.sheets)
        self.looking = Looking(self)
        self.placing = Placing(self)
        self.pen = PenRoad(desk, self.sheets)
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.looks)
        layout.addWidget(self.sheets, 1)
        layout.addWidget(hairline())
        for part in (self.foot, self.pen, self.placing.bar):
            layout.addWidget(part)
        self.setFocusProxy(self.passphrase)
        self.looks.hide()

    def _connect(self) -> None:
        self.looks.turned.connect(lambda look: self.sheets.look_at(look.page, look.place))
        self.watch.shown.connect(self._page_shown)
        self.watch.ticked.connect(self._ticked)
        self.came.connect(self._told)
        foot = self.foot
        foot.signed.connect(self._sign)
        foot.sent_back.connect(self._send_back)
        foot.moved.connect(self._move)
        foot.left_out.connect(self._leave_out)
        foot.left.connect(self._go_back)
        foot.enrolment.kept.connect(self._enrol)
        foot.pen_wanted.connect(self.show_pen)
        foot.placing_wanted.connect(self.placing.begin)
        self.pen.left.connect(self._leave_pen)
        self.pen.taken.connect(lambda: self._go_on("The signed pages are in the packet."))
        QShortcut(QKeySequence("Escape"), self, self._escape)
        onward = QShortcut(QKeySequence("Return"), self.sheets, context=Qt.ShortcutContext.WidgetShortcut)
        onward.activated.connect(self._onward)

    @property
    def before(self) -> BeforeSigner | None:
        """The paper before the signer."""
        return None if self.walk is None else self.walk.now.before

    @property
    def review(self) -> Review | None:
        """The form before the signer; None while it is set, and for a letter."""
        made = None if self.before is None else self.before.review
        return made if isinstance(made, Review) else None

    def show_spot(self, spot: Spot) -> None:
        """Put a form, a letter, or everything that waits for the person at work before the signer."""
        self._forget()
        self._spot = spot
        self.foot.show_nothing("Setting the pages…")
        if spot.part == LIST:
            actor = self.desk.session.actor.id
            self.desk.query(self, lambda session: signing_queue.waiting(session, signer=actor), self._begin_list)
        else:
            self._begin([Stop(RequestId(spot.record_id), spot.focus or FORM)], is_list=False)

    def refresh(self) -> None:
        """Read the document again where it is not shown yet: what is signed is what is shown."""
        if self.walk is not None and self.walk.now.before is None:
            self._open(self.walk.now)

    def read_again(self) -> None:
        """Open the paper anew after something about it changed."""
        if self.walk is not None:
            self.walk.now.before = None
            self.refresh()

    def leave(self) -> None:
        """Forget the document and the passphrase; what was shown of it stands in the log."""
        self._note_shown()
        self._forget()

    def _forget(self) -> None:
        self.walk = None
        self._is_signing = False
        self.watch.stop()
        self.looking.stop()
        self.placing.end()
        self.pen.end()
        self.foot.show()
        self.foot.forget()
        self.sheets.forget()
        self.looks.show_looks(())

    def _begin_list(self, rows: Sequence[Waiting]) -> None:
        stops = [
            Stop(row.request_id, row.paper, row.patient) for row in rows if row.rule is not SignatureRule.WET
        ]  # fmt: skip
        if stops:
            self._begin(stops, is_list=True)
        else:
            self.desk.note("Nothing waits for your signature on the computer.")
            self._go_back()

    def _begin(self, stops: Sequence[Stop], *, is_list: bool) -> None:
        self.walk = Walk(stops, is_list=is_list)
        self._open(self.walk.now)

    def _open(self, stop: Stop) -> None:
        """Put one paper of the walk before the signer, as it was opened or as it is now."""
        self.sheets.forget()
        self.looks.show_looks(())
        self.foot.show_nothing("Setting the pages…")
        self.desk.query(
            self,
            lambda session: opened(session, stop),
            lambda made: self._show(stop, *made),
            failed=lambda problem: self._not_opened(stop, problem),
            says="Setting the pages",
        )

    def _not_opened(self, stop: Stop, problem: Exception) -> None:
        """A paper that cannot be put before the signer is left out of a list; alone it says why."""
        if self.walk is None or self.walk.now is not stop:
            return
        if self.walk.is_list:
            said, _, _ = words_of(problem)
            self.desk.note(f"Left out, {stop.patient}: {said}")
            self._leave_out()
        else:
            self._refused(problem)

    def _show(self, stop: Stop, before: BeforeSigner, who: PatientSummary) -> None:
        if self.walk is None or self.walk.now is not stop:
            return
        stop.before, stop.patient = before, who.name
        self.sheets.show_document(before.document.pdf, before.pages)
        self.watch.begin()
        review = before.review
        if isinstance(review, Review):
            looks = looks_of(review.prepared, before.changed, before.since_what)
            # A list is gone through from the head of each paper: every page of it has to be shown.
            self.looks.show_looks(looks, turns=not self.walk.is_list)
        self.desk.patient_shown.emit(who)
        is_mine = before.signer == self.desk.session.actor.id
        self.foot.show_paper(before, self.walk, whose=who.name, can_sign=self._can_sign, is_mine=is_mine)
        self.foot.say(*self._words(before, is_mine=is_mine))
        self.foot.back_button.setVisible(True)
        (self.passphrase if self.passphrase.isEnabled() and not self.walk.is_list else self.sheets).setFocus()
        if isinstance(review, Review) and self._can_sign:
            self.looking.begin(stop, review)
        if before.rule is SignatureRule.WET or self._spot.part == PEN:
            self.show_pen()

    @property
    def _can_sign(self) -> bool:
        """Whether nothing hinders the paper before the signer."""
        before = self.before
        return (
            before is not None
            and before.is_enrolled
            and not before.lacks
            and before.rule is not SignatureRule.WET
            and not self._is_signing
        )

    def _words(self, before: BeforeSigner, *, is_mine: bool) -> tuple[str, str]:
        if before.lacks:
            return f"{before.lacks} required boxes are missing: send it back to whoever prepares it.", "bad"
        if before.rule is SignatureRule.WET:
            return "This payer takes signatures in ink only.", "warn"
        if not before.is_enrolled and not is_mine:
            return f"{before.identity.name} has not set up a signature yet: unlock as that person first.", "warn"
        if self.desk.session.is_sample:
            return f"Sample: the passphrase is “{SAMPLE_SIGNING_WORDS}”.", "quiet"
        return "", "quiet"

    def _draw(self, document: bytes, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        self.desk.query(self, lambda session: paper.page_image(session, document, page, scale), took, lane=Lane.PAPER)

    def _page_shown(self, page: int) -> None:
        if self.walk is not None:
            self.walk.now.pages.add(page)
            self.foot.show_progress(self.walk, can_sign=self._can_sign)

    def _ticked(self, milliseconds: int) -> None:
        if self.walk is not None:
            self.walk.now.milliseconds += milliseconds

    def _move(self, by: int) -> None:
        if self.walk is not None and self.walk.is_list and self.walk.move(by):
            self._open(self.walk.now)

    def _onward(self) -> None:
        """Enter on the pages: to the next paper where all of this one was shown, else to the passphrase."""
        if self.walk is not None and self.walk.is_list and not self.walk.is_last:
            if self.foot.next_button.isEnabled():
                self._move(1)
        elif self.passphrase.isEnabled():
            self.passphrase.setFocus()

    def _leave_out(self) -> None:
        if self.walk is None:
            return
        if self.walk.leave_out():
            self._open(self.walk.now)
        else:
            self._go_back()

    def _enrol(self, mark: object, words: str) -> None:
        def kept(_: object) -> None:
            self.foot.enrolment.forget()
            self.read_again()

        self.desk.change(self, lambda session: sign.enrol(session, words, mark), kept)  # type: ignore[arg-type]

    def _sign(self, words: str) -> None:
        walk = self.walk
        if walk is None or not walk.can_sign:
            return
        papers = [(stop.before, stop.shown()) for stop in walk.stops if stop.before is not None]
        self._is_signing = True
        self.foot.show_progress(walk, can_sign=False)
        self.foot.say("Signing and proving the pages…", "quiet")
        if walk.is_list:
            self.desk.change(
                self,
                lambda session: sign_list(session, papers, words, tell=self.came.emit),
                self._list_signed,
                failed=self._refused,
                says="Signing",
            )
            return
        self.desk.change(
            self,
            lambda session: signed(session, papers[0][0], walk.now, words, self.came.emit),
            lambda _: self._go_on("Signed. The packet can be made."),
            failed=self._refused,
            says="Signing",
        )

    def _told(self, share: float, words: str) -> None:
        if self._is_signing:
            self.foot.say(f"{words}… {share:.0%}", "quiet")

    def _list_signed(self, done: ListSigned) -> None:
        self._is_signing = False
        count = f"{len(done.signed)} papers signed"
        if done.problem is None or self.walk is None:
            self.desk.note(f"{count}. Their packets can be made.")
            self._leave_to(Spot(View.SIGNATURES))
            return
        self.walk.stops = self.walk.stops[len(done.signed) :]
        self.walk = Walk(self.walk.stops, is_list=True)
        said, advice, _ = words_of(done.problem)
        self.walk.now.before = None
        self.walk.now.pages.clear()
        self.desk.note(f"{count}, then it stopped: {said} {advice}".strip())
        self._open(self.walk.now)

    def _go_on(self, said: str) -> None:
        """After one paper: to the next that waits, or back to where it came from."""
        self._is_signing = False
        self.desk.note(said)
        if self._spot.part == NEXT:
            actor = self.desk.session.actor.id
            self.desk.query(self, lambda session: signing_queue.waiting(session, signer=actor), self._open_next)
        elif self._spot.focus in ("", FORM):
            self._leave_to(Spot(View.REQUEST, self._spot.record_id, part="packet"))
        else:
            self._leave_to(Spot(View.SIGNATURES))

    def _open_next(self, rows: Sequence[Waiting]) -> None:
        open_rows = [row for row in rows if row.rule is not SignatureRule.WET]
        if not open_rows:
            self._leave_to(Spot(View.TODAY))
            return
        row = open_rows[0]
        self.desk.go(Spot(View.SIGN, row.request_id, part=NEXT, focus="" if row.paper == FORM else row.paper))

    def _send_back(self, note: str) -> None:
        stop = None if self.walk is None else self.walk.now
        if stop is None:
            return

        def sent(_: object) -> None:
            self.desk.note(f"{paper_words(stop.paper)} sent back with your note.")
            if self.walk is not None and self.walk.is_list:
                self._leave_out()
            else:
                self._leave_to(Spot(View.SIGNATURES))

        self.desk.change(
            self, lambda session: sent_back(session, stop, note), sent, failed=self._refused, says="Sending back"
        )

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._is_signing = False
        self.foot.say(f"{said} {advice}".strip(), "bad")
        if self.walk is not None:
            self.foot.show_progress(self.walk, can_sign=self._can_sign)
        self.passphrase.setFocus()

    def show_pen(self) -> None:
        """Show the road of the pen in place of the passphrase."""
        before = self.before
        if before is not None and before.paper == FORM:
            self.watch.stop()
            self.foot.hide()
            self.looks.hide()
            self.pen.begin(before)

    def _leave_pen(self) -> None:
        before = self.before
        if before is None or before.rule is SignatureRule.WET or self._spot.part == PEN:
            self._go_back()
            return
        self.pen.end()
        self.foot.show()
        self.sheets.show_document(before.document.pdf, before.pages)
        self.looks.setVisible(self.looks.has_looks)
        self.watch.begin()
        self.passphrase.setFocus()

    def _escape(self) -> None:
        if self.placing.is_open:
            self.placing.end()
        elif self.foot.is_asking:
            self.foot.close_note()
        elif not self.pen.isHidden():
            self._leave_pen()
        else:
            self._go_back()

    def _go_back(self) -> None:
        if self._spot.part in (NEXT, LIST, PEN) or self._spot.focus not in ("", FORM):
            self._leave_to(Spot(View.TODAY if self._spot.part == NEXT else View.SIGNATURES))
        else:
            self._leave_to(Spot(View.REQUEST, self._spot.record_id, part="packet"))

    def _leave_to(self, spot: Spot) -> None:
        self.desk.go(spot)

    def _note_shown(self) -> None:
        """Papers that were looked at and not signed: the log says what was shown of them."""
        for stop in () if self.walk is None else self.walk.stops:
            before, shown = stop.before, stop.shown()
            if before is not None and shown.pages:
                self.desk.query(self, lambda session, b=before, s=shown: note_shown(session, b, s), lambda _: None)  # type: ignore[misc]
