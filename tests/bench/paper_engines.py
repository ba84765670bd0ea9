"""Ours and the peers: each takes a form's bytes and values, and gives the filled and flattened file."""

from __future__ import annotations

import ctypes
import io
import logging
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pikepdf
import pypdf
import pypdfium2
import pypdfium2.raw as fpdf

from app.pdf.composing.composer import compose
from app.pdf.reading.compiler import compile_form
from app.pdf.worker import PaperWorker
from tests.bench.paper_case import Case, Given

for _talker in ("pypdf", "pypdfium2"):
    logging.getLogger(_talker).setLevel(logging.CRITICAL)
warnings.filterwarnings("ignore", message="This document has .* not reachable")

Engine = Callable[[Case], bytes]


class Forgets:
    """A cache that keeps nothing: every form is a new one."""

    def get(self, name: str) -> bytes | None:
        return None

    def put(self, name: str, data: bytes) -> None:
        pass


def warm(case: Case) -> bytes:
    """Ours, the form seen before: what the desk does at every change."""
    return compose(case.form, case.values).pdf


def cold(case: Case) -> bytes:
    """Ours from the file to the file, in this process."""
    return compose(compile_form(case.data), case.values).pdf


@dataclass(frozen=True)
class InWorker:
    """Ours from the file to the file as the program does it: compiled in the child, composed here."""

    worker: PaperWorker

    def __call__(self, case: Case) -> bytes:
        return compose(self.worker.compile(case.data), case.values).pdf


def with_pikepdf(case: Case) -> bytes:
    """The fast way: straight on each page's annotations. Draws only where `/NeedAppearances` is set."""
    with pikepdf.open(io.BytesIO(case.data)) as pdf:
        for page, given in zip(pdf.pages, case.given, strict=True):
            annotations = page.obj.get("/Annots")
            for one in given:
                _set(annotations[one.place], one)
        form = pdf.Root.get("/AcroForm")
        if form is not None:
            form["/NeedAppearances"] = True
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def pikepdf_undrawn(case: Case) -> bytes:
    """The same without the flag, so that qpdf draws no value: less than what is asked for, and shown as such."""
    with pikepdf.open(io.BytesIO(case.data)) as pdf:
        for page, given in zip(pdf.pages, case.given, strict=True):
            annotations = page.obj.get("/Annots")
            for one in given:
                _set(annotations[one.place], one)
        pdf.generate_appearance_streams()
        pdf.flatten_annotations("all")
        out = io.BytesIO()
        pdf.save(out)
        return out.getvalue()


def _set(widget: pikepdf.Object, given: Given) -> None:
    if given.state:
        widget["/AS"] = widget["/V"] = pikepdf.Name(given.state)
    else:
        widget["/V"] = pikepdf.String(given.text)


def with_pypdf(case: Case) -> bytes:
    """Its own call with `flatten`, then the widgets removed."""
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(case.data))
    for page, given in zip(writer.pages, case.given, strict=True):
        values: Mapping[str, str] = {one.name: one.state or one.text for one in given}
        if values:
            writer.update_page_form_field_values(page, dict(values), auto_regenerate=False, flatten=True)
    writer.remove_annotations("/Widget")
    writer.root_object.pop("/AcroForm", None)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_pdfium(case: Case) -> bytes:
    """Values typed into each box as its own form filler does, then every page flattened."""
    document = pypdfium2.PdfDocument(case.data)
    try:
        document.init_forms()
        filler = document.formenv.raw if document.formenv else None
        for number, given in enumerate(case.given):
            page = document[number]
            for one in given:
                _type(filler, page.raw, one)
            if filler is not None:
                fpdf.FORM_ForceToKillFocus(filler)
            fpdf.FPDFPage_Flatten(page.raw, fpdf.FLAT_PRINT)
            page.close()
        out = io.BytesIO()
        document.save(out, flags=fpdf.FPDF_REMOVE_SECURITY)
        return out.getvalue()
    finally:
        document.close()


def _type(filler: object, page: object, given: Given) -> None:
    widget = fpdf.FPDFPage_GetAnnot(page, given.place)
    try:
        if given.state:
            fpdf.FPDFAnnot_SetStringValue(widget, b"AS", _wide(given.state[1:]))
        elif filler is not None and fpdf.FORM_SetFocusedAnnot(filler, widget):
            fpdf.FORM_SelectAllText(filler, page)
            fpdf.FORM_ReplaceSelection(filler, page, _wide(given.text))
    finally:
        fpdf.FPDFPage_CloseAnnot(widget)


def _wide(text: str) -> object:
    encoded = text.encode("utf-16-le") + b"\0\0"
    return ctypes.cast(ctypes.create_string_buffer(encoded), ctypes.POINTER(ctypes.c_ushort))


PEERS: Mapping[str, Engine] = {"pikepdf": with_pikepdf, "pypdfium2": with_pdfium, "pypdf": with_pypdf}
OURS: Mapping[str, Engine] = {"warm": warm, "cold": cold}
