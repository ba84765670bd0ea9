"""Which of a request's dates count, and which of them comes next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from app.domain.clocks import Clock, ClockKind
from app.domain.request import Status

#: Requests whose dates are nobody's affair: nothing was sent, or nothing follows.
NO_DATES = frozenset({Status.DRAFT, Status.READY, Status.WITHDRAWN, Status.NOT_REQUIRED})
#: What a request that has its renewal already does not ask for any more.
OF_RENEWAL = frozenset({ClockKind.RENEWAL, ClockKind.AUTHORIZATION_ENDS, ClockKind.NEXT_INJECTION})


def next_due(clocks: Iterable[Clock]) -> Clock | None:
    """The earliest date by which somebody must act; one that only bars something too early is none."""
    dates = [(clock.date, at, clock) for at, clock in enumerate(clocks) if clock.date and _is_due(clock)]
    return min(dates, default=(None, 0, None))[2]


def _is_due(clock: Clock) -> bool:
    return clock.kind is not ClockKind.NEXT_INJECTION and not clock.if_sent_today


def counting(clocks: Iterable[Clock]) -> tuple[Clock, ...]:
    """Of each kind the date that counts, in the order of time."""
    first = {clock.kind: clock for clock in reversed([item for item in clocks if item.date is not None])}
    return tuple(sorted(first.values(), key=lambda item: item.date or dt.date.max))
