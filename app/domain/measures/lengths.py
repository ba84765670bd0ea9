"""How long each therapy was tried beside the length that a payer asks for, as plain shapes like every chart."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.domain.clinical import Outcome, Trial
from app.domain.dates import PartialDate
from app.domain.measures.picture import Anchor, Fill, Line, Picture, Rect, Shape, Text
from app.domain.spans import days_between

_ROW, _BAR, _HEAD, _FOOT = 15.0, 8.0, 16.0, 14.0
_NAMES, _WORDS, _RIGHT = 96.0, 62.0, 4.0
_SMALL, _BODY = 7.5, 8.5
_DOTTED = (1.2, 2.2)
_NAME_CHARS = 20
_DAYS_A_YEAR = 366


@dataclass(frozen=True, slots=True)
class Tried:
    """How long one therapy was tried.

    Attributes:
        least, most: days that its dates allow; equal where both are whole.
        goes_on: whether it is still taken.
    """

    name: str
    least: int
    most: int
    goes_on: bool = False

    @property
    def words(self) -> str:
        """`110 days`, `30 to 90 days`, `45 days so far`."""
        days = f"{self.least} days" if self.least == self.most else f"{self.least} to {self.most} days"
        return f"{days} so far" if self.goes_on else days

    def reaches(self, days: int) -> bool | None:
        """Whether it is as long as asked; None where its dates leave that open."""
        if self.least >= days:
            return True
        return False if self.most < days else None


@dataclass(frozen=True, slots=True)
class LengthsSpec:
    """Therapies with their lengths.

    Attributes:
        asked_days: that the payer asks for.
        asked: the same in the payer's own unit, `60 days`, `2 months`.
    """

    tried: tuple[Tried, ...]
    asked_days: int
    asked: str

    @property
    def words(self) -> str:
        """All of it in words, for who hears instead of seeing it."""
        said = {True: "long enough", False: "too short", None: "its dates leave it open"}
        told = [f"{item.name}: {item.words}, {said[item.reaches(self.asked_days)]}." for item in self.tried]
        return " ".join((f"Asked: {self.asked}.", *told))


def lengths_of(trials: Iterable[Trial], asked_days: int, asked: str, today: dt.date) -> LengthsSpec | None:
    """The therapies whose start is known; None where there are none, or no length is asked."""
    tried = tuple(made for trial in trials if (made := _tried(trial, today)) is not None)
    return LengthsSpec(tried, asked_days, asked) if tried and asked_days > 0 else None


def _tried(trial: Trial, today: dt.date) -> Tried | None:
    if trial.start is None or (trial.end is None and trial.outcome is not Outcome.ONGOING):
        return None
    days = days_between(trial.start, trial.end or PartialDate.of(today))
    return None if days is None else Tried(trial.drug, days.least, days.most, trial.end is None)


def lengths_height(spec: LengthsSpec) -> float:
    """How high the picture is, in points."""
    return _HEAD + len(spec.tried) * _ROW + _FOOT


def lengths_picture(spec: LengthsSpec, width: float) -> Picture:
    """A bar for each therapy, and the payer's line across all of them; very long bars are cut with a mark."""
    height = lengths_height(spec)
    furthest = max((spec.asked_days, *(item.most for item in spec.tried)))
    longest = min(furthest, max(_DAYS_A_YEAR, 2 * spec.asked_days))
    scale = (width - _NAMES - _WORDS - _RIGHT) / longest
    shapes: list[Shape] = []
    for row, item in enumerate(spec.tried):
        shapes += _bar(item, height - _HEAD - (row + 1) * _ROW + (_ROW - _BAR) / 2, scale, longest)
    x = _NAMES + spec.asked_days * scale
    shapes.append(Line(x, _FOOT - 3, x, height - _HEAD + 2, 1.0, _DOTTED))
    shapes.append(Text(x, 2, f"asked: {spec.asked}", _SMALL, Anchor.MIDDLE))
    shapes.append(Text(0, height - 10, "How long each was tried", _BODY, bold=True))
    return Picture(width, height, tuple(shapes))


def _bar(item: Tried, y: float, scale: float, longest: int) -> Iterator[Shape]:
    name = item.name if len(item.name) <= _NAME_CHARS else f"{item.name[: _NAME_CHARS - 2].rstrip()} …"
    sure, possible = (min(days, longest) * scale for days in (item.least, item.most))
    yield Text(0, y + 1.5, name, _SMALL)
    if sure > 0:
        yield Rect(_NAMES, y, sure, _BAR, Fill.EMPTY if item.goes_on else Fill.SOLID)
    if possible > sure:
        yield Rect(_NAMES + sure, y, possible - sure, _BAR, Fill.STRIPED)
    over = "+" if item.most > longest else ""
    yield Text(_NAMES + max(possible, 2.0) + 4, y + 1.5, f"{item.words}{over}", _SMALL)
