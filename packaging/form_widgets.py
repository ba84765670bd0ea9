"""Turning a drawn form into a fillable one: widgets over the boxes, without a script, the same bytes each time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pikepdf
from form_kit import Drawn
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

_MULTILINE, _COMB, _COMBO, _RADIO, _NO_TOGGLE_OFF = 1 << 12, 1 << 24, 1 << 17, 1 << 15, 1 << 14
_PRINT = 4
#: Sizes of what is filled in: on a line of its own, and where it is long or a list.
TEXT_PT, SMALL_PT = 10, 9


def add_widgets(flat: Path, out: Path, boxes: Sequence[Drawn]) -> None:
    """Write `flat` with a widget over every box."""
    with Pdf.open(flat) as pdf:
        fields: list[pikepdf.Object] = []
        by_name: dict[str, list[Drawn]] = defaultdict(list)
        for box in boxes:
            by_name[box.name].append(box)
        for name, drawn in by_name.items():
            fields.append(_radio(pdf, name, drawn) if len(drawn) > 1 else _single(pdf, drawn[0]))
        pdf.Root.AcroForm = pdf.make_indirect(
            Dictionary(
                Fields=Array(fields),
                DA=String("/Helv 0 Tf 0 g"),
                DR=Dictionary(Font=Dictionary(Helv=_helvetica(pdf))),
            )
        )
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)


def _helvetica(pdf: Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    )


def _annotate(pdf: Pdf, box: Drawn, entries: Dictionary) -> pikepdf.Object:
    """A widget on its page, in the order of drawing: Tab follows the paper."""
    page = pdf.pages[box.page - 1]
    entries.Type, entries.Subtype = Name.Annot, Name.Widget
    entries.Rect, entries.F, entries.P = Array(box.rect), _PRINT, page.obj
    widget = pdf.make_indirect(entries)
    if "/Annots" not in page.obj:
        page.obj.Annots = pdf.make_indirect(Array())
        page.obj.Tabs = Name.S
    page.obj.Annots.append(widget)
    return widget


def _single(pdf: Pdf, box: Drawn) -> pikepdf.Object:
    entries = Dictionary(T=String(box.name), TU=String(box.label))
    if box.kind == "check":
        _tick(pdf, box, entries)
        entries.FT = Name.Btn
    elif box.kind == "signature":
        entries.FT = Name.Sig
    elif box.kind == "choice":
        entries.FT, entries.Ff, entries.Opt = Name.Ch, _COMBO, Array([String(text) for text in box.choices])
        entries.DA = String(f"/Helv {SMALL_PT} Tf 0 g")
    else:
        _text(box, entries)
    return _annotate(pdf, box, entries)


def _text(box: Drawn, entries: Dictionary) -> None:
    entries.FT = Name.Tx
    entries.DA = String(f"/Helv {SMALL_PT if box.kind == 'multiline' else TEXT_PT} Tf 0 g")
    if box.kind == "multiline":
        entries.Ff = _MULTILINE
    if box.kind == "comb":
        entries.Ff, entries.MaxLen = _COMB, box.cells


def _tick(pdf: Pdf, box: Drawn, entries: Dictionary) -> None:
    """The outline is on the page; the widget draws its cross only."""
    width, height = box.rect[2] - box.rect[0], box.rect[3] - box.rect[1]
    cross = f"q 1.3 w 1 J 2 2 m {width - 2:.1f} {height - 2:.1f} l 2 {height - 2:.1f} m {width - 2:.1f} 2 l S Q"
    states = Dictionary()
    states[f"/{box.on}"] = _drawing(pdf, cross.encode(), width, height)
    states["/Off"] = _drawing(pdf, b"", width, height)
    entries.AP, entries.AS, entries.V = Dictionary(N=states), Name.Off, Name.Off
    entries.MK = Dictionary(CA=String("8"))
    entries.DA = String("/ZaDb 0 Tf 0 g")


def _drawing(pdf: Pdf, content: bytes, width: float, height: float) -> Stream:
    return Stream(
        pdf, content, Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, round(width, 1), round(height, 1)])
    )


def _radio(pdf: Pdf, name: str, boxes: Sequence[Drawn]) -> pikepdf.Object:
    """Check boxes of one name are a radio group: one of them at most is on."""
    field = pdf.make_indirect(
        Dictionary(FT=Name.Btn, Ff=_RADIO | _NO_TOGGLE_OFF, T=String(name), V=Name.Off, Kids=Array())
    )
    for box in boxes:
        entries = Dictionary(Parent=field, TU=String(box.label))
        _tick(pdf, box, entries)
        del entries["/V"]
        field.Kids.append(_annotate(pdf, box, entries))
    return field
