"""Filling: a pack, a template, the facts and a request become a form with every box accounted for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app.domain.facts import Facts, Origin, OriginKind
from app.domain.request import BoxEntry, Request
from app.domain.vocabulary import KeyKind, Rows
from app.mapping.answers import OTHERWISE, Answered, answer_to
from app.mapping.evaluate import Written, evaluate, holds
from app.mapping.filled import BoxFill, EmptyReason, FilledForm, FillState
from app.mapping.groups import Member, group_of, settle_groups
from app.mapping.leftover import LeftOver, as_text, left_over
from app.mapping.model import Importance, Pack, PackBox, Source, SourceKind
from app.mapping.pattern import read_pattern
from app.mapping.placing import Placed, place, settle_entries
from app.mapping.references import reference
from app.mapping.sections import sections_in_force
from app.pdf.template import Box, BoxId, BoxKind, Template

#: Kept by the signer, never by the records.
_SIGNING_KEY = "attest.signature_date"


def fill(pack: Pack | None, template: Template, facts: Facts, request: Request) -> FilledForm:
    """Fill a form.

    What was typed on the page wins over everything for its box. A section that does not apply is left alone. A
    proposed answer is kept apart until somebody confirms it. Without a pack only what was typed is filled.

    Args:
        pack: what the form means, or None.
        template: the form's boxes.
        facts: of the request.
        request: its answers to the form's questions, and what was typed on the page.
    """
    placing = place(pack, template)
    sections = () if pack is None else sections_in_force(pack, facts)
    entries, strays = settle_entries(template, request.entries)
    in_force = frozenset(section.id for section in sections)
    filling = _Filling(facts, in_force, _answers(pack, in_force, facts, request), entries)
    fills = {placed.box.id: filling.one(placed) for placed in placing.placed}
    fills = settle_groups(fills, _groups(placing.placed), {} if pack is None else pack.picks)
    rest = left_over((m for item in placing.placed if (m := item.meaning) and m.section in {"", *in_force}), facts)
    taker = _taker(placing.placed, fills) if rest else None
    if taker is not None:
        fills[taker] = _with_rest(fills[taker], rest)
    return FilledForm(
        boxes=fills,
        sections=sections,
        titles={} if pack is None else {s.id: pack.section_title(s.id) for s in pack.sections},
        unplaced=placing.unplaced,
        strays=strays,
        left_over=rest if taker is None else (),
        signature_boxes=_signature_boxes(placing.placed, fills),
        date_boxes=_date_boxes(placing.placed, fills),
    )


def _answers(pack: Pack | None, in_force: frozenset[str], facts: Facts, request: Request) -> dict[str, Answered]:
    """The answers that boxes in force ask for; a question may be asked from another section than its own."""
    boxes = () if pack is None else pack.boxes
    wanted = {box.source.question for box in boxes if not box.section or box.section in in_force}
    questions = () if pack is None else pack.questions
    return {item.id: answer_to(item, request.answers, facts) for item in questions if item.id in wanted}


def _groups(placed: Sequence[Placed]) -> dict[str, list[Member]]:
    groups: dict[str, list[Member]] = defaultdict(list)
    for box, meaning in ((item.box, item.meaning) for item in placed):
        name = "" if meaning is None else group_of(meaning, is_check=box.kind is BoxKind.CHECK)
        if meaning is not None and name:
            groups[name].append(Member(box.id, meaning.source))
    return groups


def _taker(placed: Sequence[Placed], fills: Mapping[BoxId, BoxFill]) -> BoxId | None:
    """The box that takes what the table has no room for; one that was typed on is left alone."""
    takers = [item.box.id for item in placed if item.meaning is not None and item.meaning.rest]
    outside = (EmptyReason.SECTION, EmptyReason.CONDITION, EmptyReason.TYPED_EMPTY)
    free = [box for box in takers if fills[box].state is not FillState.TYPED and fills[box].reason not in outside]
    return free[0] if free else None


def _with_rest(box: BoxFill, rest: Sequence[LeftOver]) -> BoxFill:
    own = box.value if isinstance(box.value, str) else ""
    return replace(
        box,
        value=f"{own}\n{as_text(rest)}".strip(),
        state=FillState.FILLED if box.state is not FillState.PROPOSED else box.state,
        keys=tuple(dict.fromkeys((*box.keys, *(key for item in rest for key in item.keys)))),
        origins=tuple(dict.fromkeys((*box.origins, *(origin for item in rest for origin in item.origins)))),
        reason=None,
    )


def _signature_boxes(placed: Sequence[Placed], fills: Mapping[BoxId, BoxFill]) -> tuple[BoxId, ...]:
    return tuple(
        item.box.id
        for item in placed
        if item.meaning is not None
        and item.meaning.source.keys == ("attest.signature",)
        and fills[item.box.id].reason is EmptyReason.SIGNING
    )


def _date_boxes(placed: Sequence[Placed], fills: Mapping[BoxId, BoxFill]) -> dict[BoxId, Source]:
    return {
        item.box.id: item.meaning.source
        for item in placed
        if item.meaning is not None
        and item.meaning.source.kind is SourceKind.KEY
        and fills[item.box.id].reason is EmptyReason.SIGNING
    }


@dataclass(frozen=True, slots=True)
class _Filling:
    """Fills one box after the other; nothing of it depends on the order."""

    facts: Facts
    sections: frozenset[str]
    answers: Mapping[str, Answered]
    entries: Mapping[BoxId, BoxEntry]

    def one(self, placed: Placed) -> BoxFill:
        """The box with its value and state, before groups are settled."""
        box, meaning = placed.box, placed.meaning
        if meaning is None:
            bare = BoxFill(box.id, box.page, box.kind, None, FillState.UNMAPPED, title=box.label or box.field or "")
        else:
            bare = _described(box, meaning)
        entry = self.entries.get(box.id)
        said = bare if meaning is None else self._from_pack(bare, box, meaning)
        if entry is None:
            return said
        typed = _typed(bare, box, entry)
        doubted = said.state is FillState.FILLED and said.value != typed.value
        return replace(typed, note=OTHERWISE) if doubted else typed

    def _from_pack(self, bare: BoxFill, box: Box, meaning: PackBox) -> BoxFill:
        source, outside = meaning.source, self._outside(meaning)
        if outside is not None:
            return _empty(bare, outside)
        if source.kind is SourceKind.BY_HAND:
            return replace(bare, state=FillState.UNMAPPED)
        if source.kind is SourceKind.ASK:
            answered = self.answers[source.question]
            return _from_answer(_insisted(bare, source, answered), box, source, answered)
        return self._from_facts(bare, box, meaning)

    def _outside(self, meaning: PackBox) -> EmptyReason | None:
        """Why the box stays empty whatever the facts are."""
        kind = meaning.source.kind
        if meaning.section and meaning.section not in self.sections:
            return EmptyReason.SECTION
        if kind is SourceKind.NEVER:
            return EmptyReason.NOT_FOR_OFFICE
        if kind is not SourceKind.BY_HAND and not holds(meaning.when, self.facts):
            return EmptyReason.CONDITION
        return EmptyReason.SIGNING if kind is SourceKind.SIGNATURE else None

    def _from_facts(self, bare: BoxFill, box: Box, meaning: PackBox) -> BoxFill:
        written = evaluate(meaning.source, self.facts, is_check=box.kind is BoxKind.CHECK)
        found = replace(bare, keys=written.keys or bare.keys, origins=written.origins, lacking=written.lacking)
        if written.value is False:
            return replace(_empty(found, EmptyReason.NOT_TICKED), value=False)
        if written.value is not None:
            return replace(found, value=written.value, state=FillState.FILLED)
        if meaning.source.keys and meaning.source.keys[0].startswith(_SIGNING_KEY):
            return replace(_empty(found, EmptyReason.SIGNING), lacking=())
        if self._is_beyond_last_row(written):
            return replace(_empty(found, EmptyReason.NO_ROW), lacking=())
        return _not_documented(found)

    def _is_beyond_last_row(self, written: Written) -> bool:
        """Whether a table has fewer rows to list than the form has room for; the first row is never beyond."""
        return bool(written.lacking) and all(self._row_is_free(key) for key in written.lacking)

    def _row_is_free(self, key: str) -> bool:
        if "*" in key:
            return False
        ref = reference(key)
        if ref.row is None or ref.row < 2:
            return False
        if ref.spec.rows is Rows.ONLY_ROWS:
            return ref.row > self.facts.rows(ref.spec.group)
        return ref.spec.rows is Rows.FURTHER


def _described(box: Box, meaning: PackBox) -> BoxFill:
    return BoxFill(
        box=box.id,
        page=box.page,
        kind=box.kind,
        value=None,
        state=FillState.MISSING,
        keys=_keys(meaning.source),
        question=meaning.source.question or None,
        section=meaning.section,
        title=meaning.label,
        importance=meaning.importance,
    )


def _keys(source: Source) -> tuple[str, ...]:
    """The facts that a box may be made from, as far as the pack names them."""
    refs = [reference(key) for key in source.keys if "*" not in key]
    refs += [blank.ref for piece in read_pattern(source.pattern) for blank in piece.blanks]
    return tuple(dict.fromkeys(ref.fact_key for ref in refs if ref.kind is not KeyKind.SIGNATURE))


def _typed(bare: BoxFill, box: Box, entry: BoxEntry) -> BoxFill:
    origin = Origin(OriginKind.TYPED, field=box.id, by=entry.by, at=entry.at)
    done = replace(bare, keys=(), origins=(origin,), question=None)
    if box.kind is BoxKind.CHECK and entry.value != "yes":
        return replace(_empty(done, EmptyReason.TYPED_EMPTY), value=False)
    if box.kind is BoxKind.CHECK:
        return replace(done, value=True, state=FillState.TYPED)
    if not entry.value.strip():
        return _empty(done, EmptyReason.TYPED_EMPTY)
    return replace(done, value=entry.value, state=FillState.TYPED)


def _insisted(bare: BoxFill, source: Source, answered: Answered) -> BoxFill:
    """The box as much wanted as its answer is; one for a detail only where the answer given wants that."""
    if source.detail and not answered.wants_detail:
        return bare
    order = list(Importance)
    return replace(bare, importance=min(bare.importance, answered.question.importance, key=order.index))


def _from_answer(bare: BoxFill, box: Box, source: Source, answered: Answered) -> BoxFill:
    given = answered.answer
    value = _printed_answer(box, source, answered)
    found = replace(
        bare,
        keys=tuple(dict.fromkeys((*given.keys, *answered.detail.keys))),
        origins=(*given.origins, *answered.detail.origins),
        lacking=given.lacking,
        note=given.note or answered.detail.note,
    )
    if value is False:
        return replace(_empty(found, EmptyReason.NOT_TICKED), value=False)
    if value is None and source.detail and given.value and not answered.wants_detail:
        return _empty(found, EmptyReason.CONDITION)
    if value is None:
        return _not_documented(found)
    if answered.wants_detail and not answered.detail.value:
        found = replace(found, lacking=(*found.lacking, answered.question.detail_id))
    return replace(found, value=value, state=FillState.FILLED if answered.is_confirmed else FillState.PROPOSED)


def _printed_answer(box: Box, source: Source, answered: Answered) -> str | bool | None:
    value = answered.answer.value
    if not value:
        return None
    if box.kind is BoxKind.CHECK:
        return value == (source.equals or "yes")
    if source.part:
        return answered.date_part(source.part)
    return (answered.shown_detail if source.detail else answered.text) or None


def _not_documented(bare: BoxFill) -> BoxFill:
    if bare.importance is Importance.OPTIONAL:
        return _empty(bare, EmptyReason.OPTIONAL)
    return replace(bare, value=None, state=FillState.MISSING)


def _empty(bare: BoxFill, reason: EmptyReason) -> BoxFill:
    return replace(bare, value=None, state=FillState.EMPTY_ON_PURPOSE, reason=reason)
