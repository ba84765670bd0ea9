"""Make `.venv`, install the pinned dependencies into it, and run, test or check PA Desk. Standard library only."""

from __future__ import annotations

import hashlib
import os
import platform
import shutil
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
LOCKS = {"run": HERE / "run.lock", "test": HERE / "test.lock"}

#: What Qt loads on Linux and a bare Debian or Ubuntu lacks.
QT_LIBRARIES = [
    "libdbus-1-3",
    "libegl1",
    "libfontconfig1",
    "libgl1",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-image0",
    "libxcb-keysyms1",
    "libxcb-randr0",
    "libxcb-render-util0",
    "libxcb-shape0",
    "libxcb-xinerama0",
    "libxcb-xkb1",
    "libxkbcommon-x11-0",
]
#: The two further renderers with which the tests look at filled forms, and what the reader of scans needs.
FOR_TESTS = ["libglib2.0-0", "mupdf-tools", "poppler-utils"]

USAGE = "Say what to do: python3 packaging/bootstrap.py run | test | check"


def main(words: list[str]) -> int:
    """Do what the words ask for; returns the exit code."""
    if not words or words[0] not in ("run", "test", "check"):
        print(USAGE)
        return 2
    wanted = "run" if words[0] == "run" else "test"
    add_system_libraries(QT_LIBRARIES if wanted == "run" else QT_LIBRARIES + FOR_TESTS)
    install(LOCKS[wanted])
    return {"run": run, "test": test, "check": check}[words[0]](words[1:])


def run(words: list[str]) -> int:
    """Open the desk with the sample practice; without a screen, make its packets and say where they are."""
    if has_display():
        return python("-m", "app", "--sample", *words)
    print("This computer has no display, so PA Desk makes the sample practice's packets without opening a window.")
    return python("-m", "app", "demo", *words)


def test(words: list[str]) -> int:
    """Run the tests on up to four cores, file by file; Qt draws into memory, so that no window opens."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    return python("-m", "pytest", "--numprocesses=auto", "--maxprocesses=4", "--dist=loadfile", *words)


def check(_words: list[str]) -> int:
    """Run the linters, the type checker and the import contracts, all of them, and report the first failure."""
    codes = [
        python("-m", "ruff", "check"),
        python("-m", "ruff", "format", "--check"),
        python("-m", "mypy"),
        subprocess.run([PYTHON.parent / "lint-imports"], cwd=ROOT, check=False).returncode,
    ]
    return next((code for code in codes if code), 0)


def python(*words: str) -> int:
    """Run the environment's Python in the project's folder; returns its exit code."""
    return subprocess.run([PYTHON, *words], cwd=ROOT, check=False).returncode


def has_display() -> bool:
    """Whether a window can be opened here."""
    if platform.system() == "Linux":
        return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return True


def install(lock: Path) -> None:
    """Make the environment and install exactly what the lock file names, each file checked by its hash."""
    done = VENV / f"installed-{lock.stem}"
    mark = hashlib.sha256(lock.read_bytes() + sys.version.encode()).hexdigest()
    if done.is_file() and done.read_text(encoding="utf-8") == mark and PYTHON.exists():
        return
    print(f"Installing what PA Desk needs into {VENV.name} (once; a few minutes on a slow line) …", flush=True)
    venv.EnvBuilder(with_pip=True, clear=not matches_this_python()).create(VENV)
    # The lock names everything that is needed; what libraries want besides is left out on purpose (left_out.txt).
    words = ["--quiet", "--disable-pip-version-check", "--no-deps", "--require-hashes", "--only-binary=:all:"]
    words += ["-r", str(lock)]
    if python("-m", "pip", "install", *words):
        sys.exit("Installing failed; nothing outside .venv was changed. Check the connection and start again.")
    done.write_text(mark, encoding="utf-8")


def matches_this_python() -> bool:
    """Whether the environment that is there was made by this Python's version."""
    settings = VENV / "pyvenv.cfg"
    version = "{}.{}.{}".format(*sys.version_info[:3])
    return settings.is_file() and f"version = {version}" in settings.read_text(encoding="utf-8")


def add_system_libraries(packages: list[str]) -> None:
    """On Debian-like Linux install the system packages that are missing, or print the one line that does."""
    if platform.system() != "Linux" or not shutil.which("dpkg-query"):
        return
    missing = [name for name in packages if not is_installed(name)]
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if os.geteuid() != 0:
        print("If the desk does not open, install what Qt needs on this system first:\n    sudo " + " ".join(command))
        return
    if quietly(*command) and (quietly("apt-get", "update") or quietly(*command)):
        print("These system packages could not be installed; Qt may miss them: " + " ".join(missing))


def quietly(*words: str) -> int:
    """Run a package command that must not ask questions; returns its exit code."""
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(words, env=environment, capture_output=True, check=False).returncode


def is_installed(package: str) -> bool:
    """Whether Debian's package database says that it is installed."""
    words = ["dpkg-query", "-W", "-f", "${Status}", package]
    return "install ok installed" in subprocess.run(words, capture_output=True, text=True, check=False).stdout
