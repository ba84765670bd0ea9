"""Reading a label: which of its words name an attribute, which a domain, and how much stays unexplained."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from app.mapping.suggest.lexicon import Lexicon, Phrase
from app.mapping.suggest.words import Token

_SEGMENT_COST = 0.12
_FURTHER_SHARE = 0.7
_LEAST_BARE = 0.75
#: How a box is to be filled in, not what it asks.
_SAYS_NOTHING = frozenset(
    {"mm", "dd", "yyyy", "yy", "ddmmyyyy", "mmddyyyy", "format", "digit", "required", "optional", "print", "legibly",
     "clearly", "exact", "complete", "full", "known", "letter", "number", "max", "maximum", "numeric", "alphanumeric"}
)  # fmt: skip
_ASIDE = re.compile(r"\([^)]*\)")
#: Words in brackets that only say how to answer.
_INSTRUCTS = re.compile(
    r"^\(\s*(?:please|attach|see|be|use|print|check|if (?:different|known|applicable|available|any)|optional|required"
    r"|must|do not|include|e\.?g\.?)\b",
    re.IGNORECASE,
)
#: A label outside its brackets must be known so well to count before what stands in them.
_LEAST_OUTSIDE = 0.9
#: "Patient information" heads a part and asks for nobody's name.
_OF_HEADINGS = frozenset({"information", "section", "detail", "demographic"})
#: What a box for a whole address lists, the state apart.
_PIECES = frozenset({"city", "zip"})
_NAMES = frozenset({("first_name",), ("last_name",)})
_OF_NAME = frozenset({"first_name", "last_name", "middle_initial"})
_COMPOSED = ("full_address", "city_state_zip", "name")
_OF_ADDRESS = _PIECES | {"state", "address", "city_state_zip"}


@dataclass(frozen=True, slots=True)
class Segment:
    """Words that mean something: attributes or a domain."""

    attributes: tuple[str, ...]
    domain: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Parse:
    """A label, read.

    Attributes:
        attributes: that the first meaningful words may name.
        further: attributes named by later words.
        domains: named in it, in order.
        share: of its words that are explained, by weight.
        core: share of the words that name the attribute itself.
        size: how many words count.
        left: weight of the words that nobody here knows.
        mixed: it names several things.
    """

    attributes: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    share: float = 0.0
    core: float = 0.0
    size: int = 0
    left: float = 0.0
    mixed: bool = False


def parse(lexicon: Lexicon, text: str) -> Parse:
    """Read a label.

    Args:
        lexicon: to look up.
        text: as printed.
    """
    return lexicon.once(("parse", text), lambda: _read(lexicon, text))


def _read(lexicon: Lexicon, text: str) -> Parse:
    whole = _with_aside(lexicon, text, _parsed(lexicon, text))
    outside = _ASIDE.sub(" ", text) if "(" in text else text
    if outside == text or not (outside.strip() and lexicon.words.plain(outside) in lexicon.attribute_phrases):
        return whole
    bare = _parsed(lexicon, outside)
    left = 0.0 if all(_INSTRUCTS.match(aside) for aside in _ASIDE.findall(text)) else whole.left
    if bare.share < _LEAST_OUTSIDE or set(_COMPOSED) & set(whole.attributes):
        return whole
    if not whole.attributes or (set(bare.attributes) & set(whole.attributes) and whole.share < bare.share):
        return replace(bare, further=whole.further, left=left, mixed=whole.mixed)
    if set(bare.attributes) & set(whole.attributes):
        return whole
    # "Drug requested (with J code)" asks for the drug; what stands in brackets only adds to it.
    return replace(bare, further=whole.attributes, left=whole.left, mixed=True) if whole.domains else whole


def _with_aside(lexicon: Lexicon, text: str, whole: Parse) -> Parse:
    """A label whose brackets ask for something else names several things: "Reason for use (diagnosis)"."""
    for aside in _ASIDE.findall(text):
        named = lexicon.attribute_phrases.get(lexicon.words.plain(aside), ())
        if named and whole.attributes and not set(named) & {*whole.attributes, *whole.further}:
            return replace(whole, mixed=True)
    return whole


def _parsed(lexicon: Lexicon, text: str) -> Parse:
    tokens = lexicon.words.tokens(text)
    if not tokens:
        return Parse()
    segments = _segments(lexicon, tokens)
    named = [segment for segment in segments if segment.attributes]
    if not named:
        segments = [_as_attribute(lexicon, tokens, segment) for segment in segments]
        named = [segment for segment in segments if segment.attributes]
    if not named and segments and all(segment.domain for segment in segments):
        bare = _bare_domain(tokens, segments)
        said = {tuple(token.word for token in tokens[segment.start : segment.end]) for segment in segments}
        heads = any(token.word in _OF_HEADINGS for token in tokens)
        alone = bare.share >= _LEAST_BARE and len(set(bare.domains)) == 1 and not said <= lexicon.vague and not heads
        return bare if alone else Parse(domains=bare.domains, size=bare.size)
    domains = tuple(segment.domain for segment in segments if segment.domain)
    total = sum(token.weight for token in tokens)
    first = named[0] if named else None
    explained = sum(
        token.weight * (1.0 if segment is first or segment.domain else _FURTHER_SHARE)
        for segment in segments
        for token in tokens[segment.start : segment.end]
    )
    attributes, further = _with_pieces(
        first.attributes if first else (),
        tuple(name for segment in named[1:] for name in segment.attributes if first and name not in first.attributes),
    )
    return Parse(
        attributes=attributes,
        further=further,
        domains=domains,
        share=explained / total if total else 0.0,
        core=sum(token.weight for token in tokens[first.start : first.end]) / total if first and total else 0.0,
        size=len(tokens),
        left=_unread(tokens, segments),
        mixed=bool(further),
    )


def _unread(tokens: Sequence[Token], segments: Sequence[Segment]) -> float:
    """The weight of the words that nobody knows; numbers and forms of a date say nothing to be known."""
    read = {at for segment in segments for at in range(segment.start, segment.end)}
    return sum(
        token.weight
        for at, token in enumerate(tokens)
        if at not in read and not token.word.isdigit() and token.word not in _SAYS_NOTHING
    )


def _with_pieces(attributes: tuple[str, ...], further: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What lists its pieces asks for all of them: "Address (street, city, state, ZIP)", "Last name, first name"."""
    if attributes == ("address",) and (set(further) >= _PIECES or "city_state_zip" in further):
        return ("full_address",), tuple(name for name in further if name not in _OF_ADDRESS)
    if attributes in _NAMES and _NAMES & {(name,) for name in further}:
        return ("name",), tuple(name for name in further if name not in _OF_NAME)
    return attributes, further


