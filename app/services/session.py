"""Who is at work, on which vault, and what the role allows. Every use case starts from a session."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from app.criteria.shelf import PolicyShelf
from app.domain.practice import Person, Role
from app.services.problems import NotAllowed

if TYPE_CHECKING:
    from app.clock import Clock
    from app.mapping.pack import PackLibrary
    from app.pdf.worker import PaperWorker
    from app.places import Places
    from app.vault.vault import Vault


class Act(StrEnum):
    """What a person may want to do, in the words that a refusal uses."""

    VIEW = "looking at records"
    EDIT = "changing records"
    EXPORT = "making packets"
    SIGN = "signing"
    ADMINISTER = "changing the practice, its people and backups"


_STAFF = frozenset({Act.VIEW, Act.EDIT, Act.EXPORT})

#: What each role may do. An administrator who is also a prescriber may sign: see `allows`.
ALLOWED: Mapping[Role, frozenset[Act]] = {
    Role.VIEWER: frozenset({Act.VIEW}),
    Role.STAFF: _STAFF,
    Role.PRESCRIBER: _STAFF | {Act.SIGN},
    Role.ADMINISTRATOR: _STAFF | {Act.ADMINISTER},
}


def allows(person: Person, act: Act) -> bool:
    """Whether the person may do it. Nobody signs who is not one of the practice's prescribers."""
    if act is Act.SIGN:
        return person.prescriber_id is not None and person.role in (Role.PRESCRIBER, Role.ADMINISTRATOR)
    return act in ALLOWED[person.role]


@dataclass(frozen=True, slots=True)
class Session:
    """One person at work on one open vault.

    Attributes:
        vault: open; only the thread that owns it may use it (`app.services.queue`).
        actor: who is at work; every change and every audit row names this person.
        clock: the office's time.
        paper: opens, compiles and renders PDFs in a process of its own; usable from any thread.
        packs: what the known forms mean.
        rules: the payers' rules at hand, the office's own among them.
        places: the folders of the user.
        is_sample: whether this is the invented practice, which screens mark clearly.
    """

    vault: Vault
    actor: Person
    clock: Clock
    paper: PaperWorker
    packs: PackLibrary
    places: Places
    is_sample: bool = False
    rules: PolicyShelf = field(default_factory=PolicyShelf)

    @property
    def now(self) -> dt.datetime:
        """The moment, with the office's time zone."""
        return self.clock.now()

    @property
    def today(self) -> dt.date:
        """The office's day."""
        return self.clock.now().date()

    def allow(self, act: Act) -> None:
        """Let the act pass; a refusal stands in the log.

        Raises:
            NotAllowed: the actor's role does not reach so far.
        """
        if not allows(self.actor, act):
            details = {"act": act.name.lower(), "code": NotAllowed.code}
            self.vault.audit.append("role.refused", actor=self.actor.id, details=details)
            raise NotAllowed(role=self.actor.role.value, act=act.value)
