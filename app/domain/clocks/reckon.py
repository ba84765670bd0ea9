"""From rules and a situation to dates. The date in the payer's letter wins; the rule is then shown beside it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from app.domain.clocks.days import Span, add_business_days, on_business_day
from app.domain.clocks.rules import AppealRule, Cited, ClockRules, Counted, DecisionRule, Subject, Verified, clock_rules
from app.domain.clocks.situation import Situation
from app.domain.course import Denial, Milestone, MilestoneKind
from app.domain.request import Status

#: In which the payer has the request already.
_WITH_PAYER = frozenset({Status.SENT, Status.PENDED, Status.INFORMATION_REQUESTED})
_ENDED = frozenset({Status.WITHDRAWN, Status.NOT_REQUIRED})
_DECIDED = frozenset({Status.APPROVED, Status.APPROVED_WITH_CHANGES, Status.DENIED, Status.APPEALED}) | _ENDED
_APPROVED = frozenset({Status.APPROVED, Status.APPROVED_WITH_CHANGES})


class ClockKind(StrEnum):
    """What is due."""

    DECISION = "decision"
    FOLLOW_UP = "follow_up"
    INFORMATION = "information"
    APPEAL = "appeal"
    PEER_TO_PEER = "peer_to_peer"
    APPEAL_DECISION = "appeal_decision"
    AUTHORIZATION_ENDS = "authorization_ends"
    RENEWAL = "renewal"
    NEXT_INJECTION = "next_injection"


TITLES = {
    ClockKind.DECISION: "Decision due",
    ClockKind.FOLLOW_UP: "Ask after the decision",
    ClockKind.INFORMATION: "Send what the payer asks for by",
    ClockKind.APPEAL: "Appeal by",
    ClockKind.PEER_TO_PEER: "Peer-to-peer talk by",
    ClockKind.APPEAL_DECISION: "Decision on the appeal due",
    ClockKind.AUTHORIZATION_ENDS: "Authorization ends",
    ClockKind.RENEWAL: "Start the renewal",
    ClockKind.NEXT_INJECTION: "Next injection not before",
}
_LETTER_KIND = {
    ClockKind.DECISION: MilestoneKind.DECISION_BY,
    ClockKind.FOLLOW_UP: MilestoneKind.FOLLOW_UP,
    ClockKind.INFORMATION: MilestoneKind.INFORMATION_BY,
    ClockKind.APPEAL: MilestoneKind.APPEAL_BY,
    ClockKind.PEER_TO_PEER: MilestoneKind.PEER_TO_PEER_BY,
    ClockKind.APPEAL_DECISION: MilestoneKind.APPEAL_DECISION_BY,
    ClockKind.AUTHORIZATION_ENDS: MilestoneKind.AUTHORIZATION_ENDS,
    ClockKind.RENEWAL: MilestoneKind.RENEWAL_FROM,
    ClockKind.NEXT_INJECTION: MilestoneKind.NEXT_NOT_BEFORE,
}


@dataclass(frozen=True, slots=True)
class Clock:
    """One date with the rule behind it.

    Attributes:
        date: None where nothing is known: the office enters what the payer says.
        about: what the rule is about, such as "Medicare Advantage, drug given in the office (Part B)".
        counted: how the date was counted, or where in the payer's letter it stands.
        rule: the rule in our own words, shown beside the letter's date too.
        from_letter: whether it is the payer's own date.
        if_sent_today: whether it is counted from today, because nothing was sent yet.
        caution: what to look at before relying on it.
    """

    kind: ClockKind
    date: dt.date | None
    about: str = ""
    counted: str = ""
    rule: str = ""
    sources: tuple[str, ...] = ()
    verified: Verified | None = None
    from_letter: bool = False
    if_sent_today: bool = False
    caution: str = ""

    @property
    def title(self) -> str:
        """In plain English."""
        return TITLES[self.kind]


def clocks_of(situation: Situation, rules: ClockRules | None = None) -> tuple[Clock, ...]:
    """Every clock that runs for the request, in the order of kinds; the first of a kind is the one that counts.

    Args:
        situation: the request.
        rules: other than the bundled ones.
    """
    rules = rules or clock_rules()
    found: list[Clock] = []
    if situation.status not in _DECIDED:
        found += _kept(situation, ClockKind.DECISION, list(_decisions(situation, rules)))
        found += _kept(situation, ClockKind.FOLLOW_UP, list(_follow_up(found, rules)))
    if situation.status is Status.INFORMATION_REQUESTED:
        found += _kept(situation, ClockKind.INFORMATION, [])
    denial = situation.last_denial
    if denial is not None and situation.status not in _APPROVED | _ENDED:
        found += _appeals(situation, denial, rules)
    found += _kept(situation, ClockKind.AUTHORIZATION_ENDS, list(_ends(situation, rules)))
    ends = next((clock for clock in found if clock.kind is ClockKind.AUTHORIZATION_ENDS), None)
    found += _kept(situation, ClockKind.RENEWAL, list(_renewal(situation, ends, rules)))
    found += _kept(situation, ClockKind.NEXT_INJECTION, list(_interval(situation, rules)))
    return tuple(found)


def next_clock(clocks: tuple[Clock, ...]) -> Clock | None:
    """The earliest of the dates that count; those that only bar something too early are no due dates."""
    first = {clock.kind: clock for clock in reversed(clocks) if clock.date is not None}
    first.pop(ClockKind.NEXT_INJECTION, None)
    return min(first.values(), key=lambda clock: clock.date or dt.date.max, default=None)


def next_levels(situation: Situation, rules: ClockRules | None = None) -> tuple[AppealRule, ...]:
    """The levels of appeal that are still open to the line of business, the next one first."""
    denial = situation.last_denial
    level = 0 if denial is None else denial.level
    appeals = (rules or clock_rules()).appeals
    return tuple(rule for rule in appeals if situation.line in rule.lines and rule.level > level)


def _kept(situation: Situation, kind: ClockKind, computed: list[Clock]) -> list[Clock]:
    """The letter's date in place of the computed one, which is then told beside it."""
    noted = situation.milestone(_LETTER_KIND[kind])
    if noted is None:
        return computed
    behind = computed[0] if computed else Clock(kind, None)
    would = "" if behind.date is None else f"The rule alone would give {behind.date:%m/%d/%Y}."
    counted = noted.said_in or "noted by the office"
    return [replace(behind, date=noted.date, counted=counted, from_letter=True, if_sent_today=False, caution=would)]


