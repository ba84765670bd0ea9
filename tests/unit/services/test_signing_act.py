"""What the act of signing refuses, that each refusal is written down, and that it is kept whole or not at all."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.clock import FixedClock
from app.domain.course import LetterKind
from app.domain.ids import PersonId, RequestId
from app.domain.patient import Patient
from app.domain.practice import Role
from app.domain.request import Request, Status
from app.domain.sample import PATIENTS, PRESCRIBER_PERSON, STAFF_PERSON
from app.places import Places
from app.services import _tries, edits, letter_signing, sign, signing_act
from app.services.edits import found
from app.services.evidence import register_of
from app.services.problems import NotAllowed, NotTheSigner
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS
from app.services.sealed import record_copy
from app.services.session import Act, Session
from app.services.setup import lock, unlock
from app.services.sign import Signed, look_over, review
from app.signing.intent import Moment, SignRole, make_intent, read_intent
from app.signing.problems import ClockBehind, DocumentChanged, IntentReplayed, SignerLocked, WrongPassphrase
from app.signing.signer import open_signer
from app.vault.audit import AuditFilter


def refused(session: Session) -> list[str]:
    """The codes of all refusals in the log, first one first."""
    rows = session.vault.audit.find(AuditFilter(events=(signing_act.REFUSED,)))
    return [row.details["code"] for row in reversed(rows)]


def kept(session: Session, request_id: RequestId) -> Status:
    return found(session, Request, request_id).status


def test_one_act_keeps_two_files_and_names_both_in_the_log(session: Session, signed: Signed) -> None:
    row = session.vault.audit.bearing("packet", signed.sha256)
    assert row is not None
    assert (row.event, row.details["record"]) == ("request.sign", signed.record_sha256)
    record = record_copy(session, signed.sha256)
    assert record == session.vault.get_blob(signed.record_sha256)
    reading = session.paper.read_seal(record)
    assert reading is not None
    assert reading.holds
    assert reading.at == session.now.replace(microsecond=0)


def test_the_pages_name_the_row_before_the_signing(session: Session, signed: Signed) -> None:
    row = session.vault.audit.bearing("packet", signed.sha256)
    assert row is not None
    text = " ".join(" ".join(session.paper.page_text(session.vault.get_blob(signed.sha256))).split())
    digest = session.vault.audit.hash_at(row.seq - 2) or ""
    assert f"log {row.seq - 2}-{digest[:16]}" in text


def test_a_wrong_passphrase_is_refused_and_written_down(session: Session, ready: RequestId) -> None:
    with pytest.raises(WrongPassphrase):
        sign.sign(session, review(session, ready), "not the words")
    assert refused(session) == [WrongPassphrase.code]
    assert kept(session, ready) is Status.DRAFT


def test_five_wrong_ones_lock_over_a_restart(
    session: Session, ready: RequestId, sample_vault: Path, tmp_path: Path, clock: FixedClock
) -> None:
    reviewed = review(session, ready)
    for _ in range(5):
        with pytest.raises(WrongPassphrase):
            sign.sign(session, reviewed, "not the words")
    session.vault.close()
    again = unlock(Places.under(tmp_path / "user"), None, SAMPLE_WORDS, clock, at=sample_vault)
    try:
        with pytest.raises(SignerLocked) as problem:
            sign.sign(again, review(again, ready), SAMPLE_SIGNING_WORDS)
        assert "administrator" in problem.value.advice
        assert refused(again) == [WrongPassphrase.code] * 5 + [SignerLocked.code]
    finally:
        lock(again)


def test_an_edit_after_the_review_is_refused_and_written_down(session: Session, ready: RequestId) -> None:
    reviewed = look_over(session, review(session, ready))
    patient = found(session, Patient, PATIENTS[0])
    edits.put(session, "Edit patient", replace(patient, name=replace(patient.name, first="Other")))
    with pytest.raises(DocumentChanged):
        sign.sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    assert refused(session) == [DocumentChanged.code]
    assert kept(session, ready) is Status.DRAFT


def test_a_clock_set_back_is_refused_however_often_it_is_tried(
    session: Session, ready: RequestId, clock: FixedClock
) -> None:
    back = replace(session, clock=FixedClock(clock.now() - dt.timedelta(days=3)))
    session.vault.audit._clock = back.clock
    for _ in range(3):
        with pytest.raises(ClockBehind):
            sign.sign(back, review(back, ready), SAMPLE_SIGNING_WORDS)
    assert refused(session) == [ClockBehind.code] * 3
    assert kept(session, ready) is Status.DRAFT


def test_a_role_that_does_not_sign_is_refused_and_written_down(
    session: Session, ready: RequestId, as_role: Callable[[Role], Session]
) -> None:
    with pytest.raises(NotTheSigner):
        review(as_role(Role.STAFF), ready, signer=STAFF_PERSON)
    assert refused(session) == [NotTheSigner.code]
    staff = replace(review(session, ready), signer=STAFF_PERSON)
    with pytest.raises(NotTheSigner):
        sign.sign(as_role(Role.STAFF), staff, SAMPLE_SIGNING_WORDS)
    assert refused(session) == [NotTheSigner.code] * 2


def test_a_role_that_does_not_reach_is_written_down(session: Session, as_role: Callable[[Role], Session]) -> None:
    with pytest.raises(NotAllowed):
        as_role(Role.VIEWER).allow(Act.EDIT)
    row = session.vault.audit.rows(1)[0]
    assert (row.event, row.details) == ("role.refused", {"act": "edit", "code": NotAllowed.code})


def test_an_intent_that_was_carried_out_is_never_carried_out_again(session: Session, signed: Signed) -> None:
    row = session.vault.audit.bearing("packet", signed.sha256)
    assert row is not None
    for _ in range(600):
        session.vault.audit.append("patient.open", actor=PersonId("p"))
    slot = session.vault.signer_slot(PRESCRIBER_PERSON)
    assert slot is not None
    intent = replace(
        make_intent(
            b"x", signer=PRESCRIBER_PERSON, role=SignRole.PRESCRIBER, meaning="True.", at=session.now, random=os.urandom
        ),
        nonce=row.details["nonce"],
    )
    moment = Moment(session.now, used=_tries.UsedNonces(session.vault.audit))
    with open_signer(slot, SAMPLE_SIGNING_WORDS, PRESCRIBER_PERSON) as signer, pytest.raises(IntentReplayed):
        signer.authorize(intent, b"x", moment)


def test_a_copied_signature_proves_nothing_of_another_document(session: Session, signed: Signed) -> None:
    row = session.vault.audit.bearing("packet", signed.sha256)
    assert row is not None
    register = register_of(session)
    [entry] = register.entries()
    assert register.is_proven(entry) is True
    assert register.is_proven(replace(entry, document="0" * 64)) is False


def test_an_intent_reads_back_as_it_was_spelled() -> None:
    intent = make_intent(
        b"x",
        signer=PersonId("p"),
        role=SignRole.COMPLETER,
        meaning="Ánh's “form”.",
        at=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
        random=os.urandom,
    )
    text = intent.canonical().decode()
    assert read_intent(text) == intent
    for wrong in (text + " ", text.replace("completer", "owner"), "{}", "[]", "nothing"):
        with pytest.raises(ValueError):
            read_intent(wrong)


def test_signing_says_how_far_it_has_come(session: Session, ready: RequestId) -> None:
    told: list[float] = []
    sign.sign(session, review(session, ready), SAMPLE_SIGNING_WORDS, tell=lambda share, _: told.append(share))
    assert len(told) >= 4
    assert told == sorted(told)


def test_a_letter_is_sealed_as_well(session: Session, ready: RequestId) -> None:
    reviewed = letter_signing.review(session, ready, LetterKind.NECESSITY)
    done = letter_signing.sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    record = record_copy(session, done.sha256)
    assert record is not None
    reading = session.paper.read_seal(record)
    assert reading is not None
    assert reading.holds


def test_a_problem_while_it_is_written_down_leaves_nothing(
    session: Session, ready: RequestId, monkeypatch: pytest.MonkeyPatch
) -> None:
    reviewed, blobs = review(session, ready), count(session, "blobs")

    def fails(*_: object) -> bytes:
        raise OSError("the disk is gone")

    monkeypatch.setattr(signing_act, "_evidence", fails)
    with pytest.raises(OSError, match="the disk is gone"):
        sign.sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    assert (kept(session, ready), count(session, "blobs")) == (Status.DRAFT, blobs)
    monkeypatch.undo()
    sign.sign(session, review(session, ready), SAMPLE_SIGNING_WORDS)
    assert kept(session, ready) is Status.SIGNED


def count(session: Session, table: str) -> int:
    return session.vault._parts.db.number(f"SELECT count(*) FROM {table}")  # noqa: S608


_KILLED = """
import os, signal, sys
from pathlib import Path
from app.clock import FixedClock
from app.places import Places
from app.services import sign, signing_act
from app.services.setup import unlock
from app.domain.sample import REQUESTS
from app.signing import seal
from app.vault.audit import AuditLog
from tests.conftest import NOON

