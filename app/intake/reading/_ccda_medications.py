"""Medications of C-CDA documents as therapies tried, with the fills that pharmacies report.

After the C-CDA R2.1 templates Medication Activity (…22.4.16), Medication Dispense (…22.4.18), Indication (…22.4.19) and
Medication Free Text Sig (…22.4.147), and those of CCD 1.0 that older systems still write.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from app.intake.incoming import Said, stated
from app.intake.reading._ccda_narrative import Narrative, has_entries, rows
from app.intake.reading.codes import condition_of
from app.intake.reading.xml_parts import attribute, children, descendants, first, template_ids, whole_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_INDICATION = frozenset({"2.16.840.1.113883.10.20.22.4.19", "2.16.840.1.113883.10.20.1.28"})
_FREE_SIG = "2.16.840.1.113883.10.20.22.4.147"
_ICD10 = "2.16.840.1.113883.6.90"
_SIG = frozenset(
    {"sig", "directions", "instructions", "instruction", "medication instructions", "medication directions"}
)
#: Given (EVN) and prescribed (INT); plans and goals stand in sections of their own.
_MOODS = ("EVN", "INT")
_NEVER_TAKEN = ("cancelled", "nullified")
_TABLE = {
    "name": frozenset({"medication", "medications", "drug", "name", "medication name", "drug name", "material"}),
    "directions": _SIG,
    "dose": frozenset({"dose", "dosage"}),
    "start": frozenset({"start date", "startdate", "started", "start", "date started"}),
    "end": frozenset({"stop date", "stopdate", "stopped", "stop", "end date", "end", "date stopped"}),
    "outcome": frozenset({"status"}),
    "reason": frozenset({"reason stopped", "reason for stopping", "discontinue reason"}),
}


def medications(section: Element, narrative: Narrative) -> Iterator[tuple[Said, ...]]:
    """One therapy an entry or fill; of a section without entries one a row of its table."""
    for entry in children(section, "entry"):
        for item in children(entry, "substanceAdministration"):
            is_taken = attribute(first(item, "statusCode"), "code") not in _NEVER_TAKEN
            if attribute(item, "moodCode") in _MOODS and attribute(item, "negationInd") != "true" and is_taken:
                yield from _medication(item, section, narrative)
    if not has_entries(section):
        for row in rows(section, _TABLE):
            yield tuple(_of_row(row))


def _of_row(row: Mapping[str, str]) -> Iterator[Said]:
    where = "medications, text"
    if "name" not in row:
        return
    yield Said("trial.drug", row["name"], where)
    for part in ("directions", "dose", "start", "end", "reason"):
        yield from stated(f"trial.{part}", row.get(part, ""), where)
    if row.get("outcome", "").lower() in ("active", "current", "taking"):
        yield Said("trial.outcome", "ongoing", where)


def _medication(item: Element, section: Element, narrative: Narrative) -> Iterator[tuple[Said, ...]]:
    """The therapy as it is written down, and each fill of it; where no start is written the fills alone say when."""
    about = tuple(_about(item, section, narrative))
    if not about:
        return
    times, fills = tuple(_times(item)), tuple(_fills(item))
    has_start = any(said.field == "trial.start" for said in times)
    if has_start or not fills:
        yield (*about, *times)
    for number, day in enumerate(fills, 1):
        is_last = number == len(fills) and not has_start
        yield (*about, Said("trial.start", day, "medications, dispense"), *(times if is_last else ()))


def _about(item: Element, section: Element, narrative: Narrative) -> Iterator[Said]:
    where = "medications"
    drug = _drug(item, narrative)
    if not drug:
        return
    yield Said("trial.drug", drug, where)
    yield from stated("trial.dose", _dose(item), where)
    yield from stated("trial.directions", _directions(item, drug, section, narrative), where)
    if attribute(first(item, "statusCode"), "code") == "active":
        yield Said("trial.outcome", "ongoing", where)
    for reason in children(item, "entryRelationship"):
        finding = first(reason, "observation")
        if attribute(reason, "typeCode") == "RSON" and template_ids(finding) & _INDICATION:
            value = first(finding, "value")
            for code in (value, *children(value, "translation")):
                if attribute(code, "codeSystem") == _ICD10:
                    yield from stated("trial.intent", condition_of(attribute(code, "code")), where)


def _drug(item: Element, narrative: Narrative) -> str:
    material = first(item, "consumable", "manufacturedProduct", "manufacturedMaterial")
    code = first(material, "code")
    drug = attribute(code, "displayName") or whole_text(first(material, "name"))
    drug = drug or next((n for t in children(code, "translation") if (n := attribute(t, "displayName"))), "")
    return drug or narrative.text(first(code, "originalText"))


def _dose(item: Element) -> str:
    """`30 units`, `2 Puff`; a bare number says nothing."""
    dose = first(item, "doseQuantity")
    amount, unit = attribute(dose, "value"), attribute(dose, "unit").strip("{}")
    if not amount:
        return ""
    unit = "" if unit == "1" else unit
    unit = unit or whole_text(first(dose, "translation", "originalText"))
    unit = unit or attribute(first(item, "administrationUnitCode"), "displayName")
    return f"{amount.removesuffix('.0')} {unit}" if unit else ""


def _directions(item: Element, drug: str, section: Element, narrative: Narrative) -> str:
    """How it is taken: the free text, the words that the entry points at, or the cell of its row."""
    for inner in descendants(item, "substanceAdministration"):
        if inner is not item and _FREE_SIG in template_ids(inner) and (sig := narrative.text(first(inner, "text"))):
            return sig
    pointer = first(item, "text")
    words = narrative.text(pointer)
    if words and words.split()[0].lower() != drug.split(maxsplit=1)[0].lower():
        return words
    named = [row for row in rows(section, _TABLE) if row.get("name", "").lower() == drug.lower()]
    beside = named[0].get("directions", "") if len(named) == 1 else ""
    return narrative.cell(pointer, _SIG) or beside


def _times(item: Element) -> Iterator[Said]:
    for time in children(item, "effectiveTime"):
        low, high = attribute(first(time, "low"), "value"), attribute(first(time, "high"), "value")
        yield from stated("trial.start", low or attribute(time, "value"), "medications")
        yield from stated("trial.end", high, "medications")


def _fills(item: Element) -> Iterator[str]:
    """The days on which a pharmacy gave it out."""
    for relationship in children(item, "entryRelationship"):
        supply = first(relationship, "supply")
        if attribute(supply, "moodCode") == "EVN" and attribute(supply, "negationInd") != "true":
            time = first(supply, "effectiveTime")
            day = attribute(time, "value") or attribute(first(time, "low"), "value")
            if day:
                yield day
