"""Changing a wording of letters: the pattern, tried on the pages of this request, kept by administrators."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from app.desk.widgets.choice import Choice
from app.desk.widgets.editors import REST_MS
from app.desk.widgets.plain import button, label, row, set_role

_HELP = (
    "A line is a sentence, a blank line ends a paragraph. {{ fact(…) }} puts in a fact of the record, or the gap "
    "where it is not documented. A sentence without a fact begins with ~."
)
_PART_WORDS = {"parts": "Part", "conditions": "Condition", "answers": "Answer to a denial"}


def wording_title(name: str) -> str:
    """`Condition: migraine` for `conditions/migraine.j2`."""
    folder, _, rest = name.removesuffix(".j2").rpartition("/")
    words = rest.replace("_", " ")
    return f"{_PART_WORDS[folder]}: {words}" if folder in _PART_WORDS else words.capitalize()


class WordingPane(QWidget):
    """The pattern of one wording; the pages follow when typing rests, nothing is kept before the button is pressed."""

    #: A wording is wanted: its name.
    chosen = Signal(str)
    #: Name and text: to be tried on this request.
    tried = Signal(str, str)
    kept = Signal(str, str)
    put_back = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.choice = Choice()
        self.choice.setAccessibleName("Wording")
        self.choice.setToolTip("The letters, and the parts that they share")
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Text of the wording")
        self.text.setTabChangesFocus(True)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self._state = label("", "hint", wrap=True)
        self.try_button = button("Show on the pages", lambda: self.tried.emit(self.name, self.text.toPlainText()))
        self.keep_button = button(
            "Use this wording", lambda: self.kept.emit(self.name, self.text.toPlainText()), kind="primary"
        )
        self.reset_button = button("Back to the bundled one", lambda: self.put_back.emit(self.name), kind="link")
        self.leave_button = button("Back to the letter", self.left.emit, kind="link", icon_name="left")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 8, 16, 8)
        layout.setSpacing(6)
        layout.addLayout(row(self.leave_button, None))
        layout.addWidget(self.choice)
        layout.addWidget(self.text, 1)
        layout.addWidget(label(_HELP, "hint", wrap=True))
        layout.addWidget(self._state)
        layout.addLayout(row(self.keep_button, self.try_button, None))
        layout.addLayout(row(self.reset_button, None))
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(lambda: self.tried.emit(self.name, self.text.toPlainText()))
        self.text.textChanged.connect(self._rest.start)
        self.choice.currentIndexChanged.connect(lambda _: self.chosen.emit(self.name))

    @property
    def name(self) -> str:
        """The wording shown."""
        return str(self.choice.value or "")

    def offer(self, names: tuple[str, ...], first: str) -> None:
        """Offer the wordings, one of them chosen."""
        self.choice.set_items([(name, wording_title(name)) for name in names])
        self.choice.set_value(first)

    def show_wording(self, text: str, *, is_own: bool, may_keep: bool) -> None:
        """Show a wording as it is in force."""
        self.text.setPlainText(text)
        self._rest.stop()
        self.reset_button.setVisible(is_own)
        self.keep_button.setEnabled(may_keep)
        self.say("" if may_keep else "An administrator keeps wordings; trying one changes nothing.", "hint")

    def rest(self) -> None:
        """Try nothing any more."""
        self._rest.stop()

    def say(self, words: str, role: str) -> None:
        """Say something of the text above."""
        self._state.setText(words)
        self._state.setVisible(bool(words))
        set_role(self._state, "role", role)
