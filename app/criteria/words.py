"""Plain words for what findings speak of: measures, documents, dates."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from app.domain.dates import PartialDate

MEASURES = {
    "headache_days": "headache days a month",
    "migraine_days": "migraine days a month",
    "headache_hours": "hours that a headache lasts",
    "headache_days_4h": "days a month with 4 hours or more of headache",
    "months_at_frequency": "months with this many headaches",
    "reduction_days": "fewer headache days a month",
    "reduction_hours": "fewer headache hours a month",
    "reduction_percent": "percent fewer headaches",
    "acute_medication_days": "days a month with acute medicine",
    "midas": "MIDAS score",
    "hit6": "HIT-6 score",
    "incontinence_episodes": "leaks a day",
    "voids": "voids a day",
    "residual_ml": "residual volume in ml",
    "hdss": "sweating severity (HDSS, 1 to 4)",
    "twstrs": "TWSTRS score",
    "ashworth": "Ashworth score",
    "jrs": "JRS score",
    "drooling": "drooling score",
    "medication_overuse_excluded": "whether medication overuse is excluded or treated",
    "diary": "whether a diary is kept",
}
DOCUMENTS = {
    "notes": "chart notes",
    "history": "history and physical",
    "labs": "laboratory or diagnostic results",
    "diary": "the diary",
    "letter": "a letter of medical necessity",
    "imaging": "imaging results",
    "literature": "supporting articles",
    "order": "the order",
}


def measure_words(name: str) -> str:
    """`headache days a month` for `headache_days`."""
    return MEASURES.get(name, name.replace("_", " "))


def document_words(name: str) -> str:
    """`chart notes` for `notes`."""
    return DOCUMENTS.get(name, name.replace("_", " "))


def date_words(date: dt.date | PartialDate | None) -> str:
    """`03/09/2026`, `03/2026`, or empty."""
    if date is None:
        return ""
    return (date if isinstance(date, PartialDate) else PartialDate.of(date)).us()


def number_words(number: Decimal | int) -> str:
    """Without needless zeros: `155`, `22.5`."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def choice_words(names: tuple[str, ...]) -> str:
    """`a`, `a or b`, `a, b or c`."""
    return _listed(names, "or")


def and_words(names: tuple[str, ...]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    return _listed(names, "and")


def _listed(names: tuple[str, ...], word: str) -> str:
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} {word} {names[-1]}"
