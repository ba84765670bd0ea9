"""Where on a form the office wants the signer's mark: chosen by hand, on bare paper, remembered in the form's setup."""

from __future__ import annotations

from dataclasses import replace

from app.domain.changes import Edit
from app.domain.ids import FormId, RequestId, new_id
from app.domain.request import Request, StoredForm
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.pack import Pack
from app.pdf.template import Rect
from app.services import edits, forms
from app.services.edits import found
from app.services.prepare import Prepared, prepare
from app.services.problems import NoFormChosen
from app.services.session import Act, Session
from app.services.signing_problems import NoSetup, PlaceTaken
from app.signing.blank import PageInk
from app.signing.survey import Survey

#: A mark in less room cannot be read on a fax.
LEAST_PT = (60.0, 12.0)
#: The rule to sign on, and the lower edge of a printed box, may lie within the place by so much.
_RULE_PT = 3.0
_OWN = "of this form"


def what_hinders(prepared: Prepared, survey: Survey, page: int, place: Rect) -> str:
    """Why a mark cannot stand there, in words; empty where it can.

    Args:
        prepared: the request.
        survey: of its pages.
        page: from 1.
        place: in user space.
    """
    ink = survey.pages.get(page)
    if ink is None or page > len(prepared.form.template.pages):
        return "That page is not one of the form's."
    seen = ink.frame.rect_to_seen(place)
    if seen.width < LEAST_PT[0] or seen.height < LEAST_PT[1]:
        return "It is too small to be read on a fax."
    if seen.x0 < 0 or seen.y0 < 0 or seen.x1 > ink.frame.width or seen.y1 > ink.frame.height:
        return "It reaches beyond the page."
    if not _without_own_boxes(prepared, ink).is_blank(Rect(seen.x0, seen.y0 + _RULE_PT, seen.x1, seen.y1)):
        return "Print or another box lies there."
    return ""


def keep_place(session: Session, request_id: RequestId, survey: Survey, page: int, place: Rect) -> Pack:
    """Remember the place in the form's setup: from now on the mark stands there on every request on this form.

    Raises:
        NotAllowed: the role does not allow it.
        NoSetup: the form has no setup that could remember it.
        PlaceTaken: print or another box lies there.
    """
    session.allow(Act.EDIT)
    prepared = prepare(session, request_id)
    why = what_hinders(prepared, survey, page, place)
    if why:
        raise PlaceTaken(why=why)
    rounded = Rect(*(round(value, 1) for value in (place.x0, place.y0, place.x1, place.y1)))
    return _kept(session, request_id, (page, rounded))


def forget_place(session: Session, request_id: RequestId) -> Pack:
    """Let the mark stand in the form's own boxes again.

    Raises:
        NotAllowed: the role does not allow it.
        NoSetup: the form has no setup.
    """
    session.allow(Act.EDIT)
    return _kept(session, request_id, None)


def _kept(session: Session, request_id: RequestId, mark_at: tuple[int, Rect] | None) -> Pack:
    choice = found(session, Request, request_id).form
    if choice is None:
        raise NoFormChosen()
    pack = forms.pack_of(session, choice)
    if pack is None:
        raise NoSetup()
    text = pack_toml(replace(pack, signer=replace(pack.signer, mark_at=mark_at)))
    stored = next((item for item in session.vault.all(StoredForm) if item.sha256 == choice.sha256), None)
    if stored is None:
        kept = StoredForm(
            FormId(new_id()), choice.sha256, pack.title, pack.pages, session.now, pack_toml=text, pack_id=pack.id
        )
        forms.keep_blank(session, choice)
    else:
        kept = replace(stored, pack_toml=text, pack_id=pack.id)
    edits.save(session, edits.USING_PACK, Edit(stored, kept))
    return session.packs.put(text, _OWN)


def _without_own_boxes(prepared: Prepared, ink: PageInk) -> PageInk:
    """The page with every box taken but those for the signature and its mark."""
    own = [box.rect for name in prepared.filled.signature_boxes if (box := prepared.form.template.box(name))]
    seen = {ink.frame.rect_to_seen(rect) for rect in own}
    return replace(ink, taken=tuple(rect for rect in ink.taken if rect not in seen))
