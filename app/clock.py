"""Time, passed in: nothing else in the program asks the computer what time it is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol


class Clock(Protocol):
    """Tells the office's time."""

    def now(self) -> dt.datetime:
        """The moment, with the office's time zone."""
        ...


class SystemClock:
    """The computer's own clock."""

    def now(self) -> dt.datetime:
        """The moment, with the computer's time zone."""
        return dt.datetime.now().astimezone()


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is told to move on."""

    moment: dt.datetime

    def now(self) -> dt.datetime:
        """The moment that was set."""
        return self.moment

    def advance(self, step: dt.timedelta) -> None:
        """Move the clock on by `step`."""
        self.moment += step
