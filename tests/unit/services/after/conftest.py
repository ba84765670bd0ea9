"""A sent request, and letters as payers write them."""

from __future__ import annotations

import io
import shutil
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.clock import FixedClock
from app.domain.course import SentBy
from app.domain.patient import Coverage, Patient
from app.domain.request import Request
from app.domain.sample import REQUESTS
from app.pdf.worker import PaperWorker
from app.places import Places
from app.services.demo import stand_in
from app.services.edits import found
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS, own_form
from app.services.sent import note_sent
from app.services.session import Session
from app.services.setup import session_on
from app.services.sign import review, sign
from app.vault.vault import Vault
from tests.conftest import NOON

Letter = Callable[[Sequence[str]], bytes]


def letter_of(lines: Sequence[str]) -> bytes:
    """A page with lines of text."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792), invariant=True)
    for at, line in enumerate(lines):
        canvas.drawString(72, 720 - 20 * at, line)
    canvas.save()
    return stream.getvalue()


@pytest.fixture(scope="session")
def _sent_files(_sample_files: Path, paper_worker: PaperWorker, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented practice with a request that was signed and sent, made once."""
    folder = tmp_path_factory.mktemp("sent-made-once")
    for item in _sample_files.glob("sample.*"):
        shutil.copy2(item, folder / item.name)
    clock = FixedClock(NOON)
    with Vault.open(folder / "sample.vault", passphrase=SAMPLE_WORDS, clock=clock) as vault:
        session = replace(session_on(vault, clock, Places.under(folder / "user")), paper=paper_worker)
        stand_in(session, REQUESTS[0], own_form(session).choice)
        sign(session, review(session, REQUESTS[0]), SAMPLE_SIGNING_WORDS)
        note_sent(session, REQUESTS[0], SentBy.FAX, "Juniper")
    return folder


@pytest.fixture
def sample_vault(tmp_path: Path, _sent_files: Path) -> Path:
    """A fresh vault in which a request was sent."""
    for item in _sent_files.glob("sample.*"):
        shutil.copy2(item, tmp_path / item.name)
    return tmp_path / "sample.vault"


@pytest.fixture
def sent(session: Session) -> Request:
    """A signed request that was sent."""
    return found(session, Request, REQUESTS[0])


@pytest.fixture
def approval_letter(session: Session, sent: Request) -> bytes:
    """An approval of less than was asked for."""
    patient = found(session, Patient, sent.patient_id)
    coverage = found(session, Coverage, sent.coverage_id)
    assert patient.dob is not None
    return letter_of(
        [
            "Juniper Health Plan",
            "November 20, 2026",
            f"Member ID: {coverage.member_id}",
            f"Date of birth: {patient.dob:%m/%d/%Y}",
            "NOTICE OF APPROVAL",
            "Your request for J0585 has been approved.",
            "Authorization number: A77120934",
            "Approved for dates of service from 11/24/2026 to 05/23/2027.",
            "100 units, 2 visits",
        ]
    )
