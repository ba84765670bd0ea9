"""The list of reasons: complete, consistent, and found by a notice's words and codes."""

from __future__ import annotations

import datetime as dt

import pytest

from app.domain.clocks import BadClockRule
from app.domain.course import Denial
from app.domain.denials import carc_code, denial_reasons, read_denial_reasons, topics_of
from app.domain.ids import DenialId, PatientId, RequestId
from app.domain.vocabulary import vocabulary

#: The closed list of topics of payers' criteria.
TOPICS = {
    *("pa_required", "age", "diagnosis", "code", "frequency", "duration", "step_therapy", "specialist", "dose"),
    *("interval", "concurrent", "exclusion", "response", "attachments", "guidance", "waste", "benefit", "edition"),
    "other",
}
#: Codes of the payers' denials that the office meets.
CODES = {
    *("CO-197", "CO-15", "CO-198", "CO-50", "CO-16", "CO-252", "CO-11", "CO-151", "CO-222", "CO-119", "CO-55"),
    *("CO-96", "PR-204", "CO-4", "CO-29", "CO-56", "CO-153", "CO-167"),
}


def test_every_reason_is_answered_and_speaks_of_known_things() -> None:
    reasons = denial_reasons().by_id.values()
    for reason in reasons:
        assert reason.answers
        assert reason.sources
        assert set(reason.topics) <= TOPICS
        assert set(reason.carc) <= CODES
        for key in reason.asks:
            vocabulary().parse(key)
    assert {code for reason in reasons for code in reason.carc} == CODES


@pytest.mark.parametrize(
    ("words", "carc", "wanted"),
    [
        ("The records do not document 15 or more headache days per month.", "", "frequency_not_documented"),
        ("Member has not tried and failed two preventive medications", "CO-50", "step_not_met"),
        ("each trial must be at least 60 days in duration", "", "trial_too_short"),
        ("ICD-10 code G43.109 is episodic migraine", "11", "wrong_code"),
        ("No documentation of improvement from baseline since the last authorization; no response", "", None),
        ("considered experimental and investigational", "co 55", "experimental"),
        ("", "CO-151", "interval"),
        ("", "PR-204", "not_covered"),
    ],
)
def test_a_notice_finds_its_reason(words: str, carc: str, wanted: str | None) -> None:
    found = [reason.id for reason in denial_reasons().suggested(words, carc)]
    assert "no_response_shown" in found if wanted is None else found[0] == wanted


def test_nothing_is_suggested_for_nothing() -> None:
    assert denial_reasons().suggested("", "") == ()


@pytest.mark.parametrize(
    ("text", "code"), [("co 50", "CO-50"), ("50", "CO-50"), ("PR-204", "PR-204"), ("CO-050", "CO-50"), ("N130", "")]
)
def test_codes_are_read_as_offices_write_them(text: str, code: str) -> None:
    assert carc_code(text) == code


def test_the_reasons_of_a_denial_and_their_topics() -> None:
    denial = Denial(
        DenialId("d1"),
        PatientId("p1"),
        RequestId("r1"),
        dt.date(2026, 11, 2),
        reason_ids=("step_not_met", "gone", "trial_too_short", "dose"),
    )
    reasons = denial_reasons().of(denial)
    assert [reason.id for reason in reasons] == ["step_not_met", "trial_too_short", "dose"]
    assert topics_of(reasons) == ("step_therapy", "dose", "waste")


def test_a_key_that_is_not_known_is_refused() -> None:
    text = 'checked = 2026-11-23\n[[reason]]\nid = "x"\ntitle = "X"\nasks = ["measure.mood"]\nverified = "full"\n'
    with pytest.raises(BadClockRule) as caught:
        read_denial_reasons(text, "denials.toml")
    assert "line 5, reason.asks" in caught.value.message
