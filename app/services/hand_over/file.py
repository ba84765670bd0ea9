"""The file of a hand-over: a ZIP with `hand-over.json` and the records' own file, encrypted under a passphrase."""

from __future__ import annotations

import io
import json
import os
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from app.errors import AppError
from app.services.hand_over.problems import NoHandOver
from app.services.records.bundle import Bundle, packed, unpacked
from app.signing.box import lock_box, open_box
from app.signing.problems import BoxDamaged, WeakPassphrase
from app.signing.signer import LEAST_PASSPHRASE
from app.signing.slot import DEFAULT_COST, Argon2Cost

#: What is inside; bound to the encryption, so that one cannot be passed off as the other.
OUT, BACK = "padesk/hand-over", "padesk/hand-back"
_VERSION = 1
_HEAD, _RECORDS = "hand-over.json", "records.zip"
_STAMP = (2020, 1, 1, 0, 0, 0)
_MOST_BYTES = 512 * 1024 * 1024
_TORN = (zipfile.BadZipFile, zlib.error, KeyError, ValueError, OSError, NotImplementedError, EOFError, RuntimeError)
#: What each kind says of itself in letters and digits: which hand-over, the token, the request's digest.
_NAMES = {OUT: ("id", "token", "digest"), BACK: ("id", "token")}
_NAME = re.compile(r"[0-9A-Za-z-]{8,64}")
#: Ending of the file; its name says nothing of a patient.
ENDING = ".padesk"


def locked(
    kind: str, head: Mapping[str, Any], bundle: Bundle, passphrase: str, *, cost: Argon2Cost = DEFAULT_COST
) -> bytes:
    """The file.

    Args:
        kind: of hand-over.
        head: what it says of itself.
        bundle: the records and documents in it.
        passphrase: that opens it.
        cost: of one guess.

    Raises:
        WeakPassphrase: the passphrase is too short.
    """
    if len(passphrase) < LEAST_PASSPHRASE:
        raise WeakPassphrase(least=LEAST_PASSPHRASE)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as parts:
        text = json.dumps({"version": _VERSION, **head}, ensure_ascii=False).encode()
        parts.writestr(zipfile.ZipInfo(_HEAD, _STAMP), text)
        parts.writestr(zipfile.ZipInfo(_RECORDS, _STAMP), packed(bundle, str(head.get("at", ""))))
    return lock_box(stream.getvalue(), passphrase, kind=kind, random=os.urandom, cost=cost)


def kind_of(data: bytes) -> str:
    """Which kind of hand-over a file looks like; empty for none."""
    if data[:1] != b"{":
        return ""
    return next((kind for kind in (OUT, BACK) if f'"kind":"{kind}"'.encode() in data[-4_096:]), "")


def opened(kind: str, data: bytes, passphrase: str) -> tuple[dict[str, Any], Bundle]:
    """What a file of the kind holds.

    Raises:
        NoHandOver: it is none.
        BoxClosed: the passphrase is wrong, or a byte was changed.
    """
    try:
        plain = open_box(data, passphrase, kind=kind)
    except BoxDamaged as problem:
        raise NoHandOver(why="it is another file, or damaged") from problem
    try:
        with zipfile.ZipFile(io.BytesIO(plain)) as parts:
            if sum(part.file_size for part in parts.infolist()) > _MOST_BYTES:
                raise NoHandOver(why="it is too large")
            head, records = json.loads(parts.read(_HEAD)), parts.read(_RECORDS)
    except _TORN as error:
        raise NoHandOver(why="its parts do not fit together") from error
    if not isinstance(head, dict) or head.get("version") != _VERSION:
        raise NoHandOver(why="it is of another program's version")
    if not all(isinstance(head.get(name), str) and _NAME.fullmatch(head[name]) for name in _NAMES[kind]):
        raise NoHandOver(why="it does not say which hand-over it is")
    try:
        return head, unpacked(records)
    except AppError as problem:
        raise NoHandOver(why="a record in it is not as this program keeps it") from problem
