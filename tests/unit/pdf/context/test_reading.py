"""What is printed about boxes: labels in every usual place, questions, headings, tables, split values."""

from __future__ import annotations

from app.pdf.context.model import PartKind, Place
from app.pdf.context.reading import read_context
from app.pdf.finder.sight import Area, Rule
from app.pdf.template import BoxId, BoxKind, Rect
from tests.unit.pdf.context.printed import box, check, form, page


def _b(name: str) -> BoxId:
    return BoxId(name)


def test_a_label_left_of_its_box_on_a_line_of_several() -> None:
    sight = page([(20, 700, "First Name:"), (220, 700, "Last Name:")])
    context = read_context(form(box("a", 80, 696, 210, 710), box("b", 275, 696, 400, 710)), [sight])
    assert [context.boxes[_b(name)].label for name in "ab"] == ["First Name:", "Last Name:"]
    assert context.boxes[_b("a")].labels[0].place is Place.LEFT
    assert context.boxes[_b("a")].line == context.boxes[_b("b")].line


def test_labels_above_their_cells() -> None:
    texts = [(22, 700, "First name"), (222, 700, "Last name"), (22, 672, "Address"), (222, 672, "City")]
    boxes = [box("a", 20, 684, 210, 698), box("b", 220, 684, 400, 698)]
    boxes += [box("c", 20, 656, 210, 670), box("d", 220, 656, 400, 670)]
    context = read_context(form(*boxes), [page(texts)])
    assert [context.boxes[_b(name)].label for name in "abcd"] == ["First name", "Last name", "Address", "City"]


def test_captions_below_lines_are_known_by_the_whole_page() -> None:
    rows = [("Name", "Specialty"), ("Street", "Town"), ("Home phone", "Fax")]
    texts, rules, boxes = [(20.0, 722.0, "About the patient")], [], []
    for number, (left, right) in enumerate(rows):
        y = 690.0 - 36 * number
        for x, name in ((20, left), (300, right)):
            texts.append((x, y - 10, name))
            rules.append(Rule(x, y, x + 240, y, 0.5))
            boxes.append(box(name, x, y, x + 240, y + 16))
    context = read_context(form(*boxes), [page(texts, rules, bold=("About the patient",))])
    assert {item.id: item.label for item in context.boxes.values()} == {
        BoxId(name): name for row in rows for name in row
    }


def test_a_label_of_two_lines_left_of_one_tall_box() -> None:
    sight = page([(20, 700, "Length of"), (20, 690, "therapy:")])
    context = read_context(form(box("a", 80, 686, 300, 710)), [sight])
    assert context.boxes[_b("a")].label == "Length of therapy:"


def test_check_boxes_with_labels_at_their_right_answer_the_text_before_them() -> None:
    texts = [(20, 700, "Is this urgent?"), (125, 700, "Yes"), (175, 700, "No")]
    context = read_context(form(check("yes", 112, 700), check("no", 162, 700)), [page(texts)])
    yes, no = context.boxes[_b("yes")], context.boxes[_b("no")]
    assert (yes.label, no.label) == ("Yes", "No")
    assert yes.question == no.question == "Is this urgent?"
    assert yes.siblings == (_b("no"),)


def test_check_boxes_with_labels_at_their_left() -> None:
    texts = [(20, 700, "Setting:"), (100, 700, "Home"), (160, 700, "Office")]
    context = read_context(form(check("home", 122, 700), check("office", 190, 700)), [page(texts)])
    assert [context.boxes[_b(name)].label for name in ("home", "office")] == ["Home", "Office"]


def test_a_question_of_two_lines_above_its_check_boxes() -> None:
    texts = [(20, 700, "Has the patient tried other drugs"), (20, 690, "for this condition?"), (45, 676, "Yes")]
    context = read_context(form(check("yes", 32, 676)), [page(texts)])
    assert context.boxes[_b("yes")].question == "Has the patient tried other drugs for this condition?"


def test_check_boxes_below_one_another_share_their_question() -> None:
    texts = [(20, 700, "Select one:"), (45, 686, "Oral"), (45, 672, "Topical"), (45, 658, "Other")]
    boxes = [check(name, 32, y) for name, y in (("a", 686), ("b", 672), ("c", 658))]
    context = read_context(form(*boxes), [page(texts)])
    assert {context.boxes[_b(name)].question for name in "abc"} == {"Select one:"}
    assert context.boxes[_b("a")].siblings == (_b("b"), _b("c"))


def test_headings_side_by_side_each_hold_their_own_column() -> None:
    texts = [(60, 700, "MEMBER INFORMATION"), (360, 700, "PROVIDER INFORMATION"), (20, 680, "Name"), (320, 680, "Name")]
    context = read_context(form(box("a", 50, 676, 280, 690), box("b", 350, 676, 580, 690)), [page(texts)])
    assert context.boxes[_b("a")].trail[0].text == "MEMBER INFORMATION"
    assert context.boxes[_b("b")].trail[0].text == "PROVIDER INFORMATION"


