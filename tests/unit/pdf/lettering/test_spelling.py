"""Codes that may stand for several characters are told by the words that they make."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.pdf.lettering.shapes import FACES, distance, nearest, shapes_of
from app.pdf.lettering.spelling import Candidates, Code, spelled


def code(char: str) -> Code:
    return ("Font", char, 0, 0, 0)


def read(words: list[str], doubts: dict[str, Candidates]) -> str:
    """What the words say where some of their characters are in doubt."""
    candidates: dict[Code, Candidates] = {code(char): [(char, 0.05)] for word in words for char in word}
    candidates |= {code(char): ranked for char, ranked in doubts.items()}
    chosen = spelled([[code(char) for char in word] for word in words], candidates)
    return " ".join("".join(chosen[code(char)] for char in word) for word in words)


def test_a_letter_that_looks_a_little_more_like_another_is_told_by_its_words() -> None:
    words = ["Patient", "name", "and", "date"]
    assert read(words, {"a": [("e", 0.17), ("o", 0.2), ("a", 0.22)]}) == "Patient name and date"


def test_capitals_stand_among_capitals() -> None:
    words = ["PATIENT", "INFORMATION", "If", "yes"]
    assert read(words, {"I": [("l", 0.14), ("I", 0.15)]}) == "PATIENT INFORMATION If yes"


def test_two_codes_of_a_font_are_not_both_one_letter_without_need() -> None:
    words = ["xob", "box", "qox", "request"]
    assert read(words, {"q": [("g", 0.10), ("q", 0.11)], "g": [("g", 0.05)]}).endswith("request")


@given(st.lists(st.text("abcdeimnorstu", min_size=1, max_size=8), min_size=1, max_size=20))
def test_characters_that_are_not_in_doubt_stay_as_they_are(words: list[str]) -> None:
    assert read(words, {}) == " ".join(words)


@given(st.sampled_from(FACES), st.data())
def test_a_shape_is_like_itself_and_like_others_both_ways(face: str, data: st.DataObject) -> None:
    known = shapes_of(face)
    (char, one), (_, other) = data.draw(st.sampled_from(known)), data.draw(st.sampled_from(known))
    assert distance(one, one) == 0
    assert nearest(one, face, 1)[0][1].outline == one.outline
    assert char in [near for near, _ in nearest(one, face, 4)]
    assert distance(one, other) == distance(other, one)
