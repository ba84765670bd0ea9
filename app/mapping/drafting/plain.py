"""Meanings, offers and ways of writing in plain office English, and the search among everything a box may be for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from app.domain.vocabulary import PARTS, KeyKind, KeyRef, KeySpec, Rows, vocabulary
from app.mapping.drafting.bits import bits_of
from app.mapping.drafting.conditions import rule_words
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.offers import source_of
from app.mapping.model import Source, SourceKind
from app.mapping.references import reference
from app.pdf.template import BoxKind

_PART_WORDS = {
    "MM": "month",
    "DD": "day",
    "YYYY": "year",
    "YY": "last two digits of the year",
    "area": "area code",
    "prefix": "first three digits",
    "line": "last four digits",
    "local": "without area code",
    "ext": "extension",
    "zip5": "first five digits",
    "plus4": "last four digits",
}
_ROWS_OFFERED = 6
_FURTHER_OFFERED = 4
#: How sure an offer is, from the surest down.
_SURENESS = ((0.90, "sure"), (0.70, "likely"), (0.40, "perhaps"), (0.0, "a guess"))
_FORMATS = {
    KeyKind.DATE: (
        ("MM/DD/YY", "03/07/85"),
        ("MM-DD-YYYY", "03-07-1985"),
        ("MM/YYYY", "03/1985"),
        ("MON D, YYYY", "Mar 7, 1985"),
    ),
    KeyKind.TEL: (("###-###-####", "401-555-0100"), ("(###) ###-####", "(401) 555-0100"), ("##########", "4015550100")),
}


def sureness(confidence: float) -> str:
    """How sure an offer is, in words."""
    return next(words for least, words in _SURENESS if confidence >= least)


def key_words(key: str) -> str:
    """A reference in words: "Date of birth, month", "Sex: female"."""
    ref = reference(key)
    if ref.wanted is not None:
        return f"{ref.title}: {vocabulary().value_name(ref.spec.key, ref.wanted)}"
    return ref.title if ref.part is None else f"{ref.title}, {_PART_WORDS.get(ref.part, ref.part)}"


def meaning_words(draft: Draft, source: Source) -> str:  # noqa: PLR0911 -- one line a kind
    """What a settled box is for, in words."""
    match source.kind:
        case SourceKind.KEY | SourceKind.SIGNATURE:
            return ", else ".join(key_words(key) for key in source.keys)
        case SourceKind.ASK:
            return _asked(draft, source)
        case SourceKind.JOIN:
            return "All of: " + ", ".join(dict.fromkeys(list_words(key) for key in source.keys))
        case SourceKind.COMPOSE:
            return composed_words(source.pattern)
        case SourceKind.TICK:
            return f"Ticked when: {rule_words(source.rule)}"
        case SourceKind.NEVER:
            return "Not for the office: stays empty"
        case SourceKind.BY_HAND:
            return "Typed on the page by hand"


def composed_words(pattern: str) -> str:
    """A text that is put together, with the names of its facts in place of their values."""
    bits = bits_of(pattern)
    if bits is None:
        return f"Put together: {pattern}"
    return "".join(f"{bit.before}‹{key_words(bit.key)}›{bit.after}" for bit in bits)


def offer_words(draft: Draft, box: DraftBox) -> str:
    """What stands in the table for a box: its meaning, or what is offered."""
    if box.source is not None:
        return meaning_words(draft, box.source)
    if box.carried is not None:
        return meaning_words(draft, box.carried)
    return key_words(box.offered) if box.offered else ""


@dataclass(frozen=True, slots=True)
class KeyChoice:
    """One thing that a box may be for.

    Attributes:
        found_by: lower-case words that a search looks at.
    """

    key: str
    words: str
    group: str
    found_by: str


@cache
def choices_for(kind: BoxKind) -> tuple[KeyChoice, ...]:
    """Everything that a box of this kind may be for, in the vocabulary's order."""
    made = (_choice(key, spec) for spec in vocabulary() for key in _keys(spec, kind))
    return tuple(item for item in made if source_of(item.key, kind) is not None)


def search(kind: BoxKind, text: str, limit: int = 60) -> tuple[KeyChoice, ...]:
    """What a box may be for by some words of it; those whose name begins so come first."""
    return among(choices_for(kind), text, limit)


@cache
def facts() -> tuple[KeyChoice, ...]:
    """Every fact that can be put into a text or held against something, without its parts."""
    return tuple(
        _choice(key, spec) for spec in vocabulary() for key in _rows(spec) if spec.kind is not KeyKind.SIGNATURE
    )


@cache
def lists() -> tuple[KeyChoice, ...]:
    """Every fact that has rows, for all of its rows; and every other one."""
    rows = tuple(
        KeyChoice(
            spec.key.replace("[n]", "[*]"),
            f"Every earlier therapy: {_row_words(_starred(spec))}",
            spec.group,
            f"{_row_words(_starred(spec))} {spec.meaning} every all list".casefold(),
        )
        for spec in vocabulary()
        if spec.rows is Rows.ONLY_ROWS
    )
    return rows + facts()


