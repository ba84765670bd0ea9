"""Which text is the label of which box that is written in: candidates by place, one assignment over the page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace

from app.pdf.context._page import Chunk, Page, PageBox
from app.pdf.context.model import Place, Said
from app.pdf.finder.sight import Word

_FARTHEST_LEFT_PT = 260.0
_FARTHEST_ABOVE_PT = 26.0
_FARTHEST_BELOW_PT = 11.0
_MOST_COST = 2.2
#: What the page's usual place of labels is cheaper by.
_HOUSE_STYLE = 0.3
_KEPT = 3
_ABOVE_COST, _BELOW_COST = 0.3, 0.75
_FEWEST_LINED = 4
#: A bar is a few lines high at most.
_MOST_OF_BAR = 3.0
#: The further cost of taking a check box's label for another box.
_TAKEN = 1.0
#: A label that costs more leaves its text free for others.
_OWN = 0.8
#: Brackets may hang out of their box so far; three digits need so much room between them.
_HANGING_PT, _FEWEST_BETWEEN_PT = 4.0, 14.0
_BRACKET = 2


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text that may be a box's label.

    Attributes:
        box: number in the page's boxes.
        chunk: number in the page's chunks.
    """

    box: int
    chunk: int
    place: Place
    cost: float


@dataclass(frozen=True, slots=True)
class Labels:
    """The labels of boxes that are written in.

    Attributes:
        said: by number of the box, best first.
        owned: chunks that are one box's own label.
    """

    said: dict[int, tuple[Said, ...]]
    owned: frozenset[int]


def label_boxes(page: Page, taken: Set[int]) -> Labels:
    """The labels of the page's boxes that are written in.

    Args:
        page: to read.
        taken: chunks that belong to check boxes.
    """
    candidates = [item for item in _candidates(page) if item.cost < _MOST_COST]
    candidates = [
        replace(item, cost=item.cost + (_TAKEN if item.chunk in taken and item.place is not Place.LEFT else 0.0))
        for item in candidates
    ]
    candidates = _by_house_style(page, candidates)
    style = _style(_assign(candidates))
    candidates = [replace(item, cost=max(0.0, item.cost - style.get(item.place, 0.0))) for item in candidates]
    owned = _assign(candidates)
    owners = {item.chunk: item.box for item in owned.values()}
    labels: dict[int, tuple[Said, ...]] = {}
    for number in range(len(page.boxes)):
        mine = sorted((item for item in candidates if item.box == number), key=lambda item: item.cost)
        first = owned.get(number)
        ordered = ([first] if first else []) + [item for item in mine if item != first]
        said = [_said(page, item, owners.get(item.chunk, number) == number) for item in ordered]
        if said:
            labels[number] = tuple(said[:_KEPT])
    return Labels(labels, frozenset(item.chunk for item in owned.values() if item.cost < _OWN))


def text_after(page: Page, number: int) -> str:
    """A short text directly right of a box, such as a unit."""
    rect = page.boxes[number].rect
    near = [
        chunk
        for chunk in page.chunks
        if -3 < chunk.rect.x0 - rect.x1 < 18 and rect.y0 - 2 < chunk.rect.center[1] < rect.y1 + 2
    ]
    return min(near, key=lambda chunk: chunk.rect.x0).text if near else ""


def lone_brackets(page: Page) -> list[Word]:
    """Brackets that stand on a page by themselves, with a dash at most."""
    return [word for word in page.sight.words if len(word.text) <= _BRACKET and word.text.rstrip("-–—") in ("(", ")")]


def brackets_within(page: Page, number: int, brackets: Sequence[Word]) -> tuple[float, float] | None:
    """Where an empty pair of brackets inside a box opens and closes, in points from the box's left edge."""
    rect = page.boxes[number].rect
    within = [
        word
        for word in brackets
        if rect.x0 - _HANGING_PT < word.rect.x0
        and word.rect.x1 < rect.x1
        and rect.y0 - _HANGING_PT < word.rect.center[1] < rect.y1 + _HANGING_PT
    ]
    opens = next((word.rect.x1 for word in within if word.text == "("), None)
    closes = next((word.rect for word in within if word.text.rstrip("-–—") == ")"), None)
    if opens is None or closes is None or closes.x0 - opens < _FEWEST_BETWEEN_PT:
        return None
    return opens - rect.x0, closes.x1 - rect.x0


