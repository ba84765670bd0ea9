"""What the desk says on its own: error cards, short notes with undo, empty states that teach."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.desk.look.icons import pixmap
from app.desk.look.theme import tokens
from app.desk.widgets.plain import button, column, follow_theme, label, pane, row, tool
from app.errors import AppError

_NOTE_MS = 8000
_EMPTY_WIDTH_PX = 380


class IconLabel(QLabel):
    """A small icon in one of the tokens' colours, for decoration beside words."""

    def __init__(self, name: str, role: str = "quiet", size_px: int = 16) -> None:
        super().__init__()
        self._name, self._role, self._size_px = name, role, size_px
        self.setFixedSize(size_px, size_px)
        self._draw()
        follow_theme(self, self._draw)

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        picture = pixmap(self._name, getattr(tokens(), self._role), round(self._size_px * ratio)).copy()
        picture.setDevicePixelRatio(ratio)
        self.setPixmap(picture)


class ErrorCard(QWidget):
    """What happened, what was kept, what to do; stays until it is closed."""

    closed = Signal()

    def __init__(self, said: str, advice: str, code: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "bad")
        self.said = said
        words = label(said, "strong", wrap=True)
        what_next = label(advice, wrap=True)
        if not advice:
            what_next.hide()
        copy = button(
            "Copy details", lambda: QGuiApplication.clipboard().setText(f"{code}: {said} {advice}"), kind="link"
        )
        close = tool("close", "Close this message", self._close)
        texts = column(words, what_next, gap=2)
        self.setLayout(row(IconLabel("error", "bad"), texts, None, copy, close, margin=8, gap=8))
        self.setAccessibleName(f"{said} {advice}")

    def _close(self) -> None:
        self.closed.emit()
        self.hide()
        self.deleteLater()


class Note(QWidget):
    """A short note with at most one thing to do, gone after a while."""

    def __init__(self, said: str, act: str = "", pressed: Callable[[], object] | None = None) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "good")
        layout = row(IconLabel("check", "good"), label(said, wrap=False), margin=4, gap=8)
        layout.setContentsMargins(12, 4, 8, 4)
        if act and pressed is not None:
            layout.addWidget(button(act, self._act_on(pressed), kind="link"))
        layout.addStretch(1)
        layout.addWidget(tool("close", "Close this note", self._close))
        self.setLayout(layout)
        self.setAccessibleName(said)
        QTimer.singleShot(_NOTE_MS, self, self._close)

    def _act_on(self, pressed: Callable[[], object]) -> Callable[[], None]:
        def act() -> None:
            pressed()
            self._close()

        return act

    def _close(self) -> None:
        self.hide()
        self.deleteLater()


class Notices(QWidget):
    """The place at the lower edge where cards and notes appear; nothing else on the screen moves for a note."""

    def __init__(self) -> None:
        super().__init__()
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(1)
        self._cards: list[ErrorCard] = []
        self._note: Note | None = None

    @property
    def errors(self) -> tuple[str, ...]:
        """What the open error cards say."""
        return tuple(card.said for card in self._cards)

    def show_error(self, problem: Exception) -> None:
        """Put up a card for a problem; the same one is not put up twice."""
        said, advice, code = words_of(problem)
        if said in self.errors:
            return
        card = ErrorCard(said, advice, code)
        self._cards.append(card)
        card.closed.connect(lambda: self._cards.remove(card))
        self._layout.insertWidget(0, card)

    def show_note(self, said: str, act: str = "", pressed: Callable[[], object] | None = None) -> None:
        """Put up a short note in place of the one before."""
        self._note = _replaced(self._note, Note(said, act, pressed))
        self._layout.addWidget(self._note)

    def clear(self) -> None:
        """Take everything down."""
        for card in tuple(self._cards):
            card.closed.emit()
            card.hide()
            card.deleteLater()


def _replaced(old: Note | None, new: Note) -> Note:
    import shiboken6  # noqa: PLC0415

    if old is not None and shiboken6.isValid(old):
        old.hide()
        old.deleteLater()
    return new


def words_of(problem: Exception) -> tuple[str, str, str]:
    """What happened, what to do, and the code, of any problem; a bug is told without its details."""
    if isinstance(problem, AppError):
        return problem.message, problem.advice, problem.code
    return (
        "The program made a mistake of its own. What you had typed before is saved.",
        "Try it once more. If it happens again, whoever looks after it needs the report in the folder of logs.",
        type(problem).__name__,
    )


class EmptyState(QWidget):
    """What a screen shows when there is nothing: what it is for, and the one thing to do."""

    def __init__(self, title: str, text: str, act: QWidget | None = None, *, icon_name: str = "check") -> None:
        super().__init__()
        self._words = label(text, "quiet", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._words.setFixedWidth(_EMPTY_WIDTH_PX)
        self._heading = label(title, "title")
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(2)
        center = Qt.AlignmentFlag.AlignHCenter
        layout.addWidget(IconLabel(icon_name, "faint", 40), 0, center)
        layout.addWidget(self._heading, 0, center)
        # Beside stretches rather than aligned: an aligned label that wraps is given one line only.
        layout.addLayout(row(None, self._words, None))
        if act is not None:
            layout.addSpacing(8)
            layout.addWidget(act, 0, center)
        layout.addStretch(3)

    def say(self, title: str, text: str) -> None:
        """Say something else."""
        self._heading.setText(title)
        self._words.setText(text)


def banner(text: str, ground: str, icon_name: str, role: str) -> QWidget:
    """One line of news across a screen."""
    made = pane(ground)
    layout = row(IconLabel(icon_name, role), label(text, wrap=True), None, gap=8)
    layout.setContentsMargins(16, 6, 16, 6)
    made.setLayout(layout)
    return made
