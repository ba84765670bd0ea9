"""`packet --signer`: signed from the command line with the signer's own passphrase, or nothing is written."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import cli
from app.clock import FixedClock
from app.domain.ids import RequestId
from app.domain.request import Request, Status
from app.domain.sample import PRESCRIBER_PERSON, REQUESTS, STAFF_PERSON
from app.places import Places
from app.services.demo import stand_in
from app.services.edits import found
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS, own_form
from app.services.setup import lock, unlock


@pytest.fixture
def waiting(sample_vault: Path, tmp_path: Path, clock: FixedClock) -> RequestId:
    """A request in a locked vault, complete and not signed."""
    session = unlock(Places.under(tmp_path / "user"), None, SAMPLE_WORDS, clock, at=sample_vault)
    stand_in(session, REQUESTS[0], own_form(session).choice)
    lock(session)
    return REQUESTS[0]


@pytest.fixture
def words(
    sample_vault: Path, tmp_path: Path, waiting: RequestId, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> list[str]:
    monkeypatch.setattr("app.cli.ask.SystemClock", lambda: clock)
    monkeypatch.setenv("PADESK_PASSPHRASE", SAMPLE_WORDS)
    monkeypatch.setenv("PADESK_SIGNER_PASSPHRASE", SAMPLE_SIGNING_WORDS)
    monkeypatch.setattr(Places, "of_user", lambda: Places.under(tmp_path / "user"))
    return ["packet", "--vault", str(sample_vault), "--request", waiting, "--out", str(tmp_path / "out")]


def _status(sample_vault: Path, tmp_path: Path, clock: FixedClock, request_id: RequestId) -> Status:
    session = unlock(Places.under(tmp_path / "user"), None, SAMPLE_WORDS, clock, at=sample_vault)
    status = found(session, Request, request_id).status
    lock(session)
    return status


def test_nothing_is_written_without_a_signer(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.run(cli.read_words(words)) == 10
    assert "--signer" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_the_signer_signs_and_the_packet_is_written(
    words: list[str], tmp_path: Path, sample_vault: Path, clock: FixedClock, waiting: RequestId
) -> None:
    assert cli.run(cli.read_words([*words, "--signer", PRESCRIBER_PERSON])) == 0
    assert len(list((tmp_path / "out").glob("*-form.pdf"))) == 1
    assert len(list((tmp_path / "out").glob("*-form-record-copy.pdf"))) == 1
    assert _status(sample_vault, tmp_path, clock, waiting) is Status.SIGNED
    assert cli.run(cli.read_words(words)) == 0


@pytest.mark.parametrize(
    ("signer", "passphrase"), [(PRESCRIBER_PERSON, "not the words"), (STAFF_PERSON, SAMPLE_SIGNING_WORDS)]
)
def test_nobody_signs_for_somebody_else(
    words: list[str],
    tmp_path: Path,
    sample_vault: Path,
    clock: FixedClock,
    waiting: RequestId,
    monkeypatch: pytest.MonkeyPatch,
    signer: str,
    passphrase: str,
) -> None:
    monkeypatch.setenv("PADESK_SIGNER_PASSPHRASE", passphrase)
    assert cli.run(cli.read_words([*words, "--signer", signer])) == 10
    assert not (tmp_path / "out").exists()
    assert _status(sample_vault, tmp_path, clock, waiting) is Status.DRAFT
