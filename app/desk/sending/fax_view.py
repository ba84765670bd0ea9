"""The fax eye on the desk: each page beside what the payer's fax makes of it, and what is lost marked in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from enum import Enum
from typing import cast

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QSplitter, QVBoxLayout, QWidget

from app.desk.look.tokens import LIGHT
from app.desk.paper.images import image_of
from app.desk.paper.sheets import Ask, SheetsView
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, hairline, label, row
from app.desk.widgets.tick import Tick
from app.domain.request import Attachment, DocumentPart
from app.pdf.faxing.seen import Fault, FaxPage, FaxQuality
from app.pdf.raster import Raster

#: Has a page looked at as by a fax: document, page, quality, what to do with what is seen.
AskFax = Callable[[bytes, int, FaxQuality, Callable[[FaxPage], None]], object]

_QUALITIES = ((FaxQuality.STANDARD, "Standard fax"), (FaxQuality.FINE, "Fine fax"))
_WORDS = {
    Fault.SMALL: "letters too small",
    Fault.LIGHT: "letters too light",
    Fault.FAINT: "faint ink",
    Fault.DARK_GROUND: "dark ground",
}
_PENS = {
    Fault.SMALL: (LIGHT.warn, Qt.PenStyle.DotLine),
    Fault.LIGHT: (LIGHT.bad, Qt.PenStyle.DashLine),
    Fault.FAINT: (LIGHT.bad, Qt.PenStyle.SolidLine),
    Fault.DARK_GROUND: (LIGHT.accent, Qt.PenStyle.SolidLine),
}


class FaxWhole(Enum):
    """What is shown, where it is no document of its own."""

    FORM = "The form"
    ALL = "The whole fax"


class FaxView(QWidget):
    """Left the pages as they print, right as the fax shows them; both scroll together."""

    closed = Signal()
    #: A FaxWhole, or the Attachment that is to be shown.
    wanted = Signal(object)
    #: Whether the document shown is to go out with dark ink on white paper.
    darkened = Signal(bool)

    def __init__(self, ask: Ask, ask_fax: AskFax) -> None:
        super().__init__()
        self._ask_fax = ask_fax
        self._document, self._pages = b"", 0
        self._lost: dict[int, tuple[Fault, ...]] = {}
        self.source = Choice()
        self.source.setAccessibleName("What is shown")
        self.source.setFixedWidth(150)
        self.source.currentIndexChanged.connect(lambda _: self.wanted.emit(self.source.value))
        self.quality = Choice()
        self.quality.setAccessibleName("Quality of the fax")
        self.quality.set_items(list(_QUALITIES))
        self.quality.setFixedWidth(140)
        self.quality.currentIndexChanged.connect(lambda _: self._look_again())
        self.dark = Tick("Dark ink")
        self.dark.setToolTip("Its pages go out as pictures with dark ink on white paper; the document stays as it is.")
        self.dark.toggled.connect(self.darkened)
        self.dark.hide()
        self.said = label("", "quiet", wrap=True)
        self.said.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = button("Back to the pages", self.closed.emit, kind="link")
        self.plain, self.faxed = SheetsView(ask), SheetsView(self._draw)
        self.plain.setAccessibleName("Pages as they print")
        self.faxed.setAccessibleName("Pages as the fax shows them")
        ours, theirs = self.plain.verticalScrollBar(), self.faxed.verticalScrollBar()
        ours.valueChanged.connect(theirs.setValue)
        theirs.valueChanged.connect(ours.setValue)
        head = row(label("Fax eye", "title"), self.source, self.quality, self.dark, self.said, self.close_button)
        head.setStretch(4, 1)
        head.setContentsMargins(16, 6, 16, 6)
        both = QSplitter(Qt.Orientation.Horizontal)
        both.setChildrenCollapsible(False)
        both.addWidget(self.plain)
        both.addWidget(self.faxed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(hairline())
        layout.addWidget(both, 1)

    def offer(self, documents: Sequence[Attachment]) -> None:
        """Offer the form, these documents and the whole fax, the form first."""
        items = [(item, item.title) for item in documents]
        self.source.set_items([(FaxWhole.FORM, FaxWhole.FORM.value), *items, (FaxWhole.ALL, FaxWhole.ALL.value)])
        self.source.set_value(FaxWhole.FORM)

    def offer_repair(self, part: DocumentPart | None) -> None:
        """Offer dark ink for the document shown; nothing where nothing of it can be repaired."""
        self.dark.setVisible(part is not None)
        self.dark.blockSignals(True)
        self.dark.setChecked(part is not None and part.is_darkened)
        self.dark.blockSignals(False)

    def show_document(self, document: bytes, pages: int) -> None:
        """Show a document."""
        self._document, self._pages = document, pages
        self.plain.show_document(document, pages)
        self._look_again()

    def forget(self) -> None:
        """Let the pages go."""
        self._document, self._pages = b"", 0
        self.source.set_items(())
        self.plain.forget()
        self.faxed.forget()

    def _look_again(self) -> None:
        self._lost = {}
        self.said.setText("Frames show what does not survive.")
        self.faxed.forget()
        if self._document:
            self.faxed.show_document(self._document, self._pages)

    def _draw(self, document: bytes, page: int, scale: float, took: Callable[[Raster], None]) -> None:
        quality = self.quality.value
        if not isinstance(quality, FaxQuality):
            return

        def take(seen: FaxPage) -> None:
            if document == self._document and quality is self.quality.value:
                self._lost[page] = tuple(item.fault for item in seen.lost)
                took(_marked(seen))
                self._say()

        self._ask_fax(document, page, quality, take)

    def _say(self) -> None:
        counts = Counter(fault for found in self._lost.values() for fault in set(found))
        parts = [f"{_WORDS[fault]} on {number} page{'' if number == 1 else 's'}" for fault, number in counts.items()]
        seen = f"{len(self._lost)} of {self._pages} pages looked at"
        self.said.setText(f"{seen}: {', '.join(parts) or 'all of it survives'}.")


def _marked(seen: FaxPage) -> Raster:
    """The page as the fax shows it, with a frame around whatever is lost."""
    image = image_of(seen.raster)
    painter = QPainter(image)
    for item in seen.lost:
        colour, style = _PENS[item.fault]
        painter.setPen(QPen(QColor(colour), 4, style))
        place = item.place
        wide, high = image.width(), image.height()
        box = QRectF(place.x0 * wide, place.y0 * high, place.width * wide, place.height * high)
        painter.drawRect(box.adjusted(-4, -4, 4, 4))
    painter.end()
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    bits, stride = bytes(cast("memoryview", plain.constBits())), plain.bytesPerLine()
    rows = b"".join(bits[y * stride : y * stride + plain.width() * 3] for y in range(plain.height()))
    return Raster(plain.width(), plain.height(), rows)
