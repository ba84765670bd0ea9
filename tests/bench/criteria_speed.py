"""How fast payers' rules are judged: `python tests/bench/criteria_speed.py [CASES.json]`.

Without a file, one case that is ready. Prints the loading of all rules, one judgement, and one patient held against
every policy that comes with the program.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from app.criteria.case_file import read_cases  # noqa: E402
from app.criteria.judging import judge  # noqa: E402
from app.criteria.library import bundled_policies  # noqa: E402
from tests.unit.criteria.conftest import READY  # noqa: E402

ROUNDS = 50


def main(words: list[str]) -> None:
    """Measure and say."""
    begun = time.perf_counter()
    policies = bundled_policies()
    print(f"{len(policies)} policies loaded in {1000 * (time.perf_counter() - begun):.0f} ms, once")
    text = Path(words[0]).read_text(encoding="utf-8") if words else json.dumps(READY)
    loaded = json.loads(text)
    rows = loaded if isinstance(loaded, list) else [loaded]
    cases, _ = read_cases(json.dumps([row.get("case", row) for row in rows]))
    _say("one case by its payer's rules", [lambda case=case: judge(case) for case in cases])
    everywhere = [
        replace(
            cases[0],
            payer=policy.payers[0].rstrip("*"),
            line=next(iter(sorted(policy.lines)), None),
            state=next(iter(sorted(policy.states)), "WA"),
        )
        for policy in policies
    ]
    _say("one patient by every payer's rules", [lambda: [judge(case) for case in everywhere]])


def _say(what: str, acts: list[Callable[[], object]]) -> None:
    times = []
    for _ in range(ROUNDS):
        for act in acts:
            begun = time.perf_counter()
            act()
            times.append(1000 * (time.perf_counter() - begun))
    print(f"{what}: median {statistics.median(times):.2f} ms, worst {max(times):.2f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
