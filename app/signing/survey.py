"""Looking for bare paper on the pages of a document, some pages at a time so that others can draw in between."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.pdf.composing.composer import Composed
from app.pdf.worker import PaperWorker
from app.signing.blank import SCALE, PageInk
from app.signing.draft import Draft, Tell, nobody, own_paper
from app.signing.frame import Frame
from app.signing.intent import document_sha256_of
from app.signing.seal import warm

#: Drawn in one go: few enough for whoever waits for a page meanwhile.
_PAGES_AT_ONCE = 2


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


class Surveying:
    """One look over a document, in steps.

    Args:
        draft: that the document was composed from.
        shown: the document.
        worker: draws the pages.
    """

    def __init__(self, draft: Draft, shown: Composed, worker: PaperWorker) -> None:
        self._template, self._shown, self._worker = draft.form.template, shown, worker
        self._total = shown.form_pages + shown.addendum_pages
        self._pages: dict[int, PageInk] = {}
        self._texts: tuple[str, ...] | None = None
        self._is_warm = False

    @property
    def is_done(self) -> bool:
        """Whether every page was looked at."""
        return self._is_warm

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return len(self._pages) / max(1, self._total)

    @property
    def words(self) -> str:
        """What comes next."""
        return f"Looking for bare paper, page {min(len(self._pages) + 1, self._total)} of {self._total}"

    def step(self) -> None:
        """Look at the next pages; after the last ones read all texts, then load what sealing needs."""
        if len(self._pages) < self._total:
            self._look()
        elif self._texts is None:
            self._texts = tuple(self._worker.page_text(self._shown.pdf))
        else:
            warm(self._worker)
            self._is_warm = True

    def result(self) -> Survey:
        """What was found; whatever is left is looked at now."""
        while not self.is_done:
            self.step()
        return Survey(document_sha256_of(self._shown.pdf), self._pages, self._texts or ())

    def _look(self) -> None:
        first, shapes = len(self._pages) + 1, self._template.pages
        numbers = range(first, min(first + _PAGES_AT_ONCE, self._total + 1))
        for number, drawn in zip(numbers, self._worker.ink_maps(self._shown.pdf, numbers, SCALE), strict=True):
            frame = Frame(shapes[number - 1]) if number <= len(shapes) else own_paper(self._template)
            taken = tuple(frame.rect_to_seen(box.rect) for box in self._template.boxes if box.page == number)
            self._pages[number] = PageInk.of(drawn, frame, taken)


def surveyed(draft: Draft, shown: Composed, worker: PaperWorker, *, tell: Tell = nobody) -> Survey:
    """Look for bare paper on every page, and load what sealing needs: most of the time that signing takes.

    Args:
        draft: that the document was composed from.
        shown: the document.
        worker: draws the pages.
        tell: is told how far this has come.
    """
    looking = Surveying(draft, shown, worker)
    while not looking.is_done:
        tell(0.6 * looking.share, looking.words)
        looking.step()
    return looking.result()
