"""Answers to a form's questions: what was given, what is proposed, what is still open, and how it is printed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from app.domain.facts import Facts, Origin, OriginKind
from app.domain.ids import PersonId
from app.domain.request import Answer, AnswerOrigin
from app.domain.rules import Rule
from app.mapping.evaluate import origins_of
from app.mapping.model import Question, QuestionType
from app.mapping.transform import answered_date

#: Said of what a person typed: it stays, and is doubted.
OTHERWISE = "The records say otherwise."

_YES_NO = {"yes": "Yes", "no": "No"}
_KINDS = {
    AnswerOrigin.TYPED: OriginKind.TYPED,
    AnswerOrigin.DERIVED: OriginKind.DERIVED,
    AnswerOrigin.CARRIED: OriginKind.CARRIED,
}


@dataclass(frozen=True, slots=True)
class Given:
    """One answer or detail as it stands.

    Attributes:
        value: yes, no, the code of a choice, or the text; empty where there is none.
        is_confirmed: whether somebody has seen it.
        keys: the facts that a proposal was made from.
        lacking: keys that would decide a proposal and are not documented.
        note: what a person should look at again, or empty.
    """

    value: str = ""
    is_confirmed: bool = False
    keys: tuple[str, ...] = ()
    origins: tuple[Origin, ...] = ()
    lacking: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer and detail.

    Attributes:
        wants_detail: whether the form wants a detail with this answer.
    """

    question: Question
    answer: Given
    detail: Given
    wants_detail: bool = False

    @property
    def is_confirmed(self) -> bool:
        """Whether everything that would be printed has been seen by somebody."""
        return self.answer.is_confirmed and (not self.shown_detail or self.detail.is_confirmed)

    @property
    def shown_detail(self) -> str:
        """The detail where the form wants one with this answer, else nothing."""
        return self.detail.value if self.wants_detail else ""

    @property
    def text(self) -> str:
        """What stands in the box, empty while there is no answer."""
        value = self.answer.value
        if not value:
            return ""
        if self.question.type is QuestionType.DATE:
            return self.date_part("") or ""
        plain = self.question.choices.get(value, value)
        plain = _YES_NO.get(value, value) if self.question.type is QuestionType.YESNO else plain
        printed = self.question.prints.get(value, f"{plain}: {{detail}}" if self.wants_detail else plain)
        return printed.replace("{detail}", self.shown_detail).strip(" :,;")

    def date_part(self, part: str) -> str | None:
        """A part of an answer that is a date, or all of it as forms want it."""
        return answered_date(self.answer.value, part)


def answer_to(question: Question, answers: Sequence[Answer], facts: Facts) -> Answered:
    """The answer to a question: the one given, else a proposal from the facts, else one carried over."""
    answer = _settle(question.id, question.propose, answers, facts)
    if question.detail is None or not answer.value:
        return Answered(question, answer, Given())
    wanted = not question.detail.on or answer.value in question.detail.on
    detail = _settle(question.detail_id, question.detail.propose, answers, facts) if wanted else Given()
    return Answered(question, answer, detail, wanted)


def confirmation(answered: Answered, by: PersonId, at: dt.datetime) -> tuple[Answer, ...]:
    """The answers to keep with the request once somebody has said yes to what is proposed."""
    parts = ((answered.question.id, answered.answer), (answered.question.detail_id, answered.detail))
    return tuple(
        Answer(name, given.value, _origin(given), by, at, confirmed=True)
        for name, given in parts
        if given.value and not given.is_confirmed
    )


def _origin(given: Given) -> AnswerOrigin:
    return AnswerOrigin.DERIVED if given.keys else AnswerOrigin.CARRIED


def _settle(name: str, rule: str, answers: Sequence[Answer], facts: Facts) -> Given:
    given = next((item for item in reversed(answers) if item.question == name and item.value), None)
    proposed = _propose(rule, facts)
    if given is None or (not given.confirmed and proposed.value):
        return proposed
    differs = bool(proposed.value) and proposed.value != given.value
    if differs and given.origin is AnswerOrigin.DERIVED:
        return _with_note(proposed, "The records have changed since this was confirmed.")
    note = OTHERWISE if differs else ""
    origin = Origin(_KINDS[given.origin], field=name, from_keys=proposed.keys, by=given.by, at=given.at)
    return Given(given.value, given.confirmed, proposed.keys, (origin,), (), note)


def _with_note(given: Given, note: str) -> Given:
    return Given(given.value, given.is_confirmed, given.keys, given.origins, given.lacking, note)


def _propose(rule: str, facts: Facts) -> Given:
    if not rule:
        return Given()
    proposal = Rule.parse(rule).answer(facts)
    known = tuple(key for key in proposal.keys if facts.get(key) is not None)
    if proposal.value is None or proposal.value == "":
        return Given(keys=known, lacking=tuple(key for key in proposal.keys if key not in known))
    made = Origin(OriginKind.DERIVED, from_keys=known)
    return Given(_as_answer(proposal.value), keys=known, origins=(made, *origins_of(known, facts)))


def _as_answer(value: bool | str | Decimal) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value.normalize():f}" if isinstance(value, Decimal) else value
