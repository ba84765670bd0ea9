"""`preflight --case`, as the command line gives it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from app.cli import read_words, run
from tests.unit.criteria.conftest import READY, changed


def _said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = run(read_words(["preflight", *words]))
    out, err = capsys.readouterr()
    return code, out, err


def test_one_case_gives_one_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(READY), encoding="utf-8")
    code, out, err = _said(capsys, "--case", str(file), "--json")
    answer = json.loads(out)
    assert (code, err, answer["overall"]) == (0, "", "READY")
    assert set(answer) == {"policy", "overall", "findings", "warnings"}
    assert set(answer["policy"]) == {
        *("id", "title", "number", "effective", "checked", "verified", "complete", "source"),
    }
    assert set(answer["findings"][0]) == {"topic", "state", "text", "because", "settle"}


def test_a_list_of_cases_gives_a_list_of_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([READY, changed(payer="Nobody Health"), {}]), encoding="utf-8")
    code, out, _ = _said(capsys, "--case", str(file), "--json")
    answers = json.loads(out)
    assert code == 0
    assert [answer["overall"] for answer in answers] == ["READY", "CANNOT_DETERMINE", "CANNOT_DETERMINE"]
    assert answers[1]["policy"] is None


def test_in_words_it_says_what_is_open_first(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(changed(measures=[])), encoding="utf-8")
    code, out, _ = _said(capsys, "--case", str(file))
    lines = out.splitlines()
    assert code == 0
    assert lines[0].startswith("CANNOT_DETERMINE: Aetna: botulinum toxin CPB 0113")
    assert "Write one number: headache days a month." in lines[2]


def test_a_damaged_file_is_refused_without_its_values(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps(changed(patient={"dob": "22 July 1985"})), encoding="utf-8")
    code, out, err = _said(capsys, "--case", str(file), "--json")
    assert (code, out) == (9, "")
    assert "the case, patient, dob" in err
    assert "1985" not in err


@pytest.mark.parametrize("words", [[], ["--vault", "v"], ["--request", "1"], ["--case", "c", "--request", "1"]])
def test_a_vault_and_its_request_go_together(words: list[str]) -> None:
    with pytest.raises(SystemExit):
        read_words(["preflight", *words])
