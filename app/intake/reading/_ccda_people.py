"""The people of C-CDA documents: the patient with guardian and primary care, and prescribers with an NPI."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.intake.incoming import Said, stated
from app.intake.reading.xml_parts import attribute, children, descendants, first, whole_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

#: Social security, driver's licenses, Medicare and Medicaid numbers.
_NO_CHART_NUMBERS = tuple(f"2.16.840.1.113883.4.{number}" for number in ("1", "3", "572", "927"))
_NPI_ROOT = "2.16.840.1.113883.4.6"
_NPI_LENGTH = 10
#: Health Care Provider Taxonomy, whose names say the specialty.
_TAXONOMY = "2.16.840.1.113883.6.101"
_PHONES = {"HP": "phone_home", "H": "phone_home", "WP": "phone_work", "MC": "phone_cell", "": "phone_home"}


def patients(root: Element) -> list[Element]:
    """The roles of the document's patients."""
    return [role for target in children(root, "recordTarget") for role in children(target, "patientRole")]


def patient(where: str, role: Element, root: Element) -> Iterator[Said]:
    """What a document says of a patient."""
    person = first(role, "patient")
    yield from _name("patient", _best_name(person), f"{where}, name")
    yield from stated("patient.dob", attribute(first(person, "birthTime"), "value"), f"{where}, birthTime")
    sex = attribute(first(person, "administrativeGenderCode"), "code")
    yield from stated("patient.sex", sex, f"{where}, administrativeGenderCode")
    for identifier in children(role, "id"):
        if not _is_of(attribute(identifier, "root"), _NO_CHART_NUMBERS):
            yield from stated("patient.chart_number", attribute(identifier, "extension"), f"{where}, id")
    yield from _address(where, role)
    for telecom in children(role, "telecom"):
        yield from _telecom(where, telecom)
    for guardian in children(person, "guardian"):
        yield from _guardian(f"{where}, guardian", guardian)
    yield from _primary_care(root)


def prescribers(root: Element) -> Iterator[tuple[Said, ...]]:
    """Those with a name and an NPI among the document's clinicians, each once."""
    seen = set()
    for tag in ("assignedEntity", "assignedAuthor"):
        for entity in descendants(root, tag):
            npi, name = _npi(entity), first(entity, "assignedPerson", "name")
            if len(npi) != _NPI_LENGTH or npi in seen or not whole_text(first(name, "family")):
                continue
            seen.add(npi)
            code = first(entity, "code")
            specialty = attribute(code, "displayName") if attribute(code, "codeSystem") == _TAXONOMY else ""
            where = "clinicians"
            yield (
                *_name("prescriber", name, where),
                *stated("prescriber.credential", ", ".join(_suffixes(name, academic=True)), where),
                Said("prescriber.npi", npi, where),
                *stated("prescriber.specialty", specialty, where),
            )


def _name(target: str, name: Element | None, where: str) -> Iterator[Said]:
    if name is None:
        return
    given = [text for part in children(name, "given") if (text := whole_text(part))]
    families = list(children(name, "family"))
    now = [part for part in families if attribute(part, "qualifier") not in ("BR", "SP")] or families
    yield from stated(f"{target}.name.last", whole_text(next(iter(now), None)), where)
    yield from stated(f"{target}.name.first", given[0] if given else "", where)
    yield from stated(f"{target}.name.middle", " ".join(given[1:]), where)
    if target == "patient":
        yield from stated("patient.name.suffix", " ".join(_suffixes(name, academic=False)), where)


def _suffixes(name: Element | None, *, academic: bool) -> list[str]:
    """`Jr`, or a person's degrees: systems seldom say which it is, and a patient's degree is no part of the name."""
    found = [(whole_text(part), attribute(part, "qualifier") == "AC") for part in children(name, "suffix")]
    return [text for text, is_degree in found if text and (academic or not is_degree)]


def _is_of(root: str, roots: tuple[str, ...]) -> bool:
    return any(root == one or root.startswith(f"{one}.") for one in roots)


def _address(where: str, role: Element) -> Iterator[Said]:
    address = first(role, "addr")
    street = ", ".join(text for line in children(address, "streetAddressLine") if (text := whole_text(line)))
    yield from stated("patient.address.street", street, f"{where}, addr")
    for tag, name in (("city", "city"), ("state", "state"), ("postalCode", "zip"), ("county", "county")):
        yield from stated(f"patient.address.{name}", whole_text(first(address, tag)), f"{where}, addr")


def _telecom(where: str, telecom: Element) -> Iterator[Said]:
    value, use = attribute(telecom, "value"), attribute(telecom, "use").split(" ")[0]
    if value.lower().startswith("mailto:") or "@" in value:
        yield from stated("patient.email", value, f"{where}, telecom")
    elif use in _PHONES and (value.lower().startswith("tel:") or value[:1] in "+(0123456789"):
        yield from stated(f"patient.{_PHONES[use]}", value, f"{where}, telecom")


def _guardian(where: str, guardian: Element) -> Iterator[Said]:
    name = first(guardian, "guardianPerson", "name")
    words = [whole_text(part) for tag in ("given", "family") for part in children(name, tag)]
    yield from stated("patient.representative.name", " ".join(words) or whole_text(name), where)
    relationship = attribute(first(guardian, "code"), "displayName")
    yield from stated("patient.representative.relationship", relationship, where)
    yield from stated("patient.representative.phone", attribute(first(guardian, "telecom"), "value"), where)


def _primary_care(root: Element) -> Iterator[Said]:
    for performer in children(first(root, "documentationOf", "serviceEvent"), "performer"):
        if attribute(first(performer, "functionCode"), "code") not in ("PP", "PCP"):
            continue
        entity, where = first(performer, "assignedEntity"), "documentationOf, performer"
        name = first(entity, "assignedPerson", "name")
        words = [whole_text(part) for tag in ("given", "family") for part in children(name, tag)]
        yield from stated("patient.primary_care.name", " ".join(words), where)
        npi = _npi(entity)
        if len(npi) == _NPI_LENGTH:
            yield Said("patient.primary_care.npi", npi, where)
        yield from stated("patient.primary_care.phone", attribute(first(entity, "telecom"), "value"), where)
        return


def _npi(entity: Element | None) -> str:
    ids = (one for one in children(entity, "id") if attribute(one, "root") == _NPI_ROOT)
    return next((number for one in ids if (number := attribute(one, "extension")).isdigit()), "")


def _best_name(person: Element | None) -> Element | None:
    names = list(children(person, "name"))
    legal = [name for name in names if attribute(name, "use") in ("L", "")]
    return next(iter(legal or names), None)
