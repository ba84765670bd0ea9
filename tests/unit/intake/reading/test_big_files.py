"""Large files are gone through a little at a time, can be given up, and those that are meant to burst do not."""

from __future__ import annotations

import io
import itertools
import time
import tracemalloc
import zipfile
from pathlib import Path

import openpyxl
import pytest

from app.intake.incoming import FileKind, Incoming
from app.intake.problems import DamagedFile, EmptyFile, FileTooLarge, Stopped
from app.intake.reading.columns import guessed
from app.intake.reading.lists import read_list
from app.intake.reading.rows import csv_sheet, excel_sheet
from app.intake.records import records_of
from app.intake.review.comparing import Held, Known, compare
from app.intake.review.rows import Choice, proposed
from app.intake.review.taking import edits_of
from app.services.intake import read_whole
from tests.unit.intake.samples import TODAY

HEADING = "Last Name,First Name,DOB,MRN,City,State,Cell Phone,Insurance,Member ID,Drug,Dx Code\n"


def listed(count: int) -> bytes:
    rest = "Providence,RI,4015550142,Juniper"
    lines = (f"Lake{n},Ana,03/04/1980,{n},{rest},M{n},topiramate,G43.709" for n in range(count))
    return (HEADING + "\n".join(lines) + "\n").encode()


def incoming(data: bytes, tell: object = None) -> Incoming:
    sheet = csv_sheet(data)
    counted = itertools.count()
    said = read_list(sheet, guessed(sheet.headings), *([tell] if tell else []))  # type: ignore[list-item]
    return records_of(said, FileKind.CSV, "x", today=TODAY, new_id=lambda: f"n{next(counted)}")


def test_a_long_list_is_compared_in_little_memory() -> None:
    data = listed(1_000)
    nobody = Known((), (), (), lambda _: Held())
    compare(incoming(listed(1)), nobody, lambda: "x")
    tracemalloc.start()
    review = compare(incoming(data), nobody, lambda: "x")
    chosen = proposed(review)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(chosen) == 2_000
    assert peak < 4_500_000, f"{peak / 1_000:.0f} bytes a line of three records"


def test_lines_of_one_patient_are_one_chart_however_far_they_lie_apart() -> None:
    rows = [
        "Lake,Ana,03/04/1980,1,,,,,,topiramate,",
        "River,Sam,05/06/1990,2,,,,,,timolol,",
        "LAKE,ana,03/04/1980,1,,,,,,propranolol,",
        ",,,,,,,,,stray,",
    ]
    found = incoming((HEADING + "\n".join(rows)).encode())
    charts = {chart.patient.name.last: [t.drug for t in chart.trials] for chart in found.charts}
    assert charts == {"River": ["timolol"], "Lake": ["topiramate", "propranolol"]}


def test_a_list_can_be_gone_through_again() -> None:
    sheet = csv_sheet(listed(3))
    assert [row.number for row in sheet.rows] == [row.number for row in sheet.rows] == [2, 3, 4]
    assert len(sheet.rows) == 3
    said = read_list(sheet, guessed(sheet.headings))
    assert [chart.where for chart in said.charts] == [chart.where for chart in said.charts]


def test_it_is_told_how_far_a_list_is_and_whoever_hears_it_can_stop_it() -> None:
    heard: list[float] = []
    incoming(listed(2_000), heard.append)
    assert heard == sorted(heard)
    assert (heard[0], len(heard)) == (0, 4)

    def stop(done: float) -> None:
        if done:
            raise Stopped()

    with pytest.raises(Stopped):
        incoming(listed(2_000), stop)


def test_of_a_new_patient_each_field_can_be_left_out() -> None:
    review = compare(incoming(listed(1)), Known((), (), (), lambda _: Held()), lambda: "x")
    patient = review.rows[0]
    paths = frozenset(line.path for line in patient.lines)
    assert proposed(review)[patient.id].paths == paths
    ((_, whole),) = edits_of(review, {patient.id: Choice(paths)})
    ((_, part),) = edits_of(review, {patient.id: Choice(paths - {"address.city", "diagnoses:G43.709"})})
    assert whole.after == patient.base
    assert part.after is not None
    assert (part.after.address.city, part.after.diagnoses) == ("", ())  # type: ignore[union-attr]


@pytest.mark.parametrize("start", [b"Last,First\n", b"{", b"PK\x03\x04"])
def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, start: bytes) -> None:
    file = tmp_path / "large"
    with file.open("wb") as sparse:
        sparse.write(start)
        sparse.truncate(3_000_000_000)
    begun = time.process_time()
    with pytest.raises(FileTooLarge):
        read_whole(file)
    assert time.process_time() - begun < 1


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["Last Name", "First Name"])
    sheet.append(["Lake", "Ana"])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def changed(part: str, inner: bytes) -> bytes:
    """The workbook with one part exchanged or added."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as old,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        for name in {*old.namelist(), part}:
            new.writestr(name, inner if name == part else old.read(name))
    return stream.getvalue()


@pytest.mark.parametrize(("part", "size"), [("xl/sharedStrings.xml", 101_000_000), ("xl/other.xml", 301_000_000)])
def test_a_workbook_that_bursts_is_refused_unopened(part: str, size: int) -> None:
    data = changed(part, bytes(size))
    begun = time.process_time()
    with pytest.raises(FileTooLarge):
        excel_sheet(data)
    assert time.process_time() - begun < 1


def test_a_sheet_that_claims_a_million_empty_rows_ends_soon() -> None:
    far = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/>'
        b'<sheetData><row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row>'
        b"</sheetData></worksheet>"
    )
    begun = time.process_time()
    with pytest.raises((EmptyFile, FileTooLarge, DamagedFile)):
        excel_sheet(changed("xl/worksheets/sheet1.xml", far))
    assert time.process_time() - begun < 5
