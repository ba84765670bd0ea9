"""A blank as it is opened: the pack that it belongs to, and the boxes that are declared or found on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.mapping.fingerprint import truer
from app.mapping.pack import Pack, PackLibrary, Place, Recognised, Recognition, declared_boxes
from app.mapping.placing import place
from app.pdf.compiled import CompiledForm
from app.pdf.finder.sight import PageSight
from app.pdf.template import Box, FormKind, Template
from app.pdf.worker import PaperWorker

#: Share of a pack's boxes that a form may lack and still be the pack's.
_MOST_UNPLACED = 0.1
#: Share of the declared boxes that lie on boxes of a form that prints the same words; nine in ten do on the payer's own
#: file, three in ten on a print of it at 96 %. Fewer boxes than that say nothing.
_LEAST_MET, _TOO_FEW = 0.8, 4
_NEAR_PT, _LINE_PT = 3.0, 1.5
#: A moved box keeps its size to so much, and lies so near to where it was, beside half its width.
_SAME_SIZE_PT, _ASIDE_PT = 1.0, 8.0
#: Share of the words, and of the places, that make a print whose words do not all come through the form's own.
_MOST_WORDS, _NEARLY_ALL = 0.7, 0.95


@dataclass(frozen=True, slots=True)
class OpenedForm:
    """A blank that was opened and compiled.

    Attributes:
        recognition: the pack that it may belong to and how that is known, or None for a form never seen.
    """

    sha256: str
    form: CompiledForm
    recognition: Recognition | None

    @property
    def pack(self) -> Pack | None:
        """The pack to fill it with; another edition's pack is never used unseen."""
        return self.recognition.pack if self.recognition is not None and self.recognition.is_usable else None

    @property
    def template(self) -> Template:
        """Its pages and boxes."""
        return self.form.template


def open_blank(
    paper: PaperWorker, packs: PackLibrary, data: bytes, *, password: str | None = None, tried: bool = True
) -> OpenedForm:
    """Open the bytes of a blank PDF in the worker, with the boxes that its pack declares, or else those found on it.

    Args:
        paper: that opens it.
        packs: that it may belong to.
        data: of the blank.
        password: that opens it, if it needs one.
        tried: whether each box is also tried, which whoever fills nothing need not wait for.

    Raises:
        PdfProblem: it cannot be opened or needs another password.
    """
    form = paper.compile(data, password=password)
    known = packs.recognise(form.template.sha256)
    if known is None and len(packs):
        known = _by_words(paper, packs, form.template, data, password)
    opened = OpenedForm(form.template.sha256, form, known)
    if known is not None and (known.is_usable or _is_probable(known, form.template)):
        form = paper.compile(data, password=password, declared=declared_boxes(known.pack), find=True, tried=tried)
        if known.how is Recognised.FILE:
            return replace(opened, form=form)
        bare = paper.compile(data, password=password, find=True, tried=tried).template
        least = _LEAST_MET if known.is_usable else _NEARLY_ALL
        if _fits(known.pack, form.template, bare, least):
            return replace(opened, form=form, recognition=replace(known, how=Recognised.TEXT))
        # The same words, but not the same boxes: a page that was drawn anew, or a print at another size.
        if known.is_usable:
            other = replace(known, how=Recognised.OTHER_EDITION, edition=known.pack.edition)
            opened = replace(opened, recognition=other)
    return replace(opened, form=paper.compile(data, password=password, find=True, tried=tried))


def known_by(paper: PaperWorker, data: bytes, sights: Sequence[PageSight]) -> Sequence[str]:
    """The texts that a file's form is known by.

    Args:
        paper: that has opened it.
        data: of the file.
        sights: what its pages show.

    Raises:
        PdfProblem: it cannot be opened.
    """
    return truer(paper.page_text(data), shown_texts(sights))


def shown_texts(sights: Sequence[PageSight]) -> tuple[str, ...]:
    """What each page shows, line by line."""
    return tuple("\n".join(line.text for line in sight.lines) for sight in sights)


def _by_words(
    paper: PaperWorker, packs: PackLibrary, template: Template, data: bytes, password: str | None
) -> Recognition | None:
    """The pack that a file's words belong to: as they are coded, else as they look."""
    coded = packs.recognise(template.sha256, paper.page_text(data))
    if (coded is not None and coded.is_usable) or template.kind is FormKind.SCANNED:
        return coded
    seen = packs.recognise(template.sha256, shown_texts(paper.sights(data, password=password)))
    found = [item for item in (coded, seen) if item is not None]
    return max(found, key=lambda item: (item.is_usable, item.similarity), default=None)


def _is_probable(known: Recognition, template: Template) -> bool:
    """Whether it prints the edition of the pack and most of its words: some prints lose the letters of ligatures."""
    same = bool(known.edition) and known.edition == known.pack.edition
    return same and known.similarity >= _MOST_WORDS and known.pack.pages == len(template.pages)


def _fits(pack: Pack, declared: Template, bare: Template, least: float) -> bool:
    """Whether nearly all boxes of the pack are on the form, and lie where something is to be written.

    Args:
        pack: that the form's words belong to.
        declared: the form with the boxes that the pack declares.
        bare: the form with its own boxes and those found on it: a print may be scaled or shifted.
        least: share of the declared boxes that has to.
    """
    places = [box.place for box in pack.boxes if box.place is not None]
    met = sum(any(_is_met(spot, box) for box in bare.boxes) for spot in places)
    is_there = len(place(pack, declared).unplaced) <= _MOST_UNPLACED * len(pack.boxes)
    says_little = len(places) < _TOO_FEW
    if _has_moved(places, bare.boxes):
        return False
    return is_there and (least < _NEARLY_ALL if says_little else met >= least * len(places))


def _has_moved(places: Sequence[Place], boxes: Sequence[Box]) -> bool:
    """Whether a box of a place's own size lies beside that place, and is no other place's: it was moved there."""
    unmet = [spot for spot in places if not any(_is_same(spot, box) for box in boxes)]
    if not unmet:
        return False
    spare = [box for box in boxes if not any(_is_same(spot, box) for spot in places)]
    return any(_lies_beside(spot, box) for spot in unmet for box in spare)


def _is_same(spot: Place, box: Box) -> bool:
    one, other = spot.rect, box.rect
    sides = ((one.x0, other.x0), (one.y0, other.y0), (one.x1, other.x1), (one.y1, other.y1))
    return box.page == spot.page and all(abs(here - there) <= _NEAR_PT for here, there in sides)


def _lies_beside(spot: Place, box: Box) -> bool:
    one, other = spot.rect, box.rect
    is_size = abs(one.width - other.width) <= _SAME_SIZE_PT and abs(one.height - other.height) <= _SAME_SIZE_PT
    across, up = abs(other.x0 - one.x0), abs(other.y0 - one.y0)
    return box.page == spot.page and is_size and across < one.width / 2 + _ASIDE_PT and up < max(_ASIDE_PT, one.height)


def _is_met(spot: Place, box: Box) -> bool:
    """Whether a declared box lies in a box of the form: on its height or line, its middle inside, one end met."""
    (x, y), here = spot.rect.center, box.rect
    inside = here.x0 - _NEAR_PT <= x <= here.x1 + _NEAR_PT
    is_level = abs(here.center[1] - y) <= max(_NEAR_PT, here.height / 4) or abs(here.y0 - spot.rect.y0) <= _LINE_PT
    return (
        box.page == spot.page
        and inside
        and is_level
        and min(abs(here.x0 - spot.rect.x0), abs(here.x1 - spot.rect.x1)) <= _NEAR_PT + 1
    )
