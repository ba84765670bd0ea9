"""The field for each shape of value: it shows what a file has, and gives back what a file takes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.criteria.own.choices import choices
from app.criteria.own.fields import Field, Shape
from app.desk.criteria.entering import values
from app.desk.editor.several import SeveralEditor
from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor, TextEditor
from app.desk.widgets.plain import button, empty, label, row
from app.desk.widgets.shaped import DateEditor, NumberEditor
from app.desk.widgets.tick import Tick

Kept = Callable[[object], None]
Today = Callable[[], dt.date]
_CLASS_PX = 112


class TickEditor(Editor):
    """A single yes."""

    def __init__(self, name: str) -> None:
        self.tick = Tick("yes")
        super().__init__(name, self.tick)
        self.tick.clicked.connect(lambda _=False: self.settled.emit(self.value))

    @property
    def value(self) -> object:
        """Whether it is ticked."""
        return self.tick.isChecked()

    def set_value(self, value: object) -> None:
        """Show it."""
        self.tick.setChecked(bool(value))


class ClassesEditor(Editor):
    """Classes, each with the drugs that the payer's text names; none named stands for the whole class."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._kept: dict[str, list[str]] = {}
        self._body = QWidget()
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(4)
        super().__init__(field.words, self._body)
        self.several = SeveralEditor(field.words, choices(field.choices), none="any therapy for the condition")
        self.several.settled.connect(self._chosen)
        self.setFocusProxy(self.several.field)
        self._show()

    @property
    def value(self) -> object:
        """Class to drugs, as files have it."""
        return {name: list(drugs) for name, drugs in self._kept.items()}

    def set_value(self, value: object) -> None:
        """Show classes with their drugs."""
        found = value if isinstance(value, dict) else {}
        self._kept = {str(name): [str(drug) for drug in drugs] for name, drugs in found.items()}
        self._show()

    def _show(self) -> None:
        self._list.removeWidget(self.several)
        empty(self._list)
        self.several.set_value(tuple(self._kept))
        self._list.addWidget(self.several)
        words = dict(choices(self._field.choices))
        for name, drugs in self._kept.items():
            named = LineEditor(f"{words.get(name, name)}: drugs", placeholder="all of the class, or drugs with commas")
            named.set_value(values.as_words(drugs))
            named.settled.connect(lambda text, name=name: self._named(name, str(text)))
            gone = button("Remove", kind="link", says=f"Remove {words.get(name, name)}")
            gone.clicked.connect(lambda _=False, name=name: self._without(name))
            head = label(words.get(name, name), "quiet", wrap=True)
            head.setFixedWidth(_CLASS_PX)
            line = row(head, named, gone)
            line.setStretch(1, 1)
            self._list.addLayout(line)

    def _chosen(self, names: object) -> None:
        chosen = tuple(names) if isinstance(names, tuple) else ()
        self._kept = {name: self._kept.get(name, []) for name in chosen}
        self._tell()

    def _named(self, name: str, text: str) -> None:
        self._kept[name] = values.from_words(text.lower())
        self.settled.emit(self.value)

    def _without(self, name: str) -> None:
        self._kept.pop(name, None)
        self._tell()

    def _tell(self) -> None:
        self._show()
        self.settled.emit(self.value)


def editor_for(field: Field, value: object, kept: Kept, today: Today) -> Editor:
    """A field that shows the value and tells what is to be kept."""
    return _MAKERS[field.shape](field, value, kept, today)


def _line(field: Field, shown: str, keep: Callable[[str], None]) -> Editor:
    made = LineEditor(field.words, placeholder=field.hint)
    made.set_value(shown)
    made.settled.connect(lambda text: keep(str(text)))
    return made


def _text(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    return _line(field, str(value or ""), kept)


def _long(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    made = TextEditor(field.words, lines=2, placeholder=field.hint)
    made.set_value(value)
    made.settled.connect(lambda text: kept(" ".join(str(text).split())))
    return made


def _words(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    is_code = field.name in ("states", "not_states", "listed", "not_covered", "on_both", "codes", "")

    def keep(text: str) -> None:
        kept(values.from_words(text.upper() if is_code else text))

    return _line(field, values.as_words(value), keep)


def _groups(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    return _line(field, values.as_groups(value), lambda text: kept(values.from_groups(text)))


def _number(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    made = NumberEditor(field.words, placeholder=field.hint)
    made.set_value(values.as_number(value))
    made.settled.connect(lambda number: kept(values.from_number(number)))
    return made


def _date(field: Field, value: object, kept: Kept, today: Today) -> Editor:
    made = DateEditor(field.words, today)
    made.set_value(values.as_day(value))
    made.settled.connect(lambda day: kept(day.isoformat() if isinstance(day, dt.date) else ""))
    return made


def _flag(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    made = TickEditor(field.words)
    made.set_value(value)
    made.settled.connect(kept)
    return made


def _one(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    none = field.hint or ("choose …" if field.ask else "—")
    made = ChoiceEditor(field.words, [("", none), *choices(field.choices)])
    made.set_value(str(value or ""))
    made.settled.connect(kept)
    return made


def _many(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    made = SeveralEditor(field.words, choices(field.choices), none=field.hint or ("choose …" if field.ask else "none"))
    made.set_value(value)
    made.settled.connect(lambda chosen: kept(list(chosen)))
    return made


def _classes(field: Field, value: object, kept: Kept, _: Today) -> Editor:
    made = ClassesEditor(field)
    made.set_value(value)
    made.settled.connect(kept)
    return made


_MAKERS: dict[Shape, Callable[[Field, object, Kept, Today], Editor]] = {
    Shape.TEXT: _text,
    Shape.LONG: _long,
    Shape.NUMBER: _number,
    Shape.WHOLE: _number,
    Shape.DATE: _date,
    Shape.FLAG: _flag,
    Shape.ONE: _one,
    Shape.MANY: _many,
    Shape.WORDS: _words,
    Shape.GROUPS: _groups,
    Shape.CLASSES: _classes,
}
