"""Whole runs in their own processes: no network, no word of a patient beside the packet, nothing half after a kill."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

#: Words that stand in the invented records and nowhere in the program's own files. Within a PDF they are compressed, so
#: that any PDF where none belongs counts as well.
MARKERS = (
    "%PDF-",
    *("Nguyễn", "Feldman", "Wiśniewska", "Wisniewska", "Maple Street", "JHP000410077", "JHP000586231"),
    *("07/10/1985", "1985-07-10", "propranolol", "amitriptyline", "4015550151", "(401) 555-0151"),
)
PASSPHRASE, SIGNING = "sample practice", "sample signature"


@dataclass(frozen=True)
class Desk:
    """A user with an empty home folder, on whose computer the network is refused and written down."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name in ("PATH", "SYSTEMROOT", "COMSPEC")}
        home, passing = self.folder / "home", self.folder / "tmp"
        home.mkdir(exist_ok=True)
        passing.mkdir(exist_ok=True)
        return kept | {
            **{name: str(home) for name in ("HOME", "USERPROFILE", "APPDATA", "LOCALAPPDATA")},
            **{name: str(passing) for name in ("TMPDIR", "TEMP", "TMP")},
            "PYTHONPATH": os.pathsep.join((str(ROOT / "tests" / "offline"), str(ROOT))),
            "PADESK_TEST_NETWORK_LOG": str(self.folder / "network.log"),
            "PADESK_PASSPHRASE": PASSPHRASE,
            "PADESK_SIGNER_PASSPHRASE": SIGNING,
        }

    def run(self, *words: object, code: int = 0) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "app", *map(str, words)],
            env=self.environment,
            cwd=self.folder,
            capture_output=True,
            check=False,
            timeout=300,
        )
        told = done.stdout.decode() + done.stderr.decode()
        assert done.returncode == code, told
        return told

    def network_attempts(self) -> str:
        log = self.folder / "network.log"
        return log.read_text() if log.exists() else ""

    def files_that_say(self, *words: str) -> dict[str, list[str]]:
        """Every file below the folder that holds one of the words, in any spelling a disk could hold it in."""
        found: dict[str, list[str]] = {}
        for path in self.folder.rglob("*"):
            data = path.read_bytes() if path.is_file() else b""
            spelt = (str(path.relative_to(self.folder)).encode(), data)
            for word in words:
                for coding in ("utf-8", "utf-16-le", "utf-16-be"):
                    if any(word.encode(coding) in text for text in spelt):
                        found.setdefault(word, []).append(path.name)
        return found


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return Desk(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def told(desk: Desk) -> str:
    return desk.run("demo", "--out", "out")


@pytest.fixture(scope="module")
def request_id(told: str) -> str:
    found = re.search(r"\(request ([0-9a-f]{24})\)", told)
    assert found
    return found[1]


def test_the_demonstration_makes_three_packets(desk: Desk, told: str) -> None:
    files = sorted(path.name for path in (desk.folder / "out" / "packets").iterdir())
    assert len([name for name in files if name.endswith("-form.pdf")]) == 3
    assert len([name for name in files if name.endswith("-checklist.pdf")]) == 3
    assert told.count("0 missing") == 3
    assert (desk.folder / "out" / "demo.vault").exists()


def test_the_other_commands_work_on_its_vault(desk: Desk, request_id: str) -> None:
    vault = desk.folder / "out" / "demo.vault"
    desk.run("packet", "--vault", vault, "--request", request_id, "--out", "again")
    first = {path.name: path.read_bytes() for path in (desk.folder / "out" / "packets").glob(f"*{request_id[:8]}*")}
    again = {path.name: path.read_bytes() for path in (desk.folder / "again").iterdir()}
    assert again == first
    answer = json.loads(desk.run("preflight", "--vault", vault, "--request", request_id, "--json"))
    assert (answer["policy"]["id"], answer["overall"]) == ("juniper/botulinum-toxin", "READY")
    form = next((desk.folder / "again").glob("*-form.pdf"))
    assert "INTACT" in desk.run("verify", form, "--vault", vault)
    assert "cannot be known" in desk.run("verify", form, code=21)
    (desk.folder / "again" / "changed.pdf").write_bytes(form.read_bytes() + b" ")
    assert "CHANGED" in desk.run("verify", desk.folder / "again" / "changed.pdf", "--vault", vault, code=20)
    desk.run("vault", "backup", vault, "--out", "backups")
    assert "as it was written" in desk.run("vault", "check", vault)
    (copy,) = (desk.folder / "backups").glob("*.vault")
    assert "Restored" in desk.run("vault", "restore", copy, "restored.vault")
    assert "no request" in desk.run("packet", "--vault", vault, "--request", "x", "--out", "again", code=2)


def test_no_word_of_a_patient_is_on_the_disk_outside_the_packets(desk: Desk, request_id: str) -> None:
    for folder in ("out/packets", "again"):
        for path in (desk.folder / folder).glob("*.pdf"):
            path.unlink()
    assert list((desk.folder / "out").glob("demo.*"))
    assert desk.files_that_say(*MARKERS) == {}


def test_the_search_for_words_would_find_them(desk: Desk) -> None:
    planted = desk.folder / "home" / "planted"
    planted.write_bytes(b"\x00\x01" + "Nguyễn".encode("utf-16-le"))
    assert desk.files_that_say(*MARKERS) == {"Nguyễn": ["planted"]}
    planted.unlink()


def test_nothing_tried_the_network(desk: Desk, told: str) -> None:
    assert "Vault:" in told
    assert desk.network_attempts() == ""


def test_the_network_guard_would_have_seen_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    script = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"
    done = subprocess.run([sys.executable, "-c", script], env=desk.environment, capture_output=True, check=False)
    assert done.returncode != 0
    assert desk.network_attempts()


@pytest.mark.skipif(os.name == "nt", reason="kill by signal")
def test_a_killed_run_leaves_no_word_and_no_half_file(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    child = subprocess.Popen(
        [sys.executable, "-m", "app", "demo", "--out", "out"],
        env=desk.environment,
        cwd=desk.folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    packets = tmp_path / "out" / "packets"
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and not list(packets.glob("*-form.pdf")):
        time.sleep(0.01)
    child.send_signal(signal.SIGKILL)
    child.wait()
    finished = list(packets.glob("*.pdf"))
    assert finished
    assert all(path.read_bytes().rstrip().endswith(b"%%EOF") for path in finished)
    for path in packets.iterdir():
        path.unlink()
    assert desk.files_that_say(*MARKERS) == {}
    assert "Vault:" in desk.run("demo", "--out", "out")


def test_a_new_vault_is_set_up_and_opened(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    told = desk.run(*("vault", "init", "office.vault", "--practice", "Riverside", "--first", "Mia", "--last", "Ortiz"))
    assert re.search(r"([0-9A-Z]{4}-){8}[0-9A-Z]{4}", told)
    assert "as it was written" in desk.run("vault", "check", "office.vault")
    assert "already" in desk.run(
        *("vault", "init", "office.vault", "--practice", "Riverside", "--first", "Mia", "--last", "Ortiz"), code=5
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows writes no core files by itself")
def test_no_image_of_the_memory_is_written_when_the_program_ends_badly(tmp_path: Path) -> None:
    asks = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CORE, (4096, 4096)); "
        "sys.argv = ['padesk', 'inspect', 'nothing.pdf']; import app.__main__ as start; "
        "code = start.main(); print(resource.getrlimit(resource.RLIMIT_CORE), code != 0)"
    )
    call = [sys.executable, "-c", asks]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=ROOT, env=Desk(tmp_path).environment)
    assert done.stdout.splitlines()[-1:] == ["(0, 0) True"], done.stderr
