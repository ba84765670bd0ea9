"""One living child, seen from its owner: start, ask with a time limit, end. `worker` decides when."""

from __future__ import annotations

import math
import queue
import subprocess
import sys
import threading
import time
from collections import deque
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from app.pdf.child import framing, limits

_ROOT = str(Path(__file__).resolve().parents[3])
_CODE = "import sys; sys.path.insert(0, sys.argv[1]); from app.pdf.child.serving import main; main(int(sys.argv[2]))"
_LOOK_AGAIN_S = 0.05
_GRACE_S = 1.0
_PATIENCE = 3
_HARDLY = 0.3


class Gone(Exception):
    """The child has ended, or talks nonsense."""


class OutOfTime(Exception):
    """No answer within the time limit."""


class Starved(OutOfTime):
    """No answer, but others kept the machine so busy that the child could hardly work."""


class Child:
    """A child process and the threads that listen to it.

    Args:
        memory_bytes: the most that it may take.
        start_s: how long it may take to start; the time of its work begins only then.
    """

    def __init__(self, memory_bytes: int, start_s: float = 20.0) -> None:
        self._memory_bytes = memory_bytes
        self._start_s = start_s
        self._process = subprocess.Popen(  # noqa: S603 - our own interpreter with our own words
            _command(memory_bytes),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self._handle = int(getattr(self._process, "_handle", 0))
        self._job = limits.cap_child(self._handle, memory_bytes)
        self._answers: queue.SimpleQueue[tuple[dict[str, Any], bytes] | None] = queue.SimpleQueue()
        self._errors: deque[bytes] = deque(maxlen=20)
        self._listeners = [
            threading.Thread(target=target, name="paper worker", daemon=True) for target in (self._listen, self._drain)
        ]
        for listener in self._listeners:
            listener.start()
        self._started = False
        self.ready = False
        self.too_much_memory = False

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def ask(self, head: dict[str, Any], body: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """Send one piece of work and wait for its answer.

        On a busy machine the child gets up to four times as long, until it has worked for that many seconds.

        Raises:
            OutOfTime: it took longer.
            Starved: it was kept from working.
            Gone: the child ended meanwhile.
        """
        if not self._started:
            self._wait(time.monotonic() + self._start_s)
            self._started = True
        until, worked = time.monotonic() + seconds, self._worked()
        sender = threading.Thread(target=self._send, args=(head, body), name="paper worker", daemon=True)
        sender.start()
        try:
            answer = self._wait(until)
        except OutOfTime:
            answer = self._wait_for_work(worked, seconds, until + _PATIENCE * seconds)
        sender.join()
        self.ready = True
        return answer

    def close(self, *, kill: bool = False) -> None:
        """End the process, and leave neither pipe nor zombie."""
        if kill:
            self._process.kill()
        self._shut(self._process.stdin)
        try:
            self._process.wait(_GRACE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for listener in self._listeners:
            listener.join(_GRACE_S)
        self._shut(self._process.stdout)
        self._shut(self._process.stderr)
        limits.close_job(self._job)

    @property
    def worked_s(self) -> float:
        """Seconds of work so far; without end where the system does not tell or the child has ended."""
        return self._worked()

    def _wait(self, until: float) -> tuple[dict[str, Any], bytes]:
        while True:
            left = until - time.monotonic()
            if left <= 0:
                raise OutOfTime
            try:
                answer = self._answers.get(timeout=min(left, self._pace()))
            except queue.Empty:
                self._stop_if_heavy()
                continue
            if answer is None:
                self.too_much_memory = self.too_much_memory or any(b"MemoryError" in line for line in self._errors)
                raise Gone
            return answer

    def _wait_for_work(self, before: float, seconds: float, until: float) -> tuple[dict[str, Any], bytes]:
        while self._worked() < before + seconds:
            if time.monotonic() >= until:
                raise Starved if self._worked() < before + _HARDLY * seconds else OutOfTime
            try:
                return self._wait(time.monotonic() + _LOOK_AGAIN_S)
            except OutOfTime:
                continue
        raise OutOfTime

    def _worked(self) -> float:
        """Seconds of work so far; without end where the system does not tell or the child has ended."""
        try:
            work = limits.work_of(self._process.pid, self._handle)
        except OSError:
            work = None
        return math.inf if work is None else work

    def _pace(self) -> float:
        return _LOOK_AGAIN_S if sys.platform == "darwin" else 60.0

    def _stop_if_heavy(self) -> None:
        taken = limits.memory_of(self._process.pid)
        if taken is not None and taken > self._memory_bytes:
            self.too_much_memory = True
            self._process.kill()

    def _send(self, head: dict[str, Any], body: bytes) -> None:
        try:
            framing.write(cast("BinaryIO", self._process.stdin), head, body)
        except OSError:
            self._answers.put(None)

    def _listen(self) -> None:
        stream = cast("BinaryIO", self._process.stdout)
        try:
            while (message := framing.read(stream)) is not None:
                self._answers.put(message)
        except (framing.Broken, OSError, ValueError):
            self._process.kill()
        self._answers.put(None)

    def _drain(self) -> None:
        # A full pipe would stop the child. What it says can name what stands in the file, so it is never logged.
        stream = cast("BinaryIO", self._process.stderr)
        try:
            for line in stream:
                self._errors.append(line[:200])
        except (OSError, ValueError):
            return

    @staticmethod
    def _shut(stream: IO[bytes] | None) -> None:
        try:
            cast("BinaryIO", stream).close()
        except OSError:
            return


def _command(memory_bytes: int) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "--paper-worker", str(memory_bytes)]
    return [sys.executable, "-I", "-X", "utf8", "-c", _CODE, _ROOT, str(memory_bytes)]
