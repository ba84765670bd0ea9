"""The therapies tried beside the length that a payer asks for: long enough, too short, or left open by their dates."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.criteria.judging import Judgement, judge
from app.criteria.records import submission_of
from app.domain.case import Case
from app.domain.clinical import Outcome
from app.domain.dates import PartialDate
from app.domain.derive import collect_facts
from app.domain.measures import LengthsSpec, Line, Rect, Text, lengths_of, lengths_picture
from app.domain.measures.lengths import Tried
from app.domain.measures.picture import Fill
from app.domain.request import Request
from app.domain.sample import REQUESTS
from app.services import charts
from app.services.edits import found
from app.services.prepare import gather
from app.services.session import Session


@pytest.fixture
def case(session: Session) -> Case:
    return gather(session, found(session, Request, REQUESTS[0]))


def _judged(session: Session, case: Case) -> Judgement:
    return judge(submission_of(case, collect_facts(case, session.today)), session.rules.all())


def test_the_trials_of_the_classes_that_count_stand_beside_the_payers_length(session: Session, case: Case) -> None:
    spec = charts.lengths(case, _judged(session, case), session.today)
    assert spec is not None
    assert (spec.asked_days, spec.asked) == (60, "60 days")
    assert [(item.name, item.reaches(60)) for item in spec.tried] == [
        *(("topiramate", True), ("propranolol", True), ("amitriptyline", True))
    ]
    assert spec.words.startswith("Asked: 60 days. topiramate: 110 days, long enough.")
    assert charts.lengths(case, None, session.today) is None


def test_a_short_trial_one_that_goes_on_and_one_of_which_only_months_are_known(session: Session, case: Case) -> None:
    first = case.trials[0]
    short = replace(first, start=PartialDate(2026, 1, 1), end=PartialDate(2026, 2, 11))
    vague = replace(first, start=PartialDate(2026, 1), end=PartialDate(2026, 3))
    on = replace(first, start=PartialDate(2026, 10, 1), end=None, outcome=Outcome.ONGOING)
    lost = replace(first, end=None, outcome=Outcome.INTOLERANCE)
    spec = lengths_of((short, vague, on, lost), 60, "60 days", dt.date(2026, 11, 25))
    assert spec is not None
    assert [(item.words, item.reaches(60)) for item in spec.tried] == [
        *(("41 days", False), ("29 to 89 days", None), ("55 days so far", False))
    ]
    fills = {shape.fill for shape in lengths_picture(spec, 300).shapes if isinstance(shape, Rect)}
    assert fills == {Fill.SOLID, Fill.STRIPED, Fill.EMPTY}
    assert lengths_of((lost,), 60, "60 days", dt.date(2026, 11, 25)) is None
    assert lengths_of((short,), 0, "", dt.date(2026, 11, 25)) is None


@given(
    st.lists(st.tuples(st.integers(0, 4000), st.integers(0, 900)), min_size=1, max_size=12),
    st.integers(1, 400),
    st.integers(240, 900),
)
def test_every_shape_stays_within_the_picture(lengths: list[tuple[int, int]], asked: int, width: int) -> None:
    tried = tuple(Tried("divalproex extended release", least, least + more) for least, more in lengths)
    picture = lengths_picture(LengthsSpec(tried, asked, f"{asked} days"), width)
    for shape in picture.shapes:
        assert isinstance(shape, Rect | Line | Text)
        if isinstance(shape, Rect):
            assert shape.x >= 0
            assert shape.width > 0
            assert shape.x + shape.width <= width
        x, y = (shape.x1, shape.y1) if isinstance(shape, Line) else (shape.x, shape.y)
        assert 0 <= x <= width
        assert 0 <= y <= picture.height
