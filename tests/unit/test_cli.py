"""The command line as a person or a script meets it: exit codes, one line on standard error, clean JSON."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from app import cli
from app.cli import EXIT_CODES, say
from app.places import bundled

OWN = ("juniper", "botulinum-toxin", "2026-11")
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def own_form() -> Path:
    return bundled("forms", *OWN, "form.pdf")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def run_words(*words: object) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.run(cli.read_words([str(word) for word in words]))
        told = capsys.readouterr()
        return code, told.out, told.err

    return run_words


def test_inspect_prints_json_and_nothing_else(run: Run, own_form: Path) -> None:
    code, out, err = run("inspect", own_form, "--json")
    told = json.loads(out)
    assert (code, err) == (0, "")
    assert told["form"] == "/".join(OWN)
    wanted = [
        "id",
        "page",
        "rect",
        "kind",
        "cells",
        "field",
        "label",
        "section",
        "key",
        "confidence",
        "choices",
        "limit",
    ]
    assert set(wanted) <= set(told["boxes"][0])


def test_inspect_without_packs_says_what_the_page_says(run: Run, own_form: Path) -> None:
    told = json.loads(run("inspect", own_form, "--json", "--no-packs")[1])
    assert told["form"] is None
    by_key = {box["key"]: box for box in told["boxes"]}
    assert by_key["patient.last_name"]["confidence"] < 1.0
    assert by_key["prescriber.npi"]["section"].startswith("C ")


def test_inspect_for_people_names_the_form(run: Run, own_form: Path) -> None:
    code, out, _ = run("inspect", own_form)
    assert code == 0
    assert "Juniper Health Plan" in out
    assert "patient.last_name" in out


def test_fill_writes_form_and_report(run: Run, own_form: Path, tmp_path: Path) -> None:
    values, out, report = tmp_path / "v.json", tmp_path / "out.pdf", tmp_path / "r.json"
    values.write_text(json.dumps({"member_last_name": "Nguyễn", "infection": True, "other_toxin": False}), "utf-8")
    code, told, err = run("fill", own_form, "--values", values, "--out", out, "--report", report)
    assert (code, told, err) == (0, "", "")
    assert out.read_bytes().startswith(b"%PDF-1.7")
    made = json.loads(report.read_text("utf-8"))
    assert (made["form_pages"], made["addendum_pages"]) == (3, 0)
    assert {box["fit"] for box in made["boxes"].values()} == {"whole"}
    assert "Nguyễn" not in report.read_text("utf-8")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.pdf", "r.json", "v.json"]


@pytest.mark.parametrize(
    ("written", "says"),
    [
        ('{"no such box": "x"}', "no such box"),
        ('{"infection": "yes"}', "true or false"),
        ('{"member_last_name": 3}', "a number was given"),
        ('{"member_last_name": "a", "member_last_name": "b"}', "twice"),
        ('["member_last_name"]', "no JSON object"),
        ('{"member_last_name": ', "line 1"),
        (f'{{"member_last_name": {"9" * 6000}}}', "too long"),
    ],
)
def test_values_that_cannot_be_used_are_told_in_one_line(
    run: Run, own_form: Path, tmp_path: Path, written: str, says: str
) -> None:
    values, out = tmp_path / "v.json", tmp_path / "out.pdf"
    values.write_text(written, "utf-8")
    code, told, err = run("fill", own_form, "--values", values, "--out", out)
    assert (code, told) == (2, "")
    assert says in err
    assert len(err.strip().splitlines()) == 1
    assert not out.exists()


@pytest.mark.parametrize("named", ["form", "values", "report"])
def test_what_is_read_is_never_written_over(run: Run, own_form: Path, tmp_path: Path, named: str) -> None:
    paths = {"form": tmp_path / "form.pdf", "values": tmp_path / "v.json", "report": tmp_path / "r.json"}
    paths["form"].write_bytes(own_form.read_bytes())
    paths["values"].write_text("{}", "utf-8")
    out = tmp_path / "sub" / ".." / paths[named].name
    (tmp_path / "sub").mkdir()
    before = {path: path.read_bytes() for path in paths.values() if path.exists()}
    words = ("--values", paths["values"], "--out", out, "--report", paths["report"])
    code, _, err = run("fill", paths["form"], *words)
    assert (code, "INPUT-521" in err) == (2, True)
    assert {path: path.read_bytes() for path in paths.values() if path.exists()} == before


def test_a_name_that_is_no_files_is_left_as_it_is(run: Run, own_form: Path, tmp_path: Path) -> None:
    values = tmp_path / "v.json"
    values.write_text("{}", "utf-8")
    socket_like = tmp_path / "device"
    if not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes with names")
    os.mkfifo(socket_like)
    code, _, err = run("fill", own_form, "--values", values, "--out", socket_like)
    assert (code, "EXPORT-501" in err) == (8, True)
    assert socket_like.is_fifo()
    assert run("fill", own_form, "--values", values, "--out", tmp_path)[0] == 8


def test_a_demonstration_where_nothing_can_be_written_is_told(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    code, _, err = run("demo", "--out", tmp_path / "file" / "below")
    assert (code, "EXPORT-501" in err) == (8, True)


def test_a_reader_who_leaves_early_hears_no_complaint(tmp_path: Path) -> None:
    (tmp_path / "case.json").write_text("{}", "utf-8")
    words = [sys.executable, "-m", "app", "preflight", "--case", str(tmp_path / "case.json")]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""


def test_a_file_that_is_missing_or_no_pdf_has_its_own_exit_code(run: Run, tmp_path: Path) -> None:
    code, _, err = run("inspect", tmp_path / "nothing.pdf")
    assert (code, "INPUT-509" in err) == (2, True)
    (tmp_path / "text.pdf").write_text("not a PDF")
    code, out, err = run("inspect", tmp_path / "text.pdf", "--json")
    assert (code, out) == (4, "")
    assert len(err.strip().splitlines()) == 1


def test_a_vault_that_is_not_there_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PADESK_PASSPHRASE", "some long words")
    code, _, err = run("packet", "--vault", tmp_path / "x.vault", "--request", "r", "--out", tmp_path)
    assert (code, "VAULT-502" in err) == (5, True)


def test_a_passphrase_is_never_guessed(
    run: Run, sample_vault: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PADESK_PASSPHRASE", raising=False)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    code, _, err = run("packet", "--vault", sample_vault, "--request", "r", "--out", tmp_path)
    assert (code, "PADESK_PASSPHRASE" in err) == (2, True)


def test_no_passphrase_can_be_given_as_an_argument() -> None:
    done = subprocess.run([sys.executable, "-m", "app", "--help"], capture_output=True, text=True, check=True)
    words = done.stdout
    for command in ("packet", "verify", "preflight"):
        words += subprocess.run(
            [sys.executable, "-m", "app", command, "--help"], capture_output=True, text=True, check=True
        ).stdout
    options = [word for word in words.split() if word.startswith("--")]
    assert not any("pass" in option or "secret" in option for option in options)
    assert EXIT_CODES.splitlines()[1] in words


def test_a_bug_ends_in_one_plain_line_and_a_report_without_data(
    run: Run, own_form: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ValueError("Nguyễn, born 07/10/1985")

    monkeypatch.setattr("app.services.opening.open_blank", broken)
    monkeypatch.setattr(say.Places, "of_user", lambda: say.Places.under(tmp_path))
    code, out, err = run("inspect", own_form)
    assert (code, out) == (1, "")
    assert "Nguyễn" not in err
    assert len(err.strip().splitlines()) == 1
    (report,) = (tmp_path / "logs").iterdir()
    text = report.read_text("utf-8")
    assert "ValueError" in text
    assert "inspecting.py" in text
    assert "Nguyễn" not in text
    assert "1985" not in text


def test_every_command_starts_without_the_desk_and_the_keychain(own_form: Path) -> None:
    script = (
        "import sys; from app import cli; code = cli.run(cli.read_words(sys.argv[1:]));"
        "loaded = {'PySide6', 'keyring', 'apsw'} & set(sys.modules); sys.exit(f'loaded {loaded}' if loaded else code)"
    )
    words = [sys.executable, "-c", script, "inspect", str(own_form)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("words", [(), ("--sample",)])
def test_no_command_means_the_desk(words: tuple[str, ...]) -> None:
    options = cli.read_words(words)
    assert options.command is None
    assert options.sample is bool(words)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux runs without a screen")
def test_without_a_screen_the_desk_says_so() -> None:
    bare = {name: value for name, value in os.environ.items() if "DISPLAY" not in name and not name.startswith("QT_")}
    done = subprocess.run([sys.executable, "-m", "app"], capture_output=True, text=True, check=False, env=bare)
    assert (done.returncode, done.stdout) == (2, "")
    assert "no screen" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_wrong_word_ends_with_exit_code_two() -> None:
    with pytest.raises(SystemExit) as ended:
        cli.read_words(["import", "file.csv"])
    assert ended.value.code == 2
