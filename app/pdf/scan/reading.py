"""A page's picture as a sight: the same that is seen of a page whose file says what is on it."""

from __future__ import annotations

from dataclasses import replace

from app.pdf.finder._rules import joined
from app.pdf.finder.sight import PageSight
from app.pdf.scan import _strokes
from app.pdf.scan._letters import read_words
from app.pdf.scan._picture import straightened
from app.pdf.scan._place import Place


def read_picture(rgb: bytes, width: int, height: int, sight: PageSight) -> PageSight:
    """What the picture of a page shows.

    Args:
        rgb: the page as it is seen, three bytes a pixel.
        width: in pixels.
        height: in pixels.
        sight: of the page's file; where it has letters, only these are read anew, and its lines are kept.
    """
    place = Place(sight.visible, width / sight.visible.width)
    picture = straightened(rgb, width, height) if not sight.words else straightened(rgb, width, height, level=True)
    boxes = () if sight.words else _strokes.squares(picture, place)
    words, lines = read_words(_strokes.without_lines(picture, place, boxes), place)
    if sight.words:
        return replace(sight, words=words, lines=lines, plausible=True)
    rules = joined(_strokes.lines(picture, place))
    areas = (*_strokes.tints(picture, place), *_strokes.bars(picture, place), *boxes)
    return replace(
        sight, words=words, lines=lines, rules=rules, rects=areas, images=(), plausible=True, skew=picture.skew
    )
