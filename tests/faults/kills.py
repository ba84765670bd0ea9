"""Kill a program that edits a vault, again and again: `python tests/faults/kills.py --rounds 1000`.

A child edits as fast as it can (edits, removals, undo, documents, now and then a backup or a file of all records) and
reports each edit after it was acknowledged. It is killed at a random moment, which falls into opening and closing too.
Then the vault must open, pass its whole check, and hold every acknowledged edit; every backup that has its name must
open as well, and every file that was written for others must be whole.
"""

# ruff: noqa: T201, S311 (a command that reports, and chance that guards nothing)
from __future__ import annotations

import argparse
import datetime as dt
import random
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.clock import SystemClock  # noqa: E402
from app.domain.changes import Edit  # noqa: E402
from app.domain.ids import PatientId, PersonId  # noqa: E402
from app.domain.patient import Patient  # noqa: E402
from app.domain.place import PersonName  # noqa: E402
from app.domain.practice import Person, Role  # noqa: E402
from app.errors import VaultProblem  # noqa: E402
from app.places import Places  # noqa: E402
from app.services.records.bundle import packed  # noqa: E402
from app.services.records.out import of_office  # noqa: E402
from app.services.setup import session_on  # noqa: E402
from app.services.writing import write_whole  # noqa: E402
from app.vault.keys.derive import Argon2Parameters  # noqa: E402
from app.vault.vault import Vault  # noqa: E402

