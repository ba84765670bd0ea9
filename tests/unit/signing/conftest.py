"""People who sign, cheap passphrases, and small forms to sign."""

from __future__ import annotations

import datetime as dt
import io
import math
import os

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.domain.ids import PersonId, PrescriberId
from app.domain.place import PersonName
from app.domain.practice import Person, Prescriber, Role
from app.signing.mark import DrawnMark, PenPoint
from app.signing.signer import enroll
from app.signing.slot import Argon2Cost

CHEAP = Argon2Cost(memory_kib=64, passes=1, lanes=1)
WORDS = "four words do not belong"
AT = dt.datetime(2026, 11, 23, 14, 5, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))


def drawn_mark() -> DrawnMark:
    """A signature of loops with a line below it."""
    loops = []
    for step in range(120):
        u = step / 119
        x = 20 + u * 260 + 22 * math.sin(u * 26)
        y = 60 - 34 * math.cos(u * 26) * (1 - u * 0.7)
        loops.append(PenPoint(round(x, 2), round(y, 2), 0.5, step * 9.0))
    line = tuple(PenPoint(30.0 + step * 6.5, round(100 - step * 0.4, 2), 0.5, 1500 + step * 6.0) for step in range(40))
    return DrawnMark((tuple(loops), line))


def blank_pages(*pages: str, turn: int = 0) -> bytes:
    """A flat PDF: `empty`, `lined` (text all over the margins) or `footed` (a form number at the foot) pages."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(612, 792), invariant=1)
    for kind in pages:
        if turn:
            canvas.setPageRotation(turn)
        canvas.drawString(72, 700, "Prior authorization request")
        if kind == "footed":
            canvas.drawString(300, 24, "GR-68535-3 (1-25)")
        if kind == "lined":
            for y in range(4, 790, 7):
                canvas.drawString(4, y, "words " * 19)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


@pytest.fixture
def person() -> Person:
    return Person(PersonId("p1"), PersonName("Ánh", "Nguyễn"), Role.PRESCRIBER, prescriber_id=PrescriberId("d1"))


@pytest.fixture
def prescriber() -> Prescriber:
    return Prescriber(PrescriberId("d1"), PersonName("Ánh", "Nguyễn", "T"), "MD", "1234567893")


@pytest.fixture
def slot(person: Person, prescriber: Prescriber) -> bytes:
    return enroll(person, prescriber, drawn_mark(), WORDS, at=AT, random=os.urandom, kdf=CHEAP)
