"""Looking a request over by its payer's rules, and summing up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.criteria import logic
from app.criteria.checks import cross_checks
from app.criteria.choosing import Choice, choose
from app.criteria.circumstances import StateIs, hcpcs_of
from app.criteria.codes import look_at_codes
from app.criteria.findings import Caution, Cost, Finding, Judged, Overall, State, Topic
from app.criteria.library import bundled_policies
from app.criteria.numbers import AgeIs, Bounds
from app.criteria.policy import Ages, Policy, Rule, Verified
from app.criteria.submission import Submission
from app.domain.indications import condition_name

_BOUNDS = {Ages.ADULT: Bounds(at_least=Decimal(18)), Ages.CHILD: Bounds(at_most=Decimal(17))}
_ORDER = (State.NOT_DOCUMENTED, State.NOT_MET, State.TOO_EARLY, State.MET, State.NOT_REQUIRED)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the payer's rules say of a request; findings that can be settled most cheaply stand first."""

    policy: Policy | None
    overall: Overall
    findings: tuple[Finding, ...]
    cautions: tuple[Caution, ...]


def judge(given: Submission, policies: Sequence[Policy] | None = None) -> Judgement:
    """Judge a request.

    Args:
        given: what is laid before the payer.
        policies: the rules at hand; those that come with the program where None.
    """
    choice = choose(bundled_policies() if policies is None else policies, given)
    if choice.policy is None:
        return Judgement(None, Overall.CANNOT_DETERMINE, (_no_policy(choice),), cross_checks(given))
    looked = list(_look(choice.policy, given))
    unchosen = {rule.topic for rule in choice.policy.rules if _may_be_for(rule, given)}
    findings = [item for item in looked if isinstance(item, Finding)]
    findings = [item for item in findings if item.state is not State.MET or item.topic not in unchosen]
    cautions = [item for item in looked if isinstance(item, Caution)]
    if not choice.policy.may_decide:
        findings = [_reported(finding) for finding in findings]
    if choice.passed_over is not None:
        cautions.append(_passed_over(choice.passed_over))
    findings.sort(key=lambda f: (_ORDER.index(f.state), f.cost or Cost.CHOICE))
    return Judgement(
        policy=choice.policy,
        overall=overall(choice.policy, findings),
        findings=tuple(dict.fromkeys(findings)),
        cautions=tuple(dict.fromkeys((*cautions, *cross_checks(given)))),
    )


def overall(policy: Policy | None, findings: Sequence[Finding]) -> Overall:
    """What findings come to: a rule that is not met outranks all but a request that needs no authorization."""
    states = [finding.state for finding in findings]
    if any(f.topic is Topic.PA_REQUIRED and f.state is State.NOT_REQUIRED for f in findings):
        return Overall.NOT_REQUIRED
    if policy is None or policy.verified is Verified.SECOND_HAND:
        return Overall.CANNOT_DETERMINE
    if State.NOT_MET in states:
        return Overall.NOT_READY
    if not policy.complete or State.NOT_DOCUMENTED in states:
        return Overall.CANNOT_DETERMINE
    return Overall.TOO_EARLY if State.TOO_EARLY in states else Overall.READY


def _no_policy(choice: Choice) -> Finding:
    text = "The payer's rules"
    return Finding(Topic.OTHER, State.NOT_DOCUMENTED, text, choice.why, choice.settle, Cost.PAYER, choice.keys)


def _passed_over(own: Policy) -> Caution:
    since = f"in force since {own.effective:%m/%d/%Y}" if own.effective else f"checked {own.checked:%m/%d/%Y}"
    text = f"The office's own rules ({own.number or own.title}, {since}) are older than these and were not used."
    return Caution(Topic.OTHER, text)


def _reported(finding: Finding) -> Finding:
    """What may not decide is told as a report: it neither fails a request nor excuses it from one."""
    excused = finding.state is State.NOT_REQUIRED and finding.topic is Topic.PA_REQUIRED
    if finding.state is not State.NOT_MET and not excused:
        return finding
    because = f"Reported, to be verified: {finding.because}"
    settle = "Verify the rule in the payer's current bulletin."
    return Finding(finding.topic, State.NOT_DOCUMENTED, finding.text, because, settle, Cost.PAYER, finding.keys)


def _look(policy: Policy, given: Submission) -> Iterator[Finding | Caution]:
    yield from _notes(policy, given)
    authorization = _authorization(policy, given)
    if authorization is not None:
        yield authorization
        if authorization.state is State.NOT_REQUIRED:
            return
    if policy.is_stub:
        yield _stub(policy)
        return
    yield from _asked_at_all(policy, given)
    yield _diagnosis(policy, given)
    if given.indication in policy.unproven:
        return
    codes = look_at_codes(policy, given)
    yield from codes.findings
    yield from codes.cautions
    for rule in policy.rules:
        if _is_for(rule, policy, given):
            yield from _judged(rule, given)


def _notes(policy: Policy, given: Submission) -> Iterator[Caution]:
    for note in policy.notes:
        if note.conditions and given.indication not in note.conditions:
            continue
        if note.condition is None or note.condition.judge(given).state is State.MET:
            yield Caution(note.topic, note.text)


