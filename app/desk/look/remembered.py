"""What the computer remembers of the window: geometry and light or dark. Never anything of a patient."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QSettings

from app.desk.look.tokens import Scheme
from app.places import Places


class Remembered:
    """The window's geometry and look, in a file of the settings folder."""

    def __init__(self, places: Places) -> None:
        self._store = QSettings(str(places.settings / "window.ini"), QSettings.Format.IniFormat)

    @property
    def geometry(self) -> QByteArray | None:
        """Where the window was, or None."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else None

    def keep_geometry(self, value: QByteArray) -> None:
        """Keep where the window is."""
        self._store.setValue("geometry", value)

    @property
    def scheme(self) -> Scheme | None:
        """Light or dark, or None for what the computer says."""
        value = self._store.value("scheme")
        return Scheme(value) if value in tuple(Scheme) else None

    def keep_scheme(self, value: Scheme | None) -> None:
        """Keep light or dark."""
        self._store.setValue("scheme", "" if value is None else value.value)
