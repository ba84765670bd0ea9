"""A blank as it is opened: the pack that it belongs to, and the boxes that are declared or found on it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.mapping.pack import Pack, PackLibrary, Place, Recognised, Recognition, declared_boxes
from app.mapping.placing import place
from app.pdf.compiled import CompiledForm
from app.pdf.template import Box, Template
from app.pdf.worker import PaperWorker

#: Share of a pack's boxes that a form may lack and still be the pack's.
_MOST_UNPLACED = 0.1
#: Share of the declared boxes that lie on boxes of a form that prints the same words; nine in ten do on the payer's own
#: file, three in ten on a print of it at 96 %. Fewer boxes than that say nothing.
_LEAST_MET, _TOO_FEW = 0.8, 4
_NEAR_PT = 3.0


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
        known = packs.recognise(form.template.sha256, paper.page_text(data))
    opened = OpenedForm(form.template.sha256, form, known)
    if opened.pack is not None:
        form = paper.compile(data, password=password, declared=declared_boxes(opened.pack), find=True, tried=tried)
        if known is None or known.how is Recognised.FILE:
            return replace(opened, form=form)
        if _fits(opened.pack, form.template, paper.compile(data, password=password, find=True, tried=tried).template):
            return replace(opened, form=form)
        # The same words, but not the same boxes: a print of a fillable form, or a page that was drawn anew.
        opened = replace(opened, recognition=replace(known, how=Recognised.OTHER_EDITION, edition=known.pack.edition))
    return replace(opened, form=paper.compile(data, password=password, find=True, tried=tried))


def _fits(pack: Pack, declared: Template, bare: Template) -> bool:
    """Whether nearly all boxes of the pack are on the form, and lie where something is to be written.

    Args:
        pack: that the form's words belong to.
        declared: the form with the boxes that the pack declares.
        bare: the form with its own boxes and those found on it: a print may be scaled or shifted.
    """
    places = [box.place for box in pack.boxes if box.place is not None]
    met = sum(any(_is_met(spot, box) for box in bare.boxes) for spot in places)
    is_there = len(place(pack, declared).unplaced) <= _MOST_UNPLACED * len(pack.boxes)
    return is_there and (len(places) < _TOO_FEW or met >= _LEAST_MET * len(places))


def _is_met(spot: Place, box: Box) -> bool:
    """Whether a declared box lies in a box of the form: on its height, its middle within, and one of its ends met."""
    (x, y), here = spot.rect.center, box.rect
    inside = here.x0 - _NEAR_PT <= x <= here.x1 + _NEAR_PT
    level = box.page == spot.page and abs(here.center[1] - y) <= max(_NEAR_PT, here.height / 4)
    return inside and level and min(abs(here.x0 - spot.rect.x0), abs(here.x1 - spot.rect.x1)) <= _NEAR_PT + 1
