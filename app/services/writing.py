"""Files that appear whole or not at all: written beside their place under a passing name, then moved into it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.services.problems import FolderNotWritable


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
        descriptor, name = tempfile.mkstemp(prefix=".padesk-", suffix=".part", dir=path.parent)
        passing = Path(name)
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
    except OSError as error:
        if passing is not None:
            passing.unlink(missing_ok=True)
        why = (error.strerror or "the disk refused").lower()
        raise FolderNotWritable(folder=path.parent.name or "this folder", why=why) from None


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
