"""Documents that the child keeps while they are worked on, so that a long scan crosses over once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

_KEPT: dict[int, bytes] = {}


class NotHeld(Exception):
    """A document was given to a child that has ended since."""


def hold(number: int, pdf: bytes) -> dict[str, Any]:
    """Keep a document under a number."""
    _KEPT[number] = pdf
    return {}


def held(number: int, *, last: bool = False) -> bytes:
    """A document that was kept.

    Args:
        number: that it was kept under.
        last: whether it is asked for no more.

    Raises:
        NotHeld: there is none of that number.
    """
    try:
        return _KEPT.pop(number) if last else _KEPT[number]
    except KeyError:
        raise NotHeld from None


def check(numbers: Sequence[int]) -> None:
    """Make sure that all of them are there.

    Raises:
        NotHeld: one is not.
    """
    for number in numbers:
        held(number)


def let_go(numbers: Sequence[int]) -> dict[str, Any]:
    """Keep them no longer."""
    for number in numbers:
        _KEPT.pop(number, None)
    return {}
