"""One program at a time: a lock that the operating system holds, so that a crash or a power cut releases it."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from app.vault.durable import patiently
from app.vault.problems import CannotWrite, VaultInUse

# On Windows a locked byte cannot be read by others, so the lock lies far behind the text that says who holds it.
_LOCKED_BYTE = 1 << 30


class LockFile:
    """The lock beside an open vault. The file stays when it is released, or two programs could pass each other."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor: int | None = descriptor

    @classmethod
    def acquire(cls, path: Path, *, who: str, since: str) -> LockFile:
        """Take the lock and write down who holds it.

        Raises:
            VaultInUse: another program has it; the problem says who and since when.
        """
        try:
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0)
            descriptor = patiently(lambda: os.open(path, flags, 0o600))
        except OSError as error:
            raise CannotWrite() from error
        if not _try_lock(descriptor):
            holder = _holder(descriptor)
            os.close(descriptor)
            raise VaultInUse(**holder)
        _write(descriptor, json.dumps({"who": who, "since": since}).encode())
        return cls(descriptor)

    def release(self) -> None:
        """Let others in; a second call does nothing."""
        if self._descriptor is not None:
            _write(self._descriptor, b"")
            _unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None


def _write(descriptor: int, text: bytes) -> None:
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, text)


def _holder(descriptor: int) -> dict[str, str]:
    try:
        os.lseek(descriptor, 0, os.SEEK_SET)
        kept = json.loads(os.read(descriptor, 4_096))
        return {"who": str(kept["who"]), "since": str(kept["since"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {"who": "another program", "since": "a moment ago"}


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
