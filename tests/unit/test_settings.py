"""Settings of the computer: kept whole, and harmless when damaged."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import pytest

from app.settings import LONGEST_IDLE_MINUTES, Settings, Theme, load_settings, save_settings

FULL = Settings(Path("/v/office.vault"), Path("/b"), Theme.DARK, 5, {"main": "AdnQywAD"})


def test_settings_come_back_as_they_were_kept(tmp_path: Path) -> None:
    save_settings(tmp_path / "new", FULL)
    assert load_settings(tmp_path / "new") == FULL
    assert [file.name for file in (tmp_path / "new").iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "null", '{"idle_minutes": "x", "theme": [], "windows": 3, "vault": 1}']
)
def test_damaged_settings_are_the_defaults(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.json").write_text(text)
    assert load_settings(tmp_path) == Settings()


def test_missing_settings_are_the_defaults(tmp_path: Path) -> None:
    assert load_settings(tmp_path) == Settings()


@pytest.mark.parametrize(("kept", "used"), [(0, 1), (-4, 1), (500, LONGEST_IDLE_MINUTES), (7, 7)])
def test_the_lock_is_never_off_however_the_file_was_edited(tmp_path: Path, kept: int, used: int) -> None:
    (tmp_path / "settings.json").write_text(f'{{"idle_minutes": {kept}}}')
    assert load_settings(tmp_path).idle_minutes == used


def test_settings_without_a_lock_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="idle"):
        Settings(idle_minutes=0)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_settings_are_this_users_only(tmp_path: Path) -> None:
    save_settings(tmp_path, FULL)
    assert stat.S_IMODE((tmp_path / "settings.json").stat().st_mode) == 0o600
