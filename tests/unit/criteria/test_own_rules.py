"""The office's own rules beside the shipped ones: which of them rules a request."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.criteria.choosing import choose
from app.criteria.fingerprint import fingerprint
from app.criteria.judging import judge
from app.criteria.library import bundled_policies
from app.criteria.loading import load_policies
from app.criteria.policy import Policy
from app.criteria.shelf import PolicyShelf
from app.criteria.submission import Submission
from app.domain.practice import Line

_DAY = dt.date(2026, 11, 25)
_AETNA = Submission(date=_DAY, payer="Aetna", line=Line.COMMERCIAL, indication="chronic_migraine", product="J0585")
_TEXT = """
schema = 1
[[policy]]
id = "office/aetna-1"
title = "Aetna: botulinum toxin"
payers = ["Aetna"]
lines = ["commercial"]
checked = "2026-11-25"
checked_by = "Mia Torres"
verified = "full"
complete = true
source = "Bulletin of November 2026"
covered = ["chronic_migraine"]
{effective}
[[policy.rule]]
topic = "age"
text = "21 years or older"
age = {{ at_least = 21 }}
"""


def _own(effective: str = "") -> Policy:
    line = f'effective = "{effective}"' if effective else ""
    (policy,) = load_policies(_TEXT.format(effective=line), "own.toml")
    return policy


def _aetna() -> Policy:
    found = choose(bundled_policies(), _AETNA).policy
    assert found is not None
    return found


def test_the_offices_rules_win_for_the_same_payer_line_and_use() -> None:
    own = _own("2026-06-01")
    assert _aetna().id == "aetna/cpb-0113"
    assert choose((*bundled_policies(), own), _AETNA).policy == own
    judged = judge(_AETNA, (*bundled_policies(), own))
    assert judged.policy == own
    assert own.is_offices
    assert "21 years or older" in {finding.text for finding in judged.findings}


def test_a_copy_in_force_since_the_same_day_wins_and_an_undated_one_counts_from_when_it_was_read() -> None:
    own = _own(f"{_aetna().effective}")
    assert choose((*bundled_policies(), own), _AETNA).policy == own
    assert choose((*bundled_policies(), _own()), _AETNA).policy == _own()


def test_shipped_rules_in_force_from_later_win_and_say_what_they_passed_over() -> None:
    own = _own("2020-01-01")
    assert choose((*bundled_policies(), own), _AETNA).policy == _aetna()
    judged = judge(_AETNA, (*bundled_policies(), own))
    assert any("office's own rules" in caution.text for caution in judged.cautions)


def test_rules_that_do_not_speak_of_the_use_or_the_line_do_not_rule_it() -> None:
    own = _own("2026-06-01")
    dystonia = replace(_AETNA, indication="cervical_dystonia")
    assert choose((*bundled_policies(), own), dystonia).policy == _aetna()
    medicare = replace(_AETNA, line=Line.MEDICARE_ADVANTAGE, state="WA")
    assert choose((*bundled_policies(), own), medicare).policy != own


def test_rules_that_are_not_in_force_yet_do_not_rule() -> None:
    assert choose((*bundled_policies(), _own("2027-01-01")), _AETNA).policy == _aetna()


@pytest.mark.parametrize("policy", [p for p in bundled_policies() if p.is_stub], ids=lambda policy: policy.id)
def test_the_offices_rules_stand_in_for_every_payer_that_was_not_read(policy: Policy) -> None:
    own = replace(_own(), payers=policy.payers, lines=policy.lines, states=policy.states)
    line = next(iter(sorted(policy.lines)), Line.COMMERCIAL)
    asked = replace(_AETNA, payer=policy.payers[0].rstrip("*"), line=line, state=next(iter(policy.states), None))
    assert choose((*bundled_policies(), own), asked).policy == own


@given(st.permutations((*bundled_policies()[:6], _own("2026-06-01"))))
@settings(max_examples=30, deadline=None)
def test_the_order_of_rules_does_not_matter(policies: list[Policy]) -> None:
    assert choose(policies, _AETNA).policy == _own("2026-06-01") or _aetna() not in policies


def test_damaged_rules_of_the_office_are_set_aside_and_the_others_count() -> None:
    shelf = PolicyShelf([("office/a", _TEXT.format(effective="")), ("office/b", "schema = 1")])
    assert [policy.id for policy in shelf.own] == ["office/aetna-1"]
    assert len(shelf.unreadable) == 1
    assert shelf.all()[-1] == shelf.own[0]


def test_a_fingerprint_tells_rules_apart_and_not_the_day_on_which_they_were_checked() -> None:
    own = _own()
    assert fingerprint(replace(own, checked=_DAY, checked_by="Somebody else")) == fingerprint(own)
    assert fingerprint(replace(own, rules=())) != fingerprint(own)
    assert fingerprint(replace(own, covered=own.covered | {"oab"})) != fingerprint(own)
    assert len({fingerprint(policy) for policy in bundled_policies()}) == len(bundled_policies())
