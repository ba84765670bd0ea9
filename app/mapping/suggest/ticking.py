"""Offers for check boxes: by their own wording, by the question they answer, and by what their siblings say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.mapping.suggest.lexicon import MEDICINE, MEDICINES, PEOPLE, Choice, Lexicon, Phrase
from app.mapping.suggest.model import Evidence, Offer
from app.mapping.suggest.parse import best_likeness, holds, parse
from app.mapping.suggest.sources import spoken_field
from app.mapping.suggest.words import Token
from app.mapping.suggest.writing import cue_fits
from app.pdf.context.model import BoxContext
from app.pdf.template import Box

_YES = frozenset({"yes", "y", "true"})
_NO = frozenset({"no", "n", "none", "false"})
_LEAST_OPTION = 0.55
_LEAST_QUESTION = 0.5
_LEAST_ANSWERED = 0.58
_LEAST_ALONE = 0.7
#: How alike a question about one of several values must be.
_LEAST_OF_ONE = 0.74
#: A wording that is known as it stands.
_WHOLE = 0.9
_DENIALS = frozenset({"non", "not", "no", "without", "never", "cannot"})
_CUE_LIKENESS = 0.55
_FEWEST_AT_LENGTH = 4
_LENGTH_LIKENESS = 0.7
_MOST_WORDS_OF_CUE, _MOST_WORDS_OF_NAME = 28, 14
_SAYS_NOTHING = frozenset({"on", "off", "yes", "choice", "select", "undefined", "checkbox", "check", "box"})
#: Domains whose headings speak for a key, as a question would.
_HOME = {
    "facility.site": "facility",
    "supply.route": "pharmacy",
    "prescriber.credential": "prescriber",
    "prescriber.specialty": "prescriber",
    "patient.sex": "patient",
    "drug.route": "drug",
    "drug.name": "drug",
    "drug.brand_required": "drug",
    "condition": "diagnosis",
    "prior[1].outcome": "prior",
    "coverage.has_other": "coverage",
    "coverage.medicare": "coverage",
    "coverage.medicaid": "coverage",
}
#: Keys whose wording is too common to mean anything without the question.
_ASKED_ONLY = frozenset({"prior[1].outcome"})
#: Keys whose wording needs no question in the part of a form that is about them.
_UNMISTAKABLE = frozenset({("patient.sex", "male"), ("patient.sex", "female")})
#: Keys of free text whose boxes may name anything.
_OPEN = frozenset({"drug.name", "prescriber.specialty"})
_HEADS = re.compile(r"\s[-–—]\s|[:(;]|,\s|\s_")
#: Up to and with the first pair of brackets.
_CLOSED = re.compile(r"^[^()]{3,40}\([^()]+\)")
#: Where a question ends and a list of what it means begins.
_HEAD_OF_QUESTION = re.compile(r":\s|\?")
_SLUG = re.compile(r"[a-z0-9]+")


@dataclass(frozen=True, slots=True)
class Tick:
    """A check box with its words.

    Attributes:
        option: what ticking it says.
        wordings: other ways in which it is said: without what follows a dash or a colon, and as the form names it.
        question: what it answers.
    """

    box: Box
    context: BoxContext
    option: tuple[Token, ...]
    wordings: tuple[tuple[Token, ...], ...]
    question: tuple[Token, ...]
    sections: Sequence[Mapping[str, float]]

    @property
    def yes_or_no(self) -> str:
        """`yes`, `no` or empty."""
        for wording in self.wordings:
            if len(wording) == 1 and wording[0].word in _YES:
                return "yes"
            if len(wording) == 1 and wording[0].word in _NO:
                return "no"
        return ""


def read_tick(lexicon: Lexicon, box: Box, context: BoxContext, sections: Sequence[Mapping[str, float]]) -> Tick:
    """A check box's words from print, tooltip and field name."""
    option, question = context.label, context.question
    if not option:
        option = _own_option(box)
    names = [text for text in (box.label, spoken_field(box)) if text and text != option]
    if not question or len(question) < 4:
        question = next((text for text in names if len(text) > 6), question)
    words = set(lexicon.words.plain(option))
    alike = [text for text in names if not context.label or words & set(lexicon.words.plain(text))]
    closed = _CLOSED.match(option)
    shorter = (*_HEADS.split(option, maxsplit=1)[:1], closed.group() if closed else "")
    heads = [text for text in (*shorter, *alike) if text and text != option]
    wordings = tuple(lexicon.words.tokens(text) for text in (option, *heads) if text)
    return Tick(box, context, lexicon.words.tokens(option), wordings, lexicon.words.tokens(question), sections)


def _own_option(box: Box) -> str:
    state = box.on_state.strip()
    if state and state.lower() not in _SAYS_NOTHING - {"yes"} and not state.isdigit():
        return state if len(box.label) > 12 or not box.label else box.label
    return box.label


