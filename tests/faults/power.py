"""Pull the plug on a disk that has not written everything yet: `python tests/faults/power.py --states 5000`.

A run of edits, undoing, documents, a backup, a closing, a reopening and a new key is recorded: every write, sync,
rename and removal. Then the plug is pulled after each of these acts, in three ways: what was not synced is lost, is
there, or is there in part, in any order, torn into sectors. What the disk holds then must open as a vault that passes
its whole check and holds every edit that was acknowledged before.
"""

# ruff: noqa: T201, S311 (a command that reports, and chance that guards nothing)
from __future__ import annotations

import argparse
import datetime as dt
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.clock import FixedClock  # noqa: E402
from app.domain.changes import Edit  # noqa: E402
from app.domain.ids import PatientId, PersonId  # noqa: E402
from app.domain.patient import Patient  # noqa: E402
from app.domain.place import PersonName  # noqa: E402
from app.domain.practice import Person, Role  # noqa: E402
from app.errors import AppError  # noqa: E402
from app.vault.keys.derive import Argon2Parameters  # noqa: E402
from app.vault.vault import Vault  # noqa: E402
from tests.faults.disk import Act, Disk, Loss, recorded  # noqa: E402

PASSPHRASE = "pulled plug passphrase"
MIA = Person(PersonId("mia"), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
CLOCK = FixedClock(dt.datetime(2026, 11, 24, 10, 0, tzinfo=dt.UTC))
CHEAP = Argon2Parameters(64, 1, 1)
PATIENTS = 4


def make(path: Path) -> None:
    with Vault.create(path, first=MIA, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP) as vault:
        people = [
            Patient(PatientId(f"p{n}"), PersonName(f"First{n}", "Last"), chart_number="0") for n in range(PATIENTS)
        ]
        vault.apply("Add", [Edit(None, person) for person in people], actor=MIA.id)


def work(path: Path, acts: list[Act], edits: int) -> None:
    """Everything that an office does with a vault; each edit is noted in `acts` once it was acknowledged."""
    chance = random.Random(7)
    with Vault.open(path, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP) as vault:
        for number in range(1, edits + 1):
            edit(vault, number, acts)
            if number % 4 == 0:
                kept = vault.put_blob(chance.randbytes(chance.randrange(1, 20_000)))
                acts.append(Act("kept", name=kept))
            if number == edits // 2:
                vault.backup(path.parent / "backups")
    with Vault.open(path, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP) as vault:
        edit(vault, edits + 1, acts)
    Vault.renew_key(path, person=MIA.id, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP)
    with Vault.open(path, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP) as vault:
        edit(vault, edits + 2, acts)


def edit(vault: Vault, number: int, acts: list[Act]) -> None:
    patient = vault.get(Patient, PatientId(f"p{number % PATIENTS}"))
    if patient is None:
        raise LookupError("a patient is lost")
    after = replace(patient, chart_number=str(number), allergies="x" * (number * 37 % 3_000))
    change = vault.apply("Edit patient", [Edit(patient, after)], actor=MIA.id)
    acts.append(Act("edited", name=patient.id, size=number))
    if number % 5 == 0:
        vault.undo(vault.undo(change.id, actor=MIA.id).id, actor=MIA.id)


def wrong_with(path: Path, done: list[Act]) -> list[str]:
    """What is not as it must be in the files that the plug left; nothing where all is well."""
    edits = {act.name: act.size for act in done if act.kind == "edited"}
    try:
        with Vault.open(path, passphrase=PASSPHRASE, clock=CLOCK, kdf=CHEAP) as vault:
            wrong = vault.check()
            for name, number in edits.items():
                patient = vault.get(Patient, PatientId(name))
                # While an edit is taken back and made again it may be there or not.
                if patient is None or (number % 5 and int(patient.chart_number) < number):
                    wrong.append(f"edit {number} of {name} is lost")
            wrong += [f"document {act.name[:8]} is lost" for act in done if act.kind == "kept" and not _has(vault, act)]
    except AppError as problem:
        return [f"{problem.code}: {problem}"]
    return wrong


def _has(vault: Vault, act: Act) -> bool:
    return bool(vault.get_blob(act.name))


def states(acts: list[Act], most: int, chance: random.Random) -> Iterator[tuple[int, Loss]]:
    """After which act the plug is pulled, and what happens to the rest; all of them, or so many of them."""
    everything = [(at, loss) for at in range(len(acts) + 1) for loss in Loss]
    yield from everything if len(everything) <= most else chance.sample(everything, most)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=600)
    parser.add_argument("--edits", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance, bad = random.Random(given.seed), 0
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "office" / "pulled.vault"
        make(path)
        before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
        with recorded(path.parent) as acts:
            work(path, acts, given.edits)
        kinds = Counter(act.kind for act in acts)
        count = 0
        for at, loss in states(acts, given.states, chance):
            left = Path(folder) / f"left-{count}" / "office"
            Disk(before).after(acts[:at], loss, chance).lay_down(left)
            for sentence in wrong_with(left / path.name, acts[:at]):
                bad += 1
                print(f"act {at} of {len(acts)}, {loss.value} (seed {given.seed}): {sentence}", flush=True)
            count += 1
    print(f"{len(acts)} acts {dict(kinds)}: plug pulled {count} times, {bad} faults")
    return 1 if bad or not count else 0


if __name__ == "__main__":
    sys.exit(main())
