"""What letters are made from: live records, or those that were signed; the payer's line for the chart."""

from __future__ import annotations

import json
from dataclasses import replace
from decimal import Decimal

from app.criteria.answer import thaw as thaw_judgement
from app.criteria.fingerprint import fingerprint
from app.criteria.judging import Judgement
from app.criteria.response import Fell
from app.criteria.ways import ways_of_response
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
        line = response_line(replace(source, judgement=_with_rules(session, kept, judged)))
        return replace(source, response=line)
    return replace(source, response=response_line(source))


def _with_rules(session: Session, kept: str, judged: Judgement) -> Judgement:
    """A judgement as it was signed, with the rules behind it where they are still the same."""
    named = judged.policy
    mark = json.loads(kept)["policy"].get("fingerprint") if kept and named is not None else None
    found = next((item for item in session.rules.all() if named is not None and item.id == named.id), None)
    if named is None or found is None or mark != fingerprint(found):
        return judged
    return replace(judged, policy=replace(named, rules=found.rules))


def response_line(source: LetterSource) -> ResponseLine | None:
    """The payer's line for renewal on the chart, with those that do as well; None where its rule draws none."""
    main = main_measures(source.condition)[:1]
    if not main or not source.is_renewal or source.judgement is None or source.judgement.policy is None:
        return None
    series = source.series(main[0].name)
    if series.baseline is None or not source.judgement.policy.may_decide:
        return None
    baseline = series.baseline.value
    for ways in ways_of_response(source.judgement.policy, source.condition):
        falls = [way.fell for way in ways if way.fell is not None and way.fell.name == main[0].name]
        lines = [line for fell in falls if (line := _line(fell, baseline)) is not None]
        if lines:
            others = tuple(way.words for way in ways if way.fell not in falls)
            last = replace(lines[-1], text=", or ".join((lines[-1].text, *others)))
            first, *rest = (*lines[:-1], last)
            return replace(first, or_else=tuple(rest))
    return None


def _line(fell: Fell, baseline: Decimal) -> ResponseLine | None:
    if fell.by is not None:
        return ResponseLine.fewer(baseline, fell.by)
    if fell.percent is not None:
        return ResponseLine.percent(baseline, fell.percent)
    if fell.more_than_percent is not None:
        return ResponseLine.percent(baseline, fell.more_than_percent, more=True)
    return None