def test_a_bar_filled_cell_by_cell_is_one_heading_over_the_whole_width() -> None:
    areas = [Area(Rect(20, 695, 250, 710), (0.8, 0.8, 0.8)), Area(Rect(250, 695, 590, 710), (0.8, 0.8, 0.8))]
    sight = page([(30, 700, "PRESCRIBER"), (320, 680, "State")], areas=areas)
    context = read_context(form(box("a", 350, 676, 400, 690)), [sight])
    assert context.boxes[_b("a")].trail[0].text == "PRESCRIBER"


def test_a_short_line_that_belongs_to_no_box_may_be_a_heading_too() -> None:
    sight = page([(20, 700, "Member Information"), (20, 670, "Last name:")])
    trail = read_context(form(box("a", 90, 666, 300, 680)), [sight]).boxes[_b("a")].trail
    assert [(item.text, item.strong) for item in trail] == [("Member Information", False)]


def test_rows_of_a_table_take_the_heading_of_their_column() -> None:
    texts = [(22, 700, "Drug Name"), (222, 700, "Dates")]
    boxes = [
        box(f"{row}{column}", x, 680 - 18 * row, x + 190, 696 - 18 * row)
        for row in range(3)
        for column, x in ((0, 20), (1, 220))
    ]
    context = read_context(form(*boxes), [page(texts)])
    third = context.boxes[_b("20")]
    assert (third.label, third.row, third.labels[0].place) == ("Drug Name", 3, Place.COLUMN)
    assert context.boxes[_b("21")].column == "Dates"


def test_a_date_in_three_boxes_is_one_value() -> None:
    boxes = [
        box("m", 80, 696, 100, 710, limit=2),
        box("d", 108, 696, 128, 710, limit=2),
        box("y", 136, 696, 170, 710, limit=4),
    ]
    context = read_context(form(*boxes), [page([(20, 700, "Start date:")])])
    assert [context.boxes[_b(name)].part for name in "mdy"] == [(PartKind.DATE, n, 3) for n in range(3)]
    assert {context.boxes[_b(name)].label for name in "mdy"} == {"Start date:"}
    assert context.boxes[_b("y")].lead == _b("m")


def test_what_is_printed_is_not_read_where_it_is_garbage() -> None:
    sight = page([(20, 700, "!#$ %& x1q")], plausible=False)
    context = read_context(form(box("a", 80, 696, 210, 710)), [sight])
    assert context.boxes[_b("a")].label == ""
    assert context.readable == frozenset()


def test_a_unit_right_of_a_box_is_kept() -> None:
    sight = page([(20, 700, "Weight:"), (112, 700, "lbs")])
    assert read_context(form(box("a", 60, 696, 108, 710)), [sight]).boxes[_b("a")].after == "lbs"


def test_boxes_of_a_page_that_was_not_seen_are_there_without_words() -> None:
    context = read_context(form(box("a", 80, 696, 210, 710, BoxKind.MULTILINE)), [])
    assert context.order == (_b("a"),)
    assert context.boxes[_b("a")].labels == ()


def test_an_area_code_in_brackets_is_a_piece_of_a_telephone() -> None:
    texts = [(20, 700, "Phone:"), (66, 700, "("), (98, 700, ")")]
    context = read_context(form(box("a", 70, 696, 96, 710), box("b", 104, 696, 200, 710)), [page(texts)])
    assert [context.boxes[_b(name)].part for name in "ab"] == [(PartKind.PHONE, 0, 2), (PartKind.PHONE, 1, 2)]


def test_a_zip_code_in_two_boxes() -> None:
    boxes = [box("a", 60, 696, 110, 710, limit=5), box("b", 116, 696, 150, 710, limit=4)]
    context = read_context(form(*boxes), [page([(20, 700, "ZIP:")])])
    assert context.boxes[_b("b")].part == (PartKind.ZIP, 1, 2)


def test_answers_printed_before_their_question() -> None:
    texts = [(32, 700, "Yes"), (82, 700, "No Has the patient been treated before?")]
    context = read_context(form(check("yes", 20, 700), check("no", 70, 700)), [page(texts)])
    assert [context.boxes[_b(name)].label for name in ("yes", "no")] == ["Yes", "No"]
    assert {context.boxes[_b(name)].question for name in ("yes", "no")} == {"Has the patient been treated before?"}


def test_a_list_of_points_belongs_to_the_question_above_it() -> None:
    texts = [
        (20, 720, "3. Has the member responded, as shown by:"),
        (40, 708, "a. fewer days"),
        (40, 696, "b. a better score"),
    ]
    texts += [(45, 680, "Yes")]
    context = read_context(form(check("yes", 32, 680)), [page(texts)])
    assert context.boxes[_b("yes")].question.startswith("3. Has the member responded")


def test_a_note_above_does_not_swallow_the_label_below_it() -> None:
    note = "When filling in the number below use the one that is printed on the card of the plan"
    sight = page([(20, 711, note), (20, 702, "Patient Name:")])
    said = read_context(form(box("a", 90, 698, 300, 710)), [sight]).boxes[_b("a")].labels[0]
    assert said.line == "Patient Name:"


