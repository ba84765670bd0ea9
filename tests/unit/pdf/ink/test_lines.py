"""Single lines: set where they are put, broken where they must be, drawn and read back."""

from __future__ import annotations

import io

import pypdf
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from app.pdf.composing.composer import compose
from app.pdf.ink.lines import Style, broken_lines, line_ink, line_width, set_line
from app.pdf.setting import Mark, Pen
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker

_words = st.text(st.characters(categories=("Ll", "Lu", "Nd", "Zs")), max_size=200)


def blank() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    canvas.drawString(72, 700, "A form")
    canvas.save()
    return out.getvalue()


@given(_words, st.floats(30, 500), st.sampled_from(Style))
def test_broken_lines_keep_every_word_and_the_width(text: str, width: float, style: Style) -> None:
    lines = broken_lines(text, width, 9, style)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(line_width(line, 9, style) <= width or len(line) == 1 for line in lines)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_glyphs_follow_the_turn(turn: int) -> None:
    [run] = set_line("Ánh", x=100, y=200, size_pt=10, turn=turn).runs
    first, *_, last = run.glyphs
    along = {0: (1, 0), 90: (0, 1), 180: (-1, 0), 270: (0, -1)}[turn]
    assert first[1:] == (100, 200)
    assert ((last[1] - 100) * along[0] + (last[2] - 200) * along[1]) > 5


def test_ink_lies_around_the_baseline() -> None:
    ink = line_ink("Ág", 10, Style.BOLD)
    assert ink.bottom < 0 < ink.top
    assert 0 <= ink.left < ink.right <= line_width("Ág", 10, Style.BOLD) + 1


def test_the_hand_face_borrows_what_it_lacks() -> None:
    faces = {run.face for run in set_line("Ánh 阮", x=0, y=0, size_pt=12, style=Style.HAND).runs}
    assert "DancingScript-SemiBold" in faces
    assert len(faces) == 2


def test_extra_ink_and_pages_are_drawn_and_read_back(paper_worker: PaperWorker) -> None:
    form = paper_worker.compile(blank())
    line = set_line("Nguyễn Thị Ánh on the form", x=100, y=100, size_pt=11)
    shape = Mark(((Pen.MOVE, (300.0, 300.0)), (Pen.LINE, (400.0, 300.0))), 2.0)
    page = [set_line("A page of its own", x=72, y=72, size_pt=9, style=Style.BOLD, turn=90)]
    made = compose(form, {}, extra={1: [line, shape]}, extra_pages=[page])
    assert (made.form_pages, made.addendum_pages, made.extra_pages) == (1, 0, 1)
    texts = [" ".join(text.split()) for text in paper_worker.page_text(made.pdf)]
    assert "Nguyễn Thị Ánh on the form" in texts[0]
    assert "A page of its own" in texts[1]
    before = compose(form, {}).pdf
    assert paper_worker.ink_added(before, made.pdf, [(1, Rect(300, 298, 400, 302))])[0] > 300
    assert len(pypdf.PdfReader(io.BytesIO(made.pdf)).pages) == 2
