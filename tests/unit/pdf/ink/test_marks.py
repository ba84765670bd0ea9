"""Ticks and signs of our own."""

from __future__ import annotations

import pytest

from app.pdf.ink.marks import RING, goes_on, tick
from app.pdf.setting import Pen


def same(x: float, y: float) -> tuple[float, float]:
    return x, y


@pytest.mark.parametrize(
    ("style", "filled"), [("4", False), ("8", False), ("l", True), ("u", True), ("n", True), ("H", True)]
)
def test_each_style_has_a_shape_of_its_own(style: str, filled: bool) -> None:
    mark = tick(style, 12, 12, same)
    assert (mark.stroke_pt == 0) is filled
    assert mark.steps[0][0] is Pen.MOVE
    assert mark != tick("4" if style != "4" else "8", 12, 12, same)


def test_a_ring_goes_around_what_is_printed_and_stays_in_its_box() -> None:
    mark = tick(RING, 24, 12, same)
    points = [point for _, numbers in mark.steps for point in zip(numbers[::2], numbers[1::2], strict=True)]
    assert mark.stroke_pt == 1.0
    assert min(x for x, _ in points) == min(y for _, y in points) == 0.5
    assert max(x for x, _ in points) == 23.5
    assert max(y for _, y in points) == 11.5


def test_a_tick_is_thick_enough_for_a_fax() -> None:
    assert tick("4", 6, 6, same).stroke_pt >= 0.6
    assert tick("4", 14, 14, same).stroke_pt > tick("4", 8, 8, same).stroke_pt


def test_the_sign_that_more_follows_hugs_the_right_edge() -> None:
    xs = [points[0] for _, points in goes_on(40, 10, same).steps if points]
    assert min(xs) >= 37
    assert max(xs) <= 40
