"""What every screen is given: the session, the queues, and ways to go elsewhere and to say something."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Signal

from app.desk.places import Spot
from app.desk.tasks import Job, Lane, Tasks
from app.domain.changes import Change, Edit, Record
from app.domain.ids import PatientId
from app.services import edits, handing
from app.services.quick_unlock import QuickUnlock
from app.services.session import Session

T = TypeVar("T")


class Desk(QObject):
    """One unlocked desk. Screens read with `query`, write with `change` and `save`, and hear of every change."""

    #: Something was changed; the value is the screen that did it, or None.
    changed = Signal(object)
    #: Somebody wants to be at a Spot.
    going = Signal(object)
    #: A problem to be told.
    failed = Signal(object)
    #: A short note: words, words of the act or "", the act or None.
    noted = Signal(str, str, object)
    #: When something was last kept.
    saved = Signal(object)
    #: Summary of the patient on the screen, or None.
    patient_shown = Signal(object)
    #: How many facts the open request lacks, or -1 where no request is open.
    lacking = Signal(int)
    #: An administrator wants a new key for the records; the value is the passphrase, known to be right.
    renewing = Signal(str)

    def __init__(self, session: Session, tasks: Tasks, quick: QuickUnlock) -> None:
        super().__init__()
        #: Who can come back by PIN in this run of the program.
        self.quick = quick
        self.session = session
        self.tasks = tasks
        #: Nothing older than this sitting is taken back by a key.
        self.since = session.now
        self._fallen = ""

    def query(
        self,
        owner: QObject,
        ask: Callable[[Session], T],
        done: Callable[[T], None],
        *,
        failed: Callable[[Exception], None] | None = None,
        says: str = "",
        lane: Lane = Lane.VAULT,
    ) -> Job:
        """Read something away from the screen, then `done` with it here."""
        session = self.session
        return self.tasks.run(owner, lambda: ask(session), done, failed=failed, says=says, lane=lane)

    def change(
        self,
        owner: QObject,
        act: Callable[[Session], T],
        done: Callable[[T], None] | None = None,
        *,
        failed: Callable[[Exception], None] | None = None,
        says: str = "",
    ) -> Job:
        """Change something away from the screen; everybody hears of it, then `done` here."""
        session = self.session

        def work() -> tuple[T, Change | None]:
            result = act(session)
            return result, handing.fell_back(session)

        def finish(made: tuple[T, Change | None]) -> None:
            result, fallen = made
            self.saved.emit(session.now)
            if done is not None:
                done(result)
            self._tell_fallen(fallen)
            self.changed.emit(owner)

        return self.tasks.run(owner, work, finish, failed=failed, says=says)

    def _tell_fallen(self, fallen: Change | None) -> None:
        """Say once of every edit that took a paper from its signer."""
        if fallen is not None and fallen.id != self._fallen:
            self._fallen = fallen.id
            self.note("What waited for a signature says something else now, so it is a draft again: hand it over anew.")
            self.changed.emit(None)

    def save(
        self,
        owner: QObject,
        label: str,
        before: Record | None,
        after: Record | None,
        done: Callable[[Change], None] | None = None,
    ) -> Job:
        """Keep one edited record at once."""

        def refuse(problem: Exception) -> None:
            self.failed.emit(problem)
            self.changed.emit(None)

        return self.change(owner, lambda session: edits.save(session, label, Edit(before, after)), done, failed=refuse)

    def remove(self, owner: QObject, label: str, record: Record) -> Job:
        """Remove a record, and offer to take that back."""

        def offer(_: Change) -> None:
            self.note(f"{label}.", "Undo", self.undo)

        return self.change(owner, lambda session: edits.remove(session, label, record), offer)

    def undo(self, patient_id: PatientId | None = None) -> None:
        """Take back the last own change."""
        self._step(lambda session: edits.undo(session, patient_id=patient_id, since=self.since), "Undone")

    def redo(self, patient_id: PatientId | None = None) -> None:
        """Make the change taken back last again."""
        self._step(lambda session: edits.redo(session, patient_id=patient_id, since=self.since), "Made again")

    def _step(self, act: Callable[[Session], Change], word: str) -> None:
        def tell(change: Change) -> None:
            self.note(f"{word}: {_act_of(change)}")
            self.changed.emit(None)

        self.change(self, act, tell)

    def go(self, spot: Spot) -> None:
        """Be somewhere else."""
        self.going.emit(spot)

    def note(self, said: str, act: str = "", pressed: Callable[[], Any] | None = None) -> None:
        """Say something shortly."""
        self.noted.emit(said, act, pressed)


def _act_of(change: Change) -> str:
    """The act that was taken back or made again, however often that was."""
    return change.label.rpartition("Undo: ")[2]
