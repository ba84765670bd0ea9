"""The coded entries of C-CDA sections: problems, allergies, vital signs, and scores wherever they stand.

After the C-CDA R2.1 companion guide's templates, and CCD 1.0's for older systems; the roots stand beside their names.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.intake.incoming import Said, stated
from app.intake.reading._ccda_narrative import Narrative, has_entries, rows
from app.intake.reading.codes import MEASURES, measured_body, says_none, score
from app.intake.reading.xml_parts import attribute, children, descendants, first, template_ids, whole_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PROBLEM = frozenset({"2.16.840.1.113883.10.20.22.4.4", "2.16.840.1.113883.10.20.1.28"})
_ALLERGY = frozenset({"2.16.840.1.113883.10.20.22.4.7", "2.16.840.1.113883.10.20.1.18"})
_REACTION = frozenset({"2.16.840.1.113883.10.20.22.4.9", "2.16.840.1.113883.10.20.1.54"})
_ICD10 = "2.16.840.1.113883.6.90"
_STATUSES = frozenset(
    {
        *("2.16.840.1.113883.10.20.22.4.6", "2.16.840.1.113883.10.20.22.4.28"),
        *("2.16.840.1.113883.10.20.1.50", "2.16.840.1.113883.10.20.1.39"),
    }
)
#: SNOMED CT: resolved, inactive.
_NOT_NOW = ("413322009", "73425007")
_OVER = ("resolved", "inactive", "completed", "closed", "historical")
_INTOLERANCE = "59037007"
#: SNOMED CT: allergy, propensity, intolerance to a drug; then those that do not say to what kind of substance.
_DRUG_ALLERGIES = ("416098002", "419511003", _INTOLERANCE, "420134006", "419199007", "418038007")
_PROBLEM_TABLE = {
    "name": frozenset({"problem", "problems", "condition", "conditions", "diagnosis", "problem name", "name"}),
    "icd10": frozenset({"icd-10", "icd10", "icd-10 code", "icd10 code", "icd-10-cm", "icd-10-cm code"}),
    "onset": frozenset({"onset", "onset date", "date of onset", "problem onset date"}),
    "status": frozenset({"status", "problem status", "clinical status"}),
    "over": frozenset({"resolution date", "resolved date", "resolved", "end date"}),
}
_ALLERGY_TABLE = {
    "name": frozenset({"drug", "medication", "drug allergy", "medication allergy", "drug allergies"}),
    "reaction": frozenset({"reaction", "reactions"}),
    "status": frozenset({"status", "clinical status"}),
}


def problems(section: Element, narrative: Narrative) -> Iterator[tuple[Said, ...]]:
    """Diagnoses that are not over; empty for each that is, or that names nothing."""
    for entry in _templated(section, _PROBLEM):
        is_negated = attribute(entry, "negationInd") == "true"
        yield () if is_negated or _is_over(entry) else tuple(_problem(entry, narrative))
    if not has_entries(section):
        for row in rows(section, _PROBLEM_TABLE):
            is_over = row.get("status", "").lower() in _OVER or bool(row.get("over"))
            names = {"icd10": row.get("icd10", ""), "description": row.get("name", ""), "onset": row.get("onset", "")}
            said = [one for part, text in names.items() for one in stated(f"diagnosis.{part}", text, "problems, text")]
            yield () if is_over or "name" not in row else tuple(said)


def _problem(entry: Element, narrative: Narrative) -> Iterator[Said]:
    value = first(entry, "value")
    for code in (value, *children(value, "translation")):
        if attribute(code, "codeSystem") == _ICD10:
            yield from stated("diagnosis.icd10", attribute(code, "code"), "problems")
    name = attribute(value, "displayName") or narrative.text(first(value, "originalText"))
    name = name or next((n for t in children(value, "translation") if (n := attribute(t, "displayName"))), "")
    yield from stated("diagnosis.description", name or narrative.text(first(entry, "text")), "problems")
    onset = attribute(first(entry, "effectiveTime", "low"), "value")
    if len(onset) >= len("20260101"):
        yield Said("diagnosis.onset", onset, "problems")


def allergies(section: Element, narrative: Narrative) -> Iterator[tuple[Said, ...]]:
    """Drug allergies and intolerances as what the patient must not have."""
    for entry in _templated(section, _ALLERGY):
        kinds = {attribute(first(entry, part), "code") for part in ("value", "code")} & set(_DRUG_ALLERGIES)
        if not kinds or attribute(entry, "negationInd") == "true" or _is_over(entry):
            continue
        named = first(entry, "participant", "participantRole", "playingEntity")
        code = first(named, "code")
        drug = attribute(code, "displayName") or whole_text(first(code, "originalText"))
        drug = drug or whole_text(first(named, "name")) or narrative.text(first(code, "originalText"))
        reactions = (_reaction(reaction, narrative) for reaction in _templated(entry, _REACTION))
        yield from _must_not(drug, next(reactions, ""), "intolerance" if kinds == {_INTOLERANCE} else "allergy", "")
    if not has_entries(section):
        for row in rows(section, _ALLERGY_TABLE):
            if row.get("status", "").lower() not in _OVER:
                yield from _must_not(row.get("name", ""), row.get("reaction", ""), "allergy", ", text")


def _reaction(reaction: Element, narrative: Narrative) -> str:
    return attribute(first(reaction, "value"), "displayName") or narrative.text(first(reaction, "text"))


def _must_not(drug: str, reaction: str, word: str, place: str) -> Iterator[tuple[Said, ...]]:
    if drug and not says_none(drug):
        where = f"allergies{place}"
        reason = word if not reaction or says_none(reaction) else f"{word}: {reaction}"
        yield (Said("contraindication.drug", drug, where), Said("contraindication.reason", reason, where))


def vital_signs(section: Element, _: Narrative) -> Iterator[tuple[Said, ...]]:
    """Height and weight, the newest first."""
    found: list[tuple[str, Said]] = []
    for item in descendants(section, "observation"):
        code = first(item, "code")
        codes = (attribute(one, "code") for one in (code, *children(code, "translation")))
        name = next((MEASURES[one] for one in codes if one in MEASURES), "")
        value = first(item, "value")
        body = measured_body(attribute(value, "value"), attribute(value, "unit"))
        if name in ("height", "weight") and body:
            day = attribute(first(item, "effectiveTime"), "value")
            found.append((day, Said(f"patient.{name}", body, "vital signs")))
    for _day, said in sorted(found, key=lambda pair: pair[0], reverse=True):
        yield (said,)


def scores(section: Element, narrative: Narrative) -> Iterator[tuple[Said, ...]]:
    """Scores and counts that we follow, in whichever section: results, functional status, assessments."""
    for item in descendants(section, "observation"):
        if attribute(item, "moodCode") not in ("EVN", "") or attribute(item, "negationInd") == "true":
            continue
        code, value, where = first(item, "code"), first(item, "value"), "results"
        names = [attribute(one, "displayName") for one in (code, *children(code, "translation"))]
        names.append(narrative.text(first(code, "originalText")))
        amount = attribute(value, "value") or whole_text(value)
        time = first(item, "effectiveTime")
        day = attribute(time, "value") or attribute(first(time, "low"), "value")
        measure = next((m for name in names if (m := score(name, amount, attribute(value, "unit")))), "")
        if measure and day:
            yield (
                Said("observation.measure", measure, where),
                Said("observation.date", day, where),
                Said("observation.value", amount, where),
            )


def _is_over(entry: Element) -> bool:
    """Whether an entry says that it was withdrawn, that it ended, even at an unknown time, or that it is not so now."""
    if attribute(first(entry, "statusCode"), "code") in ("nullified", "cancelled"):
        return True
    high = first(entry, "effectiveTime", "high")
    ended = attribute(high, "value") or attribute(high, "nullFlavor") == "UNK"
    return bool(ended) or any(
        attribute(first(status, "value"), "code") in _NOT_NOW for status in _templated(entry, _STATUSES)
    )


def _templated(part: Element, templates: frozenset[str]) -> Iterator[Element]:
    """The observations that claim to follow one of the templates."""
    return (item for item in descendants(part, "observation") if template_ids(item) & templates)
