"""A condition of a table, whole or begun, in one line of plain words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from app.criteria.own.choices import choice_name
from app.criteria.own.fields import Field, Kind, Shape
from app.criteria.own.kinds import kind_of
from app.criteria.words import and_words, choice_words

_JOINED = {"all": "all of", "any": "one of", "none": "none of"}


def condition_words(table: Mapping[str, object]) -> str:
    """`A number: headache days a month, at least 15`; empty where the table names no condition."""
    if table.get("asks_nothing"):
        return "Nothing is asked"
    kind = kind_of(table)
    if kind is None:
        return ""
    if kind.holds_parts:
        return _parts_words(kind, table)
    if kind.name == "trials":
        return f"{kind.words}: {_trials_words(kind, values_of(kind, table))}"
    told = [*_told(kind.fields, values_of(kind, table)), *_told(kind.beside, table)]
    return f"{kind.words}: {', '.join(told)}" if told else kind.words


def values_of(kind: Kind, table: Mapping[str, object]) -> Mapping[str, object]:
    """The values of a condition's own fields, by their names; that of a condition without names by the empty one."""
    value = table.get(kind.name)
    if kind.is_table:
        return value if isinstance(value, Mapping) else {}
    return {"": value} if kind.fields else {}


def _trials_words(kind: Kind, values: Mapping[str, object]) -> str:
    """`2 preventive drugs of 2 classes, 60 days each; counted: …`."""
    fields = {field.name: field for field in kind.fields}
    many = values.get("drugs") or 1
    told = f"{many} {values.get('called', '')}" if many != 1 else f"one of the {values.get('called', '')}"
    if values.get("classes") not in (None, 1):
        told += f" of {values['classes']} classes"
    length = f"{values['months']} months" if values.get("months") else f"{values.get('days')} days"
    told += f", {length} each" if values.get("months") or values.get("days") else ""
    told += ", by mouth" if values.get("oral") else ""
    for name, words in (("counts", "counted"), ("from", "from the classes")):
        if values.get(name):
            told += f"; {words}: {value_words(fields[name], values[name])}"
    return told


def _parts_words(kind: Kind, table: Mapping[str, object]) -> str:
    held = table.get(kind.holds_parts)
    parts = [condition_words(part) for part in held if isinstance(part, Mapping)] if isinstance(held, list) else []
    head = _JOINED.get(kind.name) or f"at least {table.get(kind.name)} of"
    return f"{head}: {'; '.join(f'({part})' for part in parts if part)}"


def _told(fields: Iterable[Field], values: Mapping[str, object]) -> list[str]:
    return [words for field in fields if (words := _field_words(field, values.get(field.name)))]


def _field_words(field: Field, value: object) -> str:
    if value in (None, "", [], {}, False):
        return ""
    said = value_words(field, value)
    if field.shape is Shape.FLAG:
        return field.words.lower()
    if field.shape is Shape.ONE or not field.name or field.name in ("called", "what"):
        return said
    return f"{field.words[:1].lower()}{field.words[1:]} {said}"


def value_words(field: Field, value: object) -> str:
    """A field's value in plain words."""
    if field.shape is Shape.CLASSES and isinstance(value, Mapping):
        return choice_words(tuple(_class_words(field, name, drugs) for name, drugs in value.items()))
    if field.shape is Shape.GROUPS and isinstance(value, list):
        groups = [tuple(map(str, part.get("one_of", ()))) for part in value if isinstance(part, Mapping)]
        return and_words(tuple(choice_words(group) for group in groups))
    items = value if isinstance(value, list | tuple) else [value]
    return choice_words(tuple(choice_name(field.choices, item) if field.choices else str(item) for item in items))


def _class_words(field: Field, name: str, drugs: object) -> str:
    named = ", ".join(map(str, drugs)) if isinstance(drugs, list) else ""
    return f"{choice_name(field.choices, name)} ({named})" if named else choice_name(field.choices, name)
