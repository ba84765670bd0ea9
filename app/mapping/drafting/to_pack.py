"""From a draft to the pack that it makes, and from a pack back to a draft."""

from __future__ import annotations

from dataclasses import replace

from app.mapping.drafting.model import Draft, DraftBox, in_order
from app.mapping.model import Pack, PackBox, Place, Source, SourceKind
from app.mapping.placing import NEAR_PT, place
from app.pdf.ink.marks import RING
from app.pdf.template import Box, BoxId, BoxKind, Look, Rect, Template

_NAMELESS = "Box without a name"
#: Stands for a number or address until somebody types it; such an address is no part of the pack.
NOT_ENTERED = "not entered yet"
BY_HAND = Source(SourceKind.BY_HAND)


def pack_of(draft: Draft) -> Pack:
    """The pack as it stands. What nobody has settled stays on the form and is typed by hand."""
    boxes = tuple(_meaning(box) for box in draft.boxes)
    asked = {box.source.question for box in boxes if box.source.kind is SourceKind.ASK}
    groups = {box.group for box in boxes}
    return replace(
        draft.head,
        boxes=boxes,
        destinations=tuple(item for item in draft.head.destinations if item.address != NOT_ENTERED),
        questions=tuple(item for item in draft.head.questions if item.id in asked),
        picks={name: pick for name, pick in draft.head.picks.items() if name in groups},
    )


def draft_of(pack: Pack, template: Template) -> Draft:
    """A pack opened for editing on its blank; boxes that the blank lacks are left out."""
    ranks = {box.id: float(at) for at, box in enumerate(template.boxes)}
    fields = unique_fields(template)
    boxes = []
    for placed in place(pack, template).placed:
        bare = bare_box(placed.box, ranks[placed.box.id], fields)
        boxes.append(bare if placed.meaning is None else with_meaning(bare, placed.meaning))
    return Draft(replace(pack, boxes=()), in_order(boxes))


def with_places(pack: Pack, template: Template) -> Pack:
    """The pack with the place of every box beside its field's name, so that it fills a print of the form as well.

    A name that stands for several boxes of the form gives way to their places. Questions, order and everything else
    stay as they are.

    Args:
        pack: of the form.
        template: of the payer's own file, with the boxes that the pack declares.
    """
    fields = unique_fields(template)
    placed = place(pack, template).placed
    boxes = [
        item
        for meaning in pack.boxes
        for item in _in_places(meaning, [spot.box for spot in placed if spot.meaning is meaning], fields)
    ]
    return replace(pack, boxes=tuple(boxes))


def _in_places(meaning: PackBox, boxes: list[Box], fields: dict[tuple[str, str], int]) -> list[PackBox]:
    if meaning.place is not None or not boxes:
        return [meaning]
    bare = [bare_box(box, 0.0, fields) for box in boxes]
    if len(bare) == 1:
        return [replace(meaning, place=_place(bare[0]))]
    return [replace(meaning, field="", on="", box=str(box.id), place=_place(box)) for box in bare]


def bare_box(box: Box, rank: float, fields: dict[tuple[str, str], int]) -> DraftBox:
    """A box of a template, without meaning.

    Args:
        box: of the template.
        rank: its place in the form's order.
        fields: how many boxes have a field's name and ticked state.
    """
    named = box.field or ""
    several = sum(count for (name, _), count in fields.items() if name == named) > 1
    on = box.on_state if several and box.kind is BoxKind.CHECK else ""
    alone = bool(named) and fields[(named, box.on_state)] == 1 and (not several or bool(on))
    return DraftBox(
        id=box.id,
        rank=rank,
        page=box.page,
        rect=rounded(box.rect),
        kind=box.kind,
        label=_one_line(box.label),
        own=box.field is not None,
        field=named if alone else "",
        on=on if alone else "",
        look=replace(box.look, color=Look().color, size_pt=round(box.look.size_pt, 2)),
        cells=box.cells if box.kind is BoxKind.COMB else 0,
        limit=box.limit,
        choices=box.choices,
        baselines=tuple(round(y, 2) for y in box.baselines),
        ring=box.kind is BoxKind.CHECK and box.style == RING,
    )


def with_meaning(box: DraftBox, meaning: PackBox) -> DraftBox:
    """The box with what a pack says of it."""
    return replace(
        box,
        label=meaning.label,
        section=meaning.section,
        source=meaning.source,
        importance=meaning.importance,
        group=meaning.group,
        when=meaning.when,
        rest=meaning.rest,
    )


def unique_fields(template: Template) -> dict[tuple[str, str], int]:
    """How many boxes have a field's name and ticked state."""
    counts: dict[tuple[str, str], int] = {}
    for box in template.boxes:
        name = (box.field or "", box.on_state)
        counts[name] = counts.get(name, 0) + 1
    return counts


def rounded(rect: Rect) -> Rect:
    """The rectangle in hundredths of a point."""
    return Rect(round(rect.x0, 2), round(rect.y0, 2), round(rect.x1, 2), round(rect.y1, 2))


def is_near(one: Rect, other: Rect, near_pt: float = NEAR_PT) -> bool:
    """Whether the middles of two boxes are as near as those of one box."""
    (ax, ay), (bx, by) = one.center, other.center
    return abs(ax - bx) <= near_pt and abs(ay - by) <= near_pt


def is_near_box(box: Box, drawn: DraftBox) -> bool:
    """Whether a template's box is the one of the draft."""
    return box.id == drawn.id or (box.page == drawn.page and is_near(box.rect, drawn.rect, 0.6))


def _meaning(box: DraftBox) -> PackBox:
    return PackBox(
        source=box.source or BY_HAND,
        label=_one_line(box.label) or _NAMELESS,
        section=box.section,
        field=box.field,
        on=box.on if box.field else "",
        box=str(box.id) if box.own and not box.field else "",
        # A print of the form to a file has no fields any more: then the place is what the box is known by.
        place=_place(box),
        importance=box.importance,
        group=box.group,
        when=box.when,
        rest=box.rest,
    )


def _place(box: DraftBox) -> Place:
    return Place(
        page=box.page,
        rect=rounded(box.rect),
        kind=box.kind,
        look=box.look,
        cells=box.cells,
        limit=box.limit,
        choices=box.choices,
        baselines=box.baselines,
        ring=box.ring,
    )


def _one_line(text: str) -> str:
    return " ".join(text.split())


def box_name(page: int, rect: Rect, taken: set[BoxId]) -> BoxId:
    """A name for a new box that no other box of the draft has."""
    x, y = rect.center
    name, at = f"{page}:{x:.0f},{y:.0f}", 1
    while BoxId(name if at == 1 else f"{name}.{at}") in taken:
        at += 1
    return BoxId(name if at == 1 else f"{name}.{at}")