def among(choices: Iterable[KeyChoice], text: str, limit: int = 60) -> tuple[KeyChoice, ...]:
    """Those of some choices that have all the words, the nearest first."""
    words = text.casefold().split()
    found = [item for item in choices if all(word in item.found_by for word in words)]
    found.sort(key=lambda item: _distance(item, words))
    return tuple(found[:limit])


def list_words(key: str) -> str:
    """A fact, or all rows of one, in words."""
    return f"Every earlier therapy: {_row_words(key)}" if "[*]" in key else key_words(key)


def ways(key: str, kind: BoxKind) -> tuple[tuple[str, Source], ...]:
    """How a fact may be written into a box, in words, with the source that does it."""
    ref = reference(key)
    if kind is BoxKind.CHECK:
        return _ticks(ref)
    plain = Source(SourceKind.KEY, keys=(ref.fact_key,))
    made = [("As it is", plain)]
    made += [
        (
            f"Only the {_PART_WORDS[part]}" if part != "local" else "Without area code",
            replace(plain, keys=(f"{ref.fact_key}:{part}",)),
        )
        for part in PARTS.get(ref.kind, ())
    ]
    made += [(f"Like {example}", replace(plain, format=form)) for form, example in _FORMATS.get(ref.kind, ())]
    if ref.kind is KeyKind.YES_NO:
        made.append(("As words: Yes / No", replace(plain, words={"yes": "Yes", "no": "No"})))
        made.append(("As letters: Y / N", replace(plain, words={"yes": "Y", "no": "N"})))
    if ref.kind in (KeyKind.TEXT, KeyKind.LONG_TEXT, KeyKind.CHOICE):
        made += [("In capitals", replace(plain, format="upper")), ("Digits only", replace(plain, format="digits"))]
    return tuple(made)


def _ticks(ref: KeyRef) -> tuple[tuple[str, Source], ...]:
    values = ref.spec.values or (("yes", "no") if ref.kind is KeyKind.YES_NO else ())
    values = values or ((ref.wanted,) if ref.wanted else ())
    return tuple(
        (
            f"Tick when: {vocabulary().value_name(ref.spec.key, value)}",
            Source(SourceKind.KEY, keys=(f"{ref.fact_key}={value}",)),
        )
        for value in values
    )


def _keys(spec: KeySpec, kind: BoxKind) -> Iterable[str]:
    for bare in _rows(spec):
        if kind is not BoxKind.CHECK:
            yield bare
            yield from (f"{bare}:{part}" for part in PARTS.get(spec.kind, ()))
        elif spec.kind is KeyKind.YES_NO:
            yield from (f"{bare}=yes", f"{bare}=no")
        else:
            yield from (f"{bare}={value}" for value in spec.values)


def _rows(spec: KeySpec) -> list[str]:
    if spec.rows is Rows.ONLY_ROWS:
        return [spec.key.replace("[n]", f"[{at}]") for at in range(1, _ROWS_OFFERED + 1)]
    if spec.rows is Rows.NONE:
        return [spec.key]
    last = 5 if spec.rows is Rows.ITEMS else _FURTHER_OFFERED
    return [spec.key, *(f"{spec.key}[{at}]" for at in range(2, last + 1))]


def _choice(key: str, spec: KeySpec) -> KeyChoice:
    words = key_words(key)
    return KeyChoice(key, words, spec.group, f"{words} {spec.meaning} {key}".casefold())


def _begins(text: str, word: str) -> bool:
    """Whether a word of the text begins so."""
    return text.startswith(word) or any(f"{before}{word}" in text for before in " (.-:'")


def _distance(item: KeyChoice, words: list[str]) -> tuple[int, int, int]:
    """How far a name is from what was typed: words that none of its words begin with, then where it is found."""
    name = item.words.casefold()
    strange = sum(not _begins(name, word) for word in words)
    return strange, 0 if words and name.startswith(words[0]) else 1, len(name)


def _asked(draft: Draft, source: Source) -> str:
    question = draft.head.question(source.question)
    if question is None:
        return "A question of the form"
    answer = source.equals
    told = question.choices.get(answer) or {"yes": "Yes", "no": "No"}.get(answer, answer)
    end = " (detail)" if source.detail else f" → {told}" if answer else ""
    return f"Question: {question.wording}{end}"


def _row_words(key: str) -> str:
    words = key_words(key.replace("[*]", "[1]")).replace(" 1", "").strip()
    return words.removeprefix("Earlier therapy: ") if "[*]" in key else words


def _starred(spec: KeySpec) -> str:
    return spec.key.replace("[n]", "[*]")
