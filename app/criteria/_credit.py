"""What one trial, or one contraindication, is worth under one rule."""

from __future__ import annotations

from dataclasses import dataclass

from app.criteria._dosing import dosing_of
from app.criteria.findings import Cost, Settle
from app.criteria.lengths import Length, Sure, counts_from, length_of
from app.criteria.step_terms import Counts, Terms
from app.criteria.submission import Barred, Remedy, Submission, Tried
from app.criteria.words import date_words
from app.domain.clinical import Outcome
from app.domain.drugs import class_name
from app.domain.spans import days_between

_BARRING = (Outcome.CONTRAINDICATION, Outcome.ALLERGY)
_UNSAID = (None, Outcome.OTHER)


@dataclass(frozen=True, slots=True)
class Credit:
    """How surely something counts.

    Attributes:
        told: what counts, in words.
        why: why it does not count.
        near: the near miss, in words, with the date from which it would count.
        low: that its dose was below what counts as adequate, in words.
        settle: what would make it count.
    """

    sure: Sure
    remedy: str
    drug_class: str
    whole_class: bool = False
    told: str = ""
    why: str = ""
    near: str = ""
    low: str = ""
    settle: tuple[Settle, ...] = ()


def credit_of_trial(rule: Terms, trial: Tried, given: Submission) -> Credit:
    """What a trial is worth: its drug must be asked for, its outcome must count, its length must suffice."""
    fit, drug_class = _fit(rule, trial.remedy, given.indication)
    name = trial.drug or trial.remedy.name
    if fit is Sure.NO:
        return Credit(Sure.NO, trial.remedy.name, drug_class, why=f"{name} is not among the therapies asked for.")
    if trial.outcome in _BARRING:
        return _barred_trial(rule, trial, fit, drug_class)
    if trial.outcome is Outcome.ONGOING:
        why = f"{name} is still going on."
        return Credit(Sure.NO, trial.remedy.name, drug_class, why=why, near=_ongoing(rule, trial, name))
    outcome = _outcome(rule, trial)
    if outcome is None:
        return Credit(fit, trial.remedy.name, drug_class, told=_told(trial))
    length = length_of(trial, rule.needed, given.date)
    dosing = dosing_of(rule, trial, name, given.indication)
    sure = min(fit, outcome, length.sure, dosing.sure)
    if given.date is None:
        sure = min(sure, Sure.POSSIBLE)
    return Credit(
        sure=sure,
        remedy=trial.remedy.name,
        drug_class=drug_class,
        told=_told(trial),
        why=_why(name, trial, outcome, length) or dosing.why,
        near=_near(rule, trial, name, outcome, length) if sure is not Sure.CERTAIN else "",
        low=dosing.low,
        settle=(*_settle(trial, name, fit, outcome, length, given), *dosing.settle),
    )


def credit_of_bar(rule: Terms, bar: Barred) -> Credit:
    """What a contraindication is worth; nothing where the policy does not take it for a trial."""
    fit, drug_class = _fit(rule, bar.remedy, None, by_class=bar.whole_class)
    name = bar.drug or class_name(bar.remedy.drug_class)
    counts = Counts.CONTRAINDICATION in rule.counts
    sure = fit if counts else Sure.NO
    reason = f" ({bar.reason})" if bar.reason else ""
    return Credit(
        sure=sure,
        remedy=bar.remedy.name or f"any {drug_class}",
        drug_class=drug_class,
        whole_class=bar.whole_class,
        told=f"{name}: contraindicated{reason}.",
        why="" if counts else f"{name}: this policy does not take a contraindication for a trial.",
        near="" if counts or fit is Sure.NO else f"{name}: contraindicated{reason}; explain it in the letter.",
        settle=(Settle(f"Ask the payer whether {name} counts.", Cost.PAYER),) if sure is Sure.POSSIBLE else (),
    )


def _fit(rule: Terms, remedy: Remedy, indication: str | None, *, by_class: bool = False) -> tuple[Sure, str]:
    """Whether the policy asks for this therapy, and under which class."""
    oral = Sure.CERTAIN
    if rule.oral and not by_class:
        oral = {True: Sure.CERTAIN, None: Sure.POSSIBLE, False: Sure.NO}[remedy.oral]
    if not rule.listed:
        return min(oral, _is_tried_for(remedy, indication)), remedy.drug_class or remedy.name
    named = next((item for item in rule.listed if remedy.name and item.names(remedy.name)), None)
    if named is not None:
        return oral, named.drug_class
    of_class = next((item for item in rule.listed if item.drug_class == remedy.drug_class), None)
    if of_class is None or (of_class.is_closed and not by_class):
        return Sure.NO, remedy.drug_class
    if not of_class.drugs or by_class:
        return min(oral, _is_tried_for(remedy, indication)), of_class.drug_class
    return min(oral, Sure.POSSIBLE, _is_tried_for(remedy, indication)), of_class.drug_class


