"""A sent request, and letters as payers write them."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.course import SentBy
from app.domain.patient import Coverage, Patient
from app.domain.request import Request
from app.services.edits import found
from app.services.sent import note_sent
from app.services.session import Session
from app.services.sign import Signed

Letter = Callable[[Sequence[str]], bytes]


def letter_of(lines: Sequence[str]) -> bytes:
    """A page with lines of text."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=(612, 792), invariant=True)
    for at, line in enumerate(lines):
        canvas.drawString(72, 720 - 20 * at, line)
    canvas.save()
    return stream.getvalue()


@pytest.fixture
def sent(session: Session, signed: Signed) -> Request:
    """A signed request that was sent."""
    note_sent(session, signed.request.id, SentBy.FAX, "Juniper")
    return found(session, Request, signed.request.id)


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
