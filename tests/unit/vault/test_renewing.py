"""A new key by a proven copy: all that was in the vault is in it, and a crash at any step shuts nobody out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.changes import Change
from app.domain.ids import PersonId
from app.domain.patient import Patient
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.vault import opening, renewing
from app.vault.keys.derive import Argon2Parameters
from app.vault.keys.key_file import read_key_file
from app.vault.keys.slots import Way
from app.vault.layout import VaultFiles
from app.vault.lock_file import LockFile
from app.vault.problems import NoSuchSlot, VaultInUse, WrongPassphrase, WrongRecoveryKey
from app.vault.vault import Vault

Add = Callable[..., Change]
NewPatient = Callable[..., Patient]


@pytest.fixture
def closed(vault: Vault, add: Add, new_patient: NewPatient) -> Path:
    add(new_patient())
    vault.put_blob(b"note")
    vault.close()
    return vault.path


def renewed(path: Path, mia: Person, passphrase: str, clock: FixedClock, cheap: Argon2Parameters) -> renewing.Renewed:
    return Vault.renew_key(path, person=mia.id, passphrase=passphrase, clock=clock, kdf=cheap)


def check_whole(path: Path, passphrase: str, clock: FixedClock) -> None:
    with Vault.open(path, passphrase=passphrase, clock=clock) as opened:
        assert [patient.name.last for patient in opened.search_patients("nguyen")] == ["Nguyễn"]
        assert opened.check() == []
    assert read_key_file(VaultFiles(path).keys).pending == ()
    assert not [file.name for file in path.parent.iterdir() if file.name.startswith(".")]


def test_everything_is_there_under_a_new_key(
    closed: Path, mia: Person, passphrase: str, clock: FixedClock, cheap: Argon2Parameters
) -> None:
    before = closed.read_bytes()
    done = renewed(closed, mia, passphrase, clock, cheap)
    assert closed.read_bytes()[:4096] != before[:4096]
    check_whole(closed, passphrase, clock)
    with Vault.open(closed, recovery_key=done.recovery_key, clock=clock) as opened:
        assert opened.opened_by is Way.RECOVERY
        assert "vault.key_renewed" in [row.event for row in opened.audit.rows()]


def test_other_ways_in_open_nothing_any_more(
    vault: Vault, mia: Person, passphrase: str, clock: FixedClock, cheap: Argon2Parameters
) -> None:
    ben = Person(PersonId("ben"), PersonName("Ben", "Cole"), Role.STAFF)
    vault.access.give_passphrase(ben, "a passphrase of Ben", actor=mia.id)
    recovery = vault.access.make_recovery_key(actor=mia.id)
    vault.close()
    done = renewed(vault.path, mia, passphrase, clock, cheap)
    assert done.locked_out == (ben.name.full,)
    with pytest.raises(WrongPassphrase):
        Vault.open(vault.path, passphrase="a passphrase of Ben", clock=clock)
    with pytest.raises(NoSuchSlot):
        Vault.open(vault.path, person=ben.id, passphrase="a passphrase of Ben", clock=clock)
    with pytest.raises(WrongRecoveryKey):
        Vault.open(vault.path, recovery_key=recovery, clock=clock)


@pytest.mark.parametrize("step", ["write_key_file", "replace_patiently", "sync_folder", "_note_head"])
@pytest.mark.parametrize("time", [1, 2])
def test_a_crash_at_any_step_leaves_the_vault_open_to_its_people(
    closed: Path,
    mia: Person,
    passphrase: str,
    clock: FixedClock,
    cheap: Argon2Parameters,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    time: int,
) -> None:
    real, calls = getattr(renewing, step), []

    def crash(*args: object) -> object:
        calls.append(step)
        if len(calls) == time:
            raise KeyboardInterrupt
        return real(*args)

    monkeypatch.setattr(renewing, step, crash)
    try:
        renewed(closed, mia, passphrase, clock, cheap)
    except KeyboardInterrupt:
        pass
    else:
        assert len(calls) < time
    monkeypatch.undo()
    check_whole(closed, passphrase, clock)
    renewed(closed, mia, passphrase, clock, cheap)
    check_whole(closed, passphrase, clock)


def test_an_open_vault_is_left_alone(
    vault: Vault, mia: Person, passphrase: str, clock: FixedClock, cheap: Argon2Parameters
) -> None:
    with pytest.raises(VaultInUse):
        renewed(vault.path, mia, passphrase, clock, cheap)
    assert vault.check() == []


def test_whoever_knocks_meanwhile_settles_nothing(
    closed: Path,
    mia: Person,
    passphrase: str,
    clock: FixedClock,
    cheap: Argon2Parameters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A second program opens while both keys stand in the key file; then the first one is killed after the swap."""
    real, calls = renewing.replace_patiently, []

    def knocked(draft: Path, path: Path) -> None:
        with pytest.raises(VaultInUse):
            Vault.open(closed, passphrase=passphrase, clock=clock)
        real(draft, path)
        calls.append("swapped")
        raise KeyboardInterrupt

    monkeypatch.setattr(renewing, "replace_patiently", knocked)
    with pytest.raises(KeyboardInterrupt):
        renewed(closed, mia, passphrase, clock, cheap)
    monkeypatch.undo()
    assert calls == ["swapped"]
    check_whole(closed, passphrase, clock)


def test_whoever_waited_with_the_old_key_opens_with_the_new_one(
    closed: Path,
    mia: Person,
    passphrase: str,
    clock: FixedClock,
    cheap: Argon2Parameters,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The key is renewed between reading the key file and taking the lock."""
    real, calls = LockFile.acquire, []

    def late(path: Path, **more: str) -> LockFile:
        if not calls:
            calls.append("renewed")
            renewed(closed, mia, passphrase, clock, cheap)
        return real(path, **more)

    monkeypatch.setattr(opening.LockFile, "acquire", late)
    check_whole(closed, passphrase, clock)
    assert calls == ["renewed"]


def test_what_a_killed_program_left_is_swept_at_the_next_opening(
    closed: Path, passphrase: str, clock: FixedClock
) -> None:
    left = [
        closed.with_name(f".{closed.name}.{end}")
        for end in ("01234567.new", "01234567.new-wal", "89abcdef.copy", "restored")
    ]
    other = closed.with_name(".another.vault.01234567.new")
    for file in (*left, other):
        file.write_bytes(b"left")
    Vault.open(closed, passphrase=passphrase, clock=clock).close()
    assert [file for file in left if file.exists()] == []
    assert other.exists()


def test_the_wrong_passphrase_changes_nothing(
    closed: Path, mia: Person, clock: FixedClock, cheap: Argon2Parameters
) -> None:
    before = closed.read_bytes()
    with pytest.raises(WrongPassphrase):
        renewed(closed, mia, "not the passphrase", clock, cheap)
    assert closed.read_bytes() == before
