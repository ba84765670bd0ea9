"""ZIP codes, states and telephones of the United States."""

from __future__ import annotations

import re

from app.domain.identifiers._finding import IdentifierFinding
from app.domain.typed import read_phone

_STATES = """
AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI
SC SD TN TX UT VT VA WA WV WI WY AS GU MP PR VI FM MH PW AA AE AP
"""
STATES = frozenset(_STATES.split())


def check_zip(text: str) -> IdentifierFinding | None:
    """Five digits, or five and four."""
    if text.strip() and not re.fullmatch(r"[0-9]{5}(-?[0-9]{4})?", text.strip()):
        return IdentifierFinding("zip-shape", "A ZIP code has five digits, or five and four (02903-1234).")
    return None


def check_state(text: str) -> IdentifierFinding | None:
    """The post office's two letters."""
    if text.strip() and text.strip() not in STATES:
        return IdentifierFinding("state-unknown", "A state is written with its two capital letters, such as RI.")
    return None


def check_phone(text: str) -> IdentifierFinding | None:
    """Ten digits after the North American plan; an extension may follow."""
    if not text.strip():
        return None
    kept = read_phone(text)
    if kept is None:
        return IdentifierFinding("phone-shape", "A telephone number has ten digits; an extension follows after x.")
    if not re.match(r"[2-9][0-9]{2}[2-9][0-9]{2}", kept) or kept[1:3] == "11" or kept[4:6] == "11":
        return IdentifierFinding("phone-plan", "No telephone in the United States has this area code or exchange.")
    return None
