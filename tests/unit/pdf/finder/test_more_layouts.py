"""Ways of asking that were missed on forms that nobody had tuned the finder on."""

from __future__ import annotations

from reportlab.pdfgen.canvas import Canvas

from app.pdf.template import BoxKind
from tests.unit.pdf.finder.sheets import found, kinds, near, table, texts


def comb(c: Canvas, x: float, y: float, cells: int, *, wide: float = 17.5, high: float = 13.0) -> None:
    """A row of cells, as forms draw it."""
    c.rect(x, y, cells * wide, high)
    for number in range(1, cells):
        c.line(x + number * wide, y, x + number * wide, y + high)


def test_blanks_under_each_other_in_a_list_do_not_hide_one_another() -> None:
    def draw(c: Canvas) -> None:
        for row in range(4):
            c.drawString(60, 700 - 12 * row, f"Finger {row + 1}")
            c.drawString(110, 700 - 12 * row, "______ %")

    boxes = found(draw)
    assert kinds(boxes) == ["text"] * 4
    assert all(rect.height <= 12 for rect in texts(boxes)[1:])


def test_sums_of_money_stand_after_their_sign_in_a_cell() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300], [660, 680, 700])
        for row, words in enumerate(("Each occurrence", "Medical expense (any one person)")):
            c.drawString(44, 686 - 20 * row, words)
            c.drawString(210, 686 - 20 * row, "$")

    boxes = [one for one in found(draw) if one.label == "$"]
    assert len(boxes) == 2
    assert near(boxes[0].rect, 218, 682, 299, 697, by=6)


def test_how_a_date_is_to_be_written_is_no_address_on_the_web() -> None:
    def draw(c: Canvas) -> None:
        table(c, [400, 560], [700, 724])
        c.setFont("Helvetica-Bold", 7)
        c.drawCentredString(480, 715, "DATE (MM/DD/YYYY)")

    (one,) = found(draw)
    assert near(one.rect, 401, 701, 559, 714)


def test_a_sum_after_a_label_and_its_sign() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300], [680, 700])
        c.drawString(44, 687, "Annual revenues: $")

    (one,) = found(draw)
    assert 120 < one.rect.x0 < 140


def test_a_unit_behind_the_space_does_not_take_it() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300], [680, 700])
        c.setFont("Helvetica-Bold", 9)
        c.drawString(44, 687, "Occupied area:")
        c.setFont("Helvetica", 9)
        c.drawString(270, 687, "SQ FT")

    (one,) = found(draw)
    assert 105 < one.rect.x0 < 125
    assert one.rect.x1 < 270


def test_a_label_on_two_rows_of_its_cell_has_its_answer_beside_it() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300], [676, 700])
        c.setFont("Helvetica", 8)
        c.drawString(44, 690, "11. Separation code")
        c.drawString(44, 680, "(DD Form 214, box 26)")

    (one,) = found(draw)
    assert near(one.rect, 132, 677, 299, 699, by=8)


def test_a_label_at_the_top_of_its_cell_needs_no_space_beside_it() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 110, 180, 300], [640, 664])
        c.setFont("Helvetica", 7)
        c.drawCentredString(75, 656, "No. of copies")
        c.drawCentredString(145, 656, "Audit")

    boxes = found(draw)
    assert near(boxes[0].rect, 41, 641, 109, 654, by=4)
    assert near(boxes[1].rect, 111, 641, 179, 654, by=4)


def test_what_an_option_is_to_be_told_by_is_found_beside_its_tick() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 560], [670, 700])
        c.rect(48, 680, 9, 9)
        c.drawString(62, 681, "Other (specify)")

    ticks = [one for one in found(draw) if one.kind is BoxKind.CHECK]
    (text,) = texts(found(draw))
    assert len(ticks) == 1
    assert 125 < text.x0 < 145
    assert text.x1 > 550


def test_words_in_a_cell_after_a_tick_are_an_options() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 54, 300], [660, 674, 688, 702])
        for row, words in enumerate(("Vehicle schedule", "State supplement (if applicable)", "")):
            c.drawString(58, 692 - 14 * row, words)

    boxes = found(draw)
    assert [one.kind for one in boxes].count(BoxKind.CHECK) == 3
    (text,) = texts(boxes)
    assert near(text, 55, 661, 299, 673)


