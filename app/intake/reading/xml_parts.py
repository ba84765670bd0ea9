"""XML of others, asked for by local names: an absent part is an empty answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def children(node: Element | None, name: str) -> Iterator[Element]:
    """The children of that name, in whichever namespace."""
    for child in node if node is not None else ():
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name:
            yield child


def first(node: Element | None, *path: str) -> Element | None:
    """The first part at a path of names, or None."""
    for name in path:
        node = next(children(node, name), None)
    return node


def descendants(node: Element | None, name: str) -> Iterator[Element]:
    """All parts of that name below a node, in document order."""
    for child in node.iter() if node is not None else ():
        if isinstance(child.tag, str) and child.tag.rpartition("}")[2] == name:
            yield child


def attribute(node: Element | None, name: str) -> str:
    """An attribute, or empty."""
    return "" if node is None else node.get(name, "").strip()


def whole_text(node: Element | None) -> str:
    """All text below a node with single spaces, or empty."""
    return "" if node is None else " ".join("".join(node.itertext()).split())


def template_ids(node: Element | None) -> set[str]:
    """The roots of the templates that a part claims to follow."""
    return {attribute(item, "root") for item in children(node, "templateId")}
