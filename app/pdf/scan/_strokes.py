"""Lines, small squares and dark bars of a page's picture."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from app.pdf.finder.sight import Area, Rule
from app.pdf.scan._picture import Picture
from app.pdf.scan._place import Place
from app.pdf.template import Rect

_SHORTEST_LYING_PT, _SHORTEST_UPRIGHT_PT = 13.0, 10.5
_THICKEST_PT = 3.2
_SMALLEST_BOX_PT, _LARGEST_BOX_PT = 5.0, 18.0
_BAR_PT = 9.0
#: A square fills its bounds; so does the paper within it.
_SQUARE_SHARE = 0.82
#: How much darker than paper the lines of boxes are, and a tint.
_LEVELS = (45, 24, 90)
_TINT = 9
_SHRINK = 4
#: So much ink is dust.
_SPECKS = 0.06
_LEAST_EDGE = 0.9

cv2: Any = import_module("cv2")
np: Any = import_module("numpy")


def lines(picture: Picture, place: Place) -> tuple[Rule, ...]:
    """Straight strokes, lying and upright.

    Args:
        picture: of the page.
        place: from pixels to seen space.
    """
    ink = cv2.subtract(picture.ink, _dark(picture, place))
    lying = _runs(ink, place.pixels(_SHORTEST_LYING_PT), 1)
    upright = _runs(ink, 1, place.pixels(_SHORTEST_UPRIGHT_PT))
    return tuple(_rules(lying, place, lies=True) + _rules(upright, place, lies=False))


def without_lines(picture: Picture, place: Place, boxes: tuple[Area, ...] = ()) -> Any:
    """The page in grey with its lines and boxes painted over, so that letters are read alone."""
    grey = picture.grey.copy()
    for box in boxes:
        left, top, right, bottom = place.bounds(box.rect)
        grey[max(0, top - 2) : bottom + 2, max(0, left - 2) : right + 2] = 255
    ink = picture.ink
    for wide, high in ((place.pixels(_SHORTEST_LYING_PT * 1.6), 1), (1, place.pixels(_SHORTEST_UPRIGHT_PT * 1.8))):
        runs = _runs(ink, wide, high)
        grey[cv2.dilate(runs, np.ones((3, 3), np.uint8)) > 0] = 255
    bars = _dark(picture, place) > 0
    grey[bars] = picture.grey[bars]
    return grey


def squares(picture: Picture, place: Place) -> tuple[Area, ...]:
    """Small empty boxes, printed black or faint."""
    found: list[Area] = []
    paper = _paper(picture.grey)
    for level in _LEVELS:
        ink = (picture.grey < paper - level).astype(np.uint8) * 255
        for rect in _squares_in(ink, place):
            x, y = rect.center
            if not any(abs(one.rect.center[0] - x) < 3 and abs(one.rect.center[1] - y) < 3 for one in found):
                found.append(Area(rect, None, (0.0, 0.0, 0.0)))
    return tuple(found)


def _squares_in(ink: Any, place: Place) -> list[Rect]:
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8))
    contours, tree = cv2.findContours(closed, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_SIMPLE)
    found = []
    for number, contour in enumerate(contours):
        _, _, hole, parent = tree[0][number]
        x, y, wide, high = cv2.boundingRect(contour)
        if parent >= 0 or hole < 0 or not _fits(wide / place.scale, high / place.scale):
            continue
        _, _, inner_wide, inner_high = cv2.boundingRect(contours[hole])
        whole = cv2.contourArea(contour) >= _SQUARE_SHARE * (wide - 1) * (high - 1)
        hollow = cv2.contourArea(contours[hole]) >= _SQUARE_SHARE * max(1, (inner_wide - 1) * (inner_high - 1))
        large = inner_wide * inner_high >= 0.4 * wide * high
        edged = _is_edged(closed[y : y + high, x : x + wide])
        if whole and hollow and large and edged and _stands_alone(ink, x, y, wide, high):
            found.append(place.rect(x, y, x + wide, y + high))
    return found


def bars(picture: Picture, place: Place) -> tuple[Area, ...]:
    """Areas filled dark, such as the heads of sections."""
    contours, _ = cv2.findContours(_dark(picture, place), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    made = []
    for contour in contours:
        x, y, wide, high = cv2.boundingRect(contour)
        if wide > place.pixels(2 * _BAR_PT) and high > place.pixels(_BAR_PT):
            made.append(Area(place.rect(x, y, x + wide, y + high), (0.0, 0.0, 0.0), None))
    return tuple(made)


def tints(picture: Picture, place: Place) -> tuple[Area, ...]:
    """Areas filled with a light colour, such as the heads of sections."""
    small = cv2.resize(picture.grey, None, fx=1 / _SHRINK, fy=1 / _SHRINK, interpolation=cv2.INTER_AREA)
    letters = np.ones((max(3, place.pixels(4) // _SHRINK), max(3, place.pixels(12) // _SHRINK)), np.uint8)
    ground = cv2.medianBlur(cv2.morphologyEx(small, cv2.MORPH_CLOSE, letters), 3)
    tinted = (ground < _paper(small) - _TINT).astype(np.uint8) * 255
    contours, _ = cv2.findContours(tinted, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    made = []
    for contour in contours:
        x, y, wide, high = cv2.boundingRect(contour)
        rect = place.rect(x * _SHRINK, y * _SHRINK, (x + wide) * _SHRINK, (y + high) * _SHRINK)
        full = cv2.contourArea(contour) > 0.6 * wide * high
        if full and rect.width > 5 * _BAR_PT and rect.height > _BAR_PT / 1.5:
            shade = float(ground[y : y + high, x : x + wide].mean()) / 255
            made.append(Area(rect, (shade, shade, shade), None))
    return tuple(made)


def _paper(grey: Any) -> int:
    """How bright the paper is."""
    return int(np.percentile(grey[::4, ::4], 80))


def _dark(picture: Picture, place: Place) -> Any:
    """255 where a large area is dark, its white letters included."""
    size = place.pixels(_BAR_PT / 2)
    core = cv2.morphologyEx(picture.ink, cv2.MORPH_OPEN, np.ones((size, size), np.uint8))
    return cv2.morphologyEx(core, cv2.MORPH_CLOSE, np.ones((size, place.pixels(3 * _BAR_PT)), np.uint8))


def _runs(ink: Any, wide: int, high: int) -> Any:
    """Ink that goes on for so many pixels across and up; small breaks are closed first."""
    gap = np.ones((1, 3) if wide > high else (3, 1), np.uint8)
    closed = cv2.morphologyEx(ink, cv2.MORPH_CLOSE, gap)
    return cv2.morphologyEx(closed, cv2.MORPH_OPEN, np.ones((high, wide), np.uint8))


def _rules(runs: Any, place: Place, *, lies: bool) -> list[Rule]:
    spread = np.ones((3, 1) if lies else (1, 3), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(cv2.dilate(runs, spread), connectivity=8)
    made = []
    for number in range(1, count):
        x, y, wide, high, _ = (int(value) for value in stats[number])
        rect = place.rect(x, y, x + wide, y + high)
        across, along = (rect.height, rect.width) if lies else (rect.width, rect.height)
        if across > _THICKEST_PT or along < 3 * across:
            continue
        middle_x, middle_y = rect.center
        thickness = max(0.4, across - 2 / place.scale)
        ends = (rect.x0, middle_y, rect.x1, middle_y) if lies else (middle_x, rect.y0, middle_x, rect.y1)
        made.append(Rule(*ends, thickness))
    return made


def _is_edged(spot: Any) -> bool:
    """Whether all four sides are straight up to their corners, which those of a round letter are not."""
    high, wide = spot.shape
    deep_x, deep_y = max(2, wide // 9), max(2, high // 9)
    sides = (
        spot[:deep_y, :].max(axis=0),
        spot[-deep_y:, :].max(axis=0),
        spot[:, :deep_x].max(axis=1),
        spot[:, -deep_x:].max(axis=1),
    )
    return all(float((side > 0).mean()) >= _LEAST_EDGE for side in sides)


def _stands_alone(ink: Any, x: int, y: int, wide: int, high: int) -> bool:
    """Whether nothing is printed right beside a square, as it is beside a letter."""
    gap = max(3, wide // 6)
    left = ink[y : y + high, max(0, x - 1 - gap) : max(0, x - 1)]
    right = ink[y : y + high, x + wide + 1 : x + wide + 1 + gap]
    return all(side.size == 0 or float((side > 0).mean()) < _SPECKS for side in (left, right))


def _fits(wide: float, high: float) -> bool:
    small, large = sorted((wide, high))
    return small >= _SMALLEST_BOX_PT and large <= _LARGEST_BOX_PT and small >= 0.8 * large