def _is_tried_for(remedy: Remedy, indication: str | None) -> Sure:
    if indication is None or not remedy.tried_for or indication in remedy.tried_for:
        return Sure.CERTAIN
    return Sure.NO


def _barred_trial(rule: Terms, trial: Tried, fit: Sure, drug_class: str) -> Credit:
    accepted = {Counts.CONTRAINDICATION}
    if trial.outcome is Outcome.ALLERGY:
        accepted.add(Counts.INTOLERANCE)
    counts = bool(accepted & rule.counts)
    name = trial.drug or trial.remedy.name
    return Credit(
        sure=fit if counts else Sure.NO,
        remedy=trial.remedy.name,
        drug_class=drug_class,
        told=f"{name}: contraindicated.",
        why="" if counts else f"{name}: this policy does not take a contraindication for a trial.",
        near="" if counts else f"{name}: contraindicated; explain it in the letter.",
    )


def _outcome(rule: Terms, trial: Tried) -> Sure | None:
    """Whether the outcome counts; None where it counts however short the trial was."""
    if trial.outcome is Outcome.INTOLERANCE and Counts.INTOLERANCE in rule.counts:
        return None
    if trial.outcome in _UNSAID:
        return Sure.POSSIBLE
    if Counts.COMPLETED in rule.counts:
        return Sure.CERTAIN
    if trial.outcome is Outcome.INTOLERANCE:
        return Sure.NO
    if Counts.FAILURE not in rule.counts:
        return Sure.NO
    return Sure.POSSIBLE if trial.outcome is Outcome.PARTIAL_RESPONSE else Sure.CERTAIN


def _told(trial: Tried) -> str:
    name = trial.drug or trial.remedy.name
    parts = [class_name(trial.remedy.drug_class).lower()] if trial.remedy.drug_class else []
    if trial.start is not None and trial.end is not None:
        days = days_between(trial.start, trial.end)
        parts.append(f"{date_words(trial.start)}–{date_words(trial.end)}")
        if days is not None and days.is_exact:
            parts.append(f"{days.least} days")
    if trial.outcome is not None:
        parts.append(trial.outcome.value.replace("_", " "))
    return f"{name}: {', '.join(parts)}." if parts else f"{name}."


def _why(name: str, trial: Tried, outcome: Sure, length: Length) -> str:
    if outcome is Sure.NO and trial.outcome is not None:
        return f"{name}: “{trial.outcome.value.replace('_', ' ')}” alone is not named by this policy."
    return f"{name}: {length.why}." if length.why else ""


def _near(rule: Terms, trial: Tried, name: str, outcome: Sure, length: Length) -> str:
    """What almost counts: a short trial with the day from which it would, an early stop."""
    if trial.outcome is Outcome.INTOLERANCE and (outcome is Sure.NO or length.sure is Sure.NO):
        return f"{name} was stopped early for side effects; this policy does not name that. Explain it in the letter."
    if outcome is Sure.NO or not length.why or length.missing:
        return ""
    when = f" It would count from {date_words(counts_from(trial.start, rule.needed))}." if trial.start else ""
    return f"{name}: {length.why}.{when}"


def _ongoing(rule: Terms, trial: Tried, name: str) -> str:
    if trial.start is None or not rule.needed.is_asked:
        return ""
    when = date_words(counts_from(trial.start, rule.needed))
    return f"{name} is still going on; once stopped without success it counts from {when}."


def _settle(trial: Tried, name: str, fit: Sure, outcome: Sure, length: Length, given: Submission) -> tuple[Settle, ...]:
    steps = []
    if length.sure is Sure.POSSIBLE:
        which = length.missing or ("start", "end")
        words = " and ".join("stopped" if part == "end" else "begun" for part in which)
        keys = tuple(f"prior[{trial.row}].{part}_date" for part in which)
        steps.append(Settle(f"Write when {name} was {words}, to the day.", Cost.DATE, keys))
    if outcome is Sure.POSSIBLE:
        steps.append(Settle(f"Say how {name} ended.", Cost.CHOICE, (f"prior[{trial.row}].outcome",)))
    if fit is Sure.POSSIBLE:
        steps.append(Settle(f"Ask the payer whether {name} counts; the policy does not name it.", Cost.PAYER))
    if given.date is None:
        steps.append(Settle("Write the date of the request.", Cost.DATE, ("request.date",)))
    return tuple(steps)