def _clock(kind: ClockKind, date: dt.date | None, cited: Cited, counted: str, caution: str = "") -> Clock:
    said = [caution] if caution else []
    if not cited.verified.is_read:
        said.append(f"This rule is {cited.verified.words}.")
    return Clock(kind, date, cited.name, counted, cited.text, cited.sources, cited.verified, caution=" ".join(said))


def _decisions(situation: Situation, rules: ClockRules) -> Iterator[Clock]:
    held = [rule for rule in rules.decisions if _holds(rule, situation)]
    order = sorted(
        held, key=lambda r: (not r.cited.verified.is_read, _after_the_drug(r, situation), not r.types, -r.exactness)
    )
    sent = situation.milestone(MilestoneKind.RECEIVED) or situation.milestone(MilestoneKind.SENT)
    for rule in order:
        yield _decision(situation, rule, sent)
    for none in () if order else rules.not_needed:
        if situation.line in none.lines and situation.site in none.sites:
            yield _clock(ClockKind.DECISION, None, none.cited, "No authorization is needed")
            return
    if not order:
        words = "No rule is known for this line of business: enter the date that the payer gives."
        yield Clock(ClockKind.DECISION, None, counted=words)


def _decision(situation: Situation, rule: DecisionRule, sent: Milestone | None) -> Clock:
    """One rule's date, from the day on which the payer had the request; from today while nothing was sent."""
    span = rule.urgent if situation.urgent else rule.standard
    cautions = []
    if rule.extension and not situation.urgent:
        cautions.append(f"It may be extended by {rule.extension.words}.")
    if situation.status is Status.INFORMATION_REQUESTED:
        cautions.append("The payer has asked for information: its time may stand still until that is in.")
    caution = " ".join(cautions)
    if sent is not None:
        how = f"{span.words} from {sent.date:%m/%d/%Y}, {_noted(sent.kind)}"
        return _clock(ClockKind.DECISION, span.after(sent.date), rule.cited, how, caution)
    if situation.status in _WITH_PAYER:
        how = f"{span.words} from the day of sending, which is not noted: enter it"
        return _clock(ClockKind.DECISION, None, rule.cited, how, caution)
    how = f"{span.words} from today, if it is sent today"
    clock = _clock(ClockKind.DECISION, span.after(situation.today), rule.cited, how, caution)
    return replace(clock, if_sent_today=True)


def _noted(kind: MilestoneKind) -> str:
    return "when the payer had it" if kind is MilestoneKind.RECEIVED else "when it was sent"


def _after_the_drug(rule: DecisionRule, situation: Situation) -> bool:
    return situation.asks_drug and rule.subject is Subject.SERVICE


def _holds(rule: DecisionRule, situation: Situation) -> bool:
    asked = {Subject.DRUG: situation.asks_drug, Subject.SERVICE: situation.asks_service, Subject.ANY: True}
    return (
        situation.line in rule.lines
        and asked[rule.subject]
        and (not rule.benefits or situation.benefit in rule.benefits)
        and (not rule.states or situation.state in rule.states)
        and (not rule.sites or situation.site in rule.sites)
        and (not rule.cpt or any(code in rule.cpt for code in situation.cpt))
        and (not rule.types or situation.type in rule.types)
    )


def _follow_up(found: list[Clock], rules: ClockRules) -> Iterator[Clock]:
    due = next((clock for clock in found if clock.kind is ClockKind.DECISION and clock.date is not None), None)
    if due is None or due.date is None:
        return
    day = add_business_days(due.date, rules.office.follow_up_business_days)
    how = f"{Span(business_days=rules.office.follow_up_business_days).words} after {due.date:%m/%d/%Y}"
    yield Clock(
        ClockKind.FOLLOW_UP,
        day,
        "The office's own habit",
        how,
        rules.office.follow_up_text,
        if_sent_today=due.if_sent_today,
    )


