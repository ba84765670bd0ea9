"""Icons in one weight, drawn from `resources/icons` in whatever colour the scheme asks for."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.desk.look.tokens import Tokens
from app.places import bundled

_SIZES_PX = (16, 20, 24, 32, 40, 48, 64)


@lru_cache(maxsize=64)
def _source(name: str) -> str:
    return bundled("resources", "icons", f"{name}.svg").read_text(encoding="ascii")


@lru_cache(maxsize=512)
def pixmap(name: str, color: str, size_px: int) -> QPixmap:
    """The icon as a square picture of `size_px` device pixels."""
    picture = QPixmap(size_px, size_px)
    picture.fill(Qt.GlobalColor.transparent)
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", color).encode()))
    painter = QPainter(picture)
    renderer.render(painter, QRectF(0, 0, size_px, size_px))
    painter.end()
    return picture


@lru_cache(maxsize=256)
def _icon(name: str, normal: str, disabled: str, checked: str) -> QIcon:
    icon = QIcon()
    for size in _SIZES_PX:
        icon.addPixmap(pixmap(name, normal, size), QIcon.Mode.Normal)
        icon.addPixmap(pixmap(name, disabled, size), QIcon.Mode.Disabled)
        icon.addPixmap(pixmap(name, checked, size), QIcon.Mode.Normal, QIcon.State.On)
    return icon


def icon(name: str, tokens: Tokens, *, color: str = "") -> QIcon:
    """The icon in the scheme's quiet colour (or in `color`), paler where disabled, in the accent where checked."""
    normal = color or tokens.quiet
    return _icon(name, normal, tokens.faint, color or tokens.accent)
