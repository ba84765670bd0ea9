"""The plans of C-CDA documents: Coverage Activity (…22.4.60) and Policy Activity (…22.4.61), and CCD 1.0's."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from app.intake.incoming import Said, stated
from app.intake.reading._ccda_narrative import Narrative
from app.intake.reading.codes import line_of
from app.intake.reading.xml_parts import attribute, children, descendants, first, template_ids, whole_text

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_COVERAGE = frozenset({"2.16.840.1.113883.10.20.22.4.60", "2.16.840.1.113883.10.20.1.20"})
_POLICY = frozenset({"2.16.840.1.113883.10.20.22.4.61", "2.16.840.1.113883.10.20.1.26"})
_PAYER = "2.16.840.1.113883.10.20.22.4.87"
#: X12's kinds of insurance, and the source of payment typology.
_KINDS = ("2.16.840.1.113883.6.255.1336", "2.16.840.1.113883.3.221.5")
_SAYS_NOTHING = ("other", "unknown", "not provided")
_RELATIONSHIPS = {
    **dict.fromkeys(("self", "sel", "18"), "self"),
    **dict.fromkeys(("spouse", "sps", "spo", "husb", "wife", "01"), "spouse"),
    **dict.fromkeys(("child", "chd", "nchild", "19"), "child"),
    **dict.fromkeys(("parent", "par", "prn"), "parent"),
}


def payers(section: Element, _: Narrative) -> Iterator[tuple[Said, ...]]:
    """The plans, in the order of the coverage activity."""
    for activity in descendants(section, "act"):
        if not template_ids(activity) & _COVERAGE:
            continue
        for relationship in children(activity, "entryRelationship"):
            for policy in children(relationship, "act"):
                if template_ids(policy) & _POLICY:
                    rank = attribute(first(relationship, "sequenceNumber"), "value")
                    yield tuple(_policy(policy, rank))


def _policy(policy: Element, rank: str) -> Iterator[Said]:
    for performer in children(policy, "performer"):
        entity = first(performer, "assignedEntity")
        is_payer = _PAYER in template_ids(performer) or attribute(first(entity, "code"), "code") == "PAYOR"
        name = whole_text(first(entity, "representedOrganization", "name"))
        if is_payer and name:
            yield Said("coverage.payer", name, "payers")
            phone = first(entity, "telecom")
            yield from stated("coverage.contact.phone", attribute(phone, "value"), "payers")
    yield from stated("coverage.rank", rank, "payers")
    yield from _kind(first(policy, "code"))
    parties = {attribute(item, "typeCode"): first(item, "participantRole") for item in children(policy, "participant")}
    times = {attribute(item, "typeCode"): first(item, "time") for item in children(policy, "participant")}
    covered, holder = parties.get("COV"), parties.get("HLD")
    relationship = _RELATIONSHIPS.get(attribute(first(covered, "code"), "code").lower(), "")
    member = attribute(first(covered, "id"), "extension") or attribute(first(holder, "id"), "extension")
    yield from stated("coverage.member_id", member, "payers")
    yield from stated("coverage.insured.relationship", relationship, "payers")
    yield from stated("coverage.starts", attribute(first(times.get("COV"), "low"), "value"), "payers")
    yield from stated("coverage.ends", attribute(first(times.get("COV"), "high"), "value"), "payers")
    if relationship != "self":
        yield from _holder(first(holder, "playingEntity"))
    yield from stated("coverage.group_number", attribute(first(policy, "id"), "extension"), "payers")


def _kind(code: Element | None) -> Iterator[Said]:
    """The kind of plan in words, and its line of business where a code says it for certain."""
    for one in (code, *children(code, "translation")):
        words = attribute(one, "displayName")
        if attribute(one, "codeSystem") in _KINDS and words.lower() not in _SAYS_NOTHING:
            yield from stated("coverage.plan_type", words, "payers")
        if attribute(one, "codeSystem") == _KINDS[1]:
            yield from stated("coverage.line", line_of(attribute(one, "code")), "payers")


def _holder(person: Element | None) -> Iterator[Said]:
    name = first(person, "name")
    parts = [whole_text(part) for tag in ("given", "family") for part in children(name, tag)]
    yield from stated("coverage.insured.name", " ".join(parts) or whole_text(name), "payers")
    yield from stated("coverage.insured.dob", attribute(first(person, "birthTime"), "value"), "payers")
