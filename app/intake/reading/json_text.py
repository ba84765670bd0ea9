"""JSON of others: sizes and depths kept, and values asked for by type; a wrong type is an absent value."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.intake.problems import DamagedFile
from app.intake.reading.rows import decoded

Json = Mapping[str, Any]


def loaded(data: bytes, kind: str) -> list[Any]:
    """One JSON value, or one a line (NDJSON), as a list.

    Raises:
        DamagedFile: it is no JSON, or lies too deep.
    """
    text = decoded(data)
    try:
        return [json.loads(text, parse_constant=_refused)]
    except RecursionError as error:
        raise DamagedFile(kind=kind, why="its parts lie too deep in each other") from error
    except ValueError as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise DamagedFile(kind=kind, why=_place(error)) from error
    try:
        return [json.loads(line, parse_constant=_refused) for line in lines]
    except RecursionError as error:
        raise DamagedFile(kind=kind, why="its parts lie too deep in each other") from error
    except ValueError as error:
        raise DamagedFile(kind=kind, why=_place(error)) from error


def text(node: object, *path: str | int) -> str:
    """The text or number at a path of names and numbers, or empty."""
    found = at(node, *path)
    if isinstance(found, bool) or not isinstance(found, str | int | float):
        return ""
    return str(found)


def at(node: object, *path: str | int) -> object:
    """What lies at a path, or None."""
    for step in path:
        if isinstance(step, str) and isinstance(node, Mapping):
            node = node.get(step)
        elif isinstance(step, int) and isinstance(node, list) and step < len(node):
            node = node[step]
        else:
            return None
    return node


def objects(node: object, *path: str | int) -> Iterator[Json]:
    """The objects of a list at a path; a lone object counts as a list of one."""
    found = at(node, *path)
    for item in found if isinstance(found, list) else [found]:
        if isinstance(item, Mapping):
            yield item


def _refused(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _place(error: ValueError) -> str:
    line = getattr(error, "lineno", None)
    return "it is not JSON" if line is None else f"it is not JSON from line {line} on"
