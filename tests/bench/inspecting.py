"""How long a form takes to be inspected, from the command to its answer: `python tests/bench/inspecting.py [FORMS…]`.

Forms are PDF files or folders of them; without any, the payers' forms beside the checkout. Prints, for the best of
three runs, the seconds by the clock and the seconds of work of the program and its worker together: on a busy machine
only the second says something.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAYERS = ROOT.parent / "shared" / "forms"
RUNS = 3


def main(places: Sequence[Path]) -> None:
    """Show the seconds of every form, the slowest last."""
    taken = sorted((min(_inspected(path) for _ in range(RUNS)), path.stem) for path in _files(places or [PAYERS]))
    for (clock_s, work_s), name in taken:
        print(f"{name[:50]:50} {clock_s:5.2f} s  {work_s:5.2f} s of work")


def _files(places: Sequence[Path]) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.glob("*.pdf")) if place.is_dir() else [place]


def _inspected(path: Path) -> tuple[float, float]:
    begun, work = time.perf_counter(), os.times()
    words = [sys.executable, "-m", "app", "inspect", str(path), "--no-packs", "--json"]
    subprocess.run(words, cwd=ROOT, stdout=subprocess.DEVNULL, check=False)
    after = os.times()
    worked = after.children_user + after.children_system - work.children_user - work.children_system
    return time.perf_counter() - begun, worked


if __name__ == "__main__":
    main([Path(word) for word in sys.argv[1:]])
