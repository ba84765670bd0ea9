"""Where the program starts: no command opens the desk, a command does its work without a screen."""

from __future__ import annotations

import os
import sys

OLDEST, NEWEST = (3, 11), (3, 14)


def main() -> int:
    """Start the desk, the paper worker of a frozen program, or a command; returns the exit code."""
    if not OLDEST <= sys.version_info[:2] <= NEWEST:
        sys.stderr.write(f"PA Desk needs Python 3.11 to 3.14; this is Python {sys.version.split()[0]}.\n")
        return 2
    _keep_memory_off_the_disk()
    words = sys.argv[1:]
    if words[:1] == ["--paper-worker"]:
        return _work_on_paper(int(words[1]))
    from app import cli  # noqa: PLC0415 -- an old Python must get its sentence first

    options = cli.read_words(words)
    return _open_desk(sample=options.sample) if options.command is None else cli.run(options)


def _keep_memory_off_the_disk() -> None:
    """No core file: what the program holds in memory while it runs is in clear."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 -- not there on Windows, which writes none by itself

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _work_on_paper(channel: int) -> int:
    """A frozen program has no Python to start the worker with, so it starts itself."""
    from app.pdf.child.serving import main as work  # noqa: PLC0415

    work(channel)
    return 0


def _open_desk(*, sample: bool) -> int:
    if not _has_display():
        sys.stderr.write("There is no screen here to open the desk on. `--help` lists what can be done without one.\n")
        return 2
    from app.desk.application import run  # noqa: PLC0415 -- Qt is for the desk only

    return run(sample=sample)


def _has_display() -> bool:
    """Whether a window can be seen: Qt would end the program without a word to an office."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
