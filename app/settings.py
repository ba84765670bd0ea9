"""What the computer remembers without a vault: look, window, folders. Never anything of a patient, not even a name."""

from __future__ import annotations

import json
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

_FILE = "settings.json"

#: The desk locks itself after a quarter of an hour at the latest; shorter if wanted, never off.
LONGEST_IDLE_MINUTES = 15


class Theme(StrEnum):
    """Colours of the desk."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of this computer.

    Attributes:
        vault: the vault that was opened last, or None before the first.
        backups: where backups go, or None where the person has not chosen a folder.
        idle_minutes: after which the desk locks itself.
        windows: what the desk remembers of its windows, by name of the window: opaque texts of the toolkit.
    """

    vault: Path | None = None
    backups: Path | None = None
    theme: Theme = Theme.SYSTEM
    idle_minutes: int = LONGEST_IDLE_MINUTES
    windows: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not 1 <= self.idle_minutes <= LONGEST_IDLE_MINUTES:
            raise ValueError("idle minutes out of range")


def load_settings(folder: Path) -> Settings:
    """The settings kept in the folder; what is missing or damaged has its default, which is no harm."""
    try:
        kept = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Settings()
    return _settings(kept) if isinstance(kept, dict) else Settings()


def save_settings(folder: Path, settings: Settings) -> None:
    """Keep the settings in the folder: the file is replaced as a whole, and is this user's only.

    Raises:
        OSError: the folder cannot be written to.
    """
    folder.mkdir(parents=True, exist_ok=True)
    draft = folder / f".{_FILE}.{secrets.token_hex(4)}.new"
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w", encoding="utf-8") as file:
            json.dump(_plain(settings), file, indent=1, ensure_ascii=False)
        draft.replace(folder / _FILE)
    finally:
        draft.unlink(missing_ok=True)


def _plain(settings: Settings) -> dict[str, object]:
    return {
        "vault": None if settings.vault is None else str(settings.vault),
        "backups": None if settings.backups is None else str(settings.backups),
        "theme": settings.theme.value,
        "idle_minutes": settings.idle_minutes,
        "windows": dict(settings.windows),
    }


def _settings(kept: Mapping[str, object]) -> Settings:
    theme, idle, windows = kept.get("theme"), kept.get("idle_minutes"), kept.get("windows")
    return Settings(
        vault=_folder(kept.get("vault")),
        backups=_folder(kept.get("backups")),
        theme=Theme(theme) if isinstance(theme, str) and theme in set(Theme) else Theme.SYSTEM,
        idle_minutes=min(LONGEST_IDLE_MINUTES, max(1, idle)) if type(idle) is int else LONGEST_IDLE_MINUTES,
        windows={str(k): v for k, v in windows.items() if isinstance(v, str)} if isinstance(windows, dict) else {},
    )


def _folder(text: object) -> Path | None:
    return Path(text) if isinstance(text, str) and text else None