def offers(lexicon: Lexicon, tick: Tick, siblings: Sequence[Tick]) -> list[Offer]:
    """The keys that a check box may stand for, best first.

    Args:
        lexicon: to look up.
        tick: the box.
        siblings: the others of its group.
    """
    made = _answers(lexicon, tick) if tick.yes_or_no else []
    if not made and not _is_outside(lexicon, tick):
        said = {token.word for wording in tick.wordings for token in wording}
        likely = [choice for choice in lexicon.choices if choice.key in _OPEN or not said.isdisjoint(choice.words)]
        made = [offer for choice in likely for offer in _options(lexicon, choice, tick, siblings)]
        made = _unless_worded(made)
        made += _said_at_length(lexicon, tick)
    return sorted(made, key=lambda offer: -offer.evidence.strength)


def _unless_worded(made: list[Offer]) -> list[Offer]:
    """Without what merely might be named, where the wording is known: "Initial" is no drug's name."""
    known = any(offer.evidence.printed >= _WHOLE and offer.evidence.way in ("option", "alone") for offer in made)
    return [offer for offer in made if offer.evidence.way != "open"] if known else made


def about(question: tuple[Token, ...]) -> tuple[Token, ...]:
    """A question without the words that say of whom it asks."""
    return tuple(
        token._replace(word=MEDICINE) if token.word in MEDICINES else token
        for token in question
        if token.word not in PEOPLE
    )


def _is_outside(lexicon: Lexicon, tick: Tick) -> bool:
    """Whether the question is known to be outside the vocabulary."""
    read = parse(lexicon, tick.context.question)
    return read.size <= _MOST_WORDS_OF_NAME and "outside" in (*read.attributes, *read.further)


def _answers(lexicon: Lexicon, tick: Tick) -> list[Offer]:
    asked = about(tick.question)
    one_of = _one_of_several(lexicon, tick, asked)
    if one_of is not None:
        return [one_of]
    likely = lexicon.once(("asked", asked), lambda: _likely_questions(lexicon, asked))
    if likely:
        return [_answer(key, tick, like, is_reversed, "yes_no") for key, like, is_reversed in likely]
    made = []
    words = tuple(token.word for token in lexicon.words.tokens(_HEAD_OF_QUESTION.split(tick.context.question)[0]))
    if len(words) < _FEWEST_AT_LENGTH:
        words = tuple(token.word for token in tick.question)
    for cue in lexicon.cues if len(words) <= _MOST_WORDS_OF_CUE else ():
        if cue.boxes == "yes_no" and cue_fits(cue, words):
            reverse = "not" in _raw_words(tick.context.question) and cue.key == "measure.concurrent_cgrp"
            made.append(_answer(cue.key, tick, _CUE_LIKENESS, reverse, "cue"))
    return made[:1]


def _one_of_several(lexicon: Lexicon, tick: Tick, asked: tuple[Token, ...]) -> Offer | None:
    """What yes or no says where one of several values is asked about: "Is this a renewal?"."""
    found = lexicon.once(("one of", asked), lambda: _likeliest_value(lexicon, asked))
    if found is None:
        return None
    key, value, other, like = found
    offer = _answer(key, tick, like, False, "yes_no")
    return replace(offer, key=f"{key}={value if tick.yes_or_no == 'yes' else other}")


def _likeliest_value(lexicon: Lexicon, asked: tuple[Token, ...]) -> tuple[str, str, str, float] | None:
    """The key, the value that yes means and the one that no means, with how alike the question is."""
    best: tuple[str, str, str, float] | None = None
    for choice in lexicon.choices:
        for value, phrases in choice.asked.items():
            like = best_likeness(asked, _as_said(asked, phrases))
            if like >= _LEAST_OF_ONE and (best is None or like > best[3]):
                best = (choice.key, value, next(other for other in choice.asked if other != value), like)
    return best


def _likely_questions(lexicon: Lexicon, asked: tuple[Token, ...]) -> list[tuple[str, float, bool]]:
    """Keys whose known questions are like one, with how alike they are and whether yes means no."""
    made = []
    for choice in lexicon.choices:
        straight = best_likeness(asked, _as_said(asked, choice.yes_no))
        turned = best_likeness(asked, _as_said(asked, choice.reverse))
        like, is_reversed = max((straight, False), (turned, True))
        if like >= _LEAST_ANSWERED:
            made.append((choice.key, like, is_reversed))
    return made


def _said_at_length(lexicon: Lexicon, tick: Tick) -> list[Offer]:
    """Long wordings of a box that stands alone: "I request an exception to …"."""
    words = tuple(token.word for token in tick.option)
    if len(words) < _FEWEST_AT_LENGTH:
        return []
    found = [cue for cue in lexicon.cues if cue.boxes == "alone" and cue_fits(cue, words)]
    made = []
    for cue in found[:1]:
        offer = _offer(f"{cue.key}={cue.value}", "cue", _LENGTH_LIKENESS, _LENGTH_LIKENESS, 0.0, 0.0, 0.0, tick)
        several = any(choice.key == cue.key and _is_list(choice, tick) for choice in lexicon.choices)
        made.append(replace(offer, evidence=replace(offer.evidence, mixed=float(several))))
    return made


def _raw_words(text: str) -> set[str]:
    return set(_SLUG.findall(text.lower()))


