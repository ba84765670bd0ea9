"""The chart of one series as a description: what stands on it, not how it is drawn."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from app.domain.clinical import Phase
from app.domain.dates import PartialDate
from app.domain.measures.series import Month, Point, Series
from app.domain.parts import number_text

_PHASES = {Phase.BASELINE: "before treatment", Phase.CURRENT: "since treatment", None: ""}
_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500)
_MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Column:
    """One place along the chart.

    Attributes:
        first, last: the months that it stands for; they differ only where a long gap was drawn together.
        value: None where nothing was recorded.
    """

    first: Month
    last: Month
    value: Decimal | None = None
    phase: Phase | None = None

    @property
    def is_gap(self) -> bool:
        """Whether it stands for several months without a record."""
        return self.first != self.last

    @property
    def months(self) -> int:
        """How many months it stands for."""
        return self.first.until(self.last) + 1


@dataclass(frozen=True, slots=True)
class Level:
    """A line across the chart, with its words: `baseline 20`."""

    value: Decimal
    text: str


@dataclass(frozen=True, slots=True)
class ResponseLine:
    """The value that a payer's rule for renewal wants to be reached, and the rule in words.

    Attributes:
        or_else: other values of which one is enough, where the rule leaves a choice.
    """

    value: Decimal
    text: str
    or_else: tuple[ResponseLine, ...] = ()

    @classmethod
    def fewer(cls, baseline: Decimal, by: Decimal, unit: str = "days") -> ResponseLine:
        """At least so many fewer than before."""
        return cls(max(baseline - by, Decimal(0)), f"at least {number_text(by)} {unit} fewer")

    @classmethod
    def percent(cls, baseline: Decimal, percent: Decimal, *, more: bool = False) -> ResponseLine:
        """At least, or more than, so many percent fewer than before."""
        words = "more than" if more else "at least"
        return cls(baseline * (100 - percent) / 100, f"{words} {number_text(percent)}% fewer")


@dataclass(frozen=True, slots=True)
class ChartSpec:
    """What stands on a chart; the letter and the desk draw the same one.

    Attributes:
        top: the highest number of the axis.
        steps: the numbers written on the axis, 0 first.
        begins_before: the column before which the treatment began; None where it is not on the chart.
        began: the same in words, `First treatment 12/28/2025`.
        recorded: `2 of 12 months recorded`.
        responses: the payer's lines; reaching one of them is enough.
        rows: the table beneath: month, value, phase. Months without a record are in it too.
    """

    title: str
    unit: str
    columns: tuple[Column, ...]
    top: int
    steps: tuple[int, ...]
    baseline: Level | None
    responses: tuple[Level, ...]
    begins_before: int | None
    began: str
    recorded: str
    rows: tuple[tuple[str, str, str], ...]

    @property
    def response(self) -> Level | None:
        """The payer's first line."""
        return self.responses[0] if self.responses else None

    @property
    def levels(self) -> tuple[Level, ...]:
        """All lines across the chart, that of the time before treatment first."""
        return self.responses if self.baseline is None else (self.baseline, *self.responses)


def chart_of(
    series: Series, *, began: dt.date | None = None, response: ResponseLine | None = None, most_columns: int = 14
) -> ChartSpec | None:
    """The chart of a series; None where it has no month with a value.

    Args:
        series: what was recorded.
        began: when the treatment began.
        response: the payer's own line, where its rule is known, with those that do as well.
        most_columns: of a longer time, gaps are drawn together into one marked place each.
    """
    if not series.points:
        return None
    columns = tuple(_columns(series, most_columns))
    baseline = series.baseline
    level = None if baseline is None else Level(baseline.value, f"before treatment: {number_text(baseline.value)}")
    wanted = () if response is None else _wanted(response)
    values = [column.value for column in columns if column.value is not None]
    lines = wanted if level is None else (level, *wanted)
    highest = max(*values, *(item.value for item in lines), Decimal(1))
    steps = _steps(highest)
    recorded = len({point.month for point in series.points})
    return ChartSpec(
        title=series.measure.title,
        unit=series.measure.unit,
        columns=columns,
        top=steps[-1],
        steps=steps,
        baseline=level,
        responses=wanted,
        begins_before=_begins_before(columns, began),
        began="" if began is None else f"First treatment {PartialDate.of(began).us()}",
        recorded=f"{recorded} of {len(series.span)} months recorded" if len(series.span) > 1 else "1 month recorded",
        rows=tuple(_rows(series)),
    )


def _wanted(response: ResponseLine) -> tuple[Level, ...]:
    others = tuple(Level(line.value, f"or {line.text}") for line in response.or_else)
    return (Level(response.value, f"payer's line: {response.text}"), *others)


def _columns(series: Series, most: int) -> Iterator[Column]:
    draw_together = len(series.span) > most
    for first, last, point in _runs(series):
        if point is None and not draw_together:
            yield from (Column(first.plus(step), first.plus(step)) for step in range(first.until(last) + 1))
        elif point is None:
            yield Column(first, last)
        else:
            yield Column(first, last, point.value, point.phase)


def _runs(series: Series) -> Iterator[tuple[Month, Month, Point | None]]:
    """Every recorded value, and between them the gaps, each from its first month to its last."""
    before: Month | None = None
    for point in series.points:
        if point.month is None:
            continue
        if before is not None and before.until(point.month) > 1:
            yield before.plus(1), point.month.plus(-1), None
        yield point.month, point.month, point
        before = point.month


def _rows(series: Series) -> Iterator[tuple[str, str, str]]:
    for point in series.without_month:
        yield f"{point.date.us()} (month not documented)", number_text(point.value), _PHASES[point.phase]
    for first, last, found in _runs(series):
        if found is not None:
            yield found.date.us(), number_text(found.value), _PHASES[found.phase]
        else:
            yield first.us if first == last else f"{first.us} to {last.us}", "not recorded", ""


def _begins_before(columns: tuple[Column, ...], began: dt.date | None) -> int | None:
    """The first column of the treatment's time; a start within a drawn-together gap stands at its end."""
    if began is None:
        return None
    month = Month(began.year, began.month)
    after = [
        number
        for number, column in enumerate(columns)
        if column.first > month or (column.first == month and column.phase is not Phase.BASELINE)
    ]
    if not after or after[0] == 0:
        return None
    return after[0]


def _steps(highest: Decimal) -> tuple[int, ...]:
    whole = int(highest.to_integral_value(ROUND_CEILING))
    step = next((item for item in _STEPS if whole / item <= _MOST_STEPS), 1000)
    count = -(-whole // step)
    return tuple(step * number for number in range(count + 1))
