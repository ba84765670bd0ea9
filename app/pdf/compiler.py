"""A payer's file made ready once: its boxes read, everything but its pages taken away, our ink's place reserved."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace

import pikepdf

from app.pdf import _base
from app.pdf._additions import Additions
from app.pdf._content import Balance, ContentReader, balance
from app.pdf._kinds import kind_of
from app.pdf._notes import notes_of
from app.pdf._objects import dictionary, entries, items, numbers, rect_of
from app.pdf._opening import opened
from app.pdf._pages import PageMaker, shape_of
from app.pdf._stamps import Drawn, StampMaker, Trio, is_seen
from app.pdf.compiled import BoxStamps, CompiledForm, Stamp
from app.pdf.problems import DynamicForm, NoPages, TooLarge
from app.pdf.reader import Attributes, Widget, WidgetReader, box_id
from app.pdf.template import Box, BoxId, PageShape, Template

_MOST_PAGES = 200
_SAME_PLACE_PT = 2.0


def compile_form(data: bytes, *, password: str | None = None, declared: Sequence[Box] = ()) -> CompiledForm:
    """The form, ready to be filled. Parses others' bytes: outside tests only the worker calls it.

    Args:
        data: the blank PDF.
        password: that opens it, if it needs one.
        declared: boxes that a pack declares; one within 2 pt of a widget's centre is that widget.

    Raises:
        PdfProblem: it cannot be opened, or is no form that can be filled here.
    """
    with opened(data, password) as (pdf, repaired):
        return _Compilation(pdf, data, repaired, tuple(declared)).run()


@dataclass(frozen=True, slots=True)
class _Page:
    """A page as it was read; its content is kept only where it has no widget."""

    object: pikepdf.Dictionary
    shape: PageShape
    balance: Balance
    content: bytes
    widgets: list[Widget]
    trios: list[Trio]
    notes: list[Drawn]


class _Compilation:
    """The one pass over a document."""

    def __init__(self, pdf: pikepdf.Pdf, data: bytes, repaired: bool, declared: tuple[Box, ...]) -> None:
        self._pdf = pdf
        self._data = data
        self._repaired = repaired
        self._declared = declared
        self._form = dictionary(pdf.Root.get("/AcroForm"))
        self._content = ContentReader()
        self._reader = WidgetReader(self._form)
        self._additions = Additions(pdf, trusted=not repaired)
        self._stamps = StampMaker(self._additions, self._form, self._content)

    def run(self) -> CompiledForm:
        pages = self._pages()
        template = self._template(pages)
        overlays = [self._additions.dictionary(pikepdf.Dictionary()) for _ in pages]
        maker = PageMaker(self._additions, self._stamps.streams)
        for page, overlay in zip(pages, overlays, strict=True):
            stamps = [drawn for trio in page.trios for drawn in (trio.blank, trio.off, trio.on) if drawn is not None]
            maker.make(page.object, page.balance, page.notes, stamps, overlay)
        root, top = self._page_tree([page.object for page in pages])
        _base.strip_catalog(self._pdf)
        marked = [root, *overlays, top, *self._stamps.streams]
        body = _base.saved(self._pdf, marked, reserved=1 + len(overlays), streams=self._additions.streams)
        return self._compiled(template, pages, body)

    def _pages(self) -> list[_Page]:
        objects = [page.obj for page in self._pdf.pages]
        if not objects:
            raise NoPages
        if len(objects) > _MOST_PAGES:
            raise TooLarge(what=f"{len(objects)} pages")
        pages = [self._page(number, page) for number, page in enumerate(objects, 1)]
        if self._is_dynamic(pages):
            raise DynamicForm
        return pages

    def _page(self, number: int, page: pikepdf.Dictionary) -> _Page:
        annotations = [entries(item) for item in items(page.get("/Annots"))]
        widgets = self._reader.page(number, annotations)
        content = self._content.page(page.get("/Contents"))
        return _Page(
            object=page,
            shape=shape_of(page),
            balance=balance(content),
            content=b"" if widgets else content,
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
        if self._form is None or "/XFA" not in self._form:
            return False
        if bool(self._pdf.Root.get("/NeedsRendering")):
            return True
        return not any(page.widgets for page in pages) and len(pages) == 1

    def _template(self, pages: Sequence[_Page]) -> Template:
        widgets = tuple(widget.box for page in pages for widget in page.widgets)
        boxes = widgets + _added(self._declared, widgets)
        return Template(
            sha256=hashlib.sha256(self._data).hexdigest(),
            kind=kind_of([(page.object, page.content) for page in pages if not page.widgets], has_boxes=bool(widgets)),
            pages=tuple(page.shape for page in pages),
            boxes=boxes,
            notes=notes_of(self._pdf, boxes, self._form, repaired=self._repaired),
        )

    def _page_tree(self, pages: Sequence[pikepdf.Dictionary]) -> tuple[pikepdf.Object, pikepdf.Object]:
        top = self._additions.dictionary(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array(pages), Count=len(pages))
        )
        root = self._additions.dictionary(
            pikepdf.Dictionary(Type=pikepdf.Name.Pages, Kids=pikepdf.Array([top]), Count=len(pages))
        )
        top["/Parent"] = root
        for page in pages:
            page["/Parent"] = top
        self._pdf.Root["/Pages"] = root
        return root, top

    def _compiled(self, template: Template, pages: Sequence[_Page], body: _base.Body) -> CompiledForm:
        count = len(pages)
        page_tree, *overlays = body.marked[: 1 + count]
        numbers_of = body.marked[2 + count :]

        def stamp(drawn: Drawn | None) -> Stamp | None:
            return None if drawn is None else Stamp(numbers_of[drawn.index], drawn.matrix)

        stamps: dict[BoxId, BoxStamps] = {}
        for page in pages:
            for widget, trio in zip(page.widgets, page.trios, strict=True):
                if trio != Trio():
                    stamps[widget.box.id] = BoxStamps(stamp(trio.blank), stamp(trio.off), stamp(trio.on))
        return CompiledForm(
            template=template,
            base=body.data,
            offsets=body.offsets,
            catalog=body.catalog,
            page_tree=page_tree,
            top_kid=body.marked[1 + count],
            overlays=tuple(overlays),
            first_free=body.first_free,
            stamps=stamps,
        )


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
