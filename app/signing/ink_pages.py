"""A document that is to be signed with a pen: its foot lines and square codes, and which of its pages are signed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.pdf.composing.composer import Composed, compose
from app.pdf.template import Rect
from app.signing.blank import PageInk
from app.signing.code_reading import READ_SCALE, Ink, ReadCode
from app.signing.draft import Draft
from app.signing.frame import Frame
from app.signing.manifest import Manifestation
from app.signing.page_marks import Plan, find_feet, place_codes, put_feet
from app.signing.survey import Survey

#: What the foot of a printed page says was done at its moment.
PRINTED = "printed for a pen"

#: A pen needs room above its line.
_PEN_PT = 24.0
_INSET_PT = 2.0
_STEP_PX = 2
#: So many dark pixels more than on the printed page, of every fourth one, are a signature.
_LEAST_INK = 40
_RESCANNED = 1.25


@dataclass(frozen=True, slots=True)
class InkDocument:
    """A document ready to be printed and signed with a pen.

    Attributes:
        composed: with its foot lines and codes.
        notes: plain sentences on what could not be placed.
    """

    composed: Composed
    notes: tuple[str, ...]


def ink_document(draft: Draft, survey: Survey, words: Manifestation) -> InkDocument:
    """The document with what every page says of it; nothing stands where a pen is going to write.

    Args:
        draft: of the document.
        survey: of its pages.
        words: whose number the pages bear.
    """
    places = draft.mark_places()
    pages = {number: _with_room(page, number, places) for number, page in survey.pages.items()}
    plan = Plan(pages, survey.texts)
    find_feet(plan, words)
    place_codes(plan, words, len(pages))
    put_feet(plan, words, len(pages))
    done = compose(draft.form, draft.filled.values(), titles=draft.titles, heading=draft.heading, extra=plan.ink)
    return InkDocument(done, tuple(plan.notes))


def pages_to_sign(draft: Draft) -> tuple[int, ...]:
    """The pages with a place for the signature or its date; the form's last one where there is none."""
    dated = (draft.form.template.box(name) for name in draft.filled.date_boxes)
    pages = {page for page, _ in draft.mark_places()} | {box.page for box in dated if box is not None}
    return tuple(sorted(pages)) or (len(draft.form.template.pages),)


def is_signed(printed: Ink, scanned: Ink, codes: tuple[ReadCode, ReadCode], place: Rect, frame: Frame) -> bool:
    """Whether a scanned page shows more ink in a place than the page had when it was printed.

    Args:
        printed: the page, drawn at `READ_SCALE`.
        scanned: the same page, signed and scanned, drawn at the same.
        codes: its code on the one and on the other.
        place: in user space.
        frame: of the page.
    """
    seen = frame.rect_to_seen(place)
    left, right = (seen.x0 + _INSET_PT) * READ_SCALE, (seen.x1 - _INSET_PT) * READ_SCALE
    top = (frame.height - seen.y1 + _INSET_PT) * READ_SCALE
    bottom = (frame.height - seen.y0 - _INSET_PT) * READ_SCALE
    before = after = 0
    for y in range(round(top), round(bottom), _STEP_PX):
        for x in range(round(left), round(right), _STEP_PX):
            before += printed.is_ink(x, y)
            after += scanned.is_ink(*codes[0].carried_to(codes[1], x, y))
    return after >= before * _RESCANNED + _LEAST_INK


def _with_room(page: PageInk, number: int, places: tuple[tuple[int, Rect], ...]) -> PageInk:
    seen = (page.frame.rect_to_seen(place) for at, place in places if at == number)
    room = tuple(Rect(rect.x0, rect.y0, rect.x1, rect.y1 + _PEN_PT) for rect in seen)
    return replace(page, taken=(*page.taken, *room))
