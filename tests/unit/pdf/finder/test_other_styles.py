"""Styles of drawing a form: dots, round frames, open gaps, labels in columns, units and options beside."""

from __future__ import annotations

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.unit.pdf.finder.sheets import found, kinds, near, table, texts


def test_frames_right_under_each_other_take_the_labels_beside_them() -> None:
    def draw(c: Canvas) -> None:
        for row, words in enumerate(("Patient Name:", "Date of Birth:", "Member ID:", "Phone:")):
            c.drawString(72, 676 - 16 * row, words)
            c.rect(200, 672 - 16 * row, 260, 15)

    boxes = found(draw)
    assert kinds(boxes) == ["text"] * 4
    assert [one.label for one in boxes] == ["Patient Name:", "Date of Birth:", "Member ID:", "Phone:"]


@pytest.mark.parametrize("last", [580, 571])
def test_lines_with_labels_of_their_own_are_boxes_of_their_own_wherever_the_last_one_stands(last: int) -> None:
    def draw(c: Canvas) -> None:
        for y, words in zip(
            (676, 652, 628, 604, last), ("Patient Name:", "DOB:", "ID:", "Phone:", "Fax:"), strict=True
        ):
            c.drawString(72, y, words)
            c.line(200, y - 3, 460, y - 3)

    assert kinds(found(draw)) == ["text"] * 5


def test_frames_with_round_corners_are_written_in_and_not_on() -> None:
    def draw(c: Canvas) -> None:
        for row, words in enumerate(("Name:", "Address:", "Phone:")):
            c.drawString(40, 704 - 34 * row, words)
            c.roundRect(100, 700 - 34 * row, 300, 14, 3)

    boxes = found(draw)
    assert kinds(boxes) == ["text"] * 3
    assert near(boxes[0].rect, 101, 701, 399, 713)


def test_rows_of_dots_after_labels_are_written_on() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 700, "Patient name " + "." * 60)
        c.drawString(300, 700, "Phone " + "." * 50)
        c.drawString(40, 670, "Address" + "." * 80)

    boxes = found(draw)
    assert kinds(boxes) == ["text"] * 3
    assert all(one.rect.y0 < 700.5 and one.rect.height >= 9 for one in boxes)


def test_dots_that_lead_to_a_number_a_box_or_other_words_are_no_line() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 700, "Wages, salaries, tips " + "." * 60 + " 12")
        c.drawString(40, 670, "Is the member covered? " + "." * 60)
        c.rect(330, 668, 9, 9)
        c.drawString(343, 670, "Yes")
        c.drawString(40, 640, "Credit for taxes paid " + "." * 50 + "Form 309")

    assert kinds(found(draw)) == ["check"]


def test_the_shade_of_a_heading_under_a_table_is_no_line_for_its_last_words() -> None:
    def draw(c: Canvas) -> None:
        table(c, [36, 576], [568, 586])
        c.drawString(40, 573, "6. Has the patient had a positive response?")
        c.setFillGray(0.85)
        c.rect(36, 540, 540, 14, stroke=0, fill=1)
        c.setFillGray(0)
        c.drawString(40, 544, "DIAGNOSIS")

    assert all(rect.y0 > 560 for rect in texts(found(draw)))


def test_the_label_under_a_line_asks_for_nothing_under_itself() -> None:
    def draw(c: Canvas) -> None:
        c.line(36, 500, 300, 500)
        c.drawString(36, 489, "DEA #")
        c.drawString(36, 455, "I attest that the information provided is accurate and true.")

    boxes = found(draw)
    assert len(boxes) == 1
    assert boxes[0].rect.y0 >= 499


def test_labels_side_by_side_without_any_line_have_their_answers_beside_them() -> None:
    def draw(c: Canvas) -> None:
        c.rect(36, 730, 540, 20)
        for row, labels in enumerate((("Last Name:", "City:", "State:"), ("DOB:", "Phone:", "Tax ID:"))):
            for x, words in zip((40, 240, 440), labels, strict=True):
                c.drawString(x, 690 - 34 * row, words)

    boxes = [one for one in found(draw) if one.rect.y1 < 720]
    assert kinds(tuple(boxes)) == ["text"] * 6
    assert all(one.rect.height < 20 for one in boxes)


