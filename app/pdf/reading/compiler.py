"""A payer's file made ready once: its boxes read, everything but its pages taken away, our ink's place reserved."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pikepdf

from app.pdf.compiled import BoxStamps, CompiledForm, Stamp
from app.pdf.problems import DynamicForm, NoPages, TooLarge
from app.pdf.reading._base import BaseWriter
from app.pdf.reading._content import Balance, balance
from app.pdf.reading._decoding import ContentReader
from app.pdf.reading._kinds import kind_of
from app.pdf.reading._notes import notes_of
from app.pdf.reading._objects import dictionary, entries, items, numbers, rect_of
from app.pdf.reading._pages import PageMaker, PageParts, bears_our_names, shape_of
from app.pdf.reading._stamps import Drawn, StampMaker, Trio, is_seen
from app.pdf.reading.opening import opened
from app.pdf.reading.reader import Attributes, Widget, WidgetReader
from app.pdf.template import Box, BoxId, PageShape, Template, box_id

_MOST_PAGES = 200
_SAME_PLACE_PT = 2.0
_NO_STAMPS = Trio()


def compile_form(
    data: bytes, *, password: str | None = None, declared: Sequence[Box] = (), only: range | None = None
) -> CompiledForm:
    """The form, ready to be filled. Parses others' bytes: outside tests only the worker calls it.

    Args:
        data: the blank PDF.
        password: that opens it, if it needs one.
        declared: boxes that a pack declares; one within 2 pt of a widget's centre is that widget.
        only: pages, from 1, of a long document that is made in parts; all of them where it is None.

    Raises:
        PdfProblem: it cannot be opened, or is no form that can be filled here.
    """
    with opened(data, password) as (pdf, repaired):
        return _Compilation(pdf, data, repaired, tuple(declared), only).run()


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was read; its content is kept only where it has no widget, or has to be sealed off."""

    object: pikepdf.Dictionary
    shape: PageShape
    balance: Balance
    sealed: bytes | None
    content: bytes
    widgets: list[Widget]
    trios: list[Trio]
    notes: list[Drawn]


