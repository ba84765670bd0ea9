"""The parts of a policy as a list: what each is, what it is about, and how much of it is open."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.criteria.own.choices import choice_name
from app.criteria.own.draft import COVERS_SPOT, HEAD_SPOT, Flaw, PolicyTable, Spot
from app.criteria.own.parts import PARTS
from app.criteria.own.said import condition_words


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the list."""

    at: Spot
    words: str
    about: str
    open_count: int

    @property
    def name(self) -> str:
        """What it is known by."""
        return f"{self.at[0]}:{self.at[1]}"

    @property
    def state(self) -> str:
        """How much of it is open, in words."""
        return f"{self.open_count} open" if self.open_count else ""


def entries_of(table: PolicyTable, flaws: Iterable[Flaw]) -> tuple[Entry, ...]:
    """Every part of a policy, the policy itself first."""
    open_ones = Counter(flaw.at for flaw in flaws)
    found = [(HEAD_SPOT, "The policy", ""), (COVERS_SPOT, "What it covers", ""), *_parts(table)]
    return tuple(Entry(at, words, about, open_ones[at]) for at, words, about in found)


def _parts(table: PolicyTable) -> Iterator[tuple[Spot, str, str]]:
    for part in PARTS:
        for at, item in enumerate(table.get(part.name, ())):
            words = str(item.get("text", "")) or condition_words(item) or _fallback(part.name, item)
            yield (part.name, at), words, _about(part.words, item)


def _about(part: str, item: PolicyTable) -> str:
    """The use that a part is for; else what it is about."""
    uses = item.get("for", ())
    if len(uses) == 1:
        return choice_name("uses", uses[0])
    if uses:
        return f"{len(uses)} uses"
    return choice_name("topics", item["topic"]) if item.get("topic") else part


def _fallback(name: str, item: PolicyTable) -> str:
    if name == "codes":
        codes = [*item.get("listed", ()), *item.get("not_covered", ())]
        return ", ".join(map(str, codes[:6])) or "no codes yet"
    return "not worded yet"
