"""What a form wants beside its boxes: documents, and reminders of what it prints."""

from __future__ import annotations

from app.domain.facts import Facts
from app.mapping.evaluate import certainly, holds
from app.mapping.model import AttachmentRule, Destination, Pack
from app.mapping.sections import sections_in_force


def attachments_asked(pack: Pack, facts: Facts) -> tuple[AttachmentRule, ...]:
    """The documents that the form asks for in this request; what may apply is asked for."""
    in_force = {section.id for section in sections_in_force(pack, facts)}
    return tuple(rule for rule in pack.attachments if rule.section in {"", *in_force} and holds(rule.when, facts))


def reminders_due(pack: Pack, facts: Facts) -> tuple[str, ...]:
    """What the form prints that this request runs counter to; only what is certain."""
    return tuple(item.text for item in pack.reminders if certainly(item.when, facts))


def destinations_for(pack: Pack, facts: Facts) -> tuple[Destination, ...]:
    """Where the form may go: those for the side of the plan that pays first, then the rest."""
    route = facts.value("supply.route")
    side = None if route is None else "medical" if route == "buy_and_bill" else "pharmacy"
    return tuple(sorted(pack.destinations, key=lambda item: side is not None and item.benefit not in (None, side)))
