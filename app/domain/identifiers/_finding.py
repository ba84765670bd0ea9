"""What is wrong with an identifier."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class IdentifierFinding:
    """What one check found.

    Attributes:
        code: stable name of the case, such as `npi-check-digit`.
        text: in plain office English; never holds the identifier of a person.
    """

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Finding:
    """The same with the place where it can be corrected.

    Attributes:
        record: kind and id of the record, such as `prescriber:5f…`.
        field: the record's field, such as `npi` or `contact.phone`.
        key: the vocabulary's key that shows it on forms, or empty.
    """

    code: str
    text: str
    record: str
    field: str
    key: str = ""
