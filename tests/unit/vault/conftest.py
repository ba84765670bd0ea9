"""Real vaults in a temporary folder, cheap to open, with an invented office."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.changes import Change, Edit, Record
from app.domain.ids import CoverageId, PatientId, PayerId, PersonId, new_id
from app.domain.patient import Coverage, Patient
from app.domain.place import PersonName
from app.domain.practice import Line, Person, Role
from app.vault.keys.derive import Argon2Parameters
from app.vault.vault import Vault


@pytest.fixture
def passphrase() -> str:
    return "correct horse battery"


@pytest.fixture
def cheap() -> Argon2Parameters:
    return Argon2Parameters(64, 1, 1)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC))


@pytest.fixture
def mia() -> Person:
    return Person(PersonId(new_id()), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR, title="MA")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "office" / "demo.vault"


@pytest.fixture
def vault(path: Path, mia: Person, passphrase: str, clock: FixedClock, cheap: Argon2Parameters) -> Iterator[Vault]:
    with Vault.create(path, first=mia, passphrase=passphrase, clock=clock, kdf=cheap) as opened:
        yield opened


@pytest.fixture
def reopen(path: Path, passphrase: str, clock: FixedClock, cheap: Argon2Parameters) -> Callable[[], Vault]:
    return lambda: Vault.open(path, passphrase=passphrase, clock=clock, kdf=cheap)


@pytest.fixture
def add(vault: Vault, mia: Person) -> Callable[..., Change]:
    def add_records(*records: Record) -> Change:
        return vault.apply("Add", [Edit(None, record) for record in records], actor=mia.id)

    return add_records


@pytest.fixture
def new_patient() -> Callable[..., Patient]:
    def make(first: str = "Ánh", last: str = "Nguyễn", **more: object) -> Patient:
        return Patient(PatientId(new_id()), PersonName(first, last), **more)  # type: ignore[arg-type]

    return make


@pytest.fixture
def new_coverage() -> Callable[..., Coverage]:
    def make(patient: Patient, member_id: str = "W123 45-6789") -> Coverage:
        return Coverage(CoverageId(new_id()), patient.id, PayerId("aetna"), Line.COMMERCIAL, member_id=member_id)

    return make
