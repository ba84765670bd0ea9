"""The office's own rules: entered, used, undone, taken out and in, and what they do to requests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.criteria.loading import load_policies
from app.domain.changes import Edit
from app.domain.derive import collect_facts
from app.domain.ids import OfficePolicyId, RequestId, new_id
from app.domain.office_policy import OfficePolicy, PolicyDraft
from app.domain.practice import Role
from app.domain.request import Request
from app.domain.sample import REQUESTS
from app.services import edits, policies
from app.services.edits import found
from app.services.judging import judge_request
from app.services.policies import Begun
from app.services.prepare import gather
from app.services.problems import NoSuchRecord, NotAllowed, PolicyUnfinished
from app.services.rules_since import since
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.setup import session_on
from app.services.sign import Signed, review, sign

_JUNIPER = "juniper/botulinum-toxin"


def corrected(session: Session) -> Begun:
    """A copy of the invented payer's rules that asks for 20 headache days."""
    begun = policies.begin(session, _JUNIPER)
    rule = next(item for item in begun.table["rule"] if item.get("measure", {}).get("name") == "headache_days")
    rule |= {"text": "Headache on 20 or more days a month", "measure": {"name": "headache_days", "at_least": 20}}
    return policies.keep(session, begun.draft, begun.table)


def _texts(session: Session, request_id: RequestId = REQUESTS[0]) -> set[str]:
    case = gather(session, found(session, Request, request_id))
    judged = judge_request(session, case, collect_facts(case, session.today))
    return {finding.text for finding in judged.findings}


def test_a_corrected_copy_rules_requests_from_when_it_is_used_and_an_undo_takes_all_of_it_back(
    session: Session,
) -> None:
    begun = corrected(session)
    assert begun.flaws == ()
    assert "Headache on 15 or more days a month" in _texts(session)
    policy = policies.use(session, begun.draft)
    assert policy.copied_from == _JUNIPER
    assert policy.checked_by == session.actor.name.full
    assert "Headache on 20 or more days a month" in _texts(session)
    assert policies.drafts(session) == ()
    edits.undo(session)
    assert "Headache on 15 or more days a month" in _texts(session)
    assert [item.table for item in policies.drafts(session)] == [begun.table]
    edits.redo(session)
    assert "Headache on 20 or more days a month" in _texts(session)


def test_what_was_begun_is_gone_on_with(session: Session) -> None:
    first = corrected(session)
    assert policies.begin(session, _JUNIPER) == first
    policies.drop(session, first.draft)
    assert policies.begin(session, _JUNIPER).draft.id != first.draft.id


def test_correcting_rules_in_force_replaces_them(session: Session) -> None:
    policy = policies.use(session, corrected(session).draft)
    again = policies.begin(session, policy.id)
    assert again.in_force
    again.table["number"] = "Second reading"
    kept = policies.keep(session, again.draft, again.table)
    assert policies.use(session, kept.draft).id == policy.id
    assert [item.number for item in session.rules.own] == ["Second reading"]
    policies.remove(session, policy.id)
    assert session.rules.own == ()
    assert "Headache on 15 or more days a month" in _texts(session)


def test_rules_that_lack_something_are_kept_and_not_used(session: Session) -> None:
    begun = policies.begin(session, payer="Spruce Health")
    assert {flaw.field for flaw in begun.flaws} == {"source", "verified", "covered"}
    with pytest.raises(PolicyUnfinished, match="3 to settle"):
        policies.use(session, begun.draft)
    assert session.vault.all(OfficePolicy) == ()
    assert session.vault.all(PolicyDraft) == (begun.draft,)


def test_rules_go_out_as_a_file_without_a_patient_and_in_again(session: Session) -> None:
    policy = policies.use(session, corrected(session).draft)
    text = policies.export(session, policy.id)
    assert load_policies(text, "file") == (policy,)
    for patient in ("Nguy", "Feldman", "Wi"):
        assert patient + "ễn" not in text
    assert "Feldman" not in text
    policies.remove(session, policy.id)
    assert policies.take_in(session, text, "file").policies == (policy,)
    assert session.rules.own == (policy,)


def test_a_file_of_shipped_rules_becomes_the_offices(session: Session) -> None:
    policy = policies.use(session, corrected(session).draft)
    text = policies.export(session, policy.id).replace(policy.id, "spruce/rules")
    (made,) = policies.take_in(session, text, "file").policies
    assert made.is_offices
    assert made.copied_from == "spruce/rules"


