"""The checklist on paper, read back and looked over by programs that did not write it."""

from __future__ import annotations

import dataclasses
import io

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.packet.checklist import SENDS_NOTHING, Checklist, Entry, FormFile, Signature, Tally, Verdict
from app.packet.checklist_pdf import checklist_pdf
from app.pdf.proving.structure import findings
from app.pdf.worker import PaperWorker
from tests.unit.packet.conftest import AT

_NO_BOXES = Tally(0, 0, 0, 0, 0, 0)
_FILE = FormFile("request-5f09c1d2-form.pdf", "00" * 32, 1)


def read(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_it_says_everything_that_somebody_needs(checklist: Checklist) -> None:
    said = read(checklist_pdf(checklist))
    for words in (
        "Not ready",
        "Urgent",
        "Nguyễn Thị Ánh 阮氏映",
        "Żółw & <Plan>",
        "The form's 125 boxes",
        "97",
        "25 because its section does not apply to this request",
        "Is the total at most 400 units in any 12 weeks? (required, 2 boxes)",
        "page 2 · G Clinical information",
        "Proposed: Yes",
        "The NPI of the prescriber has a wrong check digit.",
        "found: Office visit, 3 pages",
        "not found",
        "Insurance card: front and back",
        "To be signed by the prescriber",
        "1-800-555-0142 (chosen)",
        "printed on page 1, top right",
        "abab-abab-abab-abab",
        "abababab abababab",
        "5 pages: 3 of the form, 1 of addendum, 1 of signature",
        SENDS_NOTHING,
    ):
        assert words in said


def test_the_signed_form_names_its_signer(checklist: Checklist) -> None:
    signed = Signature("the prescriber", "", "Ánh Nguyễn, MD", "11/23/2026 2:05:12 PM (UTC-05:00)")
    said = read(checklist_pdf(dataclasses.replace(checklist, signature=signed)))
    assert "Electronically signed by Ánh Nguyễn, MD" in said
    assert "11/23/2026 2:05:12 PM (UTC-05:00)" in said


def test_the_same_checklist_gives_the_same_bytes(checklist: Checklist) -> None:
    assert checklist_pdf(checklist) == checklist_pdf(checklist)


def test_the_file_passes_the_gate_and_names_nobody(checklist: Checklist) -> None:
    pdf = checklist_pdf(checklist)
    assert list(findings(pdf)) == []
    info = pypdf.PdfReader(io.BytesIO(pdf)).metadata
    assert info == {"/Title": "Submission checklist", "/Producer": "PA Desk"}
    assert b"ReportLab PDF Library" not in pdf
    assert b"/Author" not in pdf
    assert b"/BaseFont /Helvetica" not in pdf


def test_it_is_us_letter_on_at_most_two_pages(checklist: Checklist) -> None:
    many = tuple(Entry(f"Question {number} of the form?", f"page {number}", must=True) for number in range(25))
    pages = pypdf.PdfReader(io.BytesIO(checklist_pdf(dataclasses.replace(checklist, missing=many)))).pages
    assert [tuple(page.mediabox) for page in pages] == [(0, 0, 612, 792)] * 2


def test_no_letter_is_smaller_than_a_fax_carries(checklist: Checklist) -> None:
    sizes: set[float] = set()
    for page in pypdf.PdfReader(io.BytesIO(checklist_pdf(checklist))).pages:
        page.extract_text(visitor_text=lambda text, cm, tm, font, size: sizes.add(size) if text.strip() else None)
    assert min(sizes) >= 9


def test_nothing_runs_off_the_page(checklist: Checklist, paper_worker: PaperWorker) -> None:
    long = Entry("Supercalifragilistic" * 12, "page 1 · " + "Section" * 40, must=True, proposal="word" * 200)
    raster = paper_worker.render(checklist_pdf(dataclasses.replace(checklist, missing=(long,))), 1, 1.0)
    rows = [raster.rgb[start : start + raster.width * 3] for start in range(0, len(raster.rgb), raster.width * 3)]
    assert all(min(row[: 40 * 3]) > 200 and min(row[-40 * 3 :]) > 200 for row in rows)


@settings(max_examples=25)
@given(st.text(max_size=120), st.text(max_size=120), st.text(max_size=200))
def test_any_words_can_be_printed(what: str, where: str, proposal: str) -> None:
    bare = Checklist(
        about=((what, where),),
        urgent=False,
        tally=_NO_BOXES,
        missing=(Entry(what, where, must=True, proposal=proposal),),
        proposed=(),
        look_again=(),
        empty_because=(),
        attachments=(),
        others=(),
        destinations=(),
        signature=Signature("the prescriber", ""),
        file=_FILE,
        made_at=AT,
    )
    assert checklist_pdf(bare).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("changes", "verdict"),
    [
        ({}, Verdict.NOT_READY),
        ({"missing": (), "proposed": ()}, Verdict.NOT_SIGNED),
        ({"missing": (), "proposed": (), "attachments": ()}, Verdict.NOT_SIGNED),
        ({"missing": (Entry("optional"),), "proposed": (), "signature": Signature("", "", "A", "B")}, Verdict.READY),
    ],
)
def test_the_verdict(checklist: Checklist, changes: dict[str, object], verdict: Verdict) -> None:
    assert dataclasses.replace(checklist, **changes).verdict is verdict  # type: ignore[arg-type]


def test_a_required_attachment_that_is_missing_keeps_it_back(checklist: Checklist) -> None:
    nothing_found = tuple(dataclasses.replace(item, found=()) for item in checklist.attachments)
    kept = dataclasses.replace(checklist, missing=(), proposed=(), attachments=nothing_found)
    assert kept.verdict is Verdict.NOT_READY
