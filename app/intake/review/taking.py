"""What taking rows over means: the edits, in an order in which each finds what it needs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from app.domain.changes import Edit, Record
from app.domain.patient import Coverage, Diagnosis, Patient
from app.domain.place import PersonName
from app.intake.problems import NothingChosen
from app.intake.records import with_values
from app.intake.review.comparing import DIAGNOSIS
from app.intake.review.rows import Choice, FieldLine, Review, Row, RowState

#: A record is made after the payer and patient that it names.
_ORDER = ("payer", "prescriber", "patient", "coverage", "trial", "contraindication", "observation")


def edits_of(review: Review, choices: Mapping[str, Choice]) -> tuple[tuple[Row, Edit], ...]:
    """The edits that the choices stand for, each with its row.

    A row whose needs are not taken, or whose line of business nobody said, is left out. Of a new patient each field can
    be left out; every other new record is taken whole.

    Raises:
        NothingChosen: no edit is left.
    """
    rows = sorted(review.rows, key=lambda row: _ORDER.index(row.kind))
    made: dict[str, tuple[Row, Edit]] = {}
    for row in rows:
        choice = choices.get(row.id)
        if choice is None or not row.can_be_taken or any(need not in made for need in row.needs):
            continue
        edit = _edit(row, choice)
        if edit is not None:
            made[row.id] = (row, edit)
    if not made:
        raise NothingChosen()
    return tuple(made.values())


def taken_lines(row: Row, choice: Choice) -> Iterator[FieldLine]:
    """The lines of a row that a choice takes over."""
    return (line for line in row.lines if line.path in choice.paths)


def _edit(row: Row, choice: Choice) -> Edit | None:
    record = row.base
    if isinstance(record, Coverage) and row.asks_line:
        if choice.line is None:
            return None
        record = replace(record, line=choice.line)
    if row.state is not RowState.NEW:
        record = _with_lines(record, taken_lines(row, choice))
        return Edit(row.before, record) if record != row.before else None
    if isinstance(record, Patient) and not _is_whole(row, choice):
        record = _with_lines(Patient(record.id, PersonName()), taken_lines(row, choice))
    if isinstance(record, Patient) and not (record.name.last and record.name.first):
        return None
    return Edit(None, record)


def _is_whole(row: Row, choice: Choice) -> bool:
    return choice.paths == frozenset(line.path for line in row.lines)


def _with_lines(record: Record, lines: Iterable[FieldLine]) -> Record:
    values: dict[str, object] = {}
    found: list[Diagnosis] = []
    for line in lines:
        if line.path.startswith(DIAGNOSIS) and isinstance(line.value, Diagnosis):
            found.append(line.value)
        else:
            values[line.path] = line.value
    if found and isinstance(record, Patient):
        values["diagnoses"] = (*record.diagnoses, *found)
    return with_values(record, values)
