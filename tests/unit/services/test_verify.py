"""Whether a file was signed here, and whether one byte of it was changed since."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from app.domain.sample import PATIENTS
from app.pdf.worker import PaperWorker
from app.services import patients
from app.services.export import make_packet
from app.services.session import Session
from app.services.sign import Signed
from app.services.verify import Verdict, verify, verify_alone


@pytest.fixture
def document(session: Session, signed: Signed) -> bytes:
    return session.vault.get_blob(signed.sha256)


def test_the_signed_file_is_known_with_request_signer_and_time(
    session: Session, signed: Signed, document: bytes
) -> None:
    known = verify(session, document)
    assert (known.verdict, known.request_id, known.signer) == (Verdict.INTACT, signed.request.id, "Sara E. Lind")
    assert known.at == session.now.replace(microsecond=0)
    assert known.log_is_whole


def test_any_changed_byte_is_found(session: Session, document: bytes) -> None:
    chance = random.Random(7)  # noqa: S311
    for _ in range(40):
        place = chance.randrange(len(document))
        changed = document[:place] + bytes([document[place] ^ (1 << chance.randrange(8))]) + document[place + 1 :]
        assert verify(session, changed).verdict is not Verdict.INTACT


def test_a_file_with_something_added_is_told_as_changed(session: Session, signed: Signed, document: bytes) -> None:
    known = verify(session, document + b"\n")
    assert (known.verdict, known.request_id) == (Verdict.CHANGED, signed.request.id)
    assert known.document_id == verify(session, document).document_id


def test_the_checklist_of_a_packet_is_known_as_such(session: Session, signed: Signed, tmp_path: Path) -> None:
    files = make_packet(session, signed.request.id, tmp_path).files
    form, checklist = (next(path for path in files if end in path.name) for end in ("-form.pdf", "-checklist.pdf"))
    known = verify(session, checklist.read_bytes())
    assert (known.verdict, known.request_id) == (Verdict.BESIDE, signed.request.id)
    assert verify(session, form.read_bytes()).verdict is Verdict.INTACT
    assert verify(session, checklist.read_bytes() + b"\n").verdict is Verdict.CHANGED


def test_a_file_of_elsewhere_is_unknown(session: Session) -> None:
    assert verify(session, b"%PDF-1.4 nothing").verdict is Verdict.UNKNOWN


def test_without_a_vault_nothing_is_claimed(document: bytes, paper_worker: PaperWorker) -> None:
    known = verify_alone(paper_worker, document)
    assert known.verdict is Verdict.CANNOT_KNOW
    assert known.document_id
    assert (known.signer, known.at, known.log_is_whole) == ("", None, None)


def test_a_log_that_was_touched_proves_nothing(session: Session, document: bytes) -> None:
    patients.chart(session, PATIENTS[0])
    session.vault._parts.db.run("DROP TRIGGER IF EXISTS audit_is_never_changed")
    database = session.vault._parts.db
    for (name,) in database.rows("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
        database.run(f"DROP TRIGGER {name}")
    database.run("UPDATE audit SET actor = 'somebody' WHERE seq = 2")
    assert verify(session, document).log_is_whole is False
