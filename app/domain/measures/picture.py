"""A chart as plain shapes: rectangles, lines and words, for whoever can paint those. Black, white and two patterns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

from app.domain.clinical import Phase
from app.domain.measures.chart import ChartSpec, Column, Level
from app.domain.parts import number_text

_LEFT, _RIGHT, _TOP, _BOTTOM = 26.0, 8.0, 26.0, 52.0
_LEGEND_TOP, _LEGEND_ROW, _LEGEND_GAP = 15.0, 11.0, 12.0
_SMALL, _BODY = 7.5, 8.5
_DASHED, _DOTTED = (4.0, 2.5), (1.2, 2.2)
_WIDEST_BAR = 34.0


class Fill(StrEnum):
    """How an area is filled, so that a fax keeps the difference."""

    SOLID = "solid"
    EMPTY = "empty"
    STRIPED = "striped"


class Anchor(StrEnum):
    """Which end of the words stands at the point."""

    START = "start"
    MIDDLE = "middle"
    END = "end"


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle with a black edge, from its lower left corner."""

    x: float
    y: float
    width: float
    height: float
    fill: Fill


@dataclass(frozen=True, slots=True)
class Line:
    """A black line; `dash` is empty for an unbroken one."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.6
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Text:
    """Words on a baseline that starts, is centred or ends at the point."""

    x: float
    y: float
    text: str
    size: float = _BODY
    anchor: Anchor = Anchor.START
    bold: bool = False


Shape = Rect | Line | Text


@dataclass(frozen=True, slots=True)
class Picture:
    """Shapes in points, from the lower left corner; a painter with its origin at the top turns them over."""

    width: float
    height: float
    shapes: tuple[Shape, ...]


_FILLS = {Phase.BASELINE: Fill.SOLID, Phase.CURRENT: Fill.EMPTY, None: Fill.STRIPED}
_LEGEND = {Phase.BASELINE: "before treatment", Phase.CURRENT: "since treatment", None: "phase not documented"}


def picture_of(spec: ChartSpec, width: float, height: float) -> Picture:
    """The chart's shapes in a space of that size, at least 200 by 120 points."""
    frame = _Frame(spec, width, height)
    shapes = (
        Text(0, height - 10, spec.title, _BODY + 0.5, bold=True),
        Text(width, height - 10, spec.recorded, _SMALL, Anchor.END),
        *frame.axis(),
        *frame.columns(),
        *frame.start(),
        *frame.levels(),
        *frame.legend(),
    )
    return Picture(width, height, shapes)


