"""The page under one's fingers: filled anew after every key, away from the screen, the latest wins."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QObject, Signal

from app.desk.context import Desk
from app.desk.request.loading import Drawn, drawn
from app.desk.tasks import Lane
from app.domain.case import Case
from app.pdf.setting import Setting
from app.pdf.template import BoxId
from app.services.prepare import Prepared, refill
from app.services.session import Session


class LivePage(QObject):
    """Keeps the filled form in step with the records on the screen."""

    #: Prepared, and the settings of its printed values.
    filled = Signal(object, object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._prepared: Prepared | None = None
        self._kept: Drawn = {}
        self._wanted: Case | None = None
        self._is_busy = False

    @property
    def prepared(self) -> Prepared | None:
        """The form as it was filled last."""
        return self._prepared

    def start(self, prepared: Prepared | None) -> None:
        """Begin with a request's form."""
        is_same = prepared is not None and self._prepared is not None
        if not is_same or prepared is None or prepared.form.template != self._prepared.form.template:  # type: ignore[union-attr]
            self._kept = {}
        self._prepared = prepared
        self._wanted = None

    def show(self, case: Case) -> None:
        """Fill the form from these records as soon as possible."""
        self._wanted = case
        if not self._is_busy:
            self._next()

    def _next(self) -> None:
        prepared, case = self._prepared, self._wanted
        self._wanted = None
        if prepared is None or case is None:
            return
        self._is_busy = True
        kept = self._kept

        def work(session: Session) -> tuple[Prepared, Mapping[BoxId, Setting]]:
            fresh = refill(session, prepared, case.request, case=case)
            return fresh, drawn(fresh, kept)

        self._desk.query(self, work, self._take, failed=self._fail, lane=Lane.LIVE)

    def _take(self, made: tuple[Prepared, Mapping[BoxId, Setting]]) -> None:
        self._is_busy = False
        fresh, settings = made
        held = self._prepared
        if held is not None and held.request.id == fresh.request.id:
            self._prepared = fresh
            self.filled.emit(fresh, settings)
        if self._wanted is not None:
            self._next()

    def _fail(self, problem: Exception) -> None:
        self._is_busy = False
        self._desk.failed.emit(problem)
