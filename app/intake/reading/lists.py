"""A list with one line a patient, or one line a therapy of a patient, as what it says."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from app.intake.incoming import Said, SaidChart, SaidFile, Skipped
from app.intake.problems import NoColumns
from app.intake.progress import Tell, telling, unheard
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


class _Charts:
    """The charts of a list, a few lines in memory at a time; what is skipped, and prescribers, are known at the end."""

    def __init__(self, sheet: Sheet, meanings: Sequence[Meaning | None], tell: Tell) -> None:
        self._sheet = sheet
        self._tell = tell
        self._naming = _naming(meanings)
        self.prescribers: dict[tuple[str, ...], tuple[Said, ...]] = {}
        self.skipped: list[Skipped] = []
        dates = _DaysFirst(meanings)
        people: Counter[bytes] = Counter()
        for row in sheet.rows:
            dates.look(row)
            people[self._who(row)] += 1
        self._columns = _columns(sheet, meanings, dates.found)
        self._repeated = {who: count for who, count in people.items() if count > 1 and who}

    def __iter__(self) -> Iterator[SaidChart]:
        self.prescribers.clear()
        self.skipped.clear()
        left = dict(self._repeated)
        waiting: dict[bytes, list[_Line]] = {}
        for row in telling(self._sheet.rows, len(self._sheet.rows), self._tell):
            who = self._who(row)
            lines = waiting.pop(who, [])
            line = self._line(row)
            if line is not None and line.patient:
                lines.append(line)
            if who in left:
                left[who] -= 1
            if left.get(who):
                waiting[who] = lines
            elif lines:
                yield _chart(lines)

    def _line(self, row: Row) -> _Line | None:
        if any(row.cells[len(self._sheet.headings) :]):
            says = "It has more cells than the list has columns; left out."
            self.skipped.append(Skipped(f"line {row.number}", says))
            return None
        line = _line(row, self._columns, self.skipped)
        if line.prescriber:
            self.prescribers.setdefault(tuple(said.text for said in line.prescriber), tuple(line.prescriber))
        return line

    def _who(self, row: Row) -> bytes:
        """What tells the line's patient from others; empty for a line that says too little, which stands alone."""
        cells = row.cells
        last, first, dob, chart = (
            cells[at].casefold() if at is not None and at < len(cells) else "" for at in self._naming
        )
        if not (last and first and (chart or dob)):
            return b""
        return hashlib.blake2b("\0".join((last, first, dob, chart)).encode(), digest_size=16).digest()


class _DaysFirst:
    """Finds the columns of dates that write the day before the month: some must, and none can do otherwise."""

    def __init__(self, meanings: Sequence[Meaning | None]) -> None:
        self._columns = [at for at, meaning in enumerate(meanings) if meaning is not None and meaning.field in _DATES]
        self._must: set[int] = set()
        self._cannot: set[int] = set()

    def look(self, row: Row) -> None:
        """Look at one more line."""
        for at in self._columns:
            match = _TWO_NUMBERS.match(row.cells[at]) if at < len(row.cells) else None
            if match is not None:
                if int(match[1]) > _MONTHS:
                    self._must.add(at)
                if int(match[3]) > _MONTHS:
                    self._cannot.add(at)

    @property
    def found(self) -> frozenset[int]:
        """The columns."""
        return frozenset(self._must - self._cannot)


def read_list(sheet: Sheet, meanings: Sequence[Meaning | None], tell: Tell = unheard) -> SaidFile:
    """What a list says.

    Lines of one patient (same chart number, else same name and date of birth) make one chart.

    Args:
        sheet: the list.
        meanings: what each column holds; None for one that is left out.
        tell: hears how far it is read.

    Raises:
        NoColumns: nothing of a patient or prescriber is among them.
    """
    if not any(meaning and meaning.field.startswith(("patient.", "prescriber.")) for meaning in meanings):
        raise NoColumns()
    charts = _Charts(sheet, meanings, tell)
    return SaidFile(charts, charts.prescribers.values(), charts.skipped)


def _naming(meanings: Sequence[Meaning | None]) -> tuple[int | None, ...]:
    """The columns of the last and first name, which can be one, of the birth date and of the chart number."""
    columns = {meaning.field: at for at, meaning in enumerate(meanings) if meaning is not None}
    whole = columns.get(FULL_NAME)
    return tuple(columns.get(name, whole if "name" in name else None) for name in _NAMING)


@dataclass(frozen=True, slots=True)
class _Column:
    """One column of a list.

    Attributes:
        where: as the review names it, `column DOB`.
        target: the kind of record that it goes into.
        is_whole: whether a cell is one field as it stands.
    """

    at: int
    where: str
    meaning: Meaning
    target: str
    is_whole: bool
    is_day_first: bool


def _columns(sheet: Sheet, meanings: Sequence[Meaning | None], day_first: frozenset[int]) -> tuple[_Column, ...]:
    named = zip(sheet.headings, meanings, strict=False)
    return tuple(
        _Column(
            at,
            f"column {heading}",
            meaning,
            meaning.field.partition(".")[0],
            meaning.field not in (FULL_NAME, PRESCRIBER_NAME, CODES),
            at in day_first,
        )
        for at, (heading, meaning) in enumerate(named)
        if meaning is not None
    )


def _line(row: Row, columns: Sequence[_Column], skipped: list[Skipped]) -> _Line:
    line, cells, number = _Line(), row.cells, f"line {row.number}, "
    for column in columns:
        if column.at >= len(cells) or not (text := cells[column.at]):
            continue
        where = number + column.where
        if column.is_day_first:
            text = _TWO_NUMBERS.sub(r"\3\2\1\2", text)
        if column.is_whole:
            _of(line, column).append(Said(column.meaning.field, text, where))
        else:
            for said in _said(text, where, column.meaning, skipped):
                _of(line, column).append(said)
    _join_only_code(line)
    return line


def _of(line: _Line, column: _Column) -> list[Said]:
    """What a line says so far of the record that a column goes into; each of several codes makes a record."""
    if column.target == "patient":
        return line.patient
    if column.target == "prescriber":
        return line.prescriber
    row = _OF_CODES + len(line.repeated) if column.meaning.field == CODES else column.meaning.row
    return line.repeated[column.target, row]


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
