"""What every page says of the document that it belongs to: the foot line and the square code, on paper proven blank."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.pdf.ink.lines import Ink, Style, line_width, set_line
from app.pdf.template import Rect
from app.signing.blank import PageInk
from app.signing.frame import EDGE_PT, Frame
from app.signing.manifest import Manifestation
from app.signing.qr import QUIET_MODULES, qr_ink, qr_modules, qr_text

FOOT_PT = 7.0
_FOOT_CLEAR_PT = 3.0
_FOOT_ZONE_PT = 60.0
_MOST_PAGES = (888, 888)

#: The largest survives every fax; the smallest one of fine quality.
_QR_SIZES_PT = (54.0, 46.0, 38.0)
#: Below this a standard fax loses modules.
LEAST_QR_PT = 46.0
_QR_BOTTOM_SHARE = 0.3
_QR_TOP_SHARE = 0.15
_QR_COLUMNS = (1.0, 0.0, 0.5, 0.75, 0.25)


@dataclass(frozen=True, slots=True)
class FootPlace:
    """Where a page's foot line stands, as seen, and whether there is room for its short words only."""

    band: Rect
    is_short: bool = False


def foot_text(words: Manifestation, page: int, pages: int, *, is_short: bool = False) -> str:
    """What every page says of the document that it belongs to."""
    short = f"Document {words.document_id} · page {page} of {pages}"
    if is_short:
        return short
    log = f" · log {words.anchor}" if words.anchor else ""
    return f"{short} · {words.act} {words.when}{log} · PA Desk"


def place_for_foot(page: PageInk, words: Manifestation) -> FootPlace | None:
    """A place for the foot line, proven blank: at the foot of the page, else at its head; None where there is none."""
    for is_short in (False, True):
        band = _band_for_foot(page, foot_text(words, *_MOST_PAGES, is_short=is_short))
        if band is not None:
            return FootPlace(band, is_short)
    return None


def _band_for_foot(page: PageInk, text: str) -> Rect | None:
    width = line_width(text, FOOT_PT, Style.BOLD) + 2 * _FOOT_CLEAR_PT
    height = FOOT_PT * 1.2 + 2 * _FOOT_CLEAR_PT
    spare = page.frame.width - 2 * EDGE_PT - width
    if spare < 0:
        return None
    top = page.frame.height
    zones = ((EDGE_PT, _FOOT_ZONE_PT, False), (top - _FOOT_ZONE_PT, top - EDGE_PT, True))
    for low, high, from_top in zones:
        for share in (0.5, 0.0, 1.0):
            left = EDGE_PT + spare * share
            band = page.band(Rect(left, low, left + width, high), height, from_top=from_top)
            if band is not None:
                return band
    return None


def foot_ink(band: Rect, text: str, frame: Frame) -> tuple[Ink, ...]:
    """The foot line in its band (as seen)."""
    x, y = frame.to_user(band.x0 + _FOOT_CLEAR_PT, band.y0 + _FOOT_CLEAR_PT + FOOT_PT * 0.25)
    return (set_line(text, x=x, y=y, size_pt=FOOT_PT, style=Style.BOLD, turn=frame.turn),)


def place_for_qr(page: PageInk, words: Manifestation, taken: tuple[Rect, ...], *, only_bare: bool) -> Rect | None:
    """A square for the code as seen, the blank modules around it not counted; the largest that the page has room for.

    Args:
        page: as drawn.
        words: of the signature.
        taken: what was put on the page already, as seen.
        only_bare: whether the payer keeps blank parts of the page, so that only stretches beside which nothing is
            printed are ours.
    """
    free = replace(page, taken=(*page.taken, *taken))
    modules = qr_modules(qr_text(words, *_MOST_PAGES))
    for least, most in ((LEAST_QR_PT, _QR_SIZES_PT[0]), (0.0, LEAST_QR_PT - 1)):
        for is_bare in (True,) if only_bare else (True, False):
            for size in (size for size in _QR_SIZES_PT if least <= size <= most):
                place = _square(free, size, size / modules * QUIET_MODULES, is_bare=is_bare)
                if place is not None:
                    return place
    return None


def _square(page: PageInk, size: float, quiet: float, *, is_bare: bool) -> Rect | None:
    whole, frame = size + 2 * quiet, page.frame
    for (low, high), from_top in _qr_zones(frame):
        for share in _QR_COLUMNS:
            left = EDGE_PT + (frame.width - 2 * EDGE_PT - whole) * share
            for band in page.bands(Rect(left, low, left + whole, high), whole, from_top=from_top):
                row = Rect(EDGE_PT, band.y0, frame.width - EDGE_PT, band.y1)
                if not is_bare or page.has_no_ink(row):
                    return Rect(band.x0 + quiet, band.y0 + quiet, band.x1 - quiet, band.y1 - quiet)
    return None


def _qr_zones(frame: Frame) -> Iterator[tuple[tuple[float, float], bool]]:
    yield (EDGE_PT, frame.height * _QR_BOTTOM_SHARE), False
    yield (frame.height * (1 - _QR_TOP_SHARE), frame.height - EDGE_PT), True


def code_ink(place: Rect, words: Manifestation, page: int, pages: int, frame: Frame) -> Ink:
    """The square code of a page in its place (as seen)."""
    return qr_ink(qr_text(words, page, pages), place, frame)


def code_place(paper: Frame) -> Rect:
    """Where the square code stands on a page of our own."""
    size, right = _QR_SIZES_PT[0], paper.width - EDGE_PT * 3
    return Rect(right - size, EDGE_PT * 3, right, EDGE_PT * 3 + size)
