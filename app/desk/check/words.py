"""Plain words for a judgement: states, what it comes to, and how far the rules behind it can be trusted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum

from app.criteria.findings import Finding, Overall, State
from app.criteria.judging import Judgement
from app.criteria.policy import Policy, Verified
from app.services.rules_since import Since

STATE_WORDS: Mapping[State, str] = {
    State.MET: "met",
    State.NOT_MET: "not met",
    State.NOT_DOCUMENTED: "not documented",
    State.NOT_REQUIRED: "not asked",
    State.TOO_EARLY: "too early",
}
#: Icon and colour of a state; the word beside it says the same.
STATE_LOOKS: Mapping[State, tuple[str, str]] = {
    State.MET: ("check", "good"),
    State.NOT_MET: ("close", "bad"),
    State.NOT_DOCUMENTED: ("open", "warn"),
    State.NOT_REQUIRED: ("minus", "quiet"),
    State.TOO_EARLY: ("today", "warn"),
}
VERIFIED_WORDS: Mapping[Verified, str] = {
    Verified.FULL: "Read in full from the payer's own text",
    Verified.EXCERPT: "Read in part: excerpts of the payer's own text",
    Verified.SECOND_HAND: "Reported by others; the payer's own text was not read",
}
#: Rules that came or went are named as far as a reader takes them in.
_TOLD_AT_MOST = 3
_OVERALL_WORDS: Mapping[Overall, tuple[str, str]] = {
    Overall.READY: ("Everything that the rules ask for is documented.", "good"),
    Overall.NOT_READY: ("Not ready: a rule is not met.", "bad"),
    Overall.CANNOT_DETERMINE: ("Not settled yet.", "warn"),
    Overall.NOT_REQUIRED: ("By these rules no authorization is needed.", "good"),
    Overall.TOO_EARLY: ("Too early for this request.", "warn"),
}


class Group(StrEnum):
    """The three parts of a check, with their headings."""

    SETTLE = "Settle first"
    DOCUMENTED = "Documented"
    NOT_ASKED = "Not asked"


def group_of(finding: Finding) -> Group:
    """Where a finding is listed."""
    if finding.state is State.MET:
        return Group.DOCUMENTED
    return Group.NOT_ASKED if finding.state is State.NOT_REQUIRED else Group.SETTLE


def grouped(findings: Sequence[Finding]) -> Mapping[Group, tuple[Finding, ...]]:
    """The findings by group; each keeps its order, the cheapest to settle first."""
    return {group: tuple(item for item in findings if group_of(item) is group) for group in Group}


def open_count(judged: Judgement | None) -> int:
    """How many rules ask somebody to do something."""
    return 0 if judged is None else sum(group_of(item) is Group.SETTLE for item in judged.findings)


def verdict(judged: Judgement) -> tuple[str, str]:
    """What the rules come to, in a sentence and a colour; never how likely an approval is."""
    if judged.policy is None:
        return "No rules are on file for this request.", "warn"
    count = open_count(judged)
    words, role = _OVERALL_WORDS[judged.overall]
    if judged.overall is Overall.CANNOT_DETERMINE and not count:
        return "What is known of the rules is documented. They are not known in full.", role
    if judged.overall in (Overall.CANNOT_DETERMINE, Overall.NOT_READY) and count:
        return f"{words} {count} to settle.", role
    return words, role


def short_verdict(judged: Judgement) -> tuple[str, str]:
    """The verdict in a few words, for one line."""
    count = open_count(judged)
    words, role = verdict(judged)
    if judged.policy is None:
        return "none on file", role
    if judged.overall is Overall.NOT_READY:
        return f"not met, {count} to settle", role
    if judged.overall is Overall.READY:
        return "all documented", role
    if judged.overall is Overall.CANNOT_DETERMINE and count:
        return f"{count} to settle", role
    return words.rstrip(".")[:1].lower() + words.rstrip(".")[1:], role


def policy_words(policy: Policy) -> str:
    """Number, in force since, and last looked at."""
    since = "date in force not known" if policy.effective is None else f"in force since {policy.effective:%m/%d/%Y}"
    number = policy.number or "no number"
    return f"{number} · {since} · checked {policy.checked:%m/%d/%Y}"


def _office_words(policy: Policy) -> tuple[str, str]:
    """The office's own rules are labelled so wherever they are shown."""
    read = {Verified.FULL: "read in full", Verified.EXCERPT: "read in part", Verified.SECOND_HAND: "heard of, not read"}
    by = f" by {policy.checked_by}" if policy.checked_by else ""
    copy = ", a corrected copy of what comes with the program" if policy.copied_from else ""
    words = f"The office's own rules{copy}: {read[policy.verified]}{by} on {policy.checked:%m/%d/%Y}."
    if policy.verified is Verified.SECOND_HAND:
        return f"{words} To be verified: they never decide alone.", "warn"
    return (words, "quiet") if policy.complete else (f"{words} Not complete: the payer may ask for more.", "warn")


def since_words(since: Since | None) -> str:
    """What has become of the rules since a request was signed by them; empty where they are the same."""
    if since is None:
        return ""
    if since.now is None:
        return f"Judged by {_named(since.then)}; no such rules are on file any more."
    if not since.has_changed:
        checked = since.now.checked
        return "" if checked == since.then.checked else f"The same rules were checked again on {checked:%m/%d/%Y}."
    parts = [f"Judged by {_named(since.then)}; the rules have changed since: now {_named(since.now)}."]
    parts += [f"Asked now: {text}." for text in since.asked_anew[:_TOLD_AT_MOST]]
    parts += [f"Not asked any more: {text}." for text in since.asked_no_more[:_TOLD_AT_MOST]]
    return " ".join(parts)


def _named(policy: Policy) -> str:
    whose = "the office's own rules, " if policy.is_offices else ""
    return f"{whose}{policy_words(policy)}"


def trust_words(policy: Policy) -> tuple[str, str]:
    """How the rules were verified and what follows, with a colour."""
    words = VERIFIED_WORDS[policy.verified]
    if policy.is_offices:
        return _office_words(policy)
    if policy.is_stub:
        return f"{words}. No criteria are on file: enter them from the payer's bulletin.", "warn"
    if not policy.may_decide:
        return f"{words}. To be verified: it never decides alone.", "warn"
    if not policy.complete:
        return f"{words}. Not complete: the payer may ask for more.", "warn"
    return f"{words}.", "quiet"
