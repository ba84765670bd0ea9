"""The office's own rules of payers: begun, put in force, taken out of force, out to a file and in from one."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.criteria.loading import load_policies
from app.criteria.own.draft import (
    Flaw,
    PolicyTable,
    copy_of,
    draft_body,
    draft_table,
    flaws,
    fresh_table,
    own_id,
    shipped_table,
    table_of,
    tables_of,
)
from app.criteria.own.toml_text import policies_toml
from app.criteria.policy import Policy
from app.domain.changes import Edit
from app.domain.ids import OfficePolicyId, PolicyDraftId, new_id
from app.domain.office_policy import OWN, OfficePolicy, PolicyDraft
from app.services import edits
from app.services.problems import NoSuchRecord, PolicyUnfinished
from app.services.session import Act, Session

#: A file of rules is text of some pages; more is something else.
MOST_BYTES = 4_000_000
_NAMED_AT_MOST = 4


@dataclass(frozen=True, slots=True)
class Begun:
    """Rules that are being entered.

    Attributes:
        flaws: what still keeps them from being used.
        in_force: whether the office is judged by an earlier version of them.
    """

    draft: PolicyDraft
    table: PolicyTable
    flaws: tuple[Flaw, ...]
    in_force: bool


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What came in from a file.

    Attributes:
        policies: that requests are judged by now.
        begun: that lack something; somebody goes on with them.
    """

    policies: tuple[Policy, ...]
    begun: tuple[Begun, ...]


def drafts(session: Session) -> tuple[Begun, ...]:
    """All rules that somebody began to enter."""
    session.allow(Act.VIEW)
    return tuple(_begun(session, item) for item in session.vault.all(PolicyDraft))


def begin(session: Session, policy_id: str = "", payer: str = "") -> Begun:
    """Begin rules, or go on with what was begun of them.

    Args:
        session: who is at work.
        policy_id: rules to correct: a copy of what is shipped, or the office's own; empty for new ones.
        payer: whose new rules they are, where that is known.

    Raises:
        NoSuchRecord: there are no rules of that name.
    """
    session.allow(Act.EDIT)
    kept = _draft_for(session, policy_id)
    if kept is not None:
        return _begun(session, kept)
    table = _table_for(session, policy_id, payer)
    draft = PolicyDraft(PolicyDraftId(new_id()), str(table["id"]), draft_body(table))
    edits.save(session, edits.DRAFTING_RULES, Edit(None, draft))
    return _begun(session, draft)


def keep(session: Session, draft: PolicyDraft, table: PolicyTable) -> Begun:
    """Keep what was entered so far, whatever it lacks."""
    stored = edits.found(session, PolicyDraft, draft.id)
    fresh = replace(stored, body=draft_body(table))
    if fresh != stored:
        edits.save(session, edits.DRAFTING_RULES, Edit(stored, fresh))
    return _begun(session, fresh)


def drop(session: Session, draft: PolicyDraft) -> None:
    """Give up what was begun; rules in force stay."""
    stored = session.vault.get(PolicyDraft, draft.id)
    if stored is not None:
        edits.save(session, "Drop rules that were begun", Edit(stored, None))


def use(session: Session, draft: PolicyDraft) -> Policy:
    """Judge requests by these rules from now on; the draft goes, and one undo brings all of it back.

    Raises:
        PolicyUnfinished: something must be said first.
        NotAllowed: the person is no administrator.
    """
    stored = edits.found(session, PolicyDraft, draft.id)
    table = draft_table(stored.body)
    open_ones = flaws(table)
    if open_ones:
        named = " ".join(flaw.says for flaw in open_ones[:_NAMED_AT_MOST])
        raise PolicyUnfinished(count=len(open_ones), named=named)
    text = policies_toml([table])
    (policy,) = load_policies(text, stored.policy_id)
    before = _in_force(session, policy.id)
    after = OfficePolicy(before.id if before else OfficePolicyId(new_id()), policy.id, text)
    edits.save(session, "Use a payer's rules", Edit(before, after), Edit(stored, None))
    return policy


