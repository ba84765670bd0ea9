"""What is seen on a page: letters as words, strokes joined, turned pages upright, broken text layers recognised."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from app.errors import PdfProblem
from app.pdf.finder.looking import look
from app.pdf.template import Rect
from tests.unit.pdf.finder.sheets import near, seen, sheet
from tests.unit.pdf.paper import form

PRINT = [
    "Please provide the name of the patient and the date of birth",
    "for this request and the plan that is on file",
]


def lines_of(canvas: Canvas) -> None:
    canvas.drawString(40, 700, "Last name:")
    canvas.drawString(300, 700, "Date of birth:")
    canvas.drawString(40, 680, "One more line of words")


def test_words_and_lines_are_read_by_column() -> None:
    sight = seen(lines_of)
    assert [line.text for line in sight.lines] == ["Last name:", "Date of birth:", "One more line of words"]
    assert [word.text for word in sight.words][:2] == ["Last", "name:"]
    assert sight.lines[0].size_pt == 10


def test_letter_spaced_words_are_joined() -> None:
    def draw(canvas: Canvas) -> None:
        text = canvas.beginText(40, 700)
        text.setCharSpace(2.2)
        text.textLine("Antimigraine Agents Form")
        canvas.drawText(text)

    assert [word.text for word in seen(draw).words] == ["Antimigraine", "Agents", "Form"]


def test_an_upright_rule_parts_what_stands_beside_it() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.drawString(40, 700, "City")
        canvas.drawString(64, 700, "State")
        canvas.line(61, 690, 61, 712)

    assert [line.text for line in seen(draw).lines] == ["City", "State"]


def test_pieces_of_a_line_are_one_rule() -> None:
    def draw(canvas: Canvas) -> None:
        for x in range(40, 240, 20):
            canvas.line(x, 500, x + 20, 500)
        canvas.line(300, 500, 400, 500)

    rules = [rule for rule in seen(draw).rules if rule.lies]
    assert [(round(rule.x0), round(rule.x1)) for rule in rules] == [(40, 240), (300, 400)]


def test_a_thin_filled_bar_is_a_rule_and_dashes_are_one() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.rect(40, 500, 200, 0.5, stroke=0, fill=1)
        for x in range(40, 140, 5):
            canvas.line(x, 400, x + 3, 400)

    low, high = sorted((rule for rule in seen(draw).rules), key=lambda rule: rule.y0)
    assert (round(high.x0), round(high.x1)) == (40, 240)
    assert low.dashed
    assert round(low.length) == 98


def test_what_is_clipped_away_or_white_is_not_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setStrokeColorRGB(1, 1, 1)
        canvas.line(40, 600, 200, 600)
        canvas.setStrokeColorRGB(0, 0, 0)
        path = canvas.beginPath()
        path.rect(0, 0, 100, 100)
        canvas.clipPath(path, stroke=0)
        canvas.line(40, 500, 200, 500)
        canvas.line(40, 50, 200, 50)

    assert [(round(rule.x0), round(rule.x1), round(rule.y0)) for rule in seen(draw).rules] == [(40, 100, 50)]


def test_lines_under_a_white_area_are_not_seen() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.line(60, 500, 100, 500)
        canvas.setFillColorRGB(1, 1, 1)
        canvas.rect(40, 480, 200, 40, stroke=0, fill=1)

    assert seen(draw).rules == ()


def test_forms_within_the_page_are_entered() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.beginForm("part")
        canvas.line(0, 0, 50, 0)
        canvas.endForm()
        canvas.translate(100, 200)
        canvas.scale(2, 2)
        canvas.doForm("part")

    (rule,) = seen(draw).rules
    assert (rule.x0, rule.x1, rule.y0) == (100, 200, 200)


@pytest.mark.parametrize("rotate", [90, 180, 270])
def test_a_page_whose_text_is_turned_with_it_is_read_upright(rotate: int) -> None:
    def draw(canvas: Canvas) -> None:
        places = {90: (612, 0), 180: (612, 792), 270: (0, 792)}
        canvas.translate(*places[rotate])
        canvas.rotate(rotate)
        canvas.drawString(40, 500, "Name of the patient:")
        canvas.line(150, 498, 300, 498)

    sight = seen(draw, rotate=rotate)
    assert sight.turn == rotate
    assert [line.text for line in sight.lines] == ["Name of the patient:"]
    assert [rule.lies for rule in sight.rules] == [True]
    word, rule = sight.lines[0], sight.rules[0]
    assert abs(word.baseline - 2 - rule.y0) < 1.0
    assert word.rect.x1 < rule.x0


def test_places_go_to_user_space_and_back() -> None:
    sight = seen(lambda canvas: canvas.drawString(40, 700, "Name"), rotate=90)
    rect = Rect(10, 20, 50, 90)
    assert sight.to_seen(sight.to_user(rect)) == rect


def test_print_that_reads_is_plausible_and_garbage_is_not() -> None:
    def readable(canvas: Canvas) -> None:
        for number in range(6):
            canvas.drawString(40, 700 - 14 * number, PRINT[number % 2])

    def garbled(canvas: Canvas) -> None:
        for number in range(6):
            canvas.drawString(40, 700 - 14 * number, "!#$%& '($%)* +%&-*. /$&** 0qYv b;;vu gbcpvu ?Yf#u MYpvu")

    assert seen(readable).plausible
    assert not seen(garbled).plausible


def test_a_nameless_character_is_a_box_where_it_is_drawn_as_one() -> None:
    font = b"/Fx 1 Tf 10 0 0 10 73 700 Tm <01> Tj"
    hollow = b"1 0 0 0 1 1 d1 0.05 w 0.1 0.1 0.8 0.8 re S"
    round_one = b"1 0 0 0 1 1 d1 0.5 0.5 m 0.5 0.95 l 0.95 0.5 l 0.5 0.05 l 0.05 0.5 l 0.5 0.95 l f"
    assert [glyph.text for glyph in look(_type3(font, hollow))[0].glyphs] == ["□"]
    assert [glyph.text for glyph in look(_type3(font, round_one))[0].glyphs] == ["\ufffd"]


def _type3(content: bytes, glyph: bytes) -> bytes:
    from pikepdf import Array, Dictionary, Name, Pdf  # noqa: PLC0415 - only here

    pdf = Pdf.new()
    font = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type3,
        FontBBox=Array([0, 0, 1, 1]),
        FontMatrix=Array([1, 0, 0, 1, 0, 0]),
        CharProcs=Dictionary(a=pdf.make_stream(glyph)),
        Encoding=Dictionary(Type=Name.Encoding, Differences=Array([1, Name.a])),
        FirstChar=1,
        LastChar=1,
        Widths=Array([1]),
        Resources=Dictionary(),
    )
    resources = Dictionary(Font=Dictionary(Fx=pdf.make_indirect(font)))
    return form(content=b"BT " + content + b" ET", page={"Resources": resources}, pdf=pdf)


def test_only_the_pages_asked_for_are_looked_at() -> None:
    assert [sight.page for sight in look(sheet(lines_of), pages=[1])] == [1]


def test_a_broken_page_does_not_hide_the_others() -> None:
    with pikepdf.open(io.BytesIO(form(content=b"50 50 m 500 50 l S"))) as pdf:
        pdf.Root.Pages.Kids.append(pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Nothing)))
        pdf.Root.Pages.Count = 2
        out = io.BytesIO()
        pdf.save(out)
    (sight,) = look(out.getvalue())
    assert sight.page == 1
    assert len(sight.rules) == 1


def test_what_is_no_pdf_is_said_so() -> None:
    with pytest.raises(PdfProblem):
        look(b"no pdf at all")


def test_a_cropped_page_shows_its_visible_part() -> None:
    from pikepdf import Array  # noqa: PLC0415 - only here

    (sight,) = look(form(content=b"50 50 m 500 50 l S", page={"CropBox": Array([100, 0, 400, 700])}))
    assert near(sight.visible, 100, 0, 400, 700)
    assert [(round(rule.x0), round(rule.x1)) for rule in sight.rules] == [(100, 400)]
