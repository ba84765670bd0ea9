"""Letters on paper: patient and member on every page, room to sign on a page with text, letters that a fax keeps."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

import pytest

from app.domain.case import Case
from app.domain.course import LetterKind
from app.domain.measures import ResponseLine
from app.packet.letter import LetterSource, draft_letter
from app.packet.letter_pdf import letter_pdf
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker
from tests.unit.packet.letter.conftest import source_of, typed


def made(source: LetterSource, kind: LetterKind) -> bytes:
    return letter_pdf(draft_letter(source, kind)).pdf


@pytest.mark.parametrize("kind", LetterKind)
@pytest.mark.parametrize("number", [0, 1, 2])
def test_every_page_says_whose_it_is_and_of_how_many(
    cases: tuple[Case, ...], paper_worker: PaperWorker, number: int, kind: LetterKind
) -> None:
    case = cases[number]
    assert case.coverage is not None
    pages = paper_worker.page_text(made(source_of(case, denied=True, judged=True), kind))
    for page, text in enumerate(pages, 1):
        plain = " ".join(text.split())
        assert case.patient.name.last in plain
        assert f"Member ID {case.coverage.member_id}" in plain
        assert f"page {page} of {len(pages)}" in plain


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_brief_is_one_page(of_aetna: Callable[[int], Case], number: int) -> None:
    letter = draft_letter(source_of(of_aetna(number), denied=True, judged=True), LetterKind.BRIEF)
    assert letter_pdf(letter).pages == 1


@pytest.mark.parametrize("kind", [LetterKind.NECESSITY, LetterKind.RENEWAL, LetterKind.APPEAL])
def test_there_is_room_to_sign_under_words_of_the_letter(
    cases: tuple[Case, ...], paper_worker: PaperWorker, kind: LetterKind
) -> None:
    drawn = letter_pdf(draft_letter(source_of(cases[2], denied=True), kind))
    place, date = drawn.signature, drawn.signed_on
    assert place is not None
    assert date is not None
    left, low, right, high = place.rect
    assert (place.page, date.page) == (drawn.pages, drawn.pages)
    assert 40 < left < right < 572
    assert 60 < low < high < 740
    assert (right - left, high - low) == (250, 46)
    assert paper_worker.read_boxes(drawn.pdf, [(place.page, Rect(left, low + 2, right, high))]) == [""]
    text = paper_worker.page_text(drawn.pdf)[place.page - 1]
    assert "Sincerely," in text
    assert len(text[: text.index("Sincerely,")]) > 80


def test_nobody_signs_a_brief_or_an_addendum(cases: tuple[Case, ...]) -> None:
    for kind in (LetterKind.BRIEF, LetterKind.ADDENDUM):
        drawn = letter_pdf(draft_letter(source_of(cases[0], denied=True), kind))
        assert (drawn.signature, drawn.signed_on) == (None, None)


def test_the_same_letter_gives_the_same_bytes_and_a_general_title(cases: tuple[Case, ...]) -> None:
    first, second = (made(source_of(cases[2]), LetterKind.RENEWAL) for _ in range(2))
    assert first == second
    assert b"/Title (Letter of medical necessity: continuation)" in first
    assert b"/Author" not in first


def test_names_of_every_script_and_marks_of_pages_are_set_as_text(
    cases: tuple[Case, ...], paper_worker: PaperWorker
) -> None:
    patient = cases[1].patient
    case = replace(cases[1], patient=replace(patient, name=replace(patient.name, last="Żółw <b>阮氏</b> & Ко")))
    text = " ".join(paper_worker.page_text(made(source_of(case), LetterKind.NECESSITY)))
    assert "Żółw <b>阮氏</b> & Ко" in text


def test_a_gap_stands_in_the_letter_for_all_to_see(cases: tuple[Case, ...], paper_worker: PaperWorker) -> None:
    pdf = made(source_of(typed(cases[0], measure__headache_days="")), LetterKind.NECESSITY)
    text = " ".join(" ".join(paper_worker.page_text(pdf)).split())
    assert "[headache days a month: not documented]" in text


def test_the_chart_is_drawn_as_vectors_with_its_numbers(cases: tuple[Case, ...], paper_worker: PaperWorker) -> None:
    line = ResponseLine.percent(Decimal(20), Decimal(50))
    source = replace(source_of(cases[2]), response=line)
    pdf = made(source, LetterKind.RENEWAL)
    text = " ".join(" ".join(paper_worker.page_text(pdf)).split())
    assert "2 of 12 months recorded" in text
    assert "payer's line: at least 50% fewer" in text
    assert b"/Subtype /Image" not in pdf


@pytest.mark.parametrize("key", ["prior[1].reason", "prior[1].dose", "coverage.member_id", "measure.findings"])
@pytest.mark.parametrize("value", ["x" * 4000, "no better " * 400, "\x00\x0b\ufffe", "محمد 😀 <para>"])
def test_no_value_of_the_record_breaks_a_letter(
    cases: tuple[Case, ...], paper_worker: PaperWorker, key: str, value: str
) -> None:
    pdf = made(source_of(typed(cases[1], **{key: value})), LetterKind.NECESSITY)
    text = "".join("".join(page.split()) for page in paper_worker.page_text(pdf))
    if "nobetter" in value.replace(" ", ""):
        assert text.count("better") >= 400
