"""A text put together of several facts, in rows: words before, the fact, words behind, left out where it is unknown."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.editor.picker import KeyPicker
from app.desk.widgets.editors import REST_MS, LineEditor
from app.desk.widgets.plain import button, column, empty, label, row, stretchy, tool
from app.desk.widgets.tick import Tick
from app.mapping.drafting.bits import Bit, bits_of, bits_trouble, pattern_of
from app.mapping.drafting.plain import among, choices_for, key_words
from app.pdf.template import BoxKind

_BEFORE_PX = 84


class BitsEditor(QWidget):
    """The rows. `settled` gives the pattern that they make."""

    settled = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._pattern = ""
        self._bits: tuple[Bit, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        self._text = LineEditor("Text with its facts in curly brackets", check=bits_trouble)
        self._text.settled.connect(lambda text: self._write(str(text)))
        self._hint = label("Words typed before or behind a fact are printed with it: “, NPI ” or “ to ”.", "hint")
        self._add = button("Add a fact", self._more, kind="link", icon_name="plus", says="Put together: add a fact")
        self.setLayout(column(self._rows, self._text, self._hint, row(self._add, None), gap=4))

    def show_pattern(self, pattern: str) -> None:
        """Show a text; rows that make it already stay, whatever is unfinished among them."""
        if pattern == self._pattern and (self._bits or not pattern):
            self._build_if_empty()
            return
        self._pattern = pattern
        made = bits_of(pattern) if pattern else ()
        self._bits = () if made is None else made
        self._text.set_value(pattern)
        self._build(as_text=made is None)

    @property
    def rows(self) -> tuple[BitRow, ...]:
        """The rows shown."""
        items = (self._rows.itemAt(at) for at in range(self._rows.count()))
        found = (None if item is None else item.widget() for item in items)
        return tuple(widget for widget in found if isinstance(widget, BitRow))

    def begin(self, key: str = "") -> None:
        """Begin a text with a fact, and put the focus where the next one is searched."""
        self._pattern, self._bits = "", (Bit(key),) if key else ()
        self._more()

    def _build_if_empty(self) -> None:
        if not self._bits and not self._rows.count():
            self._bits = (Bit(""),)
            self._build()

    def _build(self, *, as_text: bool = False) -> None:
        empty(self._rows)
        for at, bit in enumerate(self._bits):
            self._rows.addWidget(self._row(at, bit))
        self._text.setVisible(as_text)
        self._hint.setVisible(not as_text)
        self._add.setVisible(not as_text)

    def _row(self, at: int, bit: Bit) -> BitRow:
        made = BitRow(at, bit, is_last=at == len(self._bits) - 1)
        made.changed.connect(lambda fresh: self._put(at, fresh))
        made.removed.connect(lambda: self._drop(at))
        made.lifted.connect(lambda: self._lift(at))
        return made

    def _more(self) -> None:
        before = ", " if self._bits else ""
        self._bits = (*self._bits, Bit("", before, may_lack=bool(self._bits)))
        self._build()
        self.rows[-1].show()
        self.rows[-1].picker.setFocus()

    def _put(self, at: int, bit: Bit) -> None:
        self._bits = (*self._bits[:at], bit, *self._bits[at + 1 :])
        self._say()

    def _drop(self, at: int) -> None:
        self._bits = (*self._bits[:at], *self._bits[at + 1 :])
        self._build()
        self._say()
        self._add.setFocus()

    def _lift(self, at: int) -> None:
        """Swap a row with the one above it."""
        if at > 0:
            bits = list(self._bits)
            bits[at - 1], bits[at] = bits[at], bits[at - 1]
            self._bits = tuple(bits)
            self._build()
            self.rows[at - 1].show()
            self.rows[at - 1].picker.setFocus()
            self._say()

    def _say(self) -> None:
        pattern = pattern_of(self._bits)
        if pattern != self._pattern:
            self._pattern = pattern
            if pattern:
                self.settled.emit(pattern)

    def _write(self, text: str) -> None:
        if text and text != self._pattern and not bits_trouble(text):
            self._pattern = text
            self.settled.emit(text)


class BitRow(QWidget):
    """One fact of the text."""

    changed = Signal(object)
    removed = Signal()
    lifted = Signal()

    def __init__(self, at: int, bit: Bit, *, is_last: bool) -> None:
        super().__init__()
        self._bit = bit
        name = f"Fact {at + 1}"
        self.before, self.after = (
            _words(f"{name}: words before it", bit.before),
            _words(f"{name}: words behind it", bit.after),
        )
        self.picker = KeyPicker(lambda text: among(choices_for(BoxKind.TEXT), text), name)
        self.picker.show_words(key_words(bit.key) if bit.key else "")
        self.picker.picked.connect(self._pick)
        self.may_lack = Tick("may be missing")
        self.may_lack.setToolTip(
            "Where the fact is not documented it is left out with its words. Without the tick nothing is printed then."
        )
        self.may_lack.setChecked(bit.may_lack)
        self.may_lack.toggled.connect(lambda on: self._become(replace(self._bit, may_lack=on)))
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._read)
        for words in (self.before, self.after):
            words.line.textEdited.connect(lambda _: self._rest.start())
            words.line.editingFinished.connect(self._read)
        if not is_last and not bit.after:
            self.after.hide()
        up = tool("up", f"{name}: further to the front", self.lifted.emit)
        up.setEnabled(at > 0)
        drop = tool("close", f"{name}: take it away", self.removed.emit)
        self.setLayout(row(self.before, stretchy(self.picker), self.after, self.may_lack, up, drop, gap=6))

    def _pick(self, key: str) -> None:
        self.picker.show_words(key_words(key))
        self.picker.setText(key_words(key))
        self._become(replace(self._bit, key=key))
        self.before.setFocus()

    def _read(self) -> None:
        self._rest.stop()
        fresh = replace(self._bit, before=self.before.line.text(), after=self.after.line.text())
        if fresh != self._bit:
            self._become(fresh)

    def _become(self, bit: Bit) -> None:
        self._bit = bit
        self.changed.emit(bit)


def _words(name: str, text: str) -> LineEditor:
    """A short field. Its blanks count, so what it holds is read off the line, never trimmed."""
    made = LineEditor(name, placeholder="words")
    made.line.setText(text)
    made.setFixedWidth(_BEFORE_PX)
    return made
