"""Confirming what is proposed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from app.domain.facts import Facts, OriginKind
from app.domain.ids import PersonId
from app.domain.request import Answer, AnswerOrigin
from app.mapping.answers import answer_to, confirmation
from app.mapping.pack import Detail, Question, QuestionType

AT = dt.datetime(2026, 11, 24, 9, 0, tzinfo=dt.UTC)
ME = PersonId("me")
LISTED = Question(
    "ask.two",
    QuestionType.YESNO,
    "Two tried? Please list them.",
    "s",
    propose="count(prior, oral) >= 2",
    detail=Detail("Which", ("yes",), "names(prior, oral)"),
)


def test_saying_yes_to_a_proposal_keeps_answer_and_detail(known: Callable[..., Facts]) -> None:
    facts = known({"prior[1].drug": "topiramate", "prior[2].drug": "propranolol"})
    kept = confirmation(answer_to(LISTED, (), facts), ME, AT)
    assert [(item.question, item.value, item.origin, item.confirmed) for item in kept] == [
        ("ask.two", "yes", AnswerOrigin.DERIVED, True),
        ("ask.two.detail", "topiramate, propranolol", AnswerOrigin.DERIVED, True),
    ]
    again = answer_to(LISTED, kept, facts)
    assert again.is_confirmed
    assert again.text == "Yes: topiramate, propranolol"
    assert confirmation(again, ME, AT) == ()


def test_a_carried_answer_stays_carried_when_it_is_confirmed(known: Callable[..., Facts]) -> None:
    carried = Answer("ask.two", "no", AnswerOrigin.CARRIED, confirmed=False)
    (kept,) = confirmation(answer_to(LISTED, (carried,), known({})), ME, AT)
    assert (kept.value, kept.origin, kept.by) == ("no", AnswerOrigin.CARRIED, ME)


def test_nothing_is_proposed_from_an_empty_ledger(known: Callable[..., Facts]) -> None:
    answered = answer_to(LISTED, (), known({}))
    assert (answered.text, answered.answer.lacking) == ("", ("prior.tried",))
    assert confirmation(answered, ME, AT) == ()


def test_a_rule_may_propose_yes_and_never_no(known: Callable[..., Facts]) -> None:
    careful = Question("ask.a", QuestionType.YESNO, "?", "s", propose="patient.age >= 18 or unknown")
    assert answer_to(careful, (), known({"patient.age": 41})).text == "Yes"
    assert answer_to(careful, (), known({"patient.age": 7})).text == ""


def test_a_choice_is_printed_in_the_words_of_the_form(known: Callable[..., Facts]) -> None:
    choice = Question("ask.c", QuestionType.CHOICE, "?", "s", choices={"l": "Left side", "r": "Right side"})
    short = Question("ask.c", QuestionType.CHOICE, "?", "s", choices={"l": "Left side"}, prints={"l": "L"})
    given_left = (Answer("ask.c", "l", AnswerOrigin.TYPED),)
    assert answer_to(choice, given_left, known({})).text == "Left side"
    assert answer_to(short, given_left, known({})).text == "L"


@given(st.text(min_size=1).filter(str.strip))
def test_a_text_is_printed_as_it_was_typed(text: str) -> None:
    question = Question("ask.t", QuestionType.TEXT, "?", "s")
    answered = answer_to(question, (Answer("ask.t", text, AnswerOrigin.TYPED, ME, AT),), Facts())
    assert answered.text == text.strip(" :,;")
    assert answered.answer.origins[0].kind is OriginKind.TYPED


def test_the_last_answer_counts(known: Callable[..., Facts]) -> None:
    answers = tuple(Answer("ask.two", value, AnswerOrigin.TYPED) for value in ("yes", "no"))
    assert answer_to(LISTED, answers, known({})).text == "No"
