"""Forms to measure on: real ones with values for every box, and generated ones of any size."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf

from app.pdf.compiled import CompiledForm
from app.pdf.reading.compiler import compile_form
from app.pdf.template import Box, BoxId, BoxKind, Rect

NAMES = ("Nguyễn Thị Ánh", "Jane Q. Sample", "Łukasz Żółć", "1200 Main St Apt 4", "José Müller-Peña", "555-010-0199")
_A_PAGE = 250
_SAME_PT = 0.02


@dataclass(frozen=True, slots=True)
class Given:
    """What one widget is given: a text, or the name of a check box's state.

    Attributes:
        place: of the widget among its page's annotations.
        name: of its field, in full.
    """

    place: int
    name: str
    text: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A form and the same values for every engine.

    Attributes:
        form: compiled, for the measurements of a form that was seen before.
        values: by box, for ours.
        given: by page, for the peers, so that none of them has to look anything up.
    """

    name: str
    data: bytes
    form: CompiledForm
    values: Mapping[BoxId, str | bool]
    given: tuple[tuple[Given, ...], ...]


def case(name: str, data: bytes) -> Case:
    """The form with a value for every box but the signatures."""
    form = compile_form(data)
    boxes = [box for box in form.template.boxes if box.kind is not BoxKind.SIGNATURE]
    values = {box.id: _value(number, box) for number, box in enumerate(boxes)}
    return Case(name, data, form, values, tuple(tuple(page) for page in _given(data, boxes, values)))


def _value(number: int, box: Box) -> str | bool:
    if box.kind is BoxKind.CHECK:
        return number % 2 == 0
    if box.kind is BoxKind.CHOICE and box.choices:
        return box.choices[0]
    if box.kind is BoxKind.COMB:
        return "1234567890"[: box.cells]
    text = "X1" if box.rect.width < 60 else NAMES[number % len(NAMES)]
    return text[: box.limit] if box.limit else text


def _given(data: bytes, boxes: list[Box], values: Mapping[BoxId, str | bool]) -> Iterator[list[Given]]:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for number, page in enumerate(pdf.pages, 1):
            waiting = [box for box in boxes if box.page == number]
            found = []
            for place, item in enumerate(page.obj.get("/Annots", [])):
                if waiting and _is_at(item, waiting[0].rect):
                    box = waiting.pop(0)
                    found.append(_of(place, item, box, values[box.id]))
            yield found


def _is_at(item: pikepdf.Object, rect: Rect) -> bool:
    if item.get("/Subtype") != "/Widget":
        return False
    ax, ay, bx, by = (float(corner) for corner in item["/Rect"])
    corners = (min(ax, bx), min(ay, by), max(ax, bx), max(ay, by))
    return all(
        abs(one - other) < _SAME_PT for one, other in zip(corners, (rect.x0, rect.y0, rect.x1, rect.y1), strict=True)
    )


def _of(place: int, item: pikepdf.Object, box: Box, value: str | bool) -> Given:
    name = box.field or ""
    if isinstance(value, bool):
        return Given(place, name, state=f"/{box.on_state}" if value else "/Off")
    return Given(place, name, text=value)


def generated(count: int) -> bytes:
    """A form of that many boxes, two text boxes to a check box, 250 a page."""
    with pikepdf.new() as pdf:
        fonts = pikepdf.Dictionary(
            Helv=pdf.make_indirect(
                pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
            )
        )
        on, off = (_appearance(pdf, drawn) for drawn in (b"2 2 8 8 re f", b"1 1 10 10 re S"))
        fields = []
        for start in range(0, count, _A_PAGE):
            page = pdf.add_blank_page(page_size=(612, 792))
            widgets = [_widget(pdf, number, on, off) for number in range(start, min(start + _A_PAGE, count))]
            page.obj["/Annots"] = pikepdf.Array(widgets)
            fields += widgets
        pdf.Root["/AcroForm"] = pikepdf.Dictionary(
            Fields=pikepdf.Array(fields), DA=b"/Helv 0 Tf 0 g", DR=pikepdf.Dictionary(Font=fonts)
        )
        out = io.BytesIO()
        pdf.save(out, static_id=True)
        return out.getvalue()


def _appearance(pdf: pikepdf.Pdf, content: bytes) -> pikepdf.Stream:
    return pdf.make_stream(
        content, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Form, BBox=pikepdf.Array([0, 0, 12, 12])
    )


def _widget(pdf: pikepdf.Pdf, number: int, on: pikepdf.Stream, off: pikepdf.Stream) -> pikepdf.Object:
    row, column = divmod(number % _A_PAGE, 5)
    left, low = 30 + column * 110, 762 - row * 15
    check = number % 3 == 2
    widget = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot,
        Subtype=pikepdf.Name.Widget,
        FT=pikepdf.Name.Btn if check else pikepdf.Name.Tx,
        T=f"box {number}".encode(),
        TU=f"What is asked in box {number}".encode(),
        F=4,
        Rect=pikepdf.Array([left, low, left + (12 if check else 100), low + 12]),
    )
    if check:
        widget["/AP"] = pikepdf.Dictionary(N=pikepdf.Dictionary(Yes=on, Off=off))
        widget["/AS"] = pikepdf.Name.Off
    else:
        widget["/DA"] = b"/Helv 0 Tf 0 g"
    return pdf.make_indirect(widget)
