"""Forms built for the tests, box by box, with pikepdf."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterable, Mapping
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf

Entries = Mapping[str, Any]


def widget(rect: Iterable[float] = (100, 700, 200, 716), **entries: Any) -> Dictionary:
    """A widget that prints, a text box unless the entries say otherwise."""
    base = {"Type": Name.Annot, "Subtype": Name.Widget, "FT": Name.Tx, "F": 4, "Rect": Array(list(rect))}
    return Dictionary(**(base | entries))


def drawn(pdf: Pdf, content: bytes, box: Iterable[float] = (0, 0, 10, 10), **entries: Any) -> pikepdf.Object:
    """An appearance."""
    return pdf.make_stream(content, Type=Name.XObject, Subtype=Name.Form, BBox=Array(list(box)), **entries)


def form(
    *widgets: Dictionary,
    content: bytes = b"",
    catalog: Entries | None = None,
    page: Entries | None = None,
    pdf: Pdf | None = None,
) -> bytes:
    """A one-page form; the widgets are on the page only, unless the catalog lists them."""
    pdf = pdf or Pdf.new()
    sheet = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, 612, 792]),
        Resources=Dictionary(),
        Contents=pdf.make_stream(content),
        Annots=Array([pdf.make_indirect(item) for item in widgets]),
    )
    for key, value in (page or {}).items():
        sheet["/" + key] = value
    pdf.pages.append(pikepdf.Page(sheet))
    for key, value in (catalog or {}).items():
        pdf.Root["/" + key] = value
    return saved(pdf)


def saved(pdf: Pdf, **options: Any) -> bytes:
    """The document's bytes."""
    out = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # boxes that no list names are what is tested
        pdf.save(out, static_id=True, **options)
    return out.getvalue()
