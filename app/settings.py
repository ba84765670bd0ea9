"""What the computer remembers without a vault: never anything of a patient, never a name of one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from app.places import Places

_FILE = "settings.json"
_DEFAULT_IDLE_MINUTES = 15


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of this computer.

    Attributes:
        backups: where backups go, or None where the person has not chosen a folder.
        idle_minutes: after which the desk locks itself; never more than a quarter of an hour.
    """

    backups: Path | None = None
    idle_minutes: int = _DEFAULT_IDLE_MINUTES


def load_settings(places: Places) -> Settings:
    """The settings as they were kept; a missing or damaged file gives the defaults, which is no harm."""
    try:
        kept = json.loads((places.settings / _FILE).read_text(encoding="utf-8"))
        return Settings(
            backups=_folder(kept.get("backups")),
            idle_minutes=min(_DEFAULT_IDLE_MINUTES, max(1, int(kept.get("idle_minutes", _DEFAULT_IDLE_MINUTES)))),
        )
    except (OSError, ValueError, AttributeError, TypeError):
        return Settings()


def save_settings(places: Places, settings: Settings) -> None:
    """Keep the settings: the file is replaced as a whole."""
    places.settings.mkdir(parents=True, exist_ok=True)
    kept = {
        "backups": None if settings.backups is None else str(settings.backups),
        "idle_minutes": settings.idle_minutes,
    }
    fresh = places.settings / f"{_FILE}.new"
    fresh.write_text(json.dumps(kept, indent=1), encoding="utf-8")
    fresh.replace(places.settings / _FILE)


def _folder(text: object) -> Path | None:
    return Path(text) if isinstance(text, str) and text else None
