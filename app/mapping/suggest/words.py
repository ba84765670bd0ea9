"""Payers' wording as comparable words: one spelling, one number, no punctuation, weights for what matters."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

_POSSESSIVE = re.compile(r"['’]s?\b")
_DOTTED = re.compile(r"\b(?:[a-z]\.){2,}(?=\W|$)|\b(?:[a-z]\.)+[a-z]\b")
_ICD = re.compile(r"\bicd[\s\-–]*(?:9|10)?(?:[\s/,\-–]*(?:9|10))?(?:[\s\-–]*cm)?\b")
_NUMBER = re.compile(
    r"\b(id|phone|telephone|tel|fax|npi|dea|group|license|lic|policy|tax|case|account|member|tin|auth|street|contract"
    r"|claim|card|plan|medicaid|medicare|reference|cell|provider|certificate)\s+no\b\.?"
)
_ENUMERATOR = re.compile(
    r"^[^\w#]*(?:(?:section|part|step)\s+(?:[a-z]|\d{1,3}[a-z]?|[ivx]{1,5})\b\s*[-–—:.]*\s*)?(?:\(?(?:[a-z]|\d{1,2}|[ivx]{1,4})(?:[.)]|\s*\|)\s+)*"
)
#: Small words that a page's text glues to the next: "ofTherapy".
_GLUED = re.compile(r"(?<=\b(?:of|to|or|in))(?=[A-Z][a-z])|(?<=\b(?:and|for|the))(?=[A-Z][a-z])")
_WORD = re.compile(r"[a-z0-9]+")
#: Begins with no number of a part, and needs no cleaning.
_PLAIN = re.compile(r"(?!(?:section|part|step) )[a-z ]+")
#: Signs that stand for words; "e-mail" is one.
_SIGNS = (("e-mail", "email"), ("#", " number "), ("%", " percent "), ("w/", "with "), ("d/c", "discontinued"))
_PARENTHESIS = re.compile(r"\([^)]*\)?")
#: Labels repeat: the words of so many texts are kept.
_MOST_KEPT = 4096
_LIGHT_WEIGHT = 0.25
_ASIDE_WEIGHT = 0.35
_NO_PLURAL = ("ss", "us", "is", "sis")
#: Several dates are a span of time.
_KEPT = frozenset({"dates"})


class Token(NamedTuple):
    """A word and how much it costs to leave it unexplained."""

    word: str
    weight: float


@dataclass(frozen=True, slots=True)
class Words:
    """How words are read.

    Attributes:
        same: one word for several.
        small: words that are dropped.
        light: words that cost little.
        rewritten: wordings read as another.
    """

    same: Mapping[str, str]
    small: frozenset[str]
    light: frozenset[str]
    rewritten: Mapping[str, str] = field(default_factory=dict)
    _read: dict[str, tuple[Token, ...]] = field(default_factory=dict, repr=False, compare=False)

    def tokens(self, text: str) -> tuple[Token, ...]:
        """The words of a text that say something; all of them where none would be left."""
        known = self._read.get(text)
        if known is None:
            raw = self._split(text)
            known = tuple([token for token in raw if token.word not in self.small] or raw)
            if len(self._read) >= _MOST_KEPT:
                self._read.clear()
            self._read[text] = known
        return known

    def plain(self, text: str) -> tuple[str, ...]:
        """The same without weights."""
        return tuple(token.word for token in self.tokens(text))

    def _split(self, text: str) -> list[Token]:
        clean = self._cleaned(text)
        asides = [match.span() for match in _PARENTHESIS.finditer(clean)] if "(" in clean else []
        made = []
        for match in _WORD.finditer(clean):
            word = self._word(match.group())
            aside = asides and any(start <= match.start() < end for start, end in asides)
            weight = _LIGHT_WEIGHT if word in self.light or word.isdigit() else _ASIDE_WEIGHT if aside else 1.0
            made.append(Token(word, weight))
        return made

    def _cleaned(self, text: str) -> str:
        """A text in one spelling; small letters and spaces alone, as the lexicon is written, have hardly another."""
        is_plain = _PLAIN.fullmatch(text) is not None
        clean = text if is_plain else _in_one_case(text)
        for said, meant in self.rewritten.items():
            clean = clean.replace(said, meant)
        if "." in clean:
            clean = _DOTTED.sub(lambda match: match.group().replace(".", ""), clean)
        if "icd" in clean:
            clean = _ICD.sub("icd", clean)
        if not is_plain:
            for sign, word in _SIGNS:
                clean = clean.replace(sign, word)
            clean = _POSSESSIVE.sub("", clean)
        return _NUMBER.sub(r"\1 number", clean) if "no" in clean else clean

    def _word(self, word: str) -> str:
        found = self.same.get(word)
        if found is not None:
            return found
        if word in self.small or word in _KEPT:
            return word
        if len(word) > 3 and word.endswith("s") and not word.endswith(_NO_PLURAL):
            word = word[:-3] + "y" if word.endswith("ies") and len(word) > 5 else word[:-1]
        return self.same.get(word, word)


def _in_one_case(text: str) -> str:
    """A text without its numbering, accents and signs of trade, in small letters."""
    plain = _GLUED.sub(" ", text)
    if not plain.isascii():
        apart = unicodedata.normalize("NFKD", plain)
        plain = "".join(char for char in apart if not unicodedata.combining(char))
        plain = plain.replace("®", "").replace("™", "")
    clean = plain.lower()
    return _ENUMERATOR.sub("", clean) or clean
