"""The payer's own line on the chart: drawn where its rule was read, and nowhere else."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from app.criteria.composed import AtLeast
from app.criteria.condition import Condition
from app.criteria.findings import Overall, Topic
from app.criteria.judging import Judgement
from app.criteria.policy import Policy, Rule, Verified
from app.criteria.response import Fell, Helped
from app.criteria.submission import Kind
from app.domain.request import Request
from app.domain.sample import REQUESTS
from app.packet.letter import LetterSource
from app.services._letter_source import response_line, source_of
from app.services.demo import stand_in
from app.services.edits import found
from app.services.sample import SAMPLE_SIGNING_WORDS, own_form
from app.services.session import Session
from app.services.sign import review, sign

BY_SEVEN = Fell("headache_days", by=Decimal(7))
BY_HALF = Fell("headache_days", percent=Decimal(50))


def judged(condition: Condition, *, verified: Verified = Verified.FULL, kind: Kind = Kind.CONTINUATION) -> Judgement:
    rule = Rule(Topic.RESPONSE, "It helped", condition, kinds=frozenset({kind}))
    policy = Policy("x/y", "X", ("X",), "1", "read", dt.date(2026, 11, 23), verified, complete=True, rules=(rule,))
    return Judgement(policy, Overall.READY, (), ())


@pytest.fixture
def renewal(session: Session) -> LetterSource:
    return source_of(session, found(session, Request, REQUESTS[2]), live=False)


@pytest.mark.parametrize(
    ("condition", "value", "text"),
    [
        (BY_SEVEN, "13", "at least 7 days fewer"),
        (BY_HALF, "10", "at least 50% fewer"),
        (Fell("headache_days", more_than_percent=Decimal(30)), "14", "more than 30% fewer"),
        (
            AtLeast(1, (Fell("hit6", by=Decimal(5)), BY_SEVEN)),
            "13",
            "at least 7 days fewer, or at least 5 fewer HIT-6 score",
        ),
    ],
)
def test_the_line_is_that_of_the_rule(renewal: LetterSource, condition: Condition, value: str, text: str) -> None:
    line = response_line(replace(renewal, judgement=judged(condition)))
    assert line is not None
    assert (line.value, line.text) == (Decimal(value), text)


def test_where_a_rule_leaves_a_choice_all_its_lines_are_drawn(renewal: LetterSource) -> None:
    line = response_line(replace(renewal, judgement=judged(AtLeast(1, (BY_SEVEN, BY_HALF)))))
    assert line is not None
    assert [(item.value, item.text) for item in (line, *line.or_else)] == [
        (Decimal(13), "at least 7 days fewer"),
        (Decimal(10), "at least 50% fewer"),
    ]


@pytest.mark.parametrize(
    "judgement",
    [
        judged(BY_SEVEN, verified=Verified.SECOND_HAND),
        judged(BY_SEVEN, kind=Kind.INITIAL),
        judged(Helped(("headache_days",))),
        judged(Fell("hit6", by=Decimal(5))),
        None,
    ],
)
def test_no_line_is_drawn_that_was_not_read(renewal: LetterSource, judgement: Judgement | None) -> None:
    assert response_line(replace(renewal, judgement=judgement)) is None


def test_the_sample_payers_line_is_on_the_chart(renewal: LetterSource) -> None:
    assert renewal.response is not None
    assert renewal.response.value < 20


def test_the_line_stays_on_the_chart_of_a_signed_request_as_long_as_its_rules_are_the_same(session: Session) -> None:
    stand_in(session, REQUESTS[2], own_form(session).choice)
    sign(session, review(session, REQUESTS[2]), SAMPLE_SIGNING_WORDS)
    request = found(session, Request, REQUESTS[2])
    source = source_of(session, request, live=False)
    assert source.response is not None
    assert source.judgement is not None
    assert source.judgement.policy is not None
    assert source.judgement.policy.rules == ()
    assert request.snapshot is not None
    other = request.snapshot.criteria_json.replace('"fingerprint":"', '"fingerprint":"x')
    changed = replace(request, snapshot=replace(request.snapshot, criteria_json=other))
    assert source_of(session, changed, live=False).response is None
