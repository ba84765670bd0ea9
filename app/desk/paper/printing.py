"""Printing: pages drawn at the printer's own fineness, never by way of a file."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSizeF
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QWidget

from app.desk.paper.images import image_of
from app.services import paper
from app.services.session import Session

_DPI = 300


def ask_printer(parent: QWidget, pages: int) -> QPrinter | None:
    """Let the person choose a printer and pages; None where that was given up."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setResolution(_DPI)
    printer.setFullPage(True)
    printer.setPageLayout(_letter())
    printer.setDocName("PA Desk")
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, pages)
    dialog.setFromTo(1, pages)
    return printer if dialog.exec() else None


def print_pages(session: Session, document: bytes, pages: int, printer: QPrinter) -> int:
    """Print a document's pages, away from the screen; how many were printed."""
    first, last = _span(printer, pages)
    painter = QPainter(printer)
    try:
        for number, page in enumerate(range(first, last + 1)):
            if number:
                printer.newPage()
            image = image_of(paper.page_image(session, document, page, _DPI / 72))
            painter.drawImage(_placed(printer, QSizeF(image.size())), image)
    finally:
        painter.end()
    return last - first + 1


def _span(printer: QPrinter, pages: int) -> tuple[int, int]:
    if printer.fromPage() > 0:
        return printer.fromPage(), min(max(printer.toPage(), printer.fromPage()), pages)
    return 1, pages


def _placed(printer: QPrinter, size: QSizeF) -> QRectF:
    """The page at its own size, smaller only where the paper is."""
    room = printer.paperRect(QPrinter.Unit.DevicePixel)
    wanted = size * (printer.resolution() / _DPI)
    factor = min(1.0, room.width() / wanted.width(), room.height() / wanted.height())
    shown = wanted * factor
    return QRectF(
        (room.width() - shown.width()) / 2, (room.height() - shown.height()) / 2, shown.width(), shown.height()
    )


def _letter() -> QPageLayout:
    layout = QPageLayout()
    layout.setPageSize(QPageSize(QPageSize.PageSizeId.Letter))
    layout.setOrientation(QPageLayout.Orientation.Portrait)
    layout.setMode(QPageLayout.Mode.FullPageMode)
    return layout
