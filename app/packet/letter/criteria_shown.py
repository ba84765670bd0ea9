"""The payer's criteria as a letter shows them: what is met with its evidence, what is not documented as a gap."""

from __future__ import annotations

import re
from collections.abc import Iterator

from app.criteria.findings import Finding, State, Topic
from app.domain.facts import Origin, OriginKind
from app.packet.letter.model import Block, Cell, Gap, LetterTable
from app.packet.letter.said import lower_first, said_of
from app.packet.letter.source import LetterSource

#: Facts that a finding of a topic stands on.
_TOPIC_KEYS = {
    Topic.AGE: ("patient.dob", "patient.age"),
    Topic.DIAGNOSIS: ("condition",),
    Topic.CODE: ("dx.icd10", "dx.icd10[2]"),
    Topic.FREQUENCY: ("measure.headache_days", "measure.migraine_days", "measure.headache_hours"),
    Topic.DURATION: ("measure.months_at_frequency",),
    Topic.SPECIALIST: ("prescriber.specialty",),
    Topic.DOSE: ("drug.units", "drug.dose"),
    Topic.INTERVAL: ("drug.frequency", "request.last_treatment_date"),
    Topic.CONCURRENT: ("meds.current",),
    Topic.RESPONSE: ("measure.baseline_headache_days", "measure.headache_days", "measure.response"),
    Topic.ATTACHMENTS: ("attachment.notes", "attachment.history", "attachment.labs"),
    Topic.GUIDANCE: ("drug.cpt",),
    Topic.EXCLUSION: ("measure.medication_overuse_excluded",),
}
#: Topics in the order in which a reviewer goes through them; what concerns the office alone is not among them.
_ORDER = (
    *(Topic.AGE, Topic.DIAGNOSIS, Topic.CODE, Topic.FREQUENCY, Topic.DURATION, Topic.RESPONSE, Topic.STEP_THERAPY),
    *(Topic.CONCURRENT, Topic.EXCLUSION, Topic.SPECIALIST, Topic.DOSE, Topic.INTERVAL, Topic.GUIDANCE),
    Topic.ATTACHMENTS,
)
#: Where a sentence begins.
_SENTENCE = re.compile(r"(?:^|(?<=[a-z)]\. ))[a-z]")
_SHOWN = (State.MET, State.NOT_DOCUMENTED)


def may_quote(source: LetterSource) -> bool:
    """Whether the payer's criteria were read and looked at; what was only heard of is never quoted."""
    return source.judgement is not None and source.judgement.policy is not None and source.judgement.policy.may_decide


def shown_findings(source: LetterSource) -> tuple[Finding, ...]:
    """The criteria that a letter can speak to, in a reviewer's order; none where the plan does not cover the use."""
    if source.judgement is None or not may_quote(source):
        return ()
    if any(
        finding.topic is Topic.DIAGNOSIS and finding.state is State.NOT_MET for finding in source.judgement.findings
    ):
        return ()
    found = [f for f in source.judgement.findings if f.state in _SHOWN and f.topic in _ORDER and not is_to_attach(f)]
    return tuple(sorted(found, key=lambda finding: _ORDER.index(finding.topic)))


def is_to_attach(finding: Finding) -> bool:
    """Whether it asks for a document that is not chosen yet: the office adds it, no sentence can."""
    return finding.topic is Topic.ATTACHMENTS and finding.state is State.NOT_DOCUMENTED


def criteria_table(source: LetterSource, topics: frozenset[str] | None = None) -> tuple[Block, ...]:
    """Criterion by criterion, with what the record shows; those of some topics only where they are given."""
    rows = tuple(
        (Cell(finding.text.rstrip(".")), _shown(source, finding))
        for finding in shown_findings(source)
        if topics is None or finding.topic in topics
    )
    if not rows:
        return ()
    return (LetterTable("criteria", "", ("Criterion of the plan", "What the record shows"), (0.42, 0.58), rows),)


def _shown(source: LetterSource, finding: Finding) -> Cell:
    if finding.state is not State.MET:
        gap = Gap(finding.keys[0] if finding.keys else "", lower_first(finding.text.rstrip(".")))
        return Cell(gap.text, gap=gap)
    because = finding.because or "Met."
    because = _SENTENCE.sub(lambda found: found[0].upper(), because)
    said = said_of(map(source.facts.get, _keys_of(source, finding)), because)
    policy = "" if source.judgement is None or source.judgement.policy is None else source.judgement.policy.id
    return Cell(said.text, said.keys, (*said.origins, Origin(OriginKind.DERIVED, f"policy:{policy}")))


def _keys_of(source: LetterSource, finding: Finding) -> Iterator[str]:
    if finding.topic is Topic.STEP_THERAPY:
        names = ("drug", "dates", "outcome")
        yield from (f"prior[{row}].{name}" for row in range(1, source.facts.rows("prior") + 1) for name in names)
    yield from dict.fromkeys((*_TOPIC_KEYS.get(finding.topic, ()), *finding.keys))
