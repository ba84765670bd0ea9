"""What a request still lacks."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.criteria.answer import thaw
from app.domain.clinical import Trial
from app.domain.ids import RequestId
from app.domain.patient import Coverage
from app.domain.practice import Payer, Prescriber
from app.domain.sample import REQUESTS
from app.services import edits, requests
from app.services.preflight import preflight
from app.services.sample import own_form
from app.services.session import Session


def test_missing_and_unseen_are_named_and_nothing_is_called_ready(session: Session) -> None:
    requests.choose_form(session, REQUESTS[0], own_form(session).choice)
    told = preflight(session, REQUESTS[0]).as_json()
    assert (told["policy"]["id"], told["overall"]) == ("juniper/botulinum-toxin", "CANNOT_DETERMINE")
    of_the_form = [finding for finding in told["findings"] if finding["topic"] == "other"]
    assert {finding["state"] for finding in of_the_form} == {"NOT_DOCUMENTED"}
    assert any("infection" in finding["text"] for finding in told["findings"])
    assert any("proposed" in finding["because"] for finding in told["findings"])
    assert set(told["findings"][0]) == {"topic", "state", "text", "because", "settle"}


def test_a_request_with_everything_answered_is_ready_by_its_payers_rules(session: Session, ready: RequestId) -> None:
    looked = preflight(session, ready)
    assert (looked.findings, looked.overall) == ((), "READY")


def test_without_a_payers_rules_nothing_is_called_ready(session: Session, ready: RequestId) -> None:
    request = edits.found(session, requests.Request, ready)
    coverage = edits.found(session, Coverage, request.coverage_id)
    payer = edits.found(session, Payer, coverage.payer_id)
    edits.put(session, "Edit payer", replace(payer, name="Larkspur Mutual"))
    told = preflight(session, ready).as_json()
    assert (told["policy"], told["overall"]) == (None, "CANNOT_DETERMINE")


def test_an_identifier_that_cannot_be_right_is_a_warning(session: Session, ready: RequestId) -> None:
    request = edits.found(session, requests.Request, ready)
    prescriber = edits.found(session, Prescriber, request.prescriber_id)
    edits.put(session, "Edit prescriber", replace(prescriber, npi="1234567890"))
    warnings = preflight(session, ready).as_json()["warnings"]
    assert any("NPI" in warning["text"] for warning in warnings)
    assert all("1234567890" not in warning["text"] for warning in warnings)


@pytest.mark.usefixtures("signed")
def test_a_signed_request_keeps_the_verdict_of_its_day(session: Session, ready: RequestId) -> None:
    before = preflight(session, ready).as_json()
    request = edits.found(session, requests.Request, ready)
    assert request.snapshot is not None
    kept = thaw(request.snapshot.criteria_json)
    assert kept.policy is not None
    assert (kept.policy.checked.isoformat(), kept.overall) == (before["policy"]["checked"], before["overall"])
    for trial in session.vault.find(Trial, patient_id=request.patient_id):
        edits.put(session, "Edit trial", replace(trial, end=trial.start))
    assert preflight(session, ready).as_json() == before
