"""Records to JSON and back, strictly: what does not fit the record's type is refused, never bent to fit."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal, InvalidOperation
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, Union, get_args, get_origin

from cattrs import Converter
from cattrs.errors import BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError

from app.domain.approval import Approval
from app.domain.changes import Record
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.course import Denial, LetterText, Milestone, OfficeWording, Sending
from app.domain.dates import PartialDate
from app.domain.hand_over import HandOver
from app.domain.handing import Handing
from app.domain.imported import Imported, ListColumns
from app.domain.letters_in import LetterIn
from app.domain.office_policy import OfficePolicy, PolicyDraft
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Attachment, Request, StoredForm
from app.vault.problems import RecordUnreadable

R = TypeVar("R", bound=Record)

#: The name that each kind of record carries in the vault. A name that was released is never changed.
KINDS: dict[str, type[Record]] = {
    "practice": Practice,
    "location": Location,
    "person": Person,
    "prescriber": Prescriber,
    "payer": Payer,
    "facility": Facility,
    "pharmacy": Pharmacy,
    "patient": Patient,
    "coverage": Coverage,
    "trial": Trial,
    "contraindication": Contraindication,
    "observation": Observation,
    "treatment": Treatment,
    "attachment": Attachment,
    "request": Request,
    "stored_form": StoredForm,
    "denial": Denial,
    "milestone": Milestone,
    "letter_text": LetterText,
    "office_wording": OfficeWording,
    "office_policy": OfficePolicy,
    "imported": Imported,
    "list_columns": ListColumns,
    "policy_draft": PolicyDraft,
    "sending": Sending,
    "letter_in": LetterIn,
    "approval": Approval,
    "hand_over": HandOver,
    "handing": Handing,
}
_NAMES: dict[type[object], str] = {kind: name for name, kind in KINDS.items()}

#: What `Observation.value` is: a bare union, whose members must be told apart in JSON.
_MEASURED = frozenset({Decimal, bool, str})


def kind_name(kind: type[object]) -> str:
    """The vault's name of a kind of record."""
    return _NAMES[kind]


def to_plain(record: Record) -> dict[str, Any]:
    """The record as JSON's own types."""
    plain: dict[str, Any] = _CONVERTER.unstructure(record)
    return plain


def from_plain(kind: type[R], plain: object, *, record_id: str = "") -> R:
    """The record that `to_plain` made it from; a field that was not known then has its default.

    Raises:
        RecordUnreadable: it does not fit the kind.
    """
    try:
        return _CONVERTER.structure(plain, kind)
    except (BaseValidationError, ForbiddenExtraKeysError, StructureHandlerNotFoundError) as error:
        raise RecordUnreadable(kind=kind_name(kind).replace("_", " "), record_id=record_id) from _bare(error)
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation) as error:
        raise RecordUnreadable(kind=kind_name(kind).replace("_", " "), record_id=record_id) from _bare(error)


def encode(record: Record) -> str:
    """The record as JSON text."""
    return json.dumps(to_plain(record), ensure_ascii=False, separators=(",", ":"))


def decode(kind: type[R], text: str, *, record_id: str = "") -> R:
    """The record of a JSON text.

    Raises:
        RecordUnreadable: it does not fit the kind.
    """
    try:
        plain = json.loads(text)
    except ValueError as error:
        raise RecordUnreadable(kind=kind_name(kind).replace("_", " "), record_id=record_id) from _bare(error)
    return from_plain(kind, plain, record_id=record_id)


def _bare(error: BaseException) -> BaseException:
    """The kind of the error without its text, which could quote a patient's data into a crash report."""
    return TypeError(type(error).__name__)


def _exact(value: object, kind: type[Any]) -> object:
    # cattrs hands the enums of texts to the hook of texts.
    if issubclass(kind, Enum):
        return kind(value)
    if type(value) is not kind:
        raise TypeError(f"{kind.__name__} expected")
    return value


def _is_measured(kind: object) -> bool:
    return get_origin(kind) in (Union, UnionType) and frozenset(get_args(kind)) == _MEASURED


def _measured_to_plain(value: Decimal | bool | str) -> object:
    return {"number": str(value)} if isinstance(value, Decimal) else value


def _measured_from_plain(value: object, _: object) -> Decimal | bool | str:
    if isinstance(value, bool | str):
        return value
    if isinstance(value, dict) and value.keys() == {"number"}:
        return _decimal(value["number"], None)
    raise TypeError("a measured value expected")


def _decimal(value: object, _: object) -> Decimal:
    if not isinstance(value, str):
        raise TypeError("a number as text expected")
    return Decimal(value)


def _partial_date(value: object, _: object) -> PartialDate:
    if not isinstance(value, str):
        raise TypeError("a date as text expected")
    return PartialDate(*(int(part) for part in value.split("-")))


def _make_converter() -> Converter:
    # Without the detailed validation errors carry no values, and reading is twice as fast.
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    for kind in (str, int, bool):
        converter.register_structure_hook(kind, _exact)
    for moment in (dt.date, dt.datetime):
        converter.register_unstructure_hook(moment, lambda value: value.isoformat())
    converter.register_structure_hook(dt.date, lambda value, _: dt.date.fromisoformat(value))
    converter.register_structure_hook(dt.datetime, lambda value, _: dt.datetime.fromisoformat(value))
    converter.register_unstructure_hook(Decimal, str)
    converter.register_structure_hook(Decimal, _decimal)
    converter.register_unstructure_hook(PartialDate, PartialDate.iso)
    converter.register_structure_hook(PartialDate, _partial_date)
    converter.register_unstructure_hook_func(_is_measured, _measured_to_plain)
    converter.register_structure_hook_func(_is_measured, _measured_from_plain)
    return converter


_CONVERTER = _make_converter()
