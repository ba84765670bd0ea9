"""Work away from the screen: every read and every change runs on a serial queue and comes back by a queued signal.

A screen hands in a function and what to do with its result. The function must not touch a widget; the rest runs on
the screen's thread. A screen that is gone by then gets nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from app.services.queue import SerialQueue

T = TypeVar("T")

#: Work shorter than this shows nothing.
PATIENCE_MS = 300


class Lane(Enum):
    """Which queue work stands in.

    The vault's lane is the only one whose work may use the database. Paper is pages drawn by the worker process;
    live is what follows typing, so that neither waits for the other.
    """

    VAULT = auto()
    PAPER = auto()
    LIVE = auto()


@dataclass(slots=True)
class Job:
    """Work handed in.

    Attributes:
        says: what is being done, shown when it takes long; empty shows nothing.
        dropped: whether its result is no longer wanted.
    """

    owner: QObject
    done: Callable[[Any], None]
    failed: Callable[[Exception], None] | None
    says: str
    future: Future[Any] | None = None
    dropped: bool = False
    patience: QTimer | None = field(default=None, repr=False)

    def cancel(self) -> None:
        """Do not want the result any more; work that has not begun is not begun."""
        self.dropped = True
        if self.future is not None:
            self.future.cancel()


class Tasks(QObject):
    """Runs work of screens on the queues and delivers results on the screen's thread."""

    #: A job has been taking long; the second value is False when it has ended.
    slow = Signal(object, bool)
    #: A job failed and its screen left it to the window.
    failed = Signal(object)
    _landed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._queues = {lane: SerialQueue(lane.name.lower()) for lane in Lane}
        self._jobs: list[Job] = []
        self._landed.connect(self._land)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return not self._jobs

    def run(
        self,
        owner: QObject,
        work: Callable[[], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        says: str = "",
        lane: Lane = Lane.VAULT,
    ) -> Job:
        """Have `work` done on a queue, then `done` with its result here, unless `owner` is gone by then."""
        job = Job(owner, done, failed, says)
        self._jobs.append(job)
        if says:
            job.patience = self._watch(job)
        job.future = self._queues[lane].submit(work)
        job.future.add_done_callback(lambda _: self._announce(job))
        return job

    def finish(self) -> None:
        """Let what is waiting end, deliver nothing more, and end the threads."""
        for job in self._jobs:
            job.dropped = True
            _stop(job.patience)
        self._jobs.clear()
        for queue in self._queues.values():
            queue.close()

    def _watch(self, job: Job) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.timeout.connect(lambda: self.slow.emit(job, True))
        timer.start(PATIENCE_MS)
        return timer

    def _announce(self, job: Job) -> None:
        if shiboken6.isValid(self):
            self._landed.emit(job)

    def _land(self, job: Job) -> None:
        if job not in self._jobs or job.future is None:
            return
        self._jobs.remove(job)
        _stop(job.patience)
        self.slow.emit(job, False)
        if job.dropped or not shiboken6.isValid(job.owner):
            return
        try:
            problem = job.future.exception()
        except CancelledError:
            return
        if problem is None:
            job.done(job.future.result())
        elif isinstance(problem, Exception):
            (job.failed or self.failed.emit)(problem)
        else:
            raise problem


def _stop(timer: QTimer | None) -> None:
    if timer is not None:
        timer.stop()
        timer.deleteLater()
