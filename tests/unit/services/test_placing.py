"""The place for the mark: on bare paper only, remembered in the form's setup, and used by the next signing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.domain.handing import HandingState
from app.domain.ids import RequestId
from app.domain.request import FormChoice, Request, StoredForm
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.pack import load_pack
from app.mapping.problems import PackProblem
from app.pdf.template import Rect
from app.services import edits, handing, placing
from app.services.edits import found
from app.services.paper import draft
from app.services.prepare import prepare
from app.services.sample import SAMPLE_SIGNING_WORDS
from app.services.session import Session
from app.services.sign import Review, look_over, review, sign
from app.services.signing_problems import NoSetup, PlaceTaken
from app.signing.survey import Survey


def surveyed(session: Session, request_id: RequestId) -> tuple[Review, Survey]:
    made = look_over(session, review(session, request_id))
    assert made.survey is not None
    return made, made.survey


def bare(made: Review, survey: Survey, page: int = 1) -> Rect:
    """A bare place on a page, in user space."""
    ink = survey.pages[page]
    for y in range(30, 740, 3):
        for x in (60, 200, 340):
            place = ink.frame.rect_to_user(Rect(x, y, x + 160, y + 20))
            if not placing.what_hinders(made.prepared, survey, page, place):
                return place
    raise AssertionError("no bare place")


def test_the_mark_goes_where_the_office_wants_it(session: Session, ready: RequestId) -> None:
    handing.hand(session, ready)
    made, survey = surveyed(session, ready)
    own = draft(made.prepared).mark_places()
    place = bare(made, survey)
    placing.keep_place(session, ready, survey, 1, place)
    [(page, kept)] = draft(prepare(session, ready)).mark_places()
    assert (page, round(kept.x0), round(kept.y1)) == (1, round(place.x0), round(place.y1))
    handed = handing.of_paper(session, found(session, Request, ready))
    assert handed is not None
    assert handed.state is HandingState.WAITING
    plain = made.document.pdf
    done = sign(session, review(session, ready), SAMPLE_SIGNING_WORDS)
    signed = session.vault.get_blob(done.sha256)
    assert session.paper.ink_added(plain, signed, [(1, kept), own[0]]) > [20, 0]
    assert session.paper.ink_added(plain, signed, [own[0]]) == [0]
    assert sum(item.sha256 == found(session, Request, ready).form.sha256 for item in session.vault.all(StoredForm)) == 1  # type: ignore[union-attr]


def test_it_goes_back_into_the_forms_own_box(session: Session, ready: RequestId) -> None:
    made, survey = surveyed(session, ready)
    own = draft(made.prepared).mark_places()
    placing.keep_place(session, ready, survey, 1, bare(made, survey))
    placing.forget_place(session, ready)
    assert draft(prepare(session, ready)).mark_places() == own


def test_print_other_boxes_edges_and_tiny_places_are_refused(session: Session, ready: RequestId) -> None:
    made, survey = surveyed(session, ready)
    box = next(box for box in made.prepared.form.template.boxes if box.page == 1)
    place = bare(made, survey)
    for page, bad in (
        (1, box.rect),
        (1, Rect(place.x0, place.y0, place.x0 + 30, place.y1)),
        (1, Rect(560, 300, 700, 320)),
        (9, place),
        (1, Rect(20, 20, 590, 770)),
    ):
        with pytest.raises(PlaceTaken):
            placing.keep_place(session, ready, survey, page, bad)
    assert session.vault.all(StoredForm) == ()


def test_a_form_without_a_setup_remembers_nothing(session: Session, ready: RequestId) -> None:
    made, survey = surveyed(session, ready)
    request = found(session, Request, ready)
    assert request.form is not None
    edits.put(session, "Edit request", replace(request, form=FormChoice(request.form.sha256)))
    with pytest.raises(NoSetup):
        placing.forget_place(session, ready)
    assert made.can_be_signed
    assert survey.pages


def test_every_setup_keeps_all_it_says_beside_the_place(session: Session) -> None:
    for pack in session.packs.all():
        placed = replace(pack, signer=replace(pack.signer, mark_at=(1, Rect(10.5, 20, 200, 44.2))))
        assert load_pack(pack_toml(placed), "test") == placed, pack.id


def test_a_place_that_is_no_rectangle_is_refused(session: Session) -> None:
    text = session.packs.text("juniper/botulinum-toxin/2026-11")
    wrong = text.replace("[signer]\n", "[signer]\nmark_page = 1\nmark_rect = [9, 9, 3, 3]\n")
    with pytest.raises(PackProblem):
        load_pack(wrong, "test")
