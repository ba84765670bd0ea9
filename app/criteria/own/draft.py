"""Rules that are being entered: a fresh table, a copy of what is shipped, and what still keeps them from being used."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.criteria.loading import load_policies
from app.criteria.own.fields import Field, Kind, Shape
from app.criteria.own.kinds import KINDS, kind_of
from app.criteria.own.parts import COVERS, HEAD, PARTS, Asks
from app.criteria.own.said import values_of
from app.criteria.own.toml_text import policies_toml
from app.criteria.problems import CriteriaRule
from app.domain.office_policy import OWN
from app.places import bundled

#: A policy as a file has it: names to texts, numbers, lists and tables.
PolicyTable = dict[str, Any]

#: Where in a policy something stands: the name of a part and its number, or a name alone for the head.
Spot = tuple[str, int]
HEAD_SPOT: Spot = ("head", 0)
COVERS_SPOT: Spot = ("covers", 0)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that keeps rules from being used.

    Attributes:
        at: the part.
        field: its name, or empty where the part as a whole is meant.
        says: what to do, in plain words.
    """

    at: Spot
    field: str
    says: str


def fresh_table(policy_id: str, today: dt.date, by: str, payer: str = "") -> PolicyTable:
    """A policy of which nothing is entered yet."""
    table: PolicyTable = {"id": policy_id, "title": "", "payers": [], "checked": today.isoformat(), "checked_by": by}
    if payer:
        table |= {"title": f"{payer}: botulinum toxin", "payers": [payer]}
    return table | {"complete": False, "products": ["J0585"], "rule": []}


def copy_of(table: PolicyTable, policy_id: str, today: dt.date, by: str) -> PolicyTable:
    """A copy for correcting; how it was read must be said anew where nothing decisive had been read."""
    made = deepcopy(table)
    made |= {"id": policy_id, "checked": today.isoformat(), "checked_by": by, "copied_from": table["id"]}
    made.setdefault("products", ["J0585"])
    if made.pop("never_decides", False):
        made |= {"verified": "", "source": "", "notice": "", "complete": False}
    return made


def shipped_table(policy_id: str) -> PolicyTable | None:
    """The table of a policy that comes with the program, as its file has it."""
    found = _shipped_tables().get(policy_id)
    return None if found is None else deepcopy(found)


@cache
def _shipped_tables() -> Mapping[str, PolicyTable]:
    files = sorted(bundled("resources", "criteria").glob("*.toml"))
    read = (tomllib.loads(path.read_text(encoding="utf-8")) for path in files)
    return {table["id"]: table for data in read for table in data["policy"]}


def table_of(text: str) -> PolicyTable:
    """The first policy's table of a file's text that was read already."""
    table: PolicyTable = tomllib.loads(text)["policy"][0]
    return table


def tables_of(text: str) -> tuple[PolicyTable, ...]:
    """Every policy's table of a file's text that was read already."""
    return tuple(tomllib.loads(text)["policy"])


def draft_body(table: PolicyTable) -> str:
    """The text that a draft keeps."""
    return json.dumps(table, ensure_ascii=False, separators=(",", ":"))


def draft_table(body: str) -> PolicyTable:
    """What `draft_body` wrote."""
    table: PolicyTable = json.loads(body)
    return table


def own_id(table: PolicyTable, token: str) -> str:
    """A name for the office's rules that says whose they are."""
    first = next(iter(table.get("payers") or [""]), "") or str(table.get("title", ""))
    slug = "-".join(re.findall(r"[a-z0-9]+", first.lower()))[:40] or "payer"
    return f"{OWN}{slug}-{token[:6]}"


