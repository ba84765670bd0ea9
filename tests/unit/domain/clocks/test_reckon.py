"""Dates worked out by hand for each line of business, and the payer's letter above all of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.clocks import (
    BadClockRule,
    Clock,
    ClockKind,
    Situation,
    Verified,
    clock_rules,
    clocks_of,
    next_clock,
    next_levels,
    read_clock_rules,
    situation_of,
)
from app.domain.course import Denial, Milestone, MilestoneKind
from app.domain.ids import DenialId, MilestoneId, PatientId, RequestId
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import RequestType, Site, Status
from app.places import bundled

D = dt.date
TODAY = D(2026, 11, 24)


def noted(kind: MilestoneKind, date: dt.date, said_in: str = "") -> Milestone:
    return Milestone(MilestoneId(kind), PatientId("p1"), RequestId("r1"), kind, date, said_in)


def denied(level: int = 0, **fields: Any) -> Denial:
    kept = {"date": D(2026, 11, 2), **fields}
    return Denial(DenialId(f"d{level}"), PatientId("p1"), RequestId("r1"), level=level, **kept)


def sent(**fields: Any) -> Situation:
    course = (noted(MilestoneKind.SENT, TODAY),)
    return Situation(TODAY, status=Status.SENT, milestones=course, **fields)


def of_kind(situation: Situation, kind: ClockKind) -> list[Clock]:
    return [clock for clock in clocks_of(situation) if clock.kind is kind]


def the(situation: Situation, kind: ClockKind) -> Clock:
    return of_kind(situation, kind)[0]


@pytest.mark.parametrize(
    ("fields", "rule", "due"),
    [
        ({"line": Line.MEDICARE_ADVANTAGE, "asks_service": True}, "drug given in the office", D(2026, 11, 27)),
        ({"line": Line.MEDICARE_ADVANTAGE, "urgent": True}, "drug given in the office", D(2026, 11, 25)),
        ({"line": Line.MEDICARE_ADVANTAGE, "benefit": Benefit.PHARMACY}, "Part D", D(2026, 11, 27)),
        (
            {"line": Line.MEDICARE_ADVANTAGE, "asks_drug": False, "asks_service": True},
            "injection as a service",
            D(2026, 12, 1),
        ),
        ({"line": Line.MEDICAID_MCO, "asks_service": True}, "covered outpatient drug", D(2026, 11, 25)),
        ({"line": Line.MEDICAID_MCO, "asks_drug": False, "asks_service": True}, "Managed Medicaid", D(2026, 12, 1)),
        ({"line": Line.COMMERCIAL}, "Employer plan", D(2026, 12, 9)),
        ({"line": Line.SELF_FUNDED, "state": "WA", "urgent": True}, "Employer plan", D(2026, 11, 27)),
        ({"line": Line.EXCHANGE}, "exchange plan", D(2026, 12, 9)),
        ({"line": Line.COMMERCIAL, "state": "WA"}, "Washington", D(2026, 11, 28)),
        ({"line": Line.COMMERCIAL, "state": "MA"}, "Employer plan", D(2026, 12, 9)),
        ({"line": Line.COMMERCIAL, "state": "MA", "type": RequestType.STEP_EXCEPTION}, "exception", D(2026, 11, 30)),
        (
            {"line": Line.MEDICARE_FFS, "site": Site.OUTPATIENT_HOSPITAL, "cpt": ("64615",)},
            "hospital outpatient",
            D(2026, 12, 1),
        ),
        (
            {"line": Line.MEDICARE_FFS, "site": Site.OUTPATIENT_HOSPITAL, "cpt": ("64615",), "urgent": True},
            "hospital outpatient",
            D(2026, 11, 27),
        ),
    ],
)
def test_when_a_decision_is_due(fields: dict[str, Any], rule: str, due: dt.date) -> None:
    clock = the(sent(**fields), ClockKind.DECISION)
    assert clock.date == due
    assert rule in clock.about
    assert clock.rule
    assert clock.sources
    assert clock.verified is not None
    assert clock.verified.is_read
    assert not clock.if_sent_today


def test_what_was_only_heard_of_is_shown_but_never_first() -> None:
    decisions = of_kind(sent(line=Line.COMMERCIAL, state="MA"), ClockKind.DECISION)
    assert [clock.verified for clock in decisions] == [Verified.EXCERPT, Verified.SECOND_HAND]
    assert "second hand" in decisions[1].caution


@pytest.mark.parametrize("fields", [{"line": None}, {"line": Line.TRICARE}, {"line": Line.MEDICARE_FFS}])
def test_no_date_is_made_up_where_no_rule_is_known(fields: dict[str, Any]) -> None:
    clock = the(sent(**fields), ClockKind.DECISION)
    assert clock.date is None
    assert "enter the date" in clock.counted
    assert not of_kind(sent(**fields), ClockKind.FOLLOW_UP)


def test_original_medicare_asks_for_nothing_in_an_office() -> None:
    clock = the(sent(line=Line.MEDICARE_FFS, site=Site.OFFICE, cpt=("64615",)), ClockKind.DECISION)
    assert (clock.date, clock.counted) == (None, "No authorization is needed")


def test_a_draft_is_counted_from_today_and_says_so() -> None:
    clock = the(Situation(TODAY, line=Line.COMMERCIAL), ClockKind.DECISION)
    assert clock.if_sent_today
    assert clock.counted == "15 calendar days from today, if it is sent today"


def test_what_was_sent_on_an_unknown_day_has_no_date() -> None:
    clock = the(Situation(TODAY, line=Line.COMMERCIAL, status=Status.PENDED), ClockKind.DECISION)
    assert (clock.date, clock.if_sent_today) == (None, False)
    assert "not noted: enter it" in clock.counted


def test_a_payer_that_asks_for_information_may_take_longer() -> None:
    asked = replace(sent(line=Line.COMMERCIAL), status=Status.INFORMATION_REQUESTED)
    assert "may stand still" in the(asked, ClockKind.DECISION).caution


def test_the_payers_receipt_goes_before_our_sending() -> None:
    course = (noted(MilestoneKind.SENT, D(2026, 11, 20)), noted(MilestoneKind.RECEIVED, D(2026, 11, 23)))
    clock = the(Situation(TODAY, line=Line.COMMERCIAL, status=Status.SENT, milestones=course), ClockKind.DECISION)
    assert clock.date == D(2026, 12, 8)


def test_the_office_asks_on_the_next_business_day() -> None:
    assert the(sent(line=Line.MEDICARE_ADVANTAGE), ClockKind.FOLLOW_UP).date == D(2026, 11, 30)


@pytest.mark.parametrize(
    ("line", "denial", "due"),
    [
        (Line.MEDICARE_ADVANTAGE, denied(), D(2027, 1, 6)),
        (Line.MEDICARE_FFS, denied(), D(2027, 3, 7)),
        (Line.MEDICARE_FFS, denied(1), D(2027, 5, 6)),
        (Line.COMMERCIAL, denied(), D(2027, 5, 1)),
        (Line.COMMERCIAL, denied(received=D(2026, 11, 9)), D(2027, 5, 8)),
        (Line.COMMERCIAL, denied(1, date=D(2026, 10, 31)), D(2027, 3, 1)),
        (Line.EXCHANGE, denied(1, date=D(2026, 11, 28)), D(2027, 3, 29)),
        (Line.MEDICAID_MCO, denied(received=D(2026, 11, 9)), D(2027, 1, 1)),
        (Line.MEDICAID_MCO, denied(1), D(2027, 1, 31)),
        (Line.MEDICAID_FFS, denied(), D(2027, 1, 31)),
    ],
)
def test_until_when_to_appeal(line: Line, denial: Denial, due: dt.date) -> None:
    clock = the(Situation(TODAY, line=line, status=Status.DENIED, denials=(denial,)), ClockKind.APPEAL)
    assert clock.date == due
    assert clock.caution


def test_later_receipt_has_to_be_proved() -> None:
    late = denied(received=D(2026, 11, 20))
    clock = the(Situation(TODAY, line=Line.MEDICARE_ADVANTAGE, status=Status.DENIED, denials=(late,)), ClockKind.APPEAL)
    assert clock.date == D(2027, 1, 6)
    assert "proved" in clock.counted


def test_the_independent_review_needs_no_filing() -> None:
    situation = Situation(TODAY, line=Line.MEDICARE_ADVANTAGE, status=Status.DENIED, denials=(denied(), denied(1)))
    clock = the(situation, ClockKind.APPEAL)
    assert (clock.date, clock.counted) == (None, "It goes on by itself")
    assert [rule.level for rule in next_levels(situation)] == [2, 3]


def test_after_the_appeal_its_decision_is_due() -> None:
    course = (noted(MilestoneKind.APPEAL_SENT, D(2026, 11, 10)),)
    situation = Situation(TODAY, line=Line.COMMERCIAL, status=Status.APPEALED, denials=(denied(),), milestones=course)
    assert the(situation, ClockKind.APPEAL_DECISION).date == D(2026, 12, 10)
    assert not of_kind(situation, ClockKind.APPEAL)
    assert the(replace(situation, urgent=True), ClockKind.APPEAL_DECISION).date == D(2026, 11, 13)


def test_no_day_for_a_peer_to_peer_talk_is_ever_worked_out() -> None:
    situation = Situation(TODAY, line=Line.COMMERCIAL, status=Status.DENIED, denials=(denied(),))
    assert not of_kind(situation, ClockKind.PEER_TO_PEER)
    told = replace(situation, milestones=(noted(MilestoneKind.PEER_TO_PEER_BY, D(2026, 11, 12), "the notice"),))
    assert the(told, ClockKind.PEER_TO_PEER).date == D(2026, 11, 12)


def test_when_an_authorization_ends_and_the_renewal_starts() -> None:
    situation = Situation(TODAY, line=Line.COMMERCIAL, status=Status.APPROVED, ends=D(2027, 6, 6))
    assert the(situation, ClockKind.AUTHORIZATION_ENDS).date == D(2027, 6, 6)
    assert the(situation, ClockKind.RENEWAL).date == D(2027, 5, 7)
    assert not of_kind(situation, ClockKind.DECISION)


def test_a_hospitals_tracking_number_lasts_120_days_with_the_first() -> None:
    course = (noted(MilestoneKind.DECIDED, D(2026, 11, 24)),)
    situation = Situation(
        TODAY,
        line=Line.MEDICARE_FFS,
        site=Site.OUTPATIENT_HOSPITAL,
        status=Status.APPROVED,
        ends=D(2027, 11, 1),
        milestones=course,
    )
    assert the(situation, ClockKind.AUTHORIZATION_ENDS).date == D(2027, 3, 23)


def test_the_sample_patient_is_not_injected_too_early(sample: tuple[Case, ...], today: dt.date) -> None:
    clock = the(situation_of(sample[2], today), ClockKind.NEXT_INJECTION)
    assert clock.date == today + dt.timedelta(days=7)
    assert not of_kind(situation_of(sample[0], today), ClockKind.NEXT_INJECTION)


kinds = st.sampled_from(
    [
        (MilestoneKind.DECISION_BY, ClockKind.DECISION, Status.SENT),
        (MilestoneKind.FOLLOW_UP, ClockKind.FOLLOW_UP, Status.SENT),
        (MilestoneKind.APPEAL_BY, ClockKind.APPEAL, Status.DENIED),
        (MilestoneKind.AUTHORIZATION_ENDS, ClockKind.AUTHORIZATION_ENDS, Status.APPROVED),
        (MilestoneKind.RENEWAL_FROM, ClockKind.RENEWAL, Status.APPROVED),
        (MilestoneKind.NEXT_NOT_BEFORE, ClockKind.NEXT_INJECTION, Status.SENT),
    ]
)


@given(kinds, st.dates(D(2026, 1, 1), D(2028, 1, 1)), st.sampled_from([*Line, None]), st.booleans())
def test_the_date_in_the_payers_letter_wins(
    kind: tuple[MilestoneKind, ClockKind, Status], day: dt.date, line: Line | None, urgent: bool
) -> None:
    said, wanted, status = kind
    situation = Situation(
        TODAY,
        line=line,
        urgent=urgent,
        status=status,
        ends=D(2027, 6, 6),
        product="botox",
        last_treatment=D(2026, 9, 1),
        denials=(denied(),) if status is Status.DENIED else (),
        milestones=(noted(said, day, "letter of 11/02/2026"),),
    )
    clock = the(situation, wanted)
    assert (clock.date, clock.from_letter, clock.counted) == (day, True, "letter of 11/02/2026")


def test_the_notices_own_deadline_wins_and_the_rule_is_told() -> None:
    situation = Situation(TODAY, line=Line.COMMERCIAL, status=Status.DENIED, denials=(denied(deadline=D(2026, 12, 2)),))
    clock = the(situation, ClockKind.APPEAL)
    assert (clock.date, clock.from_letter) == (D(2026, 12, 2), True)
    assert clock.caution == "The rule alone would give 05/01/2027."


def test_what_is_next() -> None:
    situation = Situation(
        TODAY,
        line=Line.COMMERCIAL,
        status=Status.SENT,
        product="botox",
        last_treatment=D(2026, 9, 10),
        milestones=(noted(MilestoneKind.SENT, TODAY),),
    )
    found = next_clock(clocks_of(situation))
    assert found is not None
    assert found.kind is ClockKind.DECISION
    assert next_clock(()) is None


def test_every_bundled_rule_says_what_it_is_and_where_it_stands() -> None:
    rules = clock_rules()
    cited = [r.cited for group in (rules.decisions, rules.not_needed, rules.appeals) for r in group]
    cited += [r.cited for group in (rules.authorizations, rules.intervals) for r in group]
    assert len({item.id for item in cited}) == len(cited)
    assert all(item.text and item.sources for item in cited)
    assert rules.checked == D(2026, 11, 23)


def test_a_wrong_line_is_named() -> None:
    text = bundled("resources", "clocks.toml").read_text(encoding="utf-8")
    wrong = text.replace("standard = { hours = 72 }", "standard = { hours = 0 }", 1)
    with pytest.raises(BadClockRule) as caught:
        read_clock_rules(wrong, "clocks.toml")
    line = wrong.splitlines().index("standard = { hours = 0 }") + 1
    assert f"line {line}, decision.standard" in caught.value.message
