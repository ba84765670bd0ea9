"""Reading what a form prints about its boxes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.pdf.context._checks import Checks, label_checks, read_checks
from app.pdf.context._headings import Strip, headings, strip_of, trail
from app.pdf.context._labels import brackets_within, label_boxes, lone_brackets, text_after
from app.pdf.context._page import Page, read_page, same_line
from app.pdf.context._parts import split_values
from app.pdf.context._tables import Cell, cells
from app.pdf.context.model import BoxContext, FormContext, Heading, Place, Said
from app.pdf.finder.sight import PageSight
from app.pdf.template import BoxId, Template

#: Headings of the page before that still hold at the top of a page.
_CARRIED = 2
_FEWEST_WORDS = 20
_MOST_OF_WORDS = 0.6
_WORD = re.compile(r"^\W*(?:[A-Z]?[a-zà-ÿ’'\-]+|[A-Z\d.&#]+|\d[\d,./\-]*)(?:[/’'\-–][A-Za-z\d]+)*\W*$")
_ENUMERATOR = re.compile(r"^\W*(?:[a-zA-Z]|\d{1,2}|[ivx]{1,4})?\W*$")


def read_context(template: Template, sights: Sequence[PageSight]) -> FormContext:
    """What the form prints about each of its boxes.

    Args:
        template: the form's boxes.
        sights: what is seen on its pages; pages without one are taken for blank.
    """
    boxes: dict[BoxId, BoxContext] = {}
    order: list[BoxId] = []
    carried: tuple[Heading, ...] = ()
    line = 0
    readable = frozenset(sight.page for sight in sights if sight.plausible and _reads_like_words(sight))
    for seen in sorted(sights, key=lambda sight: sight.page):
        sight = replace(seen, plausible=seen.page in readable)
        page = read_page(sight, (box for box in template.boxes if box.page == sight.page))
        read, found = _read_page(page, carried)
        for group in _lines(page):
            line += 1
            for number in group:
                context = replace(read[number], line=line)
                boxes[context.id] = context
                order.append(context.id)
        lowest = [item.heading for item in sorted(found, key=lambda item: item.top) if item.heading.strong]
        carried = tuple(lowest[:_CARRIED]) or carried
    missing = [box.id for box in template.boxes if box.id not in boxes]
    boxes |= {box_id: BoxContext(box_id) for box_id in missing}
    return FormContext(boxes, (*order, *missing), readable)


def _reads_like_words(sight: PageSight) -> bool:
    """Whether most of a page's words are built as words are: a second look at what is taken for readable."""
    texts = [word.text for word in sight.words if any(char.isalnum() for char in word.text)]
    return len(texts) < _FEWEST_WORDS or sum(bool(_WORD.match(text)) for text in texts) >= _MOST_OF_WORDS * len(texts)


def _read_page(page: Page, carried: tuple[Heading, ...]) -> tuple[dict[int, BoxContext], tuple[Strip, ...]]:
    first = headings(page, frozenset())
    runs = label_checks(page, [strip_of(first, item.rect) for item in page.boxes])
    ticked = frozenset(chunk for run in runs for chunk in run.labels.values())
    labels = label_boxes(page, ticked)
    checks = read_checks(page, runs, labels.owned)
    found = headings(page, labels.owned | ticked)
    table = cells(page, labels.said)
    brackets = lone_brackets(page)
    contexts = {}
    for number, item in enumerate(page.boxes):
        said = checks.labels.get(number, ()) if item.is_check else labels.said.get(number, ())
        context = BoxContext(
            item.box.id,
            labels=said,
            trail=trail(found, item.rect) + carried,
            question=checks.questions.get(number, ""),
            after="" if item.is_check else text_after(page, number),
            brackets=None if item.is_check else brackets_within(page, number, brackets),
        )
        contexts[number] = _in_table(context, table.get(number), labels.said)
    _add_groups(page, contexts, checks)
    _add_parts(page, contexts)
    return contexts, found


def _in_table(context: BoxContext, cell: Cell | None, labels: Mapping[int, tuple[Said, ...]]) -> BoxContext:
    if cell is None or cell.rows < 2:
        return context
    head = [said for said in labels.get(cell.head, ()) if not _ENUMERATOR.match(said.text)]
    column = head[0].text if head else ""
    row_label = next((said.text for said in context.labels if said.place is Place.LEFT), "")
    said = context.labels
    if cell.row > 1 and column:
        said = (Said(column, Place.COLUMN, 0.2, own=False), *context.labels)
    return replace(context, labels=said, column=column, row=cell.row, row_label=row_label)


def _add_groups(page: Page, contexts: dict[int, BoxContext], checks: Checks) -> None:
    for group in checks.groups:
        ids = tuple(page.boxes[number].box.id for number in group)
        for number in group:
            mine = page.boxes[number].box.id
            contexts[number] = replace(contexts[number], siblings=tuple(other for other in ids if other != mine))


def _add_parts(page: Page, contexts: dict[int, BoxContext]) -> None:
    for kind, pieces in split_values(page):
        lead = contexts[pieces[0]]
        for place, number in enumerate(pieces):
            contexts[number] = replace(
                contexts[number],
                labels=contexts[number].labels if place == 0 else lead.labels,
                part=(kind, place, len(pieces)),
                lead=lead.id,
                row=lead.row,
            )


def _lines(page: Page) -> list[list[int]]:
    """The page's boxes line by line, as they are read."""
    numbers = sorted(range(len(page.boxes)), key=lambda n: (-page.boxes[n].rect.center[1], page.boxes[n].rect.x0))
    lines: list[list[int]] = []
    for number in numbers:
        if lines and same_line(page.boxes[lines[-1][0]].rect, page.boxes[number].rect):
            lines[-1].append(number)
        else:
            lines.append([number])
    return [sorted(line, key=lambda n: page.boxes[n].rect.x0) for line in lines]
