"""PINs for quick unlocking: which person has one, and arming it while the vault is open."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from app.domain.ids import PersonId
from app.errors import KeychainProblem
from app.vault.access import Access
from app.vault.audit import AuditLog
from app.vault.database import Database
from app.vault.keys.derive import Argon2Parameters, DataKey
from app.vault.keys.keychain import Keychain
from app.vault.keys.pin import Armed, PinSeal, arm, new_half, seal_pin
from app.vault.unlocking import pin_half_name

_NAME = "pin:"


class Pins:
    """The PINs of an open vault. Its parts as in `Access`."""

    def __init__(
        self,
        db: Database,
        access: Access,
        data_key: DataKey,
        audit: AuditLog,
        random: Callable[[int], bytes],
        kdf: Argon2Parameters,
    ) -> None:
        self._db, self._access, self._data_key, self._audit = db, access, data_key, audit
        self._random, self._kdf = random, kdf

    def has(self, person_id: PersonId) -> bool:
        """Whether the person has a PIN."""
        return self._seal(person_id) is not None

    def give(self, person_id: PersonId, pin: str, keychain: Keychain, *, actor: PersonId) -> None:
        """Give a person a PIN on this computer, in place of an older one.

        Raises:
            KeychainProblem: the keychain does not keep its half.
        """
        half = new_half(self._random)
        seal = seal_pin(pin, half, self._kdf, self._random)
        keychain.put(pin_half_name(self._access.keys.vault_id, person_id), half)
        with self._db.transaction():
            self._db.run(
                "INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (f"{_NAME}{person_id}", seal.text),
            )
            self._audit.append_within("access.pin", subjects=[f"person:{person_id}"], actor=actor)

    def take(self, person_id: PersonId, keychain: Keychain | None, *, actor: PersonId) -> None:
        """Take a person's PIN away; what the keychain cannot forget now opens nothing by itself."""
        with self._db.transaction():
            self._db.run("DELETE FROM meta WHERE name = ?", (f"{_NAME}{person_id}",))
            self._audit.append_within("access.pin_taken", subjects=[f"person:{person_id}"], actor=actor)
        if keychain is not None:
            with suppress(KeychainProblem):
                keychain.remove(pin_half_name(self._access.keys.vault_id, person_id))

    def arm(self, person_id: PersonId) -> Armed | None:
        """A way in by PIN for the rest of this run, or None where the person has no PIN or no passphrase."""
        seal = self._seal(person_id)
        person = next((item for item in self._access.people if item.person_id == person_id), None)
        if seal is None or person is None:
            return None
        return arm(
            seal,
            self._data_key,
            vault_id=self._access.keys.vault_id,
            person=(person_id, person.name),
            passphrase_slot=person.slot,
            random=self._random,
        )

    def _seal(self, person_id: PersonId) -> PinSeal | None:
        row = self._db.row("SELECT value FROM meta WHERE name = ?", (f"{_NAME}{person_id}",))
        return None if row is None else PinSeal.of_text(str(row[0]))


def forget_pins(db: Database) -> None:
    """Take all PINs out of a database that gets a new data key."""
    db.run("DELETE FROM meta WHERE substr(name, 1, ?) = ?", (len(_NAME), _NAME))
