"""What was typed for this request only."""

from __future__ import annotations

import datetime as dt

from app.domain.derive._sheet import Sheet
from app.domain.facts import FactValue, Origin, OriginKind
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
    if spec.kind is KeyKind.DATE:
        if spec.key.endswith("dob"):
            return read_birth_date(text, today) or text
        return read_date(text, today) or text
    if spec.kind is KeyKind.TEL:
        return read_phone(text) or text
    if spec.kind is KeyKind.YES_NO:
        return {"yes": True, "no": False}.get(text.lower(), text)
    number = read_number(text) if spec.kind in (KeyKind.NUMBER, KeyKind.INTEGER) else None
    if number is not None and spec.kind is KeyKind.INTEGER:
        return int(number) if number == int(number) else text
    return text if number is None else number
