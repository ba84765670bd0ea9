"""The files themselves: nothing readable in them, damage noticed, one program at a time, newer versions refused."""

from __future__ import annotations

import base64
import datetime as dt
import gc
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import apsw
import pytest

from app.clock import FixedClock
from app.domain.changes import Change, Edit
from app.domain.patient import Coverage, Patient
from app.domain.place import Address
from app.domain.practice import Person
from app.errors import VaultProblem
from app.vault.database import Database
from app.vault.durable import write_whole
from app.vault.keys.derive import Argon2Parameters
from app.vault.problems import DiskFull, VaultDamaged, VaultInUse, VaultTooNew
from app.vault.vault import Vault

Add = Callable[..., Change]
ROOT = Path(__file__).parents[3]

MARKERS = ("Zyxomarker", "Qwupatient", "MEMBERZZ81", "1977-08-19", "zyxo@example.org", "Zyxo Street")


@pytest.fixture
def marked(
    vault: Vault, add: Add, new_patient: Callable[..., Patient], new_coverage: Callable[..., Coverage], mia: Person
) -> Vault:
    person = new_patient(
        "Zyxomarker", "Qwupatient", dob=dt.date(1977, 8, 19), email="zyxo@example.org", address=Address("1 Zyxo Street")
    )
    add(person, new_coverage(person, "MEMBERZZ81"))
    vault.apply("Edit patient", [Edit(person, replace(person, allergies="Zyxomarker allergy"))], actor=mia.id)
    vault.put_blob(b"Zyxomarker note " * 100)
    vault.template_cache.put("form", b"Zyxomarker " * 10)
    assert vault.search_patients("zyxo")
    return vault


def readable(folder: Path) -> Iterator[tuple[str, str]]:
    """Markers that stand readable in a file of the folder, in any of the writings in which text lies about."""
    for file in folder.rglob("*"):
        if not file.is_file():
            continue
        data = file.read_bytes() + file.name.encode()
        for marker in MARKERS:
            plain, folded = marker.encode(), marker.lower().encode()
            writings = [plain, folded, marker.encode("utf-16-le"), plain.hex().encode(), base64.b64encode(plain)[:-4]]
            if any(writing in data for writing in writings):
                yield file.name, marker


def test_the_search_for_markers_would_find_them(tmp_path: Path) -> None:
    (tmp_path / "leak").write_text("… zyxomarker …")
    assert list(readable(tmp_path)) == [("leak", "Zyxomarker")]


def test_nothing_of_a_patient_stands_in_any_file(marked: Vault, path: Path, reopen: Callable[[], Vault]) -> None:
    names = {file.name for file in path.parent.iterdir()}
    assert {"demo.vault", "demo.vault-wal", "demo.vault-shm", "demo.keys.json", "demo.lock"} <= names
    assert list(readable(path.parent)) == []
    marked.backup(path.parent / "backups")
    assert list(readable(path.parent)) == []
    marked.close()
    assert list(readable(path.parent)) == []
    with reopen():
        assert list(readable(path.parent)) == []


def test_the_file_does_not_even_say_what_it_is(marked: Vault, path: Path) -> None:
    marked.backup(path.parent / "backups")
    marked.close()
    for file in (path, *(path.parent / "backups").glob("*.vault")):
        assert b"SQLite" not in file.read_bytes()
        assert len(set(file.read_bytes()[:4_096])) > 200


def test_a_clean_close_leaves_no_log(marked: Vault, path: Path) -> None:
    marked.close()
    assert sorted(file.name for file in path.parent.iterdir()) == [
        "demo.keys.json",
        "demo.lock",
        "demo.notes.json",
        "demo.vault",
    ]


def test_another_key_opens_nothing(marked: Vault, path: Path) -> None:
    marked.close()
    with pytest.raises(VaultDamaged):
        Database.open(path, bytes(32))
    with pytest.raises(VaultDamaged):
        Database.open_to_read(path, bytes(32))