class _Compilation:
    """The one pass over a document."""

    def __init__(
        self, pdf: pikepdf.Pdf, data: bytes, repaired: bool, declared: tuple[Box, ...], only: range | None
    ) -> None:
        self._pdf = pdf
        self._data = data
        self._repaired = repaired
        self._declared = declared
        self._only = only
        self._form = dictionary(pdf.Root.get("/AcroForm"))
        self._content = ContentReader()
        self._reader = WidgetReader(self._form)
        self._writer = BaseWriter(pdf)
        self._stamps = StampMaker(self._writer, self._form, self._content)

    def run(self) -> CompiledForm:
        pages = self._pages()
        template = self._template(pages)
        writer = self._writer
        catalog, page_tree, top_kid = writer.reserve(), writer.reserve(), writer.reserve()
        overlays = tuple(writer.reserve() for _ in pages)
        maker = PageMaker(writer, self._stamps.streams)
        kids = [self._made(maker, page, top_kid, overlay) for page, overlay in zip(pages, overlays, strict=True)]
        listed = b"".join(b"%d 0 R " % kid for kid in kids)
        writer.add(b"<< /Type /Pages /Parent %d 0 R /Kids [ %b] /Count %d >>" % (page_tree, listed, len(kids)), top_kid)
        writer.add(b"<< /Type /Catalog /Pages %d 0 R%b >>" % (page_tree, self._layers()), catalog)
        writer.carry_over()
        return CompiledForm(
            template=template,
            base=writer.data,
            offsets=writer.offsets,
            catalog=catalog,
            page_tree=page_tree,
            top_kid=top_kid,
            overlays=overlays,
            first_free=writer.first_free,
            stamps=self._stamps_by_box(pages),
        )

    def _made(self, maker: PageMaker, page: _Page, parent: int, overlay: int) -> int:
        stamps = [drawn for trio in page.trios for drawn in (trio.blank, trio.off, trio.on) if drawn is not None]
        parts = PageParts(page.object, page.balance, page.sealed, page.notes, stamps)
        return maker.make(parts, parent=parent, overlay=overlay)

    def _layers(self) -> bytes:
        layers = dictionary(self._pdf.Root.get("/OCProperties"))
        return b"" if layers is None else b" /OCProperties " + self._writer.spelled(layers)

    def _pages(self) -> list[_Page]:
        objects = [page.obj for page in self._wanted()]
        if not objects:
            raise NoPages
        if len(objects) > _MOST_PAGES:
            raise TooLarge(what=f"{len(objects)} pages")
        pages = [self._page(number, page) for number, page in enumerate(objects, 1)]
        if self._is_dynamic(pages):
            raise DynamicForm
        return pages

    def _wanted(self) -> list[pikepdf.Page]:
        if self._only is None:
            return list(self._pdf.pages)
        wanted = list(self._pdf.pages[self._only.start - 1 : self._only.stop - 1])
        for page in wanted:
            # Pages may share one list of everything that the document draws with.
            page.remove_unreferenced_resources()
        return wanted

    def _page(self, number: int, page: pikepdf.Dictionary) -> _Page:
        listed = page.get("/Annots")
        self._reader.expect(len(listed) if isinstance(listed, pikepdf.Array) else 0)
        annotations = [entries(item) for item in items(listed)]
        shape = shape_of(page)
        widgets = self._reader.page(number, annotations, shape.visible)
        content = self._content.page(page.get("/Contents"))
        left = balance(content.data)
        stands_alone = content.whole and not left.ends_open and not bears_our_names(page)
        return _Page(
            object=page,
            shape=shape,
            balance=left,
            sealed=None if stands_alone else content.data,
            content=b"" if widgets else content.data,
            widgets=widgets,
            trios=[self._stamps.widget(widget) for widget in widgets],
            notes=self._notes(annotations),
        )

    def _notes(self, annotations: Sequence[Attributes]) -> list[Drawn]:
        found = []
        for attributes in annotations:
            rect = rect_of(numbers(attributes.get("/Rect"), 4)) if is_seen(attributes) else None
            drawn = self._stamps.annotation(attributes, rect) if rect is not None else None
            if drawn is not None:
                found.append(drawn)
        return found

    def _is_dynamic(self, pages: Sequence[_Page]) -> bool:
        if self._form is None or "/XFA" not in self._form or any(page.widgets for page in pages):
            return False
        return len(pages) == 1 or bool(self._pdf.Root.get("/NeedsRendering"))

    def _template(self, pages: Sequence[_Page]) -> Template:
        widgets = tuple(widget.box for page in pages for widget in page.widgets)
        boxes = widgets + _added([box for box in self._declared if 1 <= box.page <= len(pages)], widgets)
        return Template(
            sha256=hashlib.sha256(self._data).hexdigest(),
            kind=kind_of([(page.object, page.content) for page in pages if not page.widgets], has_boxes=bool(widgets)),
            pages=tuple(page.shape for page in pages),
            boxes=boxes,
            notes=notes_of(
                self._pdf, boxes, self._form, repaired=self._repaired, beside_pages=self._reader.beside_pages
            ),
        )

    def _stamps_by_box(self, pages: Sequence[_Page]) -> dict[BoxId, BoxStamps]:
        streams = self._stamps.streams

        def stamp(drawn: Drawn | None) -> Stamp | None:
            return None if drawn is None else Stamp(streams[drawn.index], drawn.matrix)

        return {
            widget.box.id: BoxStamps(stamp(trio.blank), stamp(trio.off), stamp(trio.on))
            for page in pages
            for widget, trio in zip(page.widgets, page.trios, strict=True)
            if trio != _NO_STAMPS
        }


def _added(declared: Sequence[Box], widgets: Sequence[Box]) -> tuple[Box, ...]:
    """The declared boxes that are no widgets, with names that nobody else has."""
    taken: dict[str, int] = {}
    for box in widgets:
        name = box.id.split(".")[0]
        taken[name] = taken.get(name, 0) + 1
    return tuple(
        replace(box, id=box_id(box.page, box.rect, taken))
        for box in declared
        if not any(_same_place(box, widget) for widget in widgets)
    )


def _same_place(one: Box, other: Box) -> bool:
    (ax, ay), (bx, by) = one.rect.center, other.rect.center
    return one.page == other.page and abs(ax - bx) <= _SAME_PLACE_PT and abs(ay - by) <= _SAME_PLACE_PT
