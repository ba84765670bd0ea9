"""`verify` from the command line: with the vault, with evidence elsewhere, with nothing, and by a number."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from app import cli
from app.clock import FixedClock
from app.domain.sample import REQUESTS
from app.places import Places
from app.services.demo import stand_in
from app.services.export import make_packet
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS, own_form
from app.services.setup import lock, unlock
from app.services.sign import review, sign

Run = Callable[..., tuple[int, str]]


@pytest.fixture
def files(sample_vault: Path, tmp_path: Path, clock: FixedClock) -> tuple[Path, ...]:
    session = unlock(Places.under(tmp_path / "user"), None, SAMPLE_WORDS, clock, at=sample_vault)
    stand_in(session, REQUESTS[0], own_form(session).choice)
    sign(session, review(session, REQUESTS[0]), SAMPLE_SIGNING_WORDS)
    written = make_packet(session, REQUESTS[0], tmp_path / "out").files
    lock(session)
    ends = ("-form.pdf", "-checklist.pdf", "-form-record-copy.pdf")
    return tuple(next(path for path in written if path.name.endswith(end)) for end in ends)


@pytest.fixture
def run(tmp_path: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr("app.cli.ask.SystemClock", lambda: clock)
    monkeypatch.setattr(Places, "of_user", lambda: Places.under(tmp_path / "user"))
    monkeypatch.setenv("PADESK_PASSPHRASE", SAMPLE_WORDS)

    def called(*words: object) -> tuple[int, str]:
        code = cli.run(cli.read_words([str(word) for word in words]))
        told = capsys.readouterr()
        return code, told.out + told.err

    return called


def test_both_copies_are_intact_and_everything_else_is_told_apart(
    run: Run, files: tuple[Path, ...], sample_vault: Path
) -> None:
    form, checklist, record = files
    code, told = run("verify", form, "--vault", sample_vault)
    assert (code, "INTACT" in told, "fax and portal" in told, "1, 2, 3, 4 of 4" in told) == (0, True, True, True)
    code, told = run("verify", record, "--vault", sample_vault)
    assert (code, "INTACT" in told, "sealed record copy" in told) == (0, True, True)
    code, told = run("verify", checklist, "--vault", sample_vault)
    assert (code, "NOT A SIGNED DOCUMENT" in told) == (20, True)
    record.write_bytes(record.read_bytes() + b"\n")
    code, told = run("verify", record, "--vault", sample_vault)
    assert (code, "CHANGED" in told, "Every page looks as it was signed" in told) == (20, True, True)


def test_evidence_is_enough_on_another_computer(
    run: Run, files: tuple[Path, ...], sample_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as there:
        there.setenv("PADESK_EVIDENCE_PASSPHRASE", "words for elsewhere")
        assert run("vault", "evidence", sample_vault, "--out", tmp_path / "e.padesk")[0] == 0
    sample_vault.unlink()
    monkeypatch.setenv("PADESK_PASSPHRASE", "words for elsewhere")
    for file in (files[0], files[2]):
        code, told = run("verify", file, "--evidence", tmp_path / "e.padesk")
        assert (code, "INTACT" in told, "Sara E. Lind" in told) == (0, True, True)
    monkeypatch.setenv("PADESK_PASSPHRASE", "other words")
    code, told = run("verify", files[0], "--evidence", tmp_path / "e.padesk")
    assert (code, "SIGN-023" in told) == (10, True)


def test_without_anything_only_the_seal_is_told(run: Run, files: tuple[Path, ...]) -> None:
    code, told = run("verify", files[2])
    assert (code, "bears a seal in the name of Sara E. Lind, MD that holds" in told) == (21, True)
    code, told = run("verify", files[0])
    assert (code, "bears no seal" in told) == (21, True)


def test_a_number_finds_the_original(run: Run, files: tuple[Path, ...], sample_vault: Path, tmp_path: Path) -> None:
    number = run("verify", files[0])[1].split("Document ")[1].split()[0]
    code, told = run("verify", number.upper(), "--vault", sample_vault, "--out", tmp_path / "original.pdf")
    assert (code, REQUESTS[0] in told) == (0, True)
    assert (tmp_path / "original.pdf").read_bytes() == files[0].read_bytes()
    assert run("verify", "0000-0000-0000-0000", "--vault", sample_vault)[0] == 2
    assert run("verify", number)[0] == 2
    assert run("verify", "nothing.pdf")[0] == 2


def test_the_log_is_written_out(run: Run, files: tuple[Path, ...], sample_vault: Path, tmp_path: Path) -> None:
    code, told = run("vault", "log", sample_vault, "--out", tmp_path / "log")
    assert (code, sorted(path.name for path in (tmp_path / "log").iterdir())) == (
        0,
        ["padesk-log.jsonl", "verify_log.py"],
    )
    assert "padesk-log.jsonl" in told