def _bare_domain(tokens: Sequence[Token], segments: Sequence[Segment]) -> Parse:
    """A label that only says whom it is about asks for the name: "Primary care physician"."""
    total = sum(token.weight for token in tokens)
    share = sum(token.weight for segment in segments for token in tokens[segment.start : segment.end]) / total
    left = total * (1 - share)
    domains = tuple(segment.domain for segment in segments)
    return Parse(("name",), (), domains, share, share, len(tokens), left, mixed=len(segments) > 1)


def _segments(lexicon: Lexicon, tokens: Sequence[Token]) -> list[Segment]:
    """The best cut of the label into known phrases, by dynamic programming from the end."""
    count = len(tokens)
    best: list[tuple[float, Segment | None]] = [(0.0, None)] * (count + 1)
    for at in range(count - 1, -1, -1):
        best[at] = (best[at + 1][0], None)
        for segment in _starting(lexicon, tokens, at):
            weight = sum(token.weight for token in tokens[at : segment.end])
            value = weight - _SEGMENT_COST + best[segment.end][0]
            if value > best[at][0]:
                best[at] = (value, segment)
    made, at = [], 0
    while at < count:
        found = best[at][1]
        if found is None:
            at += 1
        else:
            made.append(found)
            at = found.end
    return made


def _as_attribute(lexicon: Lexicon, tokens: Sequence[Token], segment: Segment) -> Segment:
    """A word that names a domain, read as an attribute where the label names no other."""
    words = tuple(token.word for token in tokens[segment.start : segment.end])
    attributes = lexicon.attribute_phrases.get(words, ())
    return replace(segment, attributes=attributes, domain="") if attributes else segment


def _starting(lexicon: Lexicon, tokens: Sequence[Token], at: int) -> Iterator[Segment]:
    words = tuple(token.word for token in tokens[at : at + lexicon.longest])
    for length in range(len(words), 0, -1):
        phrase = words[:length]
        attributes = lexicon.attribute_phrases.get(phrase, ())
        domain = lexicon.domain_phrases.get(phrase)
        # "Pharmacy" alone asks for a pharmacy's name; in "pharmacy fax" it only says whose fax.
        if attributes and domain is None:
            yield Segment(attributes, "", at, at + length)
        if domain is not None:
            yield Segment((), domain, at, at + length)


@lru_cache(maxsize=8192)
def _weights(tokens: tuple[Token, ...]) -> tuple[dict[str, float], float]:
    """What each word of a text weighs, and all of them together."""
    weights: dict[str, float] = {}
    for token in tokens:
        weights[token.word] = max(token.weight, weights.get(token.word, 0.0))
    return weights, sum(weights.values())


def likeness(tokens: tuple[Token, ...], phrase: Phrase) -> float:
    """How alike a text and a wording are: words in both as a share of words in either, by weight."""
    return best_likeness(tokens, (phrase,))


def best_likeness(tokens: tuple[Token, ...], phrases: Iterable[Phrase]) -> float:
    """The likeness to the most alike of several wordings.

    Args:
        tokens: of the text.
        phrases: wordings, in which no word stands twice.
    """
    weights, total = _weights(tokens)
    best = 0.0
    for phrase in phrases:
        both, missing = 0.0, 0
        for word in phrase:
            weight = weights.get(word)
            if weight is None:
                missing += 1
            else:
                both += weight
        if both:
            best = max(best, both / (total + missing))
    return best


def holds(words: Phrase, phrase: Phrase) -> bool:
    """Whether a wording stands within a text, word after word."""
    length = len(phrase)
    return any(words[at : at + length] == phrase for at in range(len(words) - length + 1))
