"""A submission from the office's records, with what was typed for the request alone.

The vault does not tell "none" from "not entered": an empty ledger or list is not documented, except where "none" is
written out.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from app.criteria.states import state_code
from app.criteria.submission import Barred, Kind, Reading, Remedy, Submission, Tried, Value, class_of
from app.domain.case import Case
from app.domain.clinical import Observation, Outcome, Phase, Trial
from app.domain.dates import PartialDate
from app.domain.derive import trials_of
from app.domain.facts import Facts, FactValue, OriginKind
from app.domain.identifiers import normalise_icd10
from app.domain.practice import Line
from app.domain.request import AttachmentKind, RequestType, Site, Supply

_E = TypeVar("_E", bound=StrEnum)
_ATTACHED = {
    AttachmentKind.CHART_NOTE: "notes",
    AttachmentKind.DIARY: "diary",
    AttachmentKind.IMAGING: "imaging",
    AttachmentKind.LABS: "labs",
    AttachmentKind.FILL_HISTORY: "fill_history",
    AttachmentKind.LETTER: "letter",
    AttachmentKind.ORDER: "order",
}
#: Classes that payers bar alongside: one of them is worth telling even where the list of medicines is not documented.
_TELLING = ("cgrp", "botulinum_toxin")
_RENEWALS = (RequestType.CONTINUATION, RequestType.EXTENSION)
_WEEKS_IN_A_MONTH = Decimal("4.345")
_EVERY = re.compile(r"every\s+(\d+|a|one|two|three|twelve)?\s*(week|month|wk|day)", re.IGNORECASE)
_SHORT_EVERY = re.compile(r"\bq\s*(\d+)\s*(w|m|d)", re.IGNORECASE)
_NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "twelve": 12, "": 1}
_BILLED = re.compile(r"(\d+(?:\.\d+)?)\s*(?:billing\s+)?units?\b", re.IGNORECASE)


def submission_of(case: Case, facts: Facts) -> Submission:
    """What the payer would be told of a request, as of the day of the request.

    Args:
        case: the records.
        facts: collected from them; what was typed for the request alone wins over the records.
    """
    known = _Known(facts)
    kind = _kind(case, known)
    return Submission(
        date=known.day("request.date"),
        payer=known.text("coverage.payer_name") or (case.payer.name if case.payer else None),
        line=_line(case),
        state=_state(case, known),
        kind=kind,
        urgent=case.request.urgent,
        product=known.text("drug.hcpcs") or known.text("drug.name"),
        indication=known.text("condition") or case.request.indication or None,
        site=known.one_of("facility.site", Site),
        supply=known.one_of("supply.route", Supply),
        benefit=None if case.coverage is None else case.coverage.benefit,
        born=known.day("patient.dob"),
        weight_kg=known.number("patient.weight_kg"),
        specialty=known.text("prescriber.specialty"),
        dx=None if (codes := known.rows("dx.icd10")) is None else tuple(normalise_icd10(code) for code in codes),
        cpt=known.rows("drug.cpt"),
        units=known.number("drug.units"),
        units_billed=_billed(known),
        interval_weeks=_weeks(known.text("drug.frequency"), known.text("drug.directions")),
        last_injection=known.day("request.last_treatment_date"),
        planned=known.day("request.start_date"),
        readings=_readings(case, known, kind),
        trials=_trials(case, known) or None,
        barred=tuple(Barred(b.drug, Remedy.of(b.drug, b.drug_class), b.reason) for b in case.contraindications) or None,
        concurrent=_concurrent(case, known),
        attachments=_attachments(case),
    )


class _Known:
    """Facts by kind of value; what was typed and could not be read is not known."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts

    def value(self, key: str) -> FactValue | None:
        """The value of a fact, or None."""
        return self._facts.value(key)

    def text(self, key: str) -> str | None:
        """A text, or None."""
        value = self.value(key)
        return value.strip() or None if isinstance(value, str) else None

    def number(self, key: str) -> Decimal | None:
        """A number, or None."""
        value = self.value(key)
        return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else None

    def day(self, key: str) -> dt.date | None:
        """A whole date, or None."""
        value = self.value(key)
        if isinstance(value, PartialDate):
            return value.earliest if value.is_exact else None
        return value if isinstance(value, dt.date) else None

    def partial(self, key: str) -> PartialDate | None:
        """A date as far as it is known, or None."""
        value = self.value(key)
        if isinstance(value, PartialDate):
            return value
        return PartialDate.of(value) if isinstance(value, dt.date) else None

    def one_of(self, key: str, kinds: type[_E]) -> _E | None:
        """One of a few values, or None."""
        text = self.text(key)
        return kinds(text) if text in set(kinds) else None

    def rows(self, stem: str) -> tuple[str, ...] | None:
        """Every row of a fact that has rows, or None."""
        keys = [stem if row == 1 else f"{stem}[{row}]" for row in range(1, self._facts.rows(stem) + 1)]
        return tuple(text for key in keys if (text := self.text(key)) is not None) or None

    def is_typed(self, key: str) -> bool:
        """Whether it was typed for the request alone."""
        fact = self._facts.get(key)
        return fact is not None and fact.origin.kind is OriginKind.TYPED

    def typed_measures(self) -> Iterable[tuple[str, Value]]:
        """What was typed for the request, and what was worked out."""
        for fact in self._facts:
            if fact.key.startswith("measure.") and fact.origin.kind in (OriginKind.TYPED, OriginKind.DERIVED):
                value = fact.value
                if isinstance(value, bool | Decimal | str):
                    yield fact.key.removeprefix("measure."), value


