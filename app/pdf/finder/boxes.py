"""Found places as boxes of the form, where the form has none of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.pdf.finder._wording import is_signature
from app.pdf.finder.candidate import Candidate, Source
from app.pdf.finder.finding import find
from app.pdf.finder.sight import PageSight
from app.pdf.finder.surroundings import grown, overlaps, shared, size_of
from app.pdf.ink.marks import RING
from app.pdf.template import Align, Box, BoxKind, Look, Rect, box_id

#: On a page that has boxes of its own only such evidence counts.
_SURE = 0.8
#: On a page without any, in a form that has boxes elsewhere.
_LIKELY = 0.7
_FEWEST_ON_PAGE = 3
_CLEAR_PT = 4.0
#: A page is filled in part by its own boxes where so many places are left, and more than are taken.
_FEWEST_LEFT = 6


def found_boxes(sights: Iterable[PageSight], own: Sequence[Box] = ()) -> tuple[Box, ...]:
    """The boxes that a form lacks, page by page in reading order.

    Args:
        sights: of its pages.
        own: boxes that the form has itself; nothing is found where they are.
    """
    taken: dict[str, int] = {}
    for box in own:
        name = box.id.split(".")[0]
        taken[name] = taken.get(name, 0) + 1
    made = []
    for sight in sights:
        for one in _lacking(sight, own):
            made.append(_box(one, sight, taken))
    return tuple(made)


def _lacking(sight: PageSight, own: Sequence[Box]) -> list[Candidate]:
    places = [sight.to_seen(box.rect) for box in own if box.page == sight.page]
    candidates = find(sight)
    if not own:
        return list(candidates)
    if not places:
        drawn = [one for one in candidates if one.score >= _LIKELY and one.source is not Source.GAP]
        return drawn if len(drawn) >= _FEWEST_ON_PAGE else []
    left = [one for one in candidates if not _is_covered(one.rect, places)]
    if len(left) >= _FEWEST_LEFT and len(left) > len(candidates) / 2:
        return [one for one in left if one.score >= _LIKELY]
    return [one for one in left if one.score >= _SURE and _kind(one) is BoxKind.SIGNATURE]


def _is_covered(rect: Rect, places: Iterable[Rect]) -> bool:
    return any(
        overlaps(grown(rect, _CLEAR_PT), place) and shared(grown(rect, _CLEAR_PT), place) > 0.1 * size_of(place)
        for place in places
    )


def _kind(one: Candidate) -> BoxKind:
    written = one.kind in (BoxKind.TEXT, BoxKind.MULTILINE)
    return BoxKind.SIGNATURE if written and is_signature(one.label) else one.kind


def _box(one: Candidate, sight: PageSight, taken: dict[str, int]) -> Box:
    rect = sight.to_user(one.rect)
    kind = _kind(one)
    return Box(
        id=box_id(sight.page, rect, taken),
        page=sight.page,
        rect=rect,
        kind=kind,
        look=Look(align=Align.LEFT, turn=sight.turn),
        cells=one.cells,
        style=RING if one.source is Source.LETTER else "",
        limit=one.cells or None,
        baselines=one.baselines if sight.turn == 0 and kind is BoxKind.MULTILINE else (),
    )
