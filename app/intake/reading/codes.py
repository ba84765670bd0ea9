"""Codes that several formats share: LOINC of measures, units of height and weight.

LOINC codes after https://loinc.org (8302-2, 29463-7, 3141-9, 3142-7 body height and weight). Scores of headache and
dystonia have no code that chart systems use alike, so only those known for certain stand here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

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
UNITS = frozenset({"1", "score", "days", "d", "mL", "ml", "h", "hours"})

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


_NONE = re.compile(
    r"no known\b.*|nkd?a|none( known)?|no (drug |medication )?allerg(y|ies)\b.*|denies\b.*", re.IGNORECASE
)


def says_none(text: str) -> bool:
    """Whether what stands in place of an allergy says that there is none: `NKDA`, `No known drug allergies`."""
    return _NONE.fullmatch(text.strip()) is not None


def measured_body(value: str, unit: str) -> str:
    """`168 cm`, as our records read it; empty where the unit is none of ours."""
    known = _BODY_UNITS.get(unit.strip())
    return f"{value} {known}" if known else ""
