"""Where ink may go: judged on drawn pages, whichever way up the page is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from app.pdf.ink.lines import Style, TextInk, line_width
from app.pdf.raster import InkMap
from app.pdf.template import PageShape, Rect
from app.signing.blank import SCALE, PageInk
from app.signing.block import band_for_block, is_partly_reserved
from app.signing.foot import foot_text, place_for_foot
from app.signing.frame import Frame
from app.signing.inbox import sign_box
from app.signing.manifest import Manifestation
from app.signing.mark import TypedMark
from tests.unit.signing.conftest import drawn_mark

WORDS_ON_PAPER = Manifestation(
    "Ánh T. Nguyễn, MD", "1234567893", "11/23/2026 2:05:12 PM (UTC-05:00)", "I certify.", "cdf2-59b9-71de-cebd"
)
_turns = st.sampled_from([0, 90, 180, 270])


def page(*dark: Rect, turn: int = 0, taken: tuple[Rect, ...] = ()) -> PageInk:
    """A letter page with dark rectangles (as seen)."""
    frame = Frame(PageShape(Rect(0, 0, 612, 792), turn))
    width, height = round(frame.width * SCALE), round(frame.height * SCALE)
    drawn = Image.new("1", (width, height))
    for rect in dark:
        left, right = round(rect.x0 * SCALE), round(rect.x1 * SCALE)
        top, bottom = round((frame.height - rect.y1) * SCALE), round((frame.height - rect.y0) * SCALE)
        drawn.paste(255, (left, top, right, bottom))
    return PageInk.of(InkMap(width, height, drawn.tobytes()), frame, taken)


@given(_turns, st.floats(-50, 700), st.floats(-50, 900))
def test_places_lead_there_and_back(turn: int, x: float, y: float) -> None:
    frame = Frame(PageShape(Rect(10, 20, 622, 812), turn))
    assert frame.to_user(*frame.to_seen(x, y)) == pytest.approx((x, y))


@pytest.mark.parametrize(("turn", "corner"), [(0, (10, 20)), (90, (622, 20)), (180, (622, 812)), (270, (10, 812))])
def test_the_seen_origin_is_the_corner_that_is_turned_to_the_lower_left(turn: int, corner: tuple[int, int]) -> None:
    assert Frame(PageShape(Rect(10, 20, 622, 812), turn)).to_user(0, 0) == corner


@given(st.integers(30, 560), st.integers(30, 740))
def test_the_smallest_ink_makes_a_place_taken(x: int, y: int) -> None:
    spot = Rect(x, y, x + 1, y + 1)
    drawn = page(spot)
    assert not drawn.is_blank(Rect(x - 5, y - 5, x + 5, y + 5))
    assert drawn.is_blank(Rect(x - 20, y + 2, x + 20, y + 12))


def test_paper_beyond_the_edge_is_not_blank() -> None:
    assert not page().is_blank(Rect(600, 10, 620, 20))


def test_an_empty_box_is_taken() -> None:
    assert not page(taken=(Rect(100, 100, 200, 120),)).is_blank(Rect(90, 110, 110, 130))


def test_the_foot_line_stands_above_a_form_number_never_on_it() -> None:
    number = Rect(18, 18, 594, 34)
    place = place_for_foot(page(number), WORDS_ON_PAPER)
    assert place is not None
    band = place.band
    assert band.y0 >= number.y1
    assert band.y1 < 70


def test_the_foot_line_goes_to_the_head_where_the_foot_is_full() -> None:
    place = place_for_foot(page(Rect(0, 0, 612, 100)), WORDS_ON_PAPER)
    assert place is not None
    band = place.band
    assert band.y0 > 700


def test_the_foot_line_moves_aside() -> None:
    place = place_for_foot(page(Rect(0, 0, 200, 60)), WORDS_ON_PAPER)
    assert place is not None
    band = place.band
    assert band.x0 > 200
    assert band.x1 <= 594


def test_the_foot_line_is_short_where_there_is_little_room() -> None:
    place = place_for_foot(page(Rect(0, 0, 380, 80), Rect(0, 700, 612, 792)), WORDS_ON_PAPER)
    assert place is not None
    assert place.is_short
    assert place.band.x0 >= 380


def test_there_is_no_foot_line_where_both_margins_are_full() -> None:
    assert place_for_foot(page(Rect(0, 0, 612, 80), Rect(0, 700, 612, 792)), WORDS_ON_PAPER) is None


def test_the_block_needs_a_blank_band_over_the_whole_width() -> None:
    assert band_for_block(page(), WORDS_ON_PAPER) is not None
    assert band_for_block(page(Rect(300, 20, 301, 780)), WORDS_ON_PAPER) is None
    assert band_for_block(page(Rect(30, 20, 31, 780)), WORDS_ON_PAPER) is None


@pytest.mark.parametrize(
    ("text", "reserved"),
    [
        ("DO NOT WRITE BELOW\nTHIS LINE", True),
        ("For plan use only", True),
        ("FIELDS TO BE COMPLETED BY PLAN", True),
        ("Will the drug be used with another? Plan name", False),
    ],
)
def test_a_page_that_keeps_room_for_the_payer_is_known(text: str, reserved: bool) -> None:
    assert is_partly_reserved(text) is reserved


@pytest.mark.parametrize("size", [(350, 12), (350, 30), (160, 12), (274, 12), (220, 14)])
@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_mark_and_its_words_stay_in_the_box_and_the_blank_above(size: tuple[int, int], turn: int) -> None:
    width, height = size
    above = Rect(50, 300 + height + 12, 600, 340 + height)
    drawn = page(above, turn=turn)
    seen = Rect(100, 300, 100 + width, 300 + height)
    signed = sign_box(drawn.frame.rect_to_user(seen), drawn, drawn_mark(), WORDS_ON_PAPER)
    place = drawn.frame.rect_to_seen(signed.mark_place)
    assert seen.x0 <= place.x0 < place.x1 <= seen.x1
    assert seen.y0 <= place.y0 < place.y1 <= above.y0
    for item in signed.ink:
        if isinstance(item, TextInk):
            x, y = drawn.frame.to_seen(item.x, item.y)
            assert item.size_pt >= 7
            assert item.turn == turn
            assert x + item.width_pt <= seen.x1 + 0.5
            assert y + item.size_pt * 0.8 <= above.y0


def test_the_words_stand_in_the_box_where_they_can_be_read() -> None:
    drawn = page()
    assert sign_box(Rect(100, 300, 450, 314), drawn, drawn_mark(), WORDS_ON_PAPER).says_who
    assert sign_box(Rect(100, 300, 450, 314), drawn, TypedMark("Ánh Nguyễn"), WORDS_ON_PAPER).says_who
    assert not sign_box(Rect(100, 300, 180, 314), drawn, drawn_mark(), WORDS_ON_PAPER).says_who


def test_the_mark_takes_the_side_where_it_can_be_larger() -> None:
    yes_no = Rect(100, 312, 200, 330)
    signed = sign_box(Rect(100, 300, 450, 311), page(yes_no), drawn_mark(), WORDS_ON_PAPER)
    assert signed.mark_place.x0 > yes_no.x1
    assert signed.mark_place.height > 16


def test_foot_lines_name_document_page_and_moment() -> None:
    text = foot_text(WORDS_ON_PAPER, 2, 5)
    assert "cdf2-59b9-71de-cebd · page 2 of 5 · e-signed 11/23/2026 2:05:12 PM" in text
    assert line_width(text, 7, Style.BOLD) < 560
