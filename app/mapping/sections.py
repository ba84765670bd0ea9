"""Which sections of a form apply to a request."""

from __future__ import annotations

from app.domain.facts import Facts
from app.domain.request import RequestType
from app.mapping.evaluate import holds
from app.mapping.model import Pack, Part, Section

_CONTINUING = (RequestType.CONTINUATION, RequestType.EXTENSION)


def part_of_request(facts: Facts) -> Part:
    """Whether the request starts or goes on with the drug; an appeal or a change goes by what the patient takes now."""
    kind = facts.value("request.type")
    if kind in _CONTINUING:
        return Part.CONTINUATION
    if kind in (None, RequestType.INITIAL):
        return Part.INITIAL
    return Part.CONTINUATION if facts.value("request.currently_on_drug") is True else Part.INITIAL


def sections_in_force(pack: Pack, facts: Facts) -> tuple[Section, ...]:
    """The sections that apply, in the pack's order; one inside another applies only where that one does."""
    part = part_of_request(facts)
    own = {section.id for section in pack.sections if _applies(section, facts, part)}
    return tuple(s for s in pack.sections if all(around.id in own for around in pack.section_path(s.id)))


def _applies(section: Section, facts: Facts, part: Part) -> bool:
    if section.part not in (None, part):
        return False
    if section.conditions and facts.value("condition") not in section.conditions:
        return False
    return holds(section.when, facts)
