"""The page side of the workspace: one page of the form with its values, paging, zoom, and typing on boxes."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import shiboken6
from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QPushButton, QToolTip

from app.desk.paper.canvas import PageCanvas
from app.desk.paper.images import PageImages
from app.desk.paper.offer import offer_beside
from app.desk.paper.stage import PageStage
from app.desk.paper.words import Names
from app.desk.paper.writing import BoxWriter, choice_menu
from app.mapping.filled import BoxFill
from app.pdf.raster import Raster
from app.pdf.setting import Setting
from app.pdf.template import Box, BoxId, BoxKind, PageShape, Template

Ask = Callable[[str, int, float, Callable[[Raster], None]], object]


class PageView(PageStage):
    """A form, page by page.

    Args:
        ask: has a blank page drawn: document name, page, scale, what to do with the picture.
    """

    #: A box was chosen by click or key: its datum should get the focus.
    chosen = Signal(str)
    #: Typed on a box: id and text ("yes"/"no" for a tick).
    typed_on = Signal(str, str)
    #: While typing on a box: id and text so far.
    typing_on = Signal(str, str)
    #: Where the value of a box can be changed is asked for.
    origin_asked = Signal(str)
    page_changed = Signal(int)
    #: Stepped past the first or last box of the form.
    left = Signal()

    def __init__(self, ask: Ask) -> None:
        self.canvas = PageCanvas()
        super().__init__(self.canvas)
        self._images = PageImages(ask)
        self._template: Template | None = None
        self._document = ""
        self._page = 1
        self._fills: Mapping[BoxId, BoxFill] = {}
        self._settings: Mapping[BoxId, Setting] = {}
        self._names = Names({})
        self._lit: frozenset[BoxId] = frozenset()
        self._can_write = True
        self._offer: QPushButton | None = None
        self.setAccessibleName("The form's page")
        self._connect()

    def _connect(self) -> None:
        self.canvas.pressed.connect(self.chosen)
        self.canvas.entered.connect(self._reveal)
        self.canvas.writing.connect(self._write)
        self.canvas.toggled.connect(self._toggle)
        self.canvas.stepped.connect(self._step)
        self.canvas.explaining.connect(self._explain)
        self.toolbar.turned.connect(lambda by: self.show_page(self._page + by))
        self.toolbar.frames_shown.connect(self.canvas.show_frames)
        for keys, act in (
            (QKeySequence("PgDown"), lambda: self.show_page(self._page + 1)),
            (QKeySequence("PgUp"), lambda: self.show_page(self._page - 1)),
        ):
            QShortcut(keys, self, act, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)

    @property
    def shape(self) -> PageShape | None:
        """The page that is shown, or None."""
        return self._template.pages[self._page - 1] if self._template is not None and self._page else None

    @property
    def page(self) -> int:
        """The page shown, from 1."""
        return self._page

    @property
    def pages(self) -> int:
        """How many pages the form has."""
        return len(self._template.pages) if self._template else 0

    def show_form(self, template: Template, document: str, *, can_write: bool) -> None:
        """Show a form, or go on showing it."""
        self._can_write = can_write
        if (template.sha256, document) == (self._template.sha256 if self._template else "", self._document):
            self._template = template
            return
        self._template, self._document = template, document
        self._fills, self._settings = {}, {}
        self._page = 0
        self.show_page(1)

    def show_fills(self, fills: Mapping[BoxId, BoxFill], settings: Mapping[BoxId, Setting], names: Names) -> None:
        """Show the values."""
        self._fills, self._settings, self._names = fills, settings, names
        self.canvas.show_fills(fills, settings, names)

    def show_page(self, page: int) -> None:
        """Turn to a page."""
        if self._template is None or not 1 <= page <= self.pages or page == self._page:
            return
        self._page = page
        self.withdraw()
        shape = self._template.pages[page - 1]
        self.canvas.show_page(shape, self._boxes(page), self._picture)
        self._apply_zoom()
        self.canvas.show_fills(self._fills, self._settings, self._names)
        self.canvas.light(self._lit)
        self.toolbar.show_page(page, self.pages)
        self._to_top()
        self.page_changed.emit(page)

    def redraw(self) -> None:
        """Show the page anew: its boxes have changed their places."""
        page, self._page = self._page, 0
        self.show_page(page)

    def light(self, boxes: tuple[BoxId, ...], *, turn: bool = True) -> None:
        """Show the boxes of a datum, turning to their page."""
        self._lit = frozenset(boxes)
        found = [box for box in self._all() if box.id in self._lit]
        if turn and found and not any(box.page == self._page for box in found):
            self.show_page(found[0].page)
        self.canvas.light(self._lit)
        here = next((box for box in found if box.page == self._page), None)
        if turn and here is not None:
            self._scroll_to(here)

    def focus_box(self, box_id: BoxId) -> bool:
        """Put the focus on a box."""
        box = next((item for item in self._all() if item.id == box_id), None)
        if box is None:
            return False
        self.show_page(box.page)
        self.canvas.handles[box_id].setFocus()
        self._scroll_to(box)
        return True

    def offer(self, box_id: BoxId, words: str, accept: Callable[[], object]) -> None:
        """Offer something beside a box of the page that is shown; the next thing typed or turned takes it away."""
        self.withdraw()
        box = next((item for item in self._boxes(self._page) if item.id == box_id), None)
        if box is not None:
            self._offer = offer_beside(self.canvas.seen(box.rect), words, accept, self.canvas)

    def withdraw(self) -> None:
        """Take the offer away."""
        offer, self._offer = self._offer, None
        if offer is not None and shiboken6.isValid(offer):
            offer.hide()
            offer.deleteLater()

    def focus_page(self) -> None:
        """Put the focus on the lit box of the page, or its first."""
        boxes = self._boxes(self._page)
        lit = next((box for box in boxes if box.id in self._lit), boxes[0] if boxes else None)
        if lit is not None:
            self.canvas.handles[lit.id].setFocus()

    def forget(self) -> None:
        """Let pictures and values go."""
        self.withdraw()
        self._images.forget()
        self._template, self._document = None, ""
        self._fills, self._settings = {}, {}

    def _boxes(self, page: int) -> list[Box]:
        return [box for box in self._all() if box.page == page]

    def _all(self) -> tuple[Box, ...]:
        return self._template.boxes if self._template else ()

    def _picture(self, scale: float) -> QImage | None:
        return self._images.get(self._document, self._page, scale, self.canvas.update)

    def _scroll_to(self, box: Box) -> None:
        self._bring_in_sight(self.canvas.seen(box.rect))

    def _reveal(self, box_id: str) -> None:
        box = next((item for item in self._all() if item.id == box_id), None)
        if box is not None:
            self._scroll_to(box)

    def _step(self, box_id: str, by: int) -> None:
        order = [box.id for box in self._all()]
        at = order.index(BoxId(box_id)) + by
        if 0 <= at < len(order):
            self.focus_box(order[at])
        else:
            self.left.emit()

    def _explain(self, box_id: str) -> None:
        handle = self.canvas.handles[BoxId(box_id)]
        QToolTip.showText(handle.mapToGlobal(QPoint(0, handle.height())), handle.toolTip(), handle, QRect(), 12000)
        self.origin_asked.emit(box_id)

    def _toggle(self, box_id: str) -> None:
        if self._can_write:
            fill = self._fills.get(BoxId(box_id))
            self.typed_on.emit(box_id, "no" if fill is not None and fill.value is True and fill.is_printed else "yes")

    def _write(self, box_id: str, first: str) -> None:
        box = next((item for item in self._boxes(self._page) if item.id == box_id), None)
        if box is None or not self._can_write:
            return
        if box.kind is BoxKind.CHOICE and box.choices:
            menu = choice_menu(box, lambda text: self.typed_on.emit(box_id, text), self)
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            handle = self.canvas.handles[box.id]
            menu.popup(handle.mapToGlobal(QPoint(0, handle.height())))
            return
        self.withdraw()
        fill = self._fills.get(box.id)
        now = str(fill.value) if fill is not None and fill.is_printed else ""
        writer = BoxWriter(box, self.canvas.seen(box.rect), now, self.canvas)
        writer.kept.connect(self.typed_on)
        writer.typed.connect(self.typing_on)
        writer.closed.connect(self._written)
        self.canvas.show_typing(box.id)
        writer.begin(first)

    def _written(self, box_id: str) -> None:
        self.canvas.show_typing(None)
        handle = self.canvas.handles.get(BoxId(box_id))
        if handle is not None and not self._has_other_focus():
            handle.setFocus()

    def _has_other_focus(self) -> bool:
        focus = self.window().focusWidget()
        return focus is not None and not self.canvas.isAncestorOf(focus)
