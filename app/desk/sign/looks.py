"""What the signer looks at first: what changed, what was typed by hand, answers to questions, clinical facts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from PySide6.QtCore import QRectF, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.desk.paper.geometry import PageGeometry
from app.desk.paper.words import Names, origin_words, value_words
from app.desk.widgets.plain import label, row, stretchy, tool
from app.mapping.filled import BoxFill, FillState
from app.pdf.template import BoxKind, PageShape, Rect
from app.services.prepare import Prepared

_CLINICAL = ("measure.", "prior", "dx.", "drug.", "meds", "attest")
_LONGEST = 110
_NOBODY, _MOST_ORIGINS = Names({}), 2
#: Boxes of one line may touch, in parts of the page's width.
_TOUCH = 0.01
_LAID_OUT_MS = 60


@dataclass(frozen=True, slots=True)
class Look:
    """One box to look at.

    Attributes:
        page: from 1.
        place: on the page as it is seen, in parts of its width and height.
        why: changed, typed by hand, answer, or clinical.
        words: what the form calls the box, and what stands in it.
        origin: where that comes from.
    """

    page: int
    place: QRectF
    why: str
    words: str
    origin: str = ""


def looks_of(prepared: Prepared, changed: Collection[str] = (), since_what: str = "") -> tuple[Look, ...]:
    """What to look at, what changed first, then what was typed by hand; each group in the order of the paper.

    Args:
        prepared: the request.
        changed: boxes that say something else than before.
        since_what: before what, in words.
    """
    template = prepared.form.template
    boxes = {box.id: box for box in template.boxes}
    since = f"changed since {since_what}" if since_what else "changed"
    groups: dict[str, list[Look]] = {since: [], "typed by hand": [], "answer": [], "clinical": []}
    for fill in prepared.filled.boxes.values():
        is_changed = fill.box in changed
        why = since if is_changed else _why(fill)
        box = boxes.get(fill.box)
        if why and box is not None and (is_changed or (fill.is_printed and fill.value not in (False, ""))):
            groups[why].append(_look(template.pages[fill.page - 1], box.rect, fill, why))
    return tuple(look for group in groups.values() for look in _by_line(group))


def _by_line(looks: list[Look]) -> list[Look]:
    """Boxes beside each other in one line of the form are looked at together."""
    lines: list[Look] = []
    for look in looks:
        last = lines[-1] if lines else None
        if last is None or last.page != look.page or not _is_beside(last.place, look.place):
            lines.append(look)
        else:
            words = f"{last.words} · {look.words}"
            origin = last.origin if look.origin in last.origin else f"{last.origin} · {look.origin}"
            lines[-1] = replace(last, place=last.place.united(look.place), words=words, origin=origin)
    return lines


def _is_beside(one: QRectF, other: QRectF) -> bool:
    return one.top() <= other.center().y() <= one.bottom() and one.right() <= other.left() + _TOUCH


def _why(fill: BoxFill) -> str:
    if fill.state is FillState.TYPED:
        return "typed by hand"
    if fill.question is not None:
        return "answer"
    return "clinical" if any(key.startswith(_CLINICAL) for key in fill.keys) else ""


def _look(shape: PageShape, rect: Rect, fill: BoxFill, why: str) -> Look:
    geometry = PageGeometry(shape, 1.0)
    seen, size = geometry.rect(rect), geometry.size
    place = QRectF(
        seen.x() / size.width(), seen.y() / size.height(), seen.width() / size.width(), seen.height() / size.height()
    )
    value = "" if fill.kind is BoxKind.CHECK and fill.title and fill.value is True else value_words(fill)
    words = ": ".join(part for part in (fill.title, value) if part)
    return Look(fill.page, place, why, words, _origin(fill))


def _origin(fill: BoxFill) -> str:
    """Where what stands in a box comes from, in few words."""
    if fill.state is FillState.TYPED:
        return "typed on the page"
    if fill.question is not None:
        return "answered for this request"
    return ", ".join(dict.fromkeys(origin_words(origin, _NOBODY) for origin in fill.origins[:_MOST_ORIGINS]))


def _cut(words: str) -> str:
    """Long words without their middle: the answer stands at the end."""
    return words if len(words) <= _LONGEST else f"{words[: _LONGEST - 40]} … {words[-38:]}"


class LookBar(QWidget):
    """One line over the pages that leads from one box to the next."""

    #: Look at this one.
    turned = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._looks: tuple[Look, ...] = ()
        self._at = 0
        self._count, self._words = label("", "strong"), label("", "quiet")
        self._words.setMinimumWidth(0)
        line = row(
            tool("left", "Look at the one before (Shift+F8)", lambda: self._turn(-1)),
            self._count,
            tool("right", "Look at the next one (F8)", lambda: self._turn(1)),
            stretchy(self._words),
            label("F8 next", "hint"),
        )
        line.setContentsMargins(16, 2, 16, 2)
        self.setLayout(line)
        QShortcut(QKeySequence("F8"), self, lambda: self._turn(1))
        QShortcut(QKeySequence("Shift+F8"), self, lambda: self._turn(-1))

    @property
    def has_looks(self) -> bool:
        """Whether there is anything to look at."""
        return bool(self._looks)

    @property
    def said(self) -> str:
        """What is looked at, in words."""
        return f"{self._count.text()} {self._words.text()}"

    def show_looks(self, looks: tuple[Look, ...], *, turns: bool = True) -> None:
        """Begin with the first; the page is turned to it, or stays at its head."""
        self._looks, self._at = looks, -1
        self.setVisible(bool(looks))
        self._count.setText(f"{len(looks)} to look at")
        self._words.clear()
        if turns:
            # The pages have their places only when the view around them was laid out.
            QTimer.singleShot(_LAID_OUT_MS, self, lambda: self._turn(1) if self._at < 0 else None)

    def _turn(self, by: int) -> None:
        if not self._looks:
            return
        self._at = (max(self._at, -1) + by) % len(self._looks)
        look = self._looks[self._at]
        self._count.setText(f"Look at {self._at + 1} of {len(self._looks)}")
        self._words.setText(" · ".join(filter(None, (look.why, _cut(look.words), look.origin))))
        self._words.setToolTip("\n".join(filter(None, (look.words, look.origin))))
        self.turned.emit(look)
