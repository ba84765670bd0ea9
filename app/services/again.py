"""The passphrase typed once more before a great act: who sits at an unlocked desk is not always who unlocked it."""

from __future__ import annotations

from app.services.session import Session
from app.vault.audit import AuditFilter
from app.vault.problems import NotYou, TooOften

MOST_WRONG = 5
_RIGHT, _WRONG = "passphrase.again", "passphrase.again_failed"
_ENDS = ("vault.open", "vault.create")


def confirm(session: Session, passphrase: str) -> None:
    """Let the actor go on who knows the own passphrase for unlocking; each try stands in the log.

    Raises:
        NotYou: it is not the actor's.
        TooOften: five in a row were wrong; the next unlocking gives new tries.
    """
    vault, person = session.vault, session.actor.id
    subjects = (f"person:{person}",)
    tried = vault.audit.find(AuditFilter(events=(_RIGHT, _WRONG, *_ENDS)), MOST_WRONG)
    if len(tried) == MOST_WRONG and all(row.event == _WRONG for row in tried):
        raise TooOften()
    if not vault.access.is_passphrase_of(person, passphrase):
        vault.audit.append(_WRONG, subjects=subjects, actor=person)
        raise NotYou()
    vault.audit.append(_RIGHT, subjects=subjects, actor=person)
