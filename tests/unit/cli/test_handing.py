"""A request out, in, back and home by command; a terminal shows no patient data."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.cli import read_words, run
from app.clock import SystemClock
from app.domain.changes import Edit
from app.domain.patient import Patient
from app.domain.request import Request
from app.domain.sample import REQUESTS
from app.errors import ImportProblem, InputProblem
from app.pdf.worker import PaperWorker
from app.places import Places
from app.services.demo import stand_in
from app.services.edits import found
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS, own_form
from app.services.session import Session
from app.services.setup import session_on
from app.services.sign import review, sign
from app.vault.codec import KINDS
from app.vault.vault import Vault

Work = Callable[[Session], None]


@pytest.fixture
def on(tmp_path: Path, paper_worker: PaperWorker) -> Callable[[Path, Work], None]:
    """Does something on a vault and closes it."""

    def do(place: Path, work: Work) -> None:
        with Vault.open(place, passphrase=SAMPLE_WORDS, clock=SystemClock()) as vault:
            made = session_on(vault, SystemClock(), Places.under(tmp_path / "user"))
            work(replace(made, paper=paper_worker))

    return do


def forget(session: Session) -> None:
    request = found(session, Request, REQUESTS[0])
    mine = [i for kind in KINDS.values() for i in session.vault.find(kind, patient_id=request.patient_id)]
    patient = found(session, Patient, request.patient_id)
    session.vault.apply("Forget", [Edit(i, None) for i in (*mine, patient)], actor=session.actor.id)


def test_out_in_back_and_home(
    sample_vault: Path,
    _sample_files: Path,
    tmp_path: Path,
    on: Callable[[Path, Work], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("PADESK_PASSPHRASE", SAMPLE_WORDS)
    monkeypatch.setenv("PADESK_HANDOVER_PASSPHRASE", "river lantern seventeen")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    shutil.copytree(_sample_files, tmp_path / "there")
    there, name = tmp_path / "there" / "sample.vault", str(REQUESTS[0])
    on(sample_vault, lambda session: stand_in(session, REQUESTS[0], own_form(session).choice) and None)
    on(there, forget)

    def said(*words: str) -> str:
        assert run(read_words(["hand-over", *words])) == 0
        return capsys.readouterr().out

    path = said(
        "out", "--vault", str(sample_vault), "--request", name, "--out", str(tmp_path / "o"), "--to", "Dr. Lind"
    ).strip()
    told = said("look", path, "--vault", str(there))
    assert "New here: 1 patient" in told
    assert "Nothing was changed." in told
    assert "Nguy" not in told
    assert f"Request: {name}" in said("in", path, "--vault", str(there))
    on(there, lambda session: sign(session, review(session, REQUESTS[0]), SAMPLE_SIGNING_WORDS) and None)
    home = said("back", "--vault", str(there), "--request", name, "--out", str(tmp_path / "b")).strip()
    assert "Signed by" in said("look", home, "--vault", str(sample_vault))
    assert f"Signed and here: {name}" in said("home", home, "--vault", str(sample_vault))
    assert run(read_words(["hand-over", "home", home, "--vault", str(sample_vault)])) == ImportProblem.exit_code
    assert "came back on" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_told_in_one_line(
    sample_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PADESK_PASSPHRASE", SAMPLE_WORDS)
    monkeypatch.setenv("PADESK_HANDOVER_PASSPHRASE", "river lantern seventeen")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    words = ["hand-over", "look", str(tmp_path / "nothing.padesk"), "--vault", str(sample_vault)]
    assert run(read_words(words)) == InputProblem.exit_code
    assert "nothing.padesk" in capsys.readouterr().err
