"""Whether a trial was at a dose that counts: a caution, and a verdict only where the policy asks for the dose."""

from __future__ import annotations

from dataclasses import dataclass

from app.criteria.findings import Cost, Settle
from app.criteria.lengths import Sure
from app.criteria.step_terms import Terms
from app.criteria.submission import Tried
from app.criteria.words import number_words
from app.domain.clinical import Outcome
from app.domain.doses import LowDose, adequate_dose, daily_mg, low_dose


@dataclass(frozen=True, slots=True)
class Dosing:
    """How surely the dose counts.

    Attributes:
        low: that it was below what counts, in words, whatever the policy asks.
        why: what speaks against it, or leaves it open.
    """

    sure: Sure = Sure.CERTAIN
    low: str = ""
    why: str = ""
    settle: tuple[Settle, ...] = ()


def dosing_of(rule: Terms, trial: Tried, name: str, indication: str | None) -> Dosing:
    """Judge the dose; one that was stopped for side effects is explained by them."""
    if trial.outcome is Outcome.INTOLERANCE:
        return Dosing()
    low = low_dose(trial.drug, trial.dose, indication or "")
    if low is not None:
        return _of_low(rule, trial, name, low)
    return _of_unknown(trial, name, indication or "") if rule.at_dose else Dosing()


def _of_low(rule: Terms, trial: Tried, name: str, low: LowDose) -> Dosing:
    least = number_words(low.adequate.mg_a_day)
    text = f"{name} {trial.dose}: the dose was below {least} mg a day ({low.adequate.words})."
    said = f"{text} The payer may not count this trial; say why it was not raised."
    if not rule.at_dose:
        return Dosing(low=said)
    if low.adequate.is_read:
        return Dosing(Sure.NO, said, text)
    return Dosing(Sure.POSSIBLE, said, text, (_ask(f"Ask the payer whether {name} {trial.dose} was enough."),))


def _of_unknown(trial: Tried, name: str, indication: str) -> Dosing:
    if daily_mg(trial.dose) is None:
        step = Settle(f"Write the daily dose of {name}.", Cost.WORDS, (f"prior[{trial.row}].dose",))
        return Dosing(Sure.POSSIBLE, why=f"{name}: its daily dose is not known.", settle=(step,))
    if adequate_dose(trial.drug, indication) is None:
        step = _ask(f"Ask the payer which dose of {name} counts.")
        return Dosing(Sure.POSSIBLE, why=f"{name}: which dose counts is not on file.", settle=(step,))
    return Dosing()


def _ask(text: str) -> Settle:
    return Settle(text, Cost.PAYER)
