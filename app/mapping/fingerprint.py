"""A sketch of the words that a form prints: the same after re-saving, printing to PDF or a change of metadata.

The words of the pages make overlapping triples; the smallest hashes of them are kept. Two sketches tell how much of the
wording two files share, without holding any of it.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Sequence

#: How many hashes a sketch keeps, and how many hexadecimal digits each has.
SKETCH_SIZE = 96
_DIGITS = 8
#: Coded and shown texts of a page share more than half of their triples; below this the codes say something else.
_GARBLED = 0.2
_WORD = re.compile(r"[^\W_]+")


def sketch(page_texts: Sequence[str]) -> str:
    """The sketch of a form by the texts of its pages; empty where there is next to no text."""
    return "".join(sorted(_triples(page_texts))[:SKETCH_SIZE])


def similarity(one: str, other: str) -> float:
    """How much of their wording two sketches share, from 0 to 1."""
    first, second = _hashes(one), _hashes(other)
    if not first or not second:
        return 0.0
    smallest = sorted(first | second)[: min(len(first), len(second), SKETCH_SIZE)]
    return sum(item in first and item in second for item in smallest) / len(smallest)


def truer(coded: Sequence[str], shown: Sequence[str]) -> Sequence[str]:
    """The texts that a form is known by: as they are coded, or as they look where the codes say something else."""
    is_garbled = bool(sketch(shown)) and similarity(sketch(coded), sketch(shown)) < _GARBLED
    return shown if is_garbled else coded


def contained(one: str, page_texts: Sequence[str]) -> float:
    """How much of a sketch's wording stands in the pages, whatever else stands there, from 0 to 1."""
    wanted = _hashes(one)
    return len(wanted & _triples(page_texts)) / len(wanted) if wanted else 0.0


def _triples(page_texts: Sequence[str]) -> set[str]:
    words = _WORD.findall(unicodedata.normalize("NFKC", " ".join(page_texts)).casefold())
    triples = {" ".join(words[at : at + 3]) for at in range(len(words) - 2)}
    return {hashlib.blake2b(item.encode(), digest_size=_DIGITS // 2).hexdigest() for item in triples}


def _hashes(text: str) -> set[str]:
    return {text[at : at + _DIGITS] for at in range(0, len(text) - _DIGITS + 1, _DIGITS)}
