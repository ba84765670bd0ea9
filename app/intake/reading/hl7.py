"""HL7 version 2: ADT and pharmacy orders (RDE, OMP, RDS), as what they say.

Field numbers after chapters 3, 4A and 6 of the standard: PID, PD1, IN1, DG1, AL1, OBX, RXE, RXO, RXD, TQ1, PRD.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from app.intake.incoming import Said, SaidChart, SaidFile, Skipped
from app.intake.problems import DamagedFile, FileTooLarge
from app.intake.reading._hl7_orders import orders, therapy
from app.intake.reading._hl7_people import prescribers, primary_care, representative, said
from app.intake.reading._hl7_segments import Segment, messages
from app.intake.reading.codes import MEASURES, UNITS, measured_body, says_none, score
from app.intake.reading.rows import decoded

_MOST_MESSAGES = 20_000
#: Events that take a person out of the chart system.
_REMOVALS = ("A29",)
_PHONE_USES = {"PRN": "phone_home", "ORN": "phone_home", "WPN": "phone_work", "CP": "phone_cell", "": "phone_home"}
#: Table 0063, relationship of the patient to the insured, how X12 numbers them, and whole words.
_RELATIONSHIPS = {
    **dict.fromkeys(("SEL", "18", "SELF"), "self"),
    **dict.fromkeys(("SPO", "01", "SPOUSE"), "spouse"),
    **dict.fromkeys(("CHD", "19", "CHILD"), "child"),
    **dict.fromkeys(("PAR", "PARENT"), "parent"),
}
#: Kinds of identifiers (table 0203) that can be the office's own number; a social security number never is.
_CHART_NUMBERS, _PERHAPS = ("MR", "MRN"), ("PI", "PT", "")
_ALIASES, _NO_HOMES = ("A", "N", "M", "P", "S", "BAD"), ("BA", "B", "O", "F", "BDL", "N")
#: Kinds of allergies (table 0127): a drug, something mixed, or not said.
_DRUG_ALLERGIES = ("DA", "MA", "MC", "DRUG", "D", "")


@dataclass(slots=True)
class _Chart:
    where: str
    patient: list[Said] = field(default_factory=list)
    parts: dict[str, dict[tuple[tuple[str, str], ...], tuple[Said, ...]]] = field(default_factory=dict)
    plans_of: str = ""

    def keep(self, part: str, found: tuple[Said, ...]) -> None:
        if found:
            kept = self.parts.setdefault(part, {})
            kept.setdefault(tuple((item.field, item.text) for item in found), found)

    def whole(self) -> SaidChart:
        names = ("coverages", "diagnoses", "trials", "contraindications", "observations")
        return SaidChart(self.where, tuple(self.patient), **{n: tuple(self.parts.get(n, {}).values()) for n in names})


def read_hl7(data: bytes) -> SaidFile:
    """What a file of one or more messages says; messages about one patient make one chart, the newest first.

    Raises:
        DamagedFile: no message header, or bytes that are no text.
        FileTooLarge: more messages than any office exports at once.
    """
    found = list(messages(decoded(data)))
    if not found:
        raise DamagedFile(kind="HL7 file", why="it has no message header (MSH)")
    if len(found) > _MOST_MESSAGES:
        raise FileTooLarge(what=f"more than {_MOST_MESSAGES:,} messages")
    charts: dict[tuple[str, str, str, str], _Chart] = {}
    skipped: list[Skipped] = []
    clinicians: list[tuple[Said, ...]] = []
    for number, segments in sorted(enumerate(found, 1), key=lambda pair: (_sent(pair[1]), pair[0]), reverse=True):
        where = f"message {number}"
        if not segments:
            skipped.append(Skipped(where, "Its header does not say how its parts are told apart; left out."))
            continue
        if segments[0].part(9, 2) in _REMOVALS:
            skipped.append(Skipped(where, "It removes a person in the chart system; nothing is removed here."))
            continue
        pid = next((segment for segment in segments if segment.name == "PID"), None)
        if pid is None:
            skipped.append(Skipped(where, "It names no patient (PID); left out."))
            continue
        who = (_chart_number(pid), pid.part(5, 1).casefold(), pid.part(5, 2).casefold(), pid.part(7, 1)[:8])
        chart = charts.setdefault(who, _Chart(where))
        _take_in(chart, where, segments, skipped)
        clinicians.extend(prescribers(where, segments))
    doctors = {tuple((item.field, item.text) for item in one): one for one in clinicians}
    return SaidFile(
        tuple(chart.whole() for chart in reversed(charts.values())), tuple(doctors.values()), tuple(skipped)
    )


def _sent(segments: list[Segment]) -> str:
    return segments[0].part(7, 1) if segments else ""


def _take_in(chart: _Chart, where: str, segments: list[Segment], skipped: list[Skipped]) -> None:
    for segment in segments:
        place = f"{where}, {segment.name}"
        if segment.name in _OF_PATIENT:
            chart.patient.extend(_OF_PATIENT[segment.name](place, segment))
        elif segment.name == "IN1":
            # Each message names all plans of its day: an older one would bring back what was changed since.
            chart.plans_of = chart.plans_of or where
            if chart.plans_of == where:
                chart.keep("coverages", tuple(_coverage(place, segment)))
        elif segment.name == "DG1":
            _diagnose(chart, place, segment, skipped)
        elif segment.name == "AL1" and segment.part(2, 1).upper() in _DRUG_ALLERGIES:
            chart.keep("contraindications", tuple(_allergy(place, segment)))
        elif segment.name == "OBX":
            _observe(chart, place, segment)
    for order in orders(segments):
        chart.keep("trials", tuple(therapy(where, order)))


def _patient(where: str, pid: Segment) -> Iterator[Said]:
    yield from said("patient.chart_number", _chart_number(pid), f"{where}-3")
    own = _best(pid, 5, 7, ("L", "D", ""), _ALIASES)
    for part, name in enumerate(("last", "first", "middle", "suffix"), 1):
        yield from said(f"patient.name.{name}", pid.part(5, part, own), f"{where}-5")
    yield from said("patient.dob", pid.part(7, 1), f"{where}-7")
    yield from said("patient.sex", pid.part(8, 1), f"{where}-8")
    home = _best(pid, 11, 7, ("H", "L", "P", "M", ""), _NO_HOMES)
    street = ", ".join(text for part in (1, 2) if (text := pid.part(11, part, home)))
    yield from said("patient.address.street", street, f"{where}-11")
    for part, name in ((3, "city"), (4, "state"), (5, "zip"), (9, "county")):
        yield from said(f"patient.address.{name}", pid.part(11, part, home), f"{where}-11")
    for number, use in ((13, ""), (14, "WPN")):
        for repetition in range(pid.repetitions(number)):
            yield from _telecom(f"{where}-{number}", pid, number, repetition, use)


def _telecom(where: str, pid: Segment, number: int, repetition: int, use: str) -> Iterator[Said]:
    stated, equipment = pid.part(number, 2, repetition), pid.part(number, 3, repetition)
    if "@" in (address := pid.part(number, 4, repetition)):
        yield from said("patient.email", address, where)
        return
    area, local = pid.part(number, 6, repetition), pid.part(number, 7, repetition)
    phone = pid.part(number, 1, repetition) or f"{area}{local}"
    name = "phone_cell" if equipment == "CP" else _PHONE_USES.get(stated or use)
    if name is not None:
        yield from said(f"patient.{name}", phone, where)


def _coverage(where: str, in1: Segment) -> Iterator[Said]:
    yield from said("coverage.rank", in1.part(1, 1), f"{where}-1")
    yield from said("coverage.payer", in1.part(4, 1), f"{where}-4")
    yield from said("coverage.contact.phone", in1.part(7, 1), f"{where}-7")
    yield from said("coverage.group_number", in1.part(8, 1), f"{where}-8")
    yield from said("coverage.group_name", in1.part(9, 1), f"{where}-9")
    yield from said("coverage.starts", in1.part(12, 1), f"{where}-12")
    yield from said("coverage.ends", in1.part(13, 1), f"{where}-13")
    yield from said("coverage.plan_type", in1.part(15, 1), f"{where}-15")
    relationship = _RELATIONSHIPS.get(in1.part(17, 1).upper(), "")
    yield from said("coverage.insured.relationship", relationship, f"{where}-17")
    if relationship != "self":
        holder = " ".join(part for part in (in1.part(16, 2), in1.part(16, 1)) if part and part != '""')
        yield from said("coverage.insured.name", holder, f"{where}-16")
        yield from said("coverage.insured.dob", in1.part(18, 1), f"{where}-18")
    member = in1.part(36, 1) or in1.part(49, 1)
    yield from said("coverage.member_id", member, f"{where}-36")
    yield from said("coverage.plan_name", in1.part(2, 2), f"{where}-2")


def _diagnose(chart: _Chart, where: str, dg1: Segment, skipped: list[Skipped]) -> None:
    if dg1.part(6, 1) == "W":
        skipped.append(Skipped(where, "A working diagnosis, of which nobody is sure yet; left out."))
    elif dg1.part(21, 1) != "D":
        chart.keep("diagnoses", tuple(_diagnosis(where, dg1)))


def _diagnosis(where: str, dg1: Segment) -> Iterator[Said]:
    system = dg1.part(3, 3).upper() or dg1.part(2, 1).upper()
    if system in ("I10", "I10C", "ICD10", "ICD-10", "ICD-10-CM", "10", ""):
        yield from said("diagnosis.icd10", dg1.part(3, 1), f"{where}-3")
    yield from said("diagnosis.description", dg1.part(3, 2) or dg1.part(4, 1), f"{where}-3")


def _allergy(where: str, al1: Segment) -> Iterator[Said]:
    drug = al1.part(3, 2) or al1.part(3, 1)
    if says_none(drug) or says_none(al1.part(3, 1)):
        return
    yield from said("contraindication.drug", drug, f"{where}-3")
    reaction = al1.part(5, 1)
    yield from said("contraindication.reason", f"allergy: {reaction}" if reaction else "allergy", f"{where}-5")


def _observe(chart: _Chart, where: str, obx: Segment) -> None:
    value, unit = obx.part(5, 1), obx.part(6, 1)
    names = (obx.part(3, 2), obx.part(3, 5), obx.part(3, 9))
    name = MEASURES.get(obx.part(3, 1)) or next((m for one in names if (m := score(one, value, unit))), "")
    if not name or not value or obx.part(11, 1) in ("D", "W", "X"):
        return
    if name in ("height", "weight"):
        chart.patient.extend(said(f"patient.{name}", measured_body(value, unit), f"{where}-5"))
    elif obx.part(14, 1) and (not unit or unit in UNITS or unit.startswith("{")):
        chart.keep(
            "observations",
            (
                Said("observation.measure", name, f"{where}-3"),
                Said("observation.date", obx.part(14, 1), f"{where}-14"),
                Said("observation.value", value, f"{where}-5"),
            ),
        )


def _chart_number(pid: Segment) -> str:
    """The medical record number among the patient's identifiers, else one of no other known kind."""
    for kinds in (_CHART_NUMBERS, _PERHAPS):
        for repetition in range(pid.repetitions(3)):
            if pid.part(3, 5, repetition) in kinds:
                return pid.part(3, 1, repetition)
    return "" if pid.part(3, 1) else pid.part(2, 1)


def _best(pid: Segment, number: int, kind: int, wanted: tuple[str, ...], unwanted: tuple[str, ...]) -> int:
    """The repetition whose kind is wanted most; one that is not wanted counts only where there is no other."""
    kinds = [pid.part(number, kind, repetition).upper() for repetition in range(pid.repetitions(number))]
    found = (kinds.index(one) for one in wanted if one in kinds)
    others = (place for place, one in enumerate(kinds) if one not in unwanted)
    return next(found, next(others, 0))


_OF_PATIENT: Mapping[str, Callable[[str, Segment], Iterator[Said]]] = {
    "PID": _patient,
    "PD1": primary_care,
    "NK1": representative,
}
