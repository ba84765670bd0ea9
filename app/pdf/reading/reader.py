"""Widgets as boxes: read from every page's annotations, because the form's own list of fields lies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pikepdf

from app.pdf.problems import TooLarge
from app.pdf.reading._looks import LookReader
from app.pdf.reading._objects import (
    MOST_PARENTS,
    entries,
    items,
    key_bytes,
    name_bytes,
    numbers,
    rect_of,
    shown_name,
    text,
    whole,
    within,
)
from app.pdf.template import Box, BoxId, BoxKind, Rect, box_id

_INVISIBLE, _HIDDEN, _PRINT, _NO_VIEW = 1, 1 << 1, 1 << 2, 1 << 5
_READ_ONLY = 1
_MULTILINE, _PASSWORD, _PUSH_BUTTON, _FILE, _COMB = 1 << 12, 1 << 13, 1 << 16, 1 << 20, 1 << 24
_FROM_PARENTS = ("/FT", "/Ff", "/V", "/DA", "/Q", "/MaxLen", "/Opt", "/TU", "/DV", "/MK")
_MOST_BOXES = 10_000
_MOST_ANNOTATIONS = 20_000
_MOST_CELLS = 200
_SMALLEST_PT = 2.0

#: Entries of a widget; its `/AP` and `/MK` are read into dictionaries of their own.
Attributes = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Widget:
    """A box and what the file says of it.

    Attributes:
        box: what is reported.
        place: where the widget lies; of the box itself only what the page shows of that.
        attributes: the widget's own and inherited entries.
        normal: the appearance that is printed, or one for each state by name.
        ticked: name of the state that a check box has when ticked, as bytes.
    """

    box: Box
    place: Rect
    attributes: Attributes
    normal: pikepdf.Stream | dict[bytes, pikepdf.Object] | None = None
    ticked: bytes = b""


@dataclass(frozen=True, slots=True)
class _Field:
    name: str
    attributes: Attributes


class WidgetReader:
    """Reads the widgets of a document, page by page.

    Args:
        form: the document's `/AcroForm` dictionary, or None.

    Attributes:
        beside_pages: how many boxes lie where no page shows them.
    """

    def __init__(self, form: pikepdf.Dictionary | None) -> None:
        self._looks = LookReader(form)
        self._fields: dict[tuple[int, int], _Field] = {}
        self._count = self._expected = self.beside_pages = 0
        self._taken: dict[str, int] = {}

    def expect(self, count: int) -> None:
        """Say how many annotations the next page has, before any of them is read.

        Raises:
            TooLarge: no form has as many.
        """
        self._expected += count
        if self._expected > _MOST_ANNOTATIONS:
            raise TooLarge(what=f"more than {_MOST_ANNOTATIONS} boxes and notes")

    def page(self, number: int, annotations: Sequence[Attributes], visible: Rect) -> list[Widget]:
        """The boxes of one page, in the order in which the page lists them: the order that Tab follows.

        Args:
            number: of the page, from 1.
            annotations: of that page, their entries; those that are no widgets are passed over.
            visible: what is seen of the page; who lies beside it is as good as hidden.
        """
        found, kind = [], pikepdf.Name.Widget
        for attributes in annotations:
            if attributes.get("/Subtype") != kind:
                continue
            widget = self._widget(number, attributes, visible)
            if widget is not None:
                found.append(widget)
        self._count += len(found)
        if self._count > _MOST_BOXES:
            raise TooLarge(what=f"more than {_MOST_BOXES} boxes")
        return found

    def _widget(self, page: int, attributes: Attributes, visible: Rect) -> Widget | None:
        place = rect_of(numbers(attributes.get("/Rect"), 4))
        if place is None or max(place.width, place.height) < _SMALLEST_PT or is_hidden(attributes):
            return None
        name = self._inherit(attributes)
        kind = _kind(attributes)
        if kind is None:
            return None
        rect = within(place, visible)
        if rect is None or max(rect.width, rect.height) < _SMALLEST_PT:
            self.beside_pages += 1
            return None
        attributes["/MK"] = entries(attributes.get("/MK"))
        looks = attributes["/AP"] = entries(attributes.get("/AP"))
        normal = _appearance(looks.get("/N"))
        ticked = _ticked_state(attributes, normal, looks) if kind is BoxKind.CHECK else b""
        box = self._box(box_id(page, place, self._taken), page, rect, kind, name, attributes, ticked)
        return Widget(box, place, attributes, normal, ticked)

    def _box(
        self, name: BoxId, page: int, rect: Rect, kind: BoxKind, field: str, attributes: Attributes, ticked: bytes
    ) -> Box:
        limit = whole(attributes.get("/MaxLen")) if kind in (BoxKind.TEXT, BoxKind.MULTILINE, BoxKind.COMB) else 0
        choices, exports = _options(attributes) if kind is BoxKind.CHOICE else ((), ())
        return Box(
            id=name,
            page=page,
            rect=rect,
            kind=kind,
            look=self._looks.look(attributes),
            field=field or None,
            label=text(attributes.get("/TU")).strip(),
            cells=limit if kind is BoxKind.COMB else 0,
            limit=limit if limit > 0 else None,
            choices=choices,
            exports=exports,
            on_state=shown_name(ticked),
            style=_style(attributes) if kind is BoxKind.CHECK else "",
            read_only=bool(whole(attributes.get("/Ff")) & _READ_ONLY),
            prefilled=_prefilled(attributes, choices, exports) if kind is not BoxKind.CHECK else "",
        )

    def _inherit(self, attributes: Attributes) -> str:
        """Add what the widget's parents say; returns the field's full name."""
        own = text(attributes.get("/T"))
        parent = attributes.get("/Parent")
        if not isinstance(parent, pikepdf.Dictionary):
            return own
        field = self._field(parent)
        for key, value in field.attributes.items():
            attributes.setdefault(key, value)
        return ".".join(part for part in (field.name, own) if part)

    def _field(self, parent: pikepdf.Dictionary) -> _Field:
        key = parent.objgen
        known = self._fields.get(key) if key[0] else None
        if known is None:
            known = _read_field(parent)
            if key[0]:
                self._fields[key] = known
        return known


def _read_field(field: pikepdf.Dictionary) -> _Field:
    names: list[str] = []
    found: Attributes = {}
    seen: object = field
    for _ in range(MOST_PARENTS):
        if not isinstance(seen, pikepdf.Dictionary):
            break
        own = entries(seen)
        names.insert(0, text(own.get("/T")))
        for key in _FROM_PARENTS:
            if key in own:
                found.setdefault(key, own[key])
        seen = own.get("/Parent")
    return _Field(".".join(name for name in names if name), found)


def is_hidden(attributes: Mapping[str, Any]) -> bool:
    """Whether an annotation is neither seen nor printed."""
    flags = whole(attributes.get("/F"))
    return bool(flags & _HIDDEN) or (bool(flags & _NO_VIEW) and not flags & _PRINT)


def _kind(attributes: Attributes) -> BoxKind | None:
    flags = whole(attributes.get("/Ff"))
    match name_bytes(attributes.get("/FT")):
        case b"Btn":
            return None if flags & _PUSH_BUTTON else BoxKind.CHECK
        case b"Ch":
            return BoxKind.CHOICE
        case b"Sig":
            return BoxKind.SIGNATURE
        case b"Tx":
            return _text_kind(flags, whole(attributes.get("/MaxLen")))
        case _:
            return None


def _text_kind(flags: int, limit: int) -> BoxKind:
    if flags & _COMB and not flags & (_MULTILINE | _PASSWORD | _FILE) and 0 < limit <= _MOST_CELLS:
        return BoxKind.COMB
    return BoxKind.MULTILINE if flags & _MULTILINE else BoxKind.TEXT


def _appearance(looks: object) -> pikepdf.Stream | dict[bytes, pikepdf.Object] | None:
    if isinstance(looks, pikepdf.Stream):
        return looks
    return {key_bytes(key): value for key, value in entries(looks).items()} or None


def _ticked_state(
    attributes: Attributes, normal: pikepdf.Stream | dict[bytes, pikepdf.Object] | None, looks: Attributes
) -> bytes:
    pressed = {key_bytes(key) for key in entries(looks.get("/D"))} if not isinstance(normal, dict) else ()
    for state in sorted(normal if isinstance(normal, dict) else pressed):
        if state not in (b"Off", b""):
            return state
    current = name_bytes(attributes.get("/AS"))
    return current if current and current != b"Off" else b"Yes"


def _style(attributes: Attributes) -> str:
    return text(entries(attributes.get("/MK")).get("/CA"))[:1]


def _options(attributes: Attributes) -> tuple[tuple[str, ...], tuple[str, ...]]:
    shown, exported, paired = [], [], False
    for option in items(attributes.get("/Opt")):
        pair = [text(part) for part in items(option)]
        paired = paired or len(pair) >= 2
        shown.append(pair[1] if len(pair) >= 2 else pair[0] if pair else text(option))
        exported.append(pair[0] if pair else text(option))
    return tuple(shown), tuple(exported) if paired else ()


def _prefilled(attributes: Attributes, choices: tuple[str, ...], exports: tuple[str, ...]) -> str:
    value = attributes.get("/V")
    if isinstance(value, pikepdf.Array):
        value = next(items(value), None)
    if isinstance(value, pikepdf.Stream):
        return ""
    written = text(value)
    return choices[exports.index(written)] if written in exports else written
