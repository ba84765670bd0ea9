"""Spoilt files for the importers: `python tests/fuzz/intake.py [--count N] [--seed S]`.

Whole files of every kind are cut, doubled, shuffled and overwritten. Each must give records or an `ImportProblem`
within five seconds; anything else is printed with the seed that makes it again, and the command ends with 1.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import argparse
import copy
import io
import json
import random
import sys
import time
from collections import Counter
from pathlib import Path

import openpyxl

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.errors import ImportProblem  # noqa: E402
from app.intake.review.comparing import Held, Known, compare  # noqa: E402
from app.intake.review.rows import proposed  # noqa: E402
from app.intake.review.taking import edits_of  # noqa: E402
from tests.unit.intake.reading import test_published_ccda as ccda  # noqa: E402
from tests.unit.intake.reading import test_published_fhir as fhir  # noqa: E402
from tests.unit.intake.samples import ADT, CCDA, CSV, FHIR, RDE, VCARD, incoming  # noqa: E402

LONGEST_SECONDS = 5.0
_TWISTED = 0.6
_SPLICES = (
    b"\0",
    b"\xff",
    b'"',
    b"\r",
    b"|",
    b"^",
    b"&",
    b"<",
    b">",
    b"]]>",
    b"{",
    b"[",
    b"}",
    b",",
    b"\\",
    b"NaN",
    b"1e999",
)


def workbook() -> bytes:
    """The list of the samples as a workbook."""
    book = openpyxl.Workbook()
    sheet = book.active
    for line in CSV.decode().splitlines():
        sheet.append(line.split(","))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def seeds() -> tuple[bytes, ...]:
    """Whole files, one a kind, and of charts one as vendors write them."""
    vendors = ccda.document(("10160-0", ccda.ROW, ccda.medication('<text><reference value="#Med1"/></text>')))
    servers = fhir.bundle(
        fhir.PATIENT,
        fhir.DOCTOR,
        fhir.bill(1, "2026-02-01", "Juniper Health"),
        *(fhir.order(f"2026-0{month}-10") for month in (1, 2, 3)),
        fhir.measured("HIT-6 Total Score", {"valueInteger": 62}),
        oracle=False,
    )
    refills = b"ORC|RE\rRXD|1|X^topiramate|20250605\rORC|RE\rRXD|1|X^topiramate|20250705\r"
    return (CSV, ADT + RDE + refills, VCARD, CCDA, FHIR, workbook(), vendors, servers)


_TWISTS: tuple[object, ...] = (
    None,
    True,
    -1,
    1e308,
    "",
    "x" * 5_000,
    "9999-99-99",
    "#p",
    [],
    {},
    [[]],
    [None],
    {"": {}},
)


def twisted(data: bytes, dice: random.Random) -> bytes:
    """A FHIR file that is still JSON, with a few of its values exchanged for others of any type."""
    whole = json.loads(data)
    for _ in range(dice.randint(1, 6)):
        node, place = whole, None
        while isinstance(node, dict | list) and node and (place is None or dice.random() < 0.85):
            holder, place = node, dice.choice(list(node) if isinstance(node, dict) else range(len(node)))
            node = holder[place]
        if place is not None:
            holder[place] = copy.deepcopy(dice.choice(_TWISTS))
    return json.dumps(whole).encode()


def looked_through(data: bytes) -> None:
    """Read a file, compare it with an office that has nobody, and make the edits of what is proposed."""
    review = compare(incoming(data), Known((), (), (), lambda _: Held()), lambda: "x")
    chosen = proposed(review)
    if chosen:
        edits_of(review, chosen)
    for row in review.rows[:50]:
        list(row.lines)


def spoilt(data: bytes, dice: random.Random) -> bytes:
    """A copy with one to eight injuries."""
    copy = bytearray(data)
    for _ in range(dice.randint(1, 8)):
        at, size = dice.randrange(len(copy) + 1), dice.choice((1, 1, 2, 8, 60))
        match dice.randrange(5):
            case 0:
                del copy[at : at + size]
            case 1:
                copy[at:at] = dice.choice(_SPLICES) * dice.choice((1, 1, 3, 300))
            case 2:
                copy[at : at + size] = dice.randbytes(size)
            case 3:
                copy[at:at] = copy[at : at + size * 20]
            case _:
                other = dice.randrange(len(copy) + 1)
                copy[at : at + size] = copy[other : other + size]
    return bytes(copy)


def main() -> int:
    """Spoil, read, count; the exit code of the command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    whole, seen, bad, slowest = seeds(), Counter[str](), 0, 0.0
    for number in range(options.seed, options.seed + options.count):
        dice = random.Random(number)  # noqa: S311 -- the same seed must give the same file
        data = whole[number % len(whole)]
        is_json = data.startswith(b"{") and dice.random() < _TWISTED
        data = twisted(data, dice) if is_json else spoilt(data, dice)
        start = time.monotonic()
        try:
            looked_through(data)
            seen["read"] += 1
        except ImportProblem as problem:
            seen[problem.code] += 1
        except Exception as bug:  # noqa: BLE001 -- what the command looks for
            bad += 1
            print(f"seed {number}: {type(bug).__name__}: {bug}"[:300])
        took = time.monotonic() - start
        slowest = max(slowest, took)
        if took > LONGEST_SECONDS:
            bad += 1
            print(f"seed {number}: took {took:.1f} s")
    print(f"{options.count} files: {dict(seen)}; slowest {slowest * 1000:.0f} ms; {bad} wrong")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
