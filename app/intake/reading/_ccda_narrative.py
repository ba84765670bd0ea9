"""The text of a C-CDA document that a person reads: what its entries point at, and tables of sections without entries.

A table is read only by its headings; a section whose text is no such table is said to be unread, never guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from app.intake.reading.xml_parts import attribute, children, descendants, first, whole_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Parts that hold more than one statement.
_WHOLES = frozenset({"tr", "table", "tbody", "thead", "list", "text", "section"})
_NOTHING = re.compile(
    r"(\W*(no|none|not|nothing|unknown|there (is|are) no|this patient has no|patient has no)\b.{0,160})?\W*",
    re.IGNORECASE | re.DOTALL,
)


class Narrative:
    """The text of one document."""

    def __init__(self, root: Element) -> None:
        self._by_id = {name: node for node in root.iter() if (name := attribute(node, "ID"))}
        self._parents: dict[Element, Element] = {child: node for node in root.iter() for child in node}

    def text(self, node: Element | None) -> str:
        """What a part says in words: its own, or those that it points at; empty where it points at a whole row."""
        own = whole_text(node)
        target = None if own else self._target(node)
        return own or ("" if target is None or _tag(target) in _WHOLES else whole_text(target))

    def cell(self, node: Element | None, headings: frozenset[str]) -> str:
        """The cell under one of the headings in the row that a part points into; empty where there is none."""
        row = self._above(self._target(node), "tr")
        table = self._above(row, "table")
        if row is None or table is None:
            return ""
        titles, cells = _titles(table), _cells(row)
        if len(titles) != len(cells):
            return ""
        return next((cell for title, cell in zip(titles, cells, strict=True) if title in headings), "")

    def _target(self, node: Element | None) -> Element | None:
        return self._by_id.get(attribute(first(node, "reference"), "value").removeprefix("#"))

    def _above(self, node: Element | None, tag: str) -> Element | None:
        while node is not None and _tag(node) != tag:
            node = self._parents.get(node)
        return node


def rows(section: Element, meanings: Mapping[str, frozenset[str]]) -> Iterator[Mapping[str, str]]:
    """The rows of a section's tables by what their columns mean; tables without a heading for `name` are left out.

    Args:
        section: whose text it is.
        meanings: the headings, in lower case, of each meaning.
    """
    for table in descendants(first(section, "text"), "table"):
        known = [next((m for m, words in meanings.items() if title in words), "") for title in _titles(table)]
        if "name" not in known:
            continue
        for row in (row for body in (*children(table, "tbody"), table) for row in children(body, "tr")):
            cells = _cells(row)
            if len(cells) == len(known):
                yield {meaning: cell for meaning, cell in zip(known, cells, strict=True) if meaning and cell}


def says_something(section: Element) -> bool:
    """Whether a section's text is more than that there is nothing to say."""
    return _NOTHING.fullmatch(whole_text(first(section, "text"))) is None


def has_entries(section: Element) -> bool:
    """Whether a section has anything but text."""
    return next(children(section, "entry"), None) is not None


def _titles(table: Element) -> Sequence[str]:
    """The headings in lower case, without what stands in brackets and colons."""
    for row in descendants(table, "tr"):
        heads = [whole_text(cell) for cell in children(row, "th")]
        if heads:
            return [" ".join(re.sub(r"\(.*?\)|[^\w\s/-]", " ", head).lower().split()) for head in heads]
    return ()


def _cells(row: Element) -> Sequence[str]:
    """The cells of a row; none where one reaches over several columns or rows."""
    found = [cell for cell in row if _tag(cell) == "td"]
    if any(attribute(cell, "colspan") or attribute(cell, "rowspan") for cell in found):
        return ()
    return [whole_text(cell) for cell in found]


def _tag(node: Element) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