@dataclass(frozen=True, slots=True)
class _Frame:
    spec: ChartSpec
    width: float
    height: float

    @property
    def bottom(self) -> float:
        """The height of the axis: the legend beneath takes as many rows as its words need."""
        rows = 1 + max(0, round((_LEGEND_TOP - min(y for _, _, y in self._legend_places())) / _LEGEND_ROW))
        return _BOTTOM + _LEGEND_ROW * max(0, rows - 2)

    @property
    def step(self) -> float:
        """The width of one column."""
        return (self.width - _LEFT - _RIGHT) / len(self.spec.columns)

    @property
    def bar(self) -> float:
        """The width of a bar."""
        return min(self.step * 0.66, _WIDEST_BAR)

    def centre(self, column: int) -> float:
        """The middle of a column."""
        return _LEFT + self.step * (column + 0.5)

    def level(self, value: float) -> float:
        """The height of a value."""
        return self.bottom + (self.height - _TOP - 16 - self.bottom) * value / self.spec.top

    def axis(self) -> Iterator[Shape]:
        """The axis with its numbers."""
        right = self.width - _RIGHT
        for step in self.spec.steps:
            y = self.level(step)
            yield Text(_LEFT - 5, y - 2.6, str(step), _SMALL, Anchor.END)
            yield Line(_LEFT - 2.5, y, _LEFT, y)
        yield Line(_LEFT, self.bottom, right, self.bottom, 0.9)
        yield Line(_LEFT, self.bottom, _LEFT, self.level(self.spec.top), 0.9)
        yield from self._months()

    def _months(self) -> Iterator[Shape]:
        for number, column in enumerate(self.spec.columns):
            words = f"{column.months} months" if column.is_gap else column.first.short
            yield Text(self.centre(number), self.bottom - 10, words, _SMALL, Anchor.MIDDLE)
        years = groupby(
            enumerate(self.spec.columns), key=lambda pair: "" if pair[1].is_gap else f"{pair[1].first.year}"
        )
        for year, group in years:
            places = [number for number, _ in group]
            if year:
                x = (self.centre(places[0]) + self.centre(places[-1])) / 2
                yield Text(x, self.bottom - 20, year, _SMALL, Anchor.MIDDLE)

    def columns(self) -> Iterator[Shape]:
        """Bars, and a sign where nothing is recorded."""
        for number, column in enumerate(self.spec.columns):
            if column.value is None:
                yield from self._nothing(number, column)
                continue
            top = self.level(float(column.value))
            yield Rect(
                self.centre(number) - self.bar / 2, self.bottom, self.bar, top - self.bottom, _FILLS[column.phase]
            )
            words = number_text(column.value)
            yield Text(self.centre(number), self._clear(top + 3), words, _BODY, Anchor.MIDDLE, bold=True)

    def _clear(self, y: float) -> float:
        """The height for a number: above a line that would run through it."""
        for level in sorted(self.spec.levels, key=lambda item: item.value):
            if -1 < self.level(float(level.value)) - y < _BODY - 1:
                y = self.level(float(level.value)) + 3
        return y

    def _nothing(self, number: int, column: Column) -> Iterator[Shape]:
        """A month without a record: a short stroke above the axis; a longer gap: the axis broken by two slashes."""
        x = self.centre(number)
        if column.is_gap:
            yield Text(x, self.bottom + 5, "not recorded", _SMALL, Anchor.MIDDLE)
            for shift in (-2.0, 2.0):
                yield Line(x + shift - 2, self.bottom - 3.5, x + shift + 2, self.bottom + 3.5, 0.9)
        else:
            yield Line(x - 3, self.bottom + 5, x + 3, self.bottom + 5, 0.9)

    def start(self) -> Iterator[Shape]:
        """The line at the start of treatment."""
        at = self.spec.begins_before
        if at is None:
            return
        x = _LEFT + self.step * at
        top = self.level(self.spec.top) + 12
        yield Line(x, self.bottom, x, top, 0.9)
        ends = x > self.width * 0.6
        anchor, shift = (Anchor.END, -3.0) if ends else (Anchor.START, 3.0)
        yield Text(x + shift, top - 6, self.spec.began, _SMALL, anchor)

    def levels(self) -> Iterator[Shape]:
        """The level before treatment and those of the payer."""
        for level in self.spec.levels:
            y = self.level(float(level.value))
            yield Line(_LEFT, y, self.width - _RIGHT, y, 0.8, self._dash(level))

    def _dash(self, level: Level) -> tuple[float, ...]:
        """The payer's further lines are dotted wider than the first."""
        if level is self.spec.baseline:
            return _DASHED
        return tuple(part + 1.5 * self.spec.responses.index(level) for part in _DOTTED)

    def legend(self) -> Iterator[Shape]:
        """Under the months, in as many rows as it takes; each piece takes room for its words."""
        lift = self.bottom - _BOTTOM
        for piece, x, y in self._legend_places():
            yield from piece.at(x, y + lift)

    def _legend_places(self) -> Iterator[tuple[_Piece, float, float]]:
        x, y = _LEFT, _LEGEND_TOP
        for piece in self._pieces():
            if x > _LEFT and x + piece.room > self.width:
                x, y = _LEFT, y - _LEGEND_ROW
            yield piece, x, y
            x += piece.room + _LEGEND_GAP

    def _pieces(self) -> Iterator[_Piece]:
        for phase in dict.fromkeys(column.phase for column in self.spec.columns if column.value is not None):
            yield _Piece(_LEGEND[phase], fill=_FILLS[phase])
        if any(column.value is None and not column.is_gap for column in self.spec.columns):
            yield _Piece("not recorded")
        for level in self.spec.levels:
            yield _Piece(level.text, dash=self._dash(level))


@dataclass(frozen=True, slots=True)
class _Piece:
    """One sign of the legend with its words."""

    words: str
    fill: Fill | None = None
    dash: tuple[float, ...] = ()

    @property
    def sign(self) -> float:
        """How wide the sign is."""
        return 18.0 if self.dash else 8.0

    @property
    def room(self) -> float:
        """About what sign and words take."""
        return self.sign + 3 + len(self.words) * _SMALL * 0.47

    def at(self, x: float, y: float) -> Iterator[Shape]:
        """Sign and words at a place."""
        if self.fill is None:
            yield Line(x, y + 2.8, x + self.sign, y + 2.8, 0.8, self.dash)
        else:
            yield Rect(x, y, self.sign, 6.5, self.fill)
        yield Text(x + self.sign + 3, y, self.words, _SMALL)
