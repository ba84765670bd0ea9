"""A keychain for tests that keeps its secrets in a file, as the computer's own would: other runs find them there."""

from __future__ import annotations

import json
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.errors import PasswordDeleteError

from app.vault.keys.keychain import OsKeychain


class FileKeyring(KeyringBackend):
    """Keeps passwords in a JSON file."""

    priority = 0  # type: ignore[assignment]

    def __init__(self, file: Path) -> None:
        self._file = file

    def get_password(self, service: str, username: str) -> str | None:
        return self.read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        self._write(self.read() | {f"{service}/{username}": password})

    def delete_password(self, service: str, username: str) -> None:
        kept = self.read()
        if kept.pop(f"{service}/{username}", None) is None:
            raise PasswordDeleteError("not there")
        self._write(kept)

    def read(self) -> dict[str, str]:
        """Everything that is kept."""
        return dict(json.loads(self._file.read_text())) if self._file.exists() else {}

    def _write(self, kept: dict[str, str]) -> None:
        self._file.write_text(json.dumps(kept))


def keychain_in(file: Path) -> OsKeychain:
    """A keychain that behaves as the computer's, on a file."""
    return OsKeychain(FileKeyring(file), wait_seconds=5)
