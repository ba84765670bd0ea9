"""Short names made of what a form prints, for questions, sections and groups."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MOST_WORDS = 5
_WORD = re.compile(r"[a-z0-9]+")
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+", re.IGNORECASE)
_EMPTY_WORDS = frozenset(
    {"a", "an", "the", "of", "is", "has", "have", "does", "do", "if", "to", "please", "this", "for"}
)


def slug(text: str) -> str:
    """A short name made of a text's words."""
    plain = unicodedata.normalize("NFKD", _NUMBERING.sub("", text)).encode("ascii", "ignore").decode().lower()
    words = [word for word in _WORD.findall(plain) if word not in _EMPTY_WORDS] or _WORD.findall(plain)
    return "_".join(words[:_MOST_WORDS])


def free_name(base: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken."""
    known, at = frozenset(taken), 1
    while (name := base if at == 1 else f"{base}_{at}") in known:
        at += 1
    return name
