"""The sealed slot: a signer's key and mark under a passphrase, bound to the person, the printed name and the cost."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from app.signing.mark import Mark, decode_mark, encode_mark
from app.signing.problems import MarkUnreadable, SlotDamaged

SLOT_VERSION = 1
_KIND = "padesk/signer"
_HALVES = b"padesk/signer/halves/1"
_SALT_BYTES = 16
_NONCE_BYTES = 12
_MOST_MEMORY_KIB = 1 << 20
_MOST_PASSES = 64
_MOST_LANES = 16


@dataclass(frozen=True, slots=True)
class Argon2Cost:
    """What one guess of a passphrase costs."""

    memory_kib: int = 65536
    passes: int = 3
    lanes: int = 1

    @property
    def is_bearable(self) -> bool:
        """Whether a file that names this cost may be believed: it must not eat the computer."""
        return self.memory_kib <= _MOST_MEMORY_KIB and self.passes <= _MOST_PASSES and self.lanes <= _MOST_LANES


DEFAULT_COST = Argon2Cost()


@dataclass(frozen=True, slots=True)
class SlotHeader:
    """What a slot says in the clear; sealed together with the secret, so that none of it can be changed.

    Attributes:
        public_key: DER.
        certificate: that names the key's owner, DER; empty in a slot of an earlier version.
    """

    person_id: str
    name: str
    credential: str
    npi: str
    prescriber_id: str
    public_key: bytes
    certificate: bytes = b""


@dataclass(frozen=True, slots=True)
class SlotSecret:
    """What a slot holds once opened. `private_key` is PKCS#8, DER; `chain` the certificates of issuers, DER."""

    header: SlotHeader
    private_key: bytes
    mark: Mark
    chain: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"SlotSecret({self.header.person_id})"


def seal(
    secret: SlotSecret, passphrase: str, *, random: Callable[[int], bytes], cost: Argon2Cost, half: bytes = b""
) -> bytes:
    """The slot's bytes: a JSON object, its secret part encrypted with AES-256-GCM under an Argon2id key.

    Args:
        secret: what the slot holds.
        passphrase: that opens it.
        random: gives salt and nonce.
        cost: of one guess.
        half: the other half of the key, which is kept elsewhere; the passphrase is then not enough.
    """
    salt, nonce = random(_SALT_BYTES), random(_NONCE_BYTES)
    clear = {
        "kind": _KIND,
        "version": SLOT_VERSION,
        "cost": asdict(cost),
        "salt": _text(salt),
        "has_half": bool(half),
        "signer": asdict(secret.header)
        | {"public_key": _text(secret.header.public_key), "certificate": _text(secret.header.certificate)},
    }
    inner = {
        "private_key": _text(secret.private_key),
        "mark": encode_mark(secret.mark).decode(),
        "chain": [_text(item) for item in secret.chain],
    }
    box = AESGCM(_joined(derive(passphrase, salt, cost), half)).encrypt(nonce, _canonical(inner), _canonical(clear))
    return _canonical(clear | {"nonce": _text(nonce), "box": _text(box)})


def unseal(slot: bytes, passphrase: str, person_id: str, half: bytes = b"") -> SlotSecret | None:
    """What the slot holds, or None where the passphrase is wrong or the slot was not sealed for this person.

    Raises:
        SlotDamaged: the bytes are no slot of this program.
    """
    body, header = _parse(slot)
    clear = {key: value for key, value in body.items() if key not in {"nonce", "box"}}
    clear["signer"] = clear["signer"] | {"person_id": person_id}
    cost = _cost(body)
    try:
        key = _joined(derive(passphrase, _bytes(body["salt"]), cost), half)
        inner = json.loads(AESGCM(key).decrypt(_bytes(body["nonce"]), _bytes(body["box"]), _canonical(clear)))
        chain = tuple(_bytes(item) for item in inner.get("chain", ()))
        return SlotSecret(header, _bytes(inner["private_key"]), decode_mark(inner["mark"].encode()), chain)
    except InvalidTag:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, MarkUnreadable) as error:
        raise SlotDamaged from error


def read_header(slot: bytes) -> SlotHeader:
    """What the slot says in the clear.

    Raises:
        SlotDamaged: the bytes are no slot of this program.
    """
    return _parse(slot)[1]


def read_cost(slot: bytes) -> Argon2Cost:
    """What one guess at this slot's passphrase costs."""
    return _cost(_parse(slot)[0])


def _parse(slot: bytes) -> tuple[dict[str, dict[str, str]], SlotHeader]:
    try:
        body = json.loads(slot)
        if body["kind"] != _KIND or body["version"] != SLOT_VERSION:
            raise SlotDamaged
        signer = body["signer"]
        texts = {name: str(signer[name]) for name in ("person_id", "name", "credential", "npi", "prescriber_id")}
        certificate = _bytes(signer.get("certificate", ""))
        return body, SlotHeader(**texts, public_key=_bytes(signer["public_key"]), certificate=certificate)
    except (ValueError, KeyError, TypeError) as error:
        raise SlotDamaged from error


def _cost(body: dict[str, dict[str, str]]) -> Argon2Cost:
    try:
        cost = Argon2Cost(**{name: int(value) for name, value in body["cost"].items()})
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise SlotDamaged from error
    if not cost.is_bearable:
        raise SlotDamaged
    return cost


def _joined(key: bytes, half: bytes) -> bytes:
    """The key of a slot whose other half is kept elsewhere; without one the passphrase's own."""
    return key if not half else HKDF(hashes.SHA256(), 32, salt=half, info=_HALVES).derive(key)


def derive(passphrase: str, salt: bytes, cost: Argon2Cost) -> bytes:
    """The 32 bytes of a key that a passphrase gives with a salt."""
    kdf = Argon2id(salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib)
    return kdf.derive(passphrase.encode())


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: object) -> bytes:
    return base64.b64decode(str(text), validate=True)
