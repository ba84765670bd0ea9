"""The measures that are followed over time, and what stands on their axis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Per(StrEnum):
    """What one value stands for."""

    MONTH = "month"
    DAY = "day"
    VISIT = "visit"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that can be followed over time; in all of them less is better.

    Attributes:
        name: the vocabulary's without `measure.`.
        title: over a chart, `Headache days a month`.
        unit: after a number, `headache days`; empty for a score.
        highest: the scale's end, where it has one.
    """

    name: str
    title: str
    unit: str = ""
    per: Per = Per.VISIT
    highest: int | None = None


_LISTED = (
    Measure("headache_days", "Headache days a month", "headache days", Per.MONTH, 31),
    Measure("migraine_days", "Migraine days a month", "migraine days", Per.MONTH, 31),
    Measure("headache_days_4h", "Days a month with 4 hours or more of headache", "days", Per.MONTH, 31),
    Measure("acute_medication_days", "Days a month with acute medication", "days", Per.MONTH, 31),
    Measure("headache_hours", "Hours that a headache lasts", "hours", Per.MONTH),
    Measure("hit6", "HIT-6 score (36 to 78)", "", Per.VISIT, 78),
    Measure("midas", "MIDAS score", "", Per.VISIT),
    Measure("incontinence_episodes", "Incontinence episodes a day", "episodes", Per.DAY),
    Measure("voids", "Voids a day", "voids", Per.DAY),
    Measure("residual_ml", "Residual volume after voiding (ml)", "ml", Per.VISIT),
    Measure("twstrs", "TWSTRS score (0 to 85)", "", Per.VISIT, 85),
    Measure("ashworth", "Modified Ashworth score (0 to 4)", "", Per.VISIT, 4),
    Measure("hdss", "Sweating severity, HDSS (1 to 4)", "", Per.VISIT, 4),
    Measure("jrs", "Jankovic rating, JRS (0 to 8)", "", Per.VISIT, 8),
    Measure("drooling", "Drooling score", "", Per.VISIT),
)
_BY_NAME: Mapping[str, Measure] = {item.name: item for item in _LISTED}

#: What a payer follows for a condition, the first one as the chart of the letter.
_MAIN: Mapping[str, tuple[str, ...]] = {
    "chronic_migraine": (
        "headache_days",
        "migraine_days",
        "headache_days_4h",
        "headache_hours",
        "acute_medication_days",
        "hit6",
        "midas",
    ),
    "cervical_dystonia": ("twstrs",),
    "blepharospasm": ("jrs",),
    "hemifacial_spasm": ("jrs",),
    "oab": ("incontinence_episodes", "voids", "residual_ml"),
    "ndo": ("incontinence_episodes", "voids", "residual_ml"),
    "spasticity": ("ashworth",),
    "upper_limb_spasticity": ("ashworth",),
    "lower_limb_spasticity": ("ashworth",),
    "hyperhidrosis": ("hdss",),
    "sialorrhea": ("drooling",),
}


def measure(name: str) -> Measure:
    """The measure of that name; one that is not listed is shown under its own name."""
    return _BY_NAME.get(name) or Measure(name, name.replace("_", " ").capitalize())


def main_measures(condition: str) -> tuple[Measure, ...]:
    """What is followed for a condition; none where words of the chart are all there is."""
    return tuple(measure(name) for name in _MAIN.get(condition, ()))
