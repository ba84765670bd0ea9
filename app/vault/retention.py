"""Which backups are kept: the newest of each of ten days, eight weeks and twelve months; the newest of all always."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from app.errors import VaultProblem
from app.vault.keys.key_file import read_key_file
from app.vault.layout import VaultFiles

DAYS, WEEKS, MONTHS = 10, 8, 12
_DAY_SECONDS = 86_400
_NAME = re.compile(r"(?P<stem>.+)-(?P<at>[0-9]{8}-[0-9]{6})(?:-[0-9]+)?\.vault")


@dataclass(frozen=True, slots=True)
class Kept:
    """One backup of a vault, and when it was made."""

    path: Path
    at: dt.datetime


def backups_of(folder: Path, stem: str, vault_id: str) -> tuple[Kept, ...]:
    """The backups of one vault in a folder, newest first; files of other vaults and names are none of ours."""
    found = []
    for path in sorted(folder.glob("*.vault")):
        match = _NAME.fullmatch(path.name)
        if match is None or match["stem"] != stem:
            continue
        with suppress(VaultProblem, ValueError):
            at = dt.datetime.strptime(match["at"], "%Y%m%d-%H%M%S").replace(tzinfo=dt.UTC)
            if read_key_file(VaultFiles(path).keys).vault_id == vault_id:
                found.append(Kept(path, at))
    return tuple(sorted(found, key=lambda kept: (kept.at, len(kept.path.name), kept.path.name), reverse=True))


def superfluous(backups: Iterable[Kept]) -> tuple[Kept, ...]:
    """Those that no day, week or month keeps.

    Args:
        backups: newest first.
    """
    ordered = list(backups)
    kept: set[Path] = {ordered[0].path} if ordered else set()
    spans: tuple[tuple[int, Callable[[dt.datetime], Hashable]], ...] = (
        (DAYS, lambda at: at.date()),
        (WEEKS, lambda at: at.isocalendar()[:2]),
        (MONTHS, lambda at: (at.year, at.month)),
    )
    for most, span_of in spans:
        seen: set[Hashable] = set()
        for backup in ordered:
            span = span_of(backup.at)
            if span not in seen and len(seen) < most:
                seen.add(span)
                kept.add(backup.path)
    return tuple(backup for backup in ordered if backup.path not in kept)


def _sweep(newest: Path, stem: str) -> None:
    """Remove half-made backups that a stopped program left more than a day before; younger ones may be another's."""
    drafts = re.compile(rf"\.{re.escape(stem)}-[0-9]{{8}}-[0-9]{{6}}(-[0-9]+)?\.vault\.[0-9a-f]{{8}}\.new(-\w+)?")
    with suppress(OSError):
        made = newest.stat().st_mtime
        for file in newest.parent.iterdir():
            if drafts.fullmatch(file.name) and made - file.stat().st_mtime > _DAY_SECONDS:
                file.unlink()


def thin_out(newest: Path, stem: str, vault_id: str) -> int:
    """Remove the superfluous backups of one vault, and say how many; one that cannot be removed stays.

    Args:
        newest: just made; two of one second are told apart by nothing else.
        stem: the vault's name.
        vault_id: whose backups they are.
    """
    _sweep(newest, stem)
    gone = 0
    backups = sorted(backups_of(newest.parent, stem, vault_id), key=lambda kept: kept.path != newest)
    for backup in superfluous(backups):
        files = VaultFiles(backup.path)
        with suppress(OSError):
            # The vault first: keys without their vault hold nothing, a vault without its keys could not be told apart.
            files.vault.unlink()
            gone += 1
            for rest in (files.keys, *files.logs):
                rest.unlink(missing_ok=True)
    return gone
