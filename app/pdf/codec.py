"""Compiled forms as bytes and back: a JSON header and the base. Never pickle: a cache must not be able to run code."""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping
from itertools import accumulate
from typing import Any

from app.pdf.compiled import COMPILER_VERSION, BoxStamps, CompiledForm, Matrix, Stamp
from app.pdf.problems import StaleCompilation
from app.pdf.template import Align, Box, BoxId, BoxKind, Family, FormKind, Look, PageShape, Rect, Template

_MAGIC = b"PADF"
_LENGTH = struct.Struct(">I")
_KINDS = {str(kind): kind for kind in BoxKind}


def encode(form: CompiledForm) -> bytes:
    """The form as bytes.

    Args:
        form: what the compiler made.

    Returns:
        Bytes that `decode` reads; the same for the same form.
    """
    header = json.dumps(_header(form), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return b"".join((_MAGIC, _LENGTH.pack(len(header)), header, form.base))


def decode(data: bytes) -> CompiledForm:
    """The form that `encode` wrote.

    Raises:
        StaleCompilation: the bytes are of another version, or not whole.
    """
    try:
        if data[:4] != _MAGIC:
            raise StaleCompilation
        start = 8 + _LENGTH.unpack_from(data, 4)[0]
        header = json.loads(data[8:start].decode("utf-8", "surrogatepass"))
        if header["version"] != COMPILER_VERSION or header["length"] != len(data) - start:
            raise StaleCompilation
        return _form(header, data[start:])
    except (ValueError, KeyError, TypeError, IndexError, struct.error) as broken:
        raise StaleCompilation from broken


def boxes_out(boxes: Iterable[Box]) -> list[Any]:
    """Boxes alone, as JSON."""
    return [_box_out(box, None) for box in boxes]


def boxes_in(data: Iterable[list[Any]]) -> tuple[Box, ...]:
    """The boxes that `boxes_out` wrote."""
    return tuple(_box_in(box, None) for box in data)


def _header(form: CompiledForm) -> dict[str, Any]:
    numbers = sorted(form.offsets)
    places = [form.offsets[number] for number in numbers]
    return {
        "version": form.version,
        "length": len(form.base),
        "numbers": _steps(numbers),
        "places": _steps(places),
        "catalog": form.catalog,
        "page_tree": form.page_tree,
        "top_kid": form.top_kid,
        "overlays": form.overlays,
        "first_free": form.first_free,
        "stamps": {name: [_stamp_out(s) for s in (b.blank, b.off, b.on)] for name, b in form.stamps.items()},
        "template": _template_out(form.template),
    }


def _form(header: Mapping[str, Any], base: bytes) -> CompiledForm:
    return CompiledForm(
        template=_template_in(header["template"]),
        base=base,
        offsets=dict(zip(accumulate(header["numbers"]), accumulate(header["places"]), strict=True)),
        catalog=header["catalog"],
        page_tree=header["page_tree"],
        top_kid=header["top_kid"],
        overlays=tuple(header["overlays"]),
        first_free=header["first_free"],
        stamps={BoxId(name): BoxStamps(*(_stamp_in(s) for s in three)) for name, three in header["stamps"].items()},
        version=header["version"],
    )


def _steps(numbers: list[int]) -> list[int]:
    return [after - before for before, after in zip([0, *numbers], numbers, strict=False)]


def _stamp_out(stamp: Stamp | None) -> list[Any] | None:
    return None if stamp is None else [stamp.object_number, *stamp.matrix]


def _stamp_in(data: list[Any] | None) -> Stamp | None:
    if data is None:
        return None
    a, b, c, d, e, f = data[1:]
    matrix: Matrix = (a, b, c, d, e, f)
    return Stamp(data[0], matrix)


def _rect_out(rect: Rect) -> list[float]:
    return [rect.x0, rect.y0, rect.x1, rect.y1]


def _template_out(template: Template) -> dict[str, Any]:
    looks: dict[Look, int] = {}
    boxes = [_box_out(box, looks) for box in template.boxes]
    return {
        "sha256": template.sha256,
        "kind": template.kind,
        "pages": [[*_rect_out(page.visible), page.turn] for page in template.pages],
        "looks": [_look_out(look) for look in looks],
        "boxes": boxes,
        "notes": template.notes,
    }


def _template_in(data: Mapping[str, Any]) -> Template:
    looks = [_look_in(look) for look in data["looks"]]
    return Template(
        sha256=data["sha256"],
        kind=FormKind(data["kind"]),
        pages=tuple(PageShape(Rect(*page[:4]), page[4]) for page in data["pages"]),
        boxes=tuple(_box_in(box, looks) for box in data["boxes"]),
        notes=tuple(data["notes"]),
    )


def _look_out(look: Look) -> list[Any]:
    return [
        look.family,
        look.bold,
        look.italic,
        look.size_pt,
        look.color,
        look.align,
        look.turn,
        look.inset_pt,
    ]


def _look_in(data: list[Any]) -> Look:
    family, bold, italic, size_pt, color, align, turn, inset_pt = data
    red, green, blue = color
    return Look(Family(family), bold, italic, size_pt, (red, green, blue), Align(align), turn, inset_pt)


def _box_out(box: Box, looks: dict[Look, int] | None) -> list[Any]:
    return [
        box.id,
        box.page,
        _rect_out(box.rect),
        box.kind,
        _look_out(box.look) if looks is None else looks.setdefault(box.look, len(looks)),
        box.field,
        box.label,
        box.cells,
        box.limit,
        box.choices,
        box.exports,
        box.on_state,
        box.style,
        box.read_only,
        box.baselines,
        box.prefilled,
    ]


def _box_in(data: list[Any], looks: list[Look] | None) -> Box:
    # By position and without a look-up by value: a form has hundreds of boxes, and opening one waits for this.
    name, page, rect, kind, look, field, label, *more = data
    cells, limit, choices, exports, on_state, style, fixed, lines, text = more
    return Box(
        name,
        page,
        Rect(*rect),
        _KINDS[kind],
        _look_in(look) if looks is None else looks[look],
        field,
        label,
        cells,
        limit,
        tuple(choices),
        tuple(exports),
        on_state,
        style,
        fixed,
        tuple(lines),
        text,
    )