def test_a_question_whose_boxes_stand_in_the_cells_after_it_takes_no_words() -> None:
    def draw(c: Canvas) -> None:
        table(c, [36, 466, 521, 576], [640, 658, 676])
        for row, words in enumerate(("1. Is the patient 18 or older?", "2. Has the patient an infection?")):
            c.drawString(40, 663 - 18 * row, words)
            for x in (489, 544):
                c.rect(x, 662 - 18 * row, 9, 9)

    assert kinds(found(draw)) == ["check"] * 4


@pytest.mark.parametrize(("label", "units"), [("Time of last dose", ("AM", "PM")), ("Weight", ("lb", "kg"))])
def test_a_measure_is_written_before_the_choice_of_its_unit(label: str, units: tuple[str, str]) -> None:
    def draw(c: Canvas) -> None:
        table(c, [36, 226], [640, 668])
        c.setFont("Helvetica", 7.5)
        c.drawString(40, 659, label)
        for x, words in zip((160, 192), units, strict=True):
            c.rect(x, 644, 7, 7)
            c.drawString(x + 10, 645, words)

    boxes = found(draw)
    assert sorted(kinds(boxes)) == ["check", "check", "text"]
    assert near(texts(boxes)[0], 37, 641, 157, 657)


def test_captions_at_the_bottom_of_cells_have_their_answers_over_them() -> None:
    def draw(c: Canvas) -> None:
        table(c, [36, 250, 440], [640, 670])
        c.setFont("Helvetica", 6.5)
        c.drawString(40, 643, "Patient Last Name")
        c.drawString(254, 643, "Member ID #")

    boxes = found(draw)
    assert kinds(boxes) == ["text"] * 2
    assert near(boxes[0].rect, 37, 650, 249, 669)
    assert near(boxes[1].rect, 251, 650, 439, 669)


def test_rows_of_label_and_answer_under_a_heading_have_no_answers_in_their_labels() -> None:
    def draw(c: Canvas) -> None:
        c.setFillGray(0.85)
        c.rect(36, 686, 540, 14, stroke=0, fill=1)
        c.setFillGray(0)
        c.drawString(40, 690, "INFORMATION")
        table(c, [36, 126, 306, 396, 576], [646, 666, 686])
        for row, (one, other) in enumerate((("Name", "DOB"), ("Address", "City/State/Zip"))):
            c.drawString(40, 672 - 20 * row, one)
            c.drawString(310, 672 - 20 * row, other)

    boxes = found(draw)
    assert kinds(boxes) == ["text"] * 4
    assert sorted({round(one.rect.x0) for one in boxes}) == [127, 397]


def test_ticks_on_a_line_make_a_comb_as_high_as_one_writes() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 680, "Date of birth")
        for x, cells in ((40, 2), (80, 2), (120, 4)):
            c.line(x, 660, x + 14 * cells, 660)
            for tick in range(cells + 1):
                c.line(x + 14 * tick, 660, x + 14 * tick, 666)

    boxes = found(draw)
    assert kinds(boxes) == ["comb"] * 3
    assert [one.cells for one in boxes] == [2, 2, 4]
    assert all(11 <= one.rect.height <= 14 for one in boxes)


def test_the_sexes_are_no_units() -> None:
    def draw(c: Canvas) -> None:
        table(c, [36, 226], [640, 668])
        c.setFont("Helvetica", 7.5)
        c.drawString(40, 659, "Sex")
        for x, words in zip((130, 180), ("Male", "Female"), strict=True):
            c.rect(x, 657, 7, 7)
            c.drawString(x + 10, 658, words)

    assert kinds(found(draw)) == ["check", "check"]


def test_what_other_is_can_be_written_beside_it_where_there_is_clearly_room() -> None:
    def draw(c: Canvas) -> None:
        for row, words in enumerate(("Chronic migraine", "Cervical dystonia", "Other")):
            c.rect(60, 700 - 16 * row, 8, 8)
            c.drawString(72, 700 - 16 * row, words)

    boxes = found(draw)
    assert sorted(kinds(boxes)) == ["check"] * 3 + ["text"]
    assert texts(boxes)[0].x0 > 95
    assert 665 < texts(boxes)[0].center[1] < 675


def test_other_among_other_options_asks_for_no_words() -> None:
    def draw(c: Canvas) -> None:
        for x, words in ((60, "Home"), (160, "Other"), (260, "Office"), (360, "Clinic")):
            c.rect(x, 700, 8, 8)
            c.drawString(x + 12, 700, words)

    assert kinds(found(draw)) == ["check"] * 4
