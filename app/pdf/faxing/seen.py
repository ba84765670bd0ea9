"""What the fax eye tells of a page: plain types that cross the border of the worker."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from app.pdf.raster import Raster
from app.pdf.template import Rect


class FaxQuality(StrEnum):
    """How finely a fax machine looks at a page."""

    STANDARD = "standard"
    FINE = "fine"


class Fault(StrEnum):
    """Why something does not survive a fax."""

    SMALL = "small"
    LIGHT = "light"
    FAINT = "faint"
    DARK_GROUND = "dark_ground"


@dataclass(frozen=True, slots=True)
class Lost:
    """A place that does not survive.

    Attributes:
        place: on the page as it is seen, in parts of its width and height, the origin at its upper left.
        size_pt: of letters that are too small; 0 for anything else.
    """

    fault: Fault
    place: Rect
    size_pt: float = 0.0


@dataclass(frozen=True, slots=True)
class FaxPage:
    """A page as a fax shows it, in black and white, and what it loses."""

    raster: Raster
    lost: tuple[Lost, ...]


#: Smallest letters that survive, regular and bold, as measured with faxes read by a reader of letters.
FLOOR_PT = {FaxQuality.STANDARD: (9.0, 7.0), FaxQuality.FINE: (5.0, 5.0)}
#: Dots an inch, across and down.
DOTS = {FaxQuality.STANDARD: (204, 98), FaxQuality.FINE: (204, 196)}
