"""Drafting a pack from what a person says of the boxes of our own flat form."""

from __future__ import annotations

import pytest

from app.mapping.drafting.model import BoxState
from app.mapping.library import PackLibrary
from app.mapping.model import SourceKind
from app.pdf.template import BoxKind, Rect
from app.pdf.worker import PaperWorker
from app.places import bundled
from app.services.drafting import Answered, Made, drafted
from app.services.sample import OWN_FORM

#: In the margin, where the form has no box at all.
MARGIN = Rect(2.0, 2.0, 60.0, 14.0)


@pytest.fixture(scope="module")
def blank() -> bytes:
    return bundled("forms", *OWN_FORM.split("/"), "form-flat.pdf").read_bytes()


@pytest.fixture(scope="module")
def name_box() -> Rect:
    pack = PackLibrary().get(OWN_FORM)
    assert pack is not None
    box = next(box for box in pack.boxes if box.source.keys == ("patient.last_name",))
    assert box.place is not None
    return box.place.rect


def made(paper: PaperWorker, blank: bytes, name_box: Rect, *, whole: bool) -> Made:
    answers = (
        Answered(1, name_box, "patient.last_name", "Last name"),
        Answered(1, MARGIN, "other", "Name of the harbor pilot"),
    )
    return drafted(paper, blank, answers=answers, pack_id="payer/form/1", whole=whole)


def test_a_box_that_the_program_did_not_see_is_drawn_and_asked(
    paper_worker: PaperWorker, blank: bytes, name_box: Rect
) -> None:
    pack = made(paper_worker, blank, name_box, whole=False).pack
    asked = {box.source.question for box in pack.boxes if box.place is not None and box.place.rect == MARGIN}
    assert [item.wording for item in pack.questions if item.id in asked] == ["Name of the harbor pilot"]
    assert len(pack.boxes) > 20


def test_where_the_answers_name_every_box_there_is_no_other(
    paper_worker: PaperWorker, blank: bytes, name_box: Rect
) -> None:
    found = made(paper_worker, blank, name_box, whole=True)
    assert sorted(box.source.kind for box in found.pack.boxes) == [SourceKind.ASK, SourceKind.KEY]
    assert {box.state for box in found.draft.boxes} == {BoxState.ACCEPTED, BoxState.QUESTION}


def test_a_box_to_tick_is_never_taken_for_a_line_to_write_on(
    paper_worker: PaperWorker, blank: bytes, name_box: Rect
) -> None:
    answers = (Answered(1, name_box, "patient.sex=female", "Female", BoxKind.CHECK),)
    pack = drafted(paper_worker, blank, answers=answers, pack_id="payer/form/1", whole=True).pack
    assert [(box.source.keys, box.place and box.place.kind) for box in pack.boxes] == [
        (("patient.sex=female",), BoxKind.CHECK)
    ]
