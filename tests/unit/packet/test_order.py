"""The order of papers: as a person chose it, else as the payer asks, else by their kinds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.packet.order import ORDER, TRIALS, in_order, kinds_in_order

PAPERS = [("a", "id_card"), ("b", "chart_note"), ("c", "letter"), ("d", "chart_note"), (TRIALS, TRIALS)]


def ordered(asked: tuple[str, ...] = (), chosen: tuple[str, ...] = ()) -> str:
    made = in_order(PAPERS, kind=lambda item: item[1], name=lambda item: item[0], asked=asked, chosen=chosen)
    return "".join(name[0] for name, _ in made)


def test_papers_go_by_their_kinds_unless_the_payer_or_a_person_says_so() -> None:
    assert ordered() == "ctbda"
    assert ordered(("id_card", "chart_note")) == "abdct"
    assert ordered(chosen=("d", "b", "a", TRIALS, "c")) == "dbatc"
    assert ordered(("id_card",), ("d", "a", "b", "c", TRIALS)) == "dabct"


def test_a_paper_added_later_goes_behind_those_of_its_kind() -> None:
    assert ordered(chosen=("c", TRIALS, "b", "a")) == "ctbda"
    assert ordered(chosen=("a", "c")) == "actbd"


@given(st.permutations([name for name, _ in PAPERS]), st.integers(0, 5), st.lists(st.sampled_from(ORDER), max_size=3))
def test_no_paper_is_lost_or_doubled(names: list[str], known: int, asked: list[str]) -> None:
    chosen = tuple(names[:known])
    made = in_order(PAPERS, kind=lambda item: item[1], name=lambda item: item[0], asked=asked, chosen=chosen)
    assert sorted(made) == sorted(PAPERS)
    assert tuple(name for name, _ in made if name in chosen) == chosen
    assert set(kinds_in_order(asked)) == set(ORDER)
