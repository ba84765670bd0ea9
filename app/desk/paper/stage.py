"""The room in which a page is looked at: toolbar, scrolling, zoom. What is drawn on the page is the canvas's affair."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.desk.paper.geometry import PageGeometry, scale_to_width
from app.desk.paper.toolbar import PageToolbar
from app.pdf.template import PageShape, Rect

_MARGIN_PX = 12
_LETTER = Rect(0, 0, 612, 792)
_ZOOM_STEP = 1.2
_ZOOMS = (0.4, 4.0)
#: Pixels a point at which the small print of a form is read with ease.
_CLOSE_UP = 1.6
#: A box is brought to the middle where it is nearer than this to the upper or lower edge.
_EDGE_PX = 32
#: What is printed left of a box says what it asks, so that much of it is kept in sight.
_WORDS_PX = 160


#: The picture of the page at so many pixels a point, or None as long as it is not there.
Picture = Callable[[float], QImage | None]


class PageSurface(QWidget):
    """A widget that draws one page at a zoom: paper and the blank's picture; what lies on it is drawn by its kinds."""

    def __init__(self) -> None:
        super().__init__()
        self._geometry = PageGeometry(PageShape(_LETTER), 1.0)
        self._picture: Picture = lambda _: None

    @property
    def page_geometry(self) -> PageGeometry:
        """Where points are seen."""
        return self._geometry

    def set_page(self, shape: PageShape, picture: Picture) -> None:
        """Lie another page on it, at the same zoom."""
        self._picture = picture
        self._geometry = PageGeometry(shape, self._geometry.scale)
        self._arrange()

    def set_scale(self, scale: float) -> None:
        """Show the page at another zoom."""
        self._geometry = PageGeometry(self._geometry.shape, scale)
        self._arrange()

    def sizeHint(self) -> QSize:
        """The page's size at its zoom."""
        return self._geometry.size.toSize()

    def _arrange(self) -> None:
        """Take the page's size at its zoom."""
        self.setFixedSize(self._geometry.size.toSize())
        self.update()

    def _paint_page(self, painter: QPainter) -> None:
        """Paper, and the blank's picture."""
        painter.fillRect(self.rect(), QColor("#ffffff"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        image = self._picture(self._geometry.scale * self.devicePixelRatioF())
        if image is not None:
            painter.drawImage(self.rect().toRectF(), image, image.rect().toRectF())


class PageStage(QWidget):
    """A surface that is scrolled and zoomed."""

    def __init__(self, surface: PageSurface) -> None:
        super().__init__()
        self._surface = surface
        self._zoom: float | None = None
        self.toolbar = PageToolbar()
        self._area = QScrollArea()
        self._holder = QWidget()
        self._holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._holder.setProperty("ground", "desk")
        self._around = QVBoxLayout(self._holder)
        self._around.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._around.addWidget(surface, 0, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._holder)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.toolbar)
        layout.addWidget(self._area, 1)
        self.toolbar.zoomed.connect(self._zoom_by)
        self.toolbar.fitted.connect(self.fit_width)
        self._area.viewport().installEventFilter(self)

    @property
    def shape(self) -> PageShape | None:
        """The page that is looked at, or None."""
        raise AttributeError("a stage has a page")

    def fit_width(self) -> None:
        """Make the page as wide as its room, now and when that changes."""
        self._zoom = None
        self._apply_zoom()

    def turn_close_up(self, spot: QRectF | None) -> None:
        """Make the page so large that its small print is read with ease, or as wide as its room again.

        Args:
            spot: gives the place that is looked at, in the page's points of user space; None for none.
        """
        self._zoom = _CLOSE_UP if self._zoom is None else None
        self._apply_zoom()
        # Until the page has its new room there is nothing to scroll to.
        self._around.activate()
        self._holder.resize(self._holder.minimumSizeHint().expandedTo(self._area.viewport().size()))
        if spot is not None:
            self._bring_in_sight(self._surface.page_geometry.to_screen.mapRect(spot))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Fit the width anew when the room changes; zoom by Ctrl and wheel."""
        if isinstance(event, QResizeEvent) and self._zoom is None:
            self._apply_zoom()
        if isinstance(event, QWheelEvent) and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._zoom_by(1 if event.angleDelta().y() > 0 else -1)
            return True
        return False

    def _apply_zoom(self) -> None:
        shape = self.shape
        if shape is None:
            return
        room = self._area.viewport().width() - 2 * _MARGIN_PX
        scale = self._zoom or scale_to_width(shape, room)
        self._surface.set_scale(scale)
        self.toolbar.show_zoom(scale)

    def _zoom_by(self, steps: int) -> None:
        now = self._surface.page_geometry.scale
        self._zoom = min(max(now * _ZOOM_STEP**steps, _ZOOMS[0]), _ZOOMS[1])
        self._apply_zoom()

    def _to_top(self) -> None:
        self._area.verticalScrollBar().setValue(0)

    def _bring_in_sight(self, seen: QRectF) -> None:
        """Scroll to a place of the surface; what is in sight already stays where it is."""
        bar, room = self._area.verticalScrollBar(), self._area.viewport().height()
        top, bottom = round(seen.top()) + _MARGIN_PX, round(seen.bottom()) + _MARGIN_PX
        if top < bar.value() + _EDGE_PX or bottom > bar.value() + room - _EDGE_PX:
            bar.setValue(max(0, (top + bottom - room) // 2))
        side, width = self._area.horizontalScrollBar(), self._area.viewport().width()
        left, right = round(seen.left()) + _MARGIN_PX, round(seen.right()) + _MARGIN_PX
        if left < side.value() + 24 or right > side.value() + width - 24:
            side.setValue(max(0, min(left - _WORDS_PX, (left + right - width) // 2)))
