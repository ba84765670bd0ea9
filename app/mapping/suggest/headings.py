"""Which domains a heading speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache

from app.mapping.suggest.lexicon import PARTIES, PEOPLE, Lexicon
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
_LONG_WORD, _ALIKE, _LETTERS_APART = 8, 0.86, 3
_ASIDE = re.compile(r"\([^)]*\)?")
#: Where the first part of a heading ends and what is to be done begins: "Diagnosis - Please indicate the code".
_REST_OF_HEADING = re.compile(r"(?<=\w{3})(?:\s[-–—]\s|:\s|\s/\s)|(?<=\w{3})\.\s(?=[A-Z])")
#: What the heading of a part of a form ends with, whoever it is about.
_OF_PARTS = frozenset({"information", "detail", "data", "demographic"})
#: Remarks that stand out but head nothing.
_REMARK = re.compile(r"^\W*(\(|\*|page\s+\d|note\b|please\b|continued\b|attach|fax\b)", re.IGNORECASE)
_LEFT_OF_PART = 0.9
_SHARE_OF_COLUMN = 0.6
#: "For … use only" is the payer's part, unless it names who asks.
_USE_ONLY = ("use", "only")
_OF_OFFICES = frozenset(
    {"prescriber", "physician", "provider", "practitioner", "doctor", "clinician", "patient", "member"}
)
#: Words of titles; "request for" has lost its small word.
_OF_TITLES = (
    ("prior", "authorization"), ("precertification", "request"), ("coverage", "determination"), ("request", "coverage"),
    ("request", "form"), ("exception", "request"), ("medication", "request", "form"), ("authorization", "form"),
    ("request", "medicare"), ("request", "rx"), ("request", "prior"),
)  # fmt: skip
#: Words of headings over what was given before.
_OF_TRIED, _MOST_OF_TRIED = frozenset({"tried", "failed", "trial"}), 4
#: How sure a heading is that says no more than whom labels name so: "Infusion site".
_NAMED = 0.9
#: "If the person asking is not the enrollee": somebody speaks for the enrollee there.
_NOT, _WORDS_AFTER_NOT = "not", 3
_WORDS_OF_SENTENCE = 7
_GENERAL = frozenset({"information", "request", "form", "section"})


def heading_domains(known: Lexicon, text: str, *, strong: bool = True) -> Mapping[str, float]:
    """The domains of a heading with how sure each is, from 0 to 1; empty where it speaks of none.

    Args:
        known: to look up.
        text: the heading as printed.
        strong: it looks like a heading; one that does not must be worded as one.
    """
    return known.once(("heading", text, strong), lambda: _domains_of(known, text, strong=strong))


def _domains_of(known: Lexicon, text: str, *, strong: bool) -> Mapping[str, float]:
    for part in _parts(text) if strong else tuple(dict.fromkeys((text, text.split(":", maxsplit=1)[0]))):
        found = _domains(known, part, strong=strong)
        if found:
            return found
    return {}


def _parts(text: str) -> tuple[str, ...]:
    """A heading without what only explains it, then as it stands, then up to where its first part ends."""
    bare = _ASIDE.sub(" ", text).strip()
    head = _REST_OF_HEADING.split(bare, maxsplit=1)[0].strip()
    names = tuple(part for part in (bare, text, head) if any(char.isalpha() for char in part))
    return tuple(dict.fromkeys(names))


def _domains(known: Lexicon, text: str, *, strong: bool) -> Mapping[str, float]:
    plain = known.words.plain(_SPACED.sub(r"\1\2", _LETTERED.sub("", text)))
    words = tuple(_mended(known, word) for word in plain) if strong else plain
    content = tuple(word for word in words if word not in _GENERAL)
    whose = _left_to(words)
    if whose:
        return {whose: 1.0}
    exact = known.headings.get(words) or known.headings.get(content)
    if exact and (strong or len(content) < len(words) or len(content) > 1):
        return dict.fromkeys(exact, 1.0)
    if _is_title(words):
        return {}
    named = known.domain_phrases.get(content, "") if strong else ""
    found = {} if named in PARTIES else _shares(known, words, strong=strong)
    if strong and not found and 0 < len(words) <= _MOST_OF_TRIED and words[-1] in _OF_TRIED:
        named = "prior"
    if named in (*PARTIES, "prior") and not found:
        return {named: _NAMED}
    return {domain: min(1.0, share + 0.2) for domain, share in found.items()}


def _left_to(words: Sequence[str]) -> str:
    """Whom a heading leaves its part to in so many words: whoever speaks for the patient, or the plan's own people."""
    if _NOT in words and PEOPLE.intersection(words[words.index(_NOT) :][:_WORDS_AFTER_NOT]):
        return "representative"
    is_theirs = holds(tuple(words), _USE_ONLY) and not _OF_OFFICES.intersection(words)
    return "office_use" if is_theirs else ""


