"""Three-valued and, or, at least n, not: what is not documented stays open until it cannot matter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from app.criteria.findings import Judged, Settle, State

#: From best to worst: what `and` takes the last of.
_ORDER = (State.NOT_REQUIRED, State.MET, State.TOO_EARLY, State.NOT_DOCUMENTED, State.NOT_MET)
_GOOD = (State.MET, State.NOT_REQUIRED)
_OPEN = (State.TOO_EARLY, State.NOT_DOCUMENTED)


def worst(states: Iterable[State]) -> State:
    """The worst of several states; MET for none."""
    return max(states, key=_ORDER.index, default=State.MET)


def all_of(parts: Sequence[Judged]) -> Judged:
    """Every part must hold."""
    state = worst(part.state for part in parts)
    telling = [part for part in parts if part.state is state]
    open_parts = [part for part in parts if part.state not in _GOOD]
    return replace(_joined(state, telling, open_parts), beside=_beside(parts))


def any_of(parts: Sequence[Judged]) -> Judged:
    """One part must hold."""
    return at_least(1, parts)


def at_least(needed: int, parts: Sequence[Judged]) -> Judged:
    """So many of the parts must hold; what is open may still come to hold."""
    return replace(_at_least(needed, parts), beside=_beside(parts))


def _at_least(needed: int, parts: Sequence[Judged]) -> Judged:
    good = [part for part in parts if part.state in _GOOD]
    early = [part for part in parts if part.state is State.TOO_EARLY]
    unknown = [part for part in parts if part.state is State.NOT_DOCUMENTED]
    if len(good) >= needed:
        return Judged(State.MET, _because(good))
    if len(good) + len(early) >= needed:
        return _joined(State.TOO_EARLY, early, early)
    if len(good) + len(early) + len(unknown) >= needed:
        return _joined(State.NOT_DOCUMENTED, unknown, unknown)
    return _joined(State.NOT_MET, [part for part in parts if part.state not in _GOOD], parts)


def negated(part: Judged) -> Judged:
    """The opposite; what is open stays open."""
    if part.state in _OPEN:
        return part
    state = State.NOT_MET if part.state in _GOOD else State.MET
    return Judged(state, part.because)


def cheapest(steps: Iterable[Settle]) -> tuple[Settle, ...]:
    """Each step once, the cheapest first."""
    return tuple(sorted(dict.fromkeys(steps), key=lambda step: step.cost))


def _joined(state: State, telling: Sequence[Judged], open_parts: Sequence[Judged]) -> Judged:
    steps = cheapest(step for part in open_parts for step in part.settle)
    near = tuple(dict.fromkeys(text for part in open_parts for text in part.near))
    return Judged(state, _because(telling), steps, near)


def _beside(parts: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in parts for text in part.beside))


def _because(parts: Iterable[Judged]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for part in parts for text in part.because))
