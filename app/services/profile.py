"""What was typed for one request goes "also in the profile": into the record that every request reads."""

from __future__ import annotations

import dataclasses
import datetime as dt
import typing
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from types import UnionType
from typing import Any

from app.domain.case import Case
from app.domain.changes import Change, Edit, Record
from app.domain.dates import PartialDate
from app.domain.derive import collect_facts
from app.domain.facts import FactValue, OriginKind
from app.domain.ids import RequestId
from app.domain.place import PersonName
from app.domain.practice import Location, Practice, Prescriber
from app.domain.request import Override, Request
from app.pdf.template import BoxId
from app.services import edits
from app.services.edits import found
from app.services.prepare import Prepared, gather, prepare, refill
from app.services.problems import NotInProfile, RequestFrozen
from app.services.session import Act, Session, allows

#: Records of a case that belong to no single request, as the case names them.
_PROFILE = ("patient", "coverage", "prescriber", "practice", "location", "payer", "facility", "pharmacy")
_PROBE_TEXT, _PROBE_DAY = "4015550147", dt.date(1971, 2, 3)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a key is kept.

    Attributes:
        part: the case's name of the record, such as `patient`.
        field: path within the record, such as `address.city`.
    """

    part: str
    field: str


def home_of(session: Session, request_id: RequestId, key: str) -> Home | None:
    """Where what was typed for a key would be kept, or None where no single field keeps it."""
    session.allow(Act.VIEW)
    return _home(gather(session, found(session, Request, request_id)), key, session.today)


def also_in_profile(session: Session, request_id: RequestId, key: str) -> Change:
    """Keep what was typed for this request in the profile as well; both are one change, taken back together.

    Raises:
        RequestFrozen: the request is signed.
        NotInProfile: nothing was typed for the key, no single field keeps it, or the field cannot hold it.
    """
    request = found(session, Request, request_id)
    if request.snapshot is not None:
        raise RequestFrozen()
    case = gather(session, request)
    home = _home(case, key, session.today)
    if home is None or all(item.key != key for item in request.overrides):
        raise NotInProfile()
    record: Record = getattr(case, home.part)
    value = collect_facts(case, session.today).value(key)
    fresh = _with(record, home.field.split("."), value)
    calm = replace(request, overrides=tuple(item for item in request.overrides if item.key != key))
    return edits.save(session, "Also in the profile", Edit(record, fresh), Edit(request, calm))


@dataclass(frozen=True, slots=True)
class BoxHome:
    """Where what was typed on a box would be kept.

    Attributes:
        home: the record and its field.
        change: the record and the request, both before and after.
    """

    home: Home
    change: tuple[Edit, Edit]


def home_of_box(session: Session, request_id: RequestId, box_id: str) -> BoxHome | None:
    """Where what was typed on a box of the page would be kept, or None where it belongs to this page only.

    A box has such a home where the form fills it from one field of one record, where that record, edited, makes the
    box say what was typed, and where the person at work may change the record.
    """
    prepared = prepare(session, request_id)
    request, case = prepared.request, prepared.case
    entry = next((item for item in request.entries if item.box_id == box_id), None)
    if entry is None or prepared.is_frozen:
        return None
    calm = replace(request, entries=tuple(item for item in request.entries if item is not entry))
    key = _only_key(refill(session, prepared, calm), BoxId(box_id))
    home = None if key is None else _home(case, key, session.today)
    if key is None or home is None:
        return None
    record: Record = getattr(case, home.part)
    typed = replace(calm, overrides=(*calm.overrides, Override(key, entry.value, entry.by, entry.at)))
    value = collect_facts(replace(case, request=typed), session.today).value(key)
    try:
        fresh = _with(record, home.field.split("."), value)
    except NotInProfile:
        return None
    edit = Edit(record, fresh)
    shown = refill(session, prepared, calm, case=replace(case, **{home.part: fresh})).filled.boxes[BoxId(box_id)]
    says_it = isinstance(shown.value, str) and _bare(shown.value) == _bare(entry.value)
    return BoxHome(home, (edit, Edit(request, calm))) if says_it and _may_change(session, record) else None


def box_also_in_profile(session: Session, request_id: RequestId, box_id: str) -> Change:
    """Keep what was typed on a box in its record; record and request are one change, taken back together.

    Raises:
        NotInProfile: no single field keeps it.
    """
    kept = home_of_box(session, request_id, box_id)
    if kept is None:
        raise NotInProfile()
    return edits.save(session, "Also in the profile", *kept.change)


def _only_key(prepared: Prepared, box_id: BoxId) -> str | None:
    fill = prepared.filled.boxes.get(box_id)
    keys = set() if fill is None or fill.question else {*fill.keys, *fill.lacking}
    return keys.pop() if len(keys) == 1 else None


def _may_change(session: Session, record: Record) -> bool:
    is_office = isinstance(record, Practice | Location | Prescriber)
    return allows(session.actor, Act.ADMINISTER if is_office else Act.EDIT)


def _bare(text: str) -> str:
    return "".join(char for char in text.casefold() if char.isalnum())


def _home(case: Case, key: str, today: dt.date) -> Home | None:
    """The field that says the key now; where none does, the empty field that would, found by trying each."""
    bare = replace(case, request=replace(case.request, overrides=()))
    known = _said_by(bare, key, today)
    if known is not None or collect_facts(bare, today).get(key) is not None:
        return known
    for part in _PROFILE:
        record = getattr(bare, part)
        for path, probe in () if record is None else _empty_fields(record):
            tried = replace(bare, **{part: _with(record, path, probe)})
            if _said_by(tried, key, today) == Home(part, ".".join(path)):
                return Home(part, ".".join(path))
    return None


def _said_by(case: Case, key: str, today: dt.date) -> Home | None:
    fact = collect_facts(case, today).get(key)
    if fact is None or fact.origin.kind not in (OriginKind.PROFILE, OriginKind.IMPORT):
        return None
    part, _, record_id = fact.origin.record.partition(":")
    record = getattr(case, part, None) if part in _PROFILE else None
    if record is None or record.id != record_id or not _is_leaf(record, fact.origin.field.split(".")):
        return None
    return Home(part, fact.origin.field)


def _empty_fields(record: Any) -> Iterator[tuple[list[str], str | dt.date]]:
    for item in dataclasses.fields(record):
        value = getattr(record, item.name)
        if dataclasses.is_dataclass(value):
            yield from (([item.name, *path], probe) for path, probe in _empty_fields(value))
        elif value == "" and item.name != "id":
            yield [item.name], _PROBE_TEXT
        elif value is None and dt.date in _kinds(record, item.name):
            yield [item.name], _PROBE_DAY


def _is_leaf(record: Any, path: list[str]) -> bool:
    for name in path:
        if not hasattr(record, name):
            return False
        record = getattr(record, name)
    return not dataclasses.is_dataclass(record) and not isinstance(record, tuple)


def _with(record: Any, path: list[str], value: FactValue | None) -> Any:
    name, *rest = path
    if not rest and name == "last" and isinstance(record, PersonName) and isinstance(value, str):
        value = _without_suffix(value, record.suffix)
    fresh = _with(getattr(record, name), rest, value) if rest else _as_kept(_kinds(record, name), value)
    return replace(record, **{name: fresh})


def _without_suffix(last: str, suffix: str) -> str:
    """A last name without the suffix that is kept beside it: "Nguyễn Jr." is written whole and kept apart."""
    bare = last.rstrip()
    if not suffix or not bare.casefold().endswith(f" {suffix.casefold()}"):
        return last
    return bare[: -len(suffix)].rstrip(" ,")


def _as_kept(kinds: tuple[Any, ...], value: FactValue | None) -> Any:
    """The value as the field's type has it.

    Raises:
        NotInProfile: the field cannot hold it, such as a word where a date is kept.
    """
    if value is None:
        return "" if str in kinds else None
    if isinstance(value, PartialDate) and dt.date in kinds and value.is_exact:
        return value.earliest
    for kind in kinds:
        if isinstance(kind, type) and issubclass(kind, StrEnum) and value in list(kind):
            return kind(str(value))
        if kind is type(value):
            return value
    raise NotInProfile()


def _kinds(record: Any, name: str) -> tuple[Any, ...]:
    """The types that the field can hold, without None."""
    hint = typing.get_type_hints(type(record))[name]
    union = typing.get_origin(hint) in (typing.Union, UnionType)
    kinds = typing.get_args(hint) if union else (hint,)
    return tuple(getattr(kind, "__supertype__", kind) for kind in kinds if kind is not type(None))
