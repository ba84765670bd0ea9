"""Values in boxes: never cut, never outside, of a readable size, and honest about how they fit."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.pdf.ink.fonts import face
from app.pdf.ink.typesetter import lay_out
from app.pdf.setting import FitKind, GlyphRun, Setting
from app.pdf.template import Align, Box, BoxId, BoxKind, Family, Look, Rect

WORDS = "Topiramate 100 mg daily, stopped for cognitive slowing; propranolol 120 mg, no benefit."


def make(width: float, height: float, kind: BoxKind = BoxKind.TEXT, **more: object) -> Box:
    looks = {"family", "bold", "italic", "size_pt", "color", "align", "turn", "inset_pt"}
    look = Look(**{name: more.pop(name) for name in list(more) if name in looks})  # type: ignore[arg-type]
    more.setdefault("field", "f")
    return Box(BoxId("1:1,1"), 1, Rect(100, 200, 100 + width, 200 + height), kind, look, **more)  # type: ignore[arg-type]


def ink_of(run: GlyphRun) -> list[tuple[float, float, float, float]]:
    """Every glyph's ink on the page."""
    boxes = []
    for glyph, x, y in run.glyphs:
        left, bottom, right, top = (run.size_pt * reach for reach in face(run.face).ink(glyph))
        if right <= left:
            continue
        corners = {
            0: (x + left, y + bottom, x + right, y + top),
            90: (x - top, y + left, x - bottom, y + right),
            180: (x - right, y - top, x - left, y - bottom),
            270: (x + bottom, y - right, x + top, y - left),
        }
        boxes.append(corners[run.turn])
    return boxes


def stays_inside(box: Box, setting: Setting, slack: float = 0.02) -> bool:
    inks = [ink for run in setting.runs for ink in ink_of(run)]
    points = [
        (values[at], values[at + 1])
        for mark in setting.marks
        for _, values in mark.steps
        for at in range(0, len(values), 2)
    ]
    rect = box.rect
    return all(
        rect.x0 - slack <= x0 and rect.y0 - slack <= y0 and x1 <= rect.x1 + slack and y1 <= rect.y1 + slack
        for x0, y0, x1, y1 in [*inks, *((x, y, x, y) for x, y in points)]
    )


def said(setting: Setting) -> str:
    return "".join(run.text for run in setting.runs)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_value_with_room_stands_whole_at_the_forms_own_size(turn: int) -> None:
    box = make(200, 200, size_pt=10, turn=turn)
    setting = lay_out(box, "Nguyễn Thị Ánh")
    assert setting.fit.kind is FitKind.WHOLE
    assert setting.size_pt == 10
    assert stays_inside(box, setting)
    assert {run.turn for run in setting.runs} == {turn}


def test_a_longer_value_shrinks_until_its_ink_is_inside() -> None:
    box = make(80, 16, size_pt=12)
    setting = lay_out(box, "Łukasz Żółć-Dąbrowski")
    assert setting.fit.kind is FitKind.SHRUNK
    assert 7 <= setting.size_pt < 12
    assert said(setting) == "Łukasz Żółć-Dąbrowski"
    assert stays_inside(box, setting)


def test_a_value_too_long_for_seven_points_goes_on_in_the_addendum() -> None:
    box = make(80, 16)
    setting = lay_out(box, WORDS, reference="3")
    assert setting.fit.kind is FitKind.CONTINUED
    assert said(setting) == "see addendum 3"
    assert "entry 3" in setting.fit.note
    assert "Topiramate" not in setting.fit.note


@pytest.mark.parametrize(("width", "wanted"), [(80, "see addendum 12"), (30, "add. 12"), (16, "(12)")])
def test_the_longest_reference_that_fits_is_printed(width: float, wanted: str) -> None:
    setting = lay_out(make(width, 12), WORDS, reference="12")
    assert said(setting) == wanted


def test_a_box_too_small_for_any_reference_holds_its_first_words_and_a_mark_at_the_edge() -> None:
    box = make(14, 10)
    setting = lay_out(box, "to be seen by the neurologist", reference="1234")
    assert setting.fit.kind is FitKind.CONTINUED
    assert said(setting) == "to"
    assert stays_inside(box, setting)
    assert max(values[0] for _, values in setting.marks[0].steps if values) > box.rect.x1 - 2


