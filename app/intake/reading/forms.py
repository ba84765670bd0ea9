"""A form that was filled in by hand or by us, read back through what its boxes mean.

Only boxes that take one fact whole, or one part of a date or telephone, can be read back. What was composed of several
facts, or answers a question of the form, stays on the paper.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from app.intake.incoming import Said, SaidChart, SaidFile, Skipped
from app.intake.reading.names import split_name
from app.mapping.model import SourceKind
from app.mapping.placing import Placed
from app.pdf.template import BoxId, BoxKind

_ROW = re.compile(r"(prior|dx\.icd10|dx\.description|dx\.onset_date)(?:\[(\d+)\])?(.*)")
_PARTS = {"MM": "{MM}/{DD}/{YYYY}", "area": "{area}-{prefix}-{line}"}

#: Keys whose text is one field of ours.
_FIELDS: Mapping[str, str] = {
    "patient.first_name": "patient.name.first",
    "patient.last_name": "patient.name.last",
    "patient.middle_initial": "patient.name.middle",
    "patient.dob": "patient.dob",
    "patient.sex": "patient.sex",
    "patient.address": "patient.address.street",
    "patient.city": "patient.address.city",
    "patient.state": "patient.address.state",
    "patient.zip": "patient.address.zip",
    "patient.county": "patient.address.county",
    "patient.phone": "patient.phone_home",
    "patient.phone_home": "patient.phone_home",
    "patient.phone_work": "patient.phone_work",
    "patient.phone_cell": "patient.phone_cell",
    "patient.email": "patient.email",
    "patient.allergies": "patient.allergies",
    "patient.height": "patient.height",
    "patient.height_in": "patient.height",
    "patient.height_cm": "patient.height",
    "patient.weight": "patient.weight",
    "patient.weight_lb": "patient.weight",
    "patient.weight_kg": "patient.weight",
    "pcp.name": "patient.primary_care.name",
    "pcp.phone": "patient.primary_care.phone",
    "pcp.fax": "patient.primary_care.fax",
    "pcp.npi": "patient.primary_care.npi",
    "patient.representative_name": "patient.representative.name",
    "patient.representative_phone": "patient.representative.phone",
    "coverage.payer_name": "coverage.payer",
    "plan.name": "coverage.plan_name",
    "coverage.plan_type": "coverage.plan_type",
    "coverage.member_id": "coverage.member_id",
    "coverage.group_number": "coverage.group_number",
    "coverage.group_name": "coverage.group_name",
    "coverage.rx_bin": "coverage.rx_bin",
    "coverage.rx_pcn": "coverage.rx_pcn",
    "coverage.rx_group": "coverage.rx_group",
    "coverage.insured_name": "coverage.insured.name",
    "coverage.insured_relationship": "coverage.insured.relationship",
    "coverage.insured_dob": "coverage.insured.dob",
    "coverage.insured_employer": "coverage.insured.employer",
    "prescriber.first_name": "prescriber.name.first",
    "prescriber.last_name": "prescriber.name.last",
    "prescriber.middle_initial": "prescriber.name.middle",
    "prescriber.npi": "prescriber.npi",
    "prescriber.dea": "prescriber.dea",
    "prescriber.license": "prescriber.license",
    "prescriber.specialty": "prescriber.specialty",
    "prescriber.email": "prescriber.email",
}
_ROW_FIELDS: Mapping[str, str] = {
    "dx.icd10": "diagnosis.icd10",
    "dx.description": "diagnosis.description",
    "dx.onset_date": "diagnosis.onset",
    "prior.drug": "trial.drug",
    "prior.strength": "trial.strength",
    "prior.dose": "trial.dose",
    "prior.directions": "trial.directions",
    "prior.start_date": "trial.start",
    "prior.end_date": "trial.end",
    "prior.reason": "trial.reason",
    "prior.outcome": "trial.outcome",
}
#: Boxes beside which the unit is printed.
_PRINTED_UNITS = {"height_in": "in", "height_cm": "cm", "weight_lb": "lb", "weight_kg": "kg"}
#: Two dates in one box.
_SPAN = re.compile(r"\s+(?:-|to|thru|through|until)\s+|\s*[–—]\s*", re.IGNORECASE)
_BOTH = 2
_NAMES = {"patient.full_name": "patient", "prescriber.full_name": "prescriber"}


@dataclass(frozen=True, slots=True)
class _Written:
    """What stands in the boxes of one key."""

    key: str
    text: str
    where: str
    is_tick: bool = False


def read_form(placed: Iterable[Placed], texts: Mapping[BoxId, str], ticked: frozenset[BoxId], payer: str) -> SaidFile:
    """What a filled form says.

    Args:
        placed: the form's boxes with what they mean.
        texts: what stands in its text boxes; a box that is empty is left out.
        ticked: its check boxes with a tick.
        payer: whose form it is, where the form has no box for that.
    """
    skipped: list[Skipped] = []
    groups: dict[str, list[Said]] = defaultdict(list)
    rows: dict[tuple[str, int], list[Said]] = defaultdict(list)
    for item in _whole(_unambiguous(list(_written(placed, texts, ticked)), skipped)):
        for target, row, said in _said(item, skipped):
            if row:
                rows[target, row].append(said)
            else:
                groups[target].append(said)
    plan = groups["coverage"]
    if plan and payer and all(said.field != "coverage.payer" for said in plan):
        plan.append(Said("coverage.payer", payer, "the form's title"))
    chart = SaidChart(
        where="the form",
        patient=tuple(groups["patient"]),
        coverages=(tuple(plan),) if plan else (),
        diagnoses=tuple(tuple(said) for (target, _), said in sorted(rows.items()) if target == "diagnosis"),
        trials=tuple(tuple(said) for (target, _), said in sorted(rows.items()) if target == "trial"),
    )
    doctor = tuple(groups["prescriber"])
    return SaidFile((chart,) if chart.patient else (), (doctor,) if doctor else (), tuple(skipped))


def _unambiguous(written: Sequence[_Written], skipped: list[Skipped]) -> list[_Written]:
    """What is written, without fields for which two boxes with different answers are ticked."""
    answers: dict[str, set[str]] = defaultdict(set)
    for item in written:
        if item.is_tick:
            answers[item.key].add(item.text)
    doubted = {key: item for item in written if item.is_tick and len(answers[(key := item.key)]) > 1}
    skipped += [Skipped(item.where, "More than one box is ticked; left out.") for item in doubted.values()]
    return [item for item in written if item.key not in doubted]


def _written(placed: Iterable[Placed], texts: Mapping[BoxId, str], ticked: frozenset[BoxId]) -> Iterator[_Written]:
    for item in placed:
        source = item.meaning.source if item.meaning is not None else None
        if source is None or source.kind is not SourceKind.KEY or len(source.keys) != 1 or source.words:
            continue
        (key,) = source.keys
        where = f"page {item.box.page}, {item.meaning.label}" if item.meaning is not None else ""
        name, _, wanted = key.partition("=")
        if item.box.kind is BoxKind.CHECK:
            if item.box.id in ticked and wanted:
                yield _Written(name, wanted, where, is_tick=True)
        elif not wanted and texts.get(item.box.id, "").strip():
            yield _Written(key, texts[item.box.id].strip(), where)


def _whole(written: Sequence[_Written]) -> Iterator[_Written]:
    """Values whole, and dates and telephones put together from their parts; parts without the rest are left out."""
    parts: dict[str, dict[str, _Written]] = defaultdict(dict)
    for item in written:
        key, _, part = item.key.partition(":")
        if part:
            parts[key].setdefault(part, item)
        else:
            yield item
    for key, found in parts.items():
        for first, pattern in _PARTS.items():
            names = re.findall(r"\{(\w+)\}", pattern)
            if first in found and all(name in found for name in names):
                text = pattern.format(**{name: found[name].text for name in names})
                yield _Written(key, text, found[first].where)


def _said(item: _Written, skipped: list[Skipped]) -> Iterator[tuple[str, int, Said]]:
    if item.key in _NAMES:
        yield from _name(item, _NAMES[item.key], skipped)
        return
    field = _FIELDS.get(item.key)
    if field is not None:
        unit = _PRINTED_UNITS.get(item.key.partition(".")[2], "")
        text = f"{item.text} {unit}" if unit and item.text.replace(".", "", 1).isdigit() else item.text
        yield field.partition(".")[0], 0, Said(field, text, item.where)
        return
    match = _ROW.fullmatch(item.key)
    if match is not None and f"{match[1]}{match[3]}" == "prior.dates":
        yield from _span(item, int(match[2] or 1), skipped)
        return
    field = None if match is None else _ROW_FIELDS.get(f"{match[1]}{match[3]}")
    if field is not None and match is not None:
        yield field.partition(".")[0], int(match[2] or 1), Said(field, item.text, item.where)


def _span(item: _Written, row: int, skipped: list[Skipped]) -> Iterator[tuple[str, int, Said]]:
    """From when to when, of `01/10/2026 - 04/20/2026`; a date alone is not known to be either."""
    parts = _SPAN.split(item.text.strip())
    if len(parts) != _BOTH and item.text.count("-") == 1:
        parts = item.text.split("-")
    if len(parts) != _BOTH or not all(any(sign.isdigit() for sign in part) for part in parts):
        skipped.append(Skipped(item.where, "Its dates cannot be told apart; left out."))
        return
    first, last = parts
    for field, text in (("trial.start", first), ("trial.end", last)):
        yield "trial", row, Said(field, text, item.where)


def _name(item: _Written, target: str, skipped: list[Skipped]) -> Iterator[tuple[str, int, Said]]:
    name = split_name(item.text)
    if name is None:
        skipped.append(Skipped(item.where, "The name cannot be taken apart for certain; left out."))
        return
    for part in ("last", "first", "middle", "suffix"):
        if text := getattr(name, part):
            yield target, 0, Said(f"{target}.name.{part}", text, item.where)
