"""What a person can do to a draft: each act gives the step that does it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.names import free_name, slug
from app.mapping.drafting.offers import offer_of
from app.mapping.drafting.steps import BoxChange, HeadChange, Step
from app.mapping.drafting.to_pack import box_name, rounded
from app.mapping.model import AttachmentRule, Importance, Pack, Pick, Question, Section, Source, SourceKind
from app.pdf.template import BoxId, BoxKind, Look, Rect

#: No box is drawn smaller than this.
LEAST_PT = 4.0
#: Without these no payer knows for whom, by whom and for what something is asked.
_ALWAYS_WANTED = frozenset(
    {
        "patient.full_name",
        "patient.last_name",
        "patient.dob",
        "coverage.member_id",
        "prescriber.full_name",
        "prescriber.last_name",
        "prescriber.npi",
        "drug.name",
        "drug.dose",
        "drug.units",
        "drug.frequency",
        "dx.description",
        "dx.icd10",
    }
)
#: Cells of a comb that nobody has counted yet.
_CELLS = 10


def accept(draft: Draft, ids: Iterable[BoxId]) -> Step:
    """Settle boxes on what is offered for them."""
    waiting = [box for box in draft.some(ids) if box.is_open and offer_of(box) is not None]
    says = "Accept a meaning" if len(waiting) == 1 else f"Accept {len(waiting)} meanings"
    return _each(says, waiting, lambda box: _meant(box, offer_of(box)))


def mean(draft: Draft, box_id: BoxId, source: Source) -> Step:
    """Say what a box is for."""
    return _each("Choose a meaning", draft.some((box_id,)), lambda box: _meant(box, source))


def reopen(draft: Draft, ids: Iterable[BoxId]) -> Step:
    """Take the meaning off boxes again."""
    return _each("Take off the meaning", draft.some(ids), lambda box: replace(box, source=None))


def not_ours(draft: Draft, ids: Iterable[BoxId]) -> Step:
    """Leave boxes to the payer."""
    return _each("Leave it to the payer", draft.some(ids), lambda box: replace(box, source=Source(SourceKind.NEVER)))


def by_hand(draft: Draft, ids: Iterable[BoxId]) -> Step:
    """Leave boxes to be typed on the page."""
    return _each("Type it by hand", draft.some(ids), lambda box: replace(box, source=Source(SourceKind.BY_HAND)))


def insist(draft: Draft, ids: Iterable[BoxId], importance: Importance) -> Step:
    """Say how much the payer insists on boxes."""
    return _each(f"Mark as {importance.value}", draft.some(ids), lambda box: replace(box, importance=importance))


def relabel(draft: Draft, box_id: BoxId, label: str) -> Step:
    """Say what the form prints about a box."""
    return _each("Change the label", draft.some((box_id,)), lambda box: replace(box, label=" ".join(label.split())))


def in_section(draft: Draft, ids: Iterable[BoxId], section: str) -> Step:
    """Put boxes into a section."""
    return _each("Change the section", draft.some(ids), lambda box: replace(box, section=section))


def apply_when(draft: Draft, ids: Iterable[BoxId], rule: str) -> Step:
    """Say under which condition boxes are filled; empty for always."""
    return _each("Change when it is filled", draft.some(ids), lambda box: replace(box, when=rule))


def take_rest(draft: Draft, box_id: BoxId, rest: str) -> Step:
    """Say whether a box takes the therapies that the form's table has no room for."""
    return _each("Change what it takes", draft.some((box_id,)), lambda box: replace(box, rest=rest))


