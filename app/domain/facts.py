"""Facts: the values of the vocabulary's keys, each with its origin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from app.domain.dates import PartialDate
from app.domain.ids import PersonId

FactValue = str | bool | int | Decimal | dt.date | PartialDate


class OriginKind(StrEnum):
    """Where a fact comes from."""

    PROFILE = "profile"
    IMPORT = "import"
    TRIAL = "trial"
    OBSERVATION = "observation"
    DERIVED = "derived"
    CARRIED = "carried"
    TYPED = "typed"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a fact comes from, and where it can be changed.

    Attributes:
        record: kind and id of the record behind it, such as `patient:5f…`; empty for what was typed or derived.
        field: the record's field, such as `address.city`.
        from_keys: the keys that a derived fact was made from.
    """

    kind: OriginKind
    record: str = ""
    field: str = ""
    from_keys: tuple[str, ...] = ()
    by: PersonId | None = None
    at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """The value of one key; rows of repeated keys carry their number: `prior[2].drug`."""

    key: str
    value: FactValue
    origin: Origin


@dataclass(frozen=True, slots=True)
class Facts:
    """All facts of one request; what is not documented is not in it."""

    by_key: Mapping[str, Fact] = field(default_factory=dict)

    def get(self, key: str) -> Fact | None:
        """The fact, or None where it is not documented."""
        return self.by_key.get(key)

    def value(self, key: str) -> FactValue | None:
        """The value, or None where it is not documented."""
        fact = self.by_key.get(key)
        return None if fact is None else fact.value

    def rows(self, stem: str) -> int:
        """How many rows a repeated thing has: `rows("prior")`, `rows("dx.icd10")`; the bare key is row 1."""
        numbers = [int(k[len(stem) + 1 : k.index("]")]) for k in self.by_key if k.startswith(f"{stem}[")]
        return max(numbers, default=int(stem in self.by_key))

    def __iter__(self) -> Iterator[Fact]:
        return iter(self.by_key.values())

    def __len__(self) -> int:
        return len(self.by_key)
