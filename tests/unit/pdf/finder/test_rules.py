"""Strokes that continue one another are one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.pdf.finder._rules import joined
from app.pdf.finder.sight import Rule


@given(st.lists(st.floats(10, 200), min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_a_line_cut_into_pieces_is_one_again(lengths: list[float], order: object) -> None:
    pieces, x = [], 20.0
    for length in lengths:
        pieces.append(Rule(x, 300, x + length, 300, 0.5))
        x += length
    order.shuffle(pieces)  # type: ignore[attr-defined]
    (whole,) = joined(pieces)
    assert (whole.x0, whole.x1) == (20.0, x)


@given(st.floats(2.0, 50.0))
def test_blanks_side_by_side_stay_apart(gap: float) -> None:
    first, second = Rule(20, 300, 120, 300, 0.5), Rule(120 + gap, 300, 260, 300, 0.5)
    assert joined([second, first]) == (first, second)


def test_lying_and_upright_rules_are_kept_apart() -> None:
    rules = joined([Rule(50, 10, 50, 90, 1), Rule(20, 50, 80, 50, 1), Rule(50, 90, 50, 120, 1)])
    assert [rule.lies for rule in rules] == [True, False]
    assert rules[1].length == 110
