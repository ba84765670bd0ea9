"""What the paper is: pages and boxes. Geometry and look only, never meaning."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

#: Page and centre in whole points, `2:88,676`; `2:88,676.2` where two boxes share it.
BoxId = NewType("BoxId", str)


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle in points of unrotated default user space, origin bottom left, x0 < x1 and y0 < y1."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Points from left to right."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Points from bottom to top."""
        return self.y1 - self.y0

    @property
    def center(self) -> tuple[float, float]:
        """The middle, in points."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2


class BoxKind(StrEnum):
    """What can be put into a box."""

    TEXT = "text"
    MULTILINE = "multiline"
    COMB = "comb"
    CHECK = "check"
    CHOICE = "choice"
    SIGNATURE = "signature"


class FormKind(StrEnum):
    """How a form can be filled."""

    FILLABLE = "fillable"
    PARTIAL = "partial"
    FLAT = "flat"
    SCANNED = "scanned"
    XFA = "xfa"


class Align(StrEnum):
    """Where a value stands in its box."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Family(StrEnum):
    """The family of the form's own font; ours are metric-compatible."""

    SANS = "sans"
    SERIF = "serif"
    MONO = "mono"


@dataclass(frozen=True, slots=True)
class Look:
    """How the form wants a value set.

    Attributes:
        size_pt: the form's own size, or 0 where the program may choose.
        color: red, green, blue from 0 to 1.
        turn: degrees counter-clockwise by which the value is turned in unrotated user space
            (the widget's `/MK /R`; a page's own `/Rotate` is the page's affair).
        inset_pt: border width to stay clear of, on each side.
    """

    family: Family = Family.SANS
    bold: bool = False
    italic: bool = False
    size_pt: float = 0.0
    color: tuple[float, float, float] = (0.0, 0.0, 0.0)
    align: Align = Align.LEFT
    turn: int = 0
    inset_pt: float = 1.0


@dataclass(frozen=True, slots=True)
class Box:
    """One place that can be filled.

    Attributes:
        page: from 1.
        field: the form's own field name, or None for a found or declared box.
        label: what the form says of it (tooltip), or empty.
        cells: of a comb; else 0.
        limit: most characters, or None.
        choices: option texts of a combo or list.
        exports: what the form calls each choice; as many as choices, or none.
        on_state: name of the ticked state of a check box, or empty.
        style: check mark the form asks for where it draws none (`/MK /CA`): 4 check, 8 cross, l dot, u diamond,
            n square, H star.
        read_only: reported, and filled when it is named.
        baselines: of ruled lines that take one answer, from the top; empty where the box has no rules of its own.
        prefilled: the text that the blank comes with. Where its stamp `blank` is None nobody has drawn it yet.
    """

    id: BoxId
    page: int
    rect: Rect
    kind: BoxKind
    look: Look = Look()
    field: str | None = None
    label: str = ""
    cells: int = 0
    limit: int | None = None
    choices: tuple[str, ...] = ()
    exports: tuple[str, ...] = ()
    on_state: str = ""
    style: str = ""
    read_only: bool = False
    baselines: tuple[float, ...] = ()
    prefilled: str = ""


@dataclass(frozen=True, slots=True)
class PageShape:
    """A page as it is shown: the visible rectangle in user space, and the clockwise turn in degrees it is viewed at."""

    visible: Rect
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Template:
    """A form's pages and boxes, in reading order.

    Attributes:
        sha256: of the blank file's bytes.
        notes: what the user should know: "repaired", "already filled in", what permissions say. Plain sentences.
    """

    sha256: str
    kind: FormKind
    pages: tuple[PageShape, ...]
    boxes: tuple[Box, ...]
    notes: tuple[str, ...] = ()

    def box(self, box_id: BoxId) -> Box | None:
        """The box of that name, or None."""
        return next((box for box in self.boxes if box.id == box_id), None)


def box_id(page: int, rect: Rect, taken: dict[str, int]) -> BoxId:
    """The stable name of a box: page and centre in whole points, numbered where several share it.

    Args:
        page: from 1.
        rect: of the box.
        taken: how often each name was given so far; counted up.
    """
    x, y = rect.center
    name = f"{page}:{math.floor(x + 0.5)},{math.floor(y + 0.5)}"
    taken[name] = taken.get(name, 0) + 1
    return BoxId(name if taken[name] == 1 else f"{name}.{taken[name]}")
