"""Everything about the chosen box: what is printed, its meaning, how it is written, its section, its shape."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QPushButton, QSpinBox, QWidget

from app.desk.editor.picker import KeyPicker
from app.desk.editor.question import IMPORTANCE, TYPES
from app.desk.widgets.choice import Choice
from app.desk.widgets.editors import LineEditor
from app.desk.widgets.plain import button, column, label, pane, row
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.plain import meaning_words, offer_words, search, ways
from app.mapping.model import Pick, Question, QuestionType, Source, SourceKind
from app.pdf.template import BoxId, BoxKind

#: Each with whether what is printed there is circled.
_KINDS = (
    ((BoxKind.TEXT, False), "one line"),
    ((BoxKind.MULTILINE, False), "several lines"),
    ((BoxKind.COMB, False), "a cell for each letter"),
    ((BoxKind.CHECK, False), "check box"),
    ((BoxKind.CHECK, True), "letter or word, circled"),
    ((BoxKind.SIGNATURE, False), "signature"),
)


class BoxDetail(QWidget):
    """The panel under the table."""

    picked = Signal(str)
    asked = Signal()
    skipped = Signal()
    by_hand = Signal()
    cleared = Signal()
    deleted = Signal()
    #: Everything about the box is wanted.
    opened = Signal()
    #: Several marked boxes belong together: how many of them are filled.
    grouped = Signal(object)
    written = Signal(object)
    relabelled = Signal(str)
    sectioned = Signal(str)
    insisted = Signal(object)
    #: Kind, cells of a comb, and whether it is circled.
    rekinded = Signal(object, int, bool)
    reworded = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._box: BoxId | None = None
        self._question: Question | None = None
        self._kind = BoxKind.TEXT
        self.picker = KeyPicker(
            lambda text: search(self._kind, text), nothing="Nothing of that name: F9 makes it a question"
        )
        self.printed = LineEditor("The form prints")
        self.wording = LineEditor("Question", placeholder="The question as the form prints it")
        self.type = Choice()
        self.way, self.section, self.importance, self.kind = Choice(), Choice(), Choice(), Choice()
        self.cells = QSpinBox()
        self.cells.setRange(2, 60)
        self.cells.setAccessibleName("Cells")
        self._acts: list[QPushButton] = []
        self._build()
        self._connect()

    def _build(self) -> None:
        for choice, name in (
            (self.type, "Answer is"),
            (self.way, "Written"),
            (self.section, "Section"),
            (self.importance, "The payer says"),
            (self.kind, "Kind of box"),
        ):
            choice.setAccessibleName(name)
        self.importance.set_items(IMPORTANCE)
        self.kind.set_items(_KINDS)
        self.type.set_items(TYPES)
        self._asking = QWidget()
        self._asking.setLayout(row(self.wording, self.type))
        self.type.setFixedWidth(124)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        self._asking_name = _name("Question")
        for at, (words, field) in enumerate(
            (
                (_name("The form prints"), self.printed),
                (_name("Meaning"), self.picker),
                (self._asking_name, self._asking),
            )
        ):
            grid.addWidget(words, at, 0)
            grid.addWidget(field, at, 1, 1, 3)
        grid.addWidget(_name("Written"), 3, 0)
        grid.addWidget(self.way, 3, 1)
        grid.addWidget(_name("Section"), 3, 2)
        grid.addWidget(self.section, 3, 3)
        grid.addWidget(_name("The payer says"), 4, 0)
        grid.addWidget(self.importance, 4, 1)
        grid.addWidget(_name("Kind of box"), 4, 2)
        grid.addLayout(row(self.kind, self.cells), 4, 3)
        self._where = label("", "hint")
        self._build_marked()
        self.setLayout(column(self._marked, self._buttons(), grid, self._where, margin=8))

    def _build_marked(self) -> None:
        self._marked = pane("rail")
        self._marked_words = label("")
        together = row(
            self._marked_words,
            button("One question  F9", self.asked.emit, kind="link", says="Make the marked boxes one question (F9)"),
            button("Only one is filled", lambda: self.grouped.emit(Pick.ONE), kind="link"),
            button("Any are filled", lambda: self.grouped.emit(Pick.ANY), kind="link"),
            button("No group", lambda: self.grouped.emit(None), kind="link"),
            None,
            gap=10,
        )
        together.setContentsMargins(8, 2, 8, 2)
        self._marked.setLayout(together)
        self._marked.hide()

    def _buttons(self) -> QWidget:
        made = QWidget()
        self._acts = [
            button("Question  F9", self.asked.emit, kind="link", says="Make it a question (F9)"),
            button("By hand  F6", self.by_hand.emit, kind="link", says="It is typed by hand (F6)"),
            button("Not for us  F7", self.skipped.emit, kind="link", says="It is not for the office (F7)"),
            button("More  F3", self.opened.emit, kind="link", says="Everything about this box (F3)"),
            button("Clear", self.cleared.emit, kind="link", says="Take the meaning off (Ctrl+Backspace)"),
            button("Delete", self.deleted.emit, kind="link", says="Delete the box"),
        ]
        for act in self._acts:
            act.setToolTip(act.accessibleName())
        layout = row(*self._acts, None, gap=10)
        made.setLayout(layout)
        return made

    def _connect(self) -> None:
        self.picker.picked.connect(self.picked)
        self.printed.settled.connect(lambda text: self.relabelled.emit(str(text)))
        self.section.activated.connect(lambda _: self.sectioned.emit(str(self.section.value)))
        self.importance.activated.connect(lambda _: self.insisted.emit(self.importance.value))
        self.way.activated.connect(lambda _: self.written.emit(self.way.value))
        self.kind.activated.connect(lambda _: self._rekind())
        self.cells.editingFinished.connect(self._split)
        self.wording.settled.connect(lambda _: self._reword())
        self.type.activated.connect(lambda _: self._reword())

    def show_box(self, draft: Draft, box: DraftBox | None, *, can_edit: bool) -> None:
        """Show a box as it is now."""
        self.setEnabled(box is not None and can_edit)
        self._box = None if box is None else box.id
        if box is None:
            self.picker.show_words("")
            return
        self._kind = box.kind
        source = box.source
        self.printed.set_value(box.label)
        words = "" if source is None or source.kind is SourceKind.ASK else meaning_words(draft, source)
        self.picker.show_words(words, offer_words(draft, box) if box.is_open else "")
        self.section.set_items([(item.id, draft.head.section_title(item.id)) for item in draft.head.sections])
        self.section.set_value(box.section)
        self.importance.set_value(box.importance)
        self._show_ways(box)
        self._show_question(draft, source)
        self._show_shape(box)

    def show_marked(self, count: int) -> None:
        """Offer what can be done to several boxes at once."""
        self._marked.setVisible(count > 1)
        self._marked_words.setText(f"{count} boxes:")

    def _show_ways(self, box: DraftBox) -> None:
        source = box.source
        is_key = source is not None and source.kind is SourceKind.KEY and len(source.keys) == 1
        offered = list(ways(source.keys[0], box.kind)) if is_key and source is not None else []
        if is_key and source not in [item for _, item in offered]:
            offered.append(("In a way of its own", source))  # type: ignore[arg-type]
        self.way.set_items([(item, words) for words, item in offered])
        self.way.set_value(source)
        self.way.setEnabled(len(offered) > 1)

    def _show_question(self, draft: Draft, source: Source | None) -> None:
        asks = source is not None and source.kind is SourceKind.ASK
        self._question = draft.head.question(source.question) if asks and source is not None else None
        self._asking.setVisible(self._question is not None)
        self._asking_name.setVisible(self._question is not None)
        if self._question is not None:
            self.wording.set_value(self._question.wording)
            self.type.set_value(self._question.type)
            several = bool(self._question.choices) or bool(source is not None and source.equals)
            self.type.setEnabled(not several)

    def _show_shape(self, box: DraftBox) -> None:
        self.kind.set_value((box.kind, box.ring))
        self.kind.setEnabled(not box.own)
        self.cells.setValue(box.cells or 10)
        self.cells.setVisible(box.kind is BoxKind.COMB)
        self.cells.setEnabled(not box.own)
        self._acts[-1].setVisible(not box.own)
        rect = box.rect
        size = f"{rect.width:.0f} × {rect.height:.0f} pt"
        moves = "lies where the payer put it" if box.own else "drag it, or press Esc and use the arrows"
        self._where.setText(f"Page {box.page} · {size} · {moves}")

    def _rekind(self) -> None:
        if isinstance(self.kind.value, tuple):
            kind, ring = self.kind.value
            self.rekinded.emit(kind, self.cells.value(), ring)

    def _split(self) -> None:
        if self.kind.value == (BoxKind.COMB, False) and self.cells.isVisible():
            self.rekinded.emit(BoxKind.COMB, self.cells.value(), False)

    def _reword(self) -> None:
        before = self._question
        kind = self.type.value
        if before is None or not isinstance(kind, QuestionType) or not str(self.wording.value):
            return
        fresh = replace(before, wording=str(self.wording.value), type=kind)
        if fresh != before and (kind is QuestionType.CHOICE) == bool(fresh.choices):
            self.reworded.emit(fresh)


def _name(text: str) -> QLabel:
    made = label(text, "quiet")
    made.setMinimumWidth(92)
    return made
