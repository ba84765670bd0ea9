"""The square code of a page: which document, which page, who and when; nothing of a patient."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby

import segno

from app.pdf.setting import Mark as Shape
from app.pdf.setting import Pen
from app.pdf.template import Rect
from app.signing.frame import Frame
from app.signing.manifest import Manifestation

#: Blank modules that a reader needs around the code.
QUIET_MODULES = 4


def qr_text(words: Manifestation, page: int, pages: int) -> str:
    """`PADESK:D26C4F0A1B2C3D4E:1234567893:1795586712:505-0A1B2C3D4E5F6071:3/5`.

    Document, NPI, seconds since 1970, row of the log and its hash, page. Only characters of the short alphabet of
    square codes, so that the code has few and large modules.
    """
    parts = (
        "PADESK",
        words.document_id.replace("-", ""),
        words.npi,
        str(words.epoch_s),
        words.anchor,
        f"{page}/{pages}",
    )
    return ":".join(parts).upper()


def qr_rows(text: str) -> tuple[bytearray, ...]:
    """The code's modules row by row from the top; 1 is ink."""
    return _matrix(text)


def qr_modules(text: str) -> int:
    """How many modules a side of the code has, without the blank ones around it."""
    return len(_matrix(text))


def qr_ink(text: str, place: Rect, frame: Frame) -> Shape:
    """The code as one filled shape.

    Args:
        text: what it says.
        place: on the page as it is seen; a square without the blank modules around it.
        frame: of the page.
    """
    matrix = _matrix(text)
    module = place.width / len(matrix)
    steps: list[tuple[Pen, tuple[float, ...]]] = []
    for row, line in enumerate(matrix):
        top = place.y1 - row * module
        column = 0
        for is_dark, group in groupby(line):
            count = len(list(group))
            if is_dark:
                left = place.x0 + column * module
                steps += _box(Rect(left, top - module, left + count * module, top), frame)
            column += count
    return Shape(tuple(steps))


@lru_cache(maxsize=512)
def _matrix(text: str) -> tuple[bytearray, ...]:
    return _code(text, _mask(text.rpartition(":")[0])).matrix


@lru_cache(maxsize=16)
def _mask(document: str) -> int:
    """The pattern that suits a document's codes: they differ in the page alone, and finding it is most of the work."""
    return _code(f"{document}:1/1", None).mask


def _code(text: str, mask: int | None) -> segno.QRCode:
    return segno.make_qr(text, error="l", mask=mask, boost_error=False)


def _box(rect: Rect, frame: Frame) -> list[tuple[Pen, tuple[float, ...]]]:
    corners = ((rect.x0, rect.y0), (rect.x1, rect.y0), (rect.x1, rect.y1), (rect.x0, rect.y1))
    first, *others = [frame.to_user(x, y) for x, y in corners]
    return [(Pen.MOVE, first), *((Pen.LINE, corner) for corner in others), (Pen.CLOSE, ())]
