"""Values on their way through a wording: each stands in the text as a mark, and keeps its keys and origins."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from app.domain.facts import Fact, Origin
from app.packet.letter.model import Gap

_OPEN, _CLOSE = "\ue000", "\ue001"
_MARK = re.compile(f"{_OPEN}([0-9]+){_CLOSE}")


@dataclass(frozen=True, slots=True)
class Said:
    """One value: its text, and what it stands on."""

    text: str
    keys: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    gap: Gap | None = None


@dataclass(slots=True)
class Ledger:
    """All values that one rendering put into its text."""

    _said: list[Said] = field(default_factory=list)

    def mark(self, said: Said) -> str:
        """The mark that stands for a value until the text is read back."""
        self._said.append(said)
        return f"{_OPEN}{len(self._said) - 1}{_CLOSE}"

    def found(self, text: str) -> tuple[Said, ...]:
        """The values whose marks a text has, in order."""
        return tuple(self._said[int(number)] for number in _MARK.findall(text))

    def plain(self, text: str) -> str:
        """The text with its values, spaces put right."""
        filled = _MARK.sub(lambda match: self._said[int(match[1])].text, text)
        return re.sub(r"\s+([,.;:])", r"\1", " ".join(filled.split()))


def clean(text: str) -> str:
    """A value on one line, without signs that marks are made of."""
    return " ".join(text.replace(_OPEN, "").replace(_CLOSE, "").split())


def joined(parts: Iterable[Said]) -> tuple[tuple[str, ...], tuple[Origin, ...]]:
    """The keys and origins of several values, each once."""
    items = list(parts)
    keys = dict.fromkeys(key for item in items for key in item.keys)
    origins = dict.fromkeys(origin for item in items for origin in item.origins)
    return tuple(keys), tuple(origins)


def said_of(facts: Iterable[Fact | None], text: str) -> Said:
    """A text that stands on some facts; those that are not there are left out."""
    there = [fact for fact in facts if fact is not None]
    return Said(clean(text), tuple(fact.key for fact in there), tuple(fact.origin for fact in there))


def sentence_ends(text: str) -> str:
    """The text with a full stop, where it does not end with a sign of its own."""
    ended = text.rstrip("”)")[-1:]
    return text if not text or text[-1] in ".!?:_" or (text[-1] == "”" and ended in ".!?") else f"{text}."


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    items = list(words)
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""


def lower_first(text: str) -> str:
    """A phrase inside a sentence: `beta blocker`, but `CGRP drug` and `HIT-6` as they are."""
    return text if text[1:2].isupper() or text[1:2] == "-" else text[:1].lower() + text[1:]


def numbered(number: int) -> str:
    """`three` for 3; figures from ten on."""
    names = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
    return names[number] if number < len(names) else str(number)


def each(items: Iterable[str]) -> Iterator[str]:
    """Texts without the empty ones."""
    return (item for item in items if item)
