"""Spoilt files against the paper: `python tests/fuzz/paper.py FOLDER… [--copies N] [--seed N] [--minutes M]`.

Every PDF of the folders is spoilt in many ways (bits, cuts, splices, numbers, references, names, nesting, bombs), and
each copy is inspected and filled through a worker. A copy must end right or in a plain `PdfProblem`, within 5 s and
500 MB, leave no file behind, and leave the worker alive. With seed 0 the hostile files of the tests come first. Exit 1
on anything else.

The same seed makes the same copies. `--keep DIR` writes every copy that went wrong, and `--show CODE` those too that
ended in that problem.
"""

# ruff: noqa: T201, S311 (a command that reports, and chance that guards nothing)
from __future__ import annotations

import argparse
import faulthandler
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.fuzz.mutations import Source, source, spoilt  # noqa: E402
from tests.fuzz.trial import Outcome, Trial, trial  # noqa: E402
from tests.unit.pdf import hostile  # noqa: E402

_HANGS_S = 90.0
_LARGEST = 6_000_000
_TRIES_AGAIN = 2


@dataclass
class Tally:
    """What was seen so far."""

    keep: Path | None
    show: frozenset[str]
    results: Counter[str] = field(default_factory=Counter)
    failures: int = 0
    slowest: float = 0.0
    most_mb: float = 0.0

    def add(self, name: str, data: bytes, outcome: Outcome) -> None:
        self.results[outcome.result] += 1
        self.slowest = max(self.slowest, outcome.seconds)
        self.most_mb = max(self.most_mb, outcome.megabytes or 0.0)
        if outcome.wrong:
            self.failures += 1
            print(f"WRONG {name}: {'; '.join(outcome.wrong)}", flush=True)
        elif outcome.result in self.show:
            print(f"{outcome.result}: {name}", flush=True)
        else:
            return
        if self.keep is not None:
            self.keep.mkdir(parents=True, exist_ok=True)
            safe = "".join(char if char.isalnum() else "-" for char in name)[:120]
            (self.keep / f"{safe}.pdf").write_bytes(data)

    def told(self) -> str:
        counts = ", ".join(f"{result} {count}" for result, count in self.results.most_common())
        return (
            f"{sum(self.results.values())} files: {counts}. Slowest {self.slowest:.1f} s, most {self.most_mb:.0f} MB. "
            f"{self.failures} went wrong."
        )


def sources(folders: Sequence[Path]) -> list[Source]:
    paths = [path for folder in folders for path in (sorted(folder.rglob("*.pdf")) if folder.is_dir() else [folder])]
    made = [source(path.stem, path.read_bytes()) for path in paths if path.stat().st_size <= _LARGEST]
    plain = [one.plain for one in made if len(one.plain) < 500_000]
    return [replace(one, others=plain) for one in made]


def copies(forms: Sequence[Source], count: int, seed: int) -> Iterator[tuple[str, bytes]]:
    """The hostile files, then the spoilt copies: one of each form, another of each form, and so on."""
    if seed == 0:
        yield from ((build.__name__, build()) for build in hostile.ALL)
    for number in range(count):
        for form in forms:
            chance = random.Random(f"{seed}/{number}/{form.name}")
            how, data = spoilt(form, chance)
            yield f"{form.name} #{number} {how}", data


def tried(one: Trial, data: bytes) -> Outcome:
    """The outcome; where only time was short, the best of some: others may have kept the machine busy."""
    faulthandler.dump_traceback_later(_HANGS_S, exit=True)
    outcome = one.of(data)
    for _ in range(_TRIES_AGAIN):
        if outcome.wrong and all(words.startswith("took") and " s (" in words for words in outcome.wrong):
            outcome = one.of(data)
    faulthandler.cancel_dump_traceback_later()
    return outcome


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="+", type=lambda text: Path(text).resolve())
    parser.add_argument("--copies", type=int, default=5, help="of each form")
    parser.add_argument("--seed", type=int, default=0, help="0 begins with the hostile files")
    parser.add_argument("--minutes", type=float, default=1e6)
    parser.add_argument("--keep", type=lambda text: Path(text).resolve())
    parser.add_argument("--show", action="append", default=[])
    given = parser.parse_args()
    tally, until = Tally(given.keep, frozenset(given.show)), time.monotonic() + given.minutes * 60
    forms = sources(given.folders)
    with trial() as one:
        for done, (name, data) in enumerate(copies(forms, given.copies, given.seed), 1):
            tally.add(name, data, tried(one, data))
            if done % 200 == 0:
                print(tally.told(), flush=True)
            if time.monotonic() > until:
                break
    print(tally.told())
    sys.exit(1 if tally.failures else 0)


if __name__ == "__main__":
    main()
