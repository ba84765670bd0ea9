"""What is shown before signing: whose addendum it is."""

from __future__ import annotations

from app.domain.ids import RequestId
from app.domain.vocabulary import vocabulary
from app.services import requests
from app.services.paper import addendum_heading, preview
from app.services.prepare import prepare
from app.services.session import Session


def test_an_addendum_says_whose_it_is(session: Session, ready: RequestId) -> None:
    requests.type_fact(session, ready, "request.justification", "a reason that goes on and on, " * 300)
    prepared = prepare(session, ready)
    facts = prepared.facts
    lines = addendum_heading(prepared).lines
    assert lines == (
        f"Patient: {facts.value('patient.full_name')}",
        f"Date of birth: {facts.value('patient.dob'):%m/%d/%Y}",
        f"Member ID: {facts.value('coverage.member_id')}",
    )
    assert vocabulary().get("coverage.member_id") is not None
    shown = preview(prepared)
    assert shown.addendum_pages >= 1
    text = " ".join(session.paper.page_text(shown.pdf)[-1].split())
    assert all(line in text for line in lines)
