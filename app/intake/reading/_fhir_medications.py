"""FHIR's medication resources as therapies tried: orders, statements and what a pharmacy gave out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator

from app.intake.incoming import Said, stated
from app.intake.reading.codes import condition_of
from app.intake.reading.json_text import Json, objects, text

Find = Callable[[str, str], Json | None]

ICD10 = ("http://hl7.org/fhir/sid/icd-10-cm", "http://hl7.org/fhir/sid/icd-10", "urn:oid:2.16.840.1.113883.6.90")
#: Statuses of medications that nobody took, or that were written down by mistake.
_NEVER_TAKEN = ("entered-in-error", "not-taken", "cancelled", "draft", "intended", "preparation", "declined")
#: UCUM units of time as they are said.
_EVERY = {"h": "hour", "d": "day", "wk": "week", "mo": "month"}
_ONCE, _TWICE = 1, 2
_LONGEST_SUPPLY_DAYS = 400


def trial(where: str, resource: Json, find: Find) -> tuple[Said, ...]:
    """What a medication resource says of one therapy; empty for one that was never taken."""
    is_forbidden = resource.get("doNotPerform") is True
    if (
        is_forbidden
        or text(resource, "status") in _NEVER_TAKEN
        or text(resource, "intent") in ("proposal", "plan", "option")
    ):
        return ()
    drug = _drug(where, resource, find)
    return (Said("trial.drug", drug, f"{where}.medication"), *_course(where, resource, find)) if drug else ()


def _drug(where: str, resource: Json, find: Find) -> str:
    concept: object = resource.get("medicationCodeableConcept")
    reference = text(resource, "medicationReference", "reference")
    if concept is None and reference:
        found = find(reference, where)
        concept = None if found is None else found.get("code")
    shown = text(concept, "text") or next((d for c in objects(concept, "coding") if (d := text(c, "display"))), "")
    return shown or text(resource, "medicationReference", "display")


def _course(where: str, resource: Json, find: Find) -> Iterator[Said]:
    yield from _times(where, resource)
    dosage = next(iter((*objects(resource, "dosageInstruction"), *objects(resource, "dosage"))), {})
    yield from stated("trial.dose", _dose(dosage), f"{where}.dosage")
    words = text(dosage, "text") or text(dosage, "patientInstruction") or _timing(dosage)
    yield from stated("trial.directions", words, f"{where}.dosage")
    if text(resource, "status") == "active":
        yield Said("trial.outcome", "ongoing", f"{where}.status")
    reason = text(resource, "statusReason", "text") or text(resource, "statusReason", 0, "text")
    for said in objects(resource, "statusReason"):
        reason = reason or text(said, "coding", 0, "display")
    yield from stated("trial.reason", reason, f"{where}.statusReason")
    yield from stated("trial.intent", _indication(where, resource, find), f"{where}.reasonCode")


def _times(where: str, resource: Json) -> Iterator[Said]:
    """From when to when: what was taken, else what was ordered so, else the day and supply of the order or fill."""
    bounds = ("timing", "repeat", "boundsPeriod")
    dosage = next(iter((*objects(resource, "dosageInstruction"), *objects(resource, "dosage"))), {})
    handed = text(resource, "whenHandedOver") or text(resource, "whenPrepared")
    start = (
        text(resource, "effectivePeriod", "start")
        or text(resource, "effectiveDateTime")
        or text(dosage, *bounds, "start")
        or handed
        or text(resource, "authoredOn")
    )
    end = text(resource, "effectivePeriod", "end") or text(dosage, *bounds, "end")
    supply = _supply_days(resource.get("daysSupply"))
    yield from stated("trial.start", start, f"{where}.start")
    yield from stated("trial.end", end or _after(handed, supply), f"{where}.end")


def _supply_days(quantity: object) -> int:
    days = text(quantity, "value").removesuffix(".0")
    return int(days) if days.isdigit() and text(quantity, "code") in ("d", "") else 0


def _after(day: str, days: int) -> str:
    """The last day that a supply covers, or empty."""
    try:
        start = dt.date.fromisoformat(day[:10])
        return (start + dt.timedelta(days=days)).isoformat() if 0 < days <= _LONGEST_SUPPLY_DAYS else ""
    except (ValueError, OverflowError):
        return ""


def _dose(dosage: Json) -> str:
    """`50 mg`, `1-2 tablet`; a bare number says nothing."""
    for holder in (*objects(dosage, "doseAndRate"), dosage):
        amount, unit = text(holder, "doseQuantity", "value"), text(holder, "doseQuantity", "unit")
        low, high = text(holder, "doseRange", "low", "value"), text(holder, "doseRange", "high", "value")
        unit = unit or text(holder, "doseRange", "low", "unit") or text(holder, "doseRange", "high", "unit")
        amount = amount or "-".join(part for part in (low, high) if part)
        if amount and unit:
            return f"{amount.removesuffix('.0')} {unit.strip('{}')}"
    return ""


def _timing(dosage: Json) -> str:
    """`1 at a time, 2 times a day`, from a timing that has no words."""
    words = text(dosage, "timing", "code", "text")
    often = text(dosage, "timing", "repeat", "frequency")
    period = text(dosage, "timing", "repeat", "period").removesuffix(".0")
    unit = _EVERY.get(text(dosage, "timing", "repeat", "periodUnit"))
    if not words and often.isdigit() and period.isdigit() and unit:
        count = {_ONCE: "once", _TWICE: "twice"}.get(int(often), f"{often} times")
        words = f"{count} a {unit}" if period == "1" else f"{count} every {period} {unit}s"
    amount = text(dosage, "doseAndRate", 0, "doseQuantity", "value").removesuffix(".0")
    bare = amount if amount and not _dose(dosage) else ""
    as_needed = "as needed" if dosage.get("asNeededBoolean") is True else ""
    return ", ".join(part for part in (bare and words and f"{bare} at a time", words, as_needed) if part)


def _indication(where: str, resource: Json, find: Find) -> str:
    """The condition that it was for, where a diagnosis code says it for certain."""
    reasons = list(objects(resource, "reasonCode"))
    for reference in objects(resource, "reasonReference"):
        found = find(text(reference, "reference"), where)
        reasons.extend(objects(found, "code"))
    codings = (coding for reason in reasons for coding in objects(reason, "coding"))
    codes = (text(coding, "code") for coding in codings if text(coding, "system") in ICD10)
    return next((known for code in codes if (known := condition_of(code))), "")
