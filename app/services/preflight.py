"""What a request still lacks: the payer's rules, missing boxes, answers nobody has seen, wrong identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.criteria.answer import answer_of, thaw
from app.criteria.findings import Overall, Topic
from app.criteria.judging import Judgement
from app.domain.ids import RequestId
from app.domain.request import BoxEntry
from app.mapping.asked_for import reminders_due
from app.mapping.filled import BoxFill
from app.mapping.model import Importance
from app.services.judging import judge_request
from app.services.prepare import Prepared, prepare
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class PreflightFinding:
    """One thing looked at.

    Attributes:
        topic: of the closed list; what no topic names is `other`.
        state: MET, NOT_MET, NOT_DOCUMENTED, NOT_REQUIRED or TOO_EARLY.
        settle: where it can be settled, in words.
        box: where on the form, or empty.
    """

    topic: str
    state: str
    text: str
    because: str
    settle: str
    box: str = ""


@dataclass(frozen=True, slots=True)
class Preflight:
    """The answer: what the payer's rules say, and what the form still lacks.

    Attributes:
        judged: by the payer's rules; its findings stand before the form's.
        findings: of the form.
        warnings: identifiers that cannot be right, and what the form's pack reminds of.
        editions: what to look at in the form's edition.
    """

    judged: Judgement
    findings: tuple[PreflightFinding, ...]
    warnings: tuple[str, ...]
    editions: tuple[str, ...] = ()

    @property
    def overall(self) -> str:
        """What all of it comes to: a form that lacks something is not ready, whatever the payer's rules say."""
        by_rules = self.judged.overall
        if self.findings and by_rules in (Overall.READY, Overall.TOO_EARLY):
            return Overall.CANNOT_DETERMINE.value
        return by_rules.value

    def as_json(self) -> dict[str, Any]:
        """As `preflight --json` has it."""
        answer = answer_of(self.judged)
        answer["overall"] = self.overall
        answer["findings"] += [
            {"topic": f.topic, "state": f.state, "text": f.text, "because": f.because, "settle": f.settle}
            for f in self.findings
        ]
        answer["warnings"] += [{"topic": "other", "text": text} for text in self.warnings]
        answer["warnings"] += [{"topic": Topic.EDITION.value, "text": text} for text in self.editions]
        return answer


def preflight(session: Session, request_id: RequestId) -> Preflight:
    """Look a request over.

    Raises:
        NoSuchRecord: there is no such request.
        NoFormChosen: it has no form yet.
    """
    return judged(session, prepare(session, request_id))


def judged(session: Session, prepared: Prepared) -> Preflight:
    """The same for a request that is prepared already."""
    findings = [_missing(fill) for fill in prepared.filled.missing() if fill.importance is not Importance.OPTIONAL]
    findings += [_unseen(fill) for fill in prepared.filled.proposed()]
    findings += [_stray(entry) for entry in prepared.filled.strays]
    reminders = () if prepared.pack is None else reminders_due(prepared.pack, prepared.facts)
    warnings = (*(finding.text for finding in prepared.findings), *reminders)
    return Preflight(judgement_of(session, prepared), tuple(findings), warnings, prepared.editions)


def judgement_of(session: Session, prepared: Prepared) -> Judgement:
    """By the payer's rules of today; of a signed request as it was judged when it was signed."""
    snapshot = prepared.request.snapshot
    if snapshot is not None and snapshot.criteria_json:
        return thaw(snapshot.criteria_json)
    return judge_request(session, prepared.case, prepared.facts)


def _missing(fill: BoxFill) -> PreflightFinding:
    wanted = "required" if fill.importance is Importance.REQUIRED else "important"
    return PreflightFinding(
        topic="other",
        state="NOT_DOCUMENTED",
        text=fill.title or f"Box {fill.box}",
        because=f"The form asks for it ({wanted}), and the records do not say.",
        settle="Fill it in with the patient or on the form.",
        box=fill.box,
    )


def _unseen(fill: BoxFill) -> PreflightFinding:
    return PreflightFinding(
        topic="other",
        state="NOT_DOCUMENTED",
        text=fill.title or f"Box {fill.box}",
        because="An answer is proposed from the records, and nobody has confirmed it.",
        settle="Look at the proposal and confirm or correct it.",
        box=fill.box,
    )


def _stray(entry: BoxEntry) -> PreflightFinding:
    return PreflightFinding(
        topic="other",
        state="NOT_DOCUMENTED",
        text=f"Typed on the form: {entry.value}",
        because="The form does not have that box any more, so it stands nowhere on the page.",
        settle="Type it again where it belongs.",
        box=entry.box_id,
    )
