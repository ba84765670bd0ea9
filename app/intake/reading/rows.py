"""Lists as rows of texts: CSV in whichever encoding and with whichever separator, and Excel workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from app.intake.problems import DamagedFile, EmptyFile, FileTooLarge, LockedFile
from app.intake.progress import TOLD_EVERY, Tell, unheard

_MOST_ROWS = 100_000
_MOST_COLUMNS = 400
_MOST_UNPACKED_BYTES = 300_000_000
_LONGEST_CELL = 20_000
#: Between the cells of a packed row; no text that people write has it.
_BETWEEN = "\x1f"
_HEAD_BYTES = 200_000
_MOST_SHEETS = 20
_LONGEST_GAP_ROWS = 1_000
#: The texts of a workbook lie in one part, which is read whole.
_MOST_TEXT_BYTES = 100_000_000
_OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: What reading a torn workbook can raise: of its zip, its XML, and of parts that are not where another part says.
_BROKEN_BOOK = (
    *(
        ArithmeticError,
        AttributeError,
        AssertionError,
        EOFError,
        LookupError,
        NotImplementedError,
        OSError,
        RuntimeError,
    ),
    *(SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error),
)
_SEPARATORS = ",;\t|"
_SIGN_LINE = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NULL!", "#NUM!"})
#: A format that shows zeros in front, such as `00000` of ZIP codes.
_ZEROS = re.compile(r"0{2,20}")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a list; `number` as the office sees it, the heading being line 1."""

    number: int
    cells: tuple[str, ...]


class Rows(Protocol):
    """Rows that can be gone through again and again; a large list is read anew each time and never held whole."""

    def __iter__(self) -> Iterator[Row]:
        """The rows, first to last."""

    def __len__(self) -> int:
        """How many there are."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its headings and the rows below them."""

    headings: tuple[str, ...]
    rows: Rows


@dataclass(frozen=True, slots=True)
class _CsvRows:
    """The rows of a CSV file, read from its bytes as they are asked for."""

    data: bytes
    encoding: str
    separator: str
    skipped_lines: int
    count: int = 0

    def __iter__(self) -> Iterator[Row]:
        lines = _filled(self.lines())
        next(lines, None)
        return (Row(number, tuple(_tidy(cell) for cell in cells)) for number, cells in lines)

    def __len__(self) -> int:
        return self.count

    def lines(self) -> Iterator[tuple[int, list[str]]]:
        """Every record with the number of its first line.

        Raises:
            DamagedFile: a cell never ends, or a line is no text.
        """
        text = io.TextIOWrapper(io.BytesIO(self.data), self.encoding, newline="")
        for _ in range(self.skipped_lines):
            text.readline()
        reader = csv.reader(text, delimiter=self.separator)
        first = 1 + self.skipped_lines
        try:
            for cells in reader:
                yield first, cells
                first = reader.line_num + 1 + self.skipped_lines
        except csv.Error as error:
            raise DamagedFile(kind="list", why=f"a cell near line {reader.line_num} never ends") from error
        except UnicodeDecodeError as error:
            raise DamagedFile(kind="file", why="it is not text") from error


@dataclass(frozen=True, slots=True)
class _PackedRows:
    """The rows of a workbook, which cannot be read again and again: each one text, a fifth of its cells' size."""

    lines: tuple[tuple[int, bytes], ...]

    def __iter__(self) -> Iterator[Row]:
        return (Row(number, tuple(line.decode().split(_BETWEEN))) for number, line in self.lines)

    def __len__(self) -> int:
        return len(self.lines)


def _packed(number: int, cells: Iterable[str]) -> tuple[int, bytes]:
    return number, _BETWEEN.join(_tidy(cell).replace(_BETWEEN, " ") for cell in cells).encode("utf-8", "replace")


def csv_sheet(data: bytes) -> Sheet:
    """A CSV file as a list.

    Raises:
        DamagedFile: it is not text.
        EmptyFile, FileTooLarge: nothing in it, or too much.
    """
    encoding = _encoding(data)
    head = data[:_HEAD_BYTES].decode(encoding, "ignore")
    rest, sign = _without_sign(head)
    csv.field_size_limit(_LONGEST_CELL)
    rows = _CsvRows(data, encoding, sign or _separator(rest), 1 if sign else 0)
    headings: tuple[str, ...] | None = None
    count = 0
    for _, cells in _filled(rows.lines()):
        if headings is None:
            headings = tuple(" ".join(cell.split()) for cell in cells)
        else:
            count += 1
    if headings is None or not count:
        raise EmptyFile()
    return Sheet(headings, replace(rows, count=count))


