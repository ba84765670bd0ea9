"""A new edition of a form: what the pack of the old one says of it, and which boxes have to be looked at again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from app.mapping.drafting.model import Draft, DraftBox, Standing
from app.mapping.drafting.to_pack import is_near, with_meaning
from app.mapping.model import Pack, PackBox, SourceKind
from app.pdf.template import Rect

#: Labels this alike say the same.
_ALIKE = 0.82
#: Above this they are not quite different things either.
_AKIN = 0.5
#: Most that lines of a new edition are shifted where nothing else changed.
_SHIFT_PT = 60.0


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """How many boxes of a new edition are as before, moved, new or doubtful, and which of the old ones are gone."""

    same: int
    moved: int
    new: int
    doubtful: int
    gone: tuple[PackBox, ...]


def carried_over(draft: Draft, old: Pack) -> tuple[Draft, EditionDiff]:
    """The draft of a new edition with the old pack's meanings.

    What stands where it stood, under the same words, is settled. What moved, or stands there under other words, waits
    as an offer. The rest is new.
    """
    matches = _matched(draft.boxes, old)
    boxes = tuple(_carried(box, matches.get(box.id)) for box in draft.boxes)
    used = {id(meaning) for meaning, _ in matches.values()}
    gone = tuple(meaning for meaning in old.boxes if id(meaning) not in used)
    head = replace(
        old,
        id=_next_id(old.id, draft.head),
        pages=draft.head.pages,
        edition=draft.head.edition,
        edition_at=draft.head.edition_at,
        fingerprints=draft.head.fingerprints,
        sections=_sections(draft, old),
        boxes=(),
    )
    return Draft(head, boxes), _counted(boxes, gone)


_Match = tuple[PackBox, Standing]


def _matched(boxes: Sequence[DraftBox], old: Pack) -> dict[str, _Match]:
    """Old meaning and standing of each box: first those in their place, then those that bear the same words."""
    found: dict[str, _Match] = {}
    free = list(old.boxes)
    for box in boxes:
        here = next((item for item in free if _is_here(box, item)), None)
        if here is not None:
            likeness = _likeness(box.label, here.label)
            if likeness < _AKIN and not _by_name(box, here):
                continue
            found[box.id] = (here, Standing.SAME if likeness >= _ALIKE or _by_name(box, here) else Standing.DOUBTFUL)
            free.remove(here)
    by_label = defaultdict(list)
    for item in free:
        by_label[_plain(item.label)].append(item)
    for box in boxes:
        if box.id in found:
            continue
        alike = [item for item in by_label.get(_plain(box.label), ()) if _same_kind(box, item)]
        if alike:
            best = min(alike, key=lambda item: _far(box, item))
            by_label[_plain(box.label)].remove(best)
            found[box.id] = (best, Standing.MOVED)
    return found


def _carried(box: DraftBox, match: _Match | None) -> DraftBox:
    if match is None:
        return replace(box, standing=Standing.NEW)
    meaning, standing = match
    if meaning.source.kind is SourceKind.BY_HAND:
        return replace(box, standing=standing, section=meaning.section)
    taken = replace(with_meaning(box, meaning), label=box.label or meaning.label, standing=standing)
    if standing is Standing.SAME:
        return taken
    if meaning.source.kind in (SourceKind.KEY, SourceKind.SIGNATURE) and len(meaning.source.keys) == 1:
        return replace(taken, source=None, offered=meaning.source.keys[0], confidence=0.75)
    return taken


def _counted(boxes: Sequence[DraftBox], gone: tuple[PackBox, ...]) -> EditionDiff:
    count = {standing: sum(box.standing is standing for box in boxes) for standing in Standing}
    return EditionDiff(count[Standing.SAME], count[Standing.MOVED], count[Standing.NEW], count[Standing.DOUBTFUL], gone)


def _sections(draft: Draft, old: Pack) -> tuple:  # type: ignore[type-arg]
    known = {section.id for section in old.sections}
    return (*old.sections, *(section for section in draft.head.sections if section.id not in known))


def _next_id(old_id: str, fresh: Pack) -> str:
    payer, form, edition = old_id.split("/")
    name = fresh.id.split("/")[2]
    return f"{payer}/{form}/{name if name != edition else f'{name}-2'}"


def _is_here(box: DraftBox, item: PackBox) -> bool:
    if _by_name(box, item):
        return True
    if item.place is not None:
        same_page = item.place.page == box.page
        return same_page and is_near(item.place.rect, box.rect) and (item.place.kind is box.kind or not _is_check(box))
    return bool(item.box) and item.box == box.id


def _by_name(box: DraftBox, item: PackBox) -> bool:
    return bool(item.field) and (box.field, box.on) == (item.field, item.on)


def _same_kind(box: DraftBox, item: PackBox) -> bool:
    return item.place is None or (item.place.kind.value == "check") == _is_check(box)


def _is_check(box: DraftBox) -> bool:
    return box.kind.value == "check"


def _far(box: DraftBox, item: PackBox) -> float:
    place = item.place
    if place is None:
        return 0.0
    ax, ay = box.rect.center
    bx, by = _middle(place.rect)
    return abs(place.page - box.page) * 1000 + max(0.0, abs(ay - by) - _SHIFT_PT) + abs(ax - bx) + abs(ay - by) / 10


def _middle(rect: Rect) -> tuple[float, float]:
    return rect.center


def _plain(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _likeness(one: str, other: str) -> float:
    first, second = _plain(one), _plain(other)
    return 1.0 if first == second else SequenceMatcher(None, first, second, autojunk=False).ratio()
