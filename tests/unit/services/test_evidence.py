"""Verifying elsewhere, finding the original of a faxed page, and the log as anybody can check it."""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from app.domain.practice import Role
from app.domain.sample import PATIENTS
from app.places import bundled
from app.services import audit, patients
from app.services.archive import archived, digits_of, looks_like_number
from app.services.evidence import evidence, read_evidence, register_of, write_evidence
from app.services.export import make_packet, print_preview
from app.services.problems import NoSuchDocument, NotAllowed, SeveralDocuments
from app.services.register import Register
from app.services.session import Session
from app.services.sign import Signed
from app.services.verify import Copy, Verdict, verify, verify_with
from app.signing.problems import BoxClosed, BoxDamaged, WeakPassphrase
from app.vault.audit import AuditFilter, check_chain
from tests.conftest import CHEAP_SIGNING

WORDS = "words for the evidence"


@pytest.fixture
def fax(session: Session, signed: Signed) -> bytes:
    return session.vault.get_blob(signed.sha256)


@pytest.fixture
def record(session: Session, signed: Signed) -> bytes:
    return session.vault.get_blob(signed.record_sha256)


@pytest.fixture
def elsewhere(session: Session, signed: Signed) -> Register:
    """What another computer has."""
    return read_evidence(evidence(session, WORDS, cost=CHEAP_SIGNING), WORDS)


def test_another_computer_knows_both_copies(
    session: Session, signed: Signed, elsewhere: Register, fax: bytes, record: bytes
) -> None:
    for data, copy in ((fax, Copy.FAX), (record, Copy.RECORD)):
        known = verify_with(session.paper, elsewhere, data)
        assert (known.verdict, known.copy, known.request_id) == (Verdict.INTACT, copy, signed.request.id)
        assert (known.signer, known.at) == ("Sara E. Lind", session.now.replace(microsecond=0))
        assert known.log_is_whole
        assert known.is_proven
        assert [page.number for page in known.pages] == list(range(1, len(known.pages) + 1))
    assert known.seal is not None
    assert known.seal.holds


def test_another_computer_sees_what_was_changed(session: Session, elsewhere: Register, record: bytes) -> None:
    known = verify_with(session.paper, elsewhere, record + b"\n")
    assert known.verdict is Verdict.CHANGED
    assert known.seal is not None
    assert not known.seal.holds
    assert verify_with(session.paper, elsewhere, b"%PDF-1.4 nothing").verdict is Verdict.UNKNOWN


def test_a_checklist_is_known_elsewhere_as_well(session: Session, signed: Signed, tmp_path: Path) -> None:
    checklist = make_packet(session, signed.request.id, tmp_path).files[1].read_bytes()
    known = verify_with(session.paper, register_of(session), checklist)
    assert (known.verdict, known.event, known.request_id) == (Verdict.BESIDE, "packet.write", signed.request.id)


def test_a_printed_draft_is_known_as_a_draft(session: Session, ready: str) -> None:
    known = verify(session, print_preview(session, ready))  # type: ignore[arg-type]
    assert (known.verdict, known.event, known.request_id) == (Verdict.BESIDE, "request.print", ready)


def test_evidence_tells_nothing_without_its_passphrase(session: Session, signed: Signed) -> None:
    data = evidence(session, WORDS, cost=CHEAP_SIGNING)
    for word in (b"Lind", signed.request.id.encode(), signed.sha256.encode(), b"request.sign"):
        assert word not in data
    with pytest.raises(BoxClosed):
        read_evidence(data, "other words here")
    body = json.loads(data)
    body["box"] = body["box"][:-8] + "AAAAAAA="
    with pytest.raises(BoxClosed):
        read_evidence(json.dumps(body).encode(), WORDS)
    for wrong in (b"", b"{}", b"[1]", data[:-30], data.replace(b"padesk/evidence", b"padesk/elsewise")):
        with pytest.raises(BoxDamaged):
            read_evidence(wrong, WORDS)
    with pytest.raises(WeakPassphrase):
        evidence(session, "short")


def test_evidence_names_no_patient(session: Session, elsewhere: Register) -> None:
    patient = patients.chart(session, PATIENTS[0]).patient
    told = repr(elsewhere)
    assert patient.name.last not in told
    assert "Sara E. Lind" in told


