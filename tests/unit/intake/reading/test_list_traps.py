"""What spreadsheets do to lists: shifted cells, numbers without their zeros, error marks, days before months."""

from __future__ import annotations

import datetime as dt
import io
import time

import openpyxl
import pytest

from app.intake.incoming import IncomingChart
from tests.unit.intake.samples import incoming


def only(text: str) -> IncomingChart:
    (chart,) = incoming(text.encode()).charts
    return chart


def workbook(*rows: list[object], formats: dict[str, str] | None = None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, wanted in (formats or {}).items():
        sheet[cell].number_format = wanted
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def test_a_line_with_more_cells_than_columns_is_left_out_whole() -> None:
    found = incoming(b"Last Name,First Name,DOB,City\nLake,Ana,3/4/1980,Boston, MA\nRiver,Sam,1/1/1990,Lynn\n")
    assert [chart.patient.name.last for chart in found.charts] == ["River"]
    assert [item.where for item in found.skipped] == ["line 2"]


def test_empty_cells_behind_the_last_column_do_no_harm() -> None:
    assert only("Last Name,First Name,DOB\nLake,Ana,3/4/1980,,\n").patient.name.last == "Lake"


def test_the_first_line_that_excel_writes_for_itself_is_no_heading() -> None:
    assert only("sep=;\r\nLast Name;First Name;DOB\r\nLake;Ana;3/4/1980\r\n").patient.name.last == "Lake"


def test_texts_that_excel_keeps_as_formulas_are_texts() -> None:
    assert only('Last Name,First Name,DOB,MRN\nLake,Ana,3/4/1980,"=""00123"""\n').patient.chart_number == "00123"


@pytest.mark.parametrize("number", ["1.23457E+11", "1,23457E+11", "1E+05"])
def test_a_number_that_excel_has_rounded_is_no_member_id(number: str) -> None:
    found = incoming(
        f'Last Name,First Name,DOB,MRN,Payer,Member ID\nLake,Ana,3/4/1980,"{number}",Juniper,"{number}"\n'.encode()
    )
    (chart,) = found.charts
    assert chart.patient.chart_number == ""
    assert chart.coverages[0].coverage.member_id == ""
    assert len(found.skipped) == 2


@pytest.mark.parametrize("mark", ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!"])
def test_an_error_of_a_spreadsheet_is_an_empty_cell(mark: str) -> None:
    patient = only(f"Last Name,First Name,DOB,City\nLake,Ana,3/4/1980,{mark}\n").patient
    assert patient.address.city == ""


def test_a_workbook_keeps_the_zeros_that_it_shows() -> None:
    data = workbook(
        ["Last Name", "First Name", "DOB", "MRN", "Zip"],
        ["Lake", "Ana", dt.date(1980, 3, 4), 123, 2903],
        formats={"D2": "000000", "E2": "00000"},
    )
    (chart,) = incoming(data).charts
    assert (chart.patient.chart_number, chart.patient.address.zip) == ("000123", "02903")


def test_a_serial_number_is_no_date() -> None:
    found = incoming(workbook(["Last Name", "First Name", "DOB"], ["Lake", "Ana", 29284]))
    assert found.charts[0].patient.dob is None
    assert [item.where for item in found.skipped] == ["line 2, column DOB"]


@pytest.mark.parametrize("sign", ["/", ".", "-"])
def test_a_column_with_days_before_months_is_read_so(sign: str) -> None:
    rows = "".join(f"P{n},A,{day.replace('/', sign)}\n" for n, day in enumerate(("31/12/1980", "04/03/1980")))
    found = incoming(f"Last Name,First Name,DOB\n{rows}".encode())
    assert [chart.patient.dob for chart in found.charts] == [dt.date(1980, 12, 31), dt.date(1980, 3, 4)]


def test_a_column_that_has_both_orders_is_read_as_here() -> None:
    rows = "P1,A,31/12/1980\nP2,B,12/31/1981\nP3,C,04/03/1980\n"
    found = incoming(f"Last Name,First Name,DOB\n{rows}".encode())
    assert [chart.patient.dob for chart in found.charts] == [None, dt.date(1981, 12, 31), dt.date(1980, 4, 3)]


def test_the_second_of_two_like_headings_is_nobodys() -> None:
    patient = only("Last Name,First Name,DOB,Phone,Phone\nLake,Ana,3/4/1980,4015550142,4015550199\n").patient
    assert "4015550199" not in (patient.phone_home, patient.phone_cell, patient.phone_work)


def test_a_line_break_within_quotes_belongs_to_its_cell() -> None:
    found = incoming(b'Last Name,First Name,DOB,Street\r\nLake,Ana,3/4/1980,"12 Elm\r\nApt 3"\r\nRiver,Sam,bad,x\r\n')
    assert found.charts[0].patient.address.street == "12 Elm Apt 3"
    assert [item.where for item in found.skipped] == ["line 4, column DOB"]


def test_years_of_two_digits_are_of_a_person_who_was_born() -> None:
    rows = "P1,A,3/4/27\nP2,B,3/4/80\nP3,C,12/1/30\n"
    found = incoming(f"Last Name,First Name,DOB\n{rows}".encode())
    assert [str(chart.patient.dob) for chart in found.charts] == ["1927-03-04", "1980-03-04", "1930-12-01"]


def test_one_patient_with_thousands_of_lines_is_read_in_time() -> None:
    rows = "".join(f"Lake,Ana,3/4/1980,1,drug {n}\n" for n in range(5_000))
    data = f"Last Name,First Name,DOB,MRN,Drug\n{rows}".encode()
    start = time.process_time()
    (chart,) = incoming(data).charts
    assert time.process_time() - start < 10
    assert len(chart.trials) == 5_000
