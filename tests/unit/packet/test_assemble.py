"""Writing a packet: whole or not at all, whatever happens to the folder, the disk or the program."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import ExportProblem
from app.packet.assemble import Packet, PacketFile, file_stem, packet_of, write_packet
from app.packet.problems import FolderMissing, FolderReadOnly

ROOT = Path(__file__).resolve().parents[3]
FORM, LIST = b"%PDF form " * 5000, b"%PDF checklist " * 300
PACKET = packet_of("5f09c1d2e3f4a5b6c7d8e9f0", form=FORM, checklist=LIST)
NAMES = ["request-5f09c1d2-checklist.pdf", "request-5f09c1d2-form.pdf"]

_CHILD = """
import os, sys
from pathlib import Path
from app.packet.assemble import packet_of, write_packet
from app.packet.problems import DiskFull
packet = packet_of("5f09c1d2e3f4a5b6c7d8e9f0", form=b"%PDF form " * 5000, checklist=b"%PDF checklist " * 300)
folder = Path(sys.argv[1])
"""


def child(code: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", _CHILD + code, str(folder)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_files_arrive_whole_and_named_without_a_patient(tmp_path: Path) -> None:
    written = write_packet(PACKET, tmp_path)
    assert [path.read_bytes() for path in written] == [FORM, LIST]
    assert names(tmp_path) == NAMES


def test_the_same_packet_again_changes_nothing(tmp_path: Path) -> None:
    first = write_packet(PACKET, tmp_path)
    stamps = [path.stat().st_mtime_ns for path in first]
    assert write_packet(PACKET, tmp_path) == first
    assert [path.stat().st_mtime_ns for path in first] == stamps
    assert names(tmp_path) == NAMES


def test_another_file_of_that_name_is_never_replaced(tmp_path: Path) -> None:
    other = tmp_path / "request-5f09c1d2-form.pdf"
    other.write_bytes(b"signed last week")
    written = write_packet(PACKET, tmp_path)
    assert other.read_bytes() == b"signed last week"
    assert [path.name for path in written] == ["request-5f09c1d2-form-2.pdf", "request-5f09c1d2-checklist-2.pdf"]


@given(st.lists(st.binary(max_size=60), min_size=1, max_size=4))
def test_however_often_it_is_made_no_packet_is_lost(
    tmp_path_factory: pytest.TempPathFactory, forms: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("packets")
    for form in forms:
        write_packet(packet_of("ab" * 12, form=form, checklist=b"list"), folder)
    kept = {path.read_bytes() for path in folder.glob("*form*.pdf")}
    assert kept == set(forms)


def test_a_missing_folder_is_said(tmp_path: Path) -> None:
    with pytest.raises(FolderMissing):
        write_packet(PACKET, tmp_path / "nowhere")
    file = tmp_path / "file"
    file.write_bytes(b"")
    with pytest.raises(FolderMissing):
        write_packet(PACKET, file)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="needs a user who may not write everywhere")
def test_a_read_only_folder_is_said(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(FolderReadOnly):
        write_packet(PACKET, tmp_path)
    tmp_path.chmod(0o700)
    assert names(tmp_path) == []


@pytest.mark.skipif(not Path("/sys/kernel").is_dir(), reason="needs a folder that takes no files from anybody")
def test_a_folder_that_takes_no_files_is_said() -> None:
    with pytest.raises(FolderReadOnly):
        write_packet(PACKET, Path("/sys/kernel"))


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of POSIX")
def test_a_full_disk_leaves_nothing(tmp_path: Path) -> None:
    code = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
try:
    write_packet(packet, folder)
except DiskFull as problem:
    print(problem.message)
"""
    done = child(code, tmp_path)
    assert "The disk is full: the packet needs 0.1 MB." in done.stdout
    assert names(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="needs signals of POSIX")
@pytest.mark.parametrize("moment", ["os.fsync", "Path.hardlink_to", "Path.unlink"])
def test_a_killed_program_leaves_no_half_file(tmp_path: Path, moment: str) -> None:
    code = f"{moment} = lambda *_, **__: os.kill(os.getpid(), 9)\nwrite_packet(packet, folder)"
    assert child(code, tmp_path).returncode == -signal.SIGKILL
    for path in tmp_path.glob("request-*"):
        assert path.read_bytes() in (FORM, LIST)
    assert [path.read_bytes() for path in write_packet(PACKET, tmp_path)] == [FORM, LIST]


def test_what_a_killed_program_left_is_swept_up_later(tmp_path: Path) -> None:
    old, fresh = tmp_path / ".padesk-aa.part", tmp_path / ".padesk-bb.part"
    for path in (old, fresh):
        path.write_bytes(b"half a form")
    os.utime(old, (1_700_000_000, 1_700_000_000))
    write_packet(PACKET, tmp_path)
    assert names(tmp_path) == [".padesk-bb.part", *NAMES]


def test_when_one_name_cannot_be_had_the_other_is_given_back(tmp_path: Path) -> None:
    unwritable = PacketFile("folder-that-is-not-there/x.pdf", b"x")
    with pytest.raises(ExportProblem):
        write_packet(Packet((PacketFile("first.pdf", b"first"), unwritable)), tmp_path)
    assert names(tmp_path) == []


def test_the_stem_is_short_and_of_the_random_id() -> None:
    assert file_stem("5f09c1d2e3f4a5b6c7d8e9f0") == "request-5f09c1d2"
