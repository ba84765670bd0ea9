"""The line over the page: turning, zoom, frames."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.desk.widgets.plain import label, tool


class PageToolbar(QWidget):
    """◂ page 2 of 5 ▸, zoom, and whether frames are shown."""

    turned = Signal(int)
    zoomed = Signal(int)
    fitted = Signal()
    frames_shown = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "rail")
        self.setFixedHeight(32)
        self._back = tool("left", "Page before (Page Up)", lambda: self.turned.emit(-1))
        self._on = tool("right", "Next page (Page Down)", lambda: self.turned.emit(1))
        self._page = label("", "strip")
        self._zoom = label("", "strip")
        self._frames = tool("eye", "Show the page as it prints, without frames")
        self._frames.setCheckable(True)
        self._frames.toggled.connect(lambda hidden: self.frames_shown.emit(not hidden))
        self.extra = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 8, 0)
        layout.setSpacing(4)
        for part in (self._back, self._page, self._on):
            layout.addWidget(part)
        layout.addSpacing(12)
        layout.addWidget(tool("minus", "Smaller", lambda: self.zoomed.emit(-1)))
        layout.addWidget(self._zoom)
        layout.addWidget(tool("plus", "Larger", lambda: self.zoomed.emit(1)))
        layout.addWidget(tool("width", "As wide as the room", self.fitted.emit))
        layout.addWidget(self._frames)
        layout.addStretch(1)
        layout.addLayout(self.extra)

    def show_page(self, page: int, pages: int) -> None:
        """Say which page is shown."""
        self._page.setText(f"page {page} of {pages}")
        self._back.setEnabled(page > 1)
        self._on.setEnabled(page < pages)

    def show_zoom(self, scale: float) -> None:
        """Say how large the page is; 96 dots an inch are 100 %."""
        self._zoom.setText(f"{scale * 75:.0f} %")
        self._zoom.setMinimumWidth(40)
        self._zoom.setAlignment(Qt.AlignmentFlag.AlignCenter)
