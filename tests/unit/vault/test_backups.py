"""Backups can be opened by themselves and are proven; a restore shows what is inside and keeps what it replaces."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.changes import Change
from app.domain.patient import Patient
from app.domain.practice import Person
from app.vault import backups
from app.vault.keys.derive import Argon2Parameters
from app.vault.problems import (
    BackupFailed,
    CannotWrite,
    NotThisVault,
    VaultDamaged,
    VaultInUse,
    VaultMissing,
    WrongPassphrase,
)
from app.vault.vault import Vault

Add = Callable[..., Change]
NewPatient = Callable[..., Patient]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "stick" / "backups"


def test_a_backup_is_a_vault_that_opens_by_itself(
    vault: Vault, add: Add, new_patient: NewPatient, folder: Path, passphrase: str, clock: FixedClock
) -> None:
    anh = new_patient()
    add(anh)
    sha256 = vault.put_blob(b"note")
    copy = vault.backup(folder)
    assert copy.name == "demo-20261124-100000.vault"
    assert sorted(file.name for file in folder.iterdir()) == ["demo-20261124-100000.keys.json", copy.name]
    with Vault.open(copy, passphrase=passphrase, clock=clock) as opened:
        assert opened.search_patients("nguyen") == (anh,)
        assert opened.get_blob(sha256) == b"note"
        assert opened.check() == []
    assert vault.audit.rows(1)[0].event == "vault.backup"


def test_a_backup_of_the_same_second_stands_before_the_one_before_goes(vault: Vault, folder: Path) -> None:
    names = [vault.backup(folder).name for _ in range(3)]
    assert names == ["demo-20261124-100000.vault", "demo-20261124-100000-2.vault", "demo-20261124-100000.vault"]
    assert [path.name for path in folder.glob("*.vault")] == names[-1:]


def test_a_backup_shows_what_is_inside_and_is_left_as_it_is(
    vault: Vault, add: Add, new_patient: NewPatient, folder: Path, passphrase: str, clock: FixedClock
) -> None:
    add(new_patient(), new_patient("Ben", "Łoś"))
    vault.put_blob(b"note")
    copy = vault.backup(folder)
    before = copy.read_bytes()
    inside = Vault.contents_of(copy, passphrase=passphrase, clock=clock)
    assert inside == vault.contents()
    assert inside.records == {"patient": 2, "person": 1}
    assert (inside.documents, inside.last_change) == (1, clock.now())
    assert copy.read_bytes() == before
    assert len(list(folder.iterdir())) == 2


def test_a_restore_brings_back_what_was_and_keeps_what_is(
    vault: Vault, add: Add, new_patient: NewPatient, folder: Path, path: Path, passphrase: str, clock: FixedClock
) -> None:
    anh, ben = new_patient(), new_patient("Ben", "Łoś")
    add(anh)
    copy = vault.backup(folder)
    add(ben)
    vault.close()
    clock.advance(dt.timedelta(hours=1))
    restored = Vault.restore(copy, path, passphrase=passphrase, clock=clock)
    assert restored.contents.records == {"patient": 1, "person": 1}
    assert restored.kept == path.with_name("demo-replaced-20261124-110000.vault")
    with Vault.open(path, passphrase=passphrase, clock=clock) as again:
        assert again.all(Patient) == (anh,)
        assert again.notices == ()
        assert again.check() == []
        assert "vault.restored" in [row.event for row in again.audit.rows()]
    with Vault.open(restored.kept, passphrase=passphrase, clock=clock) as replaced:
        assert replaced.all(Patient) == (anh, ben)


def test_a_restore_into_an_empty_folder(
    vault: Vault, add: Add, new_patient: NewPatient, folder: Path, tmp_path: Path, passphrase: str, clock: FixedClock
) -> None:
    add(new_patient())
    copy = vault.backup(folder)
    target = tmp_path / "new computer" / "demo.vault"
    assert Vault.restore(copy, target, passphrase=passphrase, clock=clock).kept is None
    with Vault.open(target, passphrase=passphrase, clock=clock) as again:
        assert len(again.all(Patient)) == 1


def test_a_restore_with_the_recovery_key(
    vault: Vault, mia: Person, folder: Path, tmp_path: Path, clock: FixedClock
) -> None:
    printed = vault.access.make_recovery_key(actor=mia.id)
    copy = vault.backup(folder)
    target = tmp_path / "new computer" / "demo.vault"
    Vault.restore(copy, target, recovery_key=printed, clock=clock)
    Vault.open(target, recovery_key=printed, clock=clock).close()


def test_a_passphrase_changed_since_the_backup_restores_it_and_stays(
    vault: Vault, mia: Person, folder: Path, path: Path, passphrase: str, clock: FixedClock
) -> None:
    copy = vault.backup(folder)
    vault.access.change_passphrase(mia.id, passphrase, "a newer passphrase")
    vault.close()
    Vault.restore(copy, path, passphrase="a newer passphrase", clock=clock)
    Vault.open(path, passphrase="a newer passphrase", clock=clock).close()
    Vault.restore(copy, path, passphrase=passphrase, clock=clock)
    Vault.open(path, passphrase="a newer passphrase", clock=clock).close()


def test_a_restore_over_a_damaged_vault_keeps_the_damaged_one(
    vault: Vault, add: Add, new_patient: NewPatient, folder: Path, path: Path, passphrase: str, clock: FixedClock
) -> None:
    add(new_patient())
    copy = vault.backup(folder)
    vault.close()
    damaged = path.read_bytes()[:100] + b"damaged" + path.read_bytes()[107:]
    path.write_bytes(damaged)
    path.with_name("demo.vault-wal").write_bytes(b"left by a crash")
    restored = Vault.restore(copy, path, passphrase=passphrase, clock=clock)
    assert restored.kept is not None
    assert restored.kept.read_bytes() == damaged
    assert restored.kept.with_name(f"{restored.kept.name}-wal").read_bytes() == b"left by a crash"
    with Vault.open(path, passphrase=passphrase, clock=clock) as again:
        assert again.check() == []


def test_an_open_vault_is_not_replaced(
    vault: Vault, folder: Path, path: Path, passphrase: str, clock: FixedClock
) -> None:
    copy = vault.backup(folder)
    with pytest.raises(VaultInUse):
        Vault.restore(copy, path, passphrase=passphrase, clock=clock)


def test_another_vault_is_not_replaced(
    vault: Vault, mia: Person, folder: Path, tmp_path: Path, passphrase: str, clock: FixedClock, cheap: Argon2Parameters
) -> None:
    copy = vault.backup(folder)
    other = tmp_path / "other" / "demo.vault"
    Vault.create(other, first=mia, passphrase=passphrase, clock=clock, kdf=cheap).close()
    before = other.read_bytes()
    with pytest.raises(NotThisVault):
        Vault.restore(copy, other, passphrase=passphrase, clock=clock)
    assert other.read_bytes() == before


def test_a_bad_backup_changes_nothing(
    vault: Vault, folder: Path, path: Path, passphrase: str, clock: FixedClock
) -> None:
    copy = vault.backup(folder)
    vault.close()
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase):
        Vault.restore(copy, path, passphrase="not the passphrase", clock=clock)
    with pytest.raises(VaultMissing):
        Vault.restore(folder / "none.vault", path, passphrase=passphrase, clock=clock)
    data = bytearray(copy.read_bytes())
    data[len(data) // 2] ^= 1
    copy.write_bytes(data)
    with pytest.raises(VaultDamaged):
        Vault.restore(copy, path, passphrase=passphrase, clock=clock)
    assert path.read_bytes() == before
    assert not [file for file in path.parent.iterdir() if "replaced" in file.name or file.name.startswith(".")]


def test_a_copy_that_fails_its_check_is_thrown_away(
    vault: Vault, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = backups.Database.copy_into

    def spoilt(db: backups.Database, target: Path, key: bytes) -> None:
        whole(db, target, key)
        with target.open("r+b") as file:
            file.seek(5_000)
            file.write(b"spoilt")

    monkeypatch.setattr(backups.Database, "copy_into", spoilt)
    with pytest.raises(BackupFailed):
        vault.backup(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="needs a file in the folder's place")
def test_a_folder_that_cannot_be_written_to_is_told(vault: Vault, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CannotWrite):
        vault.backup(tmp_path / "file" / "backups")
    assert vault.check() == []


def test_an_older_copy_put_in_the_vaults_place_is_noticed(
    vault: Vault, add: Add, new_patient: NewPatient, path: Path, tmp_path: Path, reopen: Callable[[], Vault]
) -> None:
    vault.close()
    shutil.copy(path, tmp_path / "older")
    with reopen() as again:
        again.put_blob(b"x")
    shutil.copy(tmp_path / "older", path)
    with reopen() as again:
        assert len(again.notices) == 1
        assert "vault.older_copy" in [row.event for row in again.audit.rows()]
        assert again.check() == list(again.notices)
    with reopen() as again:
        assert again.notices == ()


def test_a_restore_over_a_vault_left_by_a_crash_keeps_its_last_edits(
    vault: Vault, add: Add, new_patient: NewPatient, folder: Path, path: Path, passphrase: str, clock: FixedClock
) -> None:
    copy = vault.backup(folder)
    add(new_patient())
    crashed = {file: file.read_bytes() for file in path.parent.iterdir() if file.name.startswith("demo.vault")}
    assert len(crashed) == 3
    vault.close()
    for file, data in crashed.items():
        file.write_bytes(data)
    restored = Vault.restore(copy, path, passphrase=passphrase, clock=clock)
    assert restored.kept is not None
    with Vault.open(path, passphrase=passphrase, clock=clock) as again:
        assert again.all(Patient) == ()
        assert again.check() == []
    with Vault.open(restored.kept, passphrase=passphrase, clock=clock) as replaced:
        assert len(replaced.all(Patient)) == 1
        assert replaced.check() == []