def test_pieces_of_a_heading_after_a_dash_are_one_heading() -> None:
    texts = [(20, 720, "SECTION IV"), (80, 720, "PROVIDER INFORMATION"), (20, 690, "Name:")]
    context = read_context(
        form(box("a", 60, 686, 300, 700)), [page(texts, bold=("SECTION IV", "PROVIDER INFORMATION"))]
    )
    assert context.boxes[_b("a")].trail[0].text == "SECTION IV PROVIDER INFORMATION"


def test_the_next_columns_check_boxes_answer_the_text_above_them() -> None:
    texts = [(20.0, 716.0, "Given where:"), (290.0, 716.0, "Supplied by:")]
    texts += [(32.0, 700.0, "Home"), (112.0, 700.0, "Clinic"), (302.0, 700.0, "Retail")]
    boxes = [check("home", 20, 700), check("clinic", 100, 700), check("retail", 290, 700)]
    context = read_context(form(*boxes), [page(texts)])
    questions = {str(item.id): item.question for item in context.boxes.values()}
    assert questions == {"home": "Given where:", "clinic": "Given where:", "retail": "Supplied by:"}


def test_the_question_left_of_drawn_check_boxes_is_found_past_their_own_sides() -> None:
    texts = [
        (20.0, 716.0, "Is this urgent?"),
        (20.0, 700.0, "Is this new?"),
        (112.0, 700.0, "Yes"),
        (162.0, 700.0, "No"),
    ]
    sides = [Rule(x, 699.5, x, 708.5, 0.5) for x in (99.6, 108.4, 149.6, 158.4)]
    context = read_context(form(check("yes", 100, 700), check("no", 150, 700)), [page(texts, sides)])
    assert {item.question for item in context.boxes.values()} == {"Is this new?"}


def test_a_text_on_a_filled_bar_heads_what_is_below_it_and_labels_nothing_above() -> None:
    bar = Area(Rect(20, 684, 580, 698), fill=(0.85, 0.85, 0.85))
    context = read_context(form(box("a", 20, 699, 580, 712)), [page([(22, 688, "Prescriber")], (), [bar])])
    assert context.boxes[_b("a")].labels == ()


def test_rows_with_labels_far_left_of_them_are_no_table() -> None:
    texts = [(20, 702, "Make of the tent:"), (20, 678, "Weight:")]
    boxes = [box("make", 210, 700, 460, 713), box("weight", 210, 676, 460, 689)]
    context = read_context(form(*boxes), [page(texts)])
    assert [context.boxes[_b(name)].label for name in ("make", "weight")] == ["Make of the tent:", "Weight:"]


def test_short_labels_below_one_another_are_rows_of_their_own() -> None:
    texts = [(20, 702, "NPI"), (20, 686, "TIN")]
    context = read_context(form(box("npi", 40, 700, 260, 712), box("tin", 40, 684, 260, 696)), [page(texts)])
    assert [context.boxes[_b(name)].label for name in ("npi", "tin")] == ["NPI", "TIN"]


def test_a_question_above_a_box_that_is_written_in_is_not_that_of_the_check_boxes_below() -> None:
    texts = [(20, 720, "Ship to"), (20, 702, "Date needed"), (32, 682, "Dispense as written")]
    context = read_context(form(box("date", 80, 700, 300, 712), check("daw", 20, 680)), [page(texts)])
    assert context.boxes[_b("daw")].question != "Ship to"


def test_a_question_on_a_bar_heads_what_is_below_it() -> None:
    bar = Area(Rect(20, 718, 580, 732), fill=(0.85, 0.85, 0.85))
    texts = [(22, 722, "Who will give the drug?"), (20, 702, "Name")]
    made = page(texts, (), [bar], bold=("Who will give the drug?",))
    context = read_context(form(box("name", 60, 700, 300, 712)), [made])
    assert [heading.text for heading in context.boxes[_b("name")].trail] == ["Who will give the drug?"]


def test_an_empty_pair_of_brackets_inside_a_box_is_told() -> None:
    texts = [(20, 712, "Telephone number"), (22, 702, "("), (60, 702, ")")]
    context = read_context(form(box("phone", 20, 699, 200, 711), box("fax", 220, 699, 400, 711)), [page(texts)])
    assert context.boxes[_b("phone")].brackets == (6.5, 44.5)
    assert context.boxes[_b("fax")].brackets is None


def test_yes_and_no_side_by_side_answer_one_question_whatever_columns_stand_above() -> None:
    texts = [(20, 722, "Patient"), (310, 722, "Prescriber"), (20, 702, "Is the drug used as approved by the agency?")]
    texts += [(269, 702, "Yes"), (309, 702, "No")]
    made = page(texts, bold=("Patient", "Prescriber"))
    context = read_context(form(check("yes", 259, 701), check("no", 298, 701)), [made])
    assert {item.question for item in context.boxes.values()} == {"Is the drug used as approved by the agency?"}
