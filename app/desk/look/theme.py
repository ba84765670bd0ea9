"""Puts the tokens into force: style, palette, type and style sheet of the whole application."""

from __future__ import annotations

import dataclasses
import re

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.desk.look.tokens import DARK, LIGHT, TEXT_PX, Scheme, Tokens
from app.places import bundled

#: Faces an office's Linux computer may have that read better on a screen than the X11 default.
_PREFERRED_LINUX = ("Inter", "Cantarell", "Ubuntu", "Noto Sans", "Open Sans", "Segoe UI", "Arimo", "Liberation Sans")
#: Families that only say that the platform has no font of its own.
_NO_CHOICE = frozenset({"", "Sans Serif", "Sans", "DejaVu Sans", "Bitstream Vera Sans"})


class Theme(QObject):
    """The look in force; one a process, as the application's palette is."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tokens = LIGHT
        self._wish: Scheme | None = None

    @property
    def tokens(self) -> Tokens:
        """The colours in force."""
        return self._tokens

    @property
    def wish(self) -> Scheme | None:
        """What the person chose, or None for what the computer says."""
        return self._wish

    def follow(self, app: QApplication) -> None:
        """Dress the application, and dress it anew when the computer goes light or dark."""
        app.setStyle("Fusion")
        app.setFont(interface_font(app))
        app.styleHints().colorSchemeChanged.connect(self._computer_changed)
        self.set_scheme(None)

    def set_scheme(self, wish: Scheme | None) -> None:
        """Light, dark, or (None) what the computer says."""
        self._wish = wish
        self._apply(wish or _scheme_of_computer())

    def _computer_changed(self) -> None:
        if self._wish is None:
            self._apply(_scheme_of_computer())

    def _apply(self, scheme: Scheme) -> None:
        self._tokens = DARK if scheme is Scheme.DARK else LIGHT
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.setPalette(palette(self._tokens))
            app.setStyleSheet(style_sheet(self._tokens))
        self.changed.emit()


_THEME: list[Theme] = []


def theme() -> Theme:
    """The theme of this process."""
    if not _THEME:
        _THEME.append(Theme())
    return _THEME[0]


def tokens() -> Tokens:
    """The colours in force."""
    return theme().tokens


def _scheme_of_computer() -> Scheme:
    hints = QApplication.styleHints()
    return Scheme.DARK if hints.colorScheme() is Qt.ColorScheme.Dark else Scheme.LIGHT


def style_sheet(colors: Tokens) -> str:
    """The style sheet with the tokens put in."""
    source = bundled("resources", "style", "desk.qss").read_text(encoding="utf-8")
    values = {name.name: str(getattr(colors, name.name)) for name in dataclasses.fields(colors)}
    values["text_px"] = str(TEXT_PX)
    names = "|".join(sorted(values, key=len, reverse=True))
    return re.sub(rf"@({names})", lambda match: values[match.group(1)], source)


def palette(colors: Tokens) -> QPalette:
    """The tokens as Qt's own roles, for whatever the style sheet does not reach."""
    roles = QPalette.ColorRole
    made = QPalette()
    for role, color in {
        roles.Window: colors.ground,
        roles.WindowText: colors.text,
        roles.Base: colors.raised,
        roles.AlternateBase: colors.rail,
        roles.Text: colors.text,
        roles.PlaceholderText: colors.quiet,
        roles.Button: colors.raised,
        roles.ButtonText: colors.text,
        roles.ToolTipBase: colors.raised,
        roles.ToolTipText: colors.text,
        roles.Highlight: colors.accent,
        roles.HighlightedText: colors.on_accent,
        roles.Link: colors.accent,
        roles.LinkVisited: colors.accent,
        roles.Mid: colors.hairline,
        roles.Accent: colors.accent,
    }.items():
        made.setColor(role, QColor(color))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, role, QColor(colors.quiet))
    return made


def interface_font(app: QApplication) -> QFont:
    """The platform's own font at our size; a better one of the installed or bundled where the platform has none."""
    font = QFont(app.font())
    if font.family() in _NO_CHOICE:
        font.setFamily(_first_installed() or _bundled_family() or font.family())
    font.setPixelSize(TEXT_PX)
    return font


def _first_installed() -> str:
    installed = set(QFontDatabase.families())
    return next((name for name in _PREFERRED_LINUX if name in installed), "")


def _bundled_family() -> str:
    families: list[str] = []
    for path in sorted(bundled("resources", "fonts").glob("*.ttf")):
        families += QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(path)))
    return next(
        (name for name in families if "Sans" in name and "Symbols" not in name), families[0] if families else ""
    )
