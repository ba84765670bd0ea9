"""Numbers of clinicians, organisations and plan members."""

from __future__ import annotations

import re

from app.domain.identifiers._finding import IdentifierFinding

#: What every NPI is prefixed with before its check digit is made (health applications, United States).
_NPI_PREFIX = "80840"
_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_EITHER = "[AC-HJKMNP-RT-Y0-9]"
_MBI = re.compile(
    rf"[1-9]{_MBI_LETTER}{_MBI_EITHER}[0-9]{_MBI_LETTER}{_MBI_EITHER}[0-9]{_MBI_LETTER}{_MBI_LETTER}[0-9][0-9]"
)
_DEA = re.compile(r"[ABCDEFGHJKLMPRSTUX][A-Z9][0-9]{7}")


def check_npi(text: str) -> IdentifierFinding | None:
    """An NPI has ten digits, starts with 1 or 2, and ends in a Luhn check digit."""
    digits = text.strip()
    if not digits:
        return None
    if not re.fullmatch(r"[0-9]{10}", digits):
        return IdentifierFinding("npi-shape", "An NPI has exactly ten digits.")
    if digits[0] not in "12":
        return IdentifierFinding("npi-start", "An NPI starts with 1 or 2.")
    if not _luhn(_NPI_PREFIX + digits):
        return IdentifierFinding("npi-check-digit", "The last digit of this NPI does not fit the others: a slip.")
    return None


def check_dea(text: str) -> IdentifierFinding | None:
    """A DEA number has two letters and seven digits, the last of which checks the others."""
    number = re.sub(r"[\s-]", "", text).upper()
    if not number:
        return None
    if not _DEA.fullmatch(number):
        return IdentifierFinding("dea-shape", "A DEA number has two letters and seven digits, such as AB1234563.")
    digits = [int(digit) for digit in number[2:]]
    if (sum(digits[0:6:2]) + 2 * sum(digits[1:6:2])) % 10 != digits[6]:
        return IdentifierFinding(
            "dea-check-digit", "The last digit of this DEA number does not fit the others: a slip."
        )
    return None


def check_mbi(text: str) -> IdentifierFinding | None:
    """A Medicare number has eleven characters in a fixed pattern, without S, L, O, I, B and Z."""
    number = re.sub(r"[\s-]", "", text).upper()
    if not number:
        return None
    if len(number) != 11:
        return IdentifierFinding("mbi-length", "A Medicare number has eleven letters and digits.")
    if set(number) & set("SLOIBZ"):
        return IdentifierFinding(
            "mbi-letter",
            "A Medicare number never has S, L, O, I, B or Z: look at the card for 5, 1, 0, 8, 2.",
        )
    if not _MBI.fullmatch(number):
        return IdentifierFinding("mbi-shape", "Letters and digits of this Medicare number are not in the right places.")
    return None


def check_tin(text: str) -> IdentifierFinding | None:
    """A tax ID has nine digits."""
    digits = re.sub(r"[\s-]", "", text)
    if digits and not re.fullmatch(r"[0-9]{9}", digits):
        return IdentifierFinding("tin-shape", "A tax ID has nine digits.")
    return None


def check_rx_bin(text: str) -> IdentifierFinding | None:
    """The BIN on a card's pharmacy side has six digits, newer ones eight."""
    digits = text.strip()
    if digits and not re.fullmatch(r"[0-9]{6}|[0-9]{8}", digits):
        return IdentifierFinding("bin-shape", "An Rx BIN has six digits, or eight on newer cards.")
    return None


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 else 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
