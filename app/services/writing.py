"""Files that appear whole or not at all: written beside their place under a passing name, then moved into it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from app.services.problems import FolderNotWritable


def write_whole(path: Path, data: bytes) -> None:
    """Put the file in its place as a whole; one of the same name is replaced.

    Raises:
        FolderNotWritable: the folder is missing, full or not to be written.
    """
    passing: Path | None = None
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