def test_a_sliver_of_a_box_still_holds_the_mark() -> None:
    box = make(1.8, 10)
    setting = lay_out(box, "Jane", reference="1")
    assert setting.fit.kind is FitKind.CONTINUED
    assert setting.marks
    assert stays_inside(box, setting)


def test_a_low_box_is_set_small_rather_than_not_at_all_and_says_so() -> None:
    box = make(60, 5)
    setting = lay_out(box, "Jane")
    assert setting.fit.kind is FitKind.SHRUNK
    assert "fax" in setting.fit.note
    assert stays_inside(box, setting)


@pytest.mark.parametrize("height", [9.0, 12.0, 30.0])
def test_letters_of_the_programs_choice_suit_the_box(height: float) -> None:
    assert 7 <= lay_out(make(200, height), "Jane").size_pt <= 12


def test_a_forms_own_size_below_a_fax_is_raised_where_there_is_room() -> None:
    assert lay_out(make(200, 14, size_pt=5), "Jane").size_pt == 7


@pytest.mark.parametrize(("align", "side"), [(Align.LEFT, 0), (Align.CENTER, 1), (Align.RIGHT, 2)])
def test_alignment_is_the_forms(align: Align, side: int) -> None:
    box = make(200, 14, align=align)
    run = lay_out(box, "Jane").runs[0]
    inks = ink_of(run)
    left, right = min(i[0] for i in inks) - box.rect.x0, box.rect.x1 - max(i[2] for i in inks)
    assert (left < 4, abs(left - right) < 2, right < 4)[side]


def test_lines_break_at_words_and_nothing_is_left_out() -> None:
    box = make(180, 60, BoxKind.MULTILINE)
    setting = lay_out(box, WORDS)
    assert setting.fit.kind is not FitKind.CONTINUED
    assert len(setting.runs) >= 3
    assert " ".join(run.text for run in setting.runs) == WORDS
    assert stays_inside(box, setting)


def test_line_ends_that_were_typed_are_kept() -> None:
    setting = lay_out(make(180, 60, BoxKind.MULTILINE), "one\n\nthree")
    assert [run.text for run in setting.runs] == ["one", "three"]
    first, third = (run.y for run in setting.runs)
    assert first - third == pytest.approx(2 * 1.15 * setting.size_pt, abs=0.1)


def test_a_word_longer_than_the_line_is_broken_not_cut() -> None:
    word = "Supercalifragilisticexpialidocious" * 3
    setting = lay_out(make(180, 60, BoxKind.MULTILINE), word)
    assert said(setting) == word


def test_ideographs_wrap_without_spaces() -> None:
    text = "王小明的名字很長" * 6
    box = make(120, 60, BoxKind.MULTILINE)
    setting = lay_out(box, text)
    assert said(setting) == text
    assert len(setting.runs) > 1
    assert stays_inside(box, setting)


def test_letters_stand_on_the_forms_own_rules() -> None:
    box = make(180, 54, BoxKind.MULTILINE, baselines=(238.0, 220.0, 202.0), field=None)
    setting = lay_out(box, "a value that should wrap over the rules of the form drawn for it")
    assert [run.y for run in setting.runs] == [238.0, 220.0, 202.0][: len(setting.runs)]
    assert len(setting.runs) >= 2


def test_a_reference_stands_on_the_first_rule() -> None:
    box = make(180, 54, BoxKind.MULTILINE, baselines=(238.0, 220.0, 202.0), field=None)
    [run] = lay_out(box, WORDS * 4, reference="2").runs
    assert (run.text, run.y) == ("see addendum 2", 238.0)


def test_letters_of_a_comb_stand_in_the_middle_of_their_cells() -> None:
    box = make(90, 16, BoxKind.COMB, cells=9)
    setting = lay_out(box, "12345")
    for at, run in enumerate(setting.runs):
        [(left, _, right, _)] = ink_of(run)
        assert (left + right) / 2 == pytest.approx(box.rect.x0 + 10 * at + 5, abs=0.05)