def test_only_an_administrator_gives_evidence_and_the_log_away(
    as_role: Callable[[Role], Session], tmp_path: Path
) -> None:
    staff = as_role(Role.STAFF)
    for act in (
        lambda: write_evidence(staff, WORDS, tmp_path / "e"),
        lambda: audit.write_log(staff, tmp_path),
        lambda: audit.look(staff, AuditFilter()),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(tmp_path.glob("e*")) == []


def test_a_page_of_a_rewritten_log_shows(session: Session, elsewhere: Register, fax: bytes) -> None:
    """Whoever holds the keys can write the whole log anew; the pages that are out name another row."""
    rows = [(row, hashlib.sha256(digest.encode()).hexdigest()) for row, digest in elsewhere.rows]
    known = verify_with(session.paper, replace(elsewhere, rows=rows), fax)
    assert known.verdict is Verdict.INTACT
    assert known.log_is_whole is False
    assert not check_chain(rows).ok


def test_a_changed_page_is_named(session: Session, fax: bytes) -> None:
    with pikepdf.open(io.BytesIO(fax)) as opened:
        page = opened.pages[1]
        page.contents_add(opened.make_stream(b"0 g 100 300 200 60 re f"), prepend=False)
        out = io.BytesIO()
        opened.save(out)
    known = verify(session, out.getvalue())
    assert (known.verdict, known.differing) == (Verdict.CHANGED, (2,))


def test_an_extract_says_which_pages_it_holds(session: Session, fax: bytes) -> None:
    with pikepdf.open(io.BytesIO(fax)) as opened, pikepdf.new() as fresh:
        fresh.pages.append(opened.pages[2])
        out = io.BytesIO()
        fresh.save(out)
    known = verify(session, out.getvalue())
    assert known.verdict is Verdict.CHANGED
    assert [(page.number, page.differs) for page in known.pages] == [(3, False)]


@pytest.mark.parametrize("spell", [str, str.upper, lambda text: text.replace("-", ""), lambda text: text[:12]])
def test_the_number_of_a_page_finds_the_original(
    session: Session, signed: Signed, fax: bytes, spell: Callable[[str], str]
) -> None:
    number = verify(session, fax).document_id
    found = archived(session, spell(number))
    assert (found.pdf, found.entry.request_id) == (fax, signed.request.id)
    assert found.record == session.vault.get_blob(signed.record_sha256)
    assert session.vault.audit.rows(1)[0].event == "document.archived"


def test_a_number_of_elsewhere_finds_nothing(session: Session, signed: Signed) -> None:
    for typed in ("0000-0000-0000-0000", "", "form.pdf", signed.sha256[:4], "zzzz"):
        with pytest.raises(NoSuchDocument):
            archived(session, typed)


def test_two_documents_that_begin_alike_are_told_apart(
    session: Session, signed: Signed, fax: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    register = register_of(session)
    monkeypatch.setattr("app.services.archive.register_of", lambda _: replace(register, rows=[*register.rows] * 2))
    with pytest.raises(SeveralDocuments):
        archived(session, verify(session, fax).document_id)


def test_numbers_are_read_as_faxes_spoil_them() -> None:
    assert digits_of("O902-04bE-o27b-bcZ9") == "090204be027bbc29"
    assert digits_of("Document 0902-04be-027b-bc29") == "090204be027bbc29"
    assert digits_of("PADESK:090204BE027BBC29:1234567893:1795569114:21-792A:1/4") == "090204be027bbc29"
    assert not looks_like_number("request-a26adf27-form.pdf")
    assert looks_like_number("0902 04be")


def test_the_log_goes_out_with_a_program_that_checks_it(session: Session, signed: Signed, tmp_path: Path) -> None:
    log, checker = audit.write_log(session, tmp_path)
    text = " ".join(session.paper.page_text(session.vault.get_blob(signed.sha256)))
    anchor = text.split("log ")[1].split(" ")[0]

    def run(*words: object) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-I", "-S", str(checker), *map(str, words)], capture_output=True, text=True, check=False
        )

    told = run(log, anchor)
    assert told.returncode == 0, told.stdout + told.stderr
    lines = log.read_text(encoding="utf-8").splitlines()
    assert f"The log is whole: {len(lines)} entries" in told.stdout
    assert run(log, anchor[:-1] + ("0" if anchor[-1] != "0" else "1")).returncode == 1
    assert run(log, "99999-0a1b2c3d").returncode == 1
    for wrong in (
        lines[:3] + lines[4:],
        [lines[1], lines[0], *lines[2:]],
        [lines[0].replace('"actor": "', '"actor": "x'), *lines[1:]],
        [*lines[:5], "nothing", *lines[5:]],
    ):
        log.write_text("\n".join(wrong), encoding="utf-8")
        assert run(log).returncode == 1
    log.write_text("\n".join(lines[:-1]), encoding="utf-8")
    assert run(log).returncode == 0


def test_the_log_holds_no_value(session: Session, signed: Signed) -> None:
    patient = patients.chart(session, PATIENTS[0]).patient
    told = "".join(audit.lines(session)).casefold()
    for value in (patient.name.last, patient.name.first, patient.phone_home or patient.phone_mobile, "1985-07-11"):
        assert value
        assert value.casefold() not in told


def test_the_log_is_looked_through_by_filters(session: Session, signed: Signed) -> None:
    page = audit.look(session, AuditFilter(events=("request.",)))
    assert {row.event.split(".")[0] for row in page.rows} == {"request"}
    mine = audit.look(session, AuditFilter(subject=f"request:{signed.request.id}", actor=session.actor.id))
    assert mine.rows
    assert all(f"request:{signed.request.id}" in row.subjects for row in mine.rows)
    today = session.today
    assert audit.look(session, AuditFilter(since=today, until=today)).rows
    assert audit.look(session, AuditFilter(until=today.replace(year=2001))).rows == ()
    assert "request.sign" in audit.choices(session).events
    first = audit.look(session, AuditFilter(), before=3)
    assert [row.seq for row in first.rows] == [2, 1]
    assert not first.more
    assert audit.check(session).ok


def test_the_checker_is_bundled() -> None:
    assert bundled("resources", "audit", "verify_log.py").is_file()
