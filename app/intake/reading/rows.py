"""Lists as rows of texts: CSV in whichever encoding and with whichever separator, and Excel workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from app.intake.problems import DamagedFile, EmptyFile, FileTooLarge, LockedFile

_MOST_ROWS = 100_000
_MOST_COLUMNS = 400
_MOST_UNPACKED_BYTES = 300_000_000
_LONGEST_CELL = 20_000
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


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: its headings and the rows below them."""

    headings: tuple[str, ...]
    rows: tuple[Row, ...]


def csv_sheet(data: bytes) -> Sheet:
    """A CSV file as a list.

    Raises:
        DamagedFile: it is not text.
        EmptyFile, FileTooLarge: nothing in it, or too much.
    """
    text, sign = _without_sign(decoded(data))
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign or _separator(text))

    def lines() -> Iterator[tuple[int, list[str]]]:
        first = 2 if sign else 1
        offset = first - 1
        for cells in reader:
            yield first, cells
            first = reader.line_num + 1 + offset

    try:
        return _sheet(lines())
    except csv.Error as error:
        raise DamagedFile(kind="list", why=f"a cell near line {reader.line_num} never ends") from error


def excel_sheet(data: bytes) -> Sheet:
    """The first filled sheet of an Excel workbook as a list; formulas count as the values that were saved with them.

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
        for page in book.worksheets:
            cells = ((n, [_cell(cell) for cell in row]) for n, row in enumerate(page.iter_rows(), 1))
            try:
                return _sheet(cells)
            except EmptyFile:
                continue
    except _BROKEN_BOOK as error:
        raise DamagedFile(kind="workbook", why="its parts do not fit together") from error
    raise EmptyFile()


def decoded(data: bytes) -> str:
    """Text of unknown encoding: marked UTF-8 or UTF-16, UTF-8, else Windows' western one.

    Raises:
        DamagedFile: it is not text.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            return _text(data, encoding)
    try:
        return _text(data, "utf-8")
    except DamagedFile:
        return _text(data, "cp1252")


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


def _sheet(lines: Iterable[tuple[int, list[str]]]) -> Sheet:
    headings: tuple[str, ...] | None = None
    rows: list[Row] = []
    for number, cells in lines:
        tidy = tuple(" ".join(cell.split()) if headings is None else _tidy(cell) for cell in cells)
        if not any(tidy):
            continue
        if len(tidy) > _MOST_COLUMNS or len(rows) >= _MOST_ROWS:
            raise FileTooLarge(what=f"more than {_MOST_ROWS:,} lines or {_MOST_COLUMNS} columns")
        if headings is None:
            headings = tidy
        else:
            rows.append(Row(number, tidy))
    if headings is None or not rows:
        raise EmptyFile()
    return Sheet(headings, tuple(rows))


def _tidy(cell: str) -> str:
    """A cell without what spreadsheets put around it: `="00123"` is a text, `#N/A` is nothing."""
    stripped = cell.strip()
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
            if any(part.flag_bits & 1 for part in parts.infolist()):
                raise LockedFile()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise DamagedFile(kind="workbook", why="its parts do not fit together") from error
    if size > _MOST_UNPACKED_BYTES:
        raise FileTooLarge(what="it unpacks to hundreds of megabytes")
