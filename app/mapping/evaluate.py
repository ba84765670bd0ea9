"""What a source of a pack comes to with the facts of a request."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.facts import Fact, Facts, Origin
from app.domain.matching import is_value
from app.domain.rules import Rule
from app.domain.vocabulary import KeyRef
from app.mapping.model import Source, SourceKind
from app.mapping.pattern import Blank, Piece, read_pattern
from app.mapping.references import reference
from app.mapping.transform import in_case, write

#: How the span of a therapy ends that still goes on: `03/2026 to present`.
_ONGOING = " to present"


@dataclass(frozen=True, slots=True)
class Written:
    """The value of a source.

    Attributes:
        value: text, tick, or None where it is not documented.
        keys: the facts that it was made from.
        lacking: keys asked for and not documented.
    """

    value: str | bool | None
    keys: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    lacking: tuple[str, ...] = ()


def evaluate(source: Source, facts: Facts, *, is_check: bool) -> Written:
    """The value of a KEY, COMPOSE, JOIN or TICK source."""
    if source.kind is SourceKind.TICK:
        return _tick_by_rule(source.rule, facts)
    if source.kind is SourceKind.COMPOSE:
        return _compose(source, facts)
    if source.kind is SourceKind.JOIN:
        return _join(source, facts)
    refs = [reference(key) for key in source.keys]
    return _tick_by_key(refs, facts) if is_check else _first(refs, source, facts)


def holds(rule: str, facts: Facts) -> bool:
    """Whether a rule of a pack holds or may hold: only a known "no" switches something off."""
    return not rule or Rule.parse(rule).answer(facts).value is not False


def certainly(rule: str, facts: Facts) -> bool:
    """Whether a rule is known to hold; none holds always."""
    return not rule or Rule.parse(rule).answer(facts).value is True


def origins_of(keys: Iterable[str], facts: Facts) -> tuple[Origin, ...]:
    """Where the facts of these keys come from."""
    return tuple(fact.origin for key in keys if (fact := facts.get(key)) is not None)


def _made_from(found: Sequence[Fact]) -> tuple[tuple[str, ...], tuple[Origin, ...]]:
    return tuple(dict.fromkeys(fact.key for fact in found)), tuple(dict.fromkeys(fact.origin for fact in found))


def _tick_by_rule(rule: str, facts: Facts) -> Written:
    proposal = Rule.parse(rule).answer(facts)
    known = tuple(key for key in proposal.keys if facts.get(key) is not None)
    if isinstance(proposal.value, bool):
        return Written(proposal.value, known, origins_of(known, facts))
    return Written(None, known, (), tuple(key for key in proposal.keys if key not in known))


def _tick_by_key(refs: Sequence[KeyRef], facts: Facts) -> Written:
    """Ticked where any of the keys has the value wanted."""
    found = [(ref, fact) for ref in refs if (fact := facts.get(ref.fact_key)) is not None]
    if not found:
        return Written(None, lacking=tuple(dict.fromkeys(ref.fact_key for ref in refs)))
    keys, origins = _made_from([fact for _, fact in found])
    return Written(any(is_value(ref, fact.value) for ref, fact in found), keys, origins)


def _first(refs: Sequence[KeyRef], source: Source, facts: Facts) -> Written:
    """The first documented key."""
    for ref in refs:
        fact = facts.get(ref.fact_key)
        text = None if fact is None else write(fact.value, ref, source.format, source.words)
        if fact is not None and text:
            return Written(text, (fact.key,), (fact.origin,))
    dates = facts.get(f"prior[{refs[0].row}].dates") if source.ongoing else None
    if dates is not None and str(dates.value).endswith(_ONGOING):
        return Written(source.ongoing, (dates.key,), (dates.origin,))
    return Written(None, lacking=tuple(ref.fact_key for ref in refs))


def _join(source: Source, facts: Facts) -> Written:
    texts: list[str] = []
    found: list[Fact] = []
    refs = [reference(key) for key in _all_rows(source.keys, facts)]
    for ref in refs:
        fact = facts.get(ref.fact_key)
        text = None if fact is None else write(fact.value, ref, source.format, source.words)
        if fact is not None and text:
            texts.append(text)
            found.append(fact)
    if not texts:
        return Written(None, lacking=tuple(ref.fact_key for ref in refs) or tuple(source.keys))
    return Written(source.separator.join(texts), *_made_from(found))


def _all_rows(keys: Sequence[str], facts: Facts) -> list[str]:
    named: list[str] = []
    for key in keys:
        stem, star, tail = key.partition("[*]")
        named += [f"{stem}[{row}]{tail}" for row in range(1, facts.rows(stem) + 1)] if star else [key]
    return named


def _compose(source: Source, facts: Facts) -> Written:
    texts: list[str] = []
    found: list[Fact] = []
    lacking: list[str] = []
    complete = True
    for piece in read_pattern(source.pattern):
        missing = _missing(piece, facts)
        if missing and not piece.optional:
            complete = False
            lacking += missing
        if missing:
            continue
        texts += [_written(item, facts, source) for item in piece.items]
        found += [fact for blank in piece.blanks if (fact := facts.get(blank.ref.fact_key)) is not None]
    keys, origins = _made_from(found)
    text = in_case("".join(texts), source.format).strip(" ,;·")
    return Written(text if complete and text else None, keys, origins, tuple(dict.fromkeys(lacking)))


def _missing(piece: Piece, facts: Facts) -> list[str]:
    return [blank.ref.fact_key for blank in piece.blanks if not _blank_text(blank, facts)]


def _blank_text(blank: Blank, facts: Facts) -> str | None:
    value = facts.value(blank.ref.fact_key)
    return None if value is None else write(value, blank.ref, blank.format)


def _written(item: str | Blank, facts: Facts, source: Source) -> str:
    if isinstance(item, str):
        return item
    value = facts.value(item.ref.fact_key)
    return "" if value is None else write(value, item.ref, item.format, source.words) or ""
