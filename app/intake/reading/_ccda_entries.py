"""The coded entries of C-CDA sections: problems, medications, allergies, vital signs, payers.

After the C-CDA R2.1 companion guide's templates, whose roots stand beside their names below.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.intake.incoming import Said
from app.intake.reading.codes import MEASURES, measured_body, says_none
from app.intake.reading.xml_parts import attribute, children, descendants, first, template_ids, whole_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PROBLEM = "2.16.840.1.113883.10.20.22.4.4"
_ALLERGY = "2.16.840.1.113883.10.20.22.4.7"
_REACTION = "2.16.840.1.113883.10.20.22.4.9"
_COVERAGE = "2.16.840.1.113883.10.20.22.4.60"
_POLICY = "2.16.840.1.113883.10.20.22.4.61"
_ICD10 = "2.16.840.1.113883.6.90"
_STATUSES = ("2.16.840.1.113883.10.20.22.4.6", "2.16.840.1.113883.10.20.22.4.28")
#: SNOMED CT: resolved, inactive.
_NOT_NOW = ("413322009", "73425007")
_INTOLERANCE = "59037007"
#: SNOMED CT: allergy, propensity, intolerance to a drug; then those that do not say to what kind of substance.
_DRUG_ALLERGIES = ("416098002", "419511003", _INTOLERANCE, "420134006", "419199007", "418038007")


def problems(section: Element) -> Iterator[tuple[Said, ...]]:
    """Diagnoses that are not over."""
    for entry in _templated(section, "observation", _PROBLEM):
        if attribute(entry, "negationInd") == "true" or _is_over(entry):
            continue
        value = first(entry, "value")
        said = []
        for code in (value, *children(value, "translation")):
            if attribute(code, "codeSystem") == _ICD10:
                said.append(Said("diagnosis.icd10", attribute(code, "code"), "problems"))
        name = attribute(value, "displayName") or whole_text(first(value, "originalText"))
        name = name or next((n for t in children(value, "translation") if (n := attribute(t, "displayName"))), "")
        if name:
            said.append(Said("diagnosis.description", name, "problems"))
        onset = attribute(first(entry, "effectiveTime", "low"), "value")
        if len(onset) >= len("20260101"):
            said.append(Said("diagnosis.onset", onset, "problems"))
        yield tuple(said)


def medications(section: Element) -> Iterator[tuple[Said, ...]]:
    """Medications as therapies tried; none that was only meant to be given or never taken."""
    for entry in children(section, "entry"):
        for item in children(entry, "substanceAdministration"):
            if attribute(item, "moodCode") == "EVN" and attribute(item, "negationInd") != "true":
                yield tuple(_medication(item))


def _medication(item: Element) -> Iterator[Said]:
    material = first(item, "consumable", "manufacturedProduct", "manufacturedMaterial")
    code = first(material, "code")
    drug = attribute(code, "displayName") or whole_text(first(material, "name"))
    drug = drug or next((n for t in children(code, "translation") if (n := attribute(t, "displayName"))), "")
    if not drug:
        return
    yield Said("trial.drug", drug, "medications")
    for time in children(item, "effectiveTime"):
        low, high = attribute(first(time, "low"), "value"), attribute(first(time, "high"), "value")
        low = low or attribute(time, "value")
        if low:
            yield Said("trial.start", low, "medications")
        if high:
            yield Said("trial.end", high, "medications")
    dose = first(item, "doseQuantity")
    amount, unit = attribute(dose, "value"), attribute(dose, "unit")
    if amount and unit and unit != "1":
        yield Said("trial.dose", f"{amount} {unit}", "medications")
    if attribute(first(item, "statusCode"), "code") == "active":
        yield Said("trial.outcome", "ongoing", "medications")


def allergies(section: Element) -> Iterator[tuple[Said, ...]]:
    """Drug allergies and intolerances as what the patient must not have."""
    for entry in _templated(section, "observation", _ALLERGY):
        kind = attribute(first(entry, "value"), "code")
        if kind not in _DRUG_ALLERGIES or attribute(entry, "negationInd") == "true" or _is_over(entry):
            continue
        named = first(entry, "participant", "participantRole", "playingEntity")
        code = first(named, "code")
        drug = attribute(code, "displayName") or whole_text(first(code, "originalText"))
        drug = drug or whole_text(first(named, "name"))
        if not drug or says_none(drug):
            continue
        reaction = next(
            (attribute(first(r, "value"), "displayName") for r in _templated(entry, "observation", _REACTION)), ""
        )
        word = "intolerance" if kind == _INTOLERANCE else "allergy"
        yield (
            Said("contraindication.drug", drug, "allergies"),
            Said("contraindication.reason", f"{word}: {reaction}" if reaction else word, "allergies"),
        )


def vital_signs(section: Element) -> Iterator[tuple[Said, ...]]:
    """Height and weight, the newest first."""
    found: list[tuple[str, Said]] = []
    for item in descendants(section, "observation"):
        name = MEASURES.get(attribute(first(item, "code"), "code"), "")
        value = first(item, "value")
        body = measured_body(attribute(value, "value"), attribute(value, "unit"))
        if name in ("height", "weight") and body:
            day = attribute(first(item, "effectiveTime"), "value")
            found.append((day, Said(f"patient.{name}", body, "vital signs")))
    for _, said in sorted(found, key=lambda pair: pair[0], reverse=True):
        yield (said,)


def payers(section: Element) -> Iterator[tuple[Said, ...]]:
    """The plans, in the order of the coverage activity."""
    for activity in _templated(section, "act", _COVERAGE):
        for relationship in children(activity, "entryRelationship"):
            for policy in children(relationship, "act"):
                if _POLICY in template_ids(policy):
                    rank = attribute(first(relationship, "sequenceNumber"), "value")
                    yield tuple(_policy(policy, rank))


def _policy(policy: Element, rank: str) -> Iterator[Said]:
    where = "payers"
    for performer in children(policy, "performer"):
        name = whole_text(first(performer, "assignedEntity", "representedOrganization", "name"))
        if "2.16.840.1.113883.10.20.22.4.87" in template_ids(performer) and name:
            yield Said("coverage.payer", name, where)
    if rank:
        yield Said("coverage.rank", rank, where)
    parties = {attribute(item, "typeCode"): item for item in children(policy, "participant")}
    covered, holder = parties.get("COV"), first(parties.get("HLD"), "participantRole", "playingEntity", "name")
    yield from _covered(covered)
    name = " ".join(whole_text(part) for tag in ("given", "family") for part in children(holder, tag))
    if name and _relationship(covered) != "self":
        yield Said("coverage.insured.name", name, where)
    group = attribute(first(policy, "id"), "extension")
    if group:
        yield Said("coverage.group_number", group, where)


def _covered(covered: Element | None) -> Iterator[Said]:
    """Who is covered, under which number and from when."""
    relationship = _relationship(covered)
    said = {
        "member_id": attribute(first(covered, "participantRole", "id"), "extension"),
        "insured.relationship": relationship if relationship in ("self", "spouse", "child", "parent") else "",
        "starts": attribute(first(covered, "time", "low"), "value"),
        "ends": attribute(first(covered, "time", "high"), "value"),
    }
    yield from (Said(f"coverage.{name}", text, "payers") for name, text in said.items() if text)


def _relationship(covered: Element | None) -> str:
    return attribute(first(covered, "participantRole", "code"), "code").lower()


def _is_over(entry: Element) -> bool:
    """Whether it ended, on a day that is known or not, or its status says so."""
    high = first(entry, "effectiveTime", "high")
    if attribute(high, "value") or attribute(high, "nullFlavor") == "UNK":
        return True
    if attribute(first(entry, "statusCode"), "code") in ("nullified", "cancelled", "aborted"):
        return True
    states = (s for template in _STATUSES for s in _templated(entry, "observation", template))
    return any(attribute(first(state, "value"), "code") in _NOT_NOW for state in states)


def _templated(node: Element, tag: str, template: str) -> Iterator[Element]:
    return (item for item in descendants(node, tag) if template in template_ids(item))
