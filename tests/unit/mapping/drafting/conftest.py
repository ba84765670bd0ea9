"""A small draft with boxes of every kind, and values for them."""

from __future__ import annotations

import pytest

from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.model import Pack, Section
from app.pdf.template import BoxId, BoxKind, Rect

HEAD = Pack(
    id="lakeside/headache/undated",
    title="Headache form",
    payer="Lakeside Health",
    pages=2,
    sections=(Section("patient", "Patient"), Section("clinical", "Clinical questions")),
)


def box(name: str, at: int, kind: BoxKind = BoxKind.TEXT, **more: object) -> DraftBox:
    """A box on a line of its own."""
    y = 720.0 - 24 * at
    width = 10 if kind is BoxKind.CHECK else 120
    return DraftBox(  # type: ignore[arg-type]
        **{  # type: ignore[arg-type]
            "id": BoxId(name),
            "rank": float(at),
            "page": 1,
            "rect": Rect(72, y, 72 + width, y + 12),
            "kind": kind,
            "label": name,
            "section": "patient",
            **more,
        }
    )


@pytest.fixture
def draft() -> Draft:
    """Names, a birth date, a Yes/No pair, one of three, a box of the form itself, one that nobody understands."""
    pair = (BoxId("yes"), BoxId("no"))
    three = tuple(BoxId(name) for name in ("office", "home", "hospital"))
    asked = {"section": "clinical", "question": "Has the patient tried two other drugs?"}
    where = {"section": "clinical", "question": "Where is it given? (1)"}
    return Draft(
        HEAD,
        (
            box("name", 0, offered="patient.full_name", confidence=0.99),
            box("born", 1, offered="patient.dob", confidence=0.95),
            box("phone", 2, offered="patient.phone", confidence=0.60),
            box("yes", 3, BoxKind.CHECK, label="Yes", siblings=pair, **asked),
            box("no", 4, BoxKind.CHECK, label="No", siblings=pair, **asked),
            box("office", 5, BoxKind.CHECK, label="Office", siblings=three, **where),
            box("home", 6, BoxKind.CHECK, label="Home", siblings=three, **where),
            box("hospital", 7, BoxKind.CHECK, label="Hospital", siblings=three, **where),
            box("own", 8, own=True, field="Text7", label="Reviewer's notes"),
            box("why", 9, BoxKind.MULTILINE, label="Why is this drug needed?", section="clinical"),
        ),
    )
