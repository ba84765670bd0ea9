"""Steps from version to version: whole or not at all, after a backup; every released vault still opens."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import apsw
import pytest

from app.clock import FixedClock
from app.domain.patient import Patient
from app.domain.request import Request
from app.vault import migrations, opening
from app.vault.database import Database
from app.vault.migrations import STEPS, migrate, version
from app.vault.unlocking import Credentials
from app.vault.vault import Vault

GOLDEN = Path(__file__).parents[2] / "golden" / "vaults"
GOLDEN_PASSPHRASE = "golden passphrase"


def test_every_step_is_a_file_and_is_known_in_its_order() -> None:
    folder = Path(migrations.__file__).parent
    files = sorted(file.stem for file in folder.glob("m*.py"))
    assert [step.__module__.rpartition(".")[2] for step in STEPS] == files
    assert [int(re.match(r"m(\d{4})_", name)[1]) for name in files] == list(range(1, len(STEPS) + 1))  # type: ignore[index]


def second(db: Database) -> None:
    db.run("CREATE TABLE colours (name TEXT PRIMARY KEY) STRICT")


def broken(db: Database) -> None:
    second(db)
    db.run("CREATE TABLE records (name TEXT)")


def test_a_step_is_taken_whole_or_not_at_all(tmp_path: Path) -> None:
    db = Database.create(tmp_path / "x", bytes(32))
    migrate(db)
    with pytest.raises(apsw.SQLError, match="already exists"):
        migrate(db, (*STEPS, broken))
    assert version(db) == len(STEPS)
    assert db.row("SELECT 1 FROM sqlite_schema WHERE name = 'colours'") is None
    migrate(db, (*STEPS, second))
    assert version(db) == len(STEPS) + 1
    assert db.row("SELECT 1 FROM sqlite_schema WHERE name = 'colours'") is not None
    db.close()


def test_an_older_vault_is_backed_up_before_the_step(
    vault: Vault, path: Path, passphrase: str, clock: FixedClock, reopen: Callable[[], Vault]
) -> None:
    vault.close()
    parts = opening.open_vault(
        path, Credentials(passphrase=passphrase), clock=clock, station="test", steps=(*STEPS, second)
    )
    opening.close(parts)
    (backup,) = (path.parent / "backups").glob("*.vault")
    assert backup.name.startswith("demo-before-update-")
    with Vault.open(backup, passphrase=passphrase, clock=clock) as older:
        assert older.check() == []


def test_a_vault_of_today_is_opened_without_a_backup(vault: Vault, path: Path, reopen: Callable[[], Vault]) -> None:
    vault.close()
    reopen().close()
    assert not (path.parent / "backups").exists()


@pytest.mark.parametrize("number", range(1, len(STEPS) + 1))
def test_the_vault_of_every_version_still_opens(number: int, tmp_path: Path, clock: FixedClock) -> None:
    shutil.copytree(GOLDEN / f"v{number}", tmp_path / "golden")
    with Vault.open(tmp_path / "golden" / "golden.vault", passphrase=GOLDEN_PASSPHRASE, clock=clock) as vault:
        assert vault.check() == []
        assert vault.notices == ()
        assert version(vault._parts.db) == len(STEPS)
        assert {patient.name.last for patient in vault.search_patients("nguyen")} == {"Nguyễn"}
        assert vault.contents().records["patient"] == 3
        assert set(vault.contents().records) >= {"practice", "request", "trial", "observation", "coverage", "payer"}
        (patient,) = vault.search_patients("nguyen")
        assert vault.find(Request, patient_id=patient.id)
        undone = next(change for change in vault.changes() if change.label == "Edit patient")
        vault.undo(undone.id, actor=vault.actor.id)
        assert vault.get(Patient, undone.edits[0].record.id) == undone.edits[0].before
        assert vault.get_blob(next(iter(vault._parts.db.rows("SELECT sha256 FROM blobs")))[0]) == b"golden document"  # type: ignore[arg-type]
