"""One thread owns the database."""

from __future__ import annotations

import threading

import pytest

from app.services.queue import SerialQueue


def test_acts_run_one_after_the_other_on_one_thread_in_order() -> None:
    done: list[int] = []
    threads: set[int] = set()

    def act(number: int) -> int:
        threads.add(threading.get_ident())
        done.append(number)
        return number * 2

    with SerialQueue() as queue:
        futures = [queue.submit(lambda n=n: act(n)) for n in range(200)]
        assert [future.result() for future in futures] == [2 * n for n in range(200)]
    assert done == list(range(200))
    assert len(threads) == 1
    assert threading.get_ident() not in threads


def test_an_error_reaches_who_asked_and_the_queue_goes_on() -> None:
    with SerialQueue() as queue:
        with pytest.raises(ZeroDivisionError):
            queue.run(lambda: 1 // 0)
        assert queue.run(lambda: 7) == 7
