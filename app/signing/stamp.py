"""Puts the visible signature on a form: into its box, into a block of full words, and a foot line on every page.

The form is composed again with the signature's ink in it, so nothing is parsed here and the result is one flat PDF.
Where ink may go is judged on pages drawn by the paper worker.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.pdf.composing.composer import Composed, compose
from app.pdf.ink.lines import Ink
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker
from app.signing.block import band_for_block, block_ink, is_partly_reserved, mark_place_of_block
from app.signing.draft import Draft, Tell, nobody, own_paper
from app.signing.foot import (
    code_ink,
    code_place,
    foot_text,
)
from app.signing.inbox import sign_box
from app.signing.intent import Moment, SignIntent, document_sha256_of
from app.signing.manifest import SIGNED_BY, Manifestation, manifestation
from app.signing.mark import Mark
from app.signing.page_marks import Plan, find_feet, place_codes, put_feet
from app.signing.problems import SignatureNotVisible
from app.signing.seal import check_seal
from app.signing.signer import Authorization, OpenSigner
from app.signing.sigpage import signature_page
from app.signing.survey import Survey, surveyed

_LEAST_MARK_PIXELS = 20


@dataclass(frozen=True, slots=True)
class SignedForm:
    """A form with its visible signature: from one act the flat fax copy and the sealed record copy.

    Attributes:
        pdf: the fax copy: form, addendum, and the signature page where there is one.
        sha256: of `pdf`, for the audit log.
        document_id: what stands on every page; of the bytes that were signed.
        record: the record copy: the same pages with the seal of the signer's key.
        composed: the fax copy with the fit of every value.
        signature_pages: 1 where the full words needed a page of their own, else 0.
        notes: plain sentences on what could not be placed.
    """

    pdf: bytes
    sha256: str
    document_id: str
    authorization: Authorization
    record: bytes
    composed: Composed
    signature_pages: int
    notes: tuple[str, ...] = ()

    @property
    def record_sha256(self) -> str:
        """Of the record copy, for the audit log."""
        return document_sha256_of(self.record)

    @property
    def pages(self) -> int:
        """All pages of the file."""
        return self.composed.form_pages + self.composed.addendum_pages + self.signature_pages


def sign_form(
    draft: Draft,
    intent: SignIntent,
    signer: OpenSigner,
    moment: Moment,
    worker: PaperWorker,
    *,
    mark: Mark | None = None,
    survey: Survey | None = None,
    tell: Tell = nobody,
) -> SignedForm:
    """Sign one form, once.

    Args:
        draft: composed again here; if it gives other bytes than those of the intent, nothing is signed.
        intent: what the signer agreed to.
        signer: opened for this act.
        moment: the time, the last entry of the log, the signings carried out.
        worker: draws the pages.
        mark: drawn for this document instead of the one that was set up.
        survey: of the document, where it was made while the signer read it; made here where it is another's.
        tell: is told how far this has come.

    Raises:
        SigningProblem: the intent or the seal does not hold, or the signature cannot be seen on the finished page.
    """
    shown = draft.composed()
    authorization = signer.authorize(intent, shown.pdf, moment, mark=mark)
    words = manifestation(intent, authorization.identity, moment.anchor)
    if survey is None or survey.sha256 != intent.document_sha256:
        survey = surveyed(draft, shown, worker, tell=tell)
    plan = Plan(survey.pages, survey.texts)
    tell(0.6, "Setting the signature")
    done = _set(draft, plan, authorization, words)
    tell(0.7, "Sealing")
    record = signer.seal(done.pdf, *(plan.marks[0] if plan.marks else (len(plan.pages) + 1, None)))
    check_seal(record, authorization.certificate, worker)
    signed = SignedForm(
        done.pdf,
        document_sha256_of(done.pdf),
        words.document_id,
        authorization,
        record,
        done,
        done.extra_pages,
        tuple(plan.notes),
    )
    tell(0.8, "Proving the pages")
    _prove(signed, shown, plan, worker)
    return signed


def _set(draft: Draft, plan: Plan, authorization: Authorization, words: Manifestation) -> Composed:
    places = draft.filled.signature_places(authorization.intent.at.date())
    _place_marks(plan, draft, authorization, words)
    extra_pages = _place_words(plan, draft, authorization, words)
    values = draft.filled.values() | dict(places.dates)
    return compose(
        draft.form, values, titles=draft.titles, heading=draft.heading, extra=plan.ink, extra_pages=extra_pages
    )


def _place_marks(plan: Plan, draft: Draft, authorization: Authorization, words: Manifestation) -> None:
    for page, place in draft.mark_places():
        is_own = draft.mark_at is not None
        signed = sign_box(place, plan.pages[page], authorization.mark, words, may_rise=not is_own)
        plan.put(page, signed.ink)
        plan.marks.append((page, signed.mark_place))
        plan.placed.setdefault(page, []).append(signed.seen)
        if not signed.says_who:
            plan.notes.append(f"The signature box on page {page} is too small for more than the signature itself.")


def _place_words(plan: Plan, draft: Draft, authorization: Authorization, words: Manifestation) -> list[list[Ink]]:
    """The block and the foot lines; returns the signature page where the form has no room for the block."""
    find_feet(plan, words)
    number = max((page for page, _ in draft.mark_places()), default=None)
    band = None if number is None else _block_band(plan, number, words)
    total = len(plan.pages) + (band is None)
    if number is not None and band is not None:
        plan.placed.setdefault(number, []).append(band)
    place_codes(plan, words, total)
    put_feet(plan, words, total)
    if number is None or band is None:
        paper, foot_line = own_paper(draft.form.template), foot_text(words, total, total)
        about = (*draft.heading.lines, f"Signature of document {words.document_id}, {_pages(len(plan.pages))}.")
        page_ink = signature_page(authorization, words, paper, about, foot_line)
        return [[*page_ink, code_ink(code_place(paper), words, total, total, paper)]]
    frame = plan.pages[number].frame
    plan.put(number, block_ink(band, authorization.mark, words, frame))
    plan.marks.append((number, mark_place_of_block(band, frame)))
    return []


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _block_band(plan: Plan, number: int, words: Manifestation) -> Rect | None:
    if is_partly_reserved(plan.texts[number - 1]):
        return None
    page = plan.pages[number]
    foot = plan.feet.get(number)
    taken = page.taken if foot is None else (*page.taken, foot.band)
    return band_for_block(replace(page, taken=taken), words)


def _prove(signed: SignedForm, shown: Composed, plan: Plan, worker: PaperWorker) -> None:
    """Refuse a file on which the signature cannot be seen and read."""
    texts = [" ".join(text.split()) for text in worker.page_text(signed.pdf)]
    for number in plan.feet:
        if signed.document_id not in texts[number - 1]:
            raise SignatureNotVisible(page=number)
    if not any(SIGNED_BY in text and signed.authorization.identity.name in text for text in texts):
        raise SignatureNotVisible(page=len(texts))
    added = worker.ink_added(shown.pdf, signed.pdf, plan.marks) if plan.marks else []
    for (page, _), pixels in zip(plan.marks, added, strict=True):
        if pixels < _LEAST_MARK_PIXELS:
            raise SignatureNotVisible(page=page)
