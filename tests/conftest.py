"""What every test stands on: no network, no warning unseen, the invented practice, the payers' forms where they are."""

from __future__ import annotations

import datetime as dt
import logging
import shutil
import socket
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import hypothesis
import pytest

from app.clock import FixedClock
from app.pdf.worker import PaperWorker
from app.places import Places
from app.services.sample import SAMPLE_WORDS, create_sample
from app.services.session import Session
from app.services.setup import session_on
from app.signing.slot import Argon2Cost
from app.vault.vault import Vault

ROOT = Path(__file__).resolve().parent.parent
NOON = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
CHEAP_SIGNING = Argon2Cost(memory_kib=64, passes=1, lanes=1)

_NAMES_LOOKED_UP = frozenset(
    {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr", "socket.getnameinfo"}
)
_INTERNET = (socket.AF_INET, socket.AF_INET6)
_network_attempts: list[str] = []

hypothesis.settings.register_profile("padesk", deadline=None, max_examples=60)
hypothesis.settings.load_profile("padesk")


def _is_internet(opened: object) -> bool:
    """Windows has no socket pairs of its own: Python makes one out of two ends on this computer."""
    frame = sys._getframe(2)
    return getattr(opened, "family", None) in _INTERNET and not frame.f_code.co_name.endswith("socketpair")


def _refuse_network(event: str, args: tuple[object, ...]) -> None:
    """An audit hook: it sees every connect, bind and name look-up of the process, whoever asks for it."""
    if event in ("socket.connect", "socket.bind") and _is_internet(args[0]):
        _network_attempts.append(event)
        raise PermissionError(f"a test tried the network: {event}")
    if event in _NAMES_LOOKED_UP:
        _network_attempts.append(event)
        raise PermissionError(f"a test tried the network: {event}")


sys.addaudithook(_refuse_network)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "logs: the test expects a warning in the log")
    config.addinivalue_line("markers", "tries_network: the test shows that the network is refused")


@pytest.fixture(autouse=True)
def no_network(request: pytest.FixtureRequest) -> Iterator[None]:
    """No test may so much as try the network, even where the program swallows the refusal."""
    before = len(_network_attempts)
    yield
    if request.node.get_closest_marker("tries_network") is None:
        assert _network_attempts[before:] == []


@pytest.fixture(autouse=True)
def no_warning_unseen(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A warning in the log fails the test, unless the test says that it expects one."""
    yield
    if request.node.get_closest_marker("logs") is None:
        loud = [f"{item.name}: {item.msg}" for item in caplog.get_records("call") if item.levelno >= logging.WARNING]
        assert loud == []


@pytest.fixture(scope="session")
def payer_forms() -> Path:
    """The folder of payers' blank forms, which is never part of the program."""
    folder = ROOT.parent / "shared" / "forms"
    if not folder.is_dir():
        pytest.skip("payers' forms are not at hand")
    return folder


@pytest.fixture(scope="session")
def paper_worker() -> Iterator[PaperWorker]:
    """A worker that opens, draws and reads PDFs, shared by all tests."""
    with PaperWorker() as worker:
        yield worker


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon on a day in November until a test moves it on."""
    return FixedClock(NOON)


@pytest.fixture(scope="session")
def _sample_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sample-made-once")
    places = Places.under(folder / "user")
    session = create_sample(folder / "sample.vault", FixedClock(NOON), places, cost=CHEAP_SIGNING)
    session.vault.close()
    session.paper.close()
    return folder


@pytest.fixture
def sample_vault(tmp_path: Path, _sample_files: Path) -> Path:
    """A fresh vault of the invented practice; `SAMPLE_WORDS` unlocks it."""
    for file in _sample_files.glob("sample.*"):
        shutil.copy2(file, tmp_path / file.name)
    return tmp_path / "sample.vault"


@pytest.fixture
def session(sample_vault: Path, clock: FixedClock, tmp_path: Path, paper_worker: PaperWorker) -> Iterator[Session]:
    """A session of the invented practice's administrator."""
    with Vault.open(sample_vault, passphrase=SAMPLE_WORDS, clock=clock) as vault:
        yield replace(session_on(vault, clock, Places.under(tmp_path / "user")), paper=paper_worker)
