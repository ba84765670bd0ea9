"""The order in which papers follow the form: as the office chose it, else as the payer asks, else by their kinds."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from app.domain.request import AttachmentKind

T = TypeVar("T")

#: The table of earlier treatments, which is no document of the patient's: its kind, and its name among the papers.
TRIALS = "trials"

#: The order in which papers follow the form where nobody asks for another.
ORDER = (
    AttachmentKind.LETTER.value,
    TRIALS,
    AttachmentKind.CHART_NOTE.value,
    AttachmentKind.DIARY.value,
    AttachmentKind.FILL_HISTORY.value,
    AttachmentKind.LABS.value,
    AttachmentKind.IMAGING.value,
    AttachmentKind.ORDER.value,
    AttachmentKind.ID_CARD.value,
    AttachmentKind.OTHER.value,
)


def kinds_in_order(asked: Sequence[str]) -> tuple[str, ...]:
    """All kinds, those that a payer asks for first, in the order in which it does."""
    return tuple(dict.fromkeys((*asked, *ORDER)))


def in_order(
    items: Sequence[T],
    *,
    kind: Callable[[T], str],
    name: Callable[[T], str],
    asked: Sequence[str] = (),
    chosen: Sequence[str] = (),
) -> tuple[T, ...]:
    """Papers in their order.

    Args:
        items: as they were added.
        kind: of a paper.
        name: of a paper.
        asked: kinds that the payer asks for, in its order.
        chosen: names in the order that a person gave them; a paper that is not among them goes behind those of its
            kind or an earlier one.
    """
    kinds = kinds_in_order(asked)

    def rank(item: T) -> int:
        return kinds.index(kind(item))

    sorted_items = sorted(items, key=rank)
    placed = sorted((item for item in sorted_items if name(item) in chosen), key=lambda item: chosen.index(name(item)))
    for item in sorted_items:
        if name(item) not in chosen:
            before = [at for at, other in enumerate(placed, 1) if rank(other) <= rank(item)]
            placed.insert(before[-1] if before else 0, item)
    return tuple(placed)
