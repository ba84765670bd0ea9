"""A stack whose pages are made when they are first shown, so that opening a screen costs one page."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget


class LazyStack(QStackedWidget):
    """Pages by name, in the order in which they were named."""

    #: A page was made just now: its name.
    made = Signal(str)

    def __init__(self, pages: Mapping[str, Callable[[], QWidget]]) -> None:
        super().__init__()
        self._makers = dict(pages)
        self._built: dict[str, QWidget] = {}
        self._places: dict[str, QWidget] = {}
        for name in self._makers:
            place = QWidget()
            self._places[name] = place
            self.addWidget(place)

    @property
    def built(self) -> Mapping[str, QWidget]:
        """The pages made so far."""
        return self._built

    def page(self, name: str) -> QWidget:
        """A page, made where it was not there yet."""
        if name not in self._built:
            place = self._places.pop(name)
            at = self.indexOf(place)
            page = self._makers[name]()
            self._built[name] = page
            self.insertWidget(at, page)
            self.removeWidget(place)
            place.deleteLater()
            self.made.emit(name)
        return self._built[name]

    def show_page(self, name: str) -> QWidget:
        """Show a page."""
        page = self.page(name)
        self.setCurrentWidget(page)
        return page
