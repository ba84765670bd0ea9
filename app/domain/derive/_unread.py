"""What was typed for a request and cannot be read as what it must be, such as a date that does not exist."""

from __future__ import annotations

import datetime as dt

from app.domain.case import Case
from app.domain.derive._overrides import typed_value
from app.domain.identifiers import Finding
from app.domain.problems import BadReference, UnknownKey
from app.domain.typed import read_phone
from app.domain.vocabulary import KeyKind, vocabulary

_WANTED = {
    KeyKind.DATE: "a date",
    KeyKind.TEL: "a telephone number",
    KeyKind.YES_NO: "yes or no",
    KeyKind.NUMBER: "a number",
    KeyKind.INTEGER: "a whole number",
}


def unread_overrides(case: Case, today: dt.date) -> tuple[Finding, ...]:
    """One finding for each; it is printed as it was typed, so somebody must look at it."""
    found = []
    for override in case.request.overrides:
        try:
            ref = vocabulary().parse(override.key)
        except (UnknownKey, BadReference):
            continue
        value = typed_value(ref.spec, override.value, today)
        if isinstance(value, str) and value and not _fits(ref.spec.kind, value):
            wanted = _WANTED[ref.spec.kind]
            text = f"What was typed for {ref.title} is not {wanted}; it is printed as it was typed."
            found.append(Finding("typed-unread", text, f"request:{case.request.id}", "overrides", override.key))
    return tuple(found)


def _fits(kind: KeyKind, text: str) -> bool:
    """Whether a text is as good as any for the kind; what could be read as a date or a number is no text any more."""
    return kind not in _WANTED or (kind is KeyKind.TEL and read_phone(text) is not None)
