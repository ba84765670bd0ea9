"""C-CDA documents (HL7 CDA R2, US realm), as what they say.

Sections are known by their LOINC codes: 11450-4 problems, 10160-0 medications, 48765-2 allergies, 8716-3 vital signs,
48768-6 payers. Narrative text is not read: only coded entries are facts.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.intake.incoming import Said, SaidChart, SaidFile, stated
from app.intake.problems import DamagedFile, FileTooLarge, UnsafeFile
from app.intake.reading._ccda_entries import allergies, medications, payers, problems, vital_signs
from app.intake.reading.xml_parts import attribute, children, descendants, first, whole_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SECTIONS = {
    "11450-4": ("diagnoses", problems),
    "10160-0": ("trials", medications),
    "48765-2": ("contraindications", allergies),
    "8716-3": ("observations", vital_signs),
    "48768-6": ("coverages", payers),
}
#: Social security, driver's licenses, Medicare and Medicaid numbers.
_NO_CHART_NUMBERS = tuple(f"2.16.840.1.113883.4.{number}" for number in ("1", "3", "572", "927"))
_NPI_ROOT = "2.16.840.1.113883.4.6"
_PHONES = {"HP": "phone_home", "H": "phone_home", "WP": "phone_work", "MC": "phone_cell", "": "phone_home"}
#: An open document takes up to thirty times its size in memory.
_MOST_BYTES = 30_000_000


def read_ccda(data: bytes) -> SaidFile:
    """What a C-CDA document says.

    Raises:
        FileTooLarge: no document of one patient is as large.
        UnsafeFile: it declares a document type or entities.
        DamagedFile: it is no XML, or no clinical document.
    """
    if len(data) > _MOST_BYTES:
        raise FileTooLarge(what="more than 30 MB of XML")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnsafeFile() from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise DamagedFile(kind="C-CDA document", why="it is not whole XML") from error
    if root.tag.rpartition("}")[2] != "ClinicalDocument":
        raise DamagedFile(kind="C-CDA document", why="it is XML of another kind")
    return SaidFile(tuple(_chart(role, number, root) for number, role in enumerate(_patients(root), 1)))


def _patients(root: Element) -> list[Element]:
    return [role for target in children(root, "recordTarget") for role in children(target, "patientRole")]


def _chart(role: Element, number: int, root: Element) -> SaidChart:
    where = "recordTarget" if number == 1 else f"recordTarget {number}"
    parts: dict[str, list[tuple[Said, ...]]] = {name: [] for name, _ in _SECTIONS.values()}
    patient = list(_patient(where, role, root))
    for section in _sections(root) if number == 1 else ():
        known = _SECTIONS.get(attribute(first(section, "code"), "code"))
        if known is None:
            continue
        name, read = known
        for said in read(section):
            if said and said[0].field.startswith("patient."):
                patient.extend(said)
            elif said:
                parts[name].append(said)
    return SaidChart(where, tuple(patient), **{name: tuple(said) for name, said in parts.items()})


def _sections(root: Element) -> Iterator[Element]:
    """All sections, also those within others."""
    return descendants(first(root, "component", "structuredBody"), "section")


def _patient(where: str, role: Element, root: Element) -> Iterator[Said]:
    person = first(role, "patient")
    name = _best_name(person)
    if name is not None:
        given = [whole_text(part) for part in children(name, "given")]
        families = list(children(name, "family"))
        now = [part for part in families if attribute(part, "qualifier") not in ("BR", "SP")] or families
        yield from stated("patient.name.last", whole_text(next(iter(now), None)), f"{where}, name")
        yield from stated("patient.name.first", given[0] if given else "", f"{where}, name")
        yield from stated("patient.name.middle", " ".join(given[1:]), f"{where}, name")
        yield from stated("patient.name.suffix", whole_text(first(name, "suffix")), f"{where}, name")
    yield from stated("patient.dob", attribute(first(person, "birthTime"), "value"), f"{where}, birthTime")
    sex = attribute(first(person, "administrativeGenderCode"), "code")
    yield from stated("patient.sex", sex, f"{where}, administrativeGenderCode")
    for identifier in children(role, "id"):
        if not _is_of(attribute(identifier, "root"), _NO_CHART_NUMBERS):
            yield from stated("patient.chart_number", attribute(identifier, "extension"), f"{where}, id")
    yield from _address(where, role)
    for telecom in children(role, "telecom"):
        yield from _telecom(where, telecom)
    yield from _primary_care(root)


def _is_of(root: str, roots: tuple[str, ...]) -> bool:
    return any(root == one or root.startswith(f"{one}.") for one in roots)


def _address(where: str, role: Element) -> Iterator[Said]:
    address = first(role, "addr")
    if address is None:
        return
    street = ", ".join(text for line in children(address, "streetAddressLine") if (text := whole_text(line)))
    yield from stated("patient.address.street", street, f"{where}, addr")
    for tag, name in (("city", "city"), ("state", "state"), ("postalCode", "zip"), ("county", "county")):
        yield from stated(f"patient.address.{name}", whole_text(first(address, tag)), f"{where}, addr")


def _telecom(where: str, telecom: Element) -> Iterator[Said]:
    value, use = attribute(telecom, "value"), attribute(telecom, "use").split(" ")[0]
    if value.startswith("mailto:"):
        yield from stated("patient.email", value, f"{where}, telecom")
    elif value.startswith("tel:") and use in _PHONES:
        yield from stated(f"patient.{_PHONES[use]}", value, f"{where}, telecom")


def _primary_care(root: Element) -> Iterator[Said]:
    for performer in children(first(root, "documentationOf", "serviceEvent"), "performer"):
        if attribute(first(performer, "functionCode"), "code") not in ("PP", "PCP"):
            continue
        entity, where = first(performer, "assignedEntity"), "documentationOf, performer"
        name = first(entity, "assignedPerson", "name")
        if name is not None:
            words = [whole_text(part) for tag in ("given", "family") for part in children(name, tag)]
            yield from stated("patient.primary_care.name", " ".join(words), where)
        for identifier in children(entity, "id"):
            if attribute(identifier, "root") == _NPI_ROOT:
                yield from stated("patient.primary_care.npi", attribute(identifier, "extension"), where)
        yield from stated("patient.primary_care.phone", attribute(first(entity, "telecom"), "value"), where)
        return


def _best_name(person: Element | None) -> Element | None:
    names = list(children(person, "name"))
    legal = [name for name in names if attribute(name, "use") in ("L", "")]
    return next(iter(legal or names), None)
