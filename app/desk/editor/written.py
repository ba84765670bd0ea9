"""How a fact is written into its box: as it is, a part of it, in another shape, in the form's own words."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.widgets.choice import Choice
from app.desk.widgets.editors import LineEditor
from app.desk.widgets.plain import button, column, empty, label, row, stretchy
from app.domain.vocabulary import KeyKind
from app.mapping.drafting.conditions import values_for
from app.mapping.drafting.plain import ways
from app.mapping.model import Source, SourceKind
from app.mapping.references import reference
from app.mapping.transform import is_format
from app.pdf.template import BoxKind

_PLAIN_SHAPES = (("", "as it is"), ("upper", "in capitals"), ("lower", "in small letters"), ("digits", "digits only"))
_WORDED = (KeyKind.CHOICE, KeyKind.YES_NO)


class WrittenEditor(QWidget):
    """The way of writing. `settled` gives the source with it."""

    settled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._source = Source(SourceKind.KEY)
        self.way = Choice()
        self.way.setAccessibleName("Written")
        self.way.activated.connect(lambda _: self._choose())
        self.shape = LineEditor("In a shape of its own", placeholder="MM/DD/YYYY or ###-###-####", check=_shape_trouble)
        self.shape.settled.connect(lambda text: self._reshape(str(text)))
        self.ongoing = LineEditor("Where the therapy still goes on", placeholder="ongoing")
        self.ongoing.settled.connect(lambda text: self._become(ongoing=str(text)))
        self._ongoing = row(label("Where the therapy still goes on it prints", "quiet"), stretchy(self.ongoing))
        self._words = QVBoxLayout()
        self._words.setSpacing(4)
        self._more = button("The form's own words for it …", self._show_words, kind="link")
        line = row(label("Written", "quiet"), self.way, self.shape)
        line.setStretch(1, 1)
        line.setStretch(2, 1)
        holder = QWidget()
        holder.setLayout(self._ongoing)
        self._ongoing.setContentsMargins(0, 0, 0, 0)
        self._ongoing_row = holder
        self.setLayout(column(line, holder, self._more, self._words, gap=6))

    def show_source(self, source: Source, kind: BoxKind) -> None:
        """Show how the fact is written now."""
        before, self._source = self._source, source
        offered = self._offered(source, kind)
        self.way.set_items(offered)
        self.way.set_value(source)
        self.shape.set_value("" if source.format in dict(_PLAIN_SHAPES) else source.format)
        is_tick = kind is BoxKind.CHECK
        ref = reference(source.keys[0]) if source.keys and "[*]" not in source.keys[0] else None
        self.shape.setVisible(not is_tick and ref is not None and ref.kind in (KeyKind.DATE, KeyKind.TEL))
        self._ongoing_row.setVisible(not is_tick and ref is not None and ref.spec.key.startswith("prior"))
        self.ongoing.set_value(source.ongoing)
        can_word = not is_tick and ref is not None and ref.kind in _WORDED and source.kind is not SourceKind.COMPOSE
        if before.keys != source.keys or not can_word:
            empty(self._words)
        self._more.setVisible(can_word and not self._words.count())
        if can_word and source.words and not self._words.count():
            self._show_words()

    def _offered(self, source: Source, kind: BoxKind) -> list[tuple[object, str]]:
        if source.kind is SourceKind.KEY and len(source.keys) == 1:
            made: list[tuple[object, str]] = [(item, words) for words, item in ways(source.keys[0], kind)]
        elif kind is BoxKind.CHECK:
            made = [(source, "ticked where one of them holds")]
        else:
            made = [(replace(source, format=form), words.capitalize()) for form, words in _PLAIN_SHAPES]
        if source not in [item for item, _ in made]:
            made.append((source, "In a way of its own"))
        return made

    def _choose(self) -> None:
        if isinstance(self.way.value, Source):
            self.settled.emit(replace(self.way.value, ongoing=self._source.ongoing))

    def _reshape(self, text: str) -> None:
        if not _shape_trouble(text):
            self._become(format=text)

    def _show_words(self) -> None:
        """A field for each value: what is printed for it, empty for its usual word."""
        ref = reference(self._source.keys[0])
        empty(self._words)
        for value, name in values_for(ref.fact_key):
            field = LineEditor(f"For “{name}” it prints", placeholder=name)
            field.set_value(self._source.words.get(value, ""))
            field.settled.connect(lambda text, v=value: self._word(v, str(text)))
            name_label = label(name, "quiet")
            name_label.setFixedWidth(180)
            self._words.addLayout(row(name_label, stretchy(field)))
        self._more.hide()

    def _word(self, value: str, text: str) -> None:
        words = {name: said for name, said in self._source.words.items() if name != value}
        self._become(words=words | ({value: text} if text else {}))

    def _become(self, **fields: object) -> None:
        fresh = replace(self._source, **fields)  # type: ignore[arg-type]
        if fresh != self._source:
            self.settled.emit(fresh)


def _shape_trouble(text: str) -> str:
    return "" if not text or is_format(text) else "Write it like MM/DD/YYYY, or with ten # for a telephone."
