"""A short slice of the spoilt files: our own form's copies, a generated form's, and the files made to harm."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

import pytest

from app.places import bundled
from tests.fuzz.mutations import Source, source, spoilt, tabled
from tests.fuzz.trial import Trial, trial
from tests.unit.pdf import hostile
from tests.unit.pdf.paper import form, widget

#: Making these alone takes seconds; the command tries them, and the tests of the worker.
SLOW_TO_MAKE = (hostile.flate_bomb, hostile.image_bomb)


@pytest.fixture(scope="module")
def one() -> Iterator[Trial]:
    with trial() as made:
        yield made


def own_form() -> Source:
    return source("own", bundled("forms", "juniper", "botulinum-toxin", "2026-11", "form.pdf").read_bytes())


def small_form() -> Source:
    return source("small", form(*[widget()] * 4, content=b"BT /F1 9 Tf 40 700 Td (Patient) Tj ET"))


@pytest.mark.parametrize("build", [build for build in hostile.ALL if build not in SLOW_TO_MAKE])
def test_a_harmful_file_ends_right_or_in_a_plain_problem(one: Trial, build: Callable[[], bytes]) -> None:
    assert one.of(build()).wrong == ()


@pytest.mark.parametrize(("make", "copies"), [(own_form, 6), (small_form, 40)])
def test_spoilt_copies_end_right_or_in_a_plain_problem(one: Trial, make: Callable[[], Source], copies: int) -> None:
    whole = make()
    outcomes = [one.of(spoilt(whole, random.Random(number))[1]) for number in range(copies)]  # noqa: S311 - not for keys
    assert [outcome.wrong for outcome in outcomes if outcome.wrong] == []
    assert {outcome.result for outcome in outcomes} > {"right"}


def test_an_unspoilt_form_is_right_and_its_table_can_be_built_anew(one: Trial) -> None:
    whole = small_form()
    assert one.of(whole.data).result == "right"
    assert one.of(tabled(whole.plain)).result == "right"


def test_the_same_seed_spoils_the_same_way() -> None:
    whole = small_form()
    assert spoilt(whole, random.Random(7)) == spoilt(whole, random.Random(7))  # noqa: S311 - not for keys
