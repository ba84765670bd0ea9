"""The people around a patient in HL7 messages: primary care, representative, prescribers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.intake.incoming import Said, stated
from app.intake.reading._hl7_segments import Segment

#: Fields that name a clinician (XCN) who can be a prescriber: attending, referring, consulting, ordering.
_CLINICIANS = {"PV1": (7, 8, 9), "ORC": (12,), "RXE": (13,), "OBR": (16,)}
_NPI_LENGTH = 10
#: Table 0063, relationship: guardian.
_GUARDIAN = "GRD"


def said(name: str, value: str, where: str) -> Iterator[Said]:
    """What a field says; two quotation marks say that it is empty."""
    if value.strip() != '""':
        yield from stated(name, value, where)


def primary_care(where: str, pd1: Segment) -> Iterator[Said]:
    """The patient's primary care clinician."""
    name = " ".join(part for part in (pd1.part(4, 3), pd1.part(4, 2)) if part)
    yield from said("patient.primary_care.name", name, f"{where}-4")
    if len(pd1.part(4, 1)) == _NPI_LENGTH and pd1.part(4, 1).isdigit():
        yield from said("patient.primary_care.npi", pd1.part(4, 1), f"{where}-4")


def representative(where: str, nk1: Segment) -> Iterator[Said]:
    """A guardian; other next of kin do not speak for the patient."""
    relationship = nk1.part(3, 2) or nk1.part(3, 1)
    if nk1.part(3, 1) == _GUARDIAN or "guardian" in relationship.lower():
        name = " ".join(part for part in (nk1.part(2, 2), nk1.part(2, 1)) if part)
        phone = nk1.part(5, 1) or f"{nk1.part(5, 6)}{nk1.part(5, 7)}"
        yield from said("patient.representative.name", name, f"{where}-2")
        yield from said("patient.representative.relationship", "guardian", f"{where}-3")
        yield from said("patient.representative.phone", phone, f"{where}-5")


def prescribers(where: str, segments: Sequence[Segment]) -> Iterator[tuple[Said, ...]]:
    """The clinicians of a message that have a name and, said to be one, an NPI."""
    for segment in segments:
        for number in _CLINICIANS.get(segment.name, ()):
            for repetition in range(segment.repetitions(number)):
                found = tuple(_clinician(f"{where}, {segment.name}-{number}", segment, number, repetition))
                if any(item.field == "prescriber.npi" for item in found):
                    yield found


def _clinician(where: str, segment: Segment, number: int, repetition: int) -> Iterator[Said]:
    parts = {at: segment.part(number, at, repetition) for at in (1, 2, 3, 4, 7, 9, 13)}
    is_npi = "NPI" in (parts[9].upper(), parts[13].upper())
    if not parts[2] or not is_npi or len(parts[1]) != _NPI_LENGTH:
        return
    for field, at in (("name.last", 2), ("name.first", 3), ("name.middle", 4), ("credential", 7), ("npi", 1)):
        yield from said(f"prescriber.{field}", parts[at], where)
