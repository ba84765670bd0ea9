"""A damaged page takes with it what stood on it, and nothing else; the damaged file stays as it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.changes import Change
from app.domain.patient import Patient
from app.vault.problems import VaultDamaged, VaultExists
from app.vault.vault import Vault

Add = Callable[..., Change]
NewPatient = Callable[..., Patient]
PAGE = 4096
COUNT = 300


@pytest.fixture
def damaged(vault: Vault, add: Add, new_patient: NewPatient) -> Path:
    """A vault of many pages; callers spoil one."""
    for number in range(0, COUNT, 20):
        add(*(new_patient(f"First{n}", f"Last{n}", allergies="x" * 400) for n in range(number, number + 20)))
    vault.put_blob(b"a document" * 2_000)
    vault.close()
    return vault.path


def spoil(path: Path, page: int) -> bytes:
    data = bytearray(path.read_bytes())
    data[page * PAGE + 100] ^= 0xFF
    path.write_bytes(data)
    return bytes(data)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9])
def test_what_the_other_pages_hold_is_rescued(damaged: Path, passphrase: str, clock: FixedClock, share: float) -> None:
    before = spoil(damaged, max(2, int(len(damaged.read_bytes()) // PAGE * share)))
    target = damaged.with_name("rescued.vault")
    done = Vault.rescue(damaged, target, passphrase=passphrase, clock=clock)
    # A page of what is made anew costs nothing.
    assert done.gaps or done.rows["records"] == COUNT + 1
    assert damaged.read_bytes() == before
    with Vault.open(target, passphrase=passphrase, clock=clock) as opened:
        kept = opened.all(Patient)
        assert COUNT - 10 <= len(kept) <= COUNT
        assert len(opened.search_patients("Last1", 500)) == sum(p.name.last.startswith("Last1") for p in kept)
    assert not [file for file in target.parent.iterdir() if file.name.startswith(".")]


def test_a_whole_vault_is_rescued_whole(damaged: Path, passphrase: str, clock: FixedClock) -> None:
    target = damaged.with_name("rescued.vault")
    done = Vault.rescue(damaged, target, passphrase=passphrase, clock=clock)
    assert done.gaps == 0
    with Vault.open(target, passphrase=passphrase, clock=clock) as opened:
        assert len(opened.all(Patient)) == COUNT
        assert opened.check() == []


def test_a_file_without_a_readable_beginning_is_told_and_nothing_is_made(
    damaged: Path, passphrase: str, clock: FixedClock
) -> None:
    spoil(damaged, 0)
    target = damaged.with_name("rescued.vault")
    with pytest.raises(VaultDamaged):
        Vault.rescue(damaged, target, passphrase=passphrase, clock=clock)
    assert not target.exists()


def test_another_vault_is_never_written_over(damaged: Path, passphrase: str, clock: FixedClock) -> None:
    with pytest.raises(VaultExists):
        Vault.rescue(damaged, damaged, passphrase=passphrase, clock=clock)
