"""Square codes in a page's picture."""

from __future__ import annotations

from functools import cache
from typing import Any

import cv2
import numpy as np

#: A fax's square code has few pixels a module: it is looked for in the picture as it is, and in one twice as large.
_SCALES = (1.0, 2.0)


def square_codes(rgb: bytes, width: int, height: int) -> list[str]:
    """What the square codes of a page say.

    Args:
        rgb: the page as it is seen, three bytes a pixel.
        width: in pixels.
        height: in pixels.
    """
    pixels = np.frombuffer(rgb, np.uint8).reshape(height, width, 3)
    found: dict[str, None] = {}
    for scale in _SCALES:
        picture = pixels if scale == 1.0 else cv2.resize(pixels, None, fx=scale, fy=scale)
        _, texts, _, _ = _reader().detectAndDecodeMulti(picture)
        found |= dict.fromkeys(text for text in texts or () if text)
        if found:
            break
    return list(found)


@cache
def _reader() -> Any:
    return cv2.QRCodeDetector()
