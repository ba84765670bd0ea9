"""The office: practice, locations, prescribers, people, and the payers, facilities and pharmacies it works with."""

from __future__ import annotations

from dataclasses import dataclass

from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.services.problems import SetupIncomplete
from app.services.session import Act, Session


@dataclass(frozen=True, slots=True)
class Office:
    """Everything that belongs to the practice and not to one patient, by name."""

    practice: Practice
    locations: tuple[Location, ...]
    prescribers: tuple[Prescriber, ...]
    people: tuple[Person, ...]
    payers: tuple[Payer, ...]
    facilities: tuple[Facility, ...]
    pharmacies: tuple[Pharmacy, ...]


def office(session: Session) -> Office:
    """The office as it is kept; save its records through `edits.save`."""
    session.allow(Act.VIEW)
    every = session.vault.all
    return Office(
        practice=the_practice(session),
        locations=tuple(sorted(every(Location), key=lambda item: item.name)),
        prescribers=tuple(sorted(every(Prescriber), key=lambda item: (item.name.last, item.name.first))),
        people=tuple(sorted(every(Person), key=lambda item: (item.name.last, item.name.first))),
        payers=tuple(sorted(every(Payer), key=lambda item: item.name)),
        facilities=tuple(sorted(every(Facility), key=lambda item: item.name)),
        pharmacies=tuple(sorted(every(Pharmacy), key=lambda item: item.name)),
    )


def the_practice(session: Session) -> Practice:
    """The one practice of the vault.

    Raises:
        SetupIncomplete: the first run was not finished.
    """
    practice = next(iter(session.vault.all(Practice)), None)
    if practice is None:
        raise SetupIncomplete(missing="the practice")
    return practice
