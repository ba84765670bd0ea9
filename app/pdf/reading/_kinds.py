"""How a form can be filled, told from what its pages hold."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pikepdf

from app.pdf.reading._content import shows_text
from app.pdf.reading._objects import entries, inherited, name_bytes
from app.pdf.template import FormKind

_BLANK = re.compile(rb"_{4,}|(?:_[)\]]?\s*(?:-?[\d.]+\s*)?[(\[]?){6,}")
#: Underscores that make a line to write on.
_FEWEST = 4
_DEEPEST = 4


def kind_of(bare: Sequence[tuple[pikepdf.Dictionary, bytes]], *, has_boxes: bool) -> FormKind:
    """How the form can be filled.

    A form with boxes is partial where one of its pages without any shows lines to write on.

    Args:
        bare: the pages without a box, each with its decoded content.
        has_boxes: whether any other page has one.
    """
    if has_boxes:
        blanks = any(content.count(b"_") >= _FEWEST and _BLANK.search(content) for _, content in bare)
        return FormKind.PARTIAL if blanks else FormKind.FILLABLE
    resources = [inherited(page, "/Resources") for page, _ in bare]
    letters = any(shows_text(content) for _, content in bare) or any(
        _holds(own, "/Font", _DEEPEST) for own in resources
    )
    if not letters and any(_holds(own, "/Image", _DEEPEST) for own in resources):
        return FormKind.SCANNED
    return FormKind.FLAT


def _holds(resources: object, what: str, depth: int) -> bool:
    own = entries(resources)
    if what == "/Font" and entries(own.get("/Font")):
        return True
    for drawn in entries(own.get("/XObject")).values():
        subtype = name_bytes(entries(drawn).get("/Subtype"))
        if subtype == what[1:].encode():
            return True
        if subtype == b"Form" and depth > 0 and _holds(entries(drawn).get("/Resources"), what, depth - 1):
            return True
    return False
