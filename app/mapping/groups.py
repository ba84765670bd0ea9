"""Boxes of which one is filled: Yes/No pairs, one of many, weight in pounds or kilograms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.facts import OriginKind
from app.mapping.filled import BoxFill, EmptyReason, FillState
from app.mapping.model import Importance, PackBox, Pick, Source, SourceKind
from app.mapping.references import reference
from app.pdf.template import BoxId, BoxKind

#: States that take a group, the strongest first.
_STRENGTH = (FillState.TYPED, FillState.FILLED, FillState.PROPOSED)


def group_of(meaning: PackBox, *, is_check: bool) -> str:
    """The group that a box is in: the pack's, else its question, else its key among the check boxes of a section."""
    if meaning.group:
        return meaning.group
    source = meaning.source
    if not is_check:
        return ""
    if source.kind is SourceKind.ASK:
        return source.question if source.equals else ""
    if source.kind is SourceKind.KEY and source.keys:
        return f"{meaning.section}/{reference(source.keys[0]).fact_key}"
    return ""


@dataclass(frozen=True, slots=True)
class Member:
    """A box of a group; boxes of one source are one box printed twice."""

    box: BoxId
    source: Source


def settle_groups(
    fills: Mapping[BoxId, BoxFill], groups: Mapping[str, Sequence[Member]], picks: Mapping[str, Pick]
) -> dict[BoxId, BoxFill]:
    """Make the boxes of each group agree: one is filled and the rest empty, or the first one is what is missing."""
    settled = dict(fills)
    for name, members in groups.items():
        live = [member for member in members if settled[member.box].reason not in _OUTSIDE]
        boxes = [settled[member.box] for member in live]
        if len(live) > 1:
            changed = _any_of(boxes) if picks.get(name) is Pick.ANY else _one_of(boxes, [m.source for m in live])
            settled.update((fill.box, fill) for fill in changed)
    return settled


_OUTSIDE = (EmptyReason.SECTION, EmptyReason.CONDITION, EmptyReason.NOT_FOR_OFFICE)


def _one_of(members: Sequence[BoxFill], sources: Sequence[Source]) -> list[BoxFill]:
    winner = _winner(members)
    if winner is None:
        return _open(members)
    won = sources[members.index(winner)]
    return [
        fill if source == won or _typed(fill) else _give_way(fill, EmptyReason.ALTERNATIVE)
        for fill, source in zip(members, sources, strict=True)
    ]


def _any_of(members: Sequence[BoxFill]) -> list[BoxFill]:
    return list(members) if _winner(members) is not None else _open(members)


def _typed(fill: BoxFill) -> bool:
    return fill.state is FillState.TYPED or fill.reason is EmptyReason.TYPED_EMPTY


def _winner(members: Sequence[BoxFill]) -> BoxFill | None:
    for state in _STRENGTH:
        strong = [fill for fill in members if fill.state is state]
        if strong:
            return next((fill for fill in strong if not _is_converted(fill)), strong[0])
    return None


def _is_converted(fill: BoxFill) -> bool:
    """A weight entered in kilograms goes into the box for kilograms, not into the one for pounds."""
    return bool(fill.origins) and all(origin.kind is OriginKind.DERIVED for origin in fill.origins)


def _give_way(fill: BoxFill, reason: EmptyReason) -> BoxFill:
    value = False if fill.kind is BoxKind.CHECK else None
    return replace(fill, value=value, state=FillState.EMPTY_ON_PURPOSE, reason=reason)


def _open(members: Sequence[BoxFill]) -> list[BoxFill]:
    """Nothing is filled: the group counts once, as its first box."""
    wanted = [fill for fill in members if fill.importance is not Importance.OPTIONAL and not _typed(fill)]
    if not wanted:
        return list(members)
    first = wanted[0]
    rest = [fill if _typed(fill) else _give_way(fill, EmptyReason.GROUP_OPEN) for fill in members if fill is not first]
    keys, lacking = _all(fill.keys for fill in members), _all(fill.lacking for fill in members)
    missing = replace(first, value=None, state=FillState.MISSING, reason=None, keys=keys, lacking=lacking)
    return [missing, *rest]


def _all(many: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for items in many for item in items))
