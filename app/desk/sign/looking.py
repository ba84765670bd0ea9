"""Looking for bare paper while the signer reads, some pages at a time: pages to be seen are drawn in between."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.desk.sign.walk import Stop
from app.desk.tasks import Lane
from app.services import sign
from app.services.sign import Review
from app.services.signing_queue import with_review
from app.signing.survey import Survey, Surveying

if TYPE_CHECKING:
    from app.desk.sign.screen import SignScreen


class Looking(QObject):
    """The looks of one screen; one goes on at a time. Where one fails, signing looks itself and says why."""

    def __init__(self, screen: SignScreen) -> None:
        super().__init__(screen)
        self._desk = screen.desk
        self._wanted: Stop | None = None

    def begin(self, stop: Stop, review: Review) -> None:
        """Look over a form that was just put before the signer."""
        self._wanted = stop
        if review.survey is None:
            self._step(stop, sign.looking(self._desk.session, review))

    def stop(self) -> None:
        """Look no further."""
        self._wanted = None

    def _step(self, stop: Stop, surveying: Surveying) -> None:
        def done(survey: Survey | None) -> None:
            if self._wanted is not stop:
                return
            if survey is None:
                self._step(stop, surveying)
            elif stop.before is not None and isinstance(stop.before.review, Review):
                stop.before = with_review(stop.before, replace(stop.before.review, survey=survey))

        self._desk.query(self, lambda _: _stepped(surveying), done, failed=lambda _: None, lane=Lane.PAPER)


def _stepped(surveying: Surveying) -> Survey | None:
    """One step; what was found after the last one."""
    surveying.step()
    return surveying.result() if surveying.is_done else None
