"""The disk is full, or does not answer, at each write of a save, a backup, a migration, a new vault and a new key.

Whatever happens is told as a problem of the vault; the vault holds what it held, and goes on when there is room again.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

import apsw
import pytest

from app.clock import FixedClock
from app.domain.changes import Edit
from app.domain.ids import PatientId, PersonId
from app.domain.patient import Patient
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.errors import VaultProblem
from app.vault.database import Database
from app.vault.keys.derive import Argon2Parameters
from app.vault.migrations import STEPS, migrate, version
from app.vault.vault import Vault

PASSPHRASE = "full disk passphrase"
MIA = Person(PersonId("mia"), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
CLOCK = FixedClock(dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC))
CHEAP = Argon2Parameters(64, 1, 1)
_ABOVE = "multipleciphers-faulty"


class Disk:
    """Counts writes and syncs, and lets those from a number on fail."""

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.count = 0
        self.failing_from = 0
        self.once = False
        self.error: type[Exception] = apsw.FullError

    def touch(self) -> None:
        self.count += 1
        if self.failing_from and self.count >= self.failing_from:
            if self.once:
                self.failing_from = 0
            raise self.error("on purpose")

    def fail_after(self, writes: int, error: type[Exception]) -> None:
        self.failing_from, self.error = self.count + writes + 1, error

    def heal(self) -> None:
        self.failing_from = 0


@cache
def faulty() -> tuple[Disk, apsw.VFS]:
    """A disk below the encryption, made once: the encryption that is put over it never lets go of it."""
    disk, real = Disk(), "win32" if sys.platform == "win32" else "unix"

    class File(apsw.VFSFile):
        def __init__(self, name: apsw.URIFilename, flags: list[int]) -> None:
            super().__init__(real, name, flags)

        def xWrite(self, data: bytes, offset: int) -> None:
            disk.touch()
            super().xWrite(data, offset)

        def xSync(self, flags: int) -> None:
            disk.touch()
            super().xSync(flags)

    class Faulty(apsw.VFS):
        def __init__(self) -> None:
            super().__init__("faulty", real)

        def xOpen(self, name: apsw.URIFilename, flags: list[int]) -> File:
            return File(name, flags)

    kept = Faulty()
    apsw.Connection(":memory:", vfs=_ABOVE).close()
    return disk, kept


@pytest.fixture
def disk() -> Iterator[Disk]:
    disk, _ = faulty()
    disk.begin()
    before = apsw.vfs_names()[0]
    apsw.set_default_vfs(_ABOVE)
    yield disk
    apsw.set_default_vfs(before)


@pytest.fixture
def vault(disk: Disk, tmp_path: Path) -> Iterator[Vault]:
    with Vault.create(
        tmp_path / "v" / "full.vault", first=MIA, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP
    ) as opened:
        people = [Patient(PatientId(f"p{n}"), PersonName(f"First{n}", "Last")) for n in range(5)]
        opened.apply("Add", [Edit(None, person) for person in people], actor=MIA.id)
        yield opened


ERRORS = pytest.mark.parametrize("error", [apsw.FullError, apsw.IOError], ids=["full", "failing"])


def sweep(
    disk: Disk, error: type[Exception], act: Callable[[], object], after: Callable[[bool], None], step: int = 1
) -> int:
    """Let each write of `act`, or each `step`th, fail in turn until it gets through; gives their number."""
    for writes in itertools.count(step=step):
        disk.fail_after(writes, error)
        try:
            act()
        except VaultProblem:
            disk.heal()
            after(False)
        else:
            disk.heal()
            after(True)
            return writes
    raise AssertionError


@ERRORS
def test_a_save(vault: Vault, disk: Disk, error: type[Exception]) -> None:
    now = vault.get(Patient, PatientId("p1"))
    assert now is not None
    after = replace(now, allergies="none " * 3_000)

    def check(saved: bool) -> None:
        assert vault.get(Patient, PatientId("p1")) == (after if saved else now)
        assert vault.check() == []

    points = sweep(disk, error, lambda: vault.apply("Edit", [Edit(now, after)], actor=MIA.id), check)
    assert points >= 5
    vault.close()
    with Vault.open(vault.path, passphrase=PASSPHRASE, clock=CLOCK) as again:
        assert again.get(Patient, PatientId("p1")) == after
        assert again.check() == []


@ERRORS
def test_a_backup(vault: Vault, disk: Disk, error: type[Exception], tmp_path: Path) -> None:
    # apsw turns the second error of a disk written in Python, while the first is on its way, into a SystemError.
    disk.once = True

    def check(made: bool) -> None:
        assert len(list((tmp_path / "b").glob("*"))) == (2 if made else 0)
        assert vault.check() == []

    def backup_only() -> None:
        head = vault.audit.head
        try:
            vault.backup(tmp_path / "b")
        except VaultProblem:
            for file in (tmp_path / "b").glob("*"):
                # Only the row of the log could not be written: the backup itself is whole.
                assert not file.name.startswith(".")
                disk.heal()
                if file.suffix == ".vault":
                    assert Vault.contents_of(file, passphrase=PASSPHRASE, clock=CLOCK).records["patient"] == 5
            for file in (tmp_path / "b").glob("*"):
                file.unlink()
            assert vault.audit.head == head
            raise

    assert sweep(disk, error, backup_only, check) >= 20


@ERRORS
def test_a_migration(disk: Disk, error: type[Exception], tmp_path: Path) -> None:
    def second(db: Database) -> None:
        for number in range(10):
            db.run(f"CREATE TABLE extra{number} (name TEXT PRIMARY KEY) STRICT")

    db = Database.create(tmp_path / "x", bytes(32))
    migrate(db)

    def check(done: bool) -> None:
        assert version(db) == len(STEPS) + done
        assert db.rows("PRAGMA integrity_check") == [("ok",)]

    assert sweep(disk, error, lambda: migrate(db, (*STEPS, second)), check) >= 5
    db.close()


@ERRORS
def test_a_new_vault(disk: Disk, error: type[Exception], tmp_path: Path) -> None:
    path = tmp_path / "n" / "new.vault"

    def create() -> None:
        Vault.create(path, first=MIA, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP).close()

    def check(made: bool) -> None:
        if path.exists():
            with Vault.open(path, passphrase=PASSPHRASE, clock=CLOCK) as vault:
                assert vault.check() == []
                assert vault.actor == MIA
            for file in path.parent.iterdir():
                file.unlink()
        else:
            assert not made
            assert not [file for file in path.parent.iterdir() if file.name.startswith(".")]

    assert sweep(disk, error, create, check, step=4) >= 20


@ERRORS
def test_a_new_key(vault: Vault, disk: Disk, error: type[Exception]) -> None:
    vault.close()
    # apsw turns the second error of a disk written in Python, while the first is on its way, into a SystemError.
    disk.once = True

    def check(_: bool) -> None:
        with Vault.open(vault.path, passphrase=PASSPHRASE, clock=CLOCK) as again:
            assert len(again.all(Patient)) == 5
            assert again.check() == []
        assert not [file for file in vault.path.parent.iterdir() if file.name.startswith(".")]

    def renew() -> None:
        Vault.renew_key(vault.path, person=MIA.id, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP)

    assert sweep(disk, error, renew, check, step=2) >= 20
