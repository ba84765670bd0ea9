"""Taking letters in from wherever they are dropped."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from app.desk.context import Desk
from app.domain.letters_in import LetterIn
from app.services.after import letters_in
from app.services.session import Session


def take_letters(desk: Desk, owner: QWidget, paths: Sequence[Path], taken: Callable[[LetterIn], None]) -> None:
    """Take files in as letters, one after the other; a problem with one is told and the others go on."""
    for path in paths:
        desk.change(owner, lambda session, p=path: _take_in(session, p), taken, says="Taking the letter in")  # type: ignore[misc]


def _take_in(session: Session, path: Path) -> LetterIn:
    return letters_in.take_in(session, path.read_bytes())