def _appeals(situation: Situation, denial: Denial, rules: ClockRules) -> list[Clock]:
    rule = next((item for item in next_levels(situation, rules) if item.level == denial.level + 1), None)
    sent = situation.milestone(MilestoneKind.APPEAL_SENT)
    if sent is not None and sent.date >= denial.date:
        computed = [] if rule is None else [_appeal_decision(situation, rule, sent.date)]
        return _kept(situation, ClockKind.APPEAL_DECISION, computed)
    if rule is None:
        computed = [Clock(ClockKind.APPEAL, None, counted="No next level is known here: the notice says what is left.")]
    else:
        computed = [_appeal_by(denial, rule)]
    if denial.deadline is not None:
        would = "" if computed[0].date is None else f"The rule alone would give {computed[0].date:%m/%d/%Y}."
        said = f"on the notice of {denial.date:%m/%d/%Y}"
        return [
            replace(computed[0], date=denial.deadline, counted=said, from_letter=True, caution=would),
            *_kept(situation, ClockKind.PEER_TO_PEER, []),
        ]
    return [*_kept(situation, ClockKind.APPEAL, computed), *_kept(situation, ClockKind.PEER_TO_PEER, [])]


def _appeal_by(denial: Denial, rule: AppealRule) -> Clock:
    """From receipt where that is noted; else from the date printed, with the days that the law presumes."""
    if rule.file is None:
        return _clock(ClockKind.APPEAL, None, rule.cited, "It goes on by itself")
    start, words = denial.date, f"{denial.date:%m/%d/%Y}, the date on the notice"
    if rule.counted is Counted.RECEIVED and rule.presumed_days:
        presumed = denial.date + dt.timedelta(days=rule.presumed_days)
        start, words = presumed, f"{presumed:%m/%d/%Y}, {rule.presumed_days} days after the date on the notice"
        if denial.received is not None and denial.received > presumed:
            words += f"; it came only on {denial.received:%m/%d/%Y}, which has to be proved to count"
    elif rule.counted is Counted.RECEIVED and denial.received is not None:
        start, words = denial.received, f"{denial.received:%m/%d/%Y}, when the notice came"
    day = rule.file.after(start)
    if rule.rolls_forward:
        day = on_business_day(day)
    caution = "It may be earlier: the state can give less time." if rule.at_most else "The notice's own date wins."
    return _clock(ClockKind.APPEAL, day, rule.cited, f"{rule.file.words} from {words}", caution)


def _appeal_decision(situation: Situation, rule: AppealRule, sent: dt.date) -> Clock:
    span = rule.decide_urgent if situation.urgent and rule.decide_urgent is not None else rule.decide
    how = f"{span.words} from {sent:%m/%d/%Y}, when the appeal was sent"
    return _clock(ClockKind.APPEAL_DECISION, span.after(sent), rule.cited, how)


def _ends(situation: Situation, rules: ClockRules) -> Iterator[Clock]:
    if situation.status not in _APPROVED:
        return
    decided = situation.milestone(MilestoneKind.DECIDED)
    for rule in rules.authorizations:
        if decided is not None and situation.line in rule.lines and situation.site in rule.sites:
            day = decided.date + dt.timedelta(days=rule.lasts_days - 1)
            how = f"{rule.lasts_days} days with {decided.date:%m/%d/%Y}, the day of the decision, as the first"
            yield _clock(ClockKind.AUTHORIZATION_ENDS, day, rule.cited, how)
    if situation.ends is not None:
        words = "The last day that was asked for; an approval can be shorter."
        yield Clock(ClockKind.AUTHORIZATION_ENDS, situation.ends, "The request", words)


def _renewal(situation: Situation, ends: Clock | None, rules: ClockRules) -> Iterator[Clock]:
    """Before the approval ends, or before the treatment that it does not cover any more, whichever comes first."""
    last = None if ends is None else ends.date
    short = situation.short_on
    if last is None and short is None:
        return
    before = rules.office.renewal_days_before
    if short is not None and (last is None or short < last):
        day, how = short, f"{short:%m/%d/%Y}, the next treatment, which the approval does not cover any more"
    else:
        day = last or dt.date.max
        how = f"{day:%m/%d/%Y}"
    told = f"{before} calendar days before {how}"
    yield Clock(
        ClockKind.RENEWAL, day - dt.timedelta(days=before), "The office's own habit", told, rules.office.renewal_text
    )


def _interval(situation: Situation, rules: ClockRules) -> Iterator[Clock]:
    last = situation.last_treatment
    rule = next((item for item in rules.intervals if situation.product in item.products), None)
    if last is not None and rule is not None:
        how = f"{rule.days} days after {last:%m/%d/%Y}, the last treatment"
        yield _clock(ClockKind.NEXT_INJECTION, last + dt.timedelta(days=rule.days), rule.cited, how)
