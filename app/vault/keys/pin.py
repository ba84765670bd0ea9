"""A PIN for quick unlocking: worth nothing without the keychain's half and the memory of this run of the program.

The vault keeps a `PinSeal`: the PIN's key and the public half. Whoever reads it has the vault open already. After a
passphrase the program keeps an `Armed` in memory: the data key, wrapped for PIN, keychain's half and a secret of this
run, all three together. Nothing on the disk opens by a PIN, so nothing there can be tried out or put back.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Callable
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.domain.ids import PersonId
from app.vault.keys.derive import Argon2Parameters, DataKey, key_from_passphrase, subkey

HALF_BYTES = 32


@dataclass(frozen=True, slots=True)
class PinSeal:
    """What the vault keeps of a person's PIN on one computer.

    Attributes:
        public: belongs to the half in the keychain.
        key: that the PIN gives.
    """

    salt: bytes
    parameters: Argon2Parameters
    public: bytes
    key: bytes = field(repr=False)

    @property
    def text(self) -> str:
        """As the vault keeps it."""
        cost = self.parameters
        named = {"salt": self.salt, "public": self.public, "key": self.key}
        return json.dumps(
            {"argon2id": [cost.memory_kib, cost.rounds, cost.lanes]}
            | {name: b64encode(data).decode() for name, data in named.items()}
        )

    @classmethod
    def of_text(cls, text: str) -> PinSeal:
        """As the vault kept it."""
        kept = json.loads(text)
        salt, public, key = (b64decode(kept[name]) for name in ("salt", "public", "key"))
        return cls(salt, Argon2Parameters(*kept["argon2id"]), public, key)


@dataclass(frozen=True, slots=True)
class Armed:
    """A way in that lasts as long as this run of the program, at most. Never written anywhere.

    Attributes:
        vault_id: of the vault that it opens.
        slot: name of this way in, for the log.
        name: the person's.
        passphrase_slot: the person's way in by passphrase at that time; once it is another one, this one is over.
        ephemeral: public part of the exchange with the keychain's half.
        run_secret: of this run.
    """

    vault_id: str
    slot: str
    person_id: PersonId
    name: str
    passphrase_slot: str
    salt: bytes
    parameters: Argon2Parameters
    ephemeral: bytes
    nonce: bytes
    wrapped: bytes = field(repr=False)
    run_secret: bytes = field(repr=False)


def new_half(random: Callable[[int], bytes]) -> bytes:
    """What the keychain shall keep."""
    return random(HALF_BYTES)


def seal_pin(pin: str, half: bytes, parameters: Argon2Parameters, random: Callable[[int], bytes]) -> PinSeal:
    """What the vault keeps of a PIN."""
    salt = random(16)
    public = X25519PrivateKey.from_private_bytes(half).public_key().public_bytes_raw()
    return PinSeal(salt, parameters, public, key_from_passphrase(pin, salt, parameters))


def arm(
    seal: PinSeal,
    data_key: DataKey,
    *,
    vault_id: str,
    person: tuple[PersonId, str],
    passphrase_slot: str,
    random: Callable[[int], bytes],
) -> Armed:
    """Wrap the data key for PIN, half and this run; the keychain is not asked for it."""
    person_id, name = person
    once, slot, run_secret, nonce = (
        X25519PrivateKey.from_private_bytes(random(32)),
        random(8).hex(),
        random(32),
        random(12),
    )
    shared = once.exchange(X25519PublicKey.from_public_bytes(seal.public))
    key = _key(seal.key, shared, run_secret)
    wrapped = AESGCM(key).encrypt(nonce, data_key.secret, _bound(vault_id, slot, person_id, passphrase_slot))
    return Armed(
        vault_id=vault_id,
        slot=slot,
        person_id=person_id,
        name=name,
        passphrase_slot=passphrase_slot,
        salt=seal.salt,
        parameters=seal.parameters,
        ephemeral=once.public_key().public_bytes_raw(),
        nonce=nonce,
        wrapped=wrapped,
        run_secret=run_secret,
    )


def open_with_pin(armed: Armed, pin: str, half: bytes) -> DataKey | None:
    """The data key, or None where PIN or half are not those."""
    bound = _bound(armed.vault_id, armed.slot, armed.person_id, armed.passphrase_slot)
    try:
        shared = X25519PrivateKey.from_private_bytes(half).exchange(X25519PublicKey.from_public_bytes(armed.ephemeral))
        key = _key(key_from_passphrase(pin, armed.salt, armed.parameters), shared, armed.run_secret)
        return DataKey(AESGCM(key).decrypt(armed.nonce, armed.wrapped, bound))
    except (InvalidTag, ValueError):
        return None


def _key(pin_key: bytes, shared: bytes, run_secret: bytes) -> bytes:
    return subkey(pin_key + shared + run_secret, "pin")


def _bound(vault_id: str, slot: str, person_id: PersonId, passphrase_slot: str) -> bytes:
    return "|".join(("PA Desk pin", "1", vault_id, slot, person_id, passphrase_slot)).encode()
