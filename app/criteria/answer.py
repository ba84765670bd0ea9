"""A judgement as JSON: for the command line, and as a signed request keeps it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from app.criteria.findings import Caution, Cost, Finding, Overall, State, Topic
from app.criteria.fingerprint import fingerprint
from app.criteria.judging import Judgement
from app.criteria.policy import Policy, Verified


def answer_of(judged: Judgement) -> dict[str, Any]:
    """As `preflight --json` has it."""
    return {
        "policy": None if judged.policy is None else _policy(judged.policy),
        "overall": judged.overall.value,
        "findings": [
            {"topic": f.topic.value, "state": f.state.value, "text": f.text, "because": f.because, "settle": f.settle}
            for f in judged.findings
        ],
        "warnings": [{"topic": c.topic.value, "text": c.text} for c in judged.cautions],
    }


def freeze(judged: Judgement) -> str:
    """The text that a signed request keeps: the rules' number, date and verdicts as they were."""
    body = answer_of(judged)
    for kept, finding in zip(body["findings"], judged.findings, strict=True):
        kept["cost"], kept["keys"] = finding.cost, list(finding.keys)
    if judged.policy is not None:
        body["policy"] |= {"fingerprint": fingerprint(judged.policy), "decides": judged.policy.decides}
        body["policy"] |= {"stub": judged.policy.is_stub, "checked_by": judged.policy.checked_by}
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def thaw(text: str) -> Judgement:
    """What `freeze` wrote; of the policy only what names it."""
    body = json.loads(text)
    return Judgement(
        policy=None if body["policy"] is None else policy_named(body["policy"]),
        overall=Overall(body["overall"]),
        findings=tuple(_finding(item) for item in body["findings"]),
        cautions=tuple(Caution(Topic(item["topic"]), item["text"]) for item in body["warnings"]),
    )


def _policy(policy: Policy) -> dict[str, Any]:
    return {
        "id": policy.id,
        "title": policy.title,
        "number": policy.number,
        "effective": None if policy.effective is None else policy.effective.isoformat(),
        "checked": policy.checked.isoformat(),
        "verified": policy.verified.value,
        "complete": policy.complete,
        "source": policy.source,
    }


def policy_named(kept: Mapping[str, Any]) -> Policy:
    """What `freeze` kept of the policy: its name, number and dates, and no rule."""
    return Policy(
        id=kept["id"],
        title=kept["title"],
        payers=(),
        number=kept["number"],
        source=kept["source"],
        checked=dt.date.fromisoformat(kept["checked"]),
        verified=Verified(kept["verified"]),
        complete=kept["complete"],
        decides=kept.get("decides", True),
        named_only=not kept.get("stub", False),
        checked_by=kept.get("checked_by", ""),
        effective=None if kept["effective"] is None else dt.date.fromisoformat(kept["effective"]),
    )


def _finding(kept: dict[str, Any]) -> Finding:
    return Finding(
        topic=Topic(kept["topic"]),
        state=State(kept["state"]),
        text=kept["text"],
        because=kept["because"],
        settle=kept["settle"],
        cost=None if kept["cost"] is None else Cost(kept["cost"]),
        keys=tuple(kept["keys"]),
    )
