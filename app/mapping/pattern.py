"""Composed texts: `{prescriber.full_name}[, NPI {prescriber.npi}]`, read once and checked on load."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from app.domain.vocabulary import KeyRef
from app.mapping.references import reference
from app.mapping.transform import is_format

_TOKEN = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{(?P<key>[^{}]*)\}|(?P<open>\[)|(?P<close>\])|(?P<stray>[{}])")


class BadPattern(ValueError):
    """The text cannot be read as a pattern; the message says why."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One key within a pattern, and how it is written."""

    ref: KeyRef
    format: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a pattern.

    Attributes:
        optional: left out where one of its keys is not documented.
    """

    items: tuple[str | Blank, ...]
    optional: bool = False

    @property
    def blanks(self) -> tuple[Blank, ...]:
        """Its keys, in order."""
        return tuple(item for item in self.items if isinstance(item, Blank))


@lru_cache(maxsize=1024)
def read_pattern(text: str) -> tuple[Piece, ...]:
    """Read a pattern.

    Raises:
        BadPattern: brackets do not match, or a format is not known.
        UnknownKey: a key is not in the vocabulary.
        BadReference: a key has no such row or part.
    """
    pieces: list[Piece] = []
    items: list[str | Blank] = []
    inside = False
    at = 0
    for match in _TOKEN.finditer(text):
        items += [text[at : match.start()]] if match.start() > at else []
        at = match.end()
        if match["open"] or match["close"]:
            if inside == bool(match["open"]):
                raise BadPattern("its square brackets do not match")
            pieces.append(Piece(tuple(items), optional=inside))
            items, inside = [], not inside
        else:
            items.append(_item(match))
    if inside:
        raise BadPattern("a square bracket is not closed")
    items += [text[at:]] if at < len(text) else []
    return tuple(piece for piece in (*pieces, Piece(tuple(items))) if piece.items)


def _item(match: re.Match[str]) -> str | Blank:
    if match["stray"]:
        raise BadPattern("its curly brackets do not match")
    if match["key"] is None:
        return match[0][0]
    key, _, form = match["key"].partition("|")
    if form and not is_format(form):
        raise BadPattern(f"“{form}” is no format")
    ref = reference(key)
    if ref.wanted is not None:
        raise BadPattern(f"“{key}” is for a check box")
    return Blank(ref, form)
