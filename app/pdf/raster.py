"""A drawn page as plain bytes: what crosses the border of the worker."""

from __future__ import annotations

from dataclasses import dataclass


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
