"""Strict reading of a TOML table: what is not asked for is refused, and every complaint names its line."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeVar

from app.errors import AppError
from app.tables.lines import LineMap, Path

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Where:
    """The file that is being read, for complaints.

    Attributes:
        complaint: the room's problem with details `file`, `line`, `key` and `why`.
        top: how a complaint about the whole file names it.
    """

    file: str
    lines: LineMap
    complaint: type[AppError]
    top: str = "file"

    def problem(self, path: Path, why: str) -> AppError:
        """A complaint about what stands at `path`."""
        names = [f"{part}" for part in path if isinstance(part, str)]
        return self.complaint(file=self.file, line=self.lines.line(path), key=".".join(names) or self.top, why=why)


@dataclass(slots=True)
class Table:
    """One table of a file; every value is asked for by name and type."""

    data: Mapping[str, object]
    path: Path
    where: Where
    _asked: set[str] = field(default_factory=set)

    def has(self, name: str) -> bool:
        """Whether the table has a value of that name."""
        return name in self.data

    def problem(self, name: str, why: str) -> AppError:
        """A complaint about one value of the table, or about the whole table where `name` is empty."""
        return self.where.problem((*self.path, name) if name else self.path, why)

    def text(self, name: str, default: str | None = None) -> str:
        """A text; required where there is no default."""
        value = self._get(name, str, "a text", default)
        if default is None and not value.strip():
            raise self.problem(name, "it must not be empty")
        return value

    def whole(self, name: str, default: int | None = None) -> int:
        """A whole number; required where there is no default."""
        return self._get(name, int, "a whole number", default)

    def flag(self, name: str) -> bool:
        """True or false; false where it is not there."""
        return self._get(name, bool, "true or false", False)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts, or one text alone; none where it is not there."""
        value = self._raw(name)
        items = [value] if isinstance(value, str) else value
        if items is None:
            return ()
        if not isinstance(items, list) or not all(isinstance(item, str) for item in items):
            raise self.problem(name, "it must be a text or a list of texts")
        return tuple(items)

    def numbers(self, name: str) -> tuple[float, ...]:
        """A list of numbers; none where it is not there."""
        value = self._raw(name)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(type(item) in (int, float) for item in value):
            raise self.problem(name, "it must be a list of numbers")
        return tuple(float(item) for item in value)

    def number(self, name: str, default: float) -> float:
        """A number."""
        value = self._raw(name)
        if value is None:
            return default
        if type(value) not in (int, float):
            raise self.problem(name, "it must be a number")
        return float(str(value))

    def words(self, name: str) -> dict[str, str]:
        """A table of texts; empty where it is not there."""
        value = self._raw(name)
        if value is None:
            return {}
        if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
            raise self.problem(name, "it must be a table of texts")
        return dict(value)

    def one_of(self, name: str, kinds: type[_E], default: _E | None = None) -> _E:
        """One of the values of an enum; required where there is no default."""
        if default is not None and not self.has(name):
            self._asked.add(name)
            return default
        return self._member(name, kinds, self.text(name))

    def some_of(self, name: str, kinds: type[_E]) -> tuple[_E, ...]:
        """Several values of an enum."""
        return tuple(self._member(name, kinds, value) for value in self.texts(name))

    def table(self, name: str) -> Table | None:
        """A table within, or None."""
        value = self._raw(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.problem(name, "it must be a table")
        return Table(value, (*self.path, name), self.where)

    def tables(self, name: str) -> list[Table]:
        """An array of tables; empty where it is not there."""
        value = self._raw(name)
        items = [] if value is None else value
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise self.problem(name, f"it must be written as [[{name}]]")
        return [Table(item, (*self.path, name, index), self.where) for index, item in enumerate(items)]

    def checked(self, name: str, check: Callable[[], _T]) -> _T:
        """What `check` gives; a complaint of another room or a value that cannot be is put on this line."""
        try:
            return check()
        except AppError as problem:
            raise self.problem(name, problem.message.rstrip(".")) from problem
        except ValueError as problem:
            raise self.problem(name, str(problem)) from problem

    def done(self) -> None:
        """Refuse what was not asked for."""
        for name in self.data:
            if name not in self._asked:
                raise self.problem(name, "this name is not known here")

    def _member(self, name: str, kinds: type[_E], value: str) -> _E:
        if value not in {kind.value for kind in kinds}:
            known = ", ".join(kind.value for kind in kinds)
            raise self.problem(name, f"“{value}” is not one of {known}")
        return kinds(value)

    def _get(self, name: str, kind: type[_T], says: str, default: _T | None) -> _T:
        value = self._raw(name)
        if value is None:
            if default is None:
                raise self.problem(name, "it is missing")
            return default
        if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
            raise self.problem(name, f"it must be {says}")
        return value

    def _raw(self, name: str) -> object:
        self._asked.add(name)
        return self.data.get(name)
