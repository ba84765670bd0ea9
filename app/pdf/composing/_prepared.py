"""What of a compiled form is the same for every patient: worked out once, kept for the forms used last."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Final

from app.pdf.compiled import BoxStamps, CompiledForm
from app.pdf.composing._overlay import mark_drawn, stamp_call, stamp_name
from app.pdf.composing._wipe import wiped
from app.pdf.ink.layout import Layout
from app.pdf.ink.marks import tick
from app.pdf.ink.overflow import set_reference
from app.pdf.ink.room import Room, room_of
from app.pdf.ink.typesetter import place
from app.pdf.template import BoxId, BoxKind, Rect

_KEPT: Final = 8
_NONE: Final = BoxStamps()


@dataclass(frozen=True, slots=True)
class PreparedBox:
    """A box ready to be filled: its room, and the calls of what the form draws there.

    Attributes:
        blank: where no value is given.
        off: below a value of ours; of a check box the unticked outline.
        on: of a check box the form's own tick.
        mark: of a check box our own tick, where the form draws none.
        prefilled: what the blank says there where it draws nothing itself.
    """

    id: BoxId
    room: Room
    check: bool
    blank: str
    off: str
    on: str
    mark: str = ""
    prefilled: Layout | None = None


@dataclass(frozen=True, slots=True)
class PreparedPage:
    """A page's boxes, the stamps that its overlay can call, and the overlay's frame."""

    boxes: tuple[PreparedBox, ...]
    stamps: str
    frame: str


@dataclass(frozen=True, slots=True)
class Prefill:
    """Data of the base that is to be overwritten once every box that prints it has a value of ours."""

    boxes: frozenset[BoxId]
    begin: int
    blank: bytes


@dataclass(frozen=True, slots=True)
class Prepared:
    """A form ready to be filled.

    Attributes:
        table: the cross-reference entries up to the first free number; reserved ones still say free.
        rooms: by box.
        prefills: what the blank came filled in with.
    """

    pages: tuple[PreparedPage, ...]
    table: bytes
    rooms: dict[BoxId, Room]
    prefills: tuple[Prefill, ...] = ()


_prepared: OrderedDict[int, tuple[CompiledForm, Prepared]] = OrderedDict()
_lock = Lock()


def prepare(form: CompiledForm) -> Prepared:
    """What is the same for every filling of a form."""
    with _lock:
        known = _prepared.get(id(form))
        if known is not None and known[0] is form:
            _prepared.move_to_end(id(form))
            return known[1]
    made = _prepare(form)
    with _lock:
        _prepared[id(form)] = (form, made)
        while len(_prepared) > _KEPT:
            _prepared.popitem(last=False)
    return made


def forget(form: CompiledForm) -> None:
    """Keep nothing of a form that will not be filled again."""
    with _lock:
        _prepared.pop(id(form), None)


def entry(offset: int) -> bytes:
    """One line of the cross-reference table."""
    return b"%010d 00000 n \n" % offset


def _prepare(form: CompiledForm) -> Prepared:
    boxes: dict[int, list[PreparedBox]] = {}
    stamps: dict[int, dict[str, int]] = {}
    for box in form.template.boxes:
        drawn = form.stamps.get(box.id, _NONE)
        room, check = room_of(box), box.kind is BoxKind.CHECK
        made = PreparedBox(
            id=box.id,
            room=room,
            check=check,
            blank=stamp_call(drawn.blank),
            off=stamp_call(drawn.off),
            on=stamp_call(drawn.on),
            mark=_own_tick(room) if check and drawn.on is None else "",
            prefilled=_prefilled(room) if drawn.blank is None else None,
        )
        boxes.setdefault(box.page, []).append(made)
        called = stamps.setdefault(box.page, {})
        called.update({stamp_name(s): s.object_number for s in (drawn.blank, drawn.off, drawn.on) if s is not None})
    pages = tuple(
        PreparedPage(tuple(boxes.get(page, ())), _named(stamps.get(page, {})), _frame(shape.visible))
        for page, shape in enumerate(form.template.pages, 1)
    )
    rooms = {box.id: box.room for page in pages for box in page.boxes}
    free = b"0000000000 65535 f \n"
    table = b"".join(entry(form.offsets[n]) if n in form.offsets else free for n in range(form.first_free))
    return Prepared(pages, table, rooms, _prefills(form))


def _own_tick(room: Room) -> str:
    a, b, c, d, e, f = room.to_page
    shape = _tick_shape(room.box.style, round(room.width, 2), round(room.height, 2), room.color)
    return f"q {a:g} {b:g} {c:g} {d:g} {e:.2f} {f:.2f} cm {shape} Q"


@lru_cache(maxsize=512)
def _tick_shape(style: str, width: float, height: float, color: tuple[float, float, float]) -> str:
    """The same for every box of a size: a form has hundreds of boxes of three or four sizes."""
    return mark_drawn(tick(style, width, height, lambda x, y: (x, y)), color)


def _prefills(form: CompiledForm) -> tuple[Prefill, ...]:
    kept = {stamp.object_number for drawn in form.stamps.values() for stamp in (drawn.off, drawn.on) if stamp}
    users: dict[int, set[BoxId]] = {}
    for box_id, drawn in form.stamps.items():
        if drawn.blank is not None and drawn.blank.object_number not in kept:
            users.setdefault(drawn.blank.object_number, set()).add(box_id)
    found = ((ids, wiped(form.base, form.offsets[number])) for number, ids in users.items() if number in form.offsets)
    return tuple(Prefill(frozenset(ids), *place) for ids, place in found if place is not None)


def _prefilled(room: Room) -> Layout | None:
    box = room.box
    if not box.prefilled or box.kind is BoxKind.CHECK:
        return None
    return place(room, box.prefilled) or set_reference(room, box.prefilled, None)


def _named(stamps: dict[str, int]) -> str:
    if not stamps:
        return ""
    return "/XObject << " + " ".join(f"/{name} {number} 0 R" for name, number in sorted(stamps.items())) + " >>"


def _frame(visible: Rect) -> str:
    return f"{visible.x0:.2f} {visible.y0:.2f} {visible.x1:.2f} {visible.y1:.2f}"