def test_one_flipped_bit_in_any_page_is_noticed_or_does_no_harm(
    marked: Vault, path: Path, reopen: Callable[[], Vault]
) -> None:
    people = marked.all(Patient)
    marked.close()
    whole = path.read_bytes()
    noticed = 0
    for page in range(len(whole) // 4_096):
        damaged = bytearray(whole)
        damaged[page * 4_096 + 1_234] ^= 0x10
        path.write_bytes(damaged)
        try:
            with reopen() as again:
                found = again.check()
                assert found or again.all(Patient) == people
                noticed += bool(found)
        except VaultDamaged as problem:
            assert "Restore the latest backup" in problem.advice
            noticed += 1
        for log in ("-wal", "-shm"):
            path.with_name(path.name + log).unlink(missing_ok=True)
    assert noticed > len(whole) // 4_096 - 3


@pytest.mark.parametrize("length", [0, 10, 4_095, 4_096, 20_000])
def test_a_cut_off_file_is_noticed(marked: Vault, path: Path, reopen: Callable[[], Vault], length: int) -> None:
    marked.close()
    path.write_bytes(path.read_bytes()[:length])
    with pytest.raises(VaultProblem):
        reopen()


def test_a_vault_with_other_keys_beside_it_is_not_opened(
    marked: Vault, path: Path, reopen: Callable[[], Vault]
) -> None:
    marked.close()
    keys = path.with_name("demo.keys.json")
    content = json.loads(keys.read_text())
    keys.write_text(json.dumps(content | {"vault": "0" * 32}))
    with pytest.raises(VaultProblem):
        reopen()


def test_a_second_program_is_told_who_has_the_vault_open(vault: Vault, path: Path, passphrase: str) -> None:
    ask = (
        "import sys; from pathlib import Path; from app.clock import SystemClock; from app.vault.vault import Vault\n"
        "from app.errors import AppError\n"
        "try:\n Vault.open(Path(sys.argv[1]), passphrase=sys.argv[2], clock=SystemClock()).close(); print('opened')\n"
        "except AppError as problem: print(problem.code, problem.message)"
    )

    def other_program() -> str:
        call = [sys.executable, "-c", ask, str(path), passphrase]
        return subprocess.run(call, capture_output=True, text=True, check=False, cwd=ROOT).stdout.strip()

    assert other_program() == "VAULT-012 The vault is already open: Mia Ortiz, since Nov 24, 10:00."
    vault.close()
    assert other_program() == "opened"


def test_the_same_program_does_not_open_it_twice_either(vault: Vault, reopen: Callable[[], Vault]) -> None:
    with pytest.raises(VaultInUse):
        reopen()
    vault.close()
    reopen().close()


def test_a_crash_leaves_no_lock(path: Path, vault: Vault, reopen: Callable[[], Vault], passphrase: str) -> None:
    vault.close()
    crash = (
        "import os, sys; from pathlib import Path; from app.clock import SystemClock\n"
        "from app.vault.vault import Vault\n"
        "v = Vault.open(Path(sys.argv[1]), passphrase=sys.argv[2], clock=SystemClock()); v.put_blob(b'x'); os._exit(9)"
    )
    call = [sys.executable, "-c", crash, str(path), passphrase]
    assert subprocess.run(call, check=False, cwd=ROOT).returncode == 9
    with reopen() as again:
        assert again.check() == []


def test_a_vault_of_a_newer_version_is_not_touched(vault: Vault, path: Path, reopen: Callable[[], Vault]) -> None:
    vault._parts.db.run("PRAGMA user_version=99")
    vault.close()
    before = path.read_bytes()
    with pytest.raises(VaultTooNew) as caught:
        reopen()
    assert "newer version of PA Desk" in caught.value.message
    assert path.read_bytes() == before


def test_a_failed_write_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "keys", b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.vault.durable.os.fsync", full)
    with pytest.raises(DiskFull):
        write_whole(tmp_path / "keys", b"new")
    assert (tmp_path / "keys").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_the_key_is_never_changed_in_place() -> None:
    for file in [*(ROOT / "app").rglob("*.py"), *(ROOT / "packaging").rglob("*.py")]:
        code = [
            line
            for line in file.read_text(encoding="utf-8").lower().splitlines()
            if "pragma" in line and "rekey" in line
        ]
        assert all("never" in line for line in code), file


def test_the_settings_of_the_database_are_in_force(vault: Vault) -> None:
    wanted = {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
        "temp_store": 2, "trusted_schema": 0, "cell_size_check": 1, "cipher": "sqlcipher",
    }  # fmt: skip
    found = {name: (vault._parts.db.row(f"PRAGMA {name}") or ("",))[0] for name in wanted}
    assert found == wanted


def test_a_clock_that_was_set_back_does_no_harm(marked: Vault, clock: FixedClock, reopen: Callable[[], Vault]) -> None:
    marked.close()
    clock.advance(dt.timedelta(days=-900))
    with reopen() as again:
        assert again.check() == []


def test_a_scanner_that_looks_at_the_file_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_whole(tmp_path / "keys", b"old")
    replace_file, tries = Path.replace, []

    def shared(path: Path, target: Path) -> Path:
        tries.append(path)
        if len(tries) < 3:
            raise PermissionError(13, "sharing violation")
        return replace_file(path, target)

    monkeypatch.setattr(Path, "replace", shared)
    write_whole(tmp_path / "keys", b"new")
    assert (tmp_path / "keys").read_bytes() == b"new"
    assert len(tries) == 3


def test_a_crash_while_the_vault_is_made_leaves_none(
    path: Path, mia: Person, clock: FixedClock, passphrase: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.vault.opening.replace_patiently", lambda draft, target: None)
    monkeypatch.setattr("app.vault.opening.sync_folder", lambda folder: (_ for _ in ()).throw(KeyboardInterrupt()))
    with pytest.raises(KeyboardInterrupt):
        Vault.create(path, first=mia, passphrase=passphrase, clock=clock, kdf=Argon2Parameters(64, 1, 1))
    monkeypatch.undo()
    assert not path.exists()
    with Vault.create(path, first=mia, passphrase=passphrase, clock=clock, kdf=Argon2Parameters(64, 1, 1)) as vault:
        assert vault.actor == mia
        assert vault.check() == []


def test_reading_all_day_keeps_no_memory(vault: Vault) -> None:
    """A cursor that is closed before its last row is never freed by the database's library."""
    db = vault._parts.db

    def cursors() -> int:
        gc.collect()
        return sum(type(item) is apsw.Cursor for item in gc.get_objects())

    before = cursors()
    for _ in range(200):
        db.row("SELECT value FROM meta WHERE name = ?", ("vault_id",))
        db.number("SELECT count(*) FROM records")
    assert cursors() <= before + 1


def test_half_written_companions_of_a_stopped_program_are_swept(vault: Vault, reopen: Callable[[], Vault]) -> None:
    vault.close()
    left = [
        vault.path.with_name(f".{name}.0123abcd.new")
        for name in ("demo.vault", "demo.keys.json", "demo.notes.json", "other.notes.json")
    ]
    for file in left:
        file.write_bytes(b"{}")
    reopen().close()
    assert [file.name for file in left if file.exists()] == [".other.notes.json.0123abcd.new"]
