"""What was measured: the latest value of each measure, and what follows from baseline and now."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_FLOOR, Decimal

from app.domain.clinical import Observation, Outcome, Phase
from app.domain.derive._prior import chosen_trials
from app.domain.derive._sheet import Sheet
from app.domain.drugs import find_therapy
from app.domain.facts import FactValue, Origin, OriginKind
from app.domain.problems import BadReference, UnknownKey
from app.domain.request import AttachmentKind, RequestType
from app.domain.vocabulary import KeyKind, vocabulary

#: A request of these kinds asks how the patient fares under treatment.
_UNDER_TREATMENT = (RequestType.CONTINUATION, RequestType.EXTENSION)
_MIDAS_ITEMS = 5


def put(sheet: Sheet) -> None:
    """Keep what was measured up to the day of the request."""
    seen = [item for item in sheet.case.observations if item.date.earliest <= sheet.day]
    under_treatment = sheet.text("request.type") in _UNDER_TREATMENT
    for measure in dict.fromkeys(item.measure for item in seen):
        latest = _latest_of(seen, measure, under_treatment)
        if latest is not None:
            _put(sheet, f"measure.{measure}", latest)
    baseline = _last(item for item in seen if item.measure == "headache_days" and item.phase is Phase.BASELINE)
    if baseline is not None:
        _put(sheet, "measure.baseline_headache_days", baseline)
    _midas(sheet)
    _reduction(sheet, seen)
    _chronic(sheet, seen, under_treatment)
    _from_ledger(sheet)


def _latest_of(seen: list[Observation], measure: str, under_treatment: bool) -> Observation | None:
    """The latest one since treatment; on a first request the latest one before it will do."""
    named = [item for item in seen if item.measure == measure]
    current = _last(item for item in named if item.phase is not Phase.BASELINE)
    return current if current is not None or under_treatment else _last(named)


def _last(items: Iterable[Observation]) -> Observation | None:
    return max(items, key=lambda item: item.date.latest, default=None)


def _put(sheet: Sheet, key: str, item: Observation) -> None:
    """Keep an observation whose value is of the key's kind; a measure that is no key is not asked by forms."""
    try:
        kind = vocabulary().parse(key).kind
    except (UnknownKey, BadReference):
        return
    if _is_of(kind, item.value):
        sheet.source(f"observation:{item.id}", OriginKind.OBSERVATION).put(key, item.value, "value")


def _is_of(kind: KeyKind, value: FactValue) -> bool:
    if kind is KeyKind.YES_NO:
        return isinstance(value, bool)
    if kind is KeyKind.NUMBER:
        return isinstance(value, Decimal)
    return isinstance(value, str)


def _midas(sheet: Sheet) -> None:
    keys = [f"measure.midas[{item}]" for item in range(1, _MIDAS_ITEMS + 1)]
    items = [sheet.number(key) for key in keys]
    known = [item for item in items if item is not None]
    if len(known) == _MIDAS_ITEMS:
        sheet.derive("measure.midas", sum(known, Decimal(0)), *keys)


def _reduction(sheet: Sheet, seen: list[Observation]) -> None:
    current = _last(item for item in seen if item.measure == "headache_days" and item.phase is Phase.CURRENT)
    if current is None and "measure.headache_days" not in sheet.typed:
        return
    before, now = sheet.number("measure.baseline_headache_days"), sheet.number("measure.headache_days")
    if before is None or now is None:
        return
    keys = ("measure.baseline_headache_days", "measure.headache_days")
    sheet.derive("measure.reduction_days", before - now, *keys)
    if before > 0:
        percent = (100 * (before - now) / before).to_integral_value(ROUND_FLOOR)
        sheet.derive("measure.reduction_percent", percent, *keys)
    hours_now = sheet.number("measure.headache_hours")
    hours_before = _last(item for item in seen if item.measure == "headache_hours" and item.phase is Phase.BASELINE)
    hours_since = _last(item for item in seen if item.measure == "headache_hours" and item.phase is Phase.CURRENT)
    if hours_before is None or hours_since is None or hours_now is None or not isinstance(hours_before.value, Decimal):
        return
    fewer = before * hours_before.value - now * hours_now
    origin = Origin(OriginKind.DERIVED, f"observation:{hours_before.id}", "value", (*keys, "measure.headache_hours"))
    sheet.put("measure.reduction_hours", fewer, origin)


def _chronic(sheet: Sheet, seen: list[Observation], under_treatment: bool) -> None:
    """15 or more headache days a month of 4 hours or longer; on a renewal as it was before treatment."""
    days = _before(sheet, seen, "headache_days") if under_treatment else sheet.number("measure.headache_days")
    hours = _before(sheet, seen, "headache_hours") if under_treatment else sheet.number("measure.headache_hours")
    if days is None or hours is None:
        return
    days_key = "measure.baseline_headache_days" if under_treatment else "measure.headache_days"
    sheet.derive("measure.chronic_migraine", days >= 15 and hours >= 4, days_key, "measure.headache_hours")


def _before(sheet: Sheet, seen: list[Observation], measure: str) -> Decimal | None:
    if measure == "headache_days":
        return sheet.number("measure.baseline_headache_days")
    found = _last(item for item in seen if item.measure == measure and item.phase is Phase.BASELINE)
    return found.value if found is not None and isinstance(found.value, Decimal) else None


def _from_ledger(sheet: Sheet) -> None:
    """What the ledger and the attachments show by being there."""
    for number, trial in enumerate(chosen_trials(sheet), 1):
        therapy = find_therapy(trial.drug)
        drug_class = trial.drug_class or (therapy.drug_class if therapy is not None else "")
        if drug_class == "cgrp" and trial.outcome is Outcome.ONGOING and trial.end is None:
            sheet.derive("measure.concurrent_cgrp", True, f"prior[{number}].drug")
        if drug_class == "behavioral" and trial.outcome is not Outcome.CONTRAINDICATION:
            sheet.derive("measure.behavioral_therapy", True, f"prior[{number}].drug")
    for attachment in sheet.case.attachments:
        if attachment.kind is AttachmentKind.DIARY and attachment.id in sheet.case.request.attachment_ids:
            sheet.source(f"attachment:{attachment.id}").put("measure.diary", True, "kind")
