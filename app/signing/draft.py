"""A filled form before it is signed, and who is told how far its signing has come."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from app.mapping.filled import FilledForm
from app.pdf.compiled import CompiledForm
from app.pdf.composing.addendum import page_size
from app.pdf.composing.composer import AddendumHeading, BoxTitle, Composed, compose
from app.pdf.template import BoxId, PageShape, Rect, Template
from app.signing.frame import Frame

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
        mark_at: page and place where the office wants the signer's mark, in place of the form's own boxes.
    """

    form: CompiledForm
    filled: FilledForm
    titles: Mapping[BoxId, BoxTitle] = field(default_factory=dict)
    heading: AddendumHeading = field(default_factory=AddendumHeading)
    mark_at: tuple[int, Rect] | None = None

    def composed(self) -> Composed:
        """The form as it is shown for signing; `pdf` is what an intent is made for."""
        return compose(self.form, self.filled.values(), titles=self.titles, heading=self.heading)

    def mark_places(self) -> tuple[tuple[int, Rect], ...]:
        """Page and place of every mark, in user space: where the office wants it, else the form's own boxes."""
        if self.mark_at is not None:
            return (self.mark_at,)
        boxes = (self.form.template.box(name) for name in self.filled.signature_boxes)
        return tuple((box.page, box.rect) for box in boxes if box is not None)


def own_paper(template: Template) -> Frame:
    """The paper of the pages that follow the form."""
    width, height = page_size(template.pages[0])
    return Frame(PageShape(Rect(0.0, 0.0, width, height)))
