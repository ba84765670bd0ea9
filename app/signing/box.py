"""A file that leaves the office encrypted: AES-256-GCM under a passphrase that two offices tell each other."""

from __future__ import annotations

import base64
import json
import zlib
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.signing.problems import BoxClosed, BoxDamaged
from app.signing.slot import DEFAULT_COST, Argon2Cost, derive

_VERSION = 1
_SALT_BYTES, _NONCE_BYTES = 16, 12
_MOST_BYTES = 512 * 1024 * 1024


def lock_box(
    data: bytes, passphrase: str, *, kind: str, random: Callable[[int], bytes], cost: Argon2Cost = DEFAULT_COST
) -> bytes:
    """The data, pressed and encrypted; a JSON object that says only what kind it is.

    Args:
        data: what is inside.
        passphrase: that opens it.
        kind: what is inside, such as `padesk/evidence`; bound to it.
        random: gives salt and nonce.
        cost: of one guess.
    """
    salt, nonce = random(_SALT_BYTES), random(_NONCE_BYTES)
    clear = {"kind": kind, "version": _VERSION, "cost": asdict(cost), "salt": _text(salt)}
    box = AESGCM(derive(passphrase, salt, cost)).encrypt(nonce, zlib.compress(data, 6), _canonical(clear))
    return _canonical(clear | {"nonce": _text(nonce), "box": _text(box)})


def open_box(box: bytes, passphrase: str, *, kind: str) -> bytes:
    """What `lock_box` locked.

    Raises:
        BoxDamaged: it is no such file, or damaged.
        BoxClosed: the passphrase is wrong, or a byte was changed.
    """
    body = _read(box, kind)
    cost, clear = _cost(body), {key: body[key] for key in ("kind", "version", "cost", "salt")}
    try:
        key = derive(passphrase, _bytes(body["salt"]), cost)
        pressed = AESGCM(key).decrypt(_bytes(body["nonce"]), _bytes(body["box"]), _canonical(clear))
    except InvalidTag as error:
        raise BoxClosed from error
    except ValueError as error:
        raise BoxDamaged from error
    opened = zlib.decompressobj()
    data = opened.decompress(pressed, _MOST_BYTES)
    if opened.unconsumed_tail:
        raise BoxDamaged
    return data


def _read(box: bytes, kind: str) -> dict[str, Any]:
    try:
        body = json.loads(box)
    except ValueError as error:
        raise BoxDamaged from error
    wanted = {"kind", "version", "cost", "salt", "nonce", "box"}
    if not isinstance(body, dict) or set(body) != wanted or (body["kind"], body["version"]) != (kind, _VERSION):
        raise BoxDamaged
    return body


def _cost(body: dict[str, Any]) -> Argon2Cost:
    try:
        cost = Argon2Cost(**{name: int(value) for name, value in body["cost"].items()})
    except (ValueError, TypeError, AttributeError) as error:
        raise BoxDamaged from error
    if not cost.is_bearable:
        raise BoxDamaged
    return cost


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _bytes(text: object) -> bytes:
    return base64.b64decode(str(text), validate=True)
