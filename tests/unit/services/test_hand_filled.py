"""Payers' fillable forms that somebody filled in a PDF reader, read back: ticks, spans of dates, printed units."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from app.domain.clinical import Trial
from app.domain.dates import PartialDate
from app.domain.patient import Patient, Sex
from app.domain.place import Unit
from app.intake.review.rows import Review
from app.mapping.model import SourceKind
from app.mapping.placing import place
from app.services import intake
from app.services.forms import open_blank
from app.services.session import Session

NAMED = {"patient.first_name": "Ana", "patient.last_name": "Lake", "patient.full_name": "Lake, Ana"}


def hand_filled(session: Session, pdf: bytes, values: dict[str, str | bool]) -> bytes:
    """The form with values by key in its fields, as a PDF reader leaves it: no appearance of texts, states of ticks."""
    opened = open_blank(session.paper, session.packs, pdf)
    assert opened.pack is not None
    wanted = {}
    for item in place(opened.pack, opened.template).placed:
        source = item.meaning.source if item.meaning is not None else None
        if source is not None and source.kind is SourceKind.KEY and source.keys[0] in values and item.box.field:
            wanted[item.box.field] = values[source.keys[0]]
    book = pikepdf.open(io.BytesIO(pdf))
    for widget in (widget for page in book.pages for widget in page.get("/Annots", [])):
        owner = widget if "/T" in widget else widget.get("/Parent", widget)
        value = wanted.get(str(owner.get("/T", "")))
        if value is True:
            (state,) = [name for name in widget.AP.N if name != "/Off"]
            widget.AS = owner.V = pikepdf.Name(state)
        elif value is not None:
            owner.V = pikepdf.String(value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def reviewed(session: Session, file: Path, values: dict[str, str | bool]) -> Review:
    return intake.review(session, intake.open_file(session, hand_filled(session, file.read_bytes(), NAMED | values)))


def patient(review: Review) -> Patient:
    (found,) = [row.base for row in review.rows if isinstance(row.base, Patient)]
    return found


def test_a_tick_that_the_form_draws_in_its_own_way_is_a_tick(session: Session, payer_forms: Path) -> None:
    file = payer_forms / "anthem-va-pharmacy-prior-auth.pdf"
    measures: dict[str, str | bool] = {"patient.height": "5'6\"", "patient.weight": "150 lb"}
    ticked = patient(reviewed(session, file, {"patient.sex=female": True, **measures}))
    assert ticked.sex is Sex.FEMALE
    assert ticked.height is not None
    assert ticked.weight is not None
    assert (ticked.height.unit, ticked.weight.unit) == (Unit.INCH, Unit.POUND)
    assert patient(reviewed(session, file, {})).sex is Sex.UNKNOWN


def test_two_ticks_against_each_other_say_nothing(session: Session, payer_forms: Path) -> None:
    file = payer_forms / "anthem-va-pharmacy-prior-auth.pdf"
    review = reviewed(session, file, {"patient.sex=female": True, "patient.sex=male": True})
    assert patient(review).sex is Sex.UNKNOWN
    assert [item.says for item in review.skipped] == ["More than one box is ticked; left out."]


@pytest.mark.parametrize(
    "dates", ["01/10/2026 - 04/20/2026", "1/10/26–4/20/26", "1/10/2026 to 4/20/2026", "1-10-2026 to 4-20-2026"]
)
def test_dates_from_and_to_in_one_box_are_a_start_and_an_end(session: Session, payer_forms: Path, dates: str) -> None:
    file = payer_forms / "bcbstx-rx-standard-pa.pdf"
    review = reviewed(session, file, {"prior[1].drug": "topiramate", "prior[1].dates": dates})
    (trial,) = [row.base for row in review.rows if isinstance(row.base, Trial)]
    assert (trial.start, trial.end) == (PartialDate(2026, 1, 10), PartialDate(2026, 4, 20))


def test_a_therapy_without_a_name_and_dates_that_cannot_be_told_apart_are_said(
    session: Session, payer_forms: Path
) -> None:
    file = payer_forms / "bcbstx-rx-standard-pa.pdf"
    review = reviewed(session, file, {"prior[1].dates": "since spring", "prior[1].reason": "no effect"})
    assert not any(isinstance(row.base, Trial) for row in review.rows)
    assert [item.says for item in review.skipped] == [
        "Its dates cannot be told apart; left out.",
        "A therapy that is not named; left out.",
    ]
