"""The trial ledger as forms ask for it: row by row, and in one box."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.domain.case import Case
from app.domain.clinical import Contraindication, Outcome, Trial
from app.domain.dates import PartialDate
from app.domain.derive._sheet import Sheet
from app.domain.drugs import class_name, find_therapy
from app.domain.facts import OriginKind
from app.domain.spans import span_in_words
from app.domain.vocabulary import vocabulary

#: Spasticity of one limb and spasticity as such are one purpose.
_SPASTICITY = frozenset({"spasticity", "upper_limb_spasticity", "lower_limb_spasticity"})


def put(sheet: Sheet) -> None:
    """Keep the ledger; without one nothing is said about earlier therapies."""
    trials = chosen_trials(sheet)
    for number, trial in enumerate(trials, 1):
        _trial(sheet, number, trial)
    for number, found in enumerate(sheet.case.contraindications, len(trials) + 1):
        _contraindication(sheet, number, found)
    rows = max(len(trials) + len(sheet.case.contraindications), _last_typed_row(sheet))
    for number in range(1, rows + 1):
        ongoing = number <= len(trials) and trials[number - 1].outcome is Outcome.ONGOING
        _worked_out(sheet, f"prior[{number}]", ongoing=ongoing)
    sheet.derive("prior.summary", _summary(sheet, rows), *_keys(sheet, rows))
    _any_row(sheet, rows)


def _any_row(sheet: Sheet, rows: int) -> None:
    stems = [f"prior[{number}]" for number in range(1, rows + 1) if sheet.text(f"prior[{number}].drug")]
    barred = [stem for stem in stems if sheet.text(f"{stem}.outcome") == Outcome.CONTRAINDICATION]
    tried = [f"{stem}.drug" for stem in stems if stem not in barred]
    sheet.derive("prior.tried", True if tried else None, *tried)
    sheet.derive("prior.contraindicated", True if barred else None, *(f"{stem}.outcome" for stem in barred))


def _last_typed_row(sheet: Sheet) -> int:
    return max((int(key[6 : key.index("]")]) for key in sheet.typed if key.startswith("prior[")), default=0)


def chosen_trials(sheet: Sheet) -> list[Trial]:
    """The trials that forms are told of."""
    return trials_of(sheet.case)


def trials_of(case: Case) -> list[Trial]:
    """The request's own choice of trials; without one, all but those tried for something else."""
    request = case.request
    if request.trial_ids is not None:
        return [trial for trial in case.trials if trial.id in request.trial_ids]
    purpose = _SPASTICITY if request.indication in _SPASTICITY else {request.indication}
    return [t for t in case.trials if not t.intent or not request.indication or t.intent in purpose]


def _trial(sheet: Sheet, number: int, trial: Trial) -> None:
    source = sheet.source(f"trial:{trial.id}", OriginKind.TRIAL)
    stem = f"prior[{number}]"
    source.put(f"{stem}.drug", trial.drug, "drug")
    source.put(f"{stem}.class", class_name(trial.drug_class), "drug_class")
    for name in ("strength", "dose", "directions", "reason"):
        source.put(f"{stem}.{name}", getattr(trial, name), name)
    source.put(f"{stem}.start_date", trial.start, "start")
    source.put(f"{stem}.end_date", trial.end, "end")
    source.put(f"{stem}.outcome", None if trial.outcome is Outcome.ONGOING else trial.outcome, "outcome")


def _contraindication(sheet: Sheet, number: int, found: Contraindication) -> None:
    source = sheet.source(f"contraindication:{found.id}", OriginKind.TRIAL)
    stem = f"prior[{number}]"
    name = class_name(found.drug_class)
    source.put(f"{stem}.drug", found.drug, "drug")
    source.put(f"{stem}.drug", name, "drug_class")
    source.put(f"{stem}.class", name, "drug_class")
    source.put(f"{stem}.outcome", Outcome.CONTRAINDICATION, "reason")
    source.put(f"{stem}.reason", found.reason, "reason")


def _worked_out(sheet: Sheet, stem: str, *, ongoing: bool) -> None:
    known = find_therapy(sheet.text(f"{stem}.drug"))
    sheet.derive(f"{stem}.class", None if known is None else class_name(known.drug_class), f"{stem}.drug")
    start, end = (_partial(sheet.value(f"{stem}.{name}")) for name in ("start_date", "end_date"))
    keys = [key for key in (f"{stem}.start_date", f"{stem}.end_date") if sheet.value(key) is not None]
    shown = _dates_text(start, end, ongoing=ongoing)
    sheet.derive(f"{stem}.dates", shown, *keys)
    last = end or (PartialDate.of(sheet.day) if ongoing else None)
    if start is not None and last is not None:
        sheet.derive(f"{stem}.duration", span_in_words(start, last), *keys)


def _dates_text(start: PartialDate | None, end: PartialDate | None, *, ongoing: bool) -> str:
    if start is None:
        return "" if end is None else f"until {end.us()}"
    if end is not None:
        return f"{start.us()} to {end.us()}"
    return f"{start.us()} to present" if ongoing else f"from {start.us()}"


def _partial(value: object) -> PartialDate | None:
    if isinstance(value, dt.date):
        return PartialDate.of(value)
    return value if isinstance(value, PartialDate) else None


def _keys(sheet: Sheet, rows: int) -> list[str]:
    names = ("drug", "dose", "dates", "duration", "outcome", "reason")
    keys = (f"prior[{number}].{name}" for number in range(1, rows + 1) for name in names)
    return [key for key in keys if sheet.value(key) is not None]


def _summary(sheet: Sheet, rows: int) -> str:
    return " ".join(_sentence(_Row(sheet, number)) for number in range(1, rows + 1) if _Row(sheet, number)["drug"])


@dataclass(frozen=True, slots=True)
class _Row:
    """One row as it stands on the sheet, typed values included."""

    sheet: Sheet
    number: int

    def __getitem__(self, name: str) -> str:
        return self.sheet.text(f"prior[{self.number}].{name}")


def _sentence(row: _Row) -> str:
    """One row in words: `Topiramate 100 mg daily (antiepileptic), …, 100 days: did not help enough; no change`."""
    drug, drug_class, reason = row["drug"], row["class"], row["reason"].rstrip(". ")
    head = drug[:1].upper() + drug[1:]
    named = drug_class and drug_class.lower() != drug.lower()
    if row["outcome"] == Outcome.CONTRAINDICATION:
        because = f": {reason}" if reason else ""
        return f"{head}{f' ({_in_sentence(drug_class)})' if named else ''} is contraindicated{because}."
    first = " ".join(part for part in (head, row["dose"] or row["strength"]) if part)
    if named:
        first += f" ({_in_sentence(drug_class)})"
    parts = [first, *(row[name] for name in ("dates", "duration") if row[name])]
    what = vocabulary().value_name("prior[n].outcome", row["outcome"])
    outcome = "; ".join(part for part in (what[:1].lower() + what[1:], reason) if part)
    return f"{', '.join(parts)}{f': {outcome}' if outcome else ''}."


def _in_sentence(drug_class: str) -> str:
    """A class name inside a sentence: `beta blocker`, but `CGRP drug`."""
    return drug_class if drug_class[:2].isupper() else drug_class[:1].lower() + drug_class[1:]