@pytest.mark.parametrize(("align", "first"), [(Align.LEFT, 0), (Align.CENTER, 2), (Align.RIGHT, 4)])
def test_a_short_value_starts_in_the_cell_that_the_form_asks_for(align: Align, first: int) -> None:
    box = make(90, 16, BoxKind.COMB, cells=9, align=align)
    [(left, _, right, _)] = ink_of(lay_out(box, "12345").runs[0])
    assert int(((left + right) / 2 - box.rect.x0) // 10) == first


def test_more_letters_than_cells_are_set_across_them_and_reported() -> None:
    box = make(90, 16, BoxKind.COMB, cells=9)
    setting = lay_out(box, "ABC123456789")
    assert said(setting) == "ABC123456789"
    assert setting.fit.kind is FitKind.SHRUNK
    assert "9 cells" in setting.fit.note
    assert stays_inside(box, setting)


def test_a_value_longer_than_the_forms_limit_is_continued_not_cut() -> None:
    setting = lay_out(make(200, 14, limit=5), "1200 Main", reference="1")
    assert setting.fit.kind is FitKind.CONTINUED


def test_a_choice_prints_its_words_not_its_export() -> None:
    box = make(100, 14, BoxKind.CHOICE, choices=("New York", "Texas"), exports=("NY", "TX"))
    assert said(lay_out(box, "TX")) == "Texas"


@pytest.mark.parametrize("style", ["", "4", "8", "l", "u", "n", "H"])
def test_a_tick_stays_within_its_box(style: str) -> None:
    box = make(9, 11, BoxKind.CHECK, style=style)
    setting = lay_out(box, True)
    assert setting.marks
    assert stays_inside(box, setting)
    assert not lay_out(box, False).marks


def test_a_courier_form_stays_monospaced() -> None:
    assert lay_out(make(200, 14, family=Family.MONO, bold=True), "Jane").runs[0].face == "LiberationMono-Bold"


def test_letters_have_the_colour_of_the_form() -> None:
    assert lay_out(make(200, 14, color=(0, 0, 0.8)), "Jane").color == (0, 0, 0.8)


def test_a_character_of_no_font_is_reported_and_leaves_a_sign() -> None:
    setting = lay_out(make(200, 14), "a\U0010fffd")
    assert setting.missing == ("\U0010fffd",)
    assert said(setting) == "a□"


def test_found_lines_carry_their_letters_just_above_the_rule() -> None:
    box = make(200, 14, field=None)
    assert box.rect.y0 + 1.5 <= lay_out(box, "Jane").runs[0].y <= box.rect.y0 + 4


TEXTS = st.text(st.sampled_from("Jane Q. gypЃỄễŁżñ 王明한글مدדושरि\u0301\n,-/0123456789"), min_size=1, max_size=120)
KINDS = st.sampled_from([BoxKind.TEXT, BoxKind.MULTILINE, BoxKind.COMB, BoxKind.CHOICE])


@settings(max_examples=300, deadline=None)
@given(
    TEXTS,
    st.floats(2, 320),
    st.floats(2, 120),
    KINDS,
    st.sampled_from([0, 90, 180, 270]),
    st.sampled_from([0.0, 5.0, 9.0, 14.0]),
    st.sampled_from(list(Align)),
    st.sampled_from(list(Family)),
)
def test_no_value_is_ever_cut_or_leaves_its_box(
    text: str, width: float, height: float, kind: BoxKind, turn: int, size: float, align: Align, family: Family
) -> None:
    box = make(width, height, kind, turn=turn, size_pt=size, align=align, family=family, cells=7)
    setting = lay_out(box, text, reference="7")
    assert stays_inside(box, setting, 0.35), setting
    if setting.fit.kind is FitKind.CONTINUED:
        assert setting.fit.note
        assert setting.runs or setting.marks
        return
    wanted = "".join(unicodedata.normalize("NFC", text).split())
    shown = "".join(run.text for run in setting.runs)
    assert len("".join(shown.split())) == len(wanted)
    assert not wanted or sorted("".join(shown.split())) == sorted(wanted)
