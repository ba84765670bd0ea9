"""A judgement is kept with a signed request, and reads the same again."""

from __future__ import annotations

import json

from app.criteria.answer import answer_of, freeze, thaw
from app.criteria.judging import judge
from app.criteria.submission import Submission
from app.domain.practice import Line
from tests.unit.criteria.conftest import changed, judged


def test_what_was_frozen_reads_the_same() -> None:
    for case in (changed(), changed(payer="Nobody"), changed(units=201, trials=[], measures=[])):
        judgement = judged(case)
        again = thaw(freeze(judgement))
        assert (again.overall, again.findings, again.cautions) == (
            judgement.overall,
            judgement.findings,
            judgement.cautions,
        )
        assert answer_of(again) == answer_of(judgement)


def test_the_rules_number_and_dates_are_kept() -> None:
    kept = json.loads(freeze(judged(changed())))["policy"]
    assert (kept["number"], kept["effective"], kept["checked"]) == ("CPB 0113", "2026-01-01", "2026-11-25")


def test_a_signed_request_keeps_whether_its_rules_could_decide() -> None:
    given = Submission(payer="Molina", line=Line.MEDICAID_MCO, indication="chronic_migraine", product="J0585")
    looked = judge(given)
    assert looked.policy is not None
    assert not looked.policy.may_decide
    again = thaw(freeze(looked))
    assert again.policy is not None
    assert not again.policy.may_decide
    assert again.policy.is_stub == looked.policy.is_stub


def test_the_rules_that_a_signed_request_names_are_not_taken_for_unread() -> None:
    looked = judge(Submission(payer="Aetna", line=Line.COMMERCIAL, indication="chronic_migraine", product="J0585"))
    again = thaw(freeze(looked))
    assert again.policy is not None
    assert again.policy.rules == ()
    assert not again.policy.is_stub
