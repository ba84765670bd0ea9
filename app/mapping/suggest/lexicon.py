"""The curated lexicon of payers' wording, as data that can be looked up."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from app.mapping.suggest.words import Words
from app.places import bundled

Phrase = tuple[str, ...]
_T = TypeVar("_T")
_LONG_WORD = 8
#: So much of what was reckoned is kept.
_MOST_KEPT = 16384
#: Words for the drug in questions.
MEDICINE = "medication"
MEDICINES = frozenset(
    {"drug", "medicine", "product", "agent", "botulinum", "botox", "dysport", "xeomin", "myobloc", "daxxify"}
)
#: Domains that are somebody.
PARTIES = frozenset({"patient", "prescriber", "facility", "pharmacy", "pcp", "insured", "representative", "contact"})
#: Where products are the options.
_NAMES = "drug.name"
PEOPLE = frozenset({"patient", "member", "enrollee", "beneficiary", "recipient"})


@dataclass(frozen=True, slots=True)
class Attribute:
    """What a box asks of somebody or something: a name, a telephone.

    Attributes:
        keys: the key by the domain that it is asked about.
        usual: the domain that is meant where nothing else says.
    """

    name: str
    keys: Mapping[str, str]
    usual: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The wording of one key's check boxes.

    Attributes:
        questions: of what is asked.
        options: by value.
        alone: wording that without a question means the value.
        yes_no: questions answered by yes or no.
        reverse: questions whose yes means no.
        words: that stand in the wording of any of its boxes.
        asked: questions whose yes means the value; their no means the one that is named first of the others.
    """

    key: str
    questions: tuple[Phrase, ...]
    options: Mapping[str, tuple[Phrase, ...]]
    alone: Mapping[str, tuple[Phrase, ...]]
    yes_no: tuple[Phrase, ...]
    reverse: tuple[Phrase, ...]
    words: frozenset[str] = frozenset()
    asked: Mapping[str, tuple[Phrase, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Cue:
    """A long question known by words that stand in it.

    Attributes:
        value: that a check box so worded stands for; empty for questions.
        boxes: `text`, `yes_no` or `alone`.
        every: groups of wordings, each to be met by one.
    """

    key: str
    value: str
    boxes: str
    every: tuple[tuple[Phrase, ...], ...]
    none: tuple[Phrase, ...]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All of it.

    Attributes:
        attribute_phrases: attributes by wording.
        domain_phrases: domains by the words that name them in labels.
        headings: domains by wording of headings.
        longest: most words of a phrase.
        vague: words of domains that ask for nobody's name where they stand alone.
        heading_words: words of headings that are long enough to be known when misread.
        label_words: words of labels.
    """

    words: Words
    attributes: Mapping[str, Attribute]
    attribute_phrases: Mapping[Phrase, tuple[str, ...]]
    domain_phrases: Mapping[Phrase, str]
    headings: Mapping[Phrase, tuple[str, ...]]
    choices: tuple[Choice, ...]
    cues: tuple[Cue, ...]
    longest: int = field(default=8)
    heading_words: frozenset[str] = frozenset()
    vague: frozenset[Phrase] = frozenset()
    label_words: frozenset[str] = frozenset()
    _told: dict[Hashable, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def knows(self, word: str) -> bool:
        """Whether a word is one of forms' own, and no name of a product."""
        return word in self.label_words or any(word in choice.words for choice in self.choices if choice.key != _NAMES)

    def once(self, key: Hashable, reckon: Callable[[], _T]) -> _T:
        """What was reckoned under a key before, or is now: labels, headings and questions of forms repeat.

        Args:
            key: what it depends on, besides this lexicon.
            reckon: makes it.
        """
        known = self._told.get(key)
        if known is None:
            if len(self._told) >= _MOST_KEPT:
                self._told.clear()
            known = self._told[key] = (reckon(),)
        made: _T = known[0]
        return made


@cache
def lexicon() -> Lexicon:
    """The bundled lexicon, read once."""
    return read_lexicon(bundled("resources", "lexicon"))


def read_lexicon(folder: Path) -> Lexicon:
    """A lexicon from its folder.

    Args:
        folder: holds words, domains, attributes, options and cues, each a TOML file.
    """
    said = _toml(folder / "words.toml")
    words = Words(said["same"], frozenset(said["small"]["words"]), frozenset(said["light"]["words"]), said["rewritten"])
    domains, attributes = _toml(folder / "domains.toml"), _toml(folder / "attributes.toml")
    phrases: dict[Phrase, list[str]] = {}
    for name, item in attributes.items():
        for phrase in _phrases(words, item["phrases"]):
            phrases.setdefault(phrase, []).append(name)
    headings: dict[Phrase, list[str]] = {}
    for name, item in domains.items():
        for phrase in _phrases(words, item["headings"]):
            headings.setdefault(phrase, []).append(name)
    parties = {p: name for name, item in domains.items() for p in _phrases(words, item["words"])}
    return Lexicon(
        words=words,
        attributes={name: _attribute(name, item) for name, item in attributes.items()},
        attribute_phrases={phrase: tuple(names) for phrase, names in phrases.items()},
        domain_phrases=parties,
        label_words=frozenset(word for phrase in (*phrases, *parties) for word in phrase),
        headings={phrase: tuple(names) for phrase, names in headings.items()},
        choices=tuple(_choice(words, key, item) for key, item in _toml(folder / "options.toml").items()),
        cues=tuple(_cue(words, item) for item in _toml(folder / "cues.toml")["cue"]),
        longest=max(len(phrase) for phrase in phrases),
        vague=frozenset(_phrases(words, said["vague"]["words"])),
        heading_words=frozenset(word for phrase in headings for word in phrase if len(word) >= _LONG_WORD),
    )


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _phrases(words: Words, texts: Iterable[str]) -> tuple[Phrase, ...]:
    return tuple(dict.fromkeys(words.plain(text) for text in texts))


def _wordings(words: Words, texts: Iterable[str]) -> tuple[Phrase, ...]:
    """Wordings whose words count in any order, each once."""
    return tuple(dict.fromkeys(tuple(dict.fromkeys(words.plain(text))) for text in texts))


def without_people(phrases: Iterable[Phrase]) -> tuple[Phrase, ...]:
    """Wordings without the words that say whom a question is about: they stand in every question."""
    plain = ((MEDICINE if word in MEDICINES else word for word in phrase if word not in PEOPLE) for phrase in phrases)
    each_once = (tuple(dict.fromkeys(words)) for words in plain)
    return tuple(dict.fromkeys(phrase for phrase in each_once if phrase))


def _attribute(name: str, item: Mapping[str, Any]) -> Attribute:
    keys = dict(item["keys"])
    return Attribute(name, keys, item.get("usual") or next(iter(keys)))


def _choice(words: Words, key: str, item: Mapping[str, Any]) -> Choice:
    def by_value(part: str) -> dict[str, tuple[Phrase, ...]]:
        return {value: _wordings(words, texts) for value, texts in item.get(part, {}).items()}

    options, alone = by_value("options"), by_value("alone")
    boxes = (phrase for phrases in (*options.values(), *alone.values()) for phrase in phrases)
    return Choice(
        key=key,
        questions=_wordings(words, item.get("questions", ())),
        options=options,
        alone=alone,
        words=frozenset(word for phrase in boxes for word in phrase),
        yes_no=without_people(_wordings(words, item.get("yes_no", ()))),
        reverse=without_people(_wordings(words, item.get("reverse", ()))),
        asked={value: without_people(phrases) for value, phrases in by_value("asked").items()},
    )


def _cue(words: Words, item: Mapping[str, Any]) -> Cue:
    def wordings(texts: Sequence[str]) -> tuple[tuple[Phrase, ...], ...]:
        return tuple(_phrases(words, text.split("|")) for text in texts)

    none = _phrases(words, item.get("none", ()))
    return Cue(item["key"], item.get("value", ""), item["boxes"], wordings(item["all"]), none)
