"""FHIR's clinical resources: conditions, allergies, measures."""

from __future__ import annotations

from collections.abc import Iterator

from app.intake.incoming import Said
from app.intake.reading._fhir_medications import ICD10
from app.intake.reading.codes import MEASURES, UNITS, measured_body, says_none, score
from app.intake.reading.json_text import Json, objects, text

_BODY = ("height", "weight")
#: Statuses of a condition that is over, or that nobody is sure of.
_NO_DIAGNOSIS = frozenset(
    {
        *("entered-in-error", "refuted", "inactive", "resolved", "remission"),
        *("unconfirmed", "provisional", "differential"),
    }
)
_NO_ALLERGY = frozenset({"entered-in-error", "refuted", "inactive", "resolved"})


def diagnosis(where: str, resource: Json) -> tuple[Said, ...]:
    """What a Condition says; empty for one that is over, not certain, refuted or entered in error."""
    is_over = any(name.startswith("abatement") for name in resource)
    return () if is_over or _states(resource) & _NO_DIAGNOSIS else tuple(_diagnosis(where, resource))


def _diagnosis(where: str, resource: Json) -> Iterator[Said]:
    words = text(resource, "code", "text")
    for coding in objects(resource, "code", "coding"):
        if text(coding, "system") in ICD10:
            yield Said("diagnosis.icd10", text(coding, "code"), f"{where}.code")
        words = words or text(coding, "display")
    if words:
        yield Said("diagnosis.description", words, f"{where}.code")
    onset = text(resource, "onsetDateTime") or text(resource, "onsetPeriod", "start")
    if len(onset) >= len("2026-01-01"):
        yield Said("diagnosis.onset", onset, f"{where}.onset")


def contraindication(where: str, resource: Json) -> tuple[Said, ...]:
    """A drug allergy as something that the patient must not have; other allergies say nothing here."""
    kinds = {str(item) for item in _list(resource, "category")}
    if (kinds and not kinds & {"medication", "biologic"}) or _states(resource) & _NO_ALLERGY:
        return ()
    drug = text(resource, "code", "text") or text(resource, "code", "coding", 0, "display")
    if not drug or says_none(drug):
        return ()
    reaction = text(resource, "reaction", 0, "manifestation", 0, "text") or text(
        resource, "reaction", 0, "manifestation", 0, "coding", 0, "display"
    )
    kind = "intolerance" if text(resource, "type") == "intolerance" else "allergy"
    reason = f"{kind}: {reaction}" if reaction else kind
    place = f"{where}.code"
    return (Said("contraindication.drug", drug, place), Said("contraindication.reason", reason, place))


def observations(where: str, resource: Json) -> Iterator[tuple[Said, ...]]:
    """The measures that we follow; panels are taken apart."""
    day = _day(resource)
    for name, value, unit in _measured(resource):
        if name not in _BODY and day and (not unit or unit in UNITS or unit.startswith("{")):
            yield (
                Said("observation.measure", name, f"{where}.value"),
                Said("observation.date", day, f"{where}.effective"),
                Said("observation.value", value, f"{where}.value"),
            )


def bodies(where: str, resource: Json) -> Iterator[tuple[str, Said]]:
    """Height and weight of the patient, with the day they were taken."""
    for name, value, unit in _measured(resource):
        body = measured_body(value, unit) if name in _BODY else ""
        if body:
            yield _day(resource), Said(f"patient.{name}", body, f"{where}.value")


def _measured(resource: Json) -> Iterator[tuple[str, str, str]]:
    """Name, value and unit of what an Observation of the patient, not of a child, or its components measured."""
    if text(resource, "status") in ("entered-in-error", "cancelled", "registered") or resource.get("focus"):
        return
    for part in (resource, *objects(resource, "component")):
        value = text(part, "valueQuantity", "value") or text(part, "valueInteger") or text(part, "valueString")
        unit = text(part, "valueQuantity", "code") or text(part, "valueQuantity", "unit")
        code = next((c for n in objects(part, "code", "coding") if (c := text(n, "code")) in MEASURES), "")
        measure = MEASURES.get(code) or next((m for name in _names(part) if (m := score(name, value, unit))), "")
        if measure and value:
            yield measure, value, unit


def _names(part: Json) -> Iterator[str]:
    yield text(part, "code", "text")
    for coding in objects(part, "code", "coding"):
        yield text(coding, "display")


def _states(resource: Json) -> set[str]:
    parts = ("clinicalStatus", "verificationStatus")
    return {text(coding, "code") for part in parts for coding in objects(resource, part, "coding")}


def _day(resource: Json) -> str:
    return text(resource, "effectiveDateTime") or text(resource, "effectivePeriod", "start")


def _list(resource: Json, name: str) -> list[object]:
    found = resource.get(name)
    return list(found) if isinstance(found, list) else []
