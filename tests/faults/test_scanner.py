"""A virus scanner holds files for a moment, or for good: sharing violations, as Windows tells them."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from app.clock import FixedClock
from app.domain.changes import Edit
from app.domain.ids import PatientId, PersonId
from app.domain.patient import Patient
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.errors import AppError
from app.services.problems import FolderNotWritable
from app.services.writing import write_whole
from app.vault import durable
from app.vault.keys.derive import Argon2Parameters
from app.vault.problems import CannotWrite, VaultBusy
from app.vault.vault import Vault

PASSPHRASE = "scanned files passphrase"
MIA = Person(PersonId("mia"), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
CLOCK = FixedClock(dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC))
CHEAP = Argon2Parameters(64, 1, 1)


@dataclass
class Scanner:
    """Refuses to let go of a file the first `holds` times that it is opened, read or renamed."""

    folder: Path
    holds: int = 0
    refused: int = 0
    _seen: dict[str, int] | None = None

    def look(self, path: Path) -> None:
        if self._seen is None or self.folder not in path.parents:
            return
        name = f"{path}"
        self._seen[name] = self._seen.get(name, 0) + 1
        if self._seen[name] <= self.holds:
            self.refused += 1
            raise PermissionError(13, "The process cannot access the file because it is being used by another process")

    def begin(self, holds: int) -> None:
        self.holds, self._seen, self.refused = holds, {}, 0

    def end(self) -> None:
        self._seen = None


@pytest.fixture
def scanner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scanner]:
    made = Scanner(tmp_path)
    really_open, really_read, really_replace = os.open, Path.read_bytes, Path.replace

    def opened(path: Any, flags: int, mode: int = 0o777, **more: Any) -> int:
        # Scanners hold what is there; a folder is opened for its names only.
        if Path(path).is_file():
            made.look(Path(path))
        return really_open(path, flags, mode, **more)

    def read(path: Path) -> bytes:
        made.look(path)
        return really_read(path)

    def renamed(path: Path, target: Path) -> Path:
        made.look(path)
        return really_replace(path, target)

    monkeypatch.setattr(os, "open", opened)
    monkeypatch.setattr(Path, "read_bytes", read)
    monkeypatch.setattr(Path, "replace", renamed)
    monkeypatch.setattr(durable, "_PAUSES_SECONDS", (0, 0, 0, 0, 0))
    yield made
    made.end()


@pytest.fixture
def path(scanner: Scanner, tmp_path: Path) -> Path:
    made = tmp_path / "office" / "scanned.vault"
    with Vault.create(made, first=MIA, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP) as vault:
        vault.apply("Add", [Edit(None, Patient(PatientId("p"), PersonName("Ann", "Lee")))], actor=MIA.id)
    return made


def opened(path: Path) -> Vault:
    return Vault.open(path, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP)


def edited(path: Path) -> None:
    with opened(path) as vault:
        patient = vault.all(Patient)[0]
        after = replace(patient, chart_number=f"{len(vault.changes())}")
        vault.apply("Edit", [Edit(patient, after)], actor=MIA.id)


def renewed(path: Path) -> None:
    Vault.renew_key(path, person=MIA.id, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP)


def backed_up(path: Path) -> None:
    with opened(path) as vault:
        vault.backup(path.parent / "b")


def sheet_made(path: Path) -> None:
    with opened(path) as vault:
        vault.access.make_recovery_key(actor=MIA.id)


ACTS = pytest.mark.parametrize("act", [edited, renewed, backed_up, sheet_made])


@ACTS
def test_a_scanner_that_lets_go_is_waited_for(path: Path, scanner: Scanner, act: Callable[[Path], None]) -> None:
    scanner.begin(holds=3)
    act(path)
    assert scanner.refused > 0
    scanner.end()
    with opened(path) as vault:
        assert vault.check() == []


@ACTS
def test_a_scanner_that_never_lets_go_is_told_plainly(
    path: Path, scanner: Scanner, act: Callable[[Path], None]
) -> None:
    scanner.begin(holds=1_000_000)
    with pytest.raises(AppError) as told:
        act(path)
    assert isinstance(told.value, VaultBusy | CannotWrite)
    scanner.end()
    with opened(path) as vault:
        assert vault.check() == []
        assert len(vault.all(Patient)) == 1


def test_a_file_for_others_waits_for_the_scanner_too(scanner: Scanner, tmp_path: Path) -> None:
    write_whole(tmp_path / "packet.pdf", b"one")
    scanner.begin(holds=3)
    write_whole(tmp_path / "packet.pdf", b"two")
    scanner.begin(holds=1_000_000)
    with pytest.raises(FolderNotWritable):
        write_whole(tmp_path / "packet.pdf", b"three")
    scanner.end()
    assert (tmp_path / "packet.pdf").read_bytes() == b"two"
    assert [file.name for file in tmp_path.iterdir()] == ["packet.pdf"]


def test_what_a_stopped_program_left_half_written_goes_after_an_hour(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".padesk-old.part", tmp_path / ".padesk-new.part"
    for file in (old, fresh):
        file.write_bytes(b"half of a packet")
    hours_ago = old.stat().st_mtime - 2 * 3600
    os.utime(old, (hours_ago, hours_ago))
    write_whole(tmp_path / "packet.pdf", b"whole")
    assert not old.exists()
    assert fresh.exists()
