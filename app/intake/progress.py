"""How far a long file is read: told now and then, and stopped by whoever hears it and raises `Stopped`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

T = TypeVar("T")

#: Hears which part is done, from 0 to 1.
Tell = Callable[[float], None]

#: Lines or charts between two words about it.
TOLD_EVERY = 500


def unheard(_: float) -> None:
    """Nobody asks how far it is."""


def part_of(tell: Tell, start: float, end: float) -> Tell:
    """Tells of one step of several, which goes from one part of the whole to another."""
    return lambda done: tell(start + (end - start) * done)


def telling(items: Iterable[T], count: int, tell: Tell) -> Iterator[T]:
    """The items, while it is told how many of so many are done."""
    for number, item in enumerate(items):
        if number % TOLD_EVERY == 0:
            tell(min(number / max(count, 1), 1))
        yield item
