"""The form's own questions: proposals to confirm, answers to give, each with the reason behind it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.desk.paper.words import Names, origin_words
from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor, TextEditor
from app.desk.widgets.plain import button, empty, hairline, label, pane, row, scrolling, set_role
from app.desk.widgets.shaped import DateEditor, YesNoEditor
from app.domain.dates import PartialDate
from app.domain.vocabulary import vocabulary
from app.mapping.answers import Answered, answer_to
from app.mapping.filled import FillState
from app.mapping.model import Importance, Question, QuestionType
from app.services.prepare import Prepared


def plain(question: Question, value: str) -> str:
    """An answer in words."""
    if question.type is QuestionType.YESNO:
        return {"yes": "Yes", "no": "No"}.get(value, value)
    return question.choices.get(value, value)


def state_of(answered: Answered, *, is_asked: bool) -> tuple[str, str]:
    """How a question stands, in a word and a role."""
    given = answered.answer
    if not given.value:
        must = answered.question.importance is Importance.REQUIRED
        return ("Required" if must else "Open", "warn") if is_asked else ("Not asked", "quiet")
    if not answered.is_confirmed:
        return "Proposed", "warn"
    return "Answered", "good"


class QuestionRow(QWidget):
    """One question."""

    answered = Signal(str, object)
    confirmed = Signal(str)
    entered = Signal(str)

    def __init__(self, question: Question, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self.question = question
        self.wording = label(question.wording, wrap=True)
        self._state = label("", "hint")
        self._reason: QLabel = label("", "hint", wrap=True)
        self.editor = _editor_for(question, today)
        self.editor.settled.connect(self._answer)
        self.editor.entered.connect(lambda: self.entered.emit(question.id))
        self.confirm_button = button("Confirm", lambda: self.confirmed.emit(question.id))
        self.detail = self._detail_editor()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 8, 0, 8)
        layout.setSpacing(4)
        layout.addWidget(self.wording)
        is_short = question.type is QuestionType.YESNO
        line = row(self.editor, self._state, self.confirm_button)
        line.setStretch(1 if is_short else 0, 1)
        layout.addLayout(line)
        if self.detail is not None:
            layout.addWidget(self.detail)
        layout.addWidget(self._reason)

    def _detail_editor(self) -> TextEditor | None:
        if self.question.detail is None:
            return None
        made = TextEditor(self.question.detail.wording, lines=2, placeholder=self.question.detail.wording)
        made.settled.connect(lambda value: self.answered.emit(self.question.detail_id, str(value) or None))
        made.entered.connect(lambda: self.entered.emit(self.question.id))
        return made

    def show_answer(self, answered: Answered, names: Names, *, is_asked: bool, can_edit: bool) -> None:
        """Show how the question stands."""
        given = answered.answer
        is_proposed = bool(given.value) and not answered.is_confirmed
        words, role = state_of(answered, is_asked=is_asked)
        self._state.setText(words)
        set_role(self._state, "role", role)
        self.editor.set_value(self._shown("" if is_proposed and not given.is_confirmed else given.value))
        self.confirm_button.setVisible(is_proposed)
        self.confirm_button.setAccessibleName(f"Confirm {plain(self.question, given.value)}: {self.question.wording}")
        if self.detail is not None:
            self.detail.setVisible(answered.wants_detail)
            self.detail.set_value(answered.detail.value)
        proposal = answered.text or plain(self.question, given.value)
        why = self._why(answered, names)
        self._reason.setText(f"Would print “{proposal}”. {why}" if is_proposed else why)
        self._reason.setVisible(bool(self._reason.text()))
        self.setEnabled(can_edit)

    def focus(self) -> None:
        """Put the focus on what is next here."""
        (self.confirm_button if self.confirm_button.isVisibleTo(self) else self.editor).setFocus()

    def _why(self, answered: Answered, names: Names) -> str:
        given = answered.answer
        parts = [given.note] if given.note else []
        if given.keys and not given.is_confirmed:
            parts.append(f"Because of {_named(given.keys)}.")
        elif given.lacking and not given.value:
            parts.append(f"Not documented: {_named(given.lacking)}.")
        elif given.value and given.origins:
            parts.append(_sentence(origin_words(given.origins[0], names)))
        if not given.value and self.question.settle:
            parts.append(self.question.settle)
        return " ".join(parts)

    def _shown(self, value: str) -> object:
        match self.question.type:
            case QuestionType.YESNO:
                return {"yes": True, "no": False}.get(value)
            case QuestionType.DATE:
                return _date(value)
            case QuestionType.CHOICE:
                return value or None
            case _:
                return value

    def _answer(self, value: object) -> None:
        if isinstance(value, bool):
            text: str | None = "yes" if value else "no"
        elif isinstance(value, dt.date):
            text = f"{value:%m/%d/%Y}"
        else:
            text = str(value) if value else None
        self.answered.emit(self.question.id, text)


def _named(keys: tuple[str, ...]) -> str:
    """Facts in words; the rows of a list are the list."""
    names = ("the earlier therapies" if key.startswith("prior") else vocabulary().title(key) for key in keys)
    return ", ".join(list(dict.fromkeys(names))[:4])


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}."


def _date(value: str) -> PartialDate | None:
    parts = value.split("/")
    if len(parts) != 3 or not all(part.isdigit() for part in parts):
        return None
    return PartialDate(int(parts[2]), int(parts[0]), int(parts[1]))


def _editor_for(question: Question, today: Callable[[], dt.date]) -> Editor:
    name = question.wording
    match question.type:
        case QuestionType.YESNO:
            return YesNoEditor(name)
        case QuestionType.CHOICE:
            return ChoiceEditor(name, [(None, "not answered"), *question.choices.items()])
        case QuestionType.DATE:
            return DateEditor(name, today)
        case QuestionType.NUMBER:
            return LineEditor(name)
        case _:
            return TextEditor(name, lines=2)


class QuestionsPane(QWidget):
    """The third step: questions by section, in the order of the form."""

    answered = Signal(str, object)
    confirmed = Signal(str)
    entered = Signal(str)

    def __init__(self, today: Callable[[], dt.date]) -> None:
        super().__init__()
        self._today = today
        self.rows: dict[str, QuestionRow] = {}
        self._shape: tuple[str, ...] = ()
        self._content = pane()
        self._list = QVBoxLayout(self._content)
        self._list.setContentsMargins(16, 8, 16, 24)
        self._list.setSpacing(0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(scrolling(self._content))

    def show_prepared(self, prepared: Prepared | None, names: Names) -> None:
        """Show the questions that the request is asked, and how they stand."""
        questions = asked(prepared)
        shape = tuple(question.id for question in questions)
        if shape != self._shape or not shape:
            self._rebuild(prepared, questions)
            self._shape = shape
        if prepared is None:
            return
        open_ids = {fill.question for fill in prepared.filled.boxes.values() if fill.state is FillState.MISSING}
        for question in questions:
            answered = answer_to(question, prepared.request.answers, prepared.facts)
            self.rows[question.id].show_answer(
                answered, names, is_asked=question.id in open_ids, can_edit=not prepared.is_frozen
            )

    def focus(self, question_id: str) -> bool:
        """Put the focus on a question."""
        found = self.rows.get(question_id)
        if found is None:
            return False
        found.focus()
        return True

    def _rebuild(self, prepared: Prepared | None, questions: tuple[Question, ...]) -> None:
        empty(self._list)
        self.rows = {}
        if not questions:
            self._list.addWidget(label(_nothing_words(prepared), "quiet", wrap=True))
            self._list.addStretch(1)
            return
        section = None
        for question in questions:
            if prepared is not None and question.section != section:
                section = question.section
                self._list.addWidget(label(prepared.filled.titles.get(section, ""), "section", wrap=True))
            made = QuestionRow(question, self._today)
            made.answered.connect(self.answered)
            made.confirmed.connect(self.confirmed)
            made.entered.connect(self.entered)
            self.rows[question.id] = made
            self._list.addWidget(made)
            self._list.addWidget(hairline())
        self._list.addStretch(1)


def asked(prepared: Prepared | None) -> tuple[Question, ...]:
    """The questions of the sections in force, in the order in which the form has their boxes."""
    if prepared is None or prepared.pack is None:
        return ()
    in_force = {section.id for section in prepared.filled.sections}
    order = dict.fromkeys(fill.question for fill in prepared.filled.boxes.values() if fill.question)
    found = [prepared.pack.question(name) for name in order if name]
    return tuple(item for item in found if item is not None and (not item.section or item.section in in_force))


def _nothing_words(prepared: Prepared | None) -> str:
    if prepared is None:
        return "Choose the payer's form under Patient & plan. Its questions show up here."
    if prepared.pack is None:
        return (
            "The program does not know what the boxes of this form mean. Type on the page: choose a box and type, "
            "Space ticks. What you type is kept with this request."
        )
    return "This form asks nothing beyond what the records hold."
