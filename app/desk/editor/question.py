"""A question of the form: its wording, its answers, what else it wants, and what proposes its answer."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desk.editor.conditions import ConditionsEditor
from app.desk.editor.several import SeveralEditor
from app.desk.widgets.editors import ChoiceEditor, Editor, LineEditor, TextEditor
from app.desk.widgets.fields import FieldGrid
from app.desk.widgets.plain import column, label
from app.mapping.drafting.asking import answers_of, choices_of
from app.mapping.drafting.conditions import rule_trouble
from app.mapping.model import Detail, Importance, Question, QuestionType

TYPES = (
    (QuestionType.YESNO, "yes or no"),
    (QuestionType.CHOICE, "one of several"),
    (QuestionType.TEXT, "text"),
    (QuestionType.DATE, "date"),
    (QuestionType.NUMBER, "number"),
)
IMPORTANCE = (
    (Importance.OPTIONAL, "optional"),
    (Importance.IMPORTANT, "important"),
    (Importance.REQUIRED, "required"),
)


class QuestionEditor(QWidget):
    """Everything about a question. `settled` gives it changed."""

    settled = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._question: Question | None = None
        self._is_fixed = False
        self.wording = TextEditor("Question", lines=2, placeholder="The question as the form prints it")
        self.type = ChoiceEditor("Answer is", TYPES)
        self.importance = ChoiceEditor("The payer says", IMPORTANCE)
        self.choices = TextEditor("Answers", lines=4, placeholder="One answer a line, as the form prints it")
        self.detail = LineEditor("Also asks for", placeholder="such as “Please list the medicines”; empty for nothing")
        self.detail_on = SeveralEditor("Asked for after", (), none="every answer")
        self.settle = LineEditor("Found in", placeholder="where the answer is documented, such as the last visit note")
        self.rule = LineEditor("Proposed by the rule", check=rule_trouble)
        self.propose = ConditionsEditor("Proposes yes", "Nothing proposes the answer: it is asked.", proposes=True)
        self._grid = FieldGrid(2, 92)
        self._proposed = label("Proposes “Yes” where", "section")
        self._build()
        self._connect()

    def _build(self) -> None:
        grid = self._grid
        grid.add(self.wording, wide=True)
        grid.add(self.type)
        grid.add(self.importance)
        grid.add(self.choices, wide=True)
        grid.add(self.detail, wide=True)
        grid.add(self.detail_on, wide=True)
        grid.add(self.settle, wide=True)
        self.setLayout(column(grid, self._proposed, self.propose, self.rule, gap=8))

    def _connect(self) -> None:
        self.wording.settled.connect(lambda text: self._reword(str(text)))
        self.type.settled.connect(self._retype)
        self.importance.settled.connect(lambda value: self._become(importance=value))
        self.choices.settled.connect(lambda text: self._choose(str(text)))
        self.detail.settled.connect(lambda text: self._ask_for(str(text)))
        self.detail_on.settled.connect(self._ask_after)
        self.settle.settled.connect(lambda text: self._become(settle=str(text)))
        self.propose.settled.connect(lambda rule: self._become(propose=rule))
        self.rule.settled.connect(lambda rule: self._propose(str(rule)))

    def show_question(self, question: Question, *, is_ticked: bool) -> None:
        """Show a question as it is now.

        Args:
            question: of the form.
            is_ticked: whether check boxes answer it, so that its answers are a choice or yes and no.
        """
        self._question = question
        self.wording.set_value(question.wording)
        kinds = TYPES[:2] if is_ticked else TYPES
        self.type.set_items(kinds)
        self.type.set_value(question.type)
        self.importance.set_value(question.importance)
        self.settle.set_value(question.settle)
        is_choice = question.type is QuestionType.CHOICE
        self._show_row(self.choices, shown=is_choice)
        self.choices.set_value("\n".join(question.choices.values()))
        self._show_detail(question)
        is_yes_no = question.type is QuestionType.YESNO
        self._proposed.setText("Proposes “Yes” where" if is_yes_no else "What proposes the answer, as a rule")
        self.propose.setVisible(is_yes_no)
        self.rule.setVisible(not is_yes_no)
        self.propose.show_rule(question.propose if is_yes_no else "")
        self.rule.set_value(question.propose)

    def _show_row(self, editor: Editor, *, shown: bool) -> None:
        self._grid.show_row(editor, shown=shown)

    def _show_detail(self, question: Question) -> None:
        detail = question.detail
        self.detail.set_value("" if detail is None else detail.wording)
        answers = answers_of(question)
        self.detail_on.offer(tuple(answers.items()))
        self.detail_on.set_value(() if detail is None else detail.on)
        self._show_row(self.detail_on, shown=detail is not None and bool(answers))

    def _reword(self, text: str) -> None:
        if text:
            self._become(wording=" ".join(text.split()))

    def _propose(self, rule: str) -> None:
        if not rule_trouble(rule):
            self._become(propose=rule)

    def _retype(self, kind: object) -> None:
        question = self._question
        if question is None or not isinstance(kind, QuestionType):
            return
        choices = dict(question.choices)
        if kind is QuestionType.CHOICE and not choices:
            choices = {"yes": "Yes", "no": "No"} if question.type is QuestionType.YESNO else {"other": "Other"}
        self._become(type=kind, choices=choices if kind is QuestionType.CHOICE else {})

    def _choose(self, text: str) -> None:
        question = self._question
        made = {} if question is None else choices_of(text, question)
        if made:
            self._become(choices=made)

    def _ask_for(self, wording: str) -> None:
        before = None if self._question is None else self._question.detail
        if not wording:
            self._become(detail=None)
        else:
            self._become(detail=Detail(wording) if before is None else replace(before, wording=wording))

    def _ask_after(self, on: tuple[str, ...]) -> None:
        before = None if self._question is None else self._question.detail
        if before is not None:
            self._become(detail=replace(before, on=on))

    def _become(self, **fields: object) -> None:
        if self._question is not None:
            fresh = replace(self._question, **fields)  # type: ignore[arg-type]
            if fresh != self._question:
                self.settled.emit(fresh)
