"""A folder that nobody may write to: told plainly, and what is there stays as it is."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NOBODY = 65_534

CHILD = """
import datetime as dt, os, sys, tempfile
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from app.clock import FixedClock
from app.domain.ids import PersonId
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.errors import AppError
from app.services.writing import write_whole
from app.vault.keys.derive import Argon2Parameters
from app.vault.vault import Vault

folder, free = Path(sys.argv[2]), Path(sys.argv[3])
clock = FixedClock(dt.datetime(2026, 11, 24, 10, tzinfo=dt.UTC))
mia = Person(PersonId("mia"), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
more = {"passphrase": "read only words", "clock": clock, "kdf": Argon2Parameters(64, 1, 1)}

def tried(act):
    try:
        act()
    except AppError as problem:
        print(type(problem).__name__)
    else:
        print("done")

with tempfile.TemporaryDirectory() as passing:
    # Whatever is imported late is imported now.
    with Vault.create(Path(passing) / "w.vault", first=mia, **more) as warm:
        warm.backup()
if os.geteuid() == 0:
    os.seteuid(65_534)
Vault.create(folder / "a.vault", first=mia, **more).close()
Vault.create(free / "b.vault", first=mia, **more).close()
folder.chmod(0o555)
before = {file.name: file.read_bytes() for file in folder.iterdir()}
tried(lambda: Vault.open(folder / "a.vault", **more))
tried(lambda: Vault.create(folder / "new.vault", first=mia, **more))
tried(lambda: Vault.renew_key(folder / "a.vault", person=mia.id, **more))
tried(lambda: write_whole(folder / "packet.pdf", b"%PDF"))
with Vault.open(free / "b.vault", **more) as vault:
    tried(lambda: vault.backup(folder))
    print(vault.check())
print({file.name: file.read_bytes() for file in folder.iterdir()} == before)
"""


@pytest.mark.skipif(os.name == "nt", reason="permissions of folders are another matter there")
def test_a_read_only_folder_is_told_plainly_and_nothing_changes() -> None:
    """In a child: root may write everywhere, so it becomes an ordinary user first."""
    room = Path(tempfile.mkdtemp())
    try:
        room.chmod(0o755)
        for name in ("closed", "free"):
            (room / name).mkdir()
            (room / name).chmod(0o777)
            if os.geteuid() == 0:
                os.chown(room / name, NOBODY, -1)
        call = [sys.executable, "-c", CHILD, str(ROOT), str(room / "closed"), str(room / "free")]
        done = subprocess.run(call, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        refused = ["CannotWrite", "CannotWrite", "CannotWrite", "FolderNotWritable", "CannotWrite"]
        assert done.stdout.splitlines() == [*refused, "[]", "True"]
    finally:
        (room / "closed").chmod(0o777)
        shutil.rmtree(room)
