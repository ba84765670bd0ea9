"""One page: its picture, the ink of its values, and a handle over every box."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from app.desk.look.tokens import LIGHT
from app.desk.paper.handle import BoxHandle
from app.desk.paper.ink import draw_setting
from app.desk.paper.stage import PageSurface, Picture
from app.desk.paper.words import Names, spoken, tooltip
from app.mapping.filled import BoxFill, FillState
from app.pdf.setting import Setting
from app.pdf.template import Box, BoxId, PageShape, Rect


class PageCanvas(PageSurface):
    """A page at a zoom. It draws what it is given and tells what is done to its boxes."""

    pressed = Signal(str)
    entered = Signal(str)
    writing = Signal(str, str)
    toggled = Signal(str)
    stepped = Signal(str, int)
    explaining = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._handles: dict[BoxId, BoxHandle] = {}
        self._settings: Mapping[BoxId, Setting] = {}
        self._hidden: BoxId | None = None
        self._shows_frames = True
        self.setAccessibleName("Page of the form")

    @property
    def handles(self) -> Mapping[BoxId, BoxHandle]:
        """The handles of this page's boxes, in the order of the paper."""
        return self._handles

    def show_page(self, shape: PageShape, boxes: Sequence[Box], picture: Picture) -> None:
        """Show another page."""
        for handle in self._handles.values():
            # Hiding the one with the focus would step to the next box, which is going as well.
            handle.blockSignals(True)
            handle.hide()
            handle.setParent(None)
            handle.deleteLater()
        self._handles = {box.id: self._handle(box) for box in boxes}
        self.set_page(shape, picture)

    def show_frames(self, shown: bool) -> None:
        """Show or hide the frames of states; without them the page looks as it prints."""
        self._shows_frames = shown
        for handle in self._handles.values():
            handle.setVisible(shown)
        self.update()

    def show_fills(self, fills: Mapping[BoxId, BoxFill], settings: Mapping[BoxId, Setting], names: Names) -> None:
        """Show values and states."""
        self._settings = settings
        for box_id, handle in self._handles.items():
            fill = fills.get(box_id)
            if fill is None:
                handle.show_state(FillState.UNMAPPED, "Box", "")
                continue
            setting = settings.get(box_id)
            handle.show_state(fill.state, spoken(fill), tooltip(fill, setting.fit if setting else None, names))
        self.update()

    def show_typing(self, box_id: BoxId | None) -> None:
        """Leave out the ink of the box that is being typed on."""
        self._hidden = box_id
        self.update()

    def light(self, boxes: frozenset[BoxId]) -> None:
        """Show which boxes belong to the datum that has the focus."""
        for box_id, handle in self._handles.items():
            handle.light(box_id in boxes)

    def seen(self, rect: Rect) -> QRectF:
        """Where a rectangle of the page is on this widget."""
        return self._geometry.rect(rect)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, the blank's picture, the values."""
        painter = QPainter(self)
        self._paint_page(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for box_id in self._handles:
            setting = self._settings.get(box_id)
            if setting is not None and box_id != self._hidden:
                draw_setting(painter, setting, self._geometry)
        painter.setPen(QColor(LIGHT.faint))
        painter.setBrush(QColor(0, 0, 0, 0))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def _handle(self, box: Box) -> BoxHandle:
        handle = BoxHandle(box, self)
        handle.pressed.connect(self.pressed)
        handle.entered.connect(self.entered)
        handle.writing.connect(self.writing)
        handle.toggled.connect(self.toggled)
        handle.stepped.connect(self.stepped)
        handle.explaining.connect(self.explaining)
        handle.setVisible(self._shows_frames)
        return handle

    def _arrange(self) -> None:
        super()._arrange()
        for handle in self._handles.values():
            handle.place(self._geometry.rect(handle.box.rect))
