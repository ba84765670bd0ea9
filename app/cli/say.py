"""What the command line says: results on standard output, a plain line on standard error, a bug in a report file."""

from __future__ import annotations

import io
import json
import os
import sys
import traceback
from pathlib import Path
from typing import Any

from app.clock import SystemClock
from app.errors import AppError
from app.places import Places
from app.services.problems import FileNotReadable

EXIT_BUG = 1
EXIT_STOPPED = 130


def speak_utf8() -> None:
    """Names of patients come in every script: what is printed is UTF-8 on every computer."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def out(text: str = "") -> None:
    """A line of the result."""
    sys.stdout.write(f"{text}\n")


def out_json(value: Any) -> None:
    """The result as JSON, and nothing else."""
    out(json.dumps(value, ensure_ascii=False, indent=1))


def note(text: str) -> None:
    """One line beside the result."""
    sys.stderr.write(f"{text}\n")


def refuse(problem: AppError) -> int:
    """Say what happened and what to do, and give the family's exit code."""
    note(f"{problem.message} {problem.advice}".strip() + f" [{problem.code}]")
    return problem.exit_code


def stopped() -> int:
    """The person stopped the command."""
    note("Stopped. Nothing half was left.")
    return EXIT_STOPPED


def nobody_listens() -> int:
    """Whoever read the output closed it (`| head`)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def report_bug(bug: Exception) -> int:
    """Keep where the program went wrong, without any value, and say so in one line."""
    moment = SystemClock().now()
    lines = [f"PA Desk, command line, {moment:%Y-%m-%d %H:%M:%S %z}", f"Python {sys.version.split()[0]}", ""]
    lines += redacted(bug)
    place = Places.of_user().logs / f"report-{moment:%Y%m%d-%H%M%S}.txt"
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError:
        note(f"The program made a mistake ({type(bug).__name__}), and no report could be kept.")
        return EXIT_BUG
    note(f"The program made a mistake ({type(bug).__name__}). A report without patient data is in {place}.")
    return EXIT_BUG


def redacted(bug: BaseException) -> list[str]:
    """Kinds of errors and places in the program, from the first cause on; never a message, which may hold a value."""
    lines: list[str] = []
    error: BaseException | None = bug
    while error is not None:
        frames = traceback.extract_tb(error.__traceback__)
        lines += [type(error).__name__, *(f"  {Path(f.filename).name}:{f.lineno} {f.name}" for f in frames)]
        error = error.__cause__ or error.__context__
    return lines


def read_file(path: Path) -> bytes:
    """The bytes of a file that was named.

    Raises:
        FileNotReadable: it is missing, a folder, or not to be opened.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise FileNotReadable(name=path.name, why=(error.strerror or "it cannot be opened").lower()) from None
