"""What has become of the rules that a signed request was judged by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from app.criteria.answer import policy_named
from app.criteria.fingerprint import fingerprint
from app.criteria.judging import Judgement, judge
from app.criteria.policy import Policy
from app.criteria.records import submission_of
from app.domain.request import Request
from app.services._snapshot import thaw
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Since:
    """What has become of the rules that a signed request was judged by.

    Attributes:
        then: number, title and date as they were.
        now: what would rule the same request today; None where nothing would.
        has_changed: whether other rules, another version or other conditions would.
        asked_anew: what is asked now and was not then.
        asked_no_more: what was asked then and is not now.
    """

    then: Policy
    now: Policy | None
    has_changed: bool
    asked_anew: tuple[str, ...] = ()
    asked_no_more: tuple[str, ...] = ()


def since(session: Session, request: Request) -> Since | None:
    """Compare the rules that a signed request was judged by with those that would rule it today.

    Returns:
        None for a request that nobody has signed, or that no rules were known for.
    """
    snapshot = request.snapshot
    if snapshot is None or not snapshot.criteria_json:
        return None
    kept = json.loads(snapshot.criteria_json)
    if kept["policy"] is None:
        return None
    frozen = thaw(snapshot.facts_json)
    given = submission_of(replace(frozen.case, request=request), frozen.facts)
    today = replace(given, date=max(session.today, given.date or session.today))
    return _compared(kept, judge(today, session.rules.all()))


def _compared(kept: Mapping[str, Any], now: Judgement) -> Since:
    then = policy_named(kept["policy"])
    policy = now.policy
    if policy is not None and _is_same(kept["policy"], then, policy):
        return Since(then, policy, has_changed=False)
    before = {str(item["text"]) for item in kept["findings"]}
    after = {finding.text for finding in now.findings} if policy is not None else before
    return Since(then, policy, True, tuple(sorted(after - before)), tuple(sorted(before - after)))


def _is_same(kept: Mapping[str, Any], then: Policy, now: Policy) -> bool:
    if (now.id, now.number, now.effective) != (then.id, then.number, then.effective):
        return False
    return kept.get("fingerprint", "") in ("", fingerprint(now))
