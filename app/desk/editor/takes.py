"""What a box takes: one fact, several put together, all of a list, an answer, a rule that ticks it, or nothing."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.desk.editor.answers import AnswerEditor
from app.desk.editor.bits import BitsEditor
from app.desk.editor.conditions import ConditionsEditor
from app.desk.editor.facts import FactsEditor
from app.desk.editor.written import WrittenEditor
from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import column, label, row
from app.mapping.drafting.bits import Bit, fact_key, pattern_of
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.offers import source_of
from app.mapping.drafting.plain import KeyChoice, among, choices_for, key_words, list_words, lists
from app.mapping.model import Source, SourceKind
from app.pdf.template import BoxKind


class Takes(Enum):
    """What a box can take, in the words of the choice."""

    FACT = "one fact"
    COMPOSE = "several facts put together"
    JOIN = "all of a list"
    TICK = "a tick where this holds"
    ASK = "an answer of the form's questions"
    BY_HAND = "what is typed by hand"
    NEVER = "nothing: it is not for the office"
    NOTHING = "not said yet"


_KINDS = {
    SourceKind.KEY: Takes.FACT,
    SourceKind.SIGNATURE: Takes.FACT,
    SourceKind.COMPOSE: Takes.COMPOSE,
    SourceKind.JOIN: Takes.JOIN,
    SourceKind.TICK: Takes.TICK,
    SourceKind.ASK: Takes.ASK,
    SourceKind.BY_HAND: Takes.BY_HAND,
    SourceKind.NEVER: Takes.NEVER,
}
_ALONE = (Takes.ASK, Takes.BY_HAND, Takes.NEVER, Takes.NOTHING)


class TakesEditor(QWidget):
    """The choice, and below it the fields that belong to it. `settled` gives the source."""

    settled = Signal(object)
    #: The box shall be a question of the form.
    asked = Signal()
    #: The meaning shall be taken off.
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._box: DraftBox | None = None
        self._source: Source | None = None
        self.kind = Choice()
        self.kind.setAccessibleName("This box takes")
        self.kind.activated.connect(lambda _: self._choose())
        self.fact = FactsEditor("fact", "If it is not documented, take another", self._found)
        self.compose = BitsEditor()
        self.join = FactsEditor("part of the list", "Add a fact to the list", lambda text: among(lists(), text))
        self.tick = ConditionsEditor("Ticked", "No condition yet: the box is never ticked.")
        self.answer = AnswerEditor()
        self.written = WrittenEditor()
        self._pages: dict[Takes, QWidget] = {
            Takes.FACT: self.fact,
            Takes.COMPOSE: self.compose,
            Takes.JOIN: self.join,
            Takes.TICK: self.tick,
            Takes.ASK: self.answer,
        }
        self._build()
        self._connect()

    def _build(self) -> None:
        self._stack = QVBoxLayout()
        for page in self._pages.values():
            self._stack.addWidget(page)
        head = row(label("This box takes", "quiet"), self.kind)
        head.setStretch(1, 1)
        self.setLayout(column(head, self._stack, self.written, gap=8))

    def _connect(self) -> None:
        self.fact.settled.connect(self._take_facts)
        self.compose.settled.connect(lambda pattern: self._become(SourceKind.COMPOSE, pattern=pattern))
        self.join.settled.connect(lambda keys: self._become(SourceKind.JOIN, keys=keys))
        self.join.separated.connect(lambda text: self._refine(separator=text))
        self.tick.settled.connect(self._tick_where)
        self.answer.settled.connect(self.settled)
        self.answer.asked.connect(self.asked)
        self.written.settled.connect(self._rewrite)

    @property
    def takes(self) -> Takes:
        """What is chosen."""
        value = self.kind.value
        return value if isinstance(value, Takes) else Takes.NOTHING

    def show_box(self, draft: Draft, box: DraftBox) -> None:
        """Show what the box takes now."""
        is_other = self._box is None or self._box.id != box.id
        changed = is_other or box.source != self._source
        self._box, self._source = box, box.source
        self.kind.set_items([(item, item.value) for item in _offered(box)])
        if changed or self.takes is Takes.NOTHING:
            self.kind.set_value(Takes.NOTHING if box.source is None else _KINDS[box.source.kind])
        self.answer.show_box(draft, box)
        self._fill()

    def _fill(self) -> None:
        """Show the fields of the choice, with what the source says."""
        source, takes = self._source, self.takes
        for kind, page in self._pages.items():
            page.setVisible(kind is takes)
        is_own = source is not None and _KINDS[source.kind] is takes
        keys = source.keys if source is not None and is_own else ()
        if takes is Takes.FACT:
            self.fact.show_keys(keys, key_words)
        elif takes is Takes.JOIN:
            self.join.show_keys(keys, list_words, separator=source.separator if source is not None else ", ")
        elif takes is Takes.COMPOSE:
            self.compose.show_pattern(source.pattern if source is not None and is_own else "")
        elif takes is Takes.TICK:
            self.tick.show_rule(source.rule if source is not None and is_own else "")
        box = self._box
        shows = box is not None and is_own and takes not in _ALONE and takes is not Takes.TICK
        self.written.setVisible(shows)
        if shows and box is not None and source is not None:
            self.written.show_source(source, box.kind)

    def _found(self, text: str) -> tuple[KeyChoice, ...]:
        return among(choices_for(self._box.kind if self._box is not None else BoxKind.TEXT), text)

    def _choose(self) -> None:
        """Another kind was chosen: what is said already is taken along where it can be."""
        takes, source = self.takes, self._source
        if takes is Takes.NOTHING:
            self.cleared.emit()
        elif takes is Takes.BY_HAND:
            self.settled.emit(Source(SourceKind.BY_HAND))
        elif takes is Takes.NEVER:
            self.settled.emit(Source(SourceKind.NEVER))
        elif takes is Takes.COMPOSE and source is not None and source.kind is SourceKind.KEY:
            bits = tuple(Bit(fact_key(key), ", " * bool(at), may_lack=bool(at)) for at, key in enumerate(source.keys))
            self.settled.emit(Source(SourceKind.COMPOSE, pattern=pattern_of(bits)))
        elif takes is Takes.JOIN and source is not None and source.kind is SourceKind.KEY:
            self.settled.emit(Source(SourceKind.JOIN, keys=source.keys))
        else:
            self._fill()
            page = self._pages[takes]
            if isinstance(page, FactsEditor | ConditionsEditor | BitsEditor):
                page.begin()

    def _take_facts(self, keys: tuple[str, ...]) -> None:
        if self._box is None or not keys:
            return
        first = source_of(keys[0], self._box.kind)
        if first is None or first.kind is SourceKind.SIGNATURE:
            if first is not None:
                self.settled.emit(first)
            return
        self._become(SourceKind.KEY, keys=keys)

    def _become(self, kind: SourceKind, **fields: object) -> None:
        """The source with other facts; how it is written stays where it is of the same kind."""
        before = self._source
        base = before if before is not None and before.kind is kind else Source(kind)
        self.settled.emit(replace(base, **fields))  # type: ignore[arg-type]

    def _tick_where(self, rule: str) -> None:
        if rule:
            self._become(SourceKind.TICK, rule=rule)

    def _refine(self, **fields: object) -> None:
        if self._source is not None:
            self.settled.emit(replace(self._source, **fields))  # type: ignore[arg-type]

    def _rewrite(self, source: Source) -> None:
        self.settled.emit(source)


def _offered(box: DraftBox) -> tuple[Takes, ...]:
    """What a box of its kind can take."""
    if box.kind is BoxKind.CHECK:
        first: tuple[Takes, ...] = (Takes.FACT, Takes.TICK, Takes.ASK)
    elif box.kind is BoxKind.SIGNATURE:
        first = (Takes.FACT,)
    else:
        first = (Takes.FACT, Takes.COMPOSE, Takes.JOIN, Takes.ASK)
    open_yet = (Takes.NOTHING,) if box.source is None else ()
    return (*open_yet, *first, Takes.BY_HAND, Takes.NEVER)
