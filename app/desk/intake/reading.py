"""One file being read away from the screen: how far it is, told a few times a second, and whether it was given up."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from app.intake.problems import Stopped

_PATIENCE_SECONDS = 0.3
_PAUSE_SECONDS = 0.1


class Reading:
    """Lives on both threads: the screen stops it, the queue's thread tells.

    Args:
        heard: takes the percentage, from the queue's thread.
    """

    def __init__(self, heard: Callable[[int], None]) -> None:
        self._heard = heard
        self._next = time.monotonic() + _PATIENCE_SECONDS
        self.is_stopped = False

    def stop(self) -> None:
        """Read no further."""
        self.is_stopped = True

    def tell(self, done: float) -> None:
        """Say which part is done.

        Raises:
            Stopped: it was given up.
        """
        if self.is_stopped:
            raise Stopped()
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + _PAUSE_SECONDS
            self._heard(int(done * 100))


@contextmanager
def undisturbed() -> Iterator[None]:
    """No search for rubbish while a file is read, and none in what was read until `disturbed`.

    A review has no cycles, and to look through all its records for some would stop the screen each time.
    """
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.freeze()


def disturbed() -> None:
    """Look for rubbish as ever; the review is gone."""
    gc.unfreeze()
