"""Codes of diagnoses, drugs and procedures."""

from __future__ import annotations

import re

from app.domain.identifiers._finding import IdentifierFinding
from app.domain.indications import icd10_table

_ICD10 = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
_HCPCS = re.compile(r"[A-V][0-9]{4}(-?[A-Z0-9]{2})?")
_CPT = re.compile(r"[0-9]{4}[0-9FTU](-?[A-Z0-9]{2})?")
_NDC_DASHED = re.compile(r"([0-9]{4,5})-([0-9]{3,4})-([0-9]{1,2})")
#: J-codes of botulinum toxins stand between these; the others have another drug's code.
_TOXINS = ("J0585", "J0586", "J0587", "J0588", "J0589")


def normalise_icd10(text: str) -> str:
    """The code in capitals with its dot: `g43709` becomes `G43.709`; anything else stays as it is."""
    code = text.strip().upper()
    plain = code.replace(".", "")
    if re.fullmatch(r"[A-Z][0-9][0-9A-Z][0-9A-Z]{0,4}", plain) and code in (plain, f"{plain[:3]}.{plain[3:]}"):
        return f"{plain[:3]}.{plain[3:]}" if len(plain) > 3 else plain
    return text.strip()


def check_icd10(text: str) -> IdentifierFinding | None:
    """The shape of a code, and whether it is valid alone; outside the bundled table only the shape."""
    if not text.strip():
        return None
    code = normalise_icd10(text)
    if not _ICD10.fullmatch(code):
        return IdentifierFinding("icd10-shape", "This is no ICD-10 code; it looks like G43.709.")
    entry = icd10_table().get(code)
    if entry is None or entry.billable:
        return None
    if entry.note:
        return IdentifierFinding("icd10-split", entry.note)
    below = ", ".join(found.code for found in icd10_table().below(code))
    return IdentifierFinding("icd10-heading", f"{code} is a heading and not valid alone. Use one of {below}.")


def normalise_ndc(text: str) -> str | None:
    """The NDC as 5-4-2 with dashes; None where it is none, or has ten digits without dashes."""
    cleaned = text.strip().replace(" ", "")
    if re.fullmatch(r"[0-9]{11}", cleaned):
        return f"{cleaned[:5]}-{cleaned[5:9]}-{cleaned[9:]}"
    match = _NDC_DASHED.fullmatch(cleaned)
    if match is None:
        return None
    lengths = tuple(len(part) for part in match.groups())
    if lengths not in ((4, 4, 2), (5, 3, 2), (5, 4, 1), (5, 4, 2)):
        return None
    return f"{match[1]:0>5}-{match[2]:0>4}-{match[3]:0>2}"


def check_ndc(text: str) -> IdentifierFinding | None:
    """An NDC has eleven digits as 5-4-2, or ten with dashes that say which part lacks its zero."""
    if not text.strip() or normalise_ndc(text) is not None:
        return None
    if re.fullmatch(r"[0-9]{10}", text.strip()):
        return IdentifierFinding(
            "ndc-ten-digits", "An NDC of ten digits needs its dashes: without them nobody can tell where the zero goes."
        )
    return IdentifierFinding("ndc-shape", "An NDC has eleven digits, such as 00023-1145-01.")


def check_hcpcs(text: str) -> IdentifierFinding | None:
    """A letter and four digits, with or without a modifier; a J05.. code that is no botulinum toxin is told."""
    code = text.strip().upper()
    if not code:
        return None
    if not _HCPCS.fullmatch(code):
        return IdentifierFinding("hcpcs-shape", "A HCPCS code has a letter and four digits, such as J0585.")
    if code.startswith("J058") and code[:5] not in _TOXINS:
        return IdentifierFinding("hcpcs-not-toxin", "This J-code is not a botulinum toxin; they are J0585 to J0589.")
    return None


def check_cpt(text: str) -> IdentifierFinding | None:
    """Five digits, or four and a letter, with or without a modifier."""
    code = text.strip().upper()
    if code and not _CPT.fullmatch(code):
        return IdentifierFinding("cpt-shape", "A CPT code has five digits, such as 64615.")
    return None
