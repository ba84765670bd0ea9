"""Pages whose codes say other letters than they show."""

from __future__ import annotations

import io

import pikepdf
import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.pdf.finder.finding import find
from app.pdf.finder.looking import look
from app.pdf.finder.sight import PageSight
from app.pdf.ink.fonts import face_path

LINES = (
    "Patient Information and Request for Prior Authorization",
    "First Name: ____________ Last Name: ____________",
    "Date of birth (month, day, year) and member ID number",
    "Is the patient currently receiving the requested drug?",
    "In the last 12 months: 30 to 1570 units, 4 or 6 weeks, 28-9",
    "Please describe any other treatment that was tried and failed",
)


def scrambled(face: str, *, light: bool = False, spaces: bool = False) -> bytes:
    """A page whose text layer is garbage: every code of its font is said to be another character."""
    pdfmetrics.registerFont(TTFont(face, str(face_path(face))))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=True)
    if light:
        canvas.rect(40, 500, 540, 250, stroke=0, fill=1)
        canvas.setFillColorRGB(1, 1, 1)
    for number, text in enumerate(LINES):
        canvas.setFont(face, 9)
        canvas.drawString(60, 720 - 30 * number, text)
    canvas.showPage()
    canvas.save()
    with pikepdf.open(io.BytesIO(out.getvalue())) as pdf:
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/ToUnicode" in item:
                item.ToUnicode = pdf.make_stream(_lying_map(spaces))
        saved = io.BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def _lying_map(spaces: bool) -> bytes:
    said = {code: 33 + (code * 37 + 7) % 94 for code in range(33, 127)} | {32: 0x2A if spaces else 32}
    pairs = "".join(f"<{code:02x}> <{char:04x}>\n" for code, char in said.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapType 2 def\n"
        "1 begincodespacerange <00> <ff> endcodespacerange\n"
        f"{len(said)} beginbfchar\n{pairs}endbfchar\nendcmap end end"
    ).encode()


def text_of(sight: PageSight) -> str:
    return " ".join(line.text for line in sight.lines)


@pytest.mark.parametrize("face", ["LiberationSans-Regular", "LiberationSerif-Bold", "LiberationSans-Italic"])
def test_letters_are_told_by_their_shape(face: str) -> None:
    sight = look(scrambled(face))[0]
    said = text_of(sight)
    assert sight.plausible
    for text in LINES:
        for word in text.replace("_", " ").split():
            assert word in said, said


def test_spaces_that_are_said_to_be_letters_part_words() -> None:
    assert "Is the patient currently receiving" in text_of(look(scrambled("LiberationSans-Regular", spaces=True))[0])


def test_light_letters_on_dark_ground_are_told() -> None:
    assert "Prior Authorization" in text_of(look(scrambled("LiberationSans-Bold", light=True))[0])


def test_a_face_that_is_like_none_of_the_known_ones_is_mostly_told() -> None:
    said = text_of(look(scrambled("NanumGothic"))[0]).split()
    wanted = " ".join(LINES).replace("_", " ").split()
    assert sum(word in said for word in wanted) >= 0.8 * len(wanted), said


def test_letters_of_a_script_that_nobody_told_stay_unread() -> None:
    sight = look(scrambled("DancingScript-SemiBold"))[0]
    assert not sight.plausible


def test_boxes_are_found_by_the_letters_that_were_told() -> None:
    blanks = [one for one in find(look(scrambled("LiberationSans-Regular"))[0]) if one.label]
    assert [one.label for one in blanks][:2] == ["First Name:", "Last Name:"]
