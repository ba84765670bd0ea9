"""The review table: one row a record, one line a field, each taken over only where a person says so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any, overload

from app.domain.changes import Record
from app.domain.practice import Line
from app.intake.incoming import FileKind, Skipped


class RowState(StrEnum):
    """How a record of the file stands to the office's own."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class FieldLine:
    """One field in which the file says something that the office does not have.

    Attributes:
        path: within the record; for a diagnosis `diagnoses:` and its code or words.
        ours: as the office has it, empty where it has nothing.
        value: what would be kept.
        chosen: taken over unless somebody says no. What would replace a value of the office never is.
    """

    path: str
    title: str
    ours: str
    theirs: str
    value: object
    chosen: bool

    @property
    def replaces(self) -> bool:
        """Whether a value of the office's would go."""
        return bool(self.ours)


class LinesOnDemand(Sequence[FieldLine]):
    """The lines of a new record, made anew each time: the list of a whole office has millions of them.

    Args:
        record: the new record.
        make: makes its lines.
        name: makes the paths of those that are taken over unless somebody says otherwise.
    """

    __slots__ = ("_make", "_name", "_record")

    def __init__(
        self,
        record: Record,
        make: Callable[[Any], tuple[FieldLine, ...]],
        name: Callable[[Any], tuple[str, ...]],
    ) -> None:
        self._record = record
        self._make = make
        self._name = name

    @property
    def proposed(self) -> tuple[str, ...]:
        """The paths of the lines that are taken over unless somebody says otherwise."""
        return self._name(self._record)

    @overload
    def __getitem__(self, at: int) -> FieldLine: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[FieldLine]: ...

    def __getitem__(self, at: int | slice) -> FieldLine | Sequence[FieldLine]:
        return self._make(self._record)[at]

    def __len__(self) -> int:
        return len(self._make(self._record))

    def __iter__(self) -> Iterator[FieldLine]:
        return iter(self._make(self._record))


@dataclass(frozen=True, slots=True)
class Row:
    """One record of the file beside the office's.

    Attributes:
        id: within this review; the same file on the same records gives the same ids.
        kind: `patient`, `coverage`, `payer`, `trial`, `contraindication`, `observation`, `prescriber`.
        title: what a person calls the record.
        where: its place in the file.
        before: the office's record; None for a new one.
        base: the office's record, or the new one with everything that the file says.
        lines: what the file adds or says otherwise; of a new record everything that it says, made when asked for.
        chosen: whether a new record is taken over unless somebody says no.
        needs: rows without which this one cannot be taken.
        asks_line: whether the plan's line of business must be said by a person first.
        note: why a row cannot be taken as it is, in plain words; such a row takes nothing.
    """

    id: str
    kind: str
    title: str
    where: str
    state: RowState
    base: Record
    before: Record | None = None
    lines: Sequence[FieldLine] = ()
    chosen: bool = True
    needs: tuple[str, ...] = ()
    asks_line: bool = False
    note: str = ""

    @property
    def can_be_taken(self) -> bool:
        """Whether there is anything to take."""
        return not self.note and self.state is not RowState.SAME


@dataclass(frozen=True, slots=True)
class Review:
    """A whole file, held against the office's records as they were then."""

    kind: FileKind
    sha256: str
    rows: tuple[Row, ...]
    skipped: tuple[Skipped, ...]

    def count(self, state: RowState) -> int:
        """How many rows are in a state."""
        return sum(row.state is state for row in self.rows)


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person takes of one row.

    Attributes:
        paths: the lines taken over.
        line: the line of business of a plan, where the file does not say it.
    """

    paths: frozenset[str] = frozenset()
    line: Line | None = None


def proposed(review: Review) -> dict[str, Choice]:
    """What is taken over unless somebody says otherwise: new records and empty fields, never a replacement."""
    chosen: dict[str, Choice] = {}
    for row in review.rows:
        if not row.can_be_taken or row.asks_line or not row.chosen or any(need not in chosen for need in row.needs):
            continue
        paths = proposed_paths(row.lines)
        if paths or row.state is RowState.NEW:
            chosen[row.id] = Choice(paths)
    needed = {need for row in review.rows if row.id in chosen for need in row.needs}
    return {row.id: chosen[row.id] for row in review.rows if row.id in chosen and _is_wanted(row, needed)}


def proposed_paths(lines: Sequence[FieldLine]) -> frozenset[str]:
    """The lines that are taken over unless somebody says otherwise; rows with the same lines share one set."""
    paths = lines.proposed if isinstance(lines, LinesOnDemand) else tuple(line.path for line in lines if line.chosen)
    return _shared(paths)


@lru_cache(maxsize=4_096)
def _shared(paths: tuple[str, ...]) -> frozenset[str]:
    return frozenset(paths)


def _is_wanted(row: Row, needed: set[str]) -> bool:
    """A payer is entered for a plan that is taken over, never for itself."""
    return row.kind != "payer" or row.id in needed