def _said(page: Page, item: Candidate, own: bool) -> Said:
    text = page.paragraph_text(item.chunk)
    return Said(text, item.place, round(item.cost, 3), own, page.chunks[item.chunk].text)


def _assign(candidates: list[Candidate]) -> dict[int, Candidate]:
    """The cheapest pairs first; a chunk labels one box, a box has one label."""
    chosen: dict[int, Candidate] = {}
    used: set[int] = set()
    for item in sorted(candidates, key=lambda item: (item.cost, item.box, item.chunk)):
        if item.box in chosen or item.chunk in used:
            continue
        chosen[item.box] = item
        used.add(item.chunk)
    return chosen


def _by_house_style(page: Page, candidates: list[Candidate]) -> list[Candidate]:
    """Labels below their lines, where the whole page is easier to read so than with labels above."""
    lined = {number for number, item in enumerate(page.boxes) if not item.is_check and _on_line(page, item)}
    if len(lined) < _FEWEST_LINED:
        return candidates
    turned = [_turned(item) if item.box in lined else item for item in candidates]
    return turned if _trouble(page, turned, lined) < _trouble(page, candidates, lined) - 0.5 else candidates


def _turned(item: Candidate) -> Candidate:
    change = {Place.ABOVE: _BELOW_COST - _ABOVE_COST, Place.BELOW: _ABOVE_COST - _BELOW_COST}.get(item.place, 0.0)
    return replace(item, cost=item.cost + change)


def _trouble(page: Page, candidates: list[Candidate], lined: Set[int]) -> float:
    """How badly a page reads: far-fetched labels, headings taken for labels, captions and lines left over."""
    chosen = _assign(candidates)
    used = {item.chunk for item in chosen.values()}
    cost = sum(chosen[box].cost if box in chosen else _MOST_COST for box in lined)
    cost += sum(_looks_like_heading(page.chunks[item.chunk]) for box, item in chosen.items() if box in lined) * 0.6
    left = {item.chunk for item in candidates if item.place is Place.BELOW and item.box in lined} - used
    return cost + 0.6 * sum(len(page.chunks[chunk].text.split()) <= 6 for chunk in left)


def _looks_like_heading(chunk: Chunk) -> bool:
    return chunk.bold or chunk.text.isupper()


def _on_line(page: Page, item: PageBox) -> bool:
    """Whether a box is a line to write on rather than a cell: a rule below it and none at its sides."""
    rect = item.rect
    below = any(
        abs(rule.y0 - rect.y0) < 4.5 and min(rule.x1, rect.x1) - max(rule.x0, rect.x0) > 0.6 * rect.width
        for rule in page.lying
    )
    y = rect.center[1]
    side = any(
        rule.y0 < y < rule.y1 and (abs(rule.x0 - rect.x0) < 8 or abs(rule.x0 - rect.x1) < 8) for rule in page.upright
    )
    return below and not side


def _style(chosen: Mapping[int, Candidate]) -> dict[Place, float]:
    places = Counter(item.place for item in chosen.values() if item.cost < 1.0)
    total = sum(places.values())
    return {place: _HOUSE_STYLE * (count / total) for place, count in places.items()} if total >= 6 else {}


def _candidates(page: Page) -> Iterator[Candidate]:
    for box_number, item in enumerate(page.boxes):
        if item.is_check:
            continue
        for chunk_number, chunk in enumerate(page.chunks):
            for place, cost in _relations(page, item, chunk):
                yield Candidate(box_number, chunk_number, place, cost)


def _relations(page: Page, item: PageBox, chunk: Chunk) -> Iterator[tuple[Place, float]]:
    rect, text = item.rect, chunk.rect
    if text.y0 > rect.y1 + _FARTHEST_ABOVE_PT or text.y1 < rect.y0 - _FARTHEST_BELOW_PT:
        return
    if _is_inside(item, chunk):
        yield Place.INSIDE, 0.05
        return
    cost = _left(page, item, chunk)
    if cost is not None:
        yield Place.LEFT, cost
    cost = _above(page, item, chunk)
    if cost is not None:
        yield Place.ABOVE, cost
    cost = _below(page, item, chunk)
    if cost is not None:
        yield Place.BELOW, cost


