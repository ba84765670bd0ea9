"""What the review of a file says, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from app.intake.fields import FIELDS, Target
from app.intake.reading.columns import CODES, FULL_NAME, PRESCRIBER_NAME, Meaning
from app.intake.review.rows import Choice, Review, Row, RowState

KIND_WORDS: Mapping[str, str] = {
    "patient": "Patient",
    "coverage": "Plan",
    "payer": "Payer",
    "trial": "Therapy tried",
    "contraindication": "Must not have",
    "observation": "Measure",
    "prescriber": "Prescriber",
    "practice": "Practice",
    "location": "Location",
    "person": "Person",
    "facility": "Facility",
    "pharmacy": "Pharmacy",
    "treatment": "Injection given",
    "attachment": "Document",
    "request": "Request",
    "stored_form": "Form",
    "denial": "Denial",
    "milestone": "Date",
    "letter_text": "Words of a letter",
    "office_wording": "Wording",
    "office_policy": "Rules of a payer",
    "policy_draft": "Rules being entered",
    "imported": "Origin of fields",
    "list_columns": "Columns of a list",
    "sending": "Sending",
    "letter_in": "Letter from a payer",
    "approval": "Approval",
    "hand_over": "Handed to a prescriber",
    "handing": "Before its signer",
}
STATE_WORDS: Mapping[RowState, str] = {
    RowState.NEW: "new",
    RowState.CHANGED: "fills empty fields",
    RowState.SAME: "same as here",
    RowState.CONFLICT: "differs from here",
}
STATE_ROLES: Mapping[RowState, str] = {RowState.NEW: "good", RowState.SAME: "quiet", RowState.CONFLICT: "warn"}
_REPEATED = (Target.DIAGNOSIS, Target.COVERAGE, Target.TRIAL)
_MOST_ROWS = 4
_MOST_NOTES = 500


def left_out(review: Review) -> list[str]:
    """What was not taken from the file and why, a line each."""
    return [f"{item.where[:1].upper()}{item.where[1:]}: {item.says}" for item in review.skipped[:_MOST_NOTES]]


def taken_words(row: Row, choice: Choice | None) -> str:
    """What becomes of a row: taken, left, or why it cannot be taken yet."""
    if row.note:
        return "cannot be taken"
    if row.state is RowState.SAME:
        return "nothing to take"
    if choice is None:
        if row.kind == "payer":
            return "with its plan"
        return "line not said" if row.asks_line else "left out"
    if row.state is RowState.NEW and row.kind != "patient":
        return "taken"
    return f"{len(choice.paths)} of {len(row.lines)} fields" if row.lines else "taken"


def summary(review: Review) -> str:
    """The whole table in a sentence."""
    states = Counter(row.state for row in review.rows)
    counts = [f"{states[state]:,} {STATE_WORDS[state]}" for state in RowState if states[state]]
    count = len(review.skipped)
    skipped = f"; {count} {'note' if count == 1 else 'notes'} on what was left out" if count else ""
    kind = review.kind.value[:1].upper() + review.kind.value[1:]
    return f"{kind}: {', '.join(counts) or 'nothing in it'}{skipped}."


def meanings() -> tuple[tuple[Meaning | None, str], ...]:
    """Everything that a column can hold, with its words; first that it is left out."""
    found: list[tuple[Meaning | None, str]] = [(None, "leave out")]
    found.append((Meaning(FULL_NAME), "Patient: whole name"))
    for target in (Target.PATIENT, Target.DIAGNOSIS, Target.COVERAGE, Target.TRIAL, Target.PRESCRIBER):
        if target is Target.DIAGNOSIS:
            found.append((Meaning(CODES), "Diagnosis: several codes"))
        if target is Target.PRESCRIBER:
            found.append((Meaning(PRESCRIBER_NAME), "Prescriber: whole name"))
        for number in range(1, _MOST_ROWS + 1 if target in _REPEATED else 2):
            found += [(Meaning(spec.name, number), _titled(target, spec.title, number)) for spec in FIELDS[target]]
    return tuple(found)


def _titled(target: Target, title: str, number: int) -> str:
    word = {
        Target.PATIENT: "Patient",
        Target.DIAGNOSIS: "Diagnosis",
        Target.COVERAGE: "Plan",
        Target.TRIAL: "Therapy",
        Target.PRESCRIBER: "Prescriber",
    }[target]
    return f"{word}{f' {number}' if number > 1 else ''}: {title}"
