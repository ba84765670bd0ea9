"""The sheet on which facts are collected: the first to put a key keeps it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from app.domain.case import Case
from app.domain.facts import Fact, Facts, FactValue, Origin, OriginKind
from app.domain.imported import still_imported

_NONE: frozenset[tuple[str, str]] = frozenset()


@dataclass(slots=True)
class Sheet:
    """Facts on their way.

    Attributes:
        day: the date of the request.
        typed: keys typed for this request; nothing replaces them.
    """

    case: Case
    day: dt.date
    typed: set[str] = field(default_factory=set)
    _facts: dict[str, Fact] = field(default_factory=dict)
    _imported: frozenset[tuple[str, str]] = field(init=False)

    def __post_init__(self) -> None:
        self._imported = still_imported(self.case.imported, _named_records(self.case)) if self.case.imported else _NONE

    def put(self, key: str, value: FactValue | None, origin: Origin) -> None:
        """Keep a fact, unless it is empty, or the key is there already or was typed."""
        if isinstance(value, str):
            value = value.value if isinstance(value, StrEnum) else value.strip()
        if value is None or value == "" or key in self.typed or key in self._facts:
            return
        self._facts[key] = Fact(key, value, origin)

    def put_typed(self, key: str, value: FactValue, origin: Origin) -> None:
        """Keep what was typed for this request; an empty text keeps the key empty."""
        self.typed.add(key)
        if value == "":
            self._facts.pop(key, None)
        else:
            self._facts[key] = Fact(key, value, origin)

    def derive(self, key: str, value: FactValue | None, *from_keys: str, record: str = "", at: str = "") -> None:
        """Keep a fact that was worked out from others; `record` and `at` say where it can be changed."""
        self.put(key, value, Origin(OriginKind.DERIVED, record, at, from_keys))

    def source(self, record: str, kind: OriginKind = OriginKind.PROFILE) -> Source:
        """Puts facts of one record, `patient:5f…`."""
        return Source(self, record, kind)

    def came_from_a_file(self, record: str, at: str) -> bool:
        """Whether a record's field, or a part of it, says what was imported."""
        return any(named == record and (f"{path}.").startswith(f"{at}.") for named, path in self._imported)

    def value(self, key: str) -> FactValue | None:
        """What is on the sheet, or None."""
        fact = self._facts.get(key)
        return None if fact is None else fact.value

    def text(self, key: str) -> str:
        """The same as a text, empty where there is none."""
        value = self.value(key)
        return "" if value is None else str(value)

    def number(self, key: str) -> Decimal | None:
        """The same as a number, None where it is none."""
        value = self.value(key)
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            return None
        return Decimal(value)

    def any_typed(self, *keys: str) -> bool:
        """Whether one of the keys was typed for this request."""
        return any(key in self.typed for key in keys)

    def facts(self) -> Facts:
        """What was collected."""
        return Facts(dict(self._facts))


@dataclass(frozen=True, slots=True)
class Source:
    """One record, as a giver of facts."""

    sheet: Sheet
    record: str
    kind: OriginKind

    def put(self, key: str, value: FactValue | None, at: str) -> None:
        """Keep a fact of the record's field `at`."""
        kind = self.kind
        if kind is OriginKind.PROFILE and self.sheet.came_from_a_file(self.record, at):
            kind = OriginKind.IMPORT
        self.sheet.put(key, value, Origin(kind, self.record, at))


def _named_records(case: Case) -> dict[str, object]:
    """The records that a file can fill, by the names that origins use."""
    named: dict[str, object] = {f"patient:{case.patient.id}": case.patient}
    if case.prescriber is not None:
        named[f"prescriber:{case.prescriber.id}"] = case.prescriber
    plans = (*case.other_coverages, *((case.coverage,) if case.coverage is not None else ()))
    named.update({f"coverage:{plan.id}": plan for plan in plans})
    return named
