"""One file in, what it says out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from app.intake.incoming import FileKind, SaidFile
from app.intake.problems import EmptyFile, UnknownFile
from app.intake.progress import Tell, unheard
from app.intake.reading.ccda import read_ccda
from app.intake.reading.columns import Meaning, guessed
from app.intake.reading.fhir import read_fhir
from app.intake.reading.hl7 import read_hl7
from app.intake.reading.lists import read_list
from app.intake.reading.rows import Sheet, csv_sheet, excel_sheet
from app.intake.reading.vcard import read_vcards

_READERS: Mapping[FileKind, Callable[[bytes], SaidFile]] = {
    FileKind.FHIR: read_fhir,
    FileKind.CCDA: read_ccda,
    FileKind.HL7: read_hl7,
    FileKind.VCARD: read_vcards,
}


def sheet_of(data: bytes, kind: FileKind, tell: Tell = unheard) -> Sheet | None:
    """The file as a list whose columns can be chosen; None where it is no list.

    Args:
        data: the file.
        kind: what it is.
        tell: hears how far it is read.

    Raises:
        ImportProblem: it is a list that cannot be read.
    """
    if kind is FileKind.CSV:
        return csv_sheet(data)
    return excel_sheet(data, tell) if kind is FileKind.EXCEL else None


def read(data: bytes, kind: FileKind, columns: Sequence[Meaning | None] | None = None) -> SaidFile:
    """What a file says; a filled form is read through its pack elsewhere.

    Args:
        data: the file.
        kind: what it is.
        columns: what the columns of a list hold; as their headings suggest where it is not given.

    Raises:
        ImportProblem: it cannot be read, or holds nobody.
    """
    sheet = sheet_of(data, kind)
    if sheet is not None:
        return read_list(sheet, guessed(sheet.headings) if columns is None else columns)
    if kind not in _READERS:
        raise UnknownFile()
    said = _READERS[kind](data)
    if not said.charts and not said.prescribers and not said.skipped:
        raise EmptyFile()
    return said