def group(draft: Draft, ids: Iterable[BoxId], pick: Pick | None) -> Step:
    """Fill only one of several boxes, or any of them, or take them out of their group."""
    boxes = draft.some(ids)
    if pick is None:
        return _each("Take out of the group", boxes, lambda box: replace(box, group=""))
    taken = {box.group for box in draft.boxes if box not in boxes}
    base = slug(boxes[0].question or boxes[0].label) if boxes else ""
    name = free_name(base or "group", taken)
    made = _each(
        "Fill one of them" if pick is Pick.ONE else "Fill any of them", boxes, lambda b: replace(b, group=name)
    )
    picks = {key: value for key, value in draft.head.picks.items() if key != name}
    picks |= {name: pick} if pick is Pick.ANY else {}
    return replace(made, head=HeadChange(draft.head, replace(draft.head, picks=picks)))


def move(draft: Draft, ids: Iterable[BoxId], dx_pt: float, dy_pt: float) -> Step:
    """Move drawn boxes; the form's own lie where the payer put them."""

    def moved(box: DraftBox) -> DraftBox:
        rect = Rect(box.rect.x0 + dx_pt, box.rect.y0 + dy_pt, box.rect.x1 + dx_pt, box.rect.y1 + dy_pt)
        return replace(box, rect=rounded(rect), baselines=tuple(round(y + dy_pt, 2) for y in box.baselines))

    return _each("Move", _drawn(draft, ids), moved)


def resize(draft: Draft, box_id: BoxId, rect: Rect) -> Step:
    """Give a drawn box another shape."""
    shape = rounded(at_least(rect))

    def resized(box: DraftBox) -> DraftBox:
        lines = tuple(y for y in box.baselines if shape.y0 <= y <= shape.y1)
        return replace(box, rect=shape, baselines=lines)

    return _each("Resize", _drawn(draft, (box_id,)), resized)


def rekind(draft: Draft, box_id: BoxId, kind: BoxKind, cells: int = 0, *, ring: bool = False) -> Step:
    """Make a drawn box one of another kind; what it was for goes where such a box cannot take it.

    Args:
        draft: that holds it.
        box_id: its name.
        kind: of box that it becomes.
        cells: of a comb.
        ring: whether it is a printed letter or word that is circled instead of ticked.
    """
    comb = max(2, cells or _CELLS) if kind is BoxKind.COMB else 0

    def changed(box: DraftBox) -> DraftBox:
        turned = (box.kind is BoxKind.CHECK) != (kind is BoxKind.CHECK)
        fresh = replace(box, kind=kind, cells=comb, limit=comb or None, ring=ring and kind is BoxKind.CHECK)
        return replace(fresh, source=None, offered="", confidence=0.0, carried=None) if turned else fresh

    says = f"Split into {comb} cells" if comb else "Circle what is printed" if ring else "Change the kind"
    return _each(says, _drawn(draft, (box_id,)), changed)


def letter(draft: Draft, box_id: BoxId, look: Look, limit: int | None) -> Step:
    """Say how a drawn box is written in: size and side of its letters, and how many it takes at most."""
    return _each("Change its letters", _drawn(draft, (box_id,)), lambda box: replace(box, look=look, limit=limit))


def add(draft: Draft, page: int, rect: Rect, kind: BoxKind, *, section: str = "") -> Step:
    """Draw a box. It stands in the order of the page where a reader comes to it."""
    shape = rounded(at_least(rect))
    before = _before(draft, page, shape)
    box = DraftBox(
        id=box_name(page, shape, {item.id for item in draft.boxes}),
        rank=_rank_after(draft, page, before),
        page=page,
        rect=shape,
        kind=kind,
        cells=_CELLS if kind is BoxKind.COMB else 0,
        section=section or (before.section if before is not None else _first_section(draft)),
    )
    return Step("Draw a box", (BoxChange(None, box),))


def delete(draft: Draft, ids: Iterable[BoxId]) -> Step:
    """Delete drawn boxes; the form's own are left alone instead."""
    return Step("Delete", tuple(BoxChange(box, None) for box in _drawn(draft, ids)))


def rehead(draft: Draft, label: str, head: Pack) -> Step:
    """Change something beside the boxes: payer, destinations, signer, sections."""
    return Step(label, head=HeadChange(draft.head, replace(head, boxes=())))


