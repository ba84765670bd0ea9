"""What came from another system's file, and how the columns of an office's lists are read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from app.domain.dates import PartialDate
from app.domain.ids import ImportedId, ListColumnsId, PatientId
from app.domain.parts import number_text
from app.domain.place import BodyMeasure


@dataclass(frozen=True, slots=True)
class ImportedField:
    """One field as a file gave it; as long as the record still says so, the file is its origin.

    Attributes:
        record: kind and id of the record, `patient:5f…`.
        field: within the record, `address.city`.
        value: as `as_kept` writes it.
    """

    record: str
    field: str
    value: str


@dataclass(frozen=True, slots=True)
class Imported:
    """What was taken over for one patient from one file.

    Attributes:
        file_kind: in words, such as `FHIR bundle`.
        sha256: of the file.
    """

    id: ImportedId
    patient_id: PatientId
    at: dt.datetime
    file_kind: str
    sha256: str
    fields: tuple[ImportedField, ...] = ()


@dataclass(frozen=True, slots=True)
class ListColumns:
    """What the columns of one kind of list hold, as the office said it.

    Attributes:
        headings: the list's headings as one text; lists with the same headings are of one kind.
        meanings: one a column, empty for a column that is left out.
    """

    id: ListColumnsId
    headings: str
    meanings: tuple[str, ...] = ()


def as_kept(value: object) -> str:
    """A field's value as one text, for telling later whether the record still says the same."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, PartialDate | dt.date):
        return value.iso() if isinstance(value, PartialDate) else value.isoformat()
    if isinstance(value, BodyMeasure):
        return f"{number_text(value.value)} {value.unit.value}"
    if isinstance(value, Decimal):
        return number_text(value)
    return "" if value is None else str(value)


def still_imported(imported: Iterable[Imported], records: Mapping[str, object]) -> frozenset[tuple[str, str]]:
    """The fields, by record and path, that still say what a file gave.

    Args:
        imported: what was taken over.
        records: by kind and id, `patient:5f…`.
    """
    return frozenset(
        (item.record, item.field)
        for one in imported
        for item in one.fields
        if item.record in records and as_kept(_value_at(records[item.record], item.field)) == item.value
    )


def _value_at(record: object, path: str) -> object:
    for part in path.split("."):
        record = getattr(record, part, None)
    return record