def excel_sheet(data: bytes, tell: Tell = unheard) -> Sheet:
    """The first filled sheet of an Excel workbook as a list; formulas count as the values that were saved with them.

    Args:
        data: the workbook.
        tell: hears how far it is read.

    Raises:
        LockedFile: it has a password or is of the old kind.
        DamagedFile: it is no workbook.
        EmptyFile, FileTooLarge: nothing in it, or too much.
    """
    if data.startswith(_OLD_EXCEL):
        raise LockedFile()
    _check_unpacked(data)
    import openpyxl  # noqa: PLC0415 -- slow to load, and only Excel files need it

    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        for page in book.worksheets[:_MOST_SHEETS]:
            cells = ((n, [_cell(cell) for cell in row]) for n, row in enumerate(_rows_of(page, tell), 1))
            lines = _filled(cells)
            headings = next(lines, None)
            if headings is not None:
                rows = _PackedRows(tuple(_packed(number, found) for number, found in lines))
                if rows:
                    return Sheet(tuple(" ".join(cell.split()) for cell in headings[1]), rows)
    except _BROKEN_BOOK as error:
        raise DamagedFile(kind="workbook", why="its parts do not fit together") from error
    raise EmptyFile()


def _rows_of(page: Any, tell: Tell) -> Iterator[Any]:
    """The rows of a sheet, as long as they are not empty for longer than any list is."""
    empty, most = 0, min(page.max_row or _MOST_ROWS, _MOST_ROWS)
    for number, row in enumerate(page.iter_rows()):
        if number % TOLD_EVERY == 0:
            tell(min(number / most, 1))
        if len(row) > _MOST_COLUMNS and any(cell.value is not None for cell in row[_MOST_COLUMNS:]):
            raise FileTooLarge(what=f"more than {_MOST_COLUMNS} columns")
        found = row[:_MOST_COLUMNS]
        empty = 0 if any(cell.value is not None for cell in found) else empty + 1
        if empty > _LONGEST_GAP_ROWS:
            return
        yield found


def decoded(data: bytes) -> str:
    """Text of unknown encoding: marked UTF-8 or UTF-16, UTF-8, else Windows' western one.

    Raises:
        DamagedFile: it is not text.
    """
    return _text(data, _encoding(data))


def _encoding(data: bytes) -> str:
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            _text(data, encoding)
            return encoding
    try:
        _text(data, "utf-8")
    except DamagedFile:
        _text(data, "cp1252")
        return "cp1252"
    return "utf-8"


def _text(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise DamagedFile(kind="file", why="it is not text") from error
    if "\0" in text:
        raise DamagedFile(kind="file", why="it is not text")
    return text


def _separator(text: str) -> str:
    """The separator that splits the heading into most cells."""
    heading = next((line for line in text.splitlines() if line.strip()), "")
    return max(_SEPARATORS, key=lambda sign: (heading.count(sign), sign == ","))


def _without_sign(text: str) -> tuple[str, str]:
    """The text without the line `sep=;` that Excel puts on top, and the separator that it names."""
    match = _SIGN_LINE.match(text)
    return (text, "") if match is None else (text[match.end() :], match[1])


def _filled(lines: Iterable[tuple[int, list[str]]]) -> Iterator[tuple[int, list[str]]]:
    """The lines with anything in them.

    Raises:
        FileTooLarge: more lines or columns than any office exports at once.
    """
    count = 0
    for number, cells in lines:
        if not any(cell and not cell.isspace() for cell in cells):
            continue
        if len(cells) > _MOST_COLUMNS or count > _MOST_ROWS:
            raise FileTooLarge(what=f"more than {_MOST_ROWS:,} lines or {_MOST_COLUMNS} columns")
        count += 1
        yield number, cells


def _tidy(cell: str) -> str:
    """A cell without what spreadsheets put around it: `="00123"` is a text, `#N/A` is nothing."""
    stripped = cell.strip()
    if not stripped.startswith(("=", "#")):
        return stripped
    if stripped in _ERRORS:
        return ""
    match = _TEXT_FORMULA.fullmatch(stripped)
    return stripped if match is None else match[1]


def _cell(cell: Any) -> str:
    value: object = cell.value
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool) and _ZEROS.fullmatch(str(cell.number_format)):
        return str(value).zfill(len(cell.number_format))
    if isinstance(value, dt.datetime):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)[:_LONGEST_CELL]


def _check_unpacked(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            size = sum(part.file_size for part in parts.infolist())
            texts = sum(part.file_size for part in parts.infolist() if part.filename.lower().endswith("strings.xml"))
            if any(part.flag_bits & 1 for part in parts.infolist()):
                raise LockedFile()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DamagedFile(kind="workbook", why="its parts do not fit together") from error
    if size > _MOST_UNPACKED_BYTES or texts > _MOST_TEXT_BYTES:
        raise FileTooLarge(what="it unpacks to hundreds of megabytes")
