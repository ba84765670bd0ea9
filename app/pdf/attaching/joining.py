"""Documents joined into one, with a line of ours on their pages. Only ever called inside the worker."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import pikepdf

from app.pdf.attaching.line_at import SHRUNK_FOOT_PT, LineAt
from app.pdf.problems import NoSuchPage

#: Gives a document, and which of its pages, each from 1, in the order given; None for all of them.
Taken: TypeAlias = tuple[Callable[[], bytes], Sequence[int] | None]

_LINE = pikepdf.Name("/PkLine")
_NOTHING_PLACED: Mapping[int, LineAt] = MappingProxyType({})


@contextmanager
def joined(
    parts: Sequence[Taken], lines: bytes = b"", placed: Mapping[int, LineAt] = _NOTHING_PLACED
) -> Iterator[pikepdf.Pdf]:
    """Pages of documents in their order, as they are, some with a line of ours laid over them.

    Args:
        parts: finished documents and their pages.
        lines: a document of ours, a page for each line; empty where there is none.
        placed: by page of the whole, from 1.

    Raises:
        NoSuchPage: a page is asked for, or a line is for one, that is not there.
    """
    with pikepdf.new() as out:
        layers = Layers(out)
        for load, pages in parts:
            # What is taken over from a document in memory is copied at once, so no two of them need be open.
            with pikepdf.open(io.BytesIO(load())) as source:
                out.pages.extend(taken(source, pages))
                layers.take(source)
        layers.keep()
        if placed:
            with pikepdf.open(io.BytesIO(lines)) as drawings:
                _lay_over(out, drawings, placed)
        yield out


def taken(source: pikepdf.Pdf, pages: Sequence[int] | None) -> list[pikepdf.Page]:
    """Pages of a document that is open, in the order given, without what only the other pages draw.

    Raises:
        NoSuchPage: it has fewer.
    """
    every = list(source.pages)
    if pages is None:
        return every
    for number in pages:
        if not 1 <= number <= len(every):
            raise NoSuchPage(page=number, pages=len(every))
    chosen = [every[number - 1] for number in pages]
    for page in chosen if set(pages) != set(range(1, len(every) + 1)) else ():
        # Pages may share one list of everything: what a page does not draw would go out along with it.
        page.remove_unreferenced_resources()
    return chosen


def _lay_over(out: pikepdf.Pdf, lines: pikepdf.Pdf, placed: Mapping[int, LineAt]) -> None:
    for number, line in sorted(placed.items()):
        if not 1 <= number <= len(out.pages):
            raise NoSuchPage(page=number, pages=len(out.pages))
        page = out.pages[number - 1]
        seen = _Seen.of(page)
        form = out.copy_foreign(lines.pages[line.drawing - 1].as_form_xobject())
        name = page.add_resource(form, pikepdf.Name.XObject, _LINE, replace_existing=False)
        # What the page itself draws is closed off: it may leave its own measure in force.
        page.contents_add(f"q {seen.smaller() if line.is_shrunk else ''}\n".encode(), prepend=True)
        page.contents_add(f"\nQ q {seen.upright_at(line.x, line.y)} cm {name} Do Q".encode())


@dataclass(frozen=True, slots=True)
class _Seen:
    """A page as it is seen, and the way from there to its unrotated user space."""

    box: tuple[float, float, float, float]
    turn: int

    @classmethod
    def of(cls, page: pikepdf.Page) -> _Seen:
        media, crop = (_ordered(item) for item in (page.mediabox, page.cropbox))
        box = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
        return cls(box, int(page.obj.get("/Rotate", 0)) % 360)

    @property
    def _axes(self) -> tuple[float, float, float, float]:
        """Where the steps to the right and up lead."""
        return {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}.get(self.turn, (1, 0, 0, 1))

    @property
    def _corner(self) -> tuple[float, float]:
        """The lower left corner as it is seen."""
        x0, y0, x1, y1 = self.box
        return {90: (x1, y0), 180: (x1, y1), 270: (x0, y1)}.get(self.turn, (x0, y0))

    def upright_at(self, x: float, y: float) -> str:
        """The matrix that sets something upright at a place."""
        a, b, c, d = self._axes
        left, bottom = self._corner
        return _numbers(a, b, c, d, left + a * x + c * y, bottom + b * x + d * y)

    def smaller(self) -> str:
        """What makes all that is drawn smaller, towards the middle of the head, and keeps it within its own edges."""
        x0, y0, x1, y1 = self.box
        width, height = (y1 - y0, x1 - x0) if self.turn in (90, 270) else (x1 - x0, y1 - y0)
        share = 1 - SHRUNK_FOOT_PT / height
        a, b, c, d = self._axes
        left, bottom = self._corner
        right, up = width * (1 - share) / 2, height * (1 - share)
        moved_x = (1 - share) * left + a * right + c * up
        moved_y = (1 - share) * bottom + b * right + d * up
        return f"{_numbers(share, 0, 0, share, moved_x, moved_y)} cm {_numbers(x0, y0, x1 - x0, y1 - y0)} re W n"


def _numbers(*values: float) -> str:
    return " ".join(f"{value:.4f}".rstrip("0").rstrip(".") for value in values)


def _ordered(box: pikepdf.Array) -> tuple[float, float, float, float]:
    ax, ay, bx, by = (float(value) for value in box)
    return min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)


class Layers:
    """The layers of the documents, so that what one of them hides stays hidden."""

    def __init__(self, out: pikepdf.Pdf) -> None:
        self._out = out
        self._every: list[pikepdf.Object] = []
        self._hidden: list[pikepdf.Object] = []

    def take(self, source: pikepdf.Pdf) -> None:
        """Take over the layers of a document."""
        said = source.Root.get("/OCProperties")
        if said is None:
            return
        every, shown = list(said.get("/OCGs", [])), said.get("/D", pikepdf.Dictionary())
        on = {item.objgen for item in shown.get("/ON", [])}
        off = {item.objgen for item in shown.get("/OFF", [])}
        if shown.get("/BaseState") == pikepdf.Name.OFF:
            off |= {item.objgen for item in every} - on
        for layer in every:
            copied = self._out.copy_foreign(layer)
            self._every.append(copied)
            if layer.objgen in off:
                self._hidden.append(copied)

    def keep(self) -> None:
        """Write them down in the whole."""
        if self._every:
            hidden = pikepdf.Dictionary(OFF=pikepdf.Array(self._hidden))
            self._out.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array(self._every), D=hidden)
