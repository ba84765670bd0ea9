"""A new edition of a form: what the pack of the old one says of it, and which boxes have to be looked at again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from app.mapping.drafting.from_form import UNKNOWN_PAYER
from app.mapping.drafting.model import Draft, DraftBox, Earlier, Standing
from app.mapping.drafting.plain import meaning_words
from app.mapping.drafting.to_pack import is_near, with_meaning
from app.mapping.model import Pack, PackBox, SourceKind
from app.pdf.template import Rect

#: Labels this alike say the same.
_ALIKE = 0.82
#: Above this they are not quite different things either.
_AKIN = 0.5
#: Most that lines of a new edition are shifted where nothing else changed.
_SHIFT_PT = 60.0
_WORD = re.compile(r"[^\W_]+")
_LITTLE = frozenset({"a", "an", "and", "the", "of", "or", "for", "to", "in", "is", "if", "yes", "no", "please", "date"})
#: Sides this near are the same side.
_SAME_SIDE_PT = 0.75
#: How sure the old meaning is where a box moved, and where its words are others.
_CARRIED = {Standing.MOVED: 0.75, Standing.DOUBTFUL: 0.45}


@dataclass(frozen=True, slots=True)
class EditionDiff:
    """How many boxes of a new edition are as before, moved, new or doubtful, and which of the old ones are gone."""

    same: int
    moved: int
    new: int
    doubtful: int
    gone: tuple[object, ...]


def carried_over(draft: Draft, old: Pack) -> tuple[Draft, EditionDiff]:
    """The draft of a new edition with the old pack's meanings.

    What stands where it stood, under the same words, is settled. What moved, or stands there under other words, waits
    as an offer. The rest is new.
    """
    matches = _matched(draft.boxes, old)
    boxes = tuple(_carried(box, matches.get(box.id)) for box in draft.boxes)
    used = {id(meaning) for meaning, _ in matches.values()}
    gone = tuple(meaning for meaning in old.boxes if id(meaning) not in used)
    mine = draft.head
    is_other_payer = UNKNOWN_PAYER != mine.payer != old.payer
    head = replace(
        old,
        id=mine.id if is_other_payer else _next_id(old.id, mine),
        title=mine.title if is_other_payer else old.title,
        payer=mine.payer if is_other_payer else old.payer,
        destinations=mine.destinations if is_other_payer else old.destinations,
        pages=draft.head.pages,
        edition=draft.head.edition,
        edition_at=draft.head.edition_at,
        fingerprints=draft.head.fingerprints,
        sections=_sections(draft, old),
        boxes=(),
    )
    earlier = Earlier(old.title, old.edition, tuple(_gone(old, item) for item in gone))
    return Draft(head, boxes, earlier), _counted(boxes, gone)


def diff_of(draft: Draft) -> EditionDiff | None:
    """How a draft stands to the edition that it was carried over from; None where it was not."""
    return None if draft.earlier is None else _counted(draft.boxes, draft.earlier.gone)


def _gone(old: Pack, item: PackBox) -> tuple[int, str, str]:
    page = item.place.page if item.place is not None else int(item.box.partition(":")[0] or 0)
    return page, item.label, meaning_words(Draft(old), item.source)


_Match = tuple[PackBox, Standing]


def _matched(boxes: Sequence[DraftBox], old: Pack) -> dict[str, _Match]:
    """Old meaning and standing of each box: first those in their place, then those that bear the same words."""
    found: dict[str, _Match] = {}
    free = list(old.boxes)
    for box in boxes:
        here = next((item for item in free if _is_here(box, item)), None)
        if here is not None:
            likeness = _likeness(box, here)
            if likeness < _AKIN and not (_by_name(box, here) or _is_drawn_there(box, here)):
                continue
            found[box.id] = (here, _standing(box, here, likeness))
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
            free.remove(best)
            found[box.id] = (best, Standing.MOVED)
    return found | _in_old_places([box for box in boxes if box.id not in found], free)


def _in_old_places(boxes: Sequence[DraftBox], free: list[PackBox]) -> dict[str, _Match]:
    """What is left over and stands in an old box's place, with some word of it: for a person to say."""
    found: dict[str, _Match] = {}
    for box in boxes:
        here = next((i for i in free if _is_here(box, i) and (_has_word_of(box, i) or _offers(box, i))), None)
        if here is not None:
            free.remove(here)
            found[box.id] = (here, Standing.DOUBTFUL)
    return found


def _carried(box: DraftBox, match: _Match | None) -> DraftBox:
    if match is None:
        return replace(box, standing=Standing.NEW)
    meaning, standing = match
    taken = replace(with_meaning(box, meaning), label=box.label or meaning.label, standing=standing)
    if standing is Standing.SAME:
        return taken
    if meaning.source.kind is SourceKind.BY_HAND:
        # What nobody could say of the old box is no offer for a new one: the program's own stays.
        return replace(box, standing=standing, section=meaning.section)
    return replace(taken, source=None, carried=meaning.source, confidence=_CARRIED[standing])


def _standing(box: DraftBox, item: PackBox, likeness: float) -> Standing:
    """Whether a box in its old place, or of its old name, asks what it asked.

    A pack's labels are a person's, those of a new page are read off it. So where nobody touched the place, or the own
    name of the field is the same, some of the words or the program's own opinion have to agree, not all of the words.
    """
    is_kept = _by_name(box, item) or _is_drawn_there(box, item)
    agrees = likeness >= _ALIKE or (is_kept and (likeness >= _AKIN or _has_word_of(box, item) or _offers(box, item)))
    return Standing.SAME if agrees else Standing.DOUBTFUL


def _has_word_of(box: DraftBox, item: PackBox) -> bool:
    here = set(_WORD.findall(f"{box.label} {box.question}".casefold())) - _LITTLE
    return bool(here & set(_WORD.findall(item.label.casefold())))


def _offers(box: DraftBox, item: PackBox) -> bool:
    """Whether the program would say of the box what the pack says."""
    return bool(box.offered) and box.offered in item.source.keys


def _counted(boxes: Sequence[DraftBox], gone: tuple[object, ...]) -> EditionDiff:
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


def _is_drawn_there(box: DraftBox, item: PackBox) -> bool:
    """Whether box and old box have all their sides in common: nobody has touched the page there."""
    if item.place is None or item.place.page != box.page:
        return bool(item.box) and item.box == box.id
    one, other = item.place.rect, box.rect
    sides = ((one.x0, other.x0), (one.y0, other.y0), (one.x1, other.x1), (one.y1, other.y1))
    return all(abs(here - there) <= _SAME_SIDE_PT for here, there in sides)


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


def _likeness(box: DraftBox, item: PackBox) -> float:
    """How alike the words are: the label's alone, or with the question that stands before them."""
    wanted = _plain(item.label)
    said = (box.label, f"{box.question} {box.label}", box.question)
    return max(_ratio(_plain(text), wanted) for text in said)


def _ratio(first: str, second: str) -> float:
    return 1.0 if first == second else SequenceMatcher(None, first, second, autojunk=False).ratio()
