"""People who use the program: who they are, what they may do, and whether they can unlock."""

from __future__ import annotations

from app.domain.changes import Change, Edit
from app.domain.ids import PersonId
from app.domain.practice import Person
from app.services import again, edits
from app.services.edits import found
from app.services.problems import NoWitness
from app.services.session import Act, Session
from app.vault.access import SlotName, check_new_passphrase
from app.vault.audit import AuditFilter
from app.vault.keys.keychain import has_os_keychain, os_keychain
from app.vault.keys.slots import Way
from app.vault.problems import NoSuchSlot

_MOST_WRONG = 3


def add(session: Session, person: Person, passphrase: str, *, own: str) -> Person:
    """Keep a new person and let the person in.

    Args:
        session: who is at work.
        person: who comes.
        passphrase: the first one of the person.
        own: the actor's.

    Raises:
        NotAllowed: only an administrator does this.
        NotYou, TooOften: `own` is not the actor's.
        PassphraseTooShort: it is.
    """
    session.allow(Act.ADMINISTER)
    check_new_passphrase(passphrase)
    again.confirm(session, own)
    edits.save(session, "Add person", Edit(None, person))
    session.vault.access.give_passphrase(person, passphrase, actor=session.actor.id)
    return person


def give_access(session: Session, person_id: PersonId, passphrase: str, *, own: str) -> None:
    """Let a person in by a passphrase, a new one in place of an older one.

    Args:
        session: who is at work.
        person_id: who gets it.
        passphrase: to be used from now on.
        own: the actor's.

    Raises:
        NotAllowed: only an administrator does this.
        NotYou, TooOften: `own` is not the actor's.
        NoSuchRecord: there is no such person.
        PassphraseTooShort: it is.
    """
    session.allow(Act.ADMINISTER)
    check_new_passphrase(passphrase)
    again.confirm(session, own)
    session.vault.access.give_passphrase(found(session, Person, person_id), passphrase, actor=session.actor.id)


def confirmed(session: Session, label: str, edit: Edit, witness: PersonId, passphrase: str) -> Change:
    """Make an edit that needs a second person: the actor becomes a prescriber, or takes another name as one.

    Args:
        session: who is at work; an administrator.
        label: the act in plain words.
        edit: of the actor's person, or of the prescriber that the actor is.
        witness: who confirms it, somebody else.
        passphrase: of the witness, for unlocking.

    Raises:
        NotAllowed: only an administrator does this.
        NoWitness: the second person is the first one, or the passphrase is wrong.
        PrescriberTaken: somebody else is that prescriber.
    """
    session.allow(Act.ADMINISTER)
    vault, subjects = session.vault, (f"person:{session.actor.id}", f"person:{witness}")
    # Three wrong ones in a row end it for this sitting: a passphrase for unlocking is not guessed here.
    tried = vault.audit.find(AuditFilter(events=("witness.failed", "vault.open")), _MOST_WRONG)
    is_locked = len(tried) == _MOST_WRONG and all(row.event == "witness.failed" for row in tried)
    if is_locked or witness == session.actor.id or not vault.access.is_passphrase_of(witness, passphrase):
        vault.audit.append("witness.failed", subjects=subjects, actor=session.actor.id)
        raise NoWitness()
    with vault.as_one():
        change = edits.save_confirmed(session, label, edit)
        vault.audit.append("witness.confirmed", subjects=subjects, actor=witness, details={"change": change.id})
    return change


def choose_after_recovery(session: Session, passphrase: str) -> None:
    """The own new passphrase of whoever came in by the recovery sheet: the old one is not known any more.

    Raises:
        NoSuchSlot: the session was opened in another way.
        PassphraseTooShort: it is.
    """
    if session.vault.opened_by is not Way.RECOVERY:
        raise NoSuchSlot()
    actor = session.actor
    session.vault.access.give_passphrase(actor, passphrase, actor=actor.id)


def take_access(session: Session, person_id: PersonId, *, own: str) -> None:
    """Let a person in no more; what the person did stays.

    Args:
        session: who is at work.
        person_id: who goes.
        own: the actor's passphrase.

    Raises:
        NotAllowed: only an administrator does this.
        NotYou, TooOften: `own` is not the actor's.
        LastWayIn: nobody else has a passphrase.
    """
    session.allow(Act.ADMINISTER)
    again.confirm(session, own)
    vault, actor = session.vault, session.actor.id
    vault.access.take_all(person_id, actor=actor)
    if vault.pins.has(person_id):
        vault.pins.take(person_id, os_keychain() if has_os_keychain() else None, actor=actor)


def with_access(session: Session) -> tuple[SlotName, ...]:
    """Who can unlock."""
    session.allow(Act.VIEW)
    return session.vault.access.people


def keychain_at_hand() -> bool:
    """Whether this computer has a keychain that may unlock."""
    return has_os_keychain()


def uses_keychain(session: Session) -> bool:
    """Whether this computer's keychain unlocks for the actor."""
    return any(slot.keychain for slot in session.vault.access.people if slot.person_id == session.actor.id)


def use_keychain(session: Session) -> None:
    """Let this computer's keychain unlock for the actor; the passphrase goes on working.

    Raises:
        KeychainProblem: there is no keychain, or it does not keep the key.
    """
    session.allow(Act.VIEW)
    session.vault.access.give_keychain(session.actor.id, os_keychain(), actor=session.actor.id)


def leave_keychain(session: Session) -> None:
    """Let only the passphrase unlock for the actor."""
    session.allow(Act.VIEW)
    keychain = os_keychain() if has_os_keychain() else None
    session.vault.access.take_keychain(session.actor.id, keychain, actor=session.actor.id)