def _is_inside(item: PageBox, chunk: Chunk) -> bool:
    rect, text = item.rect, chunk.rect
    x, y = text.center
    return rect.x0 - 2 < x < rect.x1 + 2 and rect.y0 < y < rect.y1 and text.x0 > rect.x0 - 6


def _left(page: Page, item: PageBox, chunk: Chunk) -> float | None:
    rect, text = item.rect, chunk.rect
    y = text.center[1]
    gap = rect.x0 - text.x1
    if not -0.35 * text.width - 4 < gap < _FARTHEST_LEFT_PT or text.x0 > rect.x0:
        return None
    if not rect.y0 - 3 < y < rect.y1 + 3:
        return None
    if page.is_between(text.x1, rect.x0, y, but=(item,)) or _text_between(page, chunk, rect.x0):
        return None
    away = max(0.0, rect.y0 + 1 - text.y0) / 8 + max(0.0, text.y1 - rect.y1 - 3) / 12
    tall = 0.2 if rect.height > 2.6 * chunk.size_pt and rect.y1 - text.y1 > 1.6 * chunk.size_pt else 0.0
    crossed = page.rules_across(text.x1 + 1, rect.x0 - 2.5, y)
    return max(0.0, gap) / 90 + away + tall + 0.35 * crossed


def _text_between(page: Page, chunk: Chunk, right: float) -> bool:
    y = chunk.rect.center[1]
    return any(
        other is not chunk
        and other.rect.x0 > chunk.rect.x1 - 1
        and other.rect.x1 < right + 4
        and other.rect.y0 < y < other.rect.y1
        for other in page.chunks
    )


def _above(page: Page, item: PageBox, chunk: Chunk) -> float | None:
    rect, text = item.rect, chunk.rect
    gap = text.y0 - rect.y1
    if not -4 < gap < _FARTHEST_ABOVE_PT or text.center[1] < rect.y1 - 1:
        return None
    overlap = min(rect.x1, text.x1) - max(rect.x0, text.x0)
    if overlap < 0.35 * min(rect.width, text.width) or _blocked(page, item, text.y0, rect.y1):
        return None
    aside = min(abs(text.x0 - rect.x0) / 160, abs(text.center[0] - rect.center[0]) / 120, 0.6)
    wide = 0.25 if text.width > 2.5 * rect.width else 0.0
    crossed = page.rules_between(rect.y1 + 1.5, text.y0 + 0.5, max(rect.x0, text.x0), min(rect.x1, text.x1))
    return _ABOVE_COST + max(0.0, gap) / 20 + aside + wide + 0.35 * crossed


def _below(page: Page, item: PageBox, chunk: Chunk) -> float | None:
    rect, text = item.rect, chunk.rect
    gap = rect.y0 - text.y1
    if not -4 < gap < _FARTHEST_BELOW_PT or text.center[1] > rect.y0 + 1 or _is_on_bar(page, chunk):
        return None
    overlap = min(rect.x1, text.x1) - max(rect.x0, text.x0)
    if overlap < 0.5 * min(rect.width, text.width):
        return None
    aside = min(abs(text.x0 - rect.x0) / 160, abs(text.center[0] - rect.center[0]) / 120, 0.6)
    crossed = page.rules_between(text.y1 - 0.5, rect.y0 - 2.5, max(rect.x0, text.x0), min(rect.x1, text.x1))
    return _BELOW_COST + max(0.0, gap) / 14 + aside + 0.5 * crossed


def _is_on_bar(page: Page, chunk: Chunk) -> bool:
    """Whether a text stands on a filled bar that ends above it: it heads what is below, not what is above."""
    x, y = chunk.rect.center
    return any(
        area.rect.x0 < x < area.rect.x1
        and area.rect.y0 < y < area.rect.y1
        and area.rect.height < _MOST_OF_BAR * chunk.size_pt
        and area.rect.width > 2 * chunk.rect.width
        for area in page.fills
    )


def _blocked(page: Page, item: PageBox, high: float, low: float) -> bool:
    """Whether another box lies between a text and the box below it."""
    rect = item.rect
    return any(
        other is not item
        and low - 2 < other.rect.center[1] < high + 2
        and min(rect.x1, other.rect.x1) - max(rect.x0, other.rect.x0) > 0.3 * min(rect.width, other.rect.width)
        for other in page.boxes
    )
