"""Which policy rules a request: payer by payer and line by line, never by brand alone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from app.criteria.policy import Policy
from app.criteria.states import WORDS
from app.criteria.submission import Submission
from app.domain.practice import Line

_KINDS_OF_FIRM = ("inc", "llc", "co", "corp", "corporation", "company", "insurance", "ins")
_KINDS_OF_PLAN = ("hmo", "ppo", "pos", "epo", "plan", "plans", "commercial")
#: What stands at the end of a payer's name and says nothing of which payer it is.
_NOISE = frozenset((*_KINDS_OF_FIRM, *_KINDS_OF_PLAN))


@dataclass(frozen=True, slots=True)
class Choice:
    """The policy, or why there is none.

    Attributes:
        passed_over: rules of the office's own that are older than those that were chosen.
    """

    policy: Policy | None
    why: str = ""
    settle: str = ""
    keys: tuple[str, ...] = ()
    passed_over: Policy | None = None


def choose(policies: Sequence[Policy], given: Submission) -> Choice:
    """The policy in force for the payer, the line of business, the state and the day."""
    if not given.payer:
        return Choice(None, "The payer is not documented.", "Choose the payer.", ("coverage.payer_name",))
    of_payer = _of_payer(given.payer, policies)
    if not of_payer:
        why = "No rules of this payer are on file."
        return Choice(None, why, "Enter the rules from the payer's own bulletin.")
    if given.line is None and any(policy.lines for policy in of_payer):
        return Choice(None, "The line of business is not documented.", "Choose the line.", ("coverage.plan_type",))
    of_line = [policy for policy in of_payer if not policy.lines or given.line in policy.lines]
    if not of_line:
        return Choice(None, _other_line(of_payer, given.line), "Enter the rules from the payer's own bulletin.")
    return _of_place_and_day(of_line, given)


def _of_place_and_day(of_line: list[Policy], given: Submission) -> Choice:
    bound = [policy for policy in of_line if policy.states or policy.not_states]
    if not given.state and len(bound) == len(of_line):
        return Choice(None, "The state of the plan is not documented.", "Write the state.", ("patient.state",))
    here = [policy for policy in of_line if _is_here(policy, given.state)]
    if not here:
        why = "The rules on file do not apply in this state."
        return Choice(None, why, "Enter the rules that the payer has for this state.")
    now = [p for p in here if p.effective is None or given.date is None or p.effective <= given.date]
    if not now:
        return Choice(None, "The rules on file are not yet in force on the day of the request.", "Look at the date.")
    return _ruling(now, given.indication)


def _ruling(now: list[Policy], indication: str | None) -> Choice:
    """The office's own rules for the use, unless the program brings decisive ones that are in force from later."""
    shipped = max((p for p in now if not p.is_offices), key=_weight, default=None)
    own = [p for p in now if p.is_offices]
    mine = max(own, key=lambda p: (p.speaks_of(indication), _since(p)), default=None)
    if mine is None or shipped is None:
        return Choice(mine or shipped)
    if not mine.speaks_of(indication):
        return Choice(shipped)
    is_later = shipped.may_decide and shipped.speaks_of(indication) and _since(shipped) > _since(mine)
    return Choice(shipped, passed_over=mine) if is_later else Choice(mine)


def _weight(policy: Policy) -> tuple[bool, bool, dt.date]:
    return not policy.is_stub, policy.effective is not None, policy.effective or policy.checked


def _since(policy: Policy) -> dt.date:
    return policy.effective or policy.checked


def is_payer(name: str, policy: Policy) -> bool:
    """Whether a payer's name, as an office writes it, is one of the policy's; never one that merely begins like it."""
    return bool(_of_payer(name, (policy,)))


def _of_payer(name: str, policies: Sequence[Policy]) -> list[Policy]:
    spellings, key = _spellings(name), _key(name)
    named = [(policy, *_names_of(policy.payers)) for policy in policies]
    return [policy for policy, exact, begins in named if not exact.isdisjoint(spellings) or key.startswith(begins)]


@lru_cache(maxsize=1024)
def _names_of(payers: tuple[str, ...]) -> tuple[frozenset[str], tuple[str, ...]]:
    """Whole names, and beginnings (`Noridian*`), for comparing."""
    whole = frozenset(_key(name) for name in payers)
    return whole, tuple(_key(name[:-1]) for name in payers if name.endswith("*"))


@lru_cache(maxsize=256)
def _spellings(name: str) -> frozenset[str]:
    return frozenset({_key(name), _key(_without_state(name))})


def _is_here(policy: Policy, state: str | None) -> bool:
    if not state:
        return not policy.states and not policy.not_states
    return (not policy.states or state in policy.states) and state not in policy.not_states


@lru_cache(maxsize=1024)
def _key(name: str) -> str:
    words = re.findall(r"[a-z0-9]+", name.lower().replace("&", " and ").replace("'", ""))
    while len(words) > 1 and words[-1] in _NOISE:
        words.pop()
    return "".join(words)


def _without_state(name: str) -> str:
    """`UnitedHealthcare Community Plan` for `UnitedHealthcare Community Plan of Arizona` or `… (AZ)`."""
    tail = re.search(r"(?:\s+of\s+(?:the\s+)?|\s*[-–,(]\s*)(?P<place>[A-Za-z .]+?)\)?\s*$", name)
    if tail is None:
        return name
    place = tail["place"].strip().lower()
    return name[: tail.start()] if place in WORDS else name


def _other_line(of_payer: list[Policy], line: Line | None) -> str:
    text = f"The rules on file ({of_payer[0].number or of_payer[0].title}) are for another line of business."
    if line is Line.SELF_FUNDED and any(Line.COMMERCIAL in policy.lines for policy in of_payer):
        text += " Many self-funded plans follow the insurer's commercial rules, but the plan's own document decides."
    return text
