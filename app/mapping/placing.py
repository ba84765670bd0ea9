"""Which box of a template a box of a pack is, and the boxes that a pack declares on a flat form."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.domain.request import BoxEntry
from app.mapping.model import Pack, PackBox, Place
from app.pdf.ink.marks import RING
from app.pdf.template import Box, BoxId, BoxKind, Rect, Template

_BOX_ID = re.compile(r"(\d+):(-?\d+),(-?\d+)(?:\.\d+)?")

#: Two boxes whose middles are this near are one box.
NEAR_PT = 2.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A box of the template with what the pack says of it; None where the pack says nothing."""

    box: Box
    meaning: PackBox | None


@dataclass(frozen=True, slots=True)
class Placing:
    """All boxes of a template in its order, and those of the pack that it does not have."""

    placed: tuple[Placed, ...]
    unplaced: tuple[PackBox, ...] = ()


def place(pack: Pack | None, template: Template) -> Placing:
    """Bring pack and template together: by field name, by box id, by place within two points."""
    finder = _Finder.of(template)
    meanings: dict[BoxId, PackBox] = {}
    unplaced: list[PackBox] = []
    for meaning in () if pack is None else pack.boxes:
        found = [box for box in finder.find(meaning) if box.id not in meanings]
        meanings.update((box.id, meaning) for box in found)
        if not found:
            unplaced.append(meaning)
    return Placing(tuple(Placed(box, meanings.get(box.id)) for box in template.boxes), tuple(unplaced))


def settle_entries(
    template: Template, entries: Iterable[BoxEntry]
) -> tuple[dict[BoxId, BoxEntry], tuple[BoxEntry, ...]]:
    """Which box each text typed on the page belongs to: by id, else by place, as a found box may move by a point.

    Returns:
        The entries by box, and those whose box the form does not have any more.
    """
    finder = _Finder.of(template)
    kept = {entry.box_id: entry for entry in entries}
    settled = {box.id: kept.pop(box.id) for box in template.boxes if box.id in kept}
    strays = []
    for entry in kept.values():
        spot = _middle(entry.box_id)
        near = [] if spot is None else _nearest(finder.by_page.get(spot[0], ()), spot[1], spot[2])
        if near and near[0].id not in settled and _takes(near[0], entry.value):
            settled[near[0].id] = entry
        else:
            strays.append(entry)
    return settled, tuple(strays)


def declared_boxes(pack: Pack) -> tuple[Box, ...]:
    """The boxes that the pack declares by place: they make a flat form's template."""
    taken: dict[str, int] = {}
    boxes = []
    for meaning in pack.boxes:
        if meaning.place is not None:
            boxes.append(_declared(meaning.place, _free_id(meaning.place, taken), meaning.label))
    return tuple(boxes)


@dataclass(frozen=True, slots=True)
class _Finder:
    """The boxes of a template by field name and by page."""

    by_field: Mapping[str, list[Box]]
    by_page: Mapping[int, list[Box]]

    @classmethod
    def of(cls, template: Template) -> _Finder:
        """Sort a template's boxes."""
        by_field: dict[str, list[Box]] = defaultdict(list)
        by_page: dict[int, list[Box]] = defaultdict(list)
        for box in template.boxes:
            by_page[box.page].append(box)
            if box.field:
                by_field[box.field].append(box)
        return cls(by_field, by_page)

    def find(self, meaning: PackBox) -> list[Box]:
        """A field's name stands for all its boxes; an id or a place for one."""
        named = [box for box in self.by_field.get(meaning.field, ()) if meaning.on in ("", box.on_state)]
        if named:
            return named
        spot = _spot(meaning)
        return [] if spot is None else _nearest(self.by_page.get(spot[0], ()), spot[1], spot[2])


def _spot(meaning: PackBox) -> tuple[int, float, float] | None:
    if meaning.place is not None:
        return (meaning.place.page, *meaning.place.rect.center)
    return _middle(meaning.box)


def _middle(box_id: str) -> tuple[int, float, float] | None:
    """The page and the middle that a box's id is made of."""
    match = _BOX_ID.fullmatch(box_id)
    return None if match is None else (int(match[1]), float(match[2]), float(match[3]))


def _takes(box: Box, value: str) -> bool:
    return (box.kind is BoxKind.CHECK) == (value in ("yes", "no"))


def _nearest(boxes: Iterable[Box], x: float, y: float) -> list[Box]:
    def distance(box: Box) -> float:
        return max(abs(box.rect.center[0] - x), abs(box.rect.center[1] - y))

    near = [box for box in boxes if distance(box) <= NEAR_PT]
    return [min(near, key=distance)] if near else []


def _free_id(spot: Place, taken: dict[str, int]) -> BoxId:
    x, y = spot.rect.center
    name = f"{spot.page}:{math.floor(x + 0.5)},{math.floor(y + 0.5)}"
    taken[name] = taken.get(name, 0) + 1
    return BoxId(name if taken[name] == 1 else f"{name}.{taken[name]}")


def _declared(spot: Place, box_id: BoxId, label: str) -> Box:
    return Box(
        id=box_id,
        page=spot.page,
        rect=Rect(spot.rect.x0, spot.rect.y0, spot.rect.x1, spot.rect.y1),
        kind=spot.kind,
        look=spot.look,
        label=label,
        cells=spot.cells,
        limit=spot.limit,
        choices=spot.choices,
        on_state="On" if spot.kind is BoxKind.CHECK else "",
        style=RING if spot.ring else "",
        baselines=spot.baselines,
    )
