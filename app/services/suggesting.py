"""What the boxes of a form without a pack seem to ask for: offered, never applied unseen."""

from __future__ import annotations

from app.errors import PdfProblem
from app.mapping.suggest.confidence import scale
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.model import Suggestion
from app.mapping.suggest.suggest import suggest
from app.pdf.context.reading import read_context
from app.pdf.template import Template
from app.pdf.worker import PaperWorker


def prepare() -> None:
    """Load what suggestions are made with, once a run."""
    lexicon()
    scale()


def suggestions(
    paper: PaperWorker, data: bytes, template: Template, *, password: str | None = None
) -> tuple[Suggestion, ...]:
    """A suggestion for every box of a form, in the template's order.

    Args:
        paper: looks at the pages.
        data: the blank PDF.
        template: its boxes, its own and those that were found.
        password: that opens it, if it needs one.
    """
    try:
        sights = paper.sights(data, password=password)
    except PdfProblem:
        # Boxes that could be read are worth having without what is printed around them.
        sights = ()
    return suggest(template, read_context(template, sights), lexicon(), scale())
