"""FHIR's people and plans: Patient, RelatedPerson, Coverage with its payer, Practitioner."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from app.intake.incoming import Said, stated
from app.intake.reading.codes import line_of
from app.intake.reading.json_text import Json, at, objects, text
from app.intake.reading.names import split_name

Find = Callable[[str, str], Json | None]

_NPI = "http://hl7.org/fhir/sid/us-npi"
_DEA = "urn:oid:2.16.840.1.113883.4.814"
#: Kinds of identifiers, v2 table 0203.
_CHART, _MEMBER, _LICENSE = "MR", "MB", "MD"
_PHONES = {"mobile": "phone_cell", "home": "phone_home", "work": "phone_work", "": "phone_home"}
#: Subscriber relationships, http://terminology.hl7.org/CodeSystem/subscriber-relationship.
_RELATIONSHIPS = ("self", "spouse", "child", "parent", "common", "other", "injured")
#: Classes of a plan, http://terminology.hl7.org/CodeSystem/coverage-class.
_CLASSES = {
    "group": "group_number",
    "plan": "plan_name",
    "rxbin": "rx_bin",
    "rxpcn": "rx_pcn",
    "rxgroup": "rx_group",
    "rxid": "",
}
_CHART_WORDS = re.compile(r"\bMRN\b|medical record", re.IGNORECASE)
_REPRESENTATIVE = re.compile(r"guardian|power of attorney|conservator|legal representative", re.IGNORECASE)


def patient(where: str, resource: Json, find: Find) -> tuple[Said, ...]:
    """What a Patient says, with the clinician and the representative it names."""
    return (*_patient(where, resource), *_around(where, resource, find))


def _patient(where: str, resource: Json) -> Iterator[Said]:
    yield from _name("patient", where, resource)
    yield from stated("patient.dob", text(resource, "birthDate"), f"{where}.birthDate")
    yield from stated("patient.sex", text(resource, "gender"), f"{where}.gender")
    for number in objects(resource, "identifier"):
        is_chart = _CHART in _types_of(number) or _CHART_WORDS.search(text(number, "type", "text"))
        if is_chart and text(number, "use") != "old":
            yield from stated("patient.chart_number", text(number, "value"), f"{where}.identifier")
    home = _first(resource, "address", ("home", "", "billing", "temp"))
    if home is not None:
        street = ", ".join(str(line) for line in _strings(home, "line"))
        yield from stated("patient.address.street", street, f"{where}.address.line")
        for part, name in (("city", "city"), ("state", "state"), ("postalCode", "zip"), ("district", "county")):
            yield from stated(f"patient.address.{name}", text(home, part), f"{where}.address.{part}")
    for contact in objects(resource, "telecom"):
        if text(contact, "use") == "old":
            continue
        value, place = text(contact, "value"), f"{where}.telecom"
        if text(contact, "system") == "phone" and text(contact, "use") in _PHONES:
            yield from stated(f"patient.{_PHONES[text(contact, 'use')]}", value, place)
        elif text(contact, "system") == "email":
            yield from stated("patient.email", value, place)


def _around(where: str, resource: Json, find: Find) -> Iterator[Said]:
    """The primary care clinician and who speaks for the patient."""
    for doctor in objects(resource, "generalPractitioner"):
        place, found = f"{where}.generalPractitioner", find(text(doctor, "reference"), where)
        yield from stated("patient.primary_care.name", _whole_name(found) or text(doctor, "display"), place)
        for number in objects(found, "identifier"):
            if _is_npi(number):
                yield from stated("patient.primary_care.npi", text(number, "value"), place)
        for contact in objects(found, "telecom"):
            if text(contact, "system") in ("phone", "fax"):
                yield from stated(f"patient.primary_care.{text(contact, 'system')}", text(contact, "value"), place)
    for person in objects(resource, "contact"):
        kinds = list(objects(person, "relationship"))
        words = [text(kind, "text") for kind in kinds]
        words += [text(coding, "display") for kind in kinds for coding in objects(kind, "coding")]
        relationship = next((word for word in words if _REPRESENTATIVE.search(word)), "")
        if relationship:
            name, place = {"name": [person.get("name")]}, f"{where}.contact"
            yield from stated("patient.representative.name", _whole_name(name), place)
            yield from stated("patient.representative.relationship", relationship, place)
            for contact in objects(person, "telecom"):
                if text(contact, "system") == "phone":
                    yield from stated("patient.representative.phone", text(contact, "value"), place)


def coverage(where: str, resource: Json, find: Find) -> tuple[Said, ...]:
    """What a Coverage says; empty for one that is over or was entered in error."""
    if text(resource, "status") in ("cancelled", "entered-in-error", "draft"):
        return ()
    return tuple(_coverage(where, resource, find))


def _coverage(where: str, resource: Json, find: Find) -> Iterator[Said]:
    name = ""
    for payor in objects(resource, "payor"):
        found = find(text(payor, "reference"), where)
        name = text(found, "name") or text(payor, "display")
        if not name:
            continue
        yield from stated("coverage.payer", name, f"{where}.payor")
        for contact in objects(found, "telecom"):
            field = {"phone": "contact.phone", "fax": "contact.fax"}.get(text(contact, "system"))
            if field:
                yield from stated(f"coverage.{field}", text(contact, "value"), f"{where}.payor.telecom")
        break
    yield from stated("coverage.line", _line(resource), f"{where}.type")
    kind = text(resource, "type", "text") or text(resource, "type", "coding", 0, "display")
    # Synthea writes the payer's name there once more.
    yield from stated("coverage.plan_type", "" if kind == name else kind, f"{where}.type")
    yield from stated("coverage.rank", text(resource, "order"), f"{where}.order")
    member = text(resource, "subscriberId") or next(
        (text(n, "value") for n in objects(resource, "identifier") if _MEMBER in (_types_of(n) or {_MEMBER})), ""
    )
    yield from stated("coverage.member_id", member, f"{where}.subscriberId")
    for item in objects(resource, "class"):
        yield from _class(where, item)
    relationship = text(resource, "relationship", "coding", 0, "code")
    if relationship in _RELATIONSHIPS:
        yield from stated("coverage.insured.relationship", relationship, f"{where}.relationship")
    subscriber = find(text(resource, "subscriber", "reference"), where)
    holder = _whole_name(subscriber) or text(resource, "subscriber", "display")
    if relationship != "self":
        yield from stated("coverage.insured.name", holder, f"{where}.subscriber")
        yield from stated("coverage.insured.dob", text(subscriber, "birthDate"), f"{where}.subscriber.birthDate")
    yield from stated("coverage.starts", text(resource, "period", "start"), f"{where}.period.start")
    yield from stated("coverage.ends", text(resource, "period", "end"), f"{where}.period.end")


def practitioner(where: str, resource: Json, roles: Iterable[Json]) -> tuple[Said, ...]:
    """What a Practitioner says, with the specialty that its own PractitionerRoles give."""
    return tuple(_practitioner(where, resource, roles))


def _practitioner(where: str, resource: Json, roles: Iterable[Json]) -> Iterator[Said]:
    yield from _name("prescriber", where, resource)
    for number in objects(resource, "identifier"):
        value, system, place = text(number, "value"), text(number, "system"), f"{where}.identifier"
        if _is_npi(number):
            yield from stated("prescriber.npi", value, place)
        elif system == _DEA or "DEA" in _types_of(number):
            yield from stated("prescriber.dea", value, place)
        elif _LICENSE in _types_of(number):
            yield from stated("prescriber.license", value, place)
    name = _first(resource, "name", ("official", "usual", ""))
    credential = ", ".join(_strings(name, "suffix")) or text(resource, "qualification", 0, "code", "coding", 0, "code")
    yield from stated("prescriber.credential", credential, f"{where}.qualification")
    for role in roles:
        named = text(role, "specialty", 0, "text") or text(role, "specialty", 0, "coding", 0, "display")
        yield from stated("prescriber.specialty", named, f"{where}.specialty")
    for contact in objects(resource, "telecom"):
        if text(contact, "system") == "email":
            yield from stated("prescriber.email", text(contact, "value"), f"{where}.telecom")


def _name(target: str, where: str, resource: Json) -> Iterator[Said]:
    name = _first(resource, "name", ("official", "usual", "", "nickname"))
    if name is None:
        return
    given = _strings(name, "given")
    whole = None if given or text(name, "family") else split_name(text(name, "text"))
    if whole is not None:
        for part in ("last", "first", "middle"):
            yield from stated(f"{target}.name.{part}", getattr(whole, part), f"{where}.name.text")
    yield from stated(f"{target}.name.last", text(name, "family"), f"{where}.name.family")
    yield from stated(f"{target}.name.first", given[0] if given else "", f"{where}.name.given")
    yield from stated(f"{target}.name.middle", " ".join(given[1:]), f"{where}.name.given")
    if target == "patient":
        yield from stated("patient.name.suffix", " ".join(_strings(name, "suffix")), f"{where}.name.suffix")


def _class(where: str, item: Json) -> Iterator[Said]:
    code = text(item, "type", "coding", 0, "code") or text(item, "type", "text").lower()
    field = _CLASSES.get(code)
    if field:
        value = text(item, "name") if field == "plan_name" else text(item, "value")
        yield from stated(f"coverage.{field}", value or text(item, "value"), f"{where}.class")
    if code == "group":
        yield from stated("coverage.group_name", text(item, "name"), f"{where}.class")


def _line(resource: Json) -> str:
    """The line of business where a code says it for certain, else the type in words."""
    for coding in objects(resource, "type", "coding"):
        system = text(coding, "system")
        is_typology = "2.16.840.1.113883.3.221.5" in system or "nahdo" in system
        if is_typology and (line := line_of(text(coding, "code"))):
            return line
    return ""


def _whole_name(resource: Json | None) -> str:
    name = None if resource is None else _first(resource, "name", ("official", "usual", ""))
    if name is None:
        return ""
    return text(name, "text") or " ".join((*_strings(name, "given"), text(name, "family"))).strip()


def _first(resource: Json, part: str, uses: tuple[str, ...]) -> Json | None:
    """The part with the best use; one that is old does not count."""
    found = [item for item in objects(resource, part) if text(item, "use") != "old"]
    for use in uses:
        for item in found:
            if text(item, "use") == use:
                return item
    return found[0] if found else None


def _strings(node: object, name: str) -> list[str]:
    found = at(node, name)
    return [item for item in found if isinstance(item, str) and item.strip()] if isinstance(found, list) else []


def _types_of(number: Json) -> set[str]:
    return {code for coding in objects(number, "type", "coding") if (code := text(coding, "code"))}


def _is_npi(number: Json) -> bool:
    return text(number, "system") == _NPI or "NPI" in _types_of(number)
