"""A policy's table as the text of a file: what `app.criteria.loading` reads back equal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping

from app.criteria.loading import SCHEMA
from app.criteria.own.kinds import KINDS

_BARE = re.compile(r"[A-Za-z0-9_-]+")


def policies_toml(tables: Iterable[Mapping[str, object]]) -> str:
    """The file of these policies; what is empty is left out."""
    return "\n\n".join((f"schema = {SCHEMA}", *(_policy(table) for table in tables))) + "\n"


def _policy(table: Mapping[str, object]) -> str:
    plain = {name: value for name, value in table.items() if not _is_list_of_tables(value)}
    blocks = [_block("[[policy]]", plain)]
    for name, value in table.items():
        if _is_list_of_tables(value) and isinstance(value, list):
            blocks += [_block(f"[[policy.{_key(name)}]]", part) for part in value]
    return "\n\n".join(blocks)


def _block(heading: str, table: Mapping[str, object]) -> str:
    kept = {name: value for name, value in table.items() if name in KINDS or not _is_empty(value)}
    lines = [f"{_key(name)} = {_value(value)}" for name, value in kept.items()]
    return "\n".join((heading, *lines))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(name)} = {_value(item)}" for name, item in value.items() if not _is_nothing(item))
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(item) for item in value)}]"
    raise TypeError(f"no {type(value).__name__} stands in a policy")


def _key(name: str) -> str:
    return name if _BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _is_nothing(value: object) -> bool:
    return value is None or value == ""


def _is_empty(value: object) -> bool:
    return _is_nothing(value) or (isinstance(value, list | tuple | Mapping) and not value)
