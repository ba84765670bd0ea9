"""What was typed for this request only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping

from app.domain.derive._sheet import Sheet
from app.domain.facts import FactValue, Origin, OriginKind
from app.domain.identifiers import normalise_icd10
from app.domain.problems import BadReference, UnknownKey
from app.domain.typed import read_birth_date, read_date, read_number, read_phone
from app.domain.vocabulary import KeyKind, KeySpec, vocabulary


def put(sheet: Sheet, today: dt.date) -> None:
    """Keep every override; a later one of the same key wins, a key that the vocabulary lost is passed over."""
    for override in sheet.case.request.overrides:
        try:
            ref = vocabulary().parse(override.key)
        except (UnknownKey, BadReference):
            continue
        origin = Origin(OriginKind.TYPED, f"request:{sheet.case.request.id}", "overrides", (), override.by, override.at)
        sheet.put_typed(ref.fact_key, typed_value(ref.spec, override.value, today), origin)


def typed_value(spec: KeySpec, text: str, today: dt.date) -> FactValue:
    """The value of what was typed; what cannot be read as the key's kind stays the text that it is."""
    text = text.strip()
    return _READERS.get(spec.kind, _as_it_is)(spec, text, today)


def _as_it_is(spec: KeySpec, text: str, _: dt.date) -> FactValue:
    return normalise_icd10(text) if spec.key == "dx.icd10" else text


def _date(spec: KeySpec, text: str, today: dt.date) -> FactValue:
    if spec.key.endswith("dob"):
        return read_birth_date(text, today) or text
    return read_date(text, today) or text


def _phone(_: KeySpec, text: str, __: dt.date) -> FactValue:
    return read_phone(text) or text


def _yes_no(_: KeySpec, text: str, __: dt.date) -> FactValue:
    return {"yes": True, "no": False}.get(text.lower(), text)


def _number(spec: KeySpec, text: str, _: dt.date) -> FactValue:
    number = read_number(text)
    if number is None:
        return text
    if spec.kind is KeyKind.NUMBER:
        return number
    return int(number) if number == int(number) else text


_READERS: Mapping[KeyKind, Callable[[KeySpec, str, dt.date], FactValue]] = {
    KeyKind.DATE: _date,
    KeyKind.TEL: _phone,
    KeyKind.YES_NO: _yes_no,
    KeyKind.NUMBER: _number,
    KeyKind.INTEGER: _number,
}
