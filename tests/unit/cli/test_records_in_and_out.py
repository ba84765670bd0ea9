"""Files taken in, records taken out, keys renewed, vaults rescued by command; a terminal shows no patient data."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.cli import read_words, run
from tests.unit.intake.samples import FHIR

WORDS = "correct horse battery staple"


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Path:
    monkeypatch.setenv("PADESK_PASSPHRASE", WORDS)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    place = tmp_path / "office.vault"
    words = ["vault", "init", str(place), "--practice", "Invented", "--first", "Ana", "--last", "Lee"]
    assert run(read_words(words)) == 0
    capsys.readouterr()
    return place


def _imported(vault: Path, file: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(read_words(["import", str(file), "--vault", str(vault), *words]))
    out, err = capsys.readouterr()
    return code, out, err


def test_a_dry_run_changes_nothing_and_the_next_run_takes_over(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "bundle.json"
    file.write_bytes(FHIR)
    for _ in range(2):
        code, out, err = _imported(vault, file, capsys, "--dry-run")
        assert (code, err) == (0, "")
        assert "patient new" in out
        assert out.rstrip().endswith("Nothing was changed.")
    code, out, _ = _imported(vault, file, capsys)
    assert code == 0
    assert "Taken over" in out
    _, out, _ = _imported(vault, file, capsys)
    assert "patient same" in out
    assert not any(value in out for value in ("Nguy", "Ánh", "JHP123", "Elm St", "topiramate"))


def test_a_file_of_no_known_kind_is_refused_in_one_line(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "picture.png"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    code, out, err = _imported(vault, file, capsys)
    assert (code, out) == (7, "")
    assert "IMPORT-001" in err
    assert len(err.strip().splitlines()) == 1


def test_records_go_out_encrypted_and_come_back_into_another_vault(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PADESK_RECORDS_PASSPHRASE", "a passphrase of the file")
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(FHIR)
    _imported(vault, bundle, capsys)
    assert run(read_words(["vault", "export", str(vault), "--out", str(tmp_path / "all")])) == 0
    file = Path(capsys.readouterr().out.strip())
    assert b"Nguy" not in file.read_bytes()
    other = tmp_path / "other.vault"
    words = ["vault", "init", str(other), "--practice", "Other", "--first", "Ben", "--last", "Cole"]
    assert run(read_words(words)) == 0
    capsys.readouterr()
    code, out, _ = _imported(other, file, capsys)
    assert code == 0
    assert "Taken over" in out
    _, out, _ = _imported(other, bundle, capsys)
    assert "patient same" in out


def test_a_new_key_leaves_the_vault_open_with_the_same_passphrase(
    vault: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(read_words(["vault", "renew", str(vault)])) == 0
    assert "recovery key" in capsys.readouterr().out
    assert run(read_words(["vault", "check", str(vault)])) == 0


def test_a_damaged_vault_is_rescued_into_a_new_one(
    vault: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle = tmp_path / "bundle.json"
    bundle.write_bytes(FHIR)
    _imported(vault, bundle, capsys)
    assert run(read_words(["vault", "rescue", str(vault), "--out", str(tmp_path / "rescued.vault")])) == 0
    assert "could not be read: 0" in capsys.readouterr().out
    _, out, _ = _imported(tmp_path / "rescued.vault", bundle, capsys)
    assert "patient same" in out
