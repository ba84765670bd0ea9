"""Signing with a PIN: the signer's key opens with it only together with the half that this computer's keychain keeps.

The passphrase goes on working, here and on every other computer. Wrong PINs and wrong passphrases are counted together.
"""

from __future__ import annotations

import os
from contextlib import suppress

from app.domain.ids import PersonId
from app.errors import KeychainProblem
from app.services import _tries
from app.services.problems import NotEnrolled
from app.services.session import Act, Session
from app.signing.problems import HalfMissing, WrongPassphrase
from app.signing.signer import Identity, OpenSigner, Tries, is_pin, open_signer, with_pin
from app.vault.keys.keychain import has_os_keychain, os_keychain

_WAY = "pin"
_HALF_BYTES = 32


def can_use_pin() -> bool:
    """Whether this computer has a keychain that can keep half of a signer's key."""
    return has_os_keychain()


def uses_pin(session: Session, person_id: PersonId) -> bool:
    """Whether the person can sign with a PIN on this computer."""
    return session.vault.signer_slot(person_id, _WAY) is not None


def use_pin(session: Session, passphrase: str, pin: str) -> None:
    """Let the actor sign with a PIN on this computer.

    Raises:
        NotEnrolled: the actor has no signature.
        WeakPin: the PIN is too short or too plain.
        WrongPassphrase, SignerLocked: the passphrase for signing is not right.
        KeychainProblem: there is no keychain, or it does not keep the half.
    """
    session.allow(Act.EDIT)
    person = session.actor.id
    slot = session.vault.signer_slot(person)
    if slot is None:
        raise NotEnrolled()
    half = os.urandom(_HALF_BYTES)
    tries = _tries.before_opening(session, person)
    second = with_pin(slot, passphrase, person, pin, half, random=os.urandom, tries=tries)
    _tries.reset(session, person)
    os_keychain().put(_name(session, person), half)
    session.vault.put_signer_slot(person, second, actor=person, way=_WAY)


def leave_pin(session: Session) -> None:
    """Let the actor sign with the passphrase only."""
    session.allow(Act.EDIT)
    person = session.actor.id
    session.vault.take_signer_slot(person, actor=person, way=_WAY)
    with suppress(KeychainProblem):
        os_keychain().remove(_name(session, person))


def opened(session: Session, signer: PersonId, typed: str, *, tries: Tries, expected: Identity) -> OpenSigner:
    """The signer's secret, by PIN where one is set up and digits were typed, else by passphrase.

    Raises:
        NotEnrolled: the signer has no signature.
        HalfMissing: a PIN was typed, and the keychain has not the other half.
        SigningProblem: as `open_signer`.
    """
    slot = session.vault.signer_slot(signer)
    if slot is None:
        raise NotEnrolled()
    second = session.vault.signer_slot(signer, _WAY) if is_pin(typed) else None
    if second is None:
        return open_signer(slot, typed, signer, tries=tries, expected=expected)
    half = _half(session, signer)
    try:
        return open_signer(second, typed, signer, tries=tries, expected=expected, half=half or bytes(_HALF_BYTES))
    except WrongPassphrase:
        if half is None:
            raise HalfMissing from None
        # A passphrase may be of digits alone.
        return open_signer(slot, typed, signer, tries=tries, expected=expected)


def _half(session: Session, person_id: PersonId) -> bytes | None:
    try:
        return os_keychain().get(_name(session, person_id))
    except KeychainProblem:
        return None


def _name(session: Session, person_id: PersonId) -> str:
    return f"signing {session.vault.access.keys.vault_id} {person_id}"
