"""From a passphrase to a wrapping key, and from the data key to the keys that are used."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
_MOST_MEMORY_KIB = 1024 * 1024
_MOST_ROUNDS = 32


@dataclass(frozen=True, slots=True)
class Argon2Parameters:
    """How hard a passphrase is to guess; kept with each slot, so that it can grow with the years.

    Attributes:
        memory_kib: memory of one derivation.
        rounds: passes over it.
        lanes: threads.
    """

    memory_kib: int = 128 * 1024
    rounds: int = 3
    lanes: int = 2

    def __post_init__(self) -> None:
        # A key file that was tampered with must not make the program take all memory of the machine.
        if not (8 * self.lanes <= self.memory_kib <= _MOST_MEMORY_KIB and 1 <= self.rounds <= _MOST_ROUNDS):
            raise ValueError("Argon2 parameters out of range")
        if not 1 <= self.lanes <= 16:
            raise ValueError("Argon2 lanes out of range")

    def at_least(self, other: Argon2Parameters) -> Argon2Parameters:
        """With the higher memory and passes of the two: a cost once reached is not given up."""
        return Argon2Parameters(max(self.memory_kib, other.memory_kib), max(self.rounds, other.rounds), self.lanes)


#: What new slots get.
STANDARD = Argon2Parameters()


def key_from_passphrase(passphrase: str, salt: bytes, parameters: Argon2Parameters) -> bytes:
    """The wrapping key of a passphrase; the same letters typed on another system give the same key."""
    letters = unicodedata.normalize("NFKC", passphrase).encode()
    kdf = Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=parameters.rounds,
        lanes=parameters.lanes,
        memory_cost=parameters.memory_kib,
    )
    return kdf.derive(letters)


def subkey(secret: bytes, purpose: str) -> bytes:
    """A key for one purpose; knowing it tells nothing of `secret` or of the other purposes' keys."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=b"PA Desk 1 " + purpose.encode()).derive(secret)


@dataclass(frozen=True, slots=True)
class DataKey:
    """The vault's one random key. It leaves memory only wrapped; Python cannot promise to wipe it there."""

    secret: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.secret) != KEY_BYTES:
            raise ValueError("a data key has 32 bytes")

    @property
    def database(self) -> bytes:
        """Encrypts the database file, its log and its backups."""
        return subkey(self.secret, "db")

    @property
    def audit(self) -> bytes:
        """Seals each row of the audit log."""
        return subkey(self.secret, "audit")