def _is_title(words: Sequence[str]) -> bool:
    """Whether a heading names the whole form: "Request for coverage of a medicine", "Prior authorization form"."""
    return words[-1:] == ("form",) or any(holds(tuple(words), phrase) for phrase in _OF_TITLES)


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


def _mended(known: Lexicon, word: str) -> str:
    """A long word that nobody knows, as the one it resembles: letters read from a picture are not always right."""
    if len(word) < _LONG_WORD or word in known.heading_words or word in known.label_words:
        return word
    return _resembled(known.heading_words, word)


@lru_cache(maxsize=8192)
def _resembled(known: frozenset[str], word: str) -> str:
    near = [other for other in known if other[0] == word[0] and abs(len(other) - len(word)) <= _LETTERS_APART]
    found = get_close_matches(word, near, n=1, cutoff=_ALIKE)
    return found[0] if found else word


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


def without_questions(known: Lexicon, trail: Sequence[Heading], asked: Set[str]) -> tuple[Heading, ...]:
    """A trail without what only asks something outside the vocabulary, for its own check boxes: "Ship to"."""

    def is_only_asked(heading: Heading) -> bool:
        return heading.text in asked and "outside" in heading_domains(known, heading.text, strong=heading.strong)

    return tuple(heading for heading in trail if not is_only_asked(heading))


def section_of(known: Lexicon, trail: Sequence[Heading], page: int) -> Section:
    """The part of a page that a trail of headings leads to."""
    nearest, passed, names_somebody = "", False, False
    domains: list[Mapping[str, float]] = []
    for heading in trail:
        found = heading_domains(known, heading.text, strong=heading.strong)
        if found:
            nearest = nearest or heading.text
            domains.append(found)
        elif heading.strong and not domains and _is_another_part(known, heading.text):
            # A section of its own about something that nobody here knows: what stands above it is over.
            return Section(page, heading.text, [{}])
        elif heading.strong and not domains:
            passed = passed or _says_something(known, heading.text)
            names_somebody = names_somebody or _names_somebody(known, heading.text)
        if len(domains) == 3:
            break
    return Section(page, nearest, domains, passed and (bool(domains) or names_somebody))


def _is_another_part(known: Lexicon, text: str) -> bool:
    """Whether a heading that is not known names a part: it is numbered, or says so: "Adjuster information"."""
    if _names_a_part(text):
        return True
    words = known.words.plain(_ASIDE.sub(" ", text))
    named = [word for word in words if word not in _GENERAL]
    return bool(named) and words[-1] in _OF_PARTS and len(words) <= _WORDS_OF_SENTENCE and not _REMARK.match(text)


def _names_somebody(known: Lexicon, text: str) -> bool:
    """Whether a heading that is not known speaks of somebody all the same."""
    return bool(PARTIES.intersection(parse(known, text).domains)) and not _REMARK.match(text)


def _says_something(known: Lexicon, text: str) -> bool:
    """Whether a heading names a part that nobody here knows: not a remark in brackets, not a page, not a column."""
    read = parse(known, text)
    if _names_somebody(known, text):
        return True
    column = bool(read.attributes) and read.share >= _SHARE_OF_COLUMN
    sentence = read.size >= _WORDS_OF_SENTENCE
    return not (_REMARK.match(text) or column or sentence) and read.left >= _LEFT_OF_PART
