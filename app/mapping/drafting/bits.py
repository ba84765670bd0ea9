"""A text put together of several facts, as rows that a person fills in, and as the pattern of a pack."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from app.errors import AppError
from app.mapping.pattern import BadPattern, Blank, Piece, read_pattern
from app.mapping.references import reference

_SIGNS = re.compile(r"[{}]")
#: A square bracket beside the one that opens or closes a row could be read as either.
_ROUND = str.maketrans("[]", "()")


@dataclass(frozen=True, slots=True)
class Bit:
    """One fact of a text, with what is printed around it.

    Attributes:
        before: words in front of it, such as `, NPI `.
        key: of the fact.
        format: how it is written, empty for the usual way.
        after: words behind it.
        may_lack: whether it is left out, with the words around it, where it is not documented; else nothing of the
            text is printed then.
    """

    key: str
    before: str = ""
    after: str = ""
    format: str = ""
    may_lack: bool = False

    @property
    def pattern(self) -> str:
        """As packs write it."""
        form = f"|{self.format}" if self.format else ""
        text = f"{_kept(self.before)}{{{self.key}{form}}}{_kept(self.after)}"
        return f"[{text}]" if self.may_lack else text


def pattern_of(bits: tuple[Bit, ...]) -> str:
    """The pattern of a text; rows without a fact are left out."""
    return "".join(bit.pattern for bit in bits if bit.key)


def bits_of(pattern: str) -> tuple[Bit, ...] | None:
    """The rows of a pattern; None where it says more than rows can."""
    try:
        pieces = read_pattern(pattern)
    except (AppError, BadPattern):
        return None
    bits: list[Bit] = []
    for piece in pieces:
        made = _bits(piece)
        if made is None:
            if not bits or piece.optional or piece.blanks:
                return None
            bits[-1] = replace(bits[-1], after=bits[-1].after + _words(piece.items))
            continue
        bits += made
    return tuple(bits) if pattern_of(tuple(bits)) == pattern else None


def bits_trouble(pattern: str) -> str:
    """Why a pattern cannot be read, in plain English; empty where it can be."""
    try:
        read_pattern(pattern)
    except BadPattern as problem:
        return str(problem)
    except AppError as problem:
        return str(problem.details.get("why", problem.message))
    return ""


def fact_key(key: str) -> str:
    """A reference without the value that ticks a box."""
    ref = reference(key)
    return key if ref.wanted is None else ref.fact_key


def _bits(piece: Piece) -> list[Bit] | None:
    """The facts of a piece, each with the words up to the next one; None for words alone."""
    if not piece.blanks or (piece.optional and len(piece.blanks) > 1):
        return None
    made: list[Bit] = []
    words = ""
    for item in piece.items:
        if isinstance(item, Blank):
            made.append(Bit(str(item.ref), words, "", item.format, piece.optional))
            words = ""
        else:
            words += item
    made[-1] = replace(made[-1], after=words)
    return made


def _words(items: tuple[str | Blank, ...]) -> str:
    return "".join(item for item in items if isinstance(item, str))


def _kept(words: str) -> str:
    return _SIGNS.sub(lambda match: match[0] * 2, words.translate(_ROUND))
