"""What letters are made from: live records, or those that were signed; the payer's line for the chart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.criteria.answer import thaw as thaw_judgement
from app.criteria.composed import All, AtLeast
from app.criteria.condition import Condition
from app.criteria.findings import Topic
from app.criteria.judging import Judgement
from app.criteria.response import Fell
from app.criteria.submission import Kind
from app.domain.derive import collect_facts
from app.domain.measures import ResponseLine, main_measures
from app.domain.request import Request
from app.packet.letter import LetterSource
from app.services import _snapshot
from app.services.judging import judge_request
from app.services.prepare import gather
from app.services.session import Session


def source_of(session: Session, request: Request, *, live: bool) -> LetterSource:
    """The source of a request's letters.

    Args:
        session: who is at work.
        request: signed or not.
        live: whether the records of today are taken for a signed request too, as for an appeal.
    """
    if request.snapshot is None or live:
        case = gather(session, request)
        facts = collect_facts(case, session.today)
        source = LetterSource(case, facts, session.today, judge_request(session, case, facts))
    else:
        frozen = _snapshot.thaw(request.snapshot.facts_json)
        case = replace(frozen.case, request=request)
        kept = request.snapshot.criteria_json
        judged = thaw_judgement(kept) if kept else judge_request(session, case, frozen.facts)
        source = LetterSource(case, frozen.facts, session.today, judged)
    return replace(source, response=response_line(source))


def response_line(source: LetterSource) -> ResponseLine | None:
    """The line that the payer's rule for renewal draws on the chart; None where it draws none."""
    main = main_measures(source.condition)[:1]
    if not main or not source.is_renewal or source.judgement is None or source.judgement.policy is None:
        return None
    series = source.series(main[0].name)
    if series.baseline is None or not source.judgement.policy.may_decide:
        return None
    for rule in _falls(source.judgement, source.condition):
        if rule.name != main[0].name:
            continue
        if rule.by is not None:
            return ResponseLine.fewer(series.baseline.value, rule.by)
        percent = rule.percent if rule.percent is not None else rule.more_than_percent
        if percent is not None:
            return ResponseLine.percent(series.baseline.value, percent)
    return None


def _falls(judgement: Judgement, condition: str) -> Iterator[Fell]:
    for rule in judgement.policy.rules if judgement.policy is not None else ():
        for_this = not rule.conditions or condition in rule.conditions
        if rule.topic is Topic.RESPONSE and Kind.CONTINUATION in rule.kinds and for_this:
            yield from _within(rule.condition)


def _within(condition: Condition) -> Iterator[Fell]:
    if isinstance(condition, Fell):
        yield condition
    elif isinstance(condition, All | AtLeast):
        for part in condition.parts:
            yield from _within(part)
