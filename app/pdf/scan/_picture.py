"""The page's picture made straight: grey, turned so that its lines lie level."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

_MOST_SKEW_DEG = 4.0
_STEP_DEG = 0.1
_SMALL_PX = 700

cv2: Any = import_module("cv2")
np: Any = import_module("numpy")


@dataclass(frozen=True, slots=True)
class Picture:
    """A straightened page.

    Attributes:
        grey: its pixels, 0 black to 255 white.
        ink: 255 where something is drawn, else 0.
        skew: degrees counter-clockwise by which the page was turned to lie straight.
    """

    grey: Any
    ink: Any
    skew: float


def straightened(rgb: bytes, width: int, height: int, *, level: bool = False) -> Picture:
    """A page's pixels, made straight.

    Args:
        rgb: three bytes a pixel.
        width: in pixels.
        height: in pixels.
        level: whether it is known to lie straight.
    """
    pixels = np.frombuffer(rgb, dtype=np.uint8).reshape(height, width, 3)
    grey = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    skew = 0.0 if level else _skew(grey)
    if skew:
        grey = _turned(grey, skew)
    smooth = cv2.GaussianBlur(grey, (3, 3), 0)
    _, ink = cv2.threshold(smooth, 0, 255, cv2.THRESH_BINARY_INV + cv2.THRESH_OTSU)
    return Picture(grey, ink, skew)


def _turned(image: Any, degrees: float) -> Any:
    height, width = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    return cv2.warpAffine(image, matrix, (width, height), flags=cv2.INTER_LINEAR, borderValue=255)


def _skew(grey: Any) -> float:
    """The turn at which rows of ink and rows of paper differ most; 0 where the page lies straight already."""
    shrink = _SMALL_PX / max(grey.shape)
    small = cv2.resize(grey, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    ink = (255 - small).astype(np.float32)
    wide = [degrees * 0.5 for degrees in range(-int(_MOST_SKEW_DEG * 2), int(_MOST_SKEW_DEG * 2) + 1)]
    best = max(wide, key=lambda degrees: _sharpness(ink, degrees))
    near = [best + _STEP_DEG * step for step in range(-5, 6)]
    best = max(near, key=lambda degrees: _sharpness(ink, degrees))
    return best if abs(best) >= _STEP_DEG and _sharpness(ink, best) > 1.02 * _sharpness(ink, 0.0) else 0.0


def _sharpness(ink: Any, degrees: float) -> float:
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), degrees, 1.0)
    rows = cv2.warpAffine(ink, matrix, (width, height), borderValue=0).sum(axis=1)
    return float(((rows[1:] - rows[:-1]) ** 2).sum())
