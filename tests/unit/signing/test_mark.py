"""Marks: kept as vectors, smoothed into lines that stay where they are put."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.pdf.setting import Mark as Shape
from app.pdf.template import PageShape, Rect
from app.signing.frame import Frame
from app.signing.mark import DrawnMark, PenPoint, TypedMark, check_mark, decode_mark, encode_mark, ink_length
from app.signing.problems import MarkTooThin, MarkUnreadable
from app.signing.strokes import mark_ink, mark_width

_PAPER = Frame(PageShape(Rect(0, 0, 612, 792)))
_numbers = st.floats(-500, 500).map(lambda n: round(n, 2))
_points = st.builds(
    PenPoint, _numbers, _numbers, st.floats(0, 1).map(lambda n: round(n, 2)), st.integers(0, 9999).map(float)
)
_drawn = st.lists(st.lists(_points, min_size=1, max_size=30).map(tuple), min_size=1, max_size=5).map(
    lambda strokes: DrawnMark(tuple(strokes))
)
_names = st.text(st.characters(categories=("L", "M", "Zs")), min_size=1, max_size=60).map(TypedMark)


@given(_drawn | _names)
def test_a_mark_comes_back_as_it_was_kept(mark: DrawnMark | TypedMark) -> None:
    assert decode_mark(encode_mark(mark)) == mark


@given(st.binary(max_size=60))
def test_other_bytes_are_no_mark(data: bytes) -> None:
    with pytest.raises(MarkUnreadable):
        decode_mark(data)


def test_a_dot_is_no_signature() -> None:
    with pytest.raises(MarkTooThin):
        check_mark(DrawnMark((tuple(PenPoint(5, 5, 0.5, t) for t in range(20)),)))


def test_a_short_dash_is_no_signature() -> None:
    with pytest.raises(MarkTooThin):
        check_mark(DrawnMark((tuple(PenPoint(float(x), 5, 0.5, x) for x in range(20)),)))


def test_a_vertical_scratch_is_no_signature() -> None:
    with pytest.raises(MarkTooThin):
        check_mark(DrawnMark((tuple(PenPoint(5, y * 10.0, 0.5, y) for y in range(20)),)))


@pytest.mark.parametrize("name", ["", "  ", ".", "X"])
def test_a_typed_mark_needs_a_name(name: str) -> None:
    with pytest.raises(MarkTooThin):
        check_mark(TypedMark(name))


@pytest.mark.parametrize("bad", [math.nan, math.inf, 1e9])
def test_impossible_numbers_are_refused(bad: float) -> None:
    stroke = tuple(PenPoint(x * 9.0, bad if x == 7 else 5, 0.5, x) for x in range(20))
    with pytest.raises(MarkUnreadable):
        check_mark(DrawnMark((stroke,)))


def test_a_flood_of_points_is_refused() -> None:
    stroke = tuple(PenPoint(float(x % 300), 5, 0.5, x) for x in range(20_001))
    with pytest.raises(MarkUnreadable):
        check_mark(DrawnMark((stroke,)))


@given(_drawn, st.sampled_from([0, 90, 180, 270]))
def test_ink_stays_near_its_place(mark: DrawnMark, turn: int) -> None:
    place = Rect(100, 100, 250, 130)
    frame = Frame(PageShape(Rect(0, 0, 612, 792), turn))
    user = frame.rect_to_user(place)
    for shape in mark_ink(mark, place, frame):
        assert isinstance(shape, Shape)
        assert 0.8 <= shape.stroke_pt <= 2.7
        ends = [points[-2:] for _, points in shape.steps]
        assert all(user.x0 - 1 <= x <= user.x1 + 1 and user.y0 - 1 <= y <= user.y1 + 1 for x, y in ends)


def test_a_smooth_line_runs_through_every_point_that_was_drawn() -> None:
    stroke = tuple(PenPoint(x * 10.0, 40 + 20 * math.sin(x), 0.5, x * 10.0) for x in range(15))
    place = Rect(0, 0, 280, 60)
    ends = {
        (round(points[-2], 1), round(points[-1], 1))
        for shape in mark_ink(DrawnMark((stroke,)), place, _PAPER)
        if isinstance(shape, Shape)
        for _, points in shape.steps
    }
    assert len(ends) == len(stroke)


def test_a_hard_pressed_pen_draws_broader() -> None:
    stroke = tuple(PenPoint(x * 5.0, 40, 0.1 if x < 20 else 1.0, x * 10.0) for x in range(40))
    widths = {shape.stroke_pt for shape in mark_ink(DrawnMark((stroke,)), Rect(0, 0, 200, 40), _PAPER)}  # type: ignore[union-attr]
    assert max(widths) > min(widths) * 1.5


def test_a_slow_mouse_draws_broader() -> None:
    stroke = tuple(PenPoint(x * 5.0, 40, 0.5, x * (40.0 if x < 20 else 4.0)) for x in range(40))
    widths = {shape.stroke_pt for shape in mark_ink(DrawnMark((stroke,)), Rect(0, 0, 200, 40), _PAPER)}  # type: ignore[union-attr]
    assert len(widths) > 1


def test_a_typed_name_is_set_in_the_hand_face_and_fits() -> None:
    mark = TypedMark("Łukasz Żółkiewski")
    [line] = mark_ink(mark, Rect(50, 50, 120, 70), _PAPER)
    assert not isinstance(line, Shape)
    assert line.width_pt <= 72
    assert line.runs[0].face == "DancingScript-SemiBold"
    assert mark_width(mark, 20) > mark_width(mark, 10)


def test_ink_is_measured_along_the_strokes() -> None:
    square = (PenPoint(0, 0, 1, 0), PenPoint(30, 0, 1, 1), PenPoint(30, 40, 1, 2))
    assert ink_length(DrawnMark((square, square))) == 140
