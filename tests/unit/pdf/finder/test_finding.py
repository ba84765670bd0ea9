"""The boxes of drawn pages: each way of asking for an answer, and the drawing that asks for none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from reportlab.lib.colors import black, lightgrey, white
from reportlab.pdfgen.canvas import Canvas

from app.pdf.finder.candidate import Source
from app.pdf.template import BoxKind
from tests.unit.pdf.finder.sheets import found, kinds, near, table, texts


def test_underscores_after_a_label() -> None:
    (one,) = found(lambda c: c.drawString(40, 700, "Diagnosis: ____________________"))
    assert one.kind is BoxKind.TEXT
    assert one.label == "Diagnosis:"
    assert near(one.rect, 90.6, 699, 202, 714)


def test_several_blanks_on_a_row_stay_apart() -> None:
    boxes = found(lambda c: c.drawString(40, 700, "Signature ______________ NPI _________ Date ________"))
    assert kinds(boxes) == ["text"] * 3
    assert [one.label for one in boxes] == ["Signature", "NPI", "Date"]


def test_a_rule_beside_its_label_and_rules_with_labels_below() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 700, "Drug name:")
        c.line(100, 699, 280, 699)
        c.line(40, 600, 560, 600)
        for x, words in ((42, "Address"), (300, "City"), (420, "State"), (480, "Zip code")):
            c.drawString(x, 589, words)

    boxes = found(draw)
    assert len(boxes) == 5
    assert near(boxes[0].rect, 100, 699, 280, 714)
    assert [round(rect.x0) for rect in texts(boxes)[1:]] == [40, 299, 419, 479]


def test_ruled_lines_under_a_question_are_one_answer() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 720, "Additional information we should consider:")
        for y in (695, 675, 655, 635):
            c.line(40, y, 560, y)

    (one,) = found(draw)
    assert one.kind is BoxKind.MULTILINE
    assert len(one.baselines) == 4
    assert near(one.rect, 40, 635, 560, 713)


def test_lines_with_a_label_each_are_not_joined() -> None:
    def draw(c: Canvas) -> None:
        for y in (695, 675, 655):
            c.drawString(40, y + 2, "Medication:")
            c.line(100, y, 300, y)
            c.drawString(310, y + 2, "Date:")
            c.line(340, y, 500, y)

    assert kinds(found(draw)) == ["text"] * 6


def test_a_date_rule_is_parted_at_its_strokes() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 700, "Date:")
        c.line(70, 699, 150, 699)
        for x in (94, 119):
            c.drawString(x, 700, "/")

    assert [round(rect.x0) for rect in texts(found(draw))] == [70, 97, 122]


def test_cells_with_their_label_in_the_corner_or_in_front() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300, 560], [660, 700])
        c.drawString(43, 690, "Enrollee's name")
        c.drawString(303, 690, "Date of birth")
        table(c, [40, 300, 560], [600, 618])
        c.drawString(43, 605, "Member ID:")
        c.drawString(303, 605, "Phone:")

    boxes = texts(found(draw))
    assert len(boxes) == 4
    assert near(boxes[0], 41, 661, 299, 688)
    assert boxes[2].x0 > 95
    assert near(boxes[3], 337, 601, 559, 617)


def test_a_table_with_a_head_and_empty_rows() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 200, 350, 560], [600, 620, 640, 660])
        for x, words in ((45, "Drug name"), (205, "Dates taken"), (355, "Outcome")):
            c.drawString(x, 646, words)

    boxes = found(draw)
    assert kinds(boxes) == ["text"] * 6
    assert {one.label for one in boxes} == {"Drug name", "Dates taken", "Outcome"}
    assert all(rect.y1 <= 640 for rect in texts(boxes))


def test_a_label_column_with_empty_cells_beside() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 160, 560], [600, 620, 640])
        c.drawString(45, 626, "Patient name:")
        c.drawString(45, 606, "Patient ID:")

    boxes = found(draw)
    assert [one.label for one in boxes] == ["Patient name:", "Patient ID:"]
    assert all(near(one.rect, 161, y, 559, y + 18) for one, y in zip(boxes, (621, 601), strict=True))


def test_a_row_whose_bottom_is_not_drawn() -> None:
    def draw(c: Canvas) -> None:
        c.line(40, 700, 560, 700)
        for x in (40, 300, 560):
            c.line(x, 670, x, 700)
        c.drawString(43, 689, "Health plan ID #:")
        c.drawString(303, 689, "Group #:")

    assert len(texts(found(draw))) == 2


@pytest.mark.parametrize("cells", [2, 3, 9, 12])
def test_a_comb_is_one_box_with_its_cells(cells: int) -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 730, "Member ID:")
        table(c, [40 + 16 * n for n in range(cells + 1)], [700, 718])

    (one,) = found(draw)
    assert one.kind is BoxKind.COMB
    assert one.cells == cells
    assert near(one.rect, 40, 700, 40 + 16 * cells, 718, by=1)


def test_pieces_of_a_comb_stand_alone_and_missing_edges_do_not_matter() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 730, "Phone number:")
        for start, cells in ((40, 3), (110, 3), (180, 4)):
            c.line(start, 700, start + 18 * cells, 700)
            for n in range(cells):
                c.line(start + 18 * n, 700, start + 18 * n, 716)
        c.drawString(99, 703, "-")
        c.drawString(169, 703, "-")

    boxes = found(draw)
    assert kinds(boxes) == ["comb"] * 3
    assert [one.cells for one in boxes] == [3, 3, 4]


def test_short_lines_for_one_letter_each_are_a_comb() -> None:
    (one,) = found(lambda c: c.drawString(40, 700, "Member ID: _ _ _ _ _ _ _ _ _"))
    assert one.kind is BoxKind.COMB
    assert one.cells == 9


def test_check_boxes_drawn_set_and_typed() -> None:
    def draw(c: Canvas) -> None:
        c.rect(40, 700, 9, 9)
        c.drawString(53, 701, "Yes")
        c.circle(104.5, 704.5, 4.5)
        c.drawString(113, 701, "No")
        c.setFont("ZapfDingbats", 10)
        c.drawString(40, 650, "\u274f")
        c.setFont("Helvetica", 10)
        c.drawString(53, 651, "Urgent")
        c.drawString(40, 600, "[  ] Standard   [ ] Expedited")
        c.drawString(40, 560, "___ Yes  ___ No")

    boxes = found(draw)
    assert kinds(boxes) == ["check"] * 7
    assert [one.source for one in boxes] == [
        Source.SQUARE,
        Source.SQUARE,
        Source.SYMBOL,
        Source.BRACKETS,
        Source.BRACKETS,
        Source.SHORT_LINE,
        Source.SHORT_LINE,
    ]


def test_letters_to_be_circled() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 730, "Please circle the appropriate answer for each question.")
        for y in (700, 680):
            c.drawString(40, y, "Is the patient 18 years of age or older?")
            c.drawString(500, y, "Y")
            c.drawString(540, y, "N")

    boxes = found(draw)
    assert kinds(boxes) == ["check"] * 4
    assert {one.source for one in boxes} == {Source.LETTER}


def test_the_area_code_of_a_phone_number_is_no_check_box() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(42, 702, "(     )")
        c.line(40, 700, 200, 700)
        c.drawString(42, 689, "Work phone")

    assert kinds(found(draw)) == ["text"]


def test_gaps_after_a_colon_without_any_line() -> None:
    def draw(c: Canvas) -> None:
        c.rect(40, 600, 520, 60)
        c.drawString(45, 610, "Duration of therapy:")
        c.drawString(260, 610, "Quantity:")
        c.drawString(420, 610, "ICD-10:")
        c.setFont("Helvetica-Bold", 10)
        c.drawString(45, 648, "Medication requested: (please specify name and strength)")

    boxes = texts(found(draw))
    assert len(boxes) == 4
    assert near(boxes[0], 41, 620, 559, 645, by=6)
    assert all(a.x1 < b.x0 for a, b in pairwise(boxes[1:]))


def test_open_space_after_a_label_ends_where_print_begins() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 700, "Comments:")
        c.drawString(40, 640, "I affirm that the information given on this form is true and accurate.")

    (one,) = found(draw)
    assert one.rect.y1 < 700
    assert one.rect.y0 >= 648


def test_section_bars_headings_and_print_ask_for_nothing() -> None:
    def draw(c: Canvas) -> None:
        c.setFillColor(black)
        c.rect(40, 720, 520, 18, stroke=0, fill=1)
        c.setFillColor(white)
        c.drawString(250, 725, "MEMBER INFORMATION")
        c.setFillColor(lightgrey)
        c.rect(40, 690, 520, 16, stroke=0, fill=1)
        c.setFillColor(black)
        c.setFont("Helvetica-Bold", 11)
        c.drawString(44, 694, "Section II")
        c.drawString(40, 662, "Drug information")
        c.line(40, 657, 560, 657)
        c.setFont("Helvetica", 9)
        for n in range(4):
            c.drawString(
                40, 630 - 12 * n, "This document contains information that is privileged and for the use of the plan."
            )
        c.line(40, 644, 560, 644)
        c.drawString(300, 40, "Page 1 of 2")
        c.line(40, 52, 560, 52)

    assert found(draw) == ()


def test_underlined_words_are_no_blanks() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 700, "Please specify ALL medications")
        c.line(105, 698.6, 128, 698.6)

    assert found(draw) == ()


def test_a_list_of_printed_facts_in_a_table_asks_for_nothing() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300, 560], [600, 622, 644])
        c.drawString(44, 632, "Aimovig and Ajovy autoinjector")
        c.drawString(304, 632, "Emgality syringe (100 mg)")
        c.drawString(44, 610, "Nurtec, Ubrelvy.")
        c.drawString(304, 610, "Reyvow, Trudhesa.")

    assert texts(found(draw)) == []


def test_found_boxes_keep_clear_of_print_and_of_each_other() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300, 560], [600, 640, 680])
        c.drawString(44, 670, "Name:")
        c.drawString(304, 670, "Gender:")
        c.rect(350, 668, 9, 9)
        c.drawString(362, 670, "Male")
        c.drawString(44, 630, "Address:")
        c.drawString(304, 630, "City: ____________ State: ______")

    boxes = found(draw)
    assert kinds(boxes).count("check") == 1
    assert len(texts(boxes)) == 4
    for one in boxes:
        for other in boxes:
            apart = one.rect.x1 <= other.rect.x0 or other.rect.x1 <= one.rect.x0
            apart = apart or one.rect.y1 <= other.rect.y0 or other.rect.y1 <= one.rect.y0
            assert one is other or apart