def _kind(case: Case, known: _Known) -> Kind:
    asked = known.text("request.type") or case.request.type
    if asked in _RENEWALS:
        return Kind.CONTINUATION
    if asked == RequestType.INITIAL:
        return Kind.INITIAL
    return Kind.CONTINUATION if known.value("request.currently_on_drug") is True else Kind.INITIAL


def _line(case: Case) -> Line | None:
    return None if case.coverage is None else case.coverage.line


def _state(case: Case, known: _Known) -> str | None:
    state = (case.coverage.state if case.coverage else "") or known.text("patient.state") or ""
    return state_code(state) or None


def _billed(known: _Known) -> Decimal | None:
    """Units in the quantity, such as `1 vial (200 units)`; never fewer than are injected."""
    found = _BILLED.search(known.text("drug.quantity") or "")
    units = known.number("drug.units")
    if found is None or units is None or Decimal(found[1]) < units:
        return None
    return Decimal(found[1])


def _weeks(*texts: str | None) -> Decimal | None:
    """`every 12 weeks`, `every 3 months`, `q12w`."""
    for text in texts:
        found = _EVERY.search(text or "") or _SHORT_EVERY.search(text or "")
        if found is None:
            continue
        written = (found[1] or "").lower()
        number = Decimal(written) if written.isdigit() else Decimal(_NUMBERS[written])
        unit = found[2][0].lower()
        if unit == "m":
            return (number * _WEEKS_IN_A_MONTH).quantize(Decimal("0.1"))
        return number if unit == "w" else (number / 7).quantize(Decimal("0.01"))
    return None


def _readings(case: Case, known: _Known, kind: Kind) -> tuple[Reading, ...]:
    """One reading before treatment and one since, each measure by its latest entry up to the day of the request."""
    day = known.day("request.date")
    seen = [item for item in case.observations if day is None or item.date.earliest <= day]
    unsaid = Phase.BASELINE if kind is Kind.INITIAL else Phase.CURRENT
    latest: dict[tuple[Phase, str], Observation] = {}
    for item in sorted(seen, key=lambda item: item.date.latest):
        latest[(item.phase or unsaid, item.measure)] = item
    values: dict[Phase, dict[str, Value]] = {phase: {} for phase in Phase}
    for (phase, name), item in latest.items():
        values[phase][name] = item.value
    for name, value in known.typed_measures():
        if name == "baseline_headache_days":
            values[Phase.BASELINE]["headache_days"] = value
        else:
            values[unsaid][name] = value
    dates: dict[Phase, dict[str, PartialDate]] = {phase: {} for phase in Phase}
    for (phase, name), item in latest.items():
        dates[phase][name] = item.date
    return tuple(_reading(phase, values[phase], dates[phase]) for phase in Phase if values[phase])


def _reading(phase: Phase, values: dict[str, Value], dates: dict[str, PartialDate]) -> Reading:
    return Reading(values, phase, max(dates.values(), key=lambda date: date.latest, default=None), dates)


def _trials(case: Case, known: _Known) -> tuple[Tried, ...]:
    return tuple(_tried(trial, row, known) for row, trial in enumerate(trials_of(case), 1))


def _tried(trial: Trial, row: int, known: _Known) -> Tried:
    """A trial of the ledger; a date or an outcome that was typed for this request wins."""
    stem = f"prior[{row}]"
    drug = known.text(f"{stem}.drug") or trial.drug
    start, end, outcome = trial.start, trial.end, trial.outcome
    if known.is_typed(f"{stem}.start_date"):
        start = known.partial(f"{stem}.start_date")
    if known.is_typed(f"{stem}.end_date"):
        end = known.partial(f"{stem}.end_date")
    if known.is_typed(f"{stem}.outcome"):
        outcome = known.one_of(f"{stem}.outcome", Outcome)
    dose = known.text(f"{stem}.dose") or trial.dose
    return Tried(drug, Remedy.of(drug, trial.drug_class), start, end, outcome, trial.reason, row, dose)


def _concurrent(case: Case, known: _Known) -> tuple[str, ...] | None:
    """The medicines now taken, with what the ledger says still goes on."""
    text = known.text("meds.current")
    going_on = [t.drug for t in case.trials if t.outcome is Outcome.ONGOING and t.end is None]
    if text is None:
        telling = tuple(drug for drug in going_on if Remedy.of(drug).drug_class in _TELLING)
        return telling or None
    if class_of(text) in ("none", "no", "none_known"):
        return tuple(going_on)
    written = [part.strip() for part in re.split(r"[;\n]|,(?!\d)", text) if part.strip()]
    known_drugs = {Remedy.of(drug).name for drug in written}
    return (*written, *(drug for drug in going_on if Remedy.of(drug).name not in known_drugs))


def _attachments(case: Case) -> frozenset[str] | None:
    chosen = [item for item in case.attachments if item.id in case.request.attachment_ids]
    return frozenset(_ATTACHED.get(item.kind, "other") for item in chosen) or None
