"""Monthly series made from observations: one value a month, and no value where none was recorded."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from app.domain.clinical import Observation, Phase, Treatment
from app.domain.dates import PartialDate
from app.domain.drugs import find_product
from app.domain.ids import ObservationId
from app.domain.measures.catalogue import Measure, measure

_NAMES = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_MIDAS = "midas"
_MIDAS_ITEMS = tuple(f"midas[{item}]" for item in range(1, 6))


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @classmethod
    def of(cls, date: PartialDate) -> Month | None:
        """The month of a date; None where only the year is known."""
        return None if date.month is None else cls(date.year, date.month)

    @property
    def short(self) -> str:
        """`Oct`."""
        return _NAMES[self.month - 1]

    @property
    def us(self) -> str:
        """`10/2026`."""
        return f"{self.month:02}/{self.year:04}"

    def plus(self, months: int) -> Month:
        """So many months later."""
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def until(self, later: Month) -> int:
        """How many months later the other one is."""
        return (later.year - self.year) * 12 + later.month - self.month


@dataclass(frozen=True, slots=True)
class Point:
    """The value of one month.

    Attributes:
        month: None where only the year was written down: such a value stands in tables and on no chart.
        phase: before the treatment or since; None where that is not known.
        observation: the record behind it.
    """

    month: Month | None
    value: Decimal
    phase: Phase | None
    date: PartialDate
    observation: ObservationId


@dataclass(frozen=True, slots=True)
class Series:
    """One measure over time.

    Attributes:
        points: in the order of time, at most one a month and phase.
        without_month: values of which only the year is known.
    """

    measure: Measure
    points: tuple[Point, ...]
    without_month: tuple[Point, ...] = ()

    @property
    def baseline(self) -> Point | None:
        """The last value before the treatment."""
        return self._last(Phase.BASELINE)

    @property
    def current(self) -> Point | None:
        """The last value since the treatment."""
        return self._last(Phase.CURRENT)

    @property
    def span(self) -> tuple[Month, ...]:
        """Every month from the first value to the last, recorded or not."""
        months = [point.month for point in self.points if point.month is not None]
        if not months:
            return ()
        return tuple(months[0].plus(step) for step in range(months[0].until(months[-1]) + 1))

    def _last(self, phase: Phase) -> Point | None:
        found = [point for point in (*self.without_month, *self.points) if point.phase is phase]
        return max(found, key=lambda point: point.date.latest, default=None)


def treatment_began(treatments: Iterable[Treatment], drug: str) -> dt.date | None:
    """The day on which the product asked for was first given; None where no treatment with it is documented."""
    product = find_product(drug)
    given = [item.date for item in treatments if product is not None and find_product(item.product) == product]
    return min(given, default=None)


def series_of(
    observations: Iterable[Observation], name: str, *, until: dt.date, began: dt.date | None = None
) -> Series:
    """The series of one measure.

    Args:
        observations: of one patient; those of other measures, and those without a number, are left out.
        name: of the measure.
        until: nothing after this day is in it.
        began: when the treatment began; it tells the phase of what was noted without one.
    """
    kept: dict[tuple[Month | None, Phase | None, PartialDate | None], Point] = {}
    found = [*observations] if name != _MIDAS else _with_totals(observations)
    for item in sorted(found, key=lambda o: o.date.latest):
        if item.measure != name or item.date.earliest > until or not _is_number(item.value):
            continue
        point = Point(Month.of(item.date), Decimal(item.value), _phase(item, began), item.date, item.id)
        kept[point.month, point.phase, item.date if point.month is None else None] = point
    points = sorted(kept.values(), key=lambda p: (p.month or Month(p.date.year, 1), p.phase is Phase.CURRENT))
    return Series(
        measure(name),
        tuple(point for point in points if point.month is not None),
        tuple(point for point in points if point.month is None),
    )


def _with_totals(observations: Iterable[Observation]) -> list[Observation]:
    """MIDAS written item by item counts as its sum, where all five items are of one day."""
    kept = [*observations]
    days: dict[tuple[PartialDate, Phase | None], dict[str, Observation]] = {}
    for item in kept:
        if item.measure in _MIDAS_ITEMS and _is_number(item.value):
            days.setdefault((item.date, item.phase), {})[item.measure] = item
    totals = {(item.date, item.phase) for item in kept if item.measure == _MIDAS}
    for day, items in days.items():
        if len(items) == len(_MIDAS_ITEMS) and day not in totals:
            total = sum((Decimal(item.value) for item in items.values()), Decimal(0))
            kept.append(replace(items[_MIDAS_ITEMS[0]], measure=_MIDAS, value=total))
    return kept


def _is_number(value: Decimal | bool | str) -> bool:
    return isinstance(value, Decimal)


def _phase(item: Observation, began: dt.date | None) -> Phase | None:
    if item.phase is not None or began is None:
        return item.phase
    if item.date.latest < began:
        return Phase.BASELINE
    return Phase.CURRENT if item.date.earliest >= began else None
