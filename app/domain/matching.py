"""Whether a fact has the value that a box stands for: `patient.sex=female`, `drug.name=botox`."""

from __future__ import annotations

import re

from app.domain.drugs import find_product
from app.domain.facts import FactValue
from app.domain.vocabulary import KeyKind, KeyRef

#: How clinicians write the credentials that forms print as boxes.
_CREDENTIALS = {
    "MD": ("MD", "MBBS"),
    "DO": ("DO",),
    "NP": ("NP", "FNP", "ANP", "AGNP", "AGPCNP", "AGACNP", "ARNP", "CRNP", "CNP", "PNP", "DNP"),
    "PA": ("PA", "PAC"),
}
#: Other spellings of the routes that forms print as boxes.
_ROUTES = {
    "im": "intramuscular",
    "intramuscular_injection": "intramuscular",
    "iv": "intravenous",
    "intravenous_infusion": "intravenous",
    "sc": "subcutaneous",
    "sq": "subcutaneous",
    "subq": "subcutaneous",
    "po": "oral",
    "by_mouth": "oral",
    "id": "intradermal",
}


def is_value(ref: KeyRef, value: FactValue) -> bool:
    """Whether the fact has the value after `=`.

    A product is known by brand, generic name or J-code, a route by its abbreviation; other texts match when their
    words are the same.

    Raises:
        ValueError: the reference names no value.
    """
    if ref.wanted is None:
        raise ValueError("the reference names no value")
    if ref.kind is KeyKind.YES_NO:
        return value is (ref.wanted == "yes")
    if ref.spec.key == "prescriber.credential":
        return _credential(str(value)) == ref.wanted
    if ref.kind is KeyKind.CHOICE:
        return value == ref.wanted
    if ref.spec.key in ("drug.name", "prior[n].drug"):
        return _same_drug(str(value), ref.wanted)
    return _token(str(value)) == _token(ref.wanted)


def _credential(text: str) -> str:
    """`MD`, `DO`, `NP` or `PA` for `M.D.`, `FNP-C`, `DNP, ARNP` or `PA-C`; `other` for the rest."""
    words = re.findall(r"[A-Z]+", text.upper().replace(".", ""))
    for credential, spellings in _CREDENTIALS.items():
        if any(word in spellings for word in words):
            return credential
    return "other"


def _same_drug(value: str, wanted: str) -> bool:
    product = find_product(wanted)
    if product is not None:
        return find_product(value) == product
    return _token(wanted) in (_token(value), _token(value.split(maxsplit=1)[0] if value.split() else ""))


def _token(text: str) -> str:
    token = "_".join(re.findall(r"[a-z0-9]+", text.lower()))
    return _ROUTES.get(token, token)
