"""A finished document, page below page, as wide as the room: for signing, for the packet, before printing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from app.desk.look.tokens import LIGHT
from app.desk.paper.images import image_of
from app.pdf.raster import Raster

_MARGIN_PX = 16
_WIDEST_PX = 1000
_LETTER = (612.0, 792.0)

#: Has a page drawn: document, page, scale, what to do with the picture.
Ask = Callable[[bytes, int, float, Callable[[Raster], None]], object]


class Sheet(QWidget):
    """One page; it asks for its picture when it is first seen."""

    def __init__(self, page: int, pages: int, wanted: Callable[[int], None]) -> None:
        super().__init__()
        self.page = page
        self._wanted = wanted
        self._image: QImage | None = None
        self._mark: QRectF | None = None
        self._ratio = _LETTER[1] / _LETTER[0]
        self.setAccessibleName(f"Page {page} of {pages}")

    @property
    def has_picture(self) -> bool:
        """Whether the page is drawn."""
        return self._image is not None

    def show_picture(self, image: QImage) -> None:
        """Show the page."""
        self._image = image
        self._ratio = image.height() / max(1, image.width())
        self.set_width(self.width())
        self.update()

    def mark(self, place: QRectF | None) -> None:
        """Frame a place, in parts of the page's width and height, or none."""
        self._mark = place
        self.update()

    def seen(self, place: QRectF) -> QRectF:
        """Where a place of the page is on this widget."""
        wide, high = self.width(), self.height()
        return QRectF(place.x() * wide, place.y() * high, place.width() * wide, place.height() * high)

    def set_width(self, width_px: int) -> None:
        """Be as wide."""
        self.setFixedSize(width_px, round(width_px * self._ratio))

    def sizeHint(self) -> QSize:
        """A page's shape."""
        return QSize(600, round(600 * self._ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paper, and what is on it once it is drawn."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor("#ffffff"))
        if self._image is None:
            self._wanted(self.page)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self.rect(), self._image)
        painter.setPen(QColor(LIGHT.faint))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._mark is not None:
            painter.setPen(QPen(QColor(LIGHT.accent), 2))
            painter.drawRect(self.seen(self._mark).adjusted(-3, -3, 3, 3))
        painter.end()


class SheetsView(QScrollArea):
    """All pages of a document."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self._ask = ask
        self._document = b""
        self._sheets: list[Sheet] = []
        self._asked: set[int] = set()
        self._holder = QWidget()
        self._holder.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._holder.setProperty("ground", "desk")
        self._layout = QVBoxLayout(self._holder)
        self._layout.setContentsMargins(_MARGIN_PX, _MARGIN_PX, _MARGIN_PX, _MARGIN_PX)
        self._layout.setSpacing(_MARGIN_PX)
        self.setWidget(self._holder)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("Pages of the document")

    @property
    def sheets(self) -> tuple[Sheet, ...]:
        """The pages."""
        return tuple(self._sheets)

    def show_document(self, document: bytes, pages: int) -> None:
        """Show a document."""
        if document == self._document:
            return
        self.forget()
        self._document = document
        for page in range(1, pages + 1):
            sheet = Sheet(page, pages, self._want)
            self._sheets.append(sheet)
            self._layout.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        self._layout.addStretch(1)
        self._fit()
        self.verticalScrollBar().setValue(0)

    def look_at(self, page: int, place: QRectF) -> None:
        """Frame a place and bring it into view."""
        for sheet in self._sheets:
            sheet.mark(place if sheet.page == page else None)
        wanted = next((sheet for sheet in self._sheets if sheet.page == page), None)
        if wanted is not None:
            self._layout.activate()
            top = wanted.y() + wanted.seen(place).top()
            self.verticalScrollBar().setValue(round(top - self.viewport().height() / 3))

    def forget(self) -> None:
        """Let the pages go."""
        self._document = b""
        self._sheets, self._asked = [], set()
        while (item := self._layout.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay as wide as the room."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space turns on, as in a reader."""
        if event.key() == Qt.Key.Key_Space:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + bar.pageStep() - 40)
            return
        super().keyPressEvent(event)

    def _fit(self) -> None:
        width = min(self.viewport().width() - 2 * _MARGIN_PX, _WIDEST_PX)
        for sheet in self._sheets:
            sheet.set_width(max(200, width))
        # Else pages that grew stand over each other until something else asks for room.
        self._layout.invalidate()
        self._holder.setMinimumHeight(self._layout.totalMinimumSize().height())

    def _want(self, page: int) -> None:
        if page in self._asked:
            return
        self._asked.add(page)
        document = self._document
        width = min(self.viewport().width(), _WIDEST_PX) * self.devicePixelRatioF()

        def take(raster: Raster) -> None:
            if document == self._document and page <= len(self._sheets):
                self._sheets[page - 1].show_picture(image_of(raster))
                self._fit()

        self._ask(document, page, max(1.0, width / _LETTER[0]), take)
