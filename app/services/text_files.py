"""Files of text that an office hands on or takes in: form setups and payers' rules."""

from __future__ import annotations

from pathlib import Path

from app.services.problems import FileNotReadable
from app.services.writing import write_whole


def write_text(path: Path, text: str) -> None:
    """Write a text where the person chose, whole or not at all.

    Raises:
        FolderNotWritable: the file cannot be written there.
    """
    write_whole(path, text.encode("utf-8"))


def read_text(path: Path, most_bytes: int, what: str) -> str:
    """The text of a file that the person chose.

    Args:
        path: of the file.
        most_bytes: that are read.
        what: it should hold, such as "a form setup".

    Raises:
        FileNotReadable: it cannot be opened, is too large, or is no text.
    """
    try:
        if path.stat().st_size > most_bytes:
            raise FileNotReadable(name=path.name, why=f"it is far too large for {what}")
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        why = "it cannot be read" if isinstance(problem, OSError) else "it is no text"
        raise FileNotReadable(name=path.name, why=why) from problem
