"""A form made ready to be filled: the seam between reading (others' bytes) and setting (our ink).

`base` is a whole, clean PDF body: header and objects, without cross-reference table and trailer. The composer appends
its own objects from `first_free` on, writes one table over all, and is done; it parses nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from app.pdf.template import BoxId, Template

#: Raised whenever the compiler's output changes: cached forms of another version are compiled again.
COMPILER_VERSION = 5

Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Stamp:
    """A form XObject that lies in the base, and the matrix that puts it into its place on the page."""

    object_number: int
    matrix: Matrix


@dataclass(frozen=True, slots=True)
class BoxStamps:
    """What the form itself draws in a box.

    A stamp is called by `q a b c d e f cm /Name Do Q`. Every stamp is reachable through its page's own resources,
    so one that is not called is no loose object.

    Attributes:
        blank: what the blank prints there (a prefilled value, the state it comes with); drawn where no value is given.
        off: the box without its value: an unticked box's outline, the background and frame of a text box. Drawn under
            a value that is given, and under our own mark where `on` is None. None where the form draws none.
        on: a ticked box as the form draws it, outline included; None where it draws nothing usable, so that our own
            mark is drawn over `off`.
    """

    blank: Stamp | None = None
    off: Stamp | None = None
    on: Stamp | None = None


@dataclass(frozen=True, slots=True)
class CompiledForm:
    """A template with its clean base.

    Attributes:
        base: header and objects; ends at a line end.
        offsets: byte offset of every object of the base by its number; numbers without an offset are free.
        catalog: object number of the document catalog (in the base, points to `page_tree`).
        page_tree: reserved number of the root of the page tree; the composer writes it, with `top_kid` as first kid
            and addendum pages after it. `top_kid`'s `/Parent` points to it.
        top_kid: object number of the form's own page tree.
        overlays: one reserved number a page, for a form XObject in user space of the page, already called by the page's
            content as its last act; the composer writes each (an empty one where there is nothing to draw).
        first_free: lowest number that neither the base nor a reserved object uses.
        stamps: what the form itself draws, by box.
    """

    template: Template
    base: bytes
    offsets: Mapping[int, int]
    catalog: int
    page_tree: int
    top_kid: int
    overlays: tuple[int, ...]
    first_free: int
    stamps: Mapping[BoxId, BoxStamps] = field(default_factory=dict)
    version: int = COMPILER_VERSION
