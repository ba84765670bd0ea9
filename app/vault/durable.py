"""Files that are either wholly the old ones or wholly the new ones, whatever happens in between."""

from __future__ import annotations

import errno
import os
import secrets
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from app.vault.problems import CannotWrite, DiskFull

T = TypeVar("T")

_PAUSES_SECONDS = (0.02, 0.05, 0.1, 0.2, 0.4)


def private_folder(folder: Path) -> None:
    """Make the folder, open to this user only; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def new_private_file(path: Path) -> int:
    """Create a file that only this user may read, before anything is in it, and give its descriptor."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o600)


def write_whole(path: Path, data: bytes) -> None:
    """Replace the file by `data` at once: a reader sees the old bytes or the new ones, also after a power cut.

    Raises:
        DiskFull: there is no room; the old file is whole.
        CannotWrite: the folder or file cannot be written to; the old file is whole.
    """
    try:
        _write_whole(path, data)
    except OSError as error:
        raise (DiskFull() if error.errno == errno.ENOSPC else CannotWrite()) from error


def _write_whole(path: Path, data: bytes) -> None:
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    descriptor = new_private_file(draft)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        replace_patiently(draft, path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def patiently(act: Callable[[], T]) -> T:
    """Do it; on Windows a scanner that just looks at the file is waited for, up to a second."""
    for pause_seconds in _PAUSES_SECONDS:
        try:
            return act()
        except PermissionError:
            time.sleep(pause_seconds)
    return act()


def replace_patiently(draft: Path, path: Path) -> None:
    """Give the draft its name."""
    patiently(lambda: draft.replace(path))


def sync_file(path: Path) -> None:
    """Have the file's bytes on the disk before going on."""
    descriptor = patiently(lambda: os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0)))
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folder(folder: Path) -> None:
    """Have the folder's list of names on the disk; Windows does that by itself and has no call for it."""
    if sys.platform == "win32":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
