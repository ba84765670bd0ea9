"""The diagnosis codes against the condition, and against the payer's lists."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from fnmatch import fnmatchcase

from app.criteria.findings import Caution, Cost, Finding, Looked, State, Topic
from app.criteria.policy import CodeList, Policy
from app.criteria.submission import Submission
from app.criteria.words import choice_words
from app.domain.identifiers import normalise_icd10
from app.domain.indications import CodeEntry, condition_name, conditions, icd10_table

_TEXT = "The diagnosis code belongs to the condition"
_SPASTICITY = frozenset({"spasticity", "upper_limb_spasticity", "lower_limb_spasticity"})
#: Conditions that payers list by their cause, such as a stroke.
_OF_MANY_CAUSES = _SPASTICITY | {"ndo"}
#: Conditions of which every code is known: another code is another condition.
_CLOSED = frozenset({"chronic_migraine"})


class Standing(Enum):
    """What one code is, for the condition and the payer; from best to worst."""

    LISTED = "on the payer's list"
    OWN = "of the condition"
    LACKING = "of the condition, but not on the payer's list"
    RENAMED = "of the condition, but no longer valid alone"
    KIN = "near the condition's codes"
    ON_BOTH = "on both of the payer's lists"
    SHORT = "a heading that needs more digits"
    STRANGE = "not known to belong to the condition"
    OTHER = "of another condition"
    NOT_COVERED = "on the payer's list of codes not covered"


_OPEN = (Standing.SHORT, Standing.STRANGE)
_WRONG = (Standing.OTHER, Standing.NOT_COVERED)
_SILENT = (Standing.LACKING, Standing.RENAMED, Standing.KIN, Standing.ON_BOTH)
_NOT_LISTED = "{code} is not on the list of {policy}; the payer may send it back."
_SAID = {
    Standing.LACKING: _NOT_LISTED,
    Standing.KIN: _NOT_LISTED,
    Standing.ON_BOTH: "{code} stands on both lists of {policy}, covered and not covered. Choose a more exact code.",
    Standing.NOT_COVERED: "{code} stands on the list of codes that {policy} does not cover. Choose a more exact code.",
}


def look_at_codes(policy: Policy, given: Submission) -> Looked:
    """Judge the codes; where the payer's list merely lacks one, that is a caution and no finding."""
    if given.indication is None:
        return Looked()
    if given.dx is None:
        step = "Write the ICD-10 code."
        return Looked((_finding(State.NOT_DOCUMENTED, "No code is documented.", step, Cost.NUMBER),))
    if not given.dx:
        return Looked((_finding(State.NOT_MET, "No code is given.", "Write the ICD-10 code.", Cost.NUMBER),))
    if given.indication == "other" or given.indication not in conditions():
        return Looked()
    standings = [(code, standing_of(code, policy, given.indication)) for code in _tidy(given.dx)]
    cautions = tuple(
        Caution(Topic.CODE, text) for code, standing in standings if (text := _caution(code, standing, policy))
    )
    code, best = standings[0]
    if best is not Standing.NOT_COVERED:
        order = list(Standing)
        code, best = min(standings, key=lambda pair: order.index(pair[1]))
    return Looked(_judged(code, best, policy, given.indication), cautions)


def standing_of(code: str, policy: Policy, condition: str) -> Standing:
    """What a code is."""
    lists = [item for item in policy.codes if not item.conditions or condition in item.conditions]
    if any(_on(code, item.not_covered) for item in lists):
        return Standing.NOT_COVERED
    if any(_on(code, item.on_both) for item in lists):
        return Standing.ON_BOTH
    entry = icd10_table().get(code)
    if entry is not None and not entry.billable:
        return _of_heading(entry, condition)
    if any(_on(code, item.listed) for item in lists if item.conditions):
        return Standing.LISTED
    return _without_own_list(code, lists, condition)


def _without_own_list(code: str, lists: list[CodeList], condition: str) -> Standing:
    """What a code is that is not on the condition's own list, which the payer may not have."""
    entry = icd10_table().get(code)
    listed_at_all = any(_on(code, item.listed) for item in lists)
    if entry is None:
        return _of_unknown_code(code, condition, listed_at_all)
    if not _belongs(entry, condition):
        return Standing.OTHER
    has_list = any(item.listed for item in lists)
    return Standing.OWN if listed_at_all or not has_list else Standing.LACKING


def _of_heading(entry: CodeEntry, condition: str) -> Standing:
    """A code that cannot be billed alone, even where a range of the payer's list takes it in."""
    if not _belongs(entry, condition):
        return Standing.OTHER
    return Standing.RENAMED if entry.note else Standing.SHORT


def _belongs(entry: CodeEntry, condition: str) -> bool:
    return bool((_SPASTICITY if condition in _SPASTICITY else {condition}) & set(entry.indications))


def _of_unknown_code(code: str, condition: str, listed_at_all: bool) -> Standing:
    if condition in _CLOSED:
        return Standing.OTHER
    if listed_at_all and condition in _OF_MANY_CAUSES:
        return Standing.OWN
    return Standing.KIN if _is_kin(code, condition) else Standing.STRANGE


def _is_kin(code: str, condition: str) -> bool:
    return any(entry.code[:3] == code[:3] for entry in icd10_table().of(condition))


def _on(code: str, patterns: Iterable[str]) -> bool:
    return any(_matches(code, pattern) for pattern in patterns)


def _matches(code: str, pattern: str) -> bool:
    """`G24.3`, `N31.0-N31.9`, `I69.?5*`."""
    low, dash, high = pattern.partition("-")
    if not dash:
        return fnmatchcase(code, pattern)
    bare, first, last = (text.replace(".", "") for text in (code, low, high))
    return first <= bare and (bare <= last or bare.startswith(last))


def _tidy(codes: Iterable[str]) -> list[str]:
    return [normalise_icd10(code) for code in codes]


def _judged(code: str, standing: Standing, policy: Policy, condition: str) -> tuple[Finding, ...]:
    told = f"{code}: {standing.value} ({condition_name(condition)})."
    if standing in _SILENT:
        return ()
    if standing in _WRONG:
        step = f"Choose a code of {condition_name(condition).lower()}: {_examples(policy, condition)}."
        return (_finding(State.NOT_MET, told, step, Cost.CHOICE),)
    if standing in _OPEN:
        step = "Choose a more exact code, or ask the payer whether it takes this one."
        return (_finding(State.NOT_DOCUMENTED, told, step, Cost.CHOICE),)
    return (Finding(Topic.CODE, State.MET, _TEXT, told),)


def _finding(state: State, because: str, settle: str, cost: Cost) -> Finding:
    return Finding(Topic.CODE, state, _TEXT, because, settle, cost, ("dx.icd10",))


def _examples(policy: Policy, condition: str) -> str:
    """Codes of the condition that this payer takes."""
    codes = (entry.code for entry in icd10_table().of(condition))
    good = [code for code in codes if standing_of(code, policy, condition) in (Standing.LISTED, Standing.OWN)]
    return choice_words(tuple(good[:4])) or "one that the payer lists"


def _caution(code: str, standing: Standing, policy: Policy) -> str:
    entry = icd10_table().get(code)
    if standing in (Standing.LISTED, Standing.OWN):
        return ""
    if standing is Standing.RENAMED and entry is not None:
        return entry.note
    if standing in _SAID:
        return _SAID[standing].format(code=code, policy=policy.number or policy.title)
    note = f" {entry.note}" if entry is not None and entry.note else ""
    return f"{code} is {standing.value}.{note}"