path, where, unlocking, signing = sys.argv[1:]
def die(*args, **kwargs):
    os.kill(os.getpid(), signal.SIGKILL)
session = unlock(Places.under(Path(path).parent / "user"), None, unlocking, FixedClock(NOON), at=Path(path))
reviewed = sign.review(session, REQUESTS[0])
if where == "sealing":
    seal._cms = die
elif where == "proving":
    sign.paper.check = die
elif where == "writing":
    signing_act._evidence = die
else:
    kept = AuditLog.append
    AuditLog.append = lambda log, event, **more: die() if event == "request.sign" else kept(log, event, **more)
print("begins", flush=True)
sign.sign(session, reviewed, signing)
"""


@pytest.mark.skipif(os.name == "nt", reason="kill by signal")
@pytest.mark.parametrize("where", ["sealing", "proving", "writing", "logging"])
def test_a_kill_while_sealing_leaves_nothing_half_made(
    session: Session, ready: RequestId, sample_vault: Path, tmp_path: Path, clock: FixedClock, where: str
) -> None:
    blobs = count(session, "blobs")
    session.vault.close()
    call = [sys.executable, "-c", _KILLED, str(sample_vault), where, SAMPLE_WORDS, SAMPLE_SIGNING_WORDS]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[3])
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "begins\n"), done.stderr
    again = unlock(Places.under(tmp_path / "user"), None, SAMPLE_WORDS, clock, at=sample_vault)
    try:
        assert again.vault.check() == []
        assert (kept(again, ready), count(again, "blobs")) == (Status.DRAFT, blobs)
        assert again.vault.audit.find(AuditFilter(events=("request.sign",))) == ()
        sign.sign(again, review(again, ready), SAMPLE_SIGNING_WORDS)
        assert kept(again, ready) is Status.SIGNED
    finally:
        lock(again)
