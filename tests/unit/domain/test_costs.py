"""Cards and programs: for whom they are, and never for government insurance."""

from __future__ import annotations

import pytest

from app.domain.costs import cost_library
from app.domain.practice import Line

BOTOX = "Botox (onabotulinumtoxinA)"
GOVERNMENT = [
    *(Line.MEDICARE_FFS, Line.MEDICARE_ADVANTAGE, Line.MEDICAID_FFS, Line.MEDICAID_MCO, Line.TRICARE),
]


def offer(program: str, lines: tuple[Line, ...], condition: str = "chronic_migraine") -> str:
    offers = cost_library().offers_for(BOTOX, lines, condition)
    return next(item.barred for item in offers if item.program.id == program)


@pytest.mark.parametrize("line", GOVERNMENT)
def test_the_savings_program_is_never_for_government_insurance(line: Line) -> None:
    assert "government insurance" in offer("botox_savings", (line,))
    assert "government insurance" in offer("botox_savings", (Line.COMMERCIAL, line))


@pytest.mark.parametrize("line", [Line.COMMERCIAL, Line.EXCHANGE, Line.SELF_FUNDED])
def test_the_savings_program_is_for_labelled_uses_of_private_plans(line: Line) -> None:
    assert offer("botox_savings", (line,)) == ""
    assert offer("botox_savings", (line,), "tmj") == "Only for uses of the US label."
    assert offer("myabbvie_assist", (line,), "tmj") == ""


def test_what_can_be_used_goes_first() -> None:
    offers = cost_library().offers_for(BOTOX, (Line.MEDICARE_FFS,), "chronic_migraine")
    assert [bool(item.barred) for item in offers] == [False, True]
    assert cost_library().offers_for("Xeomin", (Line.COMMERCIAL,), "cervical_dystonia") == ()


def test_cards_are_dated_and_cited_and_for_their_line() -> None:
    library = cost_library()
    for card in library.cards:
        assert card.as_of
        assert card.sources
    private = {card.id for card in library.cards_for(BOTOX, Line.COMMERCIAL)}
    assert "medicare_share" not in private
    assert "medicare_limit" in private
    assert {card.id for card in library.cards_for("Xeomin", Line.COMMERCIAL)} == {"medicare_limit"}
