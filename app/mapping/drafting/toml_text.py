"""A pack as the text of its file; the strict loader reads an equal pack back from it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from app.mapping.model import (
    PACK_SCHEMA,
    AttachmentRule,
    Destination,
    Importance,
    Pack,
    PackBox,
    Place,
    Question,
    Section,
    SignerRule,
    Source,
    SourceKind,
)
from app.pdf.template import BoxKind, Look

Fields = Iterator[tuple[str, object]]


def pack_toml(pack: Pack) -> str:
    """The text of a pack's file."""
    parts = [f"schema = {PACK_SCHEMA}", _table("[form]", _form(pack))]
    prints = pack.fingerprints
    if prints.sha256 or prints.text:
        parts.append(_table("[fingerprints]", iter((("sha256", prints.sha256), ("text", prints.text)))))
    if pack.signer != SignerRule():
        parts.append(_table("[signer]", _signer(pack.signer)))
    parts += [_table("[[destination]]", _destination(item)) for item in pack.destinations]
    parts += [_table("[[reminder]]", iter((("when", item.when), ("text", item.text)))) for item in pack.reminders]
    parts += [_table("[[attachment]]", _attachment(item)) for item in pack.attachments]
    parts += [_table("[[section]]", _section(item)) for item in pack.sections]
    parts += [_table("[[group]]", iter((("id", name), ("pick", pick)))) for name, pick in pack.picks.items()]
    parts += [_table("[[question]]", _question(item)) for item in pack.questions]
    parts += [_table("[[box]]", _box(item)) for item in pack.boxes]
    return "\n\n".join(parts) + "\n"


def _form(pack: Pack) -> Fields:
    yield from (("id", pack.id), ("title", pack.title), ("payer", pack.payer), ("pages", pack.pages))
    yield from (("lines", pack.lines), ("products", pack.products))
    yield from (("edition", pack.edition), ("edition_at", pack.edition_at))


def _signer(rule: SignerRule) -> Fields:
    yield from (("role", rule.role), ("rule", rule.rule), ("attestation", rule.attestation))
    yield from (("attestation_at", rule.attestation_at), ("note", rule.note))
    if rule.mark_at is not None:
        page, rect = rule.mark_at
        yield from (("mark_page", page), ("mark_rect", (rect.x0, rect.y0, rect.x1, rect.y1)))


def _destination(item: Destination) -> Fields:
    yield from (("name", item.name), ("channel", item.channel), ("address", item.address))
    yield from (("printed_at", item.printed_at), ("note", item.note), ("benefit", item.benefit), ("lines", item.lines))


def _attachment(item: AttachmentRule) -> Fields:
    yield from (("kind", item.kind), ("wording", item.wording), ("section", item.section), ("when", item.when))
    yield "importance", _unless(item.importance, Importance.REQUIRED)


def _section(item: Section) -> Fields:
    yield from (("id", item.id), ("title", item.title), ("inside", item.inside), ("conditions", item.conditions))
    yield from (("part", item.part), ("when", item.when))


def _question(item: Question) -> Fields:
    yield from (("id", item.id), ("type", item.type), ("wording", item.wording), ("section", item.section))
    yield from (("choices", item.choices), ("propose", item.propose), ("prints", item.prints))
    if item.detail is not None:
        detail = item.detail
        yield "detail", _Inline((("wording", detail.wording), ("on", detail.on), ("propose", detail.propose)))
    yield from (("importance", _unless(item.importance, Importance.REQUIRED)), ("settle", item.settle))


def _box(item: PackBox) -> Fields:
    yield from (("label", item.label), ("section", item.section))
    yield from (("field", item.field), ("on", item.on), ("id", item.box))
    if item.place is not None:
        yield from _place(item.place)
    yield from _source(item.source)
    yield from (("importance", _unless(item.importance, Importance.OPTIONAL)), ("group", item.group))
    yield from (("when", item.when), ("rest", item.rest))


def _place(spot: Place) -> Fields:
    rect = spot.rect
    yield from (("page", spot.page), ("rect", (rect.x0, rect.y0, rect.x1, rect.y1)))
    yield from (("kind", _unless(spot.kind, BoxKind.TEXT)), ("cells", spot.cells or None), ("limit", spot.limit))
    yield from (("choices", spot.choices), ("baselines", spot.baselines), ("ring", spot.ring))
    if spot.look != Look():
        yield "look", _Inline(tuple(_look(spot.look)))


def _look(look: Look) -> Fields:
    plain = Look()
    yield from (("family", _unless(look.family, plain.family)), ("bold", look.bold), ("italic", look.italic))
    yield from (("size_pt", look.size_pt or None), ("align", _unless(look.align, plain.align)))
    yield from (("turn", look.turn or None), ("inset_pt", None if look.inset_pt == plain.inset_pt else look.inset_pt))


def _source(source: Source) -> Fields:
    match source.kind:
        case SourceKind.KEY | SourceKind.SIGNATURE:
            yield "key", source.keys[0] if len(source.keys) == 1 else source.keys
        case SourceKind.JOIN:
            yield "join", source.keys
        case SourceKind.COMPOSE:
            yield "compose", source.pattern
        case SourceKind.ASK:
            yield "ask", source.question
        case SourceKind.TICK:
            yield "tick", source.rule
        case SourceKind.NEVER | SourceKind.BY_HAND:
            yield source.kind.value, True
    if source.separator != ", ":
        yield "separator", _Kept(source.separator)
    yield from (("is", source.equals), ("detail", source.detail), ("part", source.part))
    yield from (("format", source.format), ("words", source.words), ("ongoing", source.ongoing))


class _Inline(tuple[tuple[str, object], ...]):
    """Fields of a table that is written on one line."""

    __slots__ = ()


class _Kept(str):
    """A text that is written even where it is empty."""

    __slots__ = ()


def _unless(value: StrEnum, plain: StrEnum) -> StrEnum | None:
    return None if value == plain else value


def _table(head: str, fields: Fields) -> str:
    return "\n".join([head, *(f"{name} = {_value(value)}" for name, value in fields if _is_said(value))])


def _is_said(value: object) -> bool:
    if value is None or value is False:
        return False
    return isinstance(value, _Kept | int | float) or bool(value)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _quoted(str(value))
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, _Inline):
        return "{ " + ", ".join(f"{name} = {_value(item)}" for name, item in value if _is_said(item)) + " }"
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_quoted(name)} = {_quoted(text)}" for name, text in value.items()) + " }"
    if isinstance(value, Sequence):
        return "[" + ", ".join(_value(item) for item in value) + "]"
    raise TypeError(type(value).__name__)


def _quoted(text: str) -> str:
    """A basic string of TOML: JSON's, but for one control character that JSON leaves as it is."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
