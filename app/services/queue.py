"""One serial thread owns the database: whoever wants something of it hands in a function and gets a future."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")


class SerialQueue:
    """Runs what is handed in, one after the other, in the order of arrival, on one thread.

    Args:
        name: of the thread, for reports.
    """

    def __init__(self, name: str = "vault") -> None:
        self._threads = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)

    def submit(self, act: Callable[[], T]) -> Future[T]:
        """Have `act` done after everything that was handed in before; its result or error is in the future."""
        return self._threads.submit(act)

    def run(self, act: Callable[[], T]) -> T:
        """Have `act` done and wait for its result; never from the queue's own thread."""
        return self.submit(act).result()

    def close(self) -> None:
        """Finish what is waiting and end the thread."""
        self._threads.shutdown(wait=True)

    def __enter__(self) -> SerialQueue:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
