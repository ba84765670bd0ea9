"""The left side of the editor: one page with its boxes, paging and zoom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.desk.editor.canvas import EditorCanvas
from app.desk.paper.images import PageImages
from app.desk.paper.stage import PageStage
from app.mapping.drafting.model import Draft, DraftBox
from app.pdf.raster import Raster
from app.pdf.template import BoxId, PageShape, Template


class EditorPage(PageStage):
    """A form under edit, page by page.

    Args:
        ask: has a blank page drawn: document name, page, scale, what to do with the picture.
    """

    page_changed = Signal(int)

    def __init__(self, ask: Callable[[str, int, float, Callable[[Raster], None]], object]) -> None:
        self.canvas = EditorCanvas()
        super().__init__(self.canvas)
        self._images = PageImages(ask)
        self._template: Template | None = None
        self._draft: Draft | None = None
        self._current: BoxId | None = None
        self._page = 0
        self.toolbar.turned.connect(lambda by: self.show_page(self._page + by))
        self.toolbar.frames_shown.connect(self.canvas.show_frames)

    def take_keys(self, owner: QWidget) -> None:
        """Let Page Up and Page Down turn the page wherever the focus is within `owner`."""
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            made = QShortcut(QKeySequence(keys), owner, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda by=by: self.show_page(self._page + by))

    @property
    def shape(self) -> PageShape | None:
        """The page that is shown, or None."""
        return self._template.pages[self._page - 1] if self._template is not None and self._page else None

    @property
    def _chosen(self) -> DraftBox | None:
        return None if self._draft is None or self._current is None else self._draft.box(self._current)

    @property
    def page(self) -> int:
        """The page shown, from 1."""
        return self._page

    def show_form(self, template: Template) -> None:
        """Show another form from its first page."""
        self._template, self._draft, self._page = template, None, 0
        self.show_page(1)

    def show_draft(self, draft: Draft, current: BoxId | None, *, follow: bool) -> None:
        """Show boxes as they are now; `follow` turns to the chosen one."""
        self._draft, self._current = draft, current
        box = self._chosen
        if follow and box is not None:
            self.show_page(box.page)
        self._refresh()
        if follow and box is not None:
            self._scroll_to(box)

    def look_closer(self) -> None:
        """Bring the chosen box and its words close, or show the page as wide as its room again."""
        box = self._chosen
        self.turn_close_up(None if box is None else QRectF(box.rect.x0, box.rect.y0, box.rect.width, box.rect.height))

    def show_page(self, page: int) -> None:
        """Turn to a page."""
        if self._template is None or not 1 <= page <= len(self._template.pages) or page == self._page:
            return
        self._page = page
        self.canvas.set_page(self._template.pages[page - 1], self._picture)
        self._apply_zoom()
        self.toolbar.show_page(page, len(self._template.pages))
        self._to_top()
        self._refresh()
        self.page_changed.emit(page)

    def forget(self) -> None:
        """Let pictures go."""
        self._images.forget()

    def _refresh(self) -> None:
        boxes = () if self._draft is None else tuple(box for box in self._draft.boxes if box.page == self._page)
        self.canvas.show_boxes(boxes, self._current)

    def _picture(self, scale: float) -> QImage | None:
        if self._template is None:
            return None
        return self._images.get(self._template.sha256, self._page, scale, self.canvas.update)

    def _scroll_to(self, box: DraftBox) -> None:
        self._bring_in_sight(self.canvas.page_geometry.rect(box.rect))