def _answer(key: str, tick: Tick, like: float, is_reversed: bool, way: str) -> Offer:
    value = tick.yes_or_no
    if is_reversed:
        value = "no" if value == "yes" else "yes"
    home = _HOME.get(key, "")
    return Offer(
        f"{key}={value}",
        Evidence(
            way=way,
            strength=like,
            printed=like if tick.context.question else 0.0,
            named=0.0 if tick.context.question else like,
            section=float(any(home in found for found in tick.sections[:1])),
            support=1.0 if len(tick.context.siblings) == 1 else 0.0,
            brief=1 / max(1, len(tick.question)),
            skimmed=float(way == "cue"),
        ),
    )


def _options(lexicon: Lexicon, choice: Choice, tick: Tick, siblings: Sequence[Tick]) -> list[Offer]:
    made = []
    asked = lexicon.once(
        ("questions", choice.key, tick.question), lambda: best_likeness(tick.question, choice.questions)
    )
    home = _HOME.get(choice.key, "")
    at_home = float(any(home in found for found in tick.sections[:1]))
    for value in choice.options:
        like = _like(lexicon, tick, choice, value)
        if like < _LEAST_OPTION:
            continue
        agreeing = 0.0 if choice.key in _ASKED_ONLY else _agreeing(lexicon, choice, siblings)
        if at_home and like >= _WHOLE and (choice.key, value) in _UNMISTAKABLE:
            agreeing = 1.0
        told = max(asked if asked >= _LEAST_QUESTION else 0.0, 0.9 * agreeing)
        if value in ("other", "unknown") and told < 0.5:
            continue
        if choice.key in _ASKED_ONLY and told < _LEAST_QUESTION:
            continue
        support = max(told, 0.8 * at_home)
        strength = like * (0.35 + 0.65 * support)
        offer = _offer(f"{choice.key}={value}", "option", strength, like, asked, at_home, agreeing, tick)
        mixed = float(like < _WHOLE and _is_list(choice, tick))
        made.append(replace(offer, evidence=replace(offer.evidence, mixed=mixed)))
    first = tick.option[0].word if tick.option and not tick.yes_or_no else ""
    if not made and choice.key in _OPEN and asked >= 0.6 and first and not lexicon.knows(first):
        made.append(_offer(f"{choice.key}={first}", "open", 0.7 * asked, 0.7, asked, at_home, 0.0, tick))
    for value, phrases in choice.alone.items():
        like = _best(lexicon, tick, (choice.key, "alone", value), phrases)
        if like >= _LEAST_ALONE:
            made.append(_offer(f"{choice.key}={value}", "alone", 0.85 * like, like, asked, at_home, 0.0, tick))
    return made


def _like(lexicon: Lexicon, tick: Tick, choice: Choice, value: str) -> float:
    """How alike a box's wording and that of an option are."""
    return _best(lexicon, tick, (choice.key, "option", value), choice.options[value])


def _best(lexicon: Lexicon, tick: Tick, name: tuple[str, str, str], phrases: Sequence[Phrase]) -> float:
    """How alike the wordings of a box and known ones, which go by a name, are at best."""
    known = lexicon.once(("words", name), lambda: frozenset(word for phrase in phrases for word in phrase))
    if all(token.word not in known for wording in tick.wordings for token in wording):
        return 0.0
    return lexicon.once((name, tick.wordings), lambda: _best_now(tick, phrases))


def _best_now(tick: Tick, phrases: Sequence[Phrase]) -> float:
    said = _as_said(tick.option, phrases)
    return max((best_likeness(wording, said) for wording in tick.wordings), default=0.0)


def _as_said(wording: tuple[Token, ...], phrases: Sequence[Phrase]) -> Sequence[Phrase]:
    """The phrases that deny or do not deny as the wording does: "non-urgent" is not nearly "urgent"."""
    denied = len(wording) > 1 and any(token.word in _DENIALS for token in wording)
    return [phrase for phrase in phrases if (len(phrase) > 1 and not _DENIALS.isdisjoint(phrase)) == denied]


def _is_list(choice: Choice, tick: Tick) -> bool:
    """Whether one box stands for several values at once: "Step therapy, formulary exception"."""
    words = tuple(token.word for token in tick.option)
    return sum(any(holds(words, phrase) for phrase in phrases) for phrases in choice.options.values()) > 1


def _agreeing(lexicon: Lexicon, choice: Choice, siblings: Sequence[Tick]) -> float:
    """The share of the siblings that are worded as options of the same key."""
    if not siblings:
        return 0.0
    return sum(
        any(
            value not in ("other", "unknown") and _like(lexicon, other, choice, value) >= _LEAST_OPTION
            for value in choice.options
        )
        for other in siblings
    ) / len(siblings)


def _offer(
    key: str, way: str, strength: float, like: float, asked: float, home: float, agreeing: float, tick: Tick
) -> Offer:
    return Offer(
        key,
        Evidence(
            way=way,
            strength=strength,
            printed=like if tick.context.label else 0.0,
            named=0.0 if tick.context.label else like,
            explicit=asked,
            section=home,
            support=agreeing,
            brief=1 / max(1, len(tick.option)),
            unasked=float(bool(tick.question) and asked < _LEAST_QUESTION),
        ),
    )
