"""Puts the visible signature on a form: into its box, into a block of full words, and a foot line on every page.

The form is composed again with the signature's ink in it, so nothing is parsed here and the result is one flat PDF.
Where ink may go is judged on pages drawn by the paper worker.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from app.mapping.filled import FilledForm
from app.pdf.compiled import CompiledForm
from app.pdf.composing.addendum import page_size
from app.pdf.composing.composer import AddendumHeading, BoxTitle, Composed, compose
from app.pdf.ink.lines import Ink
from app.pdf.template import BoxId, PageShape, Rect, Template
from app.pdf.worker import PaperWorker
from app.signing.blank import SCALE, PageInk
from app.signing.block import band_for_block, block_ink, is_partly_reserved, mark_place_of_block
from app.signing.foot import (
    LEAST_QR_PT,
    FootPlace,
    code_ink,
    code_place,
    foot_ink,
    foot_text,
    place_for_foot,
    place_for_qr,
)
from app.signing.frame import Frame
from app.signing.inbox import sign_box
from app.signing.intent import Moment, SignIntent, document_sha256_of
from app.signing.manifest import SIGNED_BY, Manifestation, manifestation
from app.signing.mark import Mark
from app.signing.problems import SignatureNotVisible
from app.signing.seal import check_seal, warm
from app.signing.signer import Authorization, OpenSigner
from app.signing.sigpage import signature_page

_LEAST_MARK_PIXELS = 20
#: Drawn in one go: few enough for the worker's patience on a slow computer.
_PAGES_AT_ONCE = 4


#: Is told how far an act has come, as a share from 0 to 1, and what is being done.
Tell = Callable[[float, str], None]


def nobody(_share: float, _words: str) -> None:
    """Whom nothing need be told."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A filled form before it is signed; composing it gives the same bytes every time.

    Attributes:
        titles: what the form calls its boxes, for the addendum.
        heading: of the addendum's pages.
    """

    form: CompiledForm
    filled: FilledForm
    titles: Mapping[BoxId, BoxTitle] = field(default_factory=dict)
    heading: AddendumHeading = field(default_factory=AddendumHeading)

    def composed(self) -> Composed:
        """The form as it is shown for signing; `pdf` is what an intent is made for."""
        return compose(self.form, self.filled.values(), titles=self.titles, heading=self.heading)


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


@dataclass(frozen=True, slots=True)
class Survey:
    """Where the pages of a document are bare, looked at before anybody signs it.

    Attributes:
        sha256: of the document.
        pages: by number, from 1.
        texts: of the pages.
    """

    sha256: str
    pages: Mapping[int, PageInk]
    texts: tuple[str, ...]


@dataclass(slots=True)
class _Plan:
    """Ink by page (from 1) while it is being placed."""

    pages: Mapping[int, PageInk]
    texts: tuple[str, ...]
    ink: dict[int, list[Ink]] = field(default_factory=dict)
    marks: list[tuple[int, Rect]] = field(default_factory=list)
    placed: dict[int, list[Rect]] = field(default_factory=dict)
    feet: dict[int, FootPlace] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def put(self, number: int, ink: tuple[Ink, ...]) -> None:
        self.ink.setdefault(number, []).extend(ink)


def surveyed(draft: Draft, shown: Composed, worker: PaperWorker, *, tell: Tell = nobody) -> Survey:
    """Look for bare paper on every page, and load what sealing needs: most of the time that signing takes.

    Args:
        draft: that the document was composed from.
        shown: the document.
        worker: draws the pages.
        tell: is told how far this has come.
    """
    template = draft.form.template
    total = shown.form_pages + shown.addendum_pages
    pages: dict[int, PageInk] = {}
    for start in range(1, total + 1, _PAGES_AT_ONCE):
        numbers = range(start, min(start + _PAGES_AT_ONCE, total + 1))
        tell(0.6 * (start - 1) / total, f"Looking for bare paper, page {start} of {total}")
        for number, drawn in zip(numbers, worker.ink_maps(shown.pdf, numbers, SCALE), strict=True):
            frame = Frame(template.pages[number - 1]) if number <= len(template.pages) else _own_paper(template)
            taken = tuple(frame.rect_to_seen(box.rect) for box in template.boxes if box.page == number)
            pages[number] = PageInk.of(drawn, frame, taken)
    texts = tuple(worker.page_text(shown.pdf))
    warm(worker)
    return Survey(document_sha256_of(shown.pdf), pages, texts)


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
    plan = _Plan(survey.pages, survey.texts)
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


def _set(draft: Draft, plan: _Plan, authorization: Authorization, words: Manifestation) -> Composed:
    places = draft.filled.signature_places(authorization.intent.at.date())
    _place_marks(plan, draft, places.mark, authorization, words)
    extra_pages = _place_words(plan, draft, places.mark, authorization, words)
    values = draft.filled.values() | dict(places.dates)
    return compose(
        draft.form, values, titles=draft.titles, heading=draft.heading, extra=plan.ink, extra_pages=extra_pages
    )


def _place_marks(
    plan: _Plan, draft: Draft, boxes: tuple[BoxId, ...], authorization: Authorization, words: Manifestation
) -> None:
    for box_id in boxes:
        box = draft.form.template.box(box_id)
        if box is None:
            continue
        signed = sign_box(box.rect, plan.pages[box.page], authorization.mark, words)
        plan.put(box.page, signed.ink)
        plan.marks.append((box.page, signed.mark_place))
        plan.placed.setdefault(box.page, []).append(signed.seen)
        if not signed.says_who:
            plan.notes.append(f"The signature box on page {box.page} is too small for more than the signature itself.")


def _place_words(
    plan: _Plan, draft: Draft, boxes: tuple[BoxId, ...], authorization: Authorization, words: Manifestation
) -> list[list[Ink]]:
    """The block and the foot lines; returns the signature page where the form has no room for the block."""
    _find_feet(plan, words)
    number = _page_of(draft, boxes)
    band = None if number is None else _block_band(plan, number, words)
    total = len(plan.pages) + (band is None)
    if number is not None and band is not None:
        plan.placed.setdefault(number, []).append(band)
    _place_codes(plan, words, total)
    for page, foot in plan.feet.items():
        text = foot_text(words, page, total, is_short=foot.is_short)
        plan.put(page, foot_ink(foot.band, text, plan.pages[page].frame))
    if number is None or band is None:
        paper, foot_line = _own_paper(draft.form.template), foot_text(words, total, total)
        about = (*draft.heading.lines, f"Signature of document {words.document_id}, {_pages(len(plan.pages))}.")
        page_ink = signature_page(authorization, words, paper, about, foot_line)
        return [[*page_ink, code_ink(code_place(paper), words, total, total, paper)]]
    frame = plan.pages[number].frame
    plan.put(number, block_ink(band, authorization.mark, words, frame))
    plan.marks.append((number, mark_place_of_block(band, frame)))
    return []


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"


def _own_paper(template: Template) -> Frame:
    """The paper of the pages that follow the form."""
    width, height = page_size(template.pages[0])
    return Frame(PageShape(Rect(0.0, 0.0, width, height)))


def _find_feet(plan: _Plan, words: Manifestation) -> None:
    for number, page in plan.pages.items():
        place = place_for_foot(page, words)
        if place is None:
            plan.notes.append(f"Page {number} has no blank margin for the document number.")
        else:
            plan.feet[number] = place


def _place_codes(plan: _Plan, words: Manifestation, total: int) -> None:
    """The square code of every page that has blank paper for it, as large as there is room for."""
    for number, page in plan.pages.items():
        foot = plan.feet.get(number)
        taken = (*plan.placed.get(number, ()), *(() if foot is None else (foot.band,)))
        place = place_for_qr(page, words, taken, only_bare=is_partly_reserved(plan.texts[number - 1]))
        if place is None:
            plan.notes.append(f"Page {number} has no blank place for the square code.")
            continue
        if place.width < LEAST_QR_PT:
            plan.notes.append(f"The square code on page {number} is small: a fax of standard quality may lose it.")
        plan.put(number, (code_ink(place, words, number, total, page.frame),))


def _block_band(plan: _Plan, number: int, words: Manifestation) -> Rect | None:
    if is_partly_reserved(plan.texts[number - 1]):
        return None
    page = plan.pages[number]
    foot = plan.feet.get(number)
    taken = page.taken if foot is None else (*page.taken, foot.band)
    return band_for_block(replace(page, taken=taken), words)


def _page_of(draft: Draft, boxes: tuple[BoxId, ...]) -> int | None:
    pages = [box.page for box_id in boxes if (box := draft.form.template.box(box_id)) is not None]
    return max(pages, default=None)


def _prove(signed: SignedForm, shown: Composed, plan: _Plan, worker: PaperWorker) -> None:
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
