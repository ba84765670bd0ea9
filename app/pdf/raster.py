"""A drawn page as plain bytes, and what drawing it told: what crosses the border of the worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: Fewest pixels at two a point that count as ink: a full stop of the smallest letters has four.
_LEAST_INK: Final = 3
#: A frame around a box of few points leaves its middle lighter than this.
_LIGHT_GROUND: Final = 160


@dataclass(frozen=True, slots=True)
class Raster:
    """A page as it is seen.

    Attributes:
        width: in pixels.
        height: in pixels.
        rgb: three bytes a pixel, rows from the top, without padding.
    """

    width: int
    height: int
    rgb: bytes


@dataclass(frozen=True, slots=True)
class InkMap:
    """Where a page as it is seen is not bare paper: a bit a pixel.

    Attributes:
        width: in pixels.
        height: in pixels.
        bits: rows from the top, each padded to whole bytes; 1 is ink.
    """

    width: int
    height: int
    bits: bytes


@dataclass(frozen=True, slots=True)
class Inked:
    """What a filled page adds to one place of the empty one.

    Attributes:
        darker: how many pixels are clearly darker.
        lighter: how many are clearly lighter.
        ground: how light the middle of the place was before, from 0 for black to 255.
    """

    darker: int
    lighter: int
    ground: int

    @property
    def shows(self) -> bool:
        """Whether something can be seen there: dark ink, or light ink where the ground is dark.

        A frame that is lost makes a place lighter as well, and is no ink.
        """
        return self.darker >= _LEAST_INK or (self.lighter >= _LEAST_INK and self.ground < _LIGHT_GROUND)
