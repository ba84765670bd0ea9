"""Passphrases are judged on the safe side."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.desk.unlock.strength import LEAST_LENGTH, guess_bits, judge


@pytest.mark.parametrize(
    "weak",
    ["", "short", "password123", "Botox2026!", "qwertyuiop", "aaaaaaaaaaaaaa", "1234567890", "summer2026!!"],
)
def test_what_is_easy_to_guess_is_refused(weak: str) -> None:
    assert not judge(weak).is_enough


@pytest.mark.parametrize("good", ["correct horse battery staple", "violet tractor seven lemons", "hdk3!kQ9zz2-wPr7"])
def test_what_is_hard_to_guess_is_taken(good: str) -> None:
    assert judge(good).is_enough


@given(st.text(max_size=LEAST_LENGTH - 1))
def test_short_ones_are_never_enough(text: str) -> None:
    assert not judge(text).is_enough


@given(st.text(max_size=60))
def test_a_judgement_always_has_words(text: str) -> None:
    assert judge(text).words
    assert guess_bits(text) >= 0
