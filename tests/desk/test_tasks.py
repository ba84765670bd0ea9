"""Work runs away from the screen, comes back on it, and is dropped where nobody waits any more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.desk.tasks import PATIENCE_MS, Lane, Tasks
from app.errors import InputProblem


@pytest.fixture
def tasks(qapp: object) -> Iterator[Tasks]:
    made = Tasks()
    yield made
    made.finish()


def test_work_runs_elsewhere_and_comes_back_here(tasks: Tasks, qtbot: QtBot) -> None:
    came: list[tuple[str, str]] = []
    owner = QObject()

    def work() -> str:
        return threading.current_thread().name

    tasks.run(owner, work, lambda name: came.append((name, threading.current_thread().name)))
    qtbot.waitUntil(lambda: bool(came))
    assert came[0][0].startswith("vault")
    assert came[0][1] == threading.main_thread().name


def test_one_lane_keeps_the_order(tasks: Tasks, qtbot: QtBot) -> None:
    owner, came = QObject(), []
    for number in range(20):
        tasks.run(owner, lambda n=number: n, came.append)
    qtbot.waitUntil(lambda: len(came) == 20)
    assert came == list(range(20))


def test_lanes_do_not_wait_for_each_other(tasks: Tasks, qtbot: QtBot) -> None:
    owner, gate, came = QObject(), threading.Event(), []
    tasks.run(owner, lambda: gate.wait(5), lambda _: came.append("vault"))
    tasks.run(owner, lambda: "live", came.append, lane=Lane.LIVE)
    qtbot.waitUntil(lambda: came == ["live"])
    gate.set()
    qtbot.waitUntil(lambda: came == ["live", "vault"])


def test_a_result_for_a_gone_screen_is_dropped(tasks: Tasks, qtbot: QtBot) -> None:
    came: list[int] = []
    owner, gate = QObject(), threading.Event()
    tasks.run(owner, lambda: gate.wait(5), lambda _: came.append(1))
    import shiboken6  # noqa: PLC0415

    shiboken6.delete(owner)
    gate.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert came == []


def test_a_cancelled_job_gives_nothing(tasks: Tasks, qtbot: QtBot) -> None:
    came: list[int] = []
    owner, gate = QObject(), threading.Event()
    tasks.run(owner, lambda: gate.wait(5), lambda _: None)
    job = tasks.run(owner, lambda: 1, came.append)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert came == []


def test_a_problem_goes_to_whoever_asked(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[Exception] = []
    owner = QObject()

    def fail() -> None:
        raise InputProblem()

    tasks.run(owner, fail, lambda _: None, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], InputProblem)
    with qtbot.waitSignal(tasks.failed) as caught:
        tasks.run(owner, fail, lambda _: None)
    assert isinstance(caught.args[0], InputProblem)


def test_only_slow_work_is_shown(tasks: Tasks, qtbot: QtBot) -> None:
    told: list[bool] = []
    owner = QObject()
    tasks.slow.connect(lambda job, is_slow: told.append(is_slow))
    tasks.run(owner, lambda: time.sleep(0.01), lambda _: None, says="Quick")
    qtbot.waitUntil(lambda: tasks.is_idle)
    assert True not in told
    tasks.run(owner, lambda: time.sleep(PATIENCE_MS / 1000 + 0.2), lambda _: None, says="Slow")
    qtbot.waitUntil(lambda: tasks.is_idle, timeout=3000)
    assert told.count(True) == 1
    assert told[-1] is False
