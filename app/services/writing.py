"""Files that appear whole or not at all: written beside their place under a passing name, then moved into it."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from app.services.problems import FolderNotWritable
from app.vault.durable import replace_patiently

_BEGINNING, _ENDING = ".padesk-", ".part"
_OLD_SECONDS = 3600


def write_whole(path: Path, data: bytes) -> None:
    """Put the file in its place as a whole; one of the same name is replaced.

    Raises:
        FolderNotWritable: the folder is missing, full or not to be written, or the name is no file's.
    """
    passing: Path | None = None
    if path.exists() and not path.is_file():
        why = "is a directory" if path.is_dir() else "it is a device, not a file"
        raise FolderNotWritable(folder=path.name, why=why)
    try:
        descriptor, name = tempfile.mkstemp(prefix=_BEGINNING, suffix=_ENDING, dir=path.parent)
        passing = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        _let_go_of_older(passing)
        replace_patiently(passing, path)
    except OSError as error:
        if passing is not None:
            passing.unlink(missing_ok=True)
        why = (error.strerror or "the disk refused").lower()
        raise FolderNotWritable(folder=path.parent.name or "this folder", why=why) from None


def _let_go_of_older(passing: Path) -> None:
    """Remove what a program that was stopped in the middle of writing left in this folder more than an hour ago."""
    now_seconds = passing.stat().st_mtime
    for left in passing.parent.glob(f"{_BEGINNING}*{_ENDING}"):
        # What cannot be removed is tried again next time.
        with suppress(OSError):
            if now_seconds - left.stat().st_mtime > _OLD_SECONDS:
                left.unlink()


def made_folder(folder: Path) -> Path:
    """The folder, made where it is missing.

    Raises:
        FolderNotWritable: it cannot be made, or a file has its name.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or "the disk refused").lower()
        raise FolderNotWritable(folder=folder.name or "the folder", why=why) from None
    return folder
