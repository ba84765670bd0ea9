"""Which files make a vault: `office.vault` with its keys, its lock and its notes beside it."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_SUFFIX = ".vault"


@dataclass(frozen=True, slots=True)
class VaultFiles:
    """The files of one vault.

    Attributes:
        vault: the encrypted database.
    """

    vault: Path

    @property
    def stem(self) -> str:
        """The vault's name without its ending."""
        return self.vault.name.removesuffix(_SUFFIX)

    @property
    def keys(self) -> Path:
        """The wrapped keys, in clear, without a secret."""
        return self.vault.with_name(f"{self.stem}.keys.json")

    @property
    def lock(self) -> Path:
        """Held by the program that has the vault open."""
        return self.vault.with_name(f"{self.stem}.lock")

    @property
    def notes(self) -> Path:
        """Failed unlocks, and how far the audit log had come."""
        return self.vault.with_name(f"{self.stem}.notes.json")

    @property
    def backups(self) -> Path:
        """Where the vault is backed up to before a migration."""
        return self.vault.with_name("backups")

    def sweep(self) -> None:
        """Remove what a program that was stopped left beside the vault; only while the vault's lock is held.

        Half-made copies bear the name of one of the vault's files behind a dot, with an ending of our own.
        """
        names = "|".join(re.escape(file.name) for file in (self.vault, self.keys, self.notes))
        drafts = re.compile(rf"\.({names})\.([0-9a-f]{{8}}\.(new|copy)|restored)(-wal|-shm|-journal)?")
        for file in self.vault.parent.iterdir():
            if drafts.fullmatch(file.name):
                # What cannot be removed is encrypted, and tried again at the next opening.
                with suppress(OSError):
                    file.unlink()

    @property
    def logs(self) -> tuple[Path, ...]:
        """The database's own companions while it is open or after a crash."""
        return tuple(self.vault.with_name(f"{self.vault.name}{end}") for end in ("-wal", "-shm", "-journal"))