PASSPHRASE = "killed passphrase"
MIA = Person(PersonId("mia"), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
PATIENTS = 20
CHEAP = Argon2Parameters(64, 1, 1)
_FRESH_AFTER = 100
FAULTS = ("lost edits", "damage", "half-written files")


def edit_until_killed(path: Path, seed: int) -> None:
    """The child: opens, edits, closes, opens again; a line on standard output for each acknowledged edit."""
    chance = random.Random(seed)
    while True:
        with Vault.open(path, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as vault:
            for _ in range(chance.randint(5, 60)):
                edit_once(vault, chance)


def edit_once(vault: Vault, chance: random.Random) -> None:
    patient = vault.get(Patient, PatientId(f"p{chance.randrange(PATIENTS)}"))
    if patient is None:
        raise LookupError("a patient is lost")
    count = int(patient.chart_number) + 1
    after = replace(
        patient, chart_number=str(count), name=PersonName(f"First{count}", f"Last{count} " + "x" * (count % 500))
    )
    change = vault.apply("Edit patient", [Edit(patient, after)], actor=MIA.id)
    print("edit", patient.id, count, flush=True)
    act = chance.random()
    if act < 0.1:
        print("undo", patient.id, count, flush=True)
        back = vault.undo(change.id, actor=MIA.id)
        vault.undo(back.id, actor=MIA.id)
        print("edit", patient.id, count, flush=True)
    elif act < 0.2:
        print("blob", vault.put_blob(chance.randbytes(chance.randint(1, 60_000))), flush=True)
    elif act < 0.22:
        vault.backup(vault.path.parent / "backups")
    elif act < 0.23:
        vault.access.make_recovery_key(actor=MIA.id)
    elif act < 0.3:
        write_records(vault, chance)


def write_records(vault: Vault, chance: random.Random) -> None:
    """One of three files of all records, again and again in place of the one before."""
    session = session_on(vault, SystemClock(), Places.under(vault.path.parent))
    data = packed(of_office(session), f"{session.now:%Y-%m-%dT%H:%M:%S%z}")
    write_whole(out_folder(vault.path) / f"records-{chance.randrange(3)}.zip", data)
    print("out", len(data), flush=True)


def out_folder(path: Path) -> Path:
    """Where files for others go."""
    return path.parent.parent / "out"


def make_vault(path: Path) -> None:
    with Vault.create(path, first=MIA, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as vault:
        people = [
            Patient(PatientId(f"p{n}"), PersonName("First0", "Last0"), dt.date(1980, 1, 1), chart_number="0")
            for n in range(PATIENTS)
        ]
        vault.apply("Add patients", [Edit(None, person) for person in people], actor=MIA.id)


def kill_once(path: Path, chance: random.Random) -> list[str]:
    """Start the child, kill it, and give what it reported."""
    call = [sys.executable, __file__, "--write", str(path), "--seed", str(chance.randrange(1 << 30))]
    with subprocess.Popen(call, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        if child.stdout is None:
            raise OSError("no pipe to the child")
        first = child.stdout.readline()
        time.sleep(chance.uniform(0, 0.6))
        child.send_signal(signal.SIGKILL)
        # A line that was cut off by the kill was not acknowledged.
        return [line for line in (first + child.stdout.read()).splitlines(keepends=True) if line.endswith("\n")]


def lost_edits(vault: Vault, reported: list[str]) -> list[str]:
    """What was acknowledged and is not there."""
    wrong: list[str] = []
    for line in reported:
        kind, name, *count = line.split()
        if kind == "blob" and not vault.has_blob(name):
            wrong.append(f"document {name[:8]} is lost")
        patient = vault.get(Patient, PatientId(name)) if kind == "edit" else None
        if kind == "edit" and (patient is None or int(patient.chart_number) < int(count[0])):
            wrong.append(f"edit {count[0]} of {name} is lost")
    return wrong


def half_written(folder: Path) -> list[str]:
    """Files for others that are not whole."""
    return [file.name for file in folder.glob("*.zip") if not is_whole(file)]


def is_whole(file: Path) -> bool:
    try:
        with zipfile.ZipFile(file) as opened:
            return opened.testzip() is None
    except zipfile.BadZipFile:
        return False


def damage(path: Path, reported: list[str]) -> dict[str, list[str]]:
    """What is wrong after a kill: lost edits, a damaged vault or backup, half-written files."""
    damaged: list[str] = []
    with Vault.open(path, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as vault:
        lost = lost_edits(vault, reported)
        damaged += vault.check()
        found = {p.id: vault.search_patients(p.name.first, 99) for p in vault.all(Patient)}
        damaged += [f"search for {p.id}" for p in vault.all(Patient) if p not in found[p.id]]
    for backup in (path.parent / "backups").glob("*.vault"):
        with Vault.open(backup, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as copy:
            damaged += copy.check()
    return {"lost edits": lost, "damage": damaged, "half-written files": half_written(out_folder(path))}


def newest(reported: list[str]) -> list[str]:
    """The last acknowledged edit of each patient, and every document: what must be there after the kill."""
    # While an edit is being taken back and made again, it may be there or not.
    edits = {line.split()[1]: line for line in reported if line.startswith(("edit", "undo"))}
    return [
        *(line for line in edits.values() if line.startswith("edit")),
        *(line for line in reported if line.startswith("blob")),
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=200)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--write", type=Path)
    given = parser.parse_args()
    if given.write:
        edit_until_killed(given.write, given.seed)
    chance = random.Random(given.seed)
    counts: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office" / "killed.vault"
        make_vault(path)
        out_folder(path).mkdir(exist_ok=True)
        for number in range(1, given.rounds + 1):
            if number % _FRESH_AFTER == 0:
                # A vault of many thousand edits takes long to be looked through after each kill.
                path = Path(folder) / f"office-{number}" / "killed.vault"
                make_vault(path)
            reported = kill_once(path, chance)
            counts.update(line.split()[0] for line in reported)
            for kind, sentences in checked(path, reported).items():
                counts[kind] += len(sentences)
                for sentence in sentences:
                    print(f"round {number} (seed {given.seed}): {kind}: {sentence}", flush=True)
            for file in (path.parent / "backups").glob("*"):
                file.unlink()
            if number % 100 == 0:
                print(f"{number} kills so far: {dict(counts)}", flush=True)
    bad = [f"{counts[kind]} {kind}" for kind in FAULTS]
    print(f"{given.rounds} kills, {counts['edit']} acknowledged edits, {counts['out']} files: {', '.join(bad)}")
    return 1 if any(counts[kind] for kind in FAULTS) or not counts["edit"] else 0


def checked(path: Path, reported: list[str]) -> dict[str, list[str]]:
    """What is wrong; a vault that does not open at all is damage."""
    try:
        return damage(path, newest(reported))
    except VaultProblem as problem:
        return {"damage": [f"{problem.code}: {problem}"]}


if __name__ == "__main__":
    sys.exit(main())
