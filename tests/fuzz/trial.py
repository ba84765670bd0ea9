"""One file put through inspecting and filling, as the command line does it, and everything that must hold then."""

from __future__ import annotations

import io
import json
import os
import tempfile
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

import pikepdf

from app.errors import PdfProblem
from app.mapping.pack import PackLibrary
from app.pdf import worker as paper_worker
from app.pdf.template import BoxKind, Template
from app.pdf.worker import PaperWorker
from app.services import blanks
from app.services.inspecting import described
from app.services.opening import OpenedForm, open_blank
from tests.unit.pdf.paper import form, widget

SECONDS = 5.0
MEGABYTES = 500.0
_PATIENCE_S = 60.0
_TEXTS = (
    "Nguyễn Thị Ánh",
    "Jane Q. Sample",
    "1200 Main St Apt 4",
    "王小明 محمد",
    "Topiramate 100 mg daily, stopped. " * 12,
)


class Forgets:
    """A cache that keeps nothing: every file is a new one."""

    def get(self, name: str) -> bytes | None:
        return None

    def put(self, name: str, data: bytes) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a file.

    Attributes:
        result: `right`, or the code of the problem.
        wrong: what must not happen, in words; empty where all is well.
        seconds: of work, inspecting and filling together.
        megabytes: peak of the child, or of the program over what it takes at rest; None where not known.
    """

    result: str
    wrong: tuple[str, ...]
    seconds: float
    megabytes: float | None = None


class Trial:
    """Tries files in one program with one worker, in folders that must stay empty.

    Args:
        worker: that reads and draws.
        folders: the folder for temporary files and the current one.
    """

    def __init__(self, worker: PaperWorker, folders: tuple[Path, ...]) -> None:
        self._worker, self._folders = worker, folders
        self._packs = PackLibrary()
        self._known = form(widget())
        self._check_alive()

    def of(self, data: bytes) -> Outcome:
        """Inspect the file and fill every box of it."""
        rest = _forget_peaks()
        wrong: list[str] = []
        begun = time.monotonic(), _worked_s()
        opened = inspected = None
        try:
            opened = open_blank(self._worker, self._packs, data)
            json.dumps(described(opened))
            inspected = _taken_s(begun)
            result = self._filled(opened, wrong)
        except PdfProblem as problem:
            result = problem.code if opened is None else f"{problem.code} filling"
        except Exception:  # noqa: BLE001 - whatever it is, it is what this is looking for
            result = "error"
            wrong.append(traceback.format_exc(limit=-6))
        seconds = _taken_s(begun)
        megabytes = _peak_mb(rest)
        if seconds > SECONDS and (result != "right" or (inspected or 0.0) > SECONDS):
            wrong.append(f"took {seconds:.1f} s ({result})")
        if megabytes is not None and megabytes > MEGABYTES:
            wrong.append(f"took {megabytes:.0f} MB")
        wrong += [f"left {path.name} behind" for folder in self._folders for path in folder.iterdir()]
        if result != "right":
            wrong += self._check_alive()
        return Outcome(result, tuple(wrong), seconds, megabytes)

    def _filled(self, opened: OpenedForm, wrong: list[str]) -> str:
        values = blanks.values_of_boxes(opened.template, _values(opened.template))
        made = blanks.fill_boxes(opened, values)
        blanks.prove_filled(self._worker, opened, made, values)
        if blanks.fill_boxes(opened, values).pdf != made.pdf:
            wrong.append("the same input gave other bytes")
        with pikepdf.open(io.BytesIO(made.pdf)) as pdf:
            if len(pdf.pages) != made.form_pages + made.addendum_pages or pdf.get_warnings():
                wrong.append(f"the filled file is not sound: {pdf.get_warnings()[:2]}")
        return "right"

    def _check_alive(self) -> list[str]:
        try:
            boxes = len(self._worker.compile(self._known).template.boxes)
        except PdfProblem as problem:
            return [f"the worker does not work any more: {problem.code}"]
        return [] if boxes == 1 else ["the worker mixes files up"]


@contextmanager
def trial() -> Iterator[Trial]:
    """A trial in an empty folder, with an empty folder for temporary files.

    Letters are not read off pictures: that is a work of its own, with a child and limits of its own.
    """
    before, cwd = tempfile.tempdir, Path.cwd()
    with tempfile.TemporaryDirectory() as root:
        folders = (Path(root, "temporary"), Path(root, "current"))
        for folder in folders:
            folder.mkdir()
        kept = os.environ.get("TMPDIR")
        os.environ["TMPDIR"] = tempfile.tempdir = str(folders[0])
        os.chdir(folders[1])
        try:
            blind = mock.patch.object(paper_worker, "can_read_pictures", return_value=False)
            with blind, PaperWorker(Forgets()) as worker:
                yield Trial(worker, folders)
        finally:
            os.chdir(cwd)
            tempfile.tempdir = before
            os.environ.pop("TMPDIR")
            if kept is not None:
                os.environ["TMPDIR"] = kept


def _values(template: Template) -> dict[str, object]:
    values: dict[str, object] = {}
    for number, box in enumerate(template.boxes):
        if box.kind is BoxKind.CHECK:
            values[box.id] = number % 3 != 0
        elif box.kind is not BoxKind.SIGNATURE:
            values[box.id] = _TEXTS[number % len(_TEXTS)] if number % 7 else ""
    return values


def _own_processes() -> list[Path]:
    own = Path("/proc/self")
    if not own.exists():
        return []
    children: list[str] = []
    for task in (own / "task").iterdir():
        with suppress(OSError):  # a thread that has ended meanwhile
            children += (task / "children").read_text().split()
    return [own, *(Path("/proc", child) for child in children)]


def _taken_s(begun: tuple[float, float | None]) -> float:
    """Seconds since then: those that the processor worked for us where the system tells, for others work here too.

    Waiting without work ends in the worker's own limits; far beyond them it counts as well.
    """
    waited, worked = time.monotonic() - begun[0], _worked_s()
    if worked is None or begun[1] is None or waited > _PATIENCE_S:
        return waited
    return worked - begun[1]


def _worked_s() -> float | None:
    processes = _own_processes()
    if not processes:
        return None
    ticks = 0.0
    for process in processes[1:]:
        with suppress(OSError):
            ticks += sum(map(int, (process / "stat").read_text().rpartition(")")[2].split()[11:13]))
    return sum(os.times()[:4]) + ticks / os.sysconf("SC_CLK_TCK")


def _forget_peaks() -> float:
    """Forget what processes took so far; returns what this one takes now, which is no part of the trial."""
    for process in _own_processes():
        with suppress(OSError):
            (process / "clear_refs").write_text("5")
    return _told_mb(Path("/proc/self"), "VmRSS") or 0.0


def _peak_mb(rest: float) -> float | None:
    processes = _own_processes()
    if not processes:
        return None
    own, *peaks = (_told_mb(process, "VmHWM") or 0.0 for process in processes)
    return max([own - rest, *peaks])


def _told_mb(process: Path, what: str) -> float | None:
    with suppress(OSError):
        for line in (process / "status").read_text().splitlines():
            if line.startswith(what):
                return int(line.split()[1]) / 1e3
    return None
