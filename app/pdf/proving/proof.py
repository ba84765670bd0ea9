"""Holds a filled form against what it should say, before it is written: ink in every box, and its value by text."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.pdf.compiled import CompiledForm
from app.pdf.composing.composer import Composed, compose
from app.pdf.ink.clean import printable
from app.pdf.ink.fonts import is_plain
from app.pdf.ink.typesetter import shown_text
from app.pdf.problems import ValueNotDrawn, ValueNotReadable
from app.pdf.setting import FitKind
from app.pdf.template import Box, BoxId, BoxKind, Rect
from app.pdf.worker import PaperWorker

_AROUND_PT: Final = 3.0
_MOST_NAMED: Final = 12
_UNREADABLE: Final = re.compile(r"[\s\u0002\u00ad\u200b-\u200f\ufffe\ufeff-]+")


@dataclass(frozen=True, slots=True)
class Proof:
    """What was proven.

    Attributes:
        drawn: boxes that hold new ink.
        read: boxes whose value was read back from the page or from the addendum.
    """

    drawn: int
    read: int


def prove(form: CompiledForm, composed: Composed, values: Mapping[BoxId, str | bool], worker: PaperWorker) -> Proof:
    """Proves that every value stands on the paper.

    Args:
        form: the compiled blank.
        composed: what `compose` made of it.
        values: the same that were composed.
        worker: draws and reads.

    Raises:
        ValueNotDrawn: a box that was given a value holds no ink.
        ValueNotReadable: a box's value cannot be read back.
    """
    boxes = [box for box in form.template.boxes if _given(box, values.get(box.id))]
    if not boxes:
        return Proof(0, 0)
    emptied: dict[BoxId, str | bool] = {
        box.id: False if box.kind is BoxKind.CHECK else "" for box in form.template.boxes if box.id in values
    }
    empty = compose(form, emptied).pdf
    told = worker.inked(empty, composed.pdf, [(box.page, box.rect) for box in boxes])
    bare = [box for box, ink in zip(boxes, told, strict=True) if not ink.shows]
    if bare:
        raise ValueNotDrawn(count=len(bare), boxes=_named([box.id for box in bare]))
    texts = [box for box in boxes if box.kind is not BoxKind.CHECK]
    unread = _unread(texts, composed, values, worker)
    if unread:
        raise ValueNotReadable(count=len(unread), boxes=_named(unread))
    return Proof(len(boxes), len(texts))


def _given(box: Box, value: str | bool | None) -> bool:
    if box.kind is BoxKind.CHECK or value is None:
        return bool(value)
    return bool(_read_key(printable(shown_text(box, value))) or printable(shown_text(box, value)).strip())


def _unread(
    boxes: list[Box], composed: Composed, values: Mapping[BoxId, str | bool], worker: PaperWorker
) -> list[BoxId]:
    found = worker.read_boxes(composed.pdf, [(box.page, _around(box.rect)) for box in boxes])
    addendum = ""
    if composed.addendum_pages:
        pages = worker.page_text(composed.pdf)
        addendum = " ".join(pages[composed.form_pages : composed.form_pages + composed.addendum_pages])
    unread = []
    for box, text in zip(boxes, found, strict=True):
        continued = composed.fits[box.id].kind is FitKind.CONTINUED
        value = printable(shown_text(box, values[box.id]))
        for char in composed.missing.get(box.id, ()):
            value = value.replace(char, "")
        if not (says(value, addendum) if continued else says(value, text, crowded=True)):
            unread.append(box.id)
    return unread


def says(value: str, text: str, *, crowded: bool = False) -> bool:
    """Whether a text that was read from paper holds a value.

    Lines may be read in another order, and letters of scripts that are shaped or run right to left in another one
    than they were written in, so of such words all letters must be there.

    Args:
        value: what was printed.
        text: what was read.
        crowded: the form's own underscores and letters may come between; then all letters must be there.
    """
    found = _read_key(text)
    if _read_key(value) in found:
        return True
    letters = Counter(found)
    if crowded:
        return Counter(_read_key(value)) <= letters
    return all(
        word in found or (not all(map(is_plain, word)) and Counter(word) <= letters)
        for word in map(_read_key, value.split())
    )


def _read_key(text: str) -> str:
    return _UNREADABLE.sub("", unicodedata.normalize("NFKC", text))


def _around(rect: Rect) -> Rect:
    return Rect(rect.x0 - _AROUND_PT, rect.y0 - _AROUND_PT, rect.x1 + _AROUND_PT, rect.y1 + _AROUND_PT)


def _named(boxes: list[BoxId]) -> str:
    more = len(boxes) - _MOST_NAMED
    return "; ".join(boxes[:_MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
