"""Files that are either wholly the old ones or wholly the new ones, whatever happens in between."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path


def private_folder(folder: Path) -> None:
    """Make the folder, open to this user only; one that is there stays as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def new_private_file(path: Path) -> int:
    """Create a file that only this user may read, before anything is in it, and give its descriptor."""
    flags = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)
    return os.open(path, flags, 0o600)


def write_whole(path: Path, data: bytes) -> None:
    """Replace the file by `data` at once: a reader sees the old bytes or the new ones, also after a power cut."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.new")
    descriptor = new_private_file(draft)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """Have the file's bytes on the disk before going on."""
    descriptor = os.open(path, os.O_RDWR | getattr(os, "O_BINARY", 0))
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
