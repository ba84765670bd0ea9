"""Texts put together of several facts, in rows: what the rows say is the pattern, and the pattern is the rows."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.mapping.drafting.bits import Bit, bits_of, bits_trouble, pattern_of
from app.mapping.drafting.plain import composed_words
from app.mapping.pattern import read_pattern

_WORDS = st.text(st.sampled_from("ab ,;:[]{}|/"), max_size=6)
_KEYS = st.sampled_from(["patient.full_name", "patient.dob:MM", "prescriber.npi", "prior[2].drug"])
_BITS = st.builds(Bit, key=_KEYS, before=_WORDS, after=_WORDS, may_lack=st.booleans())


@given(st.lists(_BITS, min_size=1, max_size=4).map(tuple))
def test_rows_make_a_pattern_that_reads_back_to_the_same_pattern(bits: tuple[Bit, ...]) -> None:
    pattern = pattern_of(bits)
    read_pattern(pattern)
    again = bits_of(pattern)
    assert again is not None
    assert pattern_of(again) == pattern
    assert [bit.key for bit in again] == [bit.key for bit in bits]


def test_a_pattern_of_the_packs_is_rows_in_plain_words() -> None:
    pattern = "{prescriber.full_name}[, {prescriber.credential}], NPI {prescriber.npi}"
    bits = bits_of(pattern)
    assert bits == (
        Bit("prescriber.full_name"),
        Bit("prescriber.credential", before=", ", may_lack=True),
        Bit("prescriber.npi", before=", NPI "),
    )
    assert composed_words(pattern) == "‹Prescriber's name›, ‹Prescriber's credential›, NPI ‹Prescriber's NPI›"


@pytest.mark.parametrize("pattern", ["[{dx.icd10} {dx.description}]", "just words", "{nobody.knows}", "[open"])
def test_what_says_more_or_less_than_rows_can_is_left_as_it_is_written(pattern: str) -> None:
    assert bits_of(pattern) is None


def test_what_cannot_be_read_is_told() -> None:
    assert bits_trouble("{patient.full_name}") == ""
    assert "bracket" in bits_trouble("[{patient.full_name}")
    assert bits_trouble("{patient.shoe_size}") != ""
