"""Which domains a heading speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from app.mapping.suggest.lexicon import Lexicon
from app.mapping.suggest.parse import holds, parse
from app.pdf.context.model import Heading

_LEAST, _LEAST_OF_PLAIN = 0.34, 0.55
_FEWEST_OF_PLAIN = 3
_NUMBERED = re.compile(r"^\W*((section|part|step)\s+\S+|[A-Z]\.|[A-Z]\s*\||[IVX]{1,4}\.|\d{1,2}[.)])", re.IGNORECASE)
_LONGEST = 12
#: A section's letter without a stop: "C Prescriber".
_LETTERED = re.compile(r"^[A-Z]\d?\s+(?=[A-Z][a-z])")
#: A capital that stands off from its word in a picture: "M EMBER".
_SPACED = re.compile(r"\b([B-HJ-Z]) ([A-Z]{3,})\b")
_LONG_WORD, _ALIKE = 8, 0.86
#: Remarks that stand out but head nothing.
_REMARK = re.compile(r"^\W*(\(|\*|page\s+\d|note\b|please\b|continued\b|attach|fax\b)", re.IGNORECASE)
_LEFT_OF_PART = 0.9
_SHARE_OF_COLUMN = 0.6
#: "For … use only" is the payer's part, unless it names who asks.
_USE_ONLY = ("use", "only")
_OF_OFFICES = frozenset(
    {"prescriber", "physician", "provider", "practitioner", "doctor", "clinician", "patient", "member"}
)
_WORDS_OF_SENTENCE = 7
_GENERAL = frozenset({"information", "request", "form", "section"})


def heading_domains(known: Lexicon, text: str, *, strong: bool = True) -> Mapping[str, float]:
    """The domains of a heading with how sure each is, from 0 to 1; empty where it speaks of none.

    Args:
        known: to look up.
        text: the heading as printed.
        strong: it looks like a heading; one that does not must be worded as one.
    """
    plain = known.words.plain(_SPACED.sub(r"\1\2", _LETTERED.sub("", text)))
    words = tuple(_mended(known.heading_words, word) for word in plain) if strong else plain
    content = tuple(word for word in words if word not in _GENERAL)
    if holds(words, _USE_ONLY) and not _OF_OFFICES.intersection(words):
        return {"office_use": 1.0}
    exact = known.headings.get(words) or known.headings.get(content)
    if exact and (strong or len(content) < len(words) or len(content) > 1):
        return dict.fromkeys(exact, 1.0)
    found = _shares(known, words, strong=strong)
    return {domain: min(1.0, share + 0.2) for domain, share in found.items()}


def _shares(known: Lexicon, words: Sequence[str], *, strong: bool) -> dict[str, float]:
    """How much of a heading each domain's wording makes up, where that is enough to tell."""
    count = sum(word not in _GENERAL for word in words)
    found: dict[str, float] = {}
    for phrase in _within(words) if count else ():
        if strong or len(phrase) >= _FEWEST_OF_PLAIN:
            share = sum(word not in _GENERAL for word in phrase) / count
            for domain in known.headings.get(phrase, ()):
                found[domain] = max(found.get(domain, 0.0), share)
    least = _LEAST if strong else _LEAST_OF_PLAIN
    return {domain: share for domain, share in _specific(found).items() if share >= least}


def _specific(found: Mapping[str, float]) -> dict[str, float]:
    best = max(found.values(), default=0.0)
    return {domain: share for domain, share in found.items() if share >= 0.6 * best}


@lru_cache(maxsize=8192)
def _mended(known: frozenset[str], word: str) -> str:
    """A long word that no heading has, as the one it resembles: letters read from a picture are not always right."""
    if len(word) < _LONG_WORD or word in known:
        return word
    found = get_close_matches(word, known, n=1, cutoff=_ALIKE)
    return found[0] if found and found[0][:1] == word[:1] else word


def _within(words: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """All runs of words in a text."""
    for start in range(len(words)):
        for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
            yield tuple(words[start:end])


def _names_a_part(text: str) -> bool:
    """Whether a heading is numbered and says what its part is about: not "Section 2" alone."""
    match = _NUMBERED.match(text)
    return match is not None and any(char.isalpha() for char in text[match.end() :])


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a form that a box stands in.

    Attributes:
        heading: the nearest that speaks of a domain.
        domains: of it and of those above it, nearest first.
        passed: a heading stands nearer that looks like one and says nothing known.
    """

    page: int
    heading: str = ""
    domains: Sequence[Mapping[str, float]] = ()
    passed: bool = False

    @property
    def where(self) -> tuple[int, str]:
        """What tells it from other parts."""
        return self.page, self.heading


def section_of(known: Lexicon, trail: Sequence[Heading], page: int) -> Section:
    """The part of a page that a trail of headings leads to."""
    nearest, passed = "", False
    domains: list[Mapping[str, float]] = []
    for heading in trail:
        found = heading_domains(known, heading.text, strong=heading.strong)
        if found:
            nearest = nearest or heading.text
            domains.append(found)
        elif heading.strong and not domains and _names_a_part(heading.text):
            # A section of its own about something that nobody here knows: what stands above it is over.
            return Section(page, heading.text, [{}])
        elif heading.strong and not domains:
            passed = passed or _says_something(known, heading.text)
        if len(domains) == 3:
            break
    return Section(page, nearest, domains, passed and bool(domains))


def _says_something(known: Lexicon, text: str) -> bool:
    """Whether a heading names a part that nobody here knows: not a remark in brackets, not a page, not a column."""
    read = parse(known, text)
    column = bool(read.attributes) and read.share >= _SHARE_OF_COLUMN
    sentence = read.size >= _WORDS_OF_SENTENCE
    return not (_REMARK.match(text) or column or sentence) and read.left >= _LEFT_OF_PART
