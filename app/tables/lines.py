"""On which line of a TOML text a table or a key stands: `tomllib` does not tell."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

Path = tuple[str | int, ...]

_HEADER = re.compile(r"\s*(?P<array>\[?)\[\s*(?P<name>[^\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"\s*(?P<name>(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|\"[^\"]*\"|'[^']*'))*)\s*="
)
_PART = re.compile(r"\"([^\"]*)\"|'([^']*)'|([A-Za-z0-9_-]+)")
#: What matters within a value: strings (which may hold brackets), comments, brackets.
_TOKEN = re.compile(r"\"\"\"|'''|\"(?:\\.|[^\"\\])*\"|'[^']*'|#.*|[\[\]{}]")


@dataclass(slots=True)
class _Scan:
    """Where the scan is: within a long string, or within brackets that go over several lines."""

    quote: str = ""
    depth: int = 0
    table: Path = ()
    arrays: dict[Path, int] = field(default_factory=lambda: defaultdict(lambda: -1))


@dataclass(frozen=True)
class LineMap:
    """Lines of a TOML text, from 1, by path: `("box", 3, "key")`; the text is scanned once a line is asked for."""

    text: str

    @classmethod
    def of(cls, text: str) -> LineMap:
        """The lines of a text that `tomllib` has accepted."""
        return cls(text)

    @cached_property
    def by_path(self) -> dict[Path, int]:
        """Every table and key with its line."""
        return dict(_scan(self.text))

    def line(self, path: Path) -> int:
        """The line of the path, or of the nearest thing around it; 1 where nothing is found."""
        for length in range(len(path), 0, -1):
            if path[:length] in self.by_path:
                return self.by_path[path[:length]]
        return 1


def _scan(text: str) -> Iterator[tuple[Path, int]]:
    state = _Scan()
    for number, line in enumerate(text.splitlines(), start=1):
        rest = line
        if not state.quote and not state.depth:
            header, key = _HEADER.match(line), _KEY.match(line)
            if header:
                state.table = _table_path(header, state)
                yield state.table, number
                continue
            if key:
                yield from _key_paths(state.table, key["name"], number)
                rest = line[key.end() :]
        _follow(rest, state)


def _key_paths(table: Path, name: str, number: int) -> Iterator[tuple[Path, int]]:
    parts = _parts(name)
    for length in range(1, len(parts) + 1):
        yield (*table, *parts[:length]), number


def _table_path(header: re.Match[str], state: _Scan) -> Path:
    """The path of a header; tables below an array belong to its last item."""
    path: Path = ()
    parts = _parts(header["name"])
    for index, part in enumerate(parts):
        path = (*path, part)
        is_new_item = bool(header["array"]) and index == len(parts) - 1
        if is_new_item:
            state.arrays[path] += 1
        if path in state.arrays:
            path = (*path, state.arrays[path])
    return path


def _parts(name: str) -> list[str]:
    return ["".join(found) for found in _PART.findall(name)]


def _follow(rest: str, state: _Scan) -> None:
    """Note strings and brackets that stay open at the end of the line."""
    at = 0
    while at < len(rest):
        if state.quote:
            end = rest.find(state.quote, at)
            if end < 0:
                return
            at, state.quote = end + 3, ""
            continue
        token = _TOKEN.search(rest, at)
        if token is None:
            return
        at = token.end()
        if token[0] in ('"""', "'''"):
            state.quote = token[0]
        elif token[0] in "[{":
            state.depth += 1
        elif token[0] in "]}":
            state.depth -= 1