def test_staff_may_begin_and_only_an_administrator_puts_in_force(
    session: Session, as_role: Callable[[Role], Session]
) -> None:
    staff, viewer = as_role(Role.STAFF), as_role(Role.VIEWER)
    begun = corrected(staff)
    with pytest.raises(NotAllowed):
        policies.use(staff, begun.draft)
    with pytest.raises(NotAllowed):
        policies.begin(viewer, "aetna/cpb-0113")
    policy = policies.use(as_role(Role.ADMINISTRATOR), begun.draft)
    with pytest.raises(NotAllowed):
        policies.remove(staff, policy.id)
    with pytest.raises(NotAllowed):
        policies.take_in(staff, policies.export(staff, policy.id), "file")


def test_there_is_nothing_to_correct_of_rules_that_are_not_there(session: Session) -> None:
    with pytest.raises(NoSuchRecord):
        policies.begin(session, "no/such")


def test_a_signed_request_tells_when_other_rules_would_rule_it_now(session: Session, signed: Signed) -> None:
    request = found(session, Request, REQUESTS[0])
    same = since(session, request)
    assert same is not None
    assert not same.has_changed
    policy = policies.use(session, corrected(session).draft)
    changed = since(session, request)
    assert changed is not None
    assert changed.has_changed
    assert (changed.then.id, changed.now) == (_JUNIPER, policy)
    assert changed.asked_anew == ("Headache on 20 or more days a month",)
    assert changed.asked_no_more == ("Headache on 15 or more days a month",)
    assert since(session, replace(request, snapshot=None)) is None


def test_a_changed_rule_is_noticed_though_number_and_date_stayed(session: Session, ready: RequestId) -> None:
    first = policies.use(session, corrected(session).draft)
    sign(session, review(session, ready), SAMPLE_SIGNING_WORDS)
    request = found(session, Request, REQUESTS[0])
    again = policies.begin(session, first.id)
    again.table["rule"] = again.table["rule"][:-1]
    second = policies.use(session, policies.keep(session, again.draft, again.table).draft)
    assert (second.id, second.number, second.effective) == (first.id, first.number, first.effective)
    changed = since(session, request)
    assert changed is not None
    assert changed.has_changed
    assert changed.then.is_offices


def test_rules_are_there_again_when_the_practice_is_opened_again_and_in_its_backup(
    session: Session, tmp_path: Path
) -> None:
    policy = policies.use(session, corrected(session).draft)
    again = session_on(session.vault, session.clock, session.places)
    try:
        assert again.rules.own == (policy,)
    finally:
        again.paper.close()
    backup = session.vault.backup(tmp_path)
    assert backup.exists()
    kinds = {type(edit.record) for change in edits.history(session) for edit in change.edits}
    assert {OfficePolicy, PolicyDraft} <= kinds
    kept = session.vault.all(OfficePolicy)[0]
    assert any(f"office_policy:{kept.id}" in row.subjects for row in session.vault.audit.rows(10))


def test_rules_of_another_program_version_are_set_aside_and_told(session: Session) -> None:
    strange = OfficePolicy(
        OfficePolicyId(new_id()), "office/strange", 'schema = 1\n[[policy]]\nid = "office/strange"\n'
    )
    edits.save(session, "Use a payer's rules", Edit(None, strange))
    assert session.rules.own == ()
    assert "office/strange" in session.rules.unreadable[0].message
    assert "Headache on 15 or more days a month" in _texts(session)


def test_rules_of_a_file_that_would_be_met_by_anybody_are_begun_and_rule_nothing(session: Session) -> None:
    policy = policies.use(session, corrected(session).draft)
    text = policies.export(session, policy.id)
    policies.remove(session, policy.id)
    bare = text.replace('measure = { name = "headache_days", at_least = 20 }', 'measure = { name = "headache_days" }')
    assert bare != text
    taken = policies.take_in(session, bare, "file")
    assert taken.policies == ()
    assert [flaw.says for flaw in taken.begun[0].flaws] == ["Write at least one of the numbers."]
    assert session.rules.own == ()
    assert policies.take_in(session, bare, "file").begun[0].draft.id == taken.begun[0].draft.id
    assert len(policies.drafts(session)) == 1