def flaws(table: PolicyTable) -> tuple[Flaw, ...]:
    """Everything that keeps the rules from being used, in the order of the parts; none where they can be."""
    found = [*_asked(HEAD_SPOT, HEAD, table), *_covers(table)]
    for part in PARTS:
        for at, item in enumerate(table.get(part.name, ())):
            spot = (part.name, at)
            mine = list(_asked(spot, (*part.fields, *part.limits), item))
            if part.condition is not Asks.NOTHING and not item.get("asks_nothing"):
                mine += _of_condition(spot, item, must=part.condition is Asks.MUST)
            found += mine or _refused({**_HULL, part.name: [item]}, spot)
    bare = {name: value for name, value in table.items() if name not in {part.name for part in PARTS}}
    return tuple(found) if found else tuple(_refused(bare, HEAD_SPOT))


#: A policy that holds nothing of its own, for judging one part by the reader of files.
_HULL: Mapping[str, object] = {
    "id": "office/x",
    "title": "x",
    "payers": ["x"],
    "checked": "2000-01-01",
    "verified": "full",
    "source": "x",
}


def _refused(table: Mapping[str, object], spot: Spot) -> Iterator[Flaw]:
    """What the reader of files has against it: nothing is used that it would not read."""
    try:
        load_policies(policies_toml([table]), "draft")
    except CriteriaRule as problem:
        details = problem.details
        key = str(details.get("key", "")).rpartition(".")[2]
        why = str(details.get("why", ""))
        yield Flaw(spot, key, f"{key.replace('_', ' ').capitalize()}: {why}.")


def _covers(table: PolicyTable) -> Iterator[Flaw]:
    both = set(table.get("covered", ())) & set(table.get("unproven", ()))
    if both:
        yield Flaw(COVERS_SPOT, "covered", "A use cannot be both covered and called unproven.")
    if not (table.get("covered") or table.get("unproven")):
        yield Flaw(COVERS_SPOT, "covered", "Choose the uses that the payer speaks of.")
    yield from _asked(COVERS_SPOT, COVERS, table)


def _asked(spot: Spot, fields: tuple[Field, ...], values: Mapping[str, object]) -> Iterator[Flaw]:
    for field in fields:
        value = values.get(field.name)
        if field.ask and value in (None, "", [], {}):
            yield Flaw(spot, field.name, field.ask)
        elif field.shape is Shape.DATE and value and not _is_date(value):
            yield Flaw(spot, field.name, f"{field.words}: type the day, as 3/4/26.")
        elif field.name in ("states", "not_states") and any(len(str(item)) != 2 for item in _listed(value)):
            yield Flaw(spot, field.name, f"{field.words}: write states as two letters, WA.")


def _of_condition(spot: Spot, table: Mapping[str, object], *, must: bool) -> Iterator[Flaw]:
    kind = kind_of(table)
    if kind is None:
        if must:
            yield Flaw(spot, "condition", "Choose what is asked.")
        return
    values = values_of(kind, table)
    yield from _asked(spot, kind.fields, values)
    names, ask = kind.one_of
    if names and all(values.get(name) in (None, "", []) for name in names):
        yield Flaw(spot, names[0], ask)
    if kind.holds_parts:
        yield from _of_parts(spot, table.get(kind.holds_parts), kind)


def _of_parts(spot: Spot, parts: object, kind: Kind) -> Iterator[Flaw]:
    held = [part for part in _listed(parts) if isinstance(part, Mapping)]
    if not held:
        yield Flaw(spot, kind.name, "Add what it is made of.")
    for part in held:
        yield from _of_condition(spot, part, must=True)


def _listed(value: object) -> list[object]:
    return list(value) if isinstance(value, list | tuple) else []


def _is_date(value: object) -> bool:
    try:
        dt.date.fromisoformat(str(value))
    except ValueError:
        return False
    return True


__all__ = [
    "COVERS_SPOT",
    "HEAD_SPOT",
    "KINDS",
    "Flaw",
    "PolicyTable",
    "Spot",
    "copy_of",
    "draft_body",
    "draft_table",
    "flaws",
    "fresh_table",
    "own_id",
    "shipped_table",
    "table_of",
    "tables_of",
]
