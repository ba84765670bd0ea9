"""Lines of text as glyphs: order, width, ink, and what is told of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pdf.ink.fonts import chain
from app.pdf.ink.shaping import clusters_of, measure
from app.pdf.template import Family

SANS = chain(Family.SANS, False, False)
LETTERS = st.characters(exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"))


def test_a_plain_line_is_the_sum_of_its_widths() -> None:
    line = measure("Ánh Ł", SANS)
    assert line.width == pytest.approx(sum(SANS.primary.advances[char] for char in "Ánh Ł"))
    assert [piece.face.name for piece in line.pieces] == ["LiberationSans-Regular"]


def test_arabic_stands_right_to_left_and_joined() -> None:
    line = measure("سلام", SANS)
    assert len(line.pieces[0].ids) == 3, "lam and alef make one glyph"
    assert "".join(line.pieces[0].meanings)[::-1] == "سلام"


def test_a_number_in_arabic_keeps_its_own_direction() -> None:
    line = measure("محمد 123", SANS)
    assert [piece.text for piece in sorted(line.pieces, key=lambda p: p.x)] == ["123", " ", "محمد"]


def test_latin_around_hebrew_keeps_its_places() -> None:
    line = measure("ABC דוד XYZ", SANS)
    ordered = [piece.text.strip() for piece in sorted(line.pieces, key=lambda p: p.x) if piece.text.strip()]
    assert ordered == ["ABC", "דוד", "XYZ"]


def test_an_accent_stays_with_its_letter() -> None:
    assert clusters_of("e\u0323\u0302x") == ["e\u0323\u0302", "x"]
    line = measure("q\u0308", SANS)
    assert line.width == pytest.approx(SANS.primary.advances["q"], abs=0.01)


def test_devanagari_is_told_as_it_was_written() -> None:
    assert measure("श्री हरि", SANS).spoken == "श्री हरि"


def test_what_no_face_has_leaves_a_sign_and_is_reported() -> None:
    line = measure("a\U0010fffdb", SANS)
    assert line.missing == ("\U0010fffd",)
    assert [piece.text for piece in line.pieces] == ["a", "□", "b"]


def test_faces_change_within_a_line_only_where_they_must() -> None:
    line = measure("王小明 Dr. Ng", SANS)
    assert [piece.face.name for piece in line.pieces] == ["DroidSansFallbackFull", "LiberationSans-Regular"]


@given(st.text(LETTERS, min_size=1, max_size=30))
def test_no_letter_is_ever_lost(text: str) -> None:
    line = measure(text, SANS)
    told = "".join(piece.spoken or piece.text for piece in line.pieces)
    assert sorted(told.replace("□", "")) == sorted(text.replace("□", "")) or len(told) == len(text)
    assert line.width >= 0
    glyphs = sum(len(piece.glyph_ids()) for piece in line.pieces)
    assert glyphs >= 1


@given(st.text(st.sampled_from("Ajgŷễ王한 محدושलि(-"), min_size=1, max_size=20))
def test_ink_lies_where_the_glyphs_are(text: str) -> None:
    left, bottom, right, top = measure(text, SANS).ink()
    assert left <= right
    assert bottom <= top
    assert right <= measure(text, SANS).width + 0.4


def test_a_character_without_a_name_beside_one_from_the_right_is_measured() -> None:
    assert measure("\U00014647\U0001ed01 \u0645\u062d", SANS).width > 0


@pytest.mark.parametrize("name", ["\u2067שרה\u2069 Levi", "\u2068שרה\u2069", "\u2066Levi\u2069 שרה", "שרה\u2069"])
def test_marks_that_isolate_a_name_lose_no_letter(name: str) -> None:
    told = "".join(piece.spoken or piece.text for piece in measure(name, SANS).pieces)
    assert sorted(filter(str.isalpha, told)) == sorted(filter(str.isalpha, name))
