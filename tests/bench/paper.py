"""How fast the paper is, beside its peers: `python tests/bench/paper.py [FORMS…] [--rounds N]`.

Every engine gets the same forms and the same values in the same process, one after another in each round, and writes a
filled, flattened file. Medians are shown, as milliseconds and as a ratio to ours; on a busy machine only the ratios
tell anything, and there `--work` counts what the processor does for us and our child. Peak memory is taken of a child
for each engine, and the growth on generated forms of 10 to 5,000 boxes.

Forms are PDF files or folders of them. Without any: the payers' forms beside the checkout, or our own form.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import argparse
import pickle
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.errors import AppError  # noqa: E402
from app.pdf import codec  # noqa: E402
from app.pdf.worker import PaperWorker  # noqa: E402
from tests.bench.paper_case import Case, case, generated  # noqa: E402
from tests.bench.paper_engines import OURS, PEERS, Engine, Forgets, InWorker, pikepdf_undrawn  # noqa: E402

PAYERS = ROOT.parent / "shared" / "forms"
OWN = ROOT / "forms" / "juniper" / "botulinum-toxin" / "2026-11" / "form.pdf"
SIZES = (10, 100, 1_000, 5_000)
IN_WORKER = "cold in worker"
UNDRAWN = "pikepdf undrawn"
_SLOW_S = 3.0

Times = dict[str, list[float]]


@dataclass
class Watch:
    """Tells what time something takes: by the clock, or the processor's work for it in this process and its child.

    Attributes:
        of_work: the latter; others who keep the machine busy then count for less.
    """

    of_work: bool

    def milliseconds(self, engine: Engine, given: Case) -> float:
        begun = self._now()
        engine(given)
        return (self._now() - begun) * 1_000

    def _now(self) -> float:
        if not self.of_work:
            return time.perf_counter()
        # The processor's clock of another process, as Linux numbers it.
        return time.process_time() + sum(time.clock_gettime(~child << 3 | 2) for child in self._children())

    def _children(self) -> list[int]:
        return [int(child) for task in Path("/proc/self/task").iterdir() for child in _words(task / "children")]


def _words(path: Path) -> list[str]:
    try:
        return path.read_text().split()
    except OSError:
        return []


def measured(
    given: Case, engines: Mapping[str, Engine], rounds: int, watch: Watch
) -> tuple[Times, dict[str, int], dict[str, str]]:
    """Times, sizes and failures by engine; one unmeasured round first, then the rounds, interleaved.

    What took seconds in the first round takes part in one more only.
    """
    times: Times = {}
    sizes: dict[str, int] = {}
    failed: dict[str, str] = {}
    slow: set[str] = set()
    for name, engine in engines.items():
        begun = time.perf_counter()
        try:
            sizes[name] = len(engine(given))
        except Exception as error:  # noqa: BLE001 - that a peer fails is a result
            failed[name] = type(error).__name__
        if time.perf_counter() - begun > _SLOW_S:
            slow.add(name)
    for number in range(rounds):
        for name in sizes:
            if number == 0 or name not in slow:
                times.setdefault(name, []).append(watch.milliseconds(engines[name], given))
    return times, sizes, failed


def median(times: Times, name: str) -> float | None:
    return statistics.median(times[name]) if name in times else None


def shown(value: float | None, width: int = 8, digits: int = 1) -> str:
    return f"{'–':>{width}}" if value is None else f"{value:{width}.{digits}f}"


def ratio(one: float | None, other: float | None, width: int, digits: int) -> str:
    return shown(None if one is None or other is None else one / other, width, digits)


def tell(given: Case, engines: Mapping[str, Engine], rounds: int, watch: Watch) -> dict[str, float]:
    """Measure one form and print its block; returns the medians."""
    times, sizes, failed = measured(given, engines, rounds, watch)
    pages = len(given.form.template.pages)
    print(f"\n{given.name}: {len(given.values)} values, {pages} pages, {len(given.data) / 1e3:.0f} KB, {rounds} rounds")
    print(
        f"  {'':<18}{'median ms':>10}{'best ms':>10}{'x warm':>9}{'x pikepdf':>11}{'file KB':>10}{'over blank KB':>15}"
    )
    warm, peer = median(times, "warm"), median(times, "pikepdf")
    for name in engines:
        if name in failed:
            print(f"  {name:<18}fails: {failed[name]}")
            continue
        now = median(times, name)
        print(
            f"  {name:<18}{shown(now, 10, 2)}{min(times[name]):10.2f}{ratio(now, warm, 9, 1)}"
            f"{ratio(now, peer, 11, 2)}{sizes[name] / 1e3:10.0f}{(sizes[name] - len(given.data)) / 1e3:+15.0f}"
        )
    return {name: statistics.median(found) for name, found in times.items()}


def summary(results: Mapping[str, dict[str, float]], sizes: Mapping[str, int]) -> None:
    """One line a form, and the medians over all forms."""
    if len(results) < 2:
        return
    print(
        f"\nall {len(results)} forms{'':<30}{'warm':>8}{'cold':>8}{'worker':>8}{'/pikepdf':>9}{'fastest peer/warm':>19}"
    )
    for name, found in results.items():
        fastest = min((found[peer] for peer in PEERS if peer in found), default=None)
        print(
            f"  {name[:40]:<40}{shown(found.get('warm'))}{shown(found.get('cold'))}{shown(found.get(IN_WORKER))}"
            f"{ratio(found.get(IN_WORKER), found.get('pikepdf'), 9, 2)}{ratio(fastest, found.get('warm'), 19, 0)}"
            f"{sizes[name]:8} boxes"
        )
    for name in ("warm", "cold", IN_WORKER, *PEERS):
        of_all = [found[name] for found in results.values() if name in found]
        print(f"  median over the forms, {name:<16} {statistics.median(of_all):8.1f} ms  ({len(of_all)} forms)")


def memory(given: Case) -> None:
    """Peak memory of each engine, in a child of its own, over what its libraries take."""
    print(f"\npeak memory on {given.name}, each in its own process")
    kept = pickle.dumps((given.name, given.data, codec.encode(given.form), given.values, given.given))
    for name in (*OURS, *PEERS):
        command = [sys.executable, str(Path(__file__).resolve()), "--alone", name]
        done = subprocess.run(command, input=kept, capture_output=True, check=False)
        print(f"  {name:<18}{done.stdout.decode().strip() if done.returncode == 0 else 'fails'}")


def alone(engine: str) -> None:
    """In the child: one engine, once, on what the parent sends."""
    name, data, form, values, given = pickle.loads(sys.stdin.buffer.read())  # noqa: S301 - from our own parent
    one = Case(name, data, codec.decode(form), values, given)
    before = peak_mb()
    {**OURS, **PEERS}[engine](one)
    if before is None:
        print("not known on this system")
        return
    peak = peak_mb() or before
    print(f"{peak:6.0f} MB in all, {peak - before:+5.0f} MB over libraries and form")


def peak_mb() -> float | None:
    """The most memory that this process has had; None where the system does not say."""
    status = Path("/proc/self/status")
    if status.exists():
        # What getrusage says there includes the parent's.
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1e3
    try:
        import resource  # noqa: PLC0415 - does not exist on Windows
    except ImportError:
        return None
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6


def growth(engines: Mapping[str, Engine], rounds: int, watch: Watch) -> None:
    """How cost grows with the number of boxes."""
    print("\ngrowth on generated forms, median ms (microseconds a box)")
    print("  boxes " + "".join(f"{name:>22}" for name in engines))
    for count in SIZES:
        given = case(f"{count} boxes", generated(count))
        times, _, failed = measured(given, engines, rounds, watch)
        cells = []
        for name in engines:
            now = median(times, name)
            cells.append(failed[name] if now is None else f"{now:.1f} ({now * 1_000 / count:.0f})")
        print(f"  {count:>5} " + "".join(f"{cell:>22}" for cell in cells))


def forms_of(named: Sequence[Path]) -> Iterable[Path]:
    for path in named or [PAYERS if PAYERS.is_dir() else OWN]:
        yield from sorted(path.glob("*.pdf")) if path.is_dir() else [path]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", nargs="*", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--brief", action="store_true", help="neither memory nor growth")
    parser.add_argument("--work", action="store_true", help="count the processor's work, not the clock (Linux)")
    parser.add_argument("--alone", choices=(*OURS, *PEERS), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.alone:
        alone(given.alone)
        return
    watch = Watch(given.work)
    results: dict[str, dict[str, float]] = {}
    cases: dict[str, Case] = {}
    with PaperWorker(Forgets()) as worker:
        engines: dict[str, Engine] = {**OURS, IN_WORKER: InWorker(worker), **PEERS, UNDRAWN: pikepdf_undrawn}
        for path in forms_of(given.forms):
            try:
                one = case(path.stem, path.read_bytes())
            except AppError as problem:
                print(f"\n{path.stem}: {problem.message}")
                continue
            results[path.stem] = tell(one, engines, given.rounds, watch)
            cases[path.stem] = one
        summary(results, {name: len(one.values) for name, one in cases.items()})
        if not given.brief:
            if cases:
                memory(max(cases.values(), key=lambda one: len(one.values)))
            growth({name: engine for name, engine in engines.items() if name != UNDRAWN}, given.rounds, watch)


if __name__ == "__main__":
    main()
