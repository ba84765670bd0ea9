"""Puts values on a compiled form: one overlay a page, our fonts, the addendum, one table over all. Parses nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from app.pdf.setting import Fit
from app.pdf.template import BoxId


@dataclass(frozen=True, slots=True)
class BoxTitle:
    """What the form calls a box: printed above its value in the addendum.

    Attributes:
        section: the form's own section, such as "C. Clinical information", or empty.
        question: the form's own words for the box, or empty.
    """

    section: str = ""
    question: str = ""


@dataclass(frozen=True, slots=True)
class AddendumHeading:
    """What stands at the top of every addendum page.

    Attributes:
        title: such as "Addendum to the Botox prior authorization form".
        lines: who it is about: patient, date of birth, member ID.
    """

    title: str = "Addendum"
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Composed:
    """A filled form.

    Attributes:
        fits: by box, for every box that was given a value.
        missing: by box, characters that no bundled face has.
        entries: number of the addendum's entry, by box.
    """

    pdf: bytes
    fits: Mapping[BoxId, Fit]
    form_pages: int
    addendum_pages: int
    missing: Mapping[BoxId, tuple[str, ...]] = MappingProxyType({})
    entries: Mapping[BoxId, int] = MappingProxyType({})
