"""What the columns of a list hold: guessed from their headings, or as the office said once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from app.intake.fields import is_field
from app.places import bundled

#: Whole names and several codes in one cell are taken apart; everything else is a field of `app.intake.fields`.
FULL_NAME, PRESCRIBER_NAME, CODES = "patient.full_name", "prescriber.full_name", "diagnosis.codes"

#: Records of which one line can hold several, told apart by a number at the heading's end.
_REPEATED = ("trial.", "coverage.", "diagnosis.")
_TAKEN_APART = (FULL_NAME, PRESCRIBER_NAME, CODES)
_KEPT = re.compile(r"([a-z_.0-9]+)(?:\[([1-9][0-9]?)\])?")
_SECOND_PLAN = re.compile(r"\b(secondary|second|other)\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a column holds.

    Attributes:
        field: of `app.intake.fields`, or one of the three that are taken apart.
        row: from 1; which one of several plans, diagnoses or therapies in the same line.
    """

    field: str
    row: int = 1

    def __str__(self) -> str:
        return self.field if self.row == 1 else f"{self.field}[{self.row}]"

    @classmethod
    def parse(cls, text: str) -> Meaning | None:
        """`trial.drug[2]` as it was kept; None for what no column holds (any more)."""
        match = _KEPT.fullmatch(text)
        if match is None or not (match[1] in _TAKEN_APART or is_field(match[1])):
            return None
        return cls(match[1], int(match[2] or 1))


def guessed(headings: Sequence[str]) -> tuple[Meaning | None, ...]:
    """What each column seems to hold; None where its heading says nothing known. No meaning is given twice."""
    found: list[Meaning | None] = []
    for heading in headings:
        meaning = _meaning(heading)
        found.append(None if meaning in found else meaning)
    return tuple(found)


def fingerprint(headings: Sequence[str]) -> str:
    """The headings as one text: lists with the same headings are of one kind."""
    return " | ".join(_plain(heading) for heading in headings)


def _meaning(heading: str) -> Meaning | None:
    plain = _plain(heading)
    field = _wordings().get(plain)
    if field is not None:
        return Meaning(field)
    numbered = re.fullmatch(r"(.+?) ?([1-9][0-9]?)|(.+?) ([1-9]) (.+)", plain)
    if numbered is not None:
        words = numbered[1] or f"{numbered[3]} {numbered[5]}"
        row = int(numbered[2] or numbered[4])
        field = _wordings().get(words)
        if field is not None and field.startswith(_REPEATED):
            return Meaning(field, row)
    if _SECOND_PLAN.search(plain):
        field = _wordings().get(" ".join(_SECOND_PLAN.sub(" ", plain).split()))
        if field is not None and field.startswith("coverage."):
            return Meaning(field, 2)
    return None


@cache
def _wordings() -> Mapping[str, str]:
    data = tomllib.loads(bundled("resources", "intake", "columns.toml").read_text(encoding="utf-8"))
    return {wording: field for field, wordings in data.items() for wording in wordings}


def _plain(heading: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", heading)
    return " ".join(re.findall(r"[a-z0-9]+", spaced.lower()))
