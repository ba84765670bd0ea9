"""How a form can be filled, told from what its pages hold."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pikepdf

from app.pdf._content import shows_text
from app.pdf._objects import entries, inherited, name_bytes
from app.pdf.template import FormKind

_BLANK = re.compile(rb"_{4,}|(?:_[)\]]?\s*(?:-?[\d.]+\s*)?[(\[]?){6,}")
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class PageSight:
    """What a page holds, without reading it.

    Attributes:
        text: whether letters are shown.
        image: whether there is a picture.
        blanks: whether underscores are set as a line to write on.
    """

    text: bool
    image: bool
    blanks: bool


def sight_of(page: pikepdf.Dictionary, content: bytes) -> PageSight:
    """What one page holds.

    Args:
        page: the page.
        content: its decoded content.
    """
    resources = inherited(page, "/Resources")
    return PageSight(
        text=shows_text(content) or _holds(resources, "/Font", _DEEPEST),
        image=_holds(resources, "/Image", _DEEPEST),
        blanks=_BLANK.search(content) is not None,
    )


def kind_of(pages: Sequence[PageSight], with_boxes: Collection[int]) -> FormKind:
    """How the form can be filled.

    A form is partial where a page without a single box shows lines to write on.

    Args:
        pages: what each holds.
        with_boxes: numbers of the pages that have widgets.
    """
    if with_boxes:
        bare = any(page.blanks for number, page in enumerate(pages, 1) if number not in with_boxes)
        return FormKind.PARTIAL if bare else FormKind.FILLABLE
    if not any(page.text for page in pages) and any(page.image for page in pages):
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
