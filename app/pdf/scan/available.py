"""Whether the libraries that read pictures are installed."""

from __future__ import annotations

from importlib.util import find_spec

#: Dots an inch at which a page is drawn to be read.
SCALE = 200 / 72
_NEEDED = ("rapidocr_onnxruntime", "cv2", "numpy")


def can_read_pictures() -> bool:
    """Whether the extra is installed."""
    return all(find_spec(name) is not None for name in _NEEDED)
