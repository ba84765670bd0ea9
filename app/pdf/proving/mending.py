"""Boxes in which nobody would see a value: found by trying all of a form's boxes once, and mended before it is filled.

A form's own tick may be white, empty or drawn beside its box; its page may be dark where a value is to stand. Which of
that is so, only a drawn page tells.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from app.pdf.compiled import CompiledForm
from app.pdf.composing.composer import compose
from app.pdf.raster import Inked
from app.pdf.template import Box, BoxId, BoxKind

_SAMPLE: Final = "X"
_HALF: Final = 128
Color = tuple[float, float, float]
_BLACK: Final[Color] = (0.0, 0.0, 0.0)
_WHITE: Final[Color] = (1.0, 1.0, 1.0)


@dataclass(frozen=True, slots=True)
class Attempt:
    """A form with nothing and with something in each of the boxes that can be filled.

    Attributes:
        boxes: that were filled.
    """

    boxes: tuple[Box, ...]
    empty: bytes
    full: bytes


def attempt(form: CompiledForm) -> Attempt | None:
    """The form filled for trial; None where nothing can be filled."""
    boxes = tuple(box for box in form.template.boxes if box.kind is not BoxKind.SIGNATURE)
    if not boxes:
        return None
    empty: dict[BoxId, str | bool] = {box.id: False if box.kind is BoxKind.CHECK else "" for box in boxes}
    full = {box.id: _sample(box) for box in boxes}
    return Attempt(boxes, compose(form, empty).pdf, compose(form, full).pdf)


def mended(form: CompiledForm, told: Mapping[BoxId, Inked]) -> CompiledForm:
    """The form with our own tick, and a colour that shows, where the attempt left nothing to be seen.

    Args:
        form: as it was compiled.
        told: what the attempt left in each box that was looked at.
    """
    bare = {box_id: ink for box_id, ink in told.items() if not ink.shows}
    if not bare:
        return form
    boxes = tuple(_recolored(box, bare[box.id]) if box.id in bare else box for box in form.template.boxes)
    stamps = {name: replace(stamps, on=None) if name in bare else stamps for name, stamps in form.stamps.items()}
    return replace(form, template=replace(form.template, boxes=boxes), stamps=stamps)


def _sample(box: Box) -> str | bool:
    if box.kind is BoxKind.CHECK:
        return True
    if box.kind is BoxKind.CHOICE:
        return next((choice for choice in box.choices if choice.strip()), _SAMPLE)
    return _SAMPLE * max(1, box.cells)


def _recolored(box: Box, ink: Inked) -> Box:
    color = _WHITE if ink.ground < _HALF else _BLACK
    return replace(box, look=replace(box.look, color=color))
