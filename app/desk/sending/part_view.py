"""What of one document goes out: its pages, what is blackened on them, and whether faint ink is darkened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.desk.paper.images import image_of
from app.desk.sending.page_canvas import PageCanvas
from app.desk.widgets.plain import button, hairline, label, row, tool
from app.desk.widgets.tick import Tick
from app.domain.request import Attachment, DocumentPart, PageArea
from app.pdf.raster import Raster
from app.services.documents import pages_as_text, pages_from
from app.services.problems import NoPagesChosen

#: Has a page of a document drawn: document, page, what to do with the picture.
AskPage = Callable[[Attachment, int, Callable[[Raster], None]], object]

_WIDEST_PX = 900
_HOW = "Draw over what the payer need not see, or press B on the page. The document kept here stays as it is."


class PartView(QWidget):
    """The pages of a document that go out with the request."""

    #: A DocumentPart.
    chosen = Signal(object)
    closed = Signal()

    def __init__(self, ask: AskPage) -> None:
        super().__init__()
        self._ask = ask
        self._document: Attachment | None = None
        self._part: DocumentPart | None = None
        self._page, self._size_pt = 1, (612.0, 792.0)
        self._can_edit = True
        self._title = label("", "title")
        self.pages = QLineEdit()
        self.pages.setAccessibleName("Pages that go out")
        self.pages.setPlaceholderText("all pages")
        self.pages.setMaximumWidth(110)
        self.pages.editingFinished.connect(self._typed)
        self.dark = Tick("Dark ink on white paper")
        self.dark.toggled.connect(self._darkened)
        self._at = label("")
        self._said = label(_HOW, "quiet", wrap=True)
        self.back = tool("left", "Page before", lambda: self._turn(-1))
        self.on = tool("right", "Next page", lambda: self._turn(1))
        self.blacken = button("Blacken an area", self._add)
        self.close_button = button("Done", self.closed.emit, kind="link")
        self.canvas = PageCanvas()
        self.canvas.edited.connect(self._blackened)
        self._area = QScrollArea()
        self._area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self.canvas)
        self._build()

    def _build(self) -> None:
        head = row(self._title, None, self.close_button)
        head.setContentsMargins(16, 6, 16, 0)
        ways = row(label("Pages"), self.pages, self.back, self._at, self.on, self.blacken, self.dark, None)
        ways.setContentsMargins(16, 0, 16, 0)
        says = row(self._said)
        says.setContentsMargins(16, 0, 16, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for part in (head, ways, says):
            layout.addLayout(part)
        layout.addWidget(hairline())
        layout.addWidget(self._area, 1)

    @property
    def document(self) -> Attachment | None:
        """The document shown."""
        return self._document

    def show_document(self, document: Attachment, part: DocumentPart, *, can_edit: bool) -> None:
        """Show what of a document goes out."""
        is_new = self._document is None or self._document.id != document.id
        self._document, self._part, self._can_edit = document, part, can_edit
        self._title.setText(document.title)
        self.pages.setText(pages_as_text(part.pages))
        self.dark.blockSignals(True)
        self.dark.setChecked(part.is_darkened)
        self.dark.blockSignals(False)
        for way in (self.pages, self.dark, self.blacken):
            way.setEnabled(can_edit)
        self._say(_HOW if can_edit else "The request is signed: what goes out does not change any more.", "quiet")
        if is_new:
            self._page = (part.pages or (1,))[0]
            self._draw()
        else:
            self._show_areas(None)

    def forget(self) -> None:
        """Let the document go."""
        self._document = self._part = None
        self.canvas.show_page(None, [], can_edit=False)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay as wide as the room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.canvas.set_width(max(200, min(self._area.viewport().width() - 24, _WIDEST_PX)))

    def _turn(self, step: int) -> None:
        if self._document is not None:
            self._page = min(self._document.pages, max(1, self._page + step))
            self._draw()

    def _draw(self) -> None:
        document, page = self._document, self._page
        if document is None:
            return

        def take(raster: Raster) -> None:
            if self._document is not None and self._document.id == document.id and self._page == page:
                # Drawn at two pixels a point.
                self._size_pt = raster.width / 2, raster.height / 2
                self._show_areas(image_of(raster))

        self._ask(document, page, take)

    def _show_areas(self, image: QImage | None) -> None:
        if self._document is None or self._part is None:
            return
        going = self._part.pages or tuple(range(1, self._document.pages + 1))
        goes = "" if self._page in going else " · stays here"
        self._at.setText(f"{self._page} of {self._document.pages}{goes}")
        wide, high = self._size_pt
        areas = [
            QRectF(area.x0 / wide, 1 - area.y1 / high, (area.x1 - area.x0) / wide, (area.y1 - area.y0) / high)
            for area in self._part.blackened
            if area.page == self._page
        ]
        self.canvas.show_page(image if image is not None else self.canvas.image, areas, can_edit=self._can_edit)
        self._fit()

    def _add(self) -> None:
        self.canvas.add_area()
        self.canvas.setFocus()

    def _blackened(self, areas: list[QRectF]) -> None:
        if self._part is None:
            return
        wide, high = self._size_pt
        mine = tuple(
            PageArea(
                self._page,
                round(area.left() * wide),
                round((1 - area.bottom()) * high),
                max(round(area.right() * wide), round(area.left() * wide) + 1),
                max(round((1 - area.top()) * high), round((1 - area.bottom()) * high) + 1),
            )
            for area in areas
        )
        others = tuple(area for area in self._part.blackened if area.page != self._page)
        self._keep(replace(self._part, blackened=(*others, *mine)))

    def _typed(self) -> None:
        if self._document is None or self._part is None:
            return
        try:
            pages = pages_from(self.pages.text(), self._document.pages)
        except NoPagesChosen as problem:
            self._say(f"{problem.says.split('. ')[0].format(**problem.details)}. {problem.hint}", "bad")
            return
        going = pages or tuple(range(1, self._document.pages + 1))
        kept = tuple(area for area in self._part.blackened if area.page in going)
        self._say(_HOW, "quiet")
        self._keep(replace(self._part, pages=pages, blackened=kept))

    def _darkened(self, is_on: bool) -> None:
        if self._part is not None:
            self._keep(replace(self._part, is_darkened=is_on))

    def _keep(self, part: DocumentPart) -> None:
        if part != self._part:
            self._part = part
            self.chosen.emit(part)
            self._show_areas(None)

    def _say(self, words: str, role: str) -> None:
        self._said.setText(words)
        self._said.setProperty("role", role)
        self._said.style().polish(self._said)
