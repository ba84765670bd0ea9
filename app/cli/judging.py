"""`preflight --case`: cases of a file judged by their payers' rules."""

from __future__ import annotations

from pathlib import Path

from app.cli import say
from app.criteria.answer import answer_of
from app.criteria.findings import State
from app.criteria.judging import Judgement
from app.services.judging import judge_cases
from app.services.problems import FileNotReadable

_WORDS = {
    State.MET: "met",
    State.NOT_MET: "not met",
    State.NOT_DOCUMENTED: "not documented",
    State.NOT_REQUIRED: "not asked for",
    State.TOO_EARLY: "too early",
}


def preflight_case(file: Path, *, json: bool) -> int:
    """Judge a case, or a list of cases, without a vault."""
    try:
        text = say.read_file(file).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileNotReadable(name=file.name, why="it is no text in UTF-8") from None
    judged = judge_cases(text)
    if json:
        say.out_json(_json(judged))
        return 0
    for number, one in enumerate(judged if isinstance(judged, list) else [judged], 1):
        if isinstance(judged, list):
            say.out(f"Case {number}")
        tell(one, overall=one.overall.value)
    return 0


def tell(judged: Judgement, *, overall: str) -> None:
    """Say what the payer's rules come to, line by line."""
    policy = judged.policy
    if policy is None:
        say.out(f"{overall}: no verified rules of this payer are on file.")
    else:
        read = {"full": "read in full", "excerpt": "read in part", "second_hand": "known second hand"}[policy.verified]
        say.out(f"{overall}: {policy.title} {policy.number}".rstrip() + f" ({read}, checked {policy.checked:%m/%d/%Y})")
    for finding in judged.findings:
        say.out(f"  {_WORDS[finding.state]:>14}  {finding.text}: {finding.because}".rstrip())
        if finding.settle and finding.state is not State.MET:
            say.out(f"{'':>16}  → {finding.settle}")
    for caution in judged.cautions:
        say.out(f"  Check: {caution.text}")


def _json(judged: list[Judgement] | Judgement) -> object:
    return [answer_of(one) for one in judged] if isinstance(judged, list) else answer_of(judged)
