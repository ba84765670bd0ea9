"""Where things lie: the bundled data, and the folders of the person who uses the computer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import platformdirs

_APP = Path(__file__).resolve().parent


def bundled(*parts: str) -> Path:
    """The path of bundled data: `bundled("resources", "vocabulary.json")`, `bundled("forms")`.

    In a wheel the data lies inside the package, in a checkout beside it.
    """
    packed = _APP / "_bundled"
    return (packed if packed.is_dir() else _APP.parent).joinpath(*parts)


@dataclass(frozen=True, slots=True)
class Places:
    """The folders that belong to the person: nothing is ever written next to the program.

    Attributes:
        data: holds the vault.
        settings: holds window geometry and look, never anything of a patient.
        logs: holds redacted logs and crash reports.
    """

    data: Path
    settings: Path
    logs: Path

    @classmethod
    def of_user(cls) -> Places:
        """The platform's own folders for this user."""
        dirs = platformdirs.PlatformDirs("PA Desk", appauthor=False, roaming=False)
        return cls(Path(dirs.user_data_dir), Path(dirs.user_config_dir), Path(dirs.user_log_dir))

    @classmethod
    def under(cls, folder: Path) -> Places:
        """All three below one folder (tests, a portable installation)."""
        return cls(folder / "data", folder / "settings", folder / "logs")
