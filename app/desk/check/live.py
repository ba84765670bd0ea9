"""The judgement under one's fingers: made anew after every key, away from the screen, the latest wins."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from app.criteria.judging import Judgement
from app.desk.context import Desk
from app.desk.tasks import Lane
from app.domain.case import Case
from app.domain.derive import collect_facts
from app.services.judging import judge_request
from app.services.preflight import judgement_of
from app.services.prepare import Prepared
from app.services.session import Session

#: The records as they stand on the screen, and the form filled from them where there is one.
Asked = tuple[Case, Prepared | None]


class LiveJudgement(QObject):
    """Keeps the judgement in step with the records on the screen."""

    judged = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: Asked | None = None
        self._is_busy = False
        self._round = 0

    def show(self, case: Case, prepared: Prepared | None) -> None:
        """Judge these records as soon as possible."""
        self._wanted = (case, prepared)
        if not self._is_busy:
            self._next()

    def forget(self) -> None:
        """Another request is shown: nothing asked before is wanted any more."""
        self._round += 1
        self._wanted = None

    def _next(self) -> None:
        asked, self._wanted = self._wanted, None
        if asked is None:
            return
        self._is_busy = True
        mine = self._round
        self._desk.query(
            self,
            lambda session: judgement(session, asked),
            lambda made: self._land(mine, made),
            failed=lambda problem: self._land(mine, problem),
            lane=Lane.LIVE,
        )

    def _land(self, mine: int, made: Judgement | Exception) -> None:
        self._is_busy = False
        if mine == self._round and isinstance(made, Judgement):
            self.judged.emit(made)
        elif mine == self._round:
            self.failed.emit(made)
        if self._wanted is not None:
            self._next()


def judgement(session: Session, asked: Asked) -> Judgement:
    """By the rules of today, or those that a signed request keeps; no form is needed."""
    case, prepared = asked
    if prepared is not None:
        return judgement_of(session, prepared)
    return judge_request(session, case, collect_facts(case, session.today))
