"""Codes that several formats share: LOINC of height and weight, scores by their names, units, kinds of payers.

LOINC codes after https://loinc.org (8302-2, 29463-7, 3141-9, 3142-7 body height and weight). Scores of headache and
dystonia have no published code that chart systems use alike: they are known by the name that stands beside whichever
code it is, and only with a value that the score can have.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.domain.identifiers import normalise_icd10
from app.domain.indications import icd10_table

#: LOINC code → our measure, or `height` and `weight` of the patient.
MEASURES: Mapping[str, str] = {
    "8302-2": "height",
    "3137-7": "height",
    "3138-5": "height",
    "29463-7": "weight",
    "3141-9": "weight",
    "3142-7": "weight",
}

#: Units that a score or count can carry.
UNITS = frozenset({"1", "score", "points", "days", "d", "mL", "ml", "h", "hours", "d/mo", "/mo", "days/month"})

_BODY_UNITS: Mapping[str, str] = {
    "cm": "cm",
    "[in_i]": "in",
    "[in_us]": "in",
    "in": "in",
    "inches": "in",
    "kg": "kg",
    "[lb_av]": "lb",
    "lb": "lb",
    "lbs": "lb",
}
#: Units of which so many make one of ours.
_PARTS: Mapping[str, tuple[Decimal, str]] = {"g": (Decimal(1000), "kg"), "m": (Decimal("0.01"), "cm")}


@dataclass(frozen=True, slots=True)
class _Score:
    """A score or count by its names.

    Attributes:
        measure: the vocabulary's name.
        least, most: that it can be.
        units: with which the name says it for certain; empty where the name alone does.
    """

    measure: str
    names: re.Pattern[str]
    least: float
    most: float
    units: frozenset[str] = frozenset()


_A_MONTH = r"(?: (?:per|a|each|(?:in the )?(?:last|past)) (?:month|30 days|28 days|4 weeks)|/month|/mo)"
_PER_MONTH = frozenset({"d/mo", "/mo", "days/month", "days per month", "{days}/mo", "{days}/month"})


def _named(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_SCORES = (
    _Score("hit6", _named(r"\bhit[- ]?6\b|headache impact test"), 36, 78),
    _Score("midas", _named(r"\bmidas\b|migraine disability assessment"), 0, 450),
    _Score("headache_days", _named(rf"(?:monthly headache days|headache days{_A_MONTH})"), 0, 31),
    _Score("migraine_days", _named(rf"(?:monthly migraine days|migraine days{_A_MONTH})"), 0, 31),
    _Score("headache_days", _named(r"(?:number of )?headache days"), 0, 31, _PER_MONTH),
    _Score("migraine_days", _named(r"(?:number of )?migraine days"), 0, 31, _PER_MONTH),
    _Score("acute_medication_days", _named(rf"acute medication days{_A_MONTH}"), 0, 31),
    _Score("hdss", _named(r"\bhdss\b|hyperhidrosis disease severity scale"), 1, 4),
    _Score("twstrs", _named(r"\btwstrs\b|toronto western spasmodic torticollis rating scale"), 0, 85),
    _Score("residual_ml", _named(r"post[- ]?void(?:ing)? residual"), 0, 5_000, frozenset({"mL", "ml", "ML"})),
)
#: A name with one of these is of a part of a score, of how it is to be read, or of a wish.
_NOT_WHOLE = re.compile(
    r"\b(item|question|q[0-9]|grade|level|category|interpretation|change|goal|target|subscale|percent|baseline)s?\b"
    r"|[?%]",
    re.IGNORECASE,
)
#: Source of Payment Typology (https://nahdo.org/sopt): the first digits that say a line for certain.
_SOPT = (
    ("11", "medicare_advantage"),
    ("12", "medicare_ffs"),
    ("21", "medicaid_mco"),
    ("22", "medicaid_ffs"),
    ("311", "tricare"),
)

_NONE = re.compile(
    r"no known\b.*|nkd?a|none( known)?|no (drug |medication )?allerg(y|ies)\b.*|denies\b.*"
    r"|.*\b(?:not available|unknown)",
    re.IGNORECASE,
)


def says_none(text: str) -> bool:
    """Whether what stands in place of an allergy says that there is none, or that it is not known: `NKDA`."""
    return _NONE.fullmatch(text.strip()) is not None


def measured_body(value: str, unit: str) -> str:
    """`168 cm`, as our records read it; empty where the unit is none of ours."""
    known = _BODY_UNITS.get(unit.strip())
    if known:
        return f"{value} {known}"
    whole = _PARTS.get(unit.strip())
    try:
        return f"{round(Decimal(value) / whole[0], 2):f} {whole[1]}" if whole else ""
    except (ArithmeticError, ValueError):
        return ""


def score(name: str, value: str, unit: str = "") -> str:
    """The vocabulary's name of the score that a name says, with a value that it can have; empty for every other."""
    if _NOT_WHOLE.search(name):
        return ""
    try:
        amount = float(value)
    except ValueError:
        return ""
    for one in _SCORES:
        if one.names.search(name) and one.least <= amount <= one.most and (not one.units or unit in one.units):
            return one.measure
    return ""


def line_of(code: str) -> str:
    """The line of business that a code of the payment typology says for certain, or empty."""
    return next((line for start, line in _SOPT if code.startswith(start)), "")


def condition_of(icd10: str) -> str:
    """The one condition that a diagnosis code stands for, or empty."""
    entry = icd10_table().get(normalise_icd10(icd10))
    return entry.indications[0] if entry is not None and len(entry.indications) == 1 else ""
