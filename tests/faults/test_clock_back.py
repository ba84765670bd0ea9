"""The computer's clock is set back, or on, while the vault is in use."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.changes import Edit
from app.domain.ids import PatientId, PersonId
from app.domain.patient import Patient
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.vault.keys.derive import Argon2Parameters
from app.vault.problems import TooSoon, WrongPassphrase
from app.vault.vault import Vault

PASSPHRASE = "clocks that go wrong"
MIA = Person(PersonId("mia"), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
CHEAP = Argon2Parameters(64, 1, 1)
STEPS = [dt.timedelta(days=-400), dt.timedelta(hours=-1), dt.timedelta(days=400), dt.timedelta(days=20_000)]


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC))


@pytest.fixture
def path(tmp_path: Path, clock: FixedClock) -> Path:
    made = tmp_path / "office" / "clock.vault"
    with Vault.create(made, first=MIA, passphrase=PASSPHRASE, clock=clock, kdf=CHEAP) as vault:
        vault.apply("Add", [Edit(None, Patient(PatientId("p"), PersonName("Ann", "Lee")))], actor=MIA.id)
    return made


def opened(path: Path, clock: FixedClock) -> Vault:
    return Vault.open(path, passphrase=PASSPHRASE, clock=clock, kdf=CHEAP)


@pytest.mark.parametrize("step", STEPS)
def test_edits_undo_and_log_keep_their_order(path: Path, clock: FixedClock, step: dt.timedelta) -> None:
    with opened(path, clock) as vault:
        before = vault.all(Patient)[0]
        first = replace(before, chart_number="1")
        vault.apply("Edit", [Edit(before, first)], actor=MIA.id)
        clock.advance(step)
        change = vault.apply("Edit", [Edit(first, replace(first, chart_number="2"))], actor=MIA.id)
        assert [item.label for item in vault.changes()][:2] == ["Edit", "Edit"]
        assert vault.changes()[0].id == change.id
        vault.undo(change.id, actor=MIA.id)
        assert vault.all(Patient) == (first,)
        assert vault.check() == []
    with opened(path, clock) as vault:
        assert vault.check() == []
        assert vault.all(Patient) == (first,)


@pytest.mark.parametrize("step", STEPS)
def test_the_backup_that_was_just_made_stays(path: Path, clock: FixedClock, step: dt.timedelta) -> None:
    folder = path.parent / "b"
    with opened(path, clock) as vault:
        made = [vault.backup(folder)]
        clock.advance(step)
        made.append(vault.backup(folder))
        clock.advance(-step)
        made.append(vault.backup(folder))
    assert made[-1].exists()
    kept = [file for file in made if file.exists()]
    # Of one day only the newest stays, whatever the clock said.
    assert len(kept) >= (1 if abs(step) < dt.timedelta(days=1) else 2)
    for file in kept:
        assert Vault.contents_of(file, passphrase=PASSPHRASE, clock=clock).records["patient"] == 1


@pytest.mark.parametrize("step", STEPS)
def test_nobody_is_kept_out_longer_than_the_wait_itself(path: Path, clock: FixedClock, step: dt.timedelta) -> None:
    for _ in range(4):
        with pytest.raises((WrongPassphrase, TooSoon)):
            Vault.open(path, passphrase="not the words", clock=clock)
    clock.advance(step)
    clock.advance(dt.timedelta(minutes=5))
    opened(path, clock).close()
