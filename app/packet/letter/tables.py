"""Tables and the chart of a letter."""

from __future__ import annotations

from app.domain.measures import Per, Point, Series, chart_of, main_measures
from app.domain.parts import number_text
from app.packet.letter.model import Block, Cell, ChartBlock, Gap, LetterTable
from app.packet.letter.said import lower_first
from app.packet.letter.source import LetterSource
from app.packet.letter.tried import Tried, cells_of


def trials_table(source: LetterSource) -> tuple[Block, ...]:
    """The ledger; where it is empty, a gap instead of silence."""
    rows = Tried(source, lambda said: said.text).rows
    columns = ("Therapy (class)", "Dose", "Dates and length", "Result", "Documented in")
    shares = (0.2, 0.13, 0.21, 0.29, 0.17)
    if rows:
        cells = tuple(cells_of(row) for row in rows)
    else:
        gap = Gap("prior[1].drug", "therapies tried before")
        cells = ((Cell(gap.text, gap=gap), *(Cell("") for _ in columns[1:])),)
    return (LetterTable("trials", "Therapies tried before", columns, shares, cells),)


def trials_in_short(source: LetterSource) -> tuple[Block, ...]:
    """The ledger without the column that says where each is documented, for a page that is read aloud."""
    tables = (block for block in trials_table(source) if isinstance(block, LetterTable))
    shares = (0.24, 0.13, 0.29, 0.34)
    return tuple(
        LetterTable(block.name, block.title, block.columns[:-1], shares, tuple(row[:-1] for row in block.rows))
        for block in tables
    )


def measures_table(source: LetterSource) -> tuple[Block, ...]:
    """Each measure of the condition before treatment and since, with the months they stand for."""
    series = [source.series(item.name) for item in main_measures(source.condition)]
    known = [item for item in series if item.baseline is not None or item.current is not None]
    if not known:
        return ()
    if source.is_renewal:
        columns: tuple[str, ...] = ("Measure", "Before treatment", "Since treatment", "Change")
        rows = tuple(_before_and_since(source, item) for item in known)
        return (LetterTable("measures", "Before treatment and now", columns, (0.43, 0.2, 0.2, 0.17), rows),)
    rows = tuple((Cell(item.measure.title), _cell(source, item, item.current or item.baseline)) for item in known)
    return (LetterTable("measures", "Measures", ("Measure", "Value"), (0.6, 0.4), rows),)


def chart_block(source: LetterSource) -> tuple[Block, ...]:
    """The chart of the condition's first measure, and the table beneath it."""
    for measure in main_measures(source.condition)[:1]:
        series = source.series(measure.name)
        spec = chart_of(series, began=source.began, response=source.response)
        if spec is not None:
            origins = tuple(source.observation_origin(point.observation) for point in series.points)
            key = f"measure.{measure.name}"
            rows = tuple(
                tuple(Cell(text, (key,) if text else (), origins if text else ()) for text in row) for row in spec.rows
            )
            table = LetterTable(f"months-{measure.name}", "", ("Month", measure.title, "When"), (0.34, 0.36, 0.3), rows)
            return (ChartBlock(f"chart-{measure.name}", spec, origins), table)
    return ()


def _before_and_since(source: LetterSource, series: Series) -> tuple[Cell, ...]:
    before, now = series.baseline, series.current
    change = Cell("–")
    if before is not None and now is not None:
        origins = tuple(source.observation_origin(point.observation) for point in (before, now))
        change = Cell(
            _change(before, now, in_percent=series.measure.per is not Per.VISIT),
            (f"measure.{series.measure.name}",),
            origins,
        )
    first = series.measure.name == main_measures(source.condition)[0].name
    return (
        Cell(series.measure.title),
        _cell(source, series, before, "before treatment" if first else ""),
        _cell(source, series, now, "since treatment" if first else ""),
        change,
    )


def _change(before: Point, now: Point, *, in_percent: bool) -> str:
    """By how much it fell or rose; a share only of what is counted, since a score has no natural nothing."""
    fell = before.value - now.value
    if fell == 0:
        return "none"
    sign = "–" if fell > 0 else "+"
    share = f" ({sign}{int(abs(100 * fell / before.value))}%)" if in_percent and before.value > 0 else ""
    return f"{sign}{number_text(abs(fell))}{share}"


def _cell(source: LetterSource, series: Series, point: Point | None, asked: str = "") -> Cell:
    """A value with its month; a gap where the letter cannot do without it."""
    name = series.measure.name
    if point is not None:
        text = f"{number_text(point.value)} ({point.date.us()})"
        return Cell(text, (f"measure.{name}",), (source.observation_origin(point.observation),))
    if not asked:
        return Cell("–")
    baseline = name == "headache_days" and asked == "before treatment"
    key = "measure.baseline_headache_days" if baseline else f"measure.{name}"
    gap = Gap(key, f"{lower_first(series.measure.title)} {asked}")
    return Cell(gap.text, gap=gap)
