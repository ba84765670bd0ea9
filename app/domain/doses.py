"""The daily dose that a text names, and whether a trial at it was below what counts as adequate."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from app.domain.drugs import AdequateDose, find_therapy

_MG = re.compile(r"(?P<low>\d[\d,]*(?:\.\d+)?)\s*(?:(?:-|–|to)\s*(?P<high>\d[\d,]*(?:\.\d+)?)\s*)?mg\b")
_SEVERAL = re.compile(r"\b(?:[2-9]|two|three|four)\s*(?:x|×|tab|cap|pill)")
_NOT_DAILY = re.compile(r"\b(?:month\w*|week\w*|prn|as needed|q\d+w|every \d+ (?:days|weeks|months)|every other)\b")
_TIMES = (
    (re.compile(r"\b(?:qid|four times|4 times|4x)\b"), 4),
    (re.compile(r"\b(?:tid|three times|3 times|3x|every 8 hours|q8h)\b"), 3),
    (re.compile(r"\b(?:bid|twice|two times|2 times|2x|every 12 hours|q12h)\b"), 2),
    (
        re.compile(
            r"/\s*d(?:ay)?\b"
            r"|\b(?:daily|a day|per day|each day|every day|once|qd|qhs|qam|hs|nightly|bedtime|at night|1x)\b"
        ),
        1,
    ),
)


@dataclass(frozen=True, slots=True)
class LowDose:
    """A trial below the dose that counts as adequate."""

    mg_a_day: Decimal
    adequate: AdequateDose


def daily_mg(text: str) -> Decimal | None:
    """The milligrams a day that a text names: `100 mg/day`, `50 mg BID`, `25–75 mg at bedtime` (the most of a range).

    Returns:
        None where it names several amounts, none, or no daily dose.
    """
    plain = text.lower()
    found = list(_MG.finditer(plain))
    if len(found) != 1 or _NOT_DAILY.search(plain) or _SEVERAL.search(plain):
        return None
    times = next((number for pattern, number in _TIMES if pattern.search(plain)), None)
    if times is None:
        return None
    return Decimal((found[0]["high"] or found[0]["low"]).replace(",", "")) * times


def adequate_dose(drug: str, condition: str) -> AdequateDose | None:
    """The least daily dose of a drug that counts for a condition; None where it is not on file."""
    therapy = find_therapy(drug) if drug.strip() else None
    adequate = None if therapy is None else therapy.adequate
    return adequate if adequate is not None and condition in adequate.conditions else None


def low_dose(drug: str, dose: str, condition: str) -> LowDose | None:
    """Whether a trial was below what counts as adequate; None where it was not, or where that cannot be told."""
    adequate, taken = adequate_dose(drug, condition), daily_mg(dose)
    if adequate is None or taken is None or taken >= adequate.mg_a_day:
        return None
    return LowDose(taken, adequate)
