"""Which question of the form a box answers, and which answer ticks it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from app.desk.widgets.choice import Choice
from app.desk.widgets.plain import button, column, label, row
from app.mapping.drafting.asking import answers_of
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.model import Question, QuestionType, Source, SourceKind
from app.pdf.template import BoxKind

_DETAIL = "\x00detail"
_WHOLE = ""


class AnswerEditor(QWidget):
    """Two choices. `settled` gives the source."""

    settled = Signal(object)
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._questions: dict[str, Question] = {}
        self._is_tick = False
        self.question, self.answer = Choice(), Choice()
        self.question.setAccessibleName("Question that it answers")
        self.answer.setAccessibleName("Answer")
        self.question.activated.connect(lambda _: self._choose())
        self.answer.activated.connect(lambda _: self._tell())
        self._answer_words = label("", "quiet")
        ask = button("Make it a question of its own  F9", self.asked.emit, kind="link", icon_name="question")
        first = row(label("Answers", "quiet"), self.question)
        first.setStretch(1, 1)
        second = row(self._answer_words, self.answer)
        second.setStretch(1, 1)
        self.setLayout(column(first, second, row(ask, None), gap=6))

    def show_box(self, draft: Draft, box: DraftBox) -> None:
        """Show which question the box answers now."""
        self._questions = {item.id: item for item in draft.head.questions}
        self._is_tick = box.kind is BoxKind.CHECK
        source = box.source
        asks = source is not None and source.kind is SourceKind.ASK
        items: list[tuple[object, str]] = [] if asks else [(None, "choose a question …")]
        items += [(item.id, item.wording) for item in draft.head.questions]
        self.question.set_items(items)
        self.question.set_value(source.question if asks and source is not None else None)
        self._offer()
        if asks and source is not None:
            part = f":{source.part}" if source.part else ""
            self.answer.set_value(_DETAIL if source.detail else source.equals or part)

    def _offer(self) -> None:
        question = self._questions.get(str(self.question.value))
        answers: list[tuple[object, str]] = []
        if question is not None:
            if self._is_tick:
                answers = [(code, words) for code, words in answers_of(question).items()]
            else:
                answers = [(_WHOLE, "the answer")]
                if question.type is QuestionType.DATE:
                    answers += [(f":{part}", f"only its {words}") for part, words in _DATE_PARTS]
                if question.detail is not None:
                    answers.append((_DETAIL, question.detail.wording))
        self.answer.set_items(answers)
        self.answer.setEnabled(len(answers) > 1)
        self._answer_words.setText("Ticked for" if self._is_tick else "Prints")

    def _choose(self) -> None:
        self._offer()
        self._tell()

    def _tell(self) -> None:
        question, answer = self._questions.get(str(self.question.value)), self.answer.value
        if question is None or not isinstance(answer, str):
            return
        if answer == _DETAIL:
            source = Source(SourceKind.ASK, question=question.id, detail=True)
        elif answer.startswith(":"):
            source = Source(SourceKind.ASK, question=question.id, part=answer[1:])
        else:
            source = Source(SourceKind.ASK, question=question.id, equals=answer)
        self.settled.emit(source)


_DATE_PARTS = (("MM", "month"), ("DD", "day"), ("YYYY", "year"), ("YY", "last two digits of the year"))