def _authorization(policy: Policy, given: Submission) -> Finding | None:
    if not policy.exemptions:
        return None
    judged = [(exemption.condition.judge(given), exemption.text) for exemption in policy.exemptions]
    free = next(((part, text) for part, text in judged if part.state is State.MET), None)
    if free is not None:
        return Finding(Topic.PA_REQUIRED, State.NOT_REQUIRED, free[1], " ".join(free[0].because))
    parts = logic.any_of([part for part, _ in judged])
    if parts.state is State.NOT_DOCUMENTED:
        return _finding(Topic.PA_REQUIRED, "Whether authorization is needed", parts)
    told = " ".join(dict.fromkeys(text for part, _ in judged for text in part.because))
    return Finding(Topic.PA_REQUIRED, State.MET, "Authorization is needed", told)


def _stub(policy: Policy) -> Finding:
    because = f"The criteria of this payer were not read. {policy.notice}".rstrip()
    settle = "Enter the rules from the payer's own bulletin."
    return Finding(Topic.OTHER, State.NOT_DOCUMENTED, policy.title, because, settle, Cost.PAYER)


def _asked_at_all(policy: Policy, given: Submission) -> Iterator[Finding]:
    """What must be known before rules can be chosen: the product, a first request or a renewal."""
    code = hcpcs_of(given.product)
    if code is None:
        text = "Which product is asked for"
        step = "Name the product."
        yield Finding(Topic.OTHER, State.NOT_DOCUMENTED, text, "Not documented.", step, Cost.CHOICE, ("drug.name",))
    elif code not in policy.products:
        text = f"The rules for {code}"
        because = "The payer's rules for this product were not read."
        step = "Enter the rules from the payer's own bulletin."
        yield Finding(Topic.OTHER, State.NOT_DOCUMENTED, text, because, step, Cost.PAYER)
    if given.kind is None and any(len(rule.kinds) == 1 for rule in policy.rules):
        text = "First request or continuation"
        step = "Say which it is."
        yield Finding(Topic.OTHER, State.NOT_DOCUMENTED, text, "Not documented.", step, Cost.CHOICE, ("request.type",))


def _diagnosis(policy: Policy, given: Submission) -> Finding:
    text = "The condition is one that the payer covers"
    keys = ("condition",)
    if given.indication is None:
        step = "Choose the condition."
        return Finding(Topic.DIAGNOSIS, State.NOT_DOCUMENTED, text, "Not documented.", step, Cost.CHOICE, keys)
    name = condition_name(given.indication)
    if given.indication in policy.unproven:
        because = f"{name}: the policy calls it experimental or unproven."
        step = "Ask for an exception with published evidence, or appeal."
        return Finding(Topic.DIAGNOSIS, State.NOT_MET, text, because, step, Cost.PAYER, keys)
    if given.indication in policy.covered:
        return Finding(Topic.DIAGNOSIS, State.MET, text, f"{name}.")
    because = f"{name}: what was read of the policy does not speak of it."
    step = "Ask the payer whether it is covered, and how."
    return Finding(Topic.DIAGNOSIS, State.NOT_DOCUMENTED, text, because, step, Cost.PAYER, keys)


def _is_for(rule: Rule, policy: Policy, given: Submission) -> bool:
    if rule.conditions and given.indication not in rule.conditions:
        return False
    if given.kind not in rule.kinds and (given.kind is not None or len(rule.kinds) == 1):
        return False
    code = hcpcs_of(given.product)
    if rule.products:
        return code in rule.products
    return code is None or code in policy.products


def _may_be_for(rule: Rule, given: Submission) -> bool:
    """Whether it cannot be told if the rule is for this request; its topic is then not met by other rules alone."""
    if given.indication is None:
        return bool(rule.conditions)
    if rule.conditions and given.indication not in rule.conditions:
        return False
    return (given.kind is None and len(rule.kinds) == 1) or (given.product is None and bool(rule.products))


def _judged(rule: Rule, given: Submission) -> Iterator[Finding | Caution]:
    judged = rule.condition.judge(given)
    for limit in _limits(rule, given):
        if limit.state is State.NOT_MET:
            return
        if limit.state is State.NOT_DOCUMENTED and judged.state is not State.MET:
            judged = limit
    yield _finding(rule.topic, rule.text, judged)
    near = () if judged.state is State.MET else judged.near
    yield from (Caution(rule.topic, text) for text in (*near, *judged.beside))


def _limits(rule: Rule, given: Submission) -> Iterator[Judged]:
    """Whether the rule is for this patient and this place; where that is not known, it may be."""
    if rule.ages is not None:
        yield AgeIs(_BOUNDS[rule.ages]).judge(given)
    if rule.states:
        yield StateIs(rule.states).judge(given)


def _finding(topic: Topic, text: str, judged: Judged) -> Finding:
    steps = judged.settle
    return Finding(
        topic=topic,
        state=judged.state,
        text=text,
        because=" ".join(judged.because),
        settle=" ".join(step.text for step in steps),
        cost=steps[0].cost if steps else None,
        keys=tuple(dict.fromkeys(key for step in steps for key in step.keys)),
    )
