"""A list with one line a patient, or one line a therapy of a patient, as what it says."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.intake.incoming import Said, SaidChart, SaidFile, Skipped
from app.intake.problems import NoColumns
from app.intake.reading.columns import CODES, FULL_NAME, PRESCRIBER_NAME, Meaning
from app.intake.reading.names import split_name
from app.intake.reading.rows import Row, Sheet

#: Numbers of diagnoses that came as several codes in one cell lie behind those that had columns of their own.
_OF_CODES = 1_000
_NAME_PARTS = ("last", "first", "middle", "suffix")
#: Fields that are dates, and a date that begins with two numbers.
_DATES = frozenset(
    {
        *("patient.dob", "trial.start", "trial.end", "diagnosis.onset"),
        *("coverage.starts", "coverage.ends", "coverage.insured.dob"),
    }
)
_TWO_NUMBERS = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2(?=[0-9]{2}(?:[0-9]{2})?(?:\D|$))")
_MONTHS = 12
_NAMING = ("patient.name.last", "patient.name.first", "patient.dob", "patient.chart_number")


@dataclass(slots=True)
class _Line:
    """What one line says, by kind of record and number."""

    patient: list[Said] = field(default_factory=list)
    prescriber: list[Said] = field(default_factory=list)
    repeated: dict[tuple[str, int], list[Said]] = field(default_factory=lambda: defaultdict(list))


def read_list(sheet: Sheet, meanings: Sequence[Meaning | None]) -> SaidFile:
    """What a list says.

    Lines of one patient (same chart number, else same name and date of birth) make one chart.

    Args:
        sheet: the list.
        meanings: what each column holds; None for one that is left out.

    Raises:
        NoColumns: nothing of a patient or prescriber is among them.
    """
    if not any(meaning and meaning.field.startswith(("patient.", "prescriber.")) for meaning in meanings):
        raise NoColumns()
    skipped: list[Skipped] = []
    charts: dict[tuple[str, ...], list[_Line]] = defaultdict(list)
    prescribers: dict[tuple[str, ...], tuple[Said, ...]] = {}
    day_first = _day_first(sheet, meanings)
    for row in sheet.rows:
        if any(row.cells[len(sheet.headings) :]):
            skipped.append(Skipped(f"line {row.number}", "It has more cells than the list has columns; left out."))
            continue
        line = _line(row, sheet.headings, meanings, skipped, day_first)
        if line.prescriber:
            prescribers.setdefault(tuple(said.text for said in line.prescriber), tuple(line.prescriber))
        if line.patient:
            charts[_who(row, line)].append(line)
    return SaidFile(tuple(_chart(lines) for lines in charts.values()), tuple(prescribers.values()), tuple(skipped))


def _day_first(sheet: Sheet, meanings: Sequence[Meaning | None]) -> frozenset[int]:
    """The columns of dates that write the day before the month: some must, and none can do otherwise."""
    found = set()
    for column, meaning in enumerate(meanings):
        if meaning is None or meaning.field not in _DATES:
            continue
        cells = (row.cells[column] for row in sheet.rows if column < len(row.cells))
        pairs = [(int(match[1]), int(match[3])) for cell in cells if (match := _TWO_NUMBERS.match(cell))]
        if any(one > _MONTHS for one, _ in pairs) and all(two <= _MONTHS for _, two in pairs):
            found.add(column)
    return frozenset(found)


def _line(
    row: Row,
    headings: Sequence[str],
    meanings: Sequence[Meaning | None],
    skipped: list[Skipped],
    day_first: frozenset[int],
) -> _Line:
    line = _Line()
    for column, (text, heading, meaning) in enumerate(zip(row.cells, headings, meanings, strict=False)):
        if meaning is None or not text:
            continue
        where = f"line {row.number}, column {heading}"
        cell = _TWO_NUMBERS.sub(r"\3\2\1\2", text) if column in day_first else text
        for said in _said(cell, where, meaning, skipped):
            target = said.field.partition(".")[0]
            if target == "patient":
                line.patient.append(said)
            elif target == "prescriber":
                line.prescriber.append(said)
            elif meaning.field == CODES:
                line.repeated[target, _OF_CODES + len(line.repeated)].append(said)
            else:
                line.repeated[target, meaning.row].append(said)
    _join_only_code(line)
    return line


def _join_only_code(line: _Line) -> None:
    """The diagnosis in words beside the line's only code is that code's."""
    coded = [key for key in line.repeated if key[0] == "diagnosis" and key[1] >= _OF_CODES]
    words = line.repeated.get(("diagnosis", 1))
    if len(coded) == 1 and words and all(said.field != "diagnosis.icd10" for said in words):
        line.repeated[coded[0]].extend(words)
        del line.repeated["diagnosis", 1]


def _said(cell: str, where: str, meaning: Meaning, skipped: list[Skipped]) -> Iterator[Said]:
    if meaning.field in (FULL_NAME, PRESCRIBER_NAME):
        target = meaning.field.partition(".")[0]
        name = split_name(cell)
        if name is None:
            skipped.append(Skipped(where, "The name cannot be taken apart for certain; left out."))
            return
        for part in _NAME_PARTS:
            if text := getattr(name, part):
                yield Said(f"{target}.name.{part}", text, where)
    elif meaning.field == CODES:
        for code in re.split(r"[;,|\s]+", cell):
            if code:
                yield Said("diagnosis.icd10", code, where)
    else:
        yield Said(meaning.field, cell, where)


def _who(row: Row, line: _Line) -> tuple[str, ...]:
    """What tells the line's patient from others; a line that says too little stands alone."""
    by_field = {said.field: said.text.strip().casefold() for said in line.patient}
    last, first, dob, chart = (by_field.get(name, "") for name in _NAMING)
    if last and first and (chart or dob):
        return (last, first, dob, chart)
    return (str(row.number),)


def _chart(lines: Sequence[_Line]) -> SaidChart:
    groups: dict[str, dict[tuple[tuple[str, str], ...], tuple[Said, ...]]] = defaultdict(dict)
    for line in lines:
        for (target, _), said in sorted(line.repeated.items()):
            groups[target].setdefault(tuple((item.field, item.text) for item in said), tuple(said))
    patient = tuple(said for line in lines for said in line.patient)
    return SaidChart(
        where=patient[0].where.partition(",")[0],
        patient=patient,
        coverages=tuple(groups["coverage"].values()),
        diagnoses=tuple(groups["diagnosis"].values()),
        trials=tuple(groups["trial"].values()),
    )
