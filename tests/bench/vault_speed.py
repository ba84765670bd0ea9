"""How fast the vault is: `python tests/bench/vault_speed.py 100000`; it fails where a budget is missed.

For each number of patients: a durable save, the search as somebody types, the opening to the first list; and the same
search in plain SQLite FTS5 in the same run, giving the same number of stored patients. Beside the time by the clock
stands the time that the processor worked, which a busy computer does not lengthen by much.
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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
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
from app.vault.codec import encode  # noqa: E402
from app.vault.keys.derive import Argon2Parameters  # noqa: E402
from app.vault.search import query, words_of  # noqa: E402
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
                number = int(person.id[1:]) + 1
                plain.execute("INSERT INTO words (rowid, typed) VALUES (?, ?)", (number, words_of(person, [card])))
                plain.execute("INSERT INTO people VALUES (?, ?)", (number, encode(person)))
        people += [person for person, _ in batch]
    return people


def typed(people: list[Patient], chance: random.Random) -> Iterator[str]:
    """What a person types, letter by letter: a name, a birth date, a chart number."""
    for _ in range(120):
        person = chance.choice(people)
        last, first = person.name.last, person.name.first
        for text in (last, f"{first} {last}", f"{person.dob:%m/%d/%Y}", person.chart_number, person.phone_home):
            yield from (text[:end] for end in range(1, len(text) + 1))


@dataclass(frozen=True, slots=True)
class Took:
    """What one act took, in milliseconds: by the clock, and of the processor."""

    wall: float
    work: float


def took(act: Callable[[], object]) -> Took:
    begun, worked = time.perf_counter(), time.thread_time()
    act()
    return Took((time.perf_counter() - begun) * 1_000, (time.thread_time() - worked) * 1_000)


def p99(numbers: Iterable[float]) -> float:
    ordered = sorted(numbers)
    return ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))]


def bare_write(file: FileIO) -> None:
    """What the disk alone takes, in the same minute, for a save's amount of data."""
    file.write(bytes(32_768))
    os.fsync(file.fileno())


def show(what: str, times: list[Took]) -> None:
    wall, work = [item.wall for item in times], [item.work for item in times]
    median = statistics.median(wall)
    print(
        f"  {what:<40} p50 {median:7.2f} ms   p99 {p99(wall):7.2f} ms   worst {max(wall):7.2f} ms"
        f"   work p99 {p99(work):7.2f} ms   n {len(times)}"
    )


class Budgets:
    """What was to be reached, and whether it was."""

    def __init__(self) -> None:
        self.missed = 0

    def look(self, what: str, number: float, most: float, unit: str = "ms") -> None:
        is_met = number <= most
        self.missed += not is_met
        print(f"  {'met   ' if is_met else 'MISSED'}  {what}: {number:.2f} {unit}, at most {most:g}")


def searches(vault: Vault, plain: apsw.Connection, texts: list[str], budgets: Budgets) -> None:
    """The vault's search beside plain SQLite's, in turn, so that both have the same minutes."""
    ours, theirs = [], []
    find = "SELECT body FROM people WHERE id IN (SELECT rowid FROM words WHERE words MATCH ? LIMIT 50)"
    for text in texts:
        wanted = query(text)
        ours.append(took(lambda text=text: vault.search_patients(text, 50)))
        theirs.append(took(lambda wanted=wanted: plain.execute(find, (wanted,)).fetchall()))
    show("search as you type, 50 patients", ours)
    show("plain SQLite FTS5, 50 stored texts", theirs)
    budgets.look("search, p99", p99(item.wall for item in ours), 20)
    ratio = p99(item.wall for item in ours) / p99(item.wall for item in theirs)
    budgets.look("search beside plain SQLite, p99 by the clock", ratio, 4, "times")
    worked = p99(item.work for item in ours) / p99(item.work for item in theirs)
    print(f"          search beside plain SQLite, p99 of the processor: {worked:.2f} times")


def saves(vault: Vault, people: list[Patient], folder: Path, chance: random.Random, budgets: Budgets) -> None:
    """Durable saves, beside what the disk alone takes."""
    times, bare_times = [], []
    with (folder / "bare").open("wb", buffering=0) as bare:
        for _ in range(500):
            now = vault.get(Patient, chance.choice(people).id)
            if now is None:
                raise LookupError("a patient is lost")
            edit = Edit(now, replace(now, phone_cell=f"{chance.randrange(10**10):010}"))
            times.append(took(lambda edit=edit: vault.apply("Edit patient", [edit], actor=MIA.id)))
            bare_times.append(took(lambda: bare_write(bare)))
    show("save", times)
    show("bare write of 32 kB and fsync", bare_times)
    budgets.look("save, p99", p99(item.wall for item in times), 20)


def openings(path: Path, budgets: Budgets) -> None:
    """From the derived key to the first list; the derivation is as cheap here as it can be."""
    times = []
    for _ in range(5):
        opened: list[Vault] = []

        def first_list(opened: list[Vault] = opened) -> None:
            opened.append(Vault.open(path, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP))
            opened[0].search_patients("", 50)

        times.append(took(first_list))
        opened[0].close()
    show("open to the first list", times)
    budgets.look("open to the first list, median", statistics.median(item.wall for item in times), 300)


def measure(count: int, budgets: Budgets) -> None:
    chance = random.Random(count)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "speed.vault"
        plain = apsw.Connection(str(folder / "plain.db"))
        plain.execute("CREATE VIRTUAL TABLE words USING fts5 (typed, content='', prefix='1 2 3', tokenize='ascii')")
        plain.execute("CREATE TABLE people (id INTEGER PRIMARY KEY, body TEXT)")
        with Vault.create(path, first=MIA, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as vault:
            begun = time.perf_counter()
            people = fill(vault, plain, count, chance)
            print(f"{count} patients with a plan each, in {time.perf_counter() - begun:.1f} s")
        print(f"  file {path.stat().st_size / 1e6:.0f} MB")
        openings(path, budgets)
        with Vault.open(path, passphrase=PASSPHRASE, clock=SystemClock(), kdf=CHEAP) as vault:
            searches(vault, plain, list(typed(people, chance)), budgets)
            saves(vault, people, folder, chance, budgets)
            show("audit verify", [took(vault.audit.verify)])
            show("backup, proven", [took(lambda: vault.backup(folder / "b"))])
        plain.close()


def main() -> int:
    budgets = Budgets()
    for argument in sys.argv[1:] or ["10000"]:
        measure(int(argument), budgets)
    return 1 if budgets.missed else 0


if __name__ == "__main__":
    sys.exit(main())
