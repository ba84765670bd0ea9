"""What a fresh machine gets: exact pins, one plain sentence for other Pythons, data inside the wheel."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ["run.lock", "test.lock"]


def pins(lock: str) -> dict[str, str]:
    """Requirement line → the rest of its entry."""
    text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
    return {m[1]: m[2] for m in re.finditer(r"^([a-z0-9]\S*)(.*?)(?=^[a-z0-9]|\Z)", text, re.M | re.S)}


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_pinned_exactly_and_hashed(lock: str) -> None:
    entries = pins(lock)
    assert len(entries) > 20
    assert [name for name in entries if "==" not in name] == []
    assert [name for name, rest in entries.items() if "--hash=sha256:" not in rest] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_lock_names_where_packages_come_from(lock: str) -> None:
    text = (ROOT / "packaging" / lock).read_text(encoding="utf-8")
    assert re.findall(r"https?:|file:|--(?:extra-)?index-url|--find-links", text) == []


def test_what_runs_is_what_was_tested() -> None:
    tested = {name.partition("==")[::2] for name in pins("test.lock")}
    assert {name.partition("==")[::2] for name in pins("run.lock")} <= tested


def test_pyside_stays_below_the_release_that_crashes_python_3_11() -> None:
    version = next(name for name in pins("run.lock") if name.startswith("pyside6-essentials=="))
    assert tuple(map(int, version.partition("==")[2].split(".")))[:2] < (6, 12)


@pytest.mark.parametrize("version", [(2, 7), (3, 10), (3, 15)])
def test_another_python_gets_one_plain_sentence(version: tuple[int, int]) -> None:
    script = ROOT / "packaging" / "bootstrap.py"
    pretend = f"import sys, runpy; sys.version_info = {(*version, 0)}; runpy.run_path({str(script)!r})"
    done = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert f"this is Python {version[0]}.{version[1]}" in done.stderr


def test_an_unknown_word_is_answered_with_the_known_ones() -> None:
    script = ROOT / "packaging" / "bootstrap.py"
    done = subprocess.run([sys.executable, script, "dance"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "run | test | check" in done.stdout


def test_the_wheel_holds_forms_and_resources_where_the_program_finds_them(tmp_path: Path) -> None:
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("padesk-*.whl")
    installed = tmp_path / "installed"
    zipfile.ZipFile(wheel).extractall(installed)
    ask = "from app.places import bundled as b; print(b('resources', 'vocabulary.json').is_file(), b('forms').is_dir())"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(installed)!r}); {ask}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.split() == ["True", "True"]
    assert not any("shared" in name for name in zipfile.ZipFile(wheel).namelist())


def test_no_file_of_the_project_points_outside_it() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "*.py", "*.toml", "*.md", "*.lock", "run"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    here = Path(__file__).relative_to(ROOT).as_posix()
    marks = ("/work/", "/tmp/", "pypi.org", "/home/", "/root/")  # noqa: S108
    found = [
        (name, mark)
        for name in listed.stdout.split()
        if name != here
        for mark in marks
        if mark in (ROOT / name).read_text(encoding="utf-8")
    ]
    assert found == []
