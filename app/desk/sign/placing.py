"""Moving the signature on the page, by mouse or arrow keys, with a word on whether the paper there is bare."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtWidgets import QVBoxLayout

from app.desk.paper.geometry import PageGeometry
from app.desk.sign.mark_frame import MarkFrame
from app.desk.tasks import Lane
from app.desk.widgets.notes import words_of
from app.desk.widgets.plain import button, label, pane, row, set_role, stretchy
from app.pdf.template import PageShape, Rect
from app.services import paper, placing, sign
from app.services.sign import Review
from app.signing.survey import Survey

if TYPE_CHECKING:
    from app.desk.sign.screen import SignScreen

_CALM_MS = 120
#: In points, where the form has no box of its own.
_FIRST = Rect(72.0, 72.0, 272.0, 96.0)


class Placing(QObject):
    """Placing the mark on the pages of one screen."""

    def __init__(self, screen: SignScreen) -> None:
        super().__init__(screen)
        self._screen, self._desk = screen, screen.desk
        self.frame: MarkFrame | None = None
        self._page = 1
        self._survey: Survey | None = None
        self.said = label("", "quiet", wrap=True)
        self.keep_button = button("Keep this place", self.keep, kind="primary")
        self._reset_button = button("Back to the form's own box", self.reset, kind="link")
        keys = label("Drag it, or use the arrow keys: Shift moves by more, Ctrl changes the size.", "hint", wrap=True)
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 8, 16, 8)
        inner.addWidget(label("Where the signature goes on this form, on this and every later request", "strong"))
        inner.addLayout(
            row(
                self.keep_button,
                self._reset_button,
                button("Leave it", self.end, kind="link"),
                12,
                stretchy(self.said),
            )
        )
        inner.addWidget(keys)
        self.bar = pane("plain")
        self.bar.setLayout(inner)
        self.bar.hide()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(_CALM_MS)
        self._calm.timeout.connect(self._look)

    @property
    def is_open(self) -> bool:
        """Whether the mark is being placed."""
        return self.frame is not None

    def begin(self) -> None:
        """Show the frame where the mark would stand."""
        review = self._screen.review
        if review is None or self.frame is not None:
            return
        if review.prepared.pack is None:
            self._screen.foot.say("This form has no setup yet that could remember the place.", "warn")
            return
        places = paper.draft(review.prepared).mark_places()
        page, place = places[0] if places else (len(review.prepared.form.template.pages), _FIRST)
        self._screen.foot.hide()
        self.bar.show()
        self._survey = review.survey
        self._put(page, self._geometry(review, page).rect(place))
        if self._survey is None:
            surveying = sign.looking(self._desk.session, review)
            self._desk.query(self, lambda _: surveying.result(), self._surveyed, lane=Lane.PAPER)

    def end(self) -> None:
        """Take the frame away."""
        frame, self.frame = self.frame, None
        self._calm.stop()
        self.bar.hide()
        if frame is not None:
            frame.hide()
            frame.setParent(None)
            frame.deleteLater()
            self._screen.foot.show()
            self._screen.passphrase.setFocus()

    def keep(self) -> None:
        """Remember the place in the form's setup."""
        review, survey, place = self._screen.review, self._survey, self._place()
        if review is None or survey is None or place is None:
            return
        page, request_id = self._page, review.prepared.request.id
        self._desk.change(
            self,
            lambda session: placing.keep_place(session, request_id, survey, page, place),
            lambda _: self._done("The signature goes there from now on."),
            failed=self._refused,
        )

    def reset(self) -> None:
        """Let the mark stand in the form's own box again."""
        review = self._screen.review
        if review is not None:
            request_id = review.prepared.request.id
            self._desk.change(
                self,
                lambda session: placing.forget_place(session, request_id),
                lambda _: self._done("The signature goes into the form's own box."),
                failed=self._refused,
            )

    def _done(self, words: str) -> None:
        self.end()
        self._screen.read_again()
        self._desk.note(words)

    def _refused(self, problem: Exception) -> None:
        said, advice, _ = words_of(problem)
        self._say(f"{said} {advice}".strip(), "bad")

    def _surveyed(self, survey: Survey) -> None:
        self._survey = survey
        self._look()

    def _put(self, page: int, rect: QRectF) -> None:
        """Put the frame on a page; the rectangle is in pixels of a page drawn at one pixel a point."""
        sheet = next((item for item in self._screen.sheets.sheets if item.page == page), None)
        review = self._screen.review
        if sheet is None or review is None:
            return
        old, self._page = self.frame, page
        frame = self.frame = MarkFrame(sheet)
        frame.moved.connect(self._calm.start)
        frame.kept.connect(self.keep)
        frame.turned.connect(self._turn)
        scale = sheet.width() / self._geometry(review, page).size.width()
        frame.place_at(QRectF(rect.x() * scale, rect.y() * scale, rect.width() * scale, rect.height() * scale))
        frame.show()
        frame.setFocus()
        if old is not None:
            old.hide()
            old.deleteLater()
        seen = frame.geometry()
        share = QRectF(0, seen.y() / sheet.height(), 0, 0)
        self._screen.sheets.look_at(page, share)
        sheet.mark(None)

    def _turn(self, by: int) -> None:
        frame, review = self.frame, self._screen.review
        if frame is None or review is None:
            return
        page = self._page + by
        if 1 <= page <= len(review.prepared.form.template.pages):
            scale = frame.sheet.width() / self._geometry(review, self._page).size.width()
            here = frame.geometry()
            self._put(page, QRectF(here.x() / scale, here.y() / scale, here.width() / scale, here.height() / scale))

    def _place(self) -> Rect | None:
        """Where the frame is, in user space of the page."""
        frame, review = self.frame, self._screen.review
        if frame is None or review is None:
            return None
        geometry = self._geometry(review, self._page)
        scale = frame.sheet.width() / geometry.size.width()
        here = frame.geometry()
        seen = QRectF(here.x() / scale, here.y() / scale, here.width() / scale, here.height() / scale)
        user = geometry.to_screen.inverted()[0].mapRect(seen)
        return Rect(user.left(), user.top(), user.right(), user.bottom())

    def _look(self) -> None:
        review, survey, place = self._screen.review, self._survey, self._place()
        if review is None or place is None:
            return
        if survey is None:
            self._say("Looking at the page…", "quiet")
            self.keep_button.setEnabled(False)
            return
        why = placing.what_hinders(review.prepared, survey, self._page, place)
        if self.frame is not None:
            self.frame.show_free(is_free=not why)
        self.keep_button.setEnabled(not why)
        self._say(why or "The paper is bare there.", "bad" if why else "good")

    def _say(self, words: str, role: str) -> None:
        self.said.setText(words)
        set_role(self.said, "role", role)

    def _geometry(self, review: Review, page: int) -> PageGeometry:
        shape: PageShape = review.prepared.form.template.pages[page - 1]
        return PageGeometry(shape, 1.0)
