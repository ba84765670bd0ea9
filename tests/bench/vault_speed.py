"""How fast the vault is: `python tests/bench/vault_speed.py 10000 100000`.

For each number of patients: a durable save, the search as somebody types, the opening to the first list; and the same
search in plain SQLite FTS5 in the same run, for comparison.
"""

# ruff: noqa: T201, S311 (a command that reports, and chance that guards nothing)
from __future__ import annotations

import datetime as dt
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from io import FileIO
from pathlib import Path

import apsw

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.clock import SystemClock  # noqa: E402
from app.domain.changes import Edit  # noqa: E402
from app.domain.ids import CoverageId, PatientId, PayerId, PersonId  # noqa: E402
from app.domain.patient import Coverage, Patient  # noqa: E402
from app.domain.place import Address, PersonName  # noqa: E402
from app.domain.practice import Line, Person, Role  # noqa: E402
from app.vault.keys.derive import Argon2Parameters  # noqa: E402
from app.vault.search import words_of  # noqa: E402
from app.vault.vault import Vault  # noqa: E402

PASSPHRASE = "speedy passphrase"
MIA = Person(PersonId("mia"), PersonName("Mia", "Ortiz"), Role.ADMINISTRATOR)
SYLLABLES = "an be chi do e fa gu ho im ja ko lu ma ne oz pi qua ra so ti ul vo wen xu ya ze thi nguy mar son"
CHEAP = Argon2Parameters(64, 1, 1)


def name(chance: random.Random) -> str:
    return "".join(chance.choice(SYLLABLES.split()) for _ in range(chance.randint(2, 4))).title()


def patient(number: int, chance: random.Random) -> tuple[Patient, Coverage]:
    person = Patient(
        PatientId(f"p{number}"),
        PersonName(name(chance), name(chance), name(chance)[:1]),
        dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(30_000)),
        address=Address(
            f"{chance.randint(1, 999)} {name(chance)} St", name(chance), "RI", f"{chance.randint(1, 99999):05}"
        ),
        phone_home=f"{chance.randint(2_010_000_000, 9_899_999_999)}",
        chart_number=f"{number:06}",
    )
    card = Coverage(
        CoverageId(f"c{number}"), person.id, PayerId("x"), Line.COMMERCIAL, member_id=f"W{chance.randrange(10**9):09}"
    )
    return person, card


def fill(vault: Vault, plain: apsw.Connection, count: int, chance: random.Random) -> list[Patient]:
    people = []
    for start in range(0, count, 1_000):
        batch = [patient(number, chance) for number in range(start, min(start + 1_000, count))]
        vault.apply("Import", [Edit(None, record) for pair in batch for record in pair], actor=MIA.id)
        with plain:
            for person, card in batch:
                plain.execute("INSERT INTO words VALUES (?)", (words_of(person, [card]),))
        people += [person for person, _ in batch]
    return people


def typed(people: list[Patient], chance: random.Random) -> Iterator[str]:
    """What a person types, letter by letter: a name, a birth date, a chart number."""
    for _ in range(120):
        person = chance.choice(people)
        last, first = person.name.last, person.name.first
        for text in (last, f"{first} {last}", f"{person.dob:%m/%d/%Y}", person.chart_number, person.phone_home):
            yield from (text[:end] for end in range(1, len(text) + 1))


def milliseconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1_000


def bare_write(file: FileIO) -> None:
    """What the disk alone takes, in the same minute, for a save's amount of data."""
    file.write(bytes(32_768))
    os.fsync(file.fileno())


def show(what: str, times: list[float]) -> None:
    ordered = sorted(times)
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]
    median = statistics.median(ordered)
    print(f"  {what:<36} p50 {median:8.2f} ms   p99 {p99:8.2f} ms   worst {ordered[-1]:8.2f} ms   n {len(ordered)}")


def measure(count: int) -> None:
    chance = random.Random(count)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "speed.vault"
        plain = apsw.Connection(str(Path(folder) / "plain.db"))
        plain.execute("CREATE VIRTUAL TABLE words USING fts5 (typed, prefix='1 2 3', tokenize='ascii')")
        with Vault.create(path, first=MIA, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as vault:
            begun = time.perf_counter()
            people = fill(vault, plain, count, chance)
            print(f"{count} patients with a plan each, in {time.perf_counter() - begun:.1f} s")
        print(f"  file {path.stat().st_size / 1e6:.0f} MB")
        begun = time.perf_counter()
        with Vault.open(path, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as vault:
            vault.search_patients("", 50)
            print(f"  open to the first list               {(time.perf_counter() - begun) * 1_000:.0f} ms")
            saves = []
            for _ in range(500):
                person = people[chance.randrange(count)]
                now = vault.get(Patient, person.id)
                if now is None:
                    raise LookupError("a patient is lost")
                edit = Edit(now, replace(now, phone_cell=f"{chance.randrange(10**10):010}"))
                saves.append(milliseconds(lambda edit=edit: vault.apply("Edit patient", [edit], actor=MIA.id)))
            show("save", saves)
            with (Path(folder) / "bare").open("wb", buffering=0) as bare:
                show("bare write of 32 kB and fsync", [milliseconds(lambda: bare_write(bare)) for _ in range(500)])
            texts = list(typed(people, chance))
            show(
                "search as you type, 50 patients",
                [milliseconds(lambda t=t: vault.search_patients(t, 50)) for t in texts],
            )
            words = [" ".join(f'"{part}"*' for part in text.lower().split()) for text in texts if "/" not in text]
            find = "SELECT rowid FROM words WHERE words MATCH ? LIMIT 50"
            show(
                "plain SQLite FTS5, row numbers only",
                [milliseconds(lambda w=w: plain.execute(find, (w,)).fetchall()) for w in words],
            )
            print(f"  audit verify                         {milliseconds(vault.audit.verify):.0f} ms")
            backup = milliseconds(lambda: vault.backup(Path(folder) / "b"))
            print(f"  backup, proven                       {backup:.0f} ms")
        plain.close()


if __name__ == "__main__":
    for argument in sys.argv[1:] or ["10000"]:
        measure(int(argument))