def remove(session: Session, policy_id: str) -> None:
    """Take the office's rules out of force; one undo brings them back."""
    edits.save(session, "Remove a payer's rules", Edit(_own(session, policy_id), None))


def export(session: Session, policy_id: str) -> str:
    """Rules as a file's text: conditions, wording and sources, and no patient."""
    session.allow(Act.VIEW)
    return _own(session, policy_id).text


def take_in(session: Session, text: str, file_name: str) -> TakenIn:
    """Take in rules that another office entered, and judge by them from now on; what is not whole is only begun.

    Raises:
        CriteriaSyntax, CriteriaRule: the file holds no rules, or one of them cannot be used.
        NotAllowed: the person is no administrator.
    """
    session.allow(Act.ADMINISTER)
    load_policies(text, file_name)
    taken = [_taken(session, table, file_name) for table in tables_of(text)]
    changes = [edit for edit, _ in taken if edit.before != edit.after]
    if changes:
        edits.save(session, "Take in payers' rules", *changes)
    begun = [edit.after for edit, _ in taken if isinstance(edit.after, PolicyDraft)]
    return TakenIn(
        tuple(policy for _, policy in taken if policy is not None), tuple(_begun(session, draft) for draft in begun)
    )


def _taken(session: Session, table: PolicyTable, file_name: str) -> tuple[Edit, Policy | None]:
    """One policy of a file: in force, or begun where it lacks something that nobody may be judged without."""
    if not str(table["id"]).startswith(OWN):
        table |= {"copied_from": table["id"], "id": own_id(table, new_id())}
    name = str(table["id"])
    if flaws(table):
        kept = _draft_for(session, name)
        draft = PolicyDraft(kept.id if kept else PolicyDraftId(new_id()), name, draft_body(table))
        return Edit(kept, draft), None
    alone = policies_toml([table])
    (policy,) = load_policies(alone, file_name)
    before = _in_force(session, name)
    return Edit(before, OfficePolicy(before.id if before else OfficePolicyId(new_id()), name, alone)), policy


def file_name_of(policy: Policy) -> str:
    """What a file that holds the rules is called."""
    return f"{policy.id.replace('/', '_')}.toml"


def _begun(session: Session, draft: PolicyDraft) -> Begun:
    table = draft_table(draft.body)
    return Begun(draft, table, flaws(table), _in_force(session, draft.policy_id) is not None)


def _draft_for(session: Session, policy_id: str) -> PolicyDraft | None:
    """What was begun of these rules: of the office's own, or of a copy of shipped ones."""
    for draft in session.vault.all(PolicyDraft):
        if policy_id and policy_id in (draft.policy_id, draft_table(draft.body).get("copied_from")):
            return draft
    return None


def _table_for(session: Session, policy_id: str, payer: str) -> PolicyTable:
    by = session.actor.name.full
    if not policy_id:
        return fresh_table(own_id({"payers": [payer]}, new_id()), session.today, by, payer)
    own = _in_force(session, policy_id)
    if own is not None:
        return table_of(own.text) | {"checked": session.today.isoformat(), "checked_by": by}
    shipped = shipped_table(policy_id)
    if shipped is None:
        raise NoSuchRecord(kind="payer's rules", record_id=policy_id)
    return copy_of(shipped, own_id(shipped, new_id()), session.today, by)


def _in_force(session: Session, policy_id: str) -> OfficePolicy | None:
    return next((item for item in session.vault.all(OfficePolicy) if item.policy_id == policy_id), None)


def _own(session: Session, policy_id: str) -> OfficePolicy:
    found = _in_force(session, policy_id)
    if found is None:
        raise NoSuchRecord(kind="payer's rules", record_id=policy_id)
    return found
