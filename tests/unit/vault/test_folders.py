"""Folders in which a vault in use would be copied or locked badly."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from app.vault.folders import kind_of_mount, why_not


@pytest.mark.parametrize(
    "name",
    ["OneDrive", "OneDrive - Invented Neurology", "Dropbox (Personal)", "Google Drive", "iCloudDrive", "Nextcloud"],
)
def test_a_synced_folder_is_refused_by_its_name(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "practice"
    assert name in why_not(folder, tmp_path)


@pytest.mark.parametrize("name", ["Documents", "Boxes", "Dropboxes of 2026", "Synced notes", "PA Desk"])
def test_other_folders_are_fine(tmp_path: Path, name: str) -> None:
    assert why_not(tmp_path / name, tmp_path) == ""


def test_short_names_count_right_below_the_users_folder_alone(tmp_path: Path) -> None:
    assert why_not(tmp_path / "Box" / "practice", tmp_path)
    assert why_not(tmp_path / "work" / "Box", tmp_path) == ""


def test_a_mark_of_a_syncing_program_is_enough(tmp_path: Path) -> None:
    (tmp_path / "shared" / ".stfolder").mkdir(parents=True)
    assert "shared" in why_not(tmp_path / "shared" / "deep" / "down", tmp_path)


def test_the_nearest_mount_says_the_kind() -> None:
    mounts = ["/dev/sda1 / ext4 rw 0 0", "srv:/x /mnt/office\\040share nfs4 rw 0 0", "tmpfs /mnt tmpfs rw 0 0"]
    assert kind_of_mount(PurePosixPath("/mnt/office share/vault"), mounts) == "nfs4"
    assert kind_of_mount(PurePosixPath("/mnt/officeshare"), mounts) == "tmpfs"
    assert kind_of_mount(PurePosixPath("/srv/a"), mounts) == "ext4"