def put_section(draft: Draft, section: Section) -> Step:
    """Add a section, or change the one of its id."""
    sections = draft.head.sections
    known = any(item.id == section.id for item in sections)
    fresh = tuple(section if item.id == section.id else item for item in sections) if known else (*sections, section)
    return rehead(draft, "Change the section" if known else "Add a section", replace(draft.head, sections=fresh))


def drop_section(draft: Draft, section_id: str) -> Step:
    """Delete a section. What stood in it goes to the section around it, or to the one before it."""
    gone = draft.head.section(section_id)
    left = tuple(item for item in draft.head.sections if item.id != section_id)
    if gone is None or not left:
        return Step("Delete the section")
    at = draft.head.sections.index(gone)
    heir = gone.inside or draft.head.sections[at - 1 if at else 1].id
    sections = tuple(replace(item, inside=gone.inside) if item.inside == section_id else item for item in left)
    head = replace(
        draft.head,
        sections=sections,
        questions=tuple(_heired(item, section_id, heir) for item in draft.head.questions),
        attachments=tuple(_heired(item, section_id, heir) for item in draft.head.attachments),
    )
    moved = tuple(BoxChange(box, replace(box, section=heir)) for box in draft.boxes if box.section == section_id)
    return Step(f"Delete the section “{gone.title}”", moved, HeadChange(draft.head, head))


def at_least(rect: Rect) -> Rect:
    """The rectangle with its corners in order, and not too small to be pressed."""
    x0, x1 = sorted((rect.x0, rect.x1))
    y0, y1 = sorted((rect.y0, rect.y1))
    return Rect(x0, y0, max(x1, x0 + LEAST_PT), max(y1, y0 + LEAST_PT))


def _each(label: str, boxes: Iterable[DraftBox], change: Callable[[DraftBox], DraftBox]) -> Step:
    return Step(label, tuple(BoxChange(box, change(box)) for box in boxes))


def _meant(box: DraftBox, source: Source | None) -> DraftBox:
    """The box with its meaning. What every payer has to know is important, and so is a choice that is to be ticked."""
    first = source.keys[0] if source is not None and source.kind is SourceKind.KEY and source.keys else ""
    is_choice = box.kind is BoxKind.CHECK and bool(box.siblings) and not first.startswith("attachment.")
    wanted = bool(first) and (is_choice or first.partition(":")[0] in _ALWAYS_WANTED)
    if wanted and box.importance is Importance.OPTIONAL:
        return replace(box, source=source, importance=Importance.IMPORTANT)
    return replace(box, source=source)


_Placed = TypeVar("_Placed", Question, AttachmentRule)


def _heired(item: _Placed, section_id: str, heir: str) -> _Placed:
    return replace(item, section=heir) if item.section == section_id else item


def _drawn(draft: Draft, ids: Iterable[BoxId]) -> tuple[DraftBox, ...]:
    return tuple(box for box in draft.some(ids) if not box.own)


def _before(draft: Draft, page: int, rect: Rect) -> DraftBox | None:
    """The box that a reader comes to just before a place: on its line to the left, else on a line above."""
    on_page = [box for box in draft.boxes if box.page == page]
    middle = rect.center[1]
    left = [box for box in on_page if box.rect.y0 <= middle <= box.rect.y1 and box.rect.x0 < rect.x0]
    if left:
        return max(left, key=lambda box: box.rect.x0)
    above = [box for box in on_page if box.rect.y0 > middle]
    return min(above, key=lambda box: (box.rect.y0 - middle, -box.rect.x0)) if above else None


def _rank_after(draft: Draft, page: int, before: DraftBox | None) -> float:
    ranks = sorted(box.rank for box in draft.boxes if box.page == page)
    if before is None:
        return ranks[0] - 1 if ranks else 0.0
    later = [rank for rank in ranks if rank > before.rank]
    return (before.rank + later[0]) / 2 if later else before.rank + 1


def _first_section(draft: Draft) -> str:
    return draft.head.sections[0].id if draft.head.sections else ""