def test_a_yes_or_no_that_wants_an_explanation_has_space_for_it() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 560], [640, 660, 690])
        c.setFont("Helvetica", 8)
        c.drawString(44, 680, "Is this the only cause? (If No, state contributing causes)")
        for x, words in ((50, "Yes"), (90, "No")):
            c.rect(x, 665, 8, 8)
            c.drawString(x + 12, 666, words)

    rects = texts(found(draw))
    assert any(rect.x0 > 200 and rect.y0 > 660 for rect in rects)
    assert any(near(rect, 41, 641, 559, 659) for rect in rects)


def test_a_full_row_that_asks_goes_on_in_the_rows_under_it() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 560], [640, 660, 680, 700])
        c.setFont("Helvetica", 8)
        c.drawString(44, 690, "Briefly describe the accident as reported by the worker")

    rects = texts(found(draw))
    assert any(rect.x0 > 220 and rect.y0 > 680 for rect in rects)
    assert any(rect.x0 < 45 and rect.y0 < 645 and rect.y1 > 675 for rect in rects)


def test_space_that_the_words_point_to_is_found() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 300], [600, 700])
        c.drawString(44, 688, "Briefly describe details of the adverse")
        c.drawString(44, 676, "reaction in the space provided below.")

    (one,) = found(draw)
    assert one.kind is BoxKind.MULTILINE
    assert near(one.rect, 41, 601, 299, 675)


def test_a_single_cell_between_combs_is_no_box_to_tick() -> None:
    def draw(c: Canvas) -> None:
        comb(c, 60, 600, 8)
        comb(c, 210, 600, 1)
        comb(c, 236, 600, 9)

    assert [(one.kind, one.cells) for one in found(draw)] == [
        (BoxKind.COMB, 8),
        (BoxKind.COMB, 1),
        (BoxKind.COMB, 9),
    ]


def test_combs_that_stand_just_over_a_line_across_the_page_stay_apart() -> None:
    def draw(c: Canvas) -> None:
        c.line(30, 597.6, 580, 597.6)
        for x, cells in ((107, 2), (161, 2), (215, 4)):
            comb(c, x, 600, cells)

    assert [one.cells for one in found(draw)] == [2, 2, 4]


def test_labels_under_a_row_of_underscores_share_it() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 700, "_" * 70)
        for x, words in ((42, "City"), (220, "State"), (330, "ZIP Code")):
            c.drawString(x, 688, words)

    assert [round(rect.x0) for rect in texts(found(draw))] == [40, 219, 329]


def test_lines_whose_labels_stand_in_a_column_far_left_are_boxes_of_their_own() -> None:
    def draw(c: Canvas) -> None:
        for row, words in enumerate(("Patient Name:", "Date of Birth:", "Member ID:", "Phone:", "Prescriber:")):
            y = 676 - 24 * row - (9 if row == 4 else 0)
            c.drawString(72, y, words)
            c.line(200, y - 2, 460, y - 2)

    boxes = found(draw)
    assert [one.label for one in boxes] == ["Patient Name:", "Date of Birth:", "Member ID:", "Phone:", "Prescriber:"]


def test_large_space_under_words_that_ask_for_an_explanation() -> None:
    def draw(c: Canvas) -> None:
        table(c, [40, 560], [600, 700])
        c.setFont("Helvetica", 8)
        c.drawString(
            44, 690, "20. Briefly explain why the plan should grant the requested change. If available, please"
        )
        c.drawString(44, 680, "attach copies of relevant medical records. Continue on a separate sheet if necessary.")

    (one,) = found(draw)
    assert one.kind is BoxKind.MULTILINE
    assert near(one.rect, 41, 601, 559, 679)


def test_the_bar_of_a_heading_is_no_line_for_the_words_above_it() -> None:
    def draw(c: Canvas) -> None:
        c.drawString(40, 702, "Date of birth:")
        c.line(120, 700, 560, 700)
        c.setFillGray(0.85)
        c.rect(40, 676, 520, 12, stroke=0, fill=1)
        c.setFillGray(0)
        c.setFont("Helvetica-Bold", 9)
        c.drawString(44, 679, "Physician information")
        c.setFont("Helvetica", 9)
        c.drawString(40, 652, "Prescriber name:")
        c.line(120, 650, 560, 650)

    assert [round(rect.y0) for rect in texts(found(draw))] == [700, 650]
