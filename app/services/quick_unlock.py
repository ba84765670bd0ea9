"""Quick unlocking by PIN, from a passphrase until the program ends, twelve hours are over or five PINs were wrong.

What it needs lives in three places: the PIN in a head, one half in this computer's keychain, and the rest in the memory
of this run. Nothing on the disk opens by a PIN.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from app.clock import Clock
from app.domain.ids import PersonId
from app.places import Places
from app.services import again
from app.services.session import Act, Session
from app.services.setup import existing_vault, session_from, vault_path
from app.signing.signer import LEAST_PIN, is_pin
from app.vault.access import SlotName
from app.vault.keys.keychain import has_os_keychain, os_keychain
from app.vault.keys.pin import Armed
from app.vault.keys.slots import Way
from app.vault.problems import PlainPin, QuickUnlockOver, WrongPin
from app.vault.vault import Vault

HOURS = 12
MOST_WRONG = 5
_SECONDS = HOURS * 3600
_SLACK_SECONDS = 120
#: Clocks that count while the computer sleeps; on Windows Python's own does.
_SLEEPLESS = {"linux": "CLOCK_BOOTTIME", "darwin": "CLOCK_MONOTONIC"}


def elapsed_seconds() -> float:
    """Seconds that go on while the computer sleeps, and that nobody can set."""
    name = _SLEEPLESS.get(sys.platform)
    return time.monotonic() if name is None else time.clock_gettime(getattr(time, name))


@dataclass(slots=True)
class _Kept:
    """A way in, since when, and how often it was tried wrongly."""

    armed: Armed = field(repr=False)
    at: float
    elapsed: float
    wrong: int = 0


class QuickUnlock:
    """What one run of the program keeps for quick unlocking. Used on the vault's thread only.

    Args:
        clock: the office's time.
        elapsed: seconds that nobody can set.
    """

    def __init__(self, clock: Clock, elapsed: Callable[[], float] = elapsed_seconds) -> None:
        self._clock, self._elapsed = clock, elapsed
        self._kept: dict[PersonId, _Kept] = {}

    def arm(self, session: Session) -> bool:
        """After a passphrase opened the session: keep a way in for its actor, where the actor has a PIN."""
        if session.vault.opened_by is not Way.PASSPHRASE:
            return False
        return self._arm(session)

    def offers(self, choice: SlotName) -> bool:
        """Whether the person can come in by PIN now."""
        kept = self._kept.get(choice.person_id)
        return kept is not None and self._is_good(kept) and kept.armed.passphrase_slot == choice.slot

    def unlock(self, places: Places, person_id: PersonId, pin: str, *, at: Path | None = None) -> Session:
        """Unlock with a PIN.

        Raises:
            WrongPin: it is another one; the fifth in a row ends quick unlocking.
            QuickUnlockOver: the passphrase is needed.
            KeychainProblem: the keychain does not answer.
            VaultProblem: the vault is open elsewhere, damaged, or tried too soon.
        """
        kept = self._kept.get(person_id)
        if kept is None or not self._is_good(kept):
            self.drop(person_id)
            raise QuickUnlockOver()
        path = existing_vault(at or vault_path(places))
        keychain = os_keychain()
        try:
            session = session_from(
                lambda: Vault.open_by_pin(path, pin, kept.armed, keychain=keychain, clock=self._clock),
                self._clock,
                places,
            )
        except WrongPin:
            kept.wrong += 1
            if kept.wrong < MOST_WRONG:
                raise
            self.drop(person_id)
            raise QuickUnlockOver() from None
        except QuickUnlockOver:
            self.drop(person_id)
            raise
        kept.wrong = 0
        return session

    def drop(self, person_id: PersonId | None = None) -> None:
        """Let only the passphrase in: of one person, or of everybody."""
        if person_id is None:
            self._kept.clear()
        else:
            self._kept.pop(person_id, None)

    def use_pin(self, session: Session, passphrase: str, pin: str) -> None:
        """Let the actor unlock with a PIN on this computer.

        Raises:
            PlainPin: the PIN is too short or too plain.
            NotYou, TooOften: the passphrase for unlocking is not right.
            KeychainProblem: there is no keychain, or it does not keep the half.
        """
        session.allow(Act.VIEW)
        if not is_pin(pin):
            raise PlainPin(least=LEAST_PIN)
        keychain = os_keychain()
        again.confirm(session, passphrase)
        session.vault.pins.give(session.actor.id, pin, keychain, actor=session.actor.id)
        self._arm(session)

    def leave_pin(self, session: Session) -> None:
        """Let the actor unlock with the passphrase only."""
        session.allow(Act.VIEW)
        self.drop(session.actor.id)
        keychain = os_keychain() if has_os_keychain() else None
        session.vault.pins.take(session.actor.id, keychain, actor=session.actor.id)

    def _arm(self, session: Session) -> bool:
        armed = session.vault.pins.arm(session.actor.id)
        self.drop(session.actor.id)
        if armed is not None:
            self._kept[armed.person_id] = _Kept(armed, self._clock.now().timestamp(), self._elapsed())
        return armed is not None

    def _is_good(self, kept: _Kept) -> bool:
        by_clock, by_count = self._clock.now().timestamp() - kept.at, self._elapsed() - kept.elapsed
        was_set_back = by_clock < by_count - _SLACK_SECONDS
        return not was_set_back and max(by_clock, by_count) < _SECONDS


def can_use_pin() -> bool:
    """Whether this computer has a keychain that can keep the PIN's half."""
    return has_os_keychain()


def uses_pin(session: Session) -> bool:
    """Whether the actor unlocks with a PIN."""
    return session.vault.pins.has(session.actor.id)
