"""The left side of the editor: one page with its boxes, paging and zoom."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QResizeEvent, QShortcut, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.desk.editor.canvas import EditorCanvas
from app.desk.paper.geometry import scale_to_width
from app.desk.paper.images import PageImages
from app.desk.paper.toolbar import PageToolbar
from app.mapping.drafting.model import Draft, DraftBox
from app.pdf.raster import Raster
from app.pdf.template import BoxId, Template

_MARGIN_PX = 12
_ZOOM_STEP = 1.2
_ZOOMS = (0.4, 4.0)
#: Pixels a point at which the small print of a form is read with ease.
_CLOSE_UP = 1.6
_WORDS_PX = 160


class EditorPage(QWidget):
    """A form under edit, page by page.

    Args:
        ask: has a blank page drawn: document name, page, scale, what to do with the picture.
    """

    page_changed = Signal(int)

    def __init__(self, ask: Callable[[str, int, float, Callable[[Raster], None]], object]) -> None:
        super().__init__()
        self._images = PageImages(ask)
        self._template: Template | None = None
        self._draft: Draft | None = None
        self._current: BoxId | None = None
        self._page = 0
        self._zoom: float | None = None
        self.canvas = EditorCanvas()
        self.toolbar = PageToolbar()
        self._area = QScrollArea()
        holder = QWidget()
        holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        holder.setProperty("ground", "desk")
        around = QVBoxLayout(holder)
        around.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        around.addWidget(self.canvas, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(holder)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self._area, 1)
        self.toolbar.turned.connect(lambda by: self.show_page(self._page + by))
        self.toolbar.zoomed.connect(self._zoom_by)
        self.toolbar.fitted.connect(self._fit)
        self.toolbar.frames_shown.connect(self.canvas.show_frames)
        self._area.viewport().installEventFilter(self)

    def take_keys(self, owner: QWidget) -> None:
        """Let Page Up and Page Down turn the page wherever the focus is within `owner`."""
        for keys, by in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            made = QShortcut(QKeySequence(keys), owner, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            made.activated.connect(lambda by=by: self.show_page(self._page + by))

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
        box = None if current is None else draft.box(current)
        if follow and box is not None:
            self.show_page(box.page)
        self._refresh()
        if follow and box is not None:
            self._scroll_to(box)

    def turn_close_up(self) -> None:
        """Show the page so large that the chosen box and its words are read with ease, or as wide as the room again."""
        box = None if self._draft is None or self._current is None else self._draft.box(self._current)
        self._zoom = _CLOSE_UP if self._zoom is None else None
        self._apply_zoom()
        if box is not None:
            self._lay_out()
            self._scroll_to(box)

    def show_page(self, page: int) -> None:
        """Turn to a page."""
        if self._template is None or not 1 <= page <= len(self._template.pages) or page == self._page:
            return
        self._page = page
        self.canvas.show_page(self._template.pages[page - 1], self._picture)
        self._apply_zoom()
        self.toolbar.show_page(page, len(self._template.pages))
        self._area.verticalScrollBar().setValue(0)
        self._refresh()
        self.page_changed.emit(page)

    def forget(self) -> None:
        """Let pictures go."""
        self._images.forget()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the width anew when the room changes; zoom by Ctrl and wheel."""
        if isinstance(event, QResizeEvent) and self._zoom is None:
            self._apply_zoom()
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return False

    def _refresh(self) -> None:
        boxes = () if self._draft is None else tuple(box for box in self._draft.boxes if box.page == self._page)
        self.canvas.show_boxes(boxes, self._current)

    def _picture(self, scale: float) -> QImage | None:
        if self._template is None:
            return None
        return self._images.get(self._template.sha256, self._page, scale, self.canvas.update)

    def _fit(self) -> None:
        self._zoom = None
        self._apply_zoom()

    def _apply_zoom(self) -> None:
        if self._template is None or not self._page:
            return
        room = self._area.viewport().width() - 2 * _MARGIN_PX
        scale = self._zoom or scale_to_width(self._template.pages[self._page - 1], room)
        self.canvas.set_scale(scale)
        self.toolbar.show_zoom(scale)

    def _lay_out(self) -> None:
        """Give the page its new room now: until then there is nothing to scroll to."""
        holder = self._area.widget()
        layout = None if holder is None else holder.layout()
        if holder is not None and layout is not None:
            layout.activate()
            holder.resize(holder.minimumSizeHint().expandedTo(self._area.viewport().size()))

    def _zoom_by(self, steps: int) -> None:
        now = self.canvas.page_geometry.scale
        self._zoom = min(max(now * _ZOOM_STEP**steps, _ZOOMS[0]), _ZOOMS[1])
        self._apply_zoom()

    def _scroll_to(self, box: DraftBox) -> None:
        seen = self.canvas.page_geometry.rect(box.rect)
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        top, bottom = round(seen.top()) + _MARGIN_PX, round(seen.bottom()) + _MARGIN_PX
        if top < bar.value() + 40 or bottom > bar.value() + room - 40:
            bar.setValue(max(0, (top + bottom - room) // 2))
        side, width = self._area.horizontalScrollBar(), self._area.viewport().width()
        left, right = round(seen.left()) + _MARGIN_PX, round(seen.right()) + _MARGIN_PX
        # What is printed left of a box says what it asks.
        if left < side.value() + _WORDS_PX or right > side.value() + width - 24:
            side.setValue(max(0, min(left - _WORDS_PX, (left + right - width) // 2)))
