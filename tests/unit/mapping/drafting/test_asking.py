"""A box becomes a question in one step, with the answers that the page prints."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.mapping.drafting import acts, asking
from app.mapping.drafting.model import BoxState, Draft
from app.mapping.drafting.steps import applied
from app.mapping.model import QuestionType, SourceKind
from app.pdf.template import BoxId


def test_a_pair_of_yes_and_no_is_one_question(draft: Draft) -> None:
    asked = applied(draft, asking.ask(draft, BoxId("no")))
    (question,) = asked.head.questions
    assert (question.type, question.wording) == (QuestionType.YESNO, "Has the patient tried two other drugs?")
    assert question.section == "clinical"
    ticks = {box.id: box.source.equals for box in asked.boxes if box.state is BoxState.QUESTION and box.source}
    assert ticks == {"yes": "yes", "no": "no"}


def test_one_of_several_is_a_choice_with_the_printed_answers(draft: Draft) -> None:
    asked = applied(draft, asking.ask(draft, BoxId("home")))
    (question,) = asked.head.questions
    assert question.type is QuestionType.CHOICE
    assert dict(question.choices) == {"office": "Office", "home": "Home", "hospital": "Hospital"}


def test_boxes_that_may_all_be_ticked_are_a_question_each(draft: Draft) -> None:
    changed = replace(
        draft,
        boxes=tuple(
            replace(box, question="Check all that apply:") if "Where" in box.question else box for box in draft.boxes
        ),
    )
    asked = applied(changed, asking.ask(changed, BoxId("home")))
    (question,) = asked.head.questions
    assert (question.type, question.wording) == (QuestionType.YESNO, "Check all that apply: Home")
    assert [box.id for box in asked.boxes if box.state is BoxState.QUESTION] == ["home"]


@pytest.mark.parametrize(
    ("label", "kind"),
    [
        ("Date of last injection", QuestionType.DATE),
        ("How many headache days?", QuestionType.NUMBER),
        ("Name of the drug", QuestionType.TEXT),
    ],
)
def test_what_is_written_in_gets_its_type_from_the_words(draft: Draft, label: str, kind: QuestionType) -> None:
    named = applied(draft, acts.relabel(draft, BoxId("phone"), label))
    asked = applied(named, asking.ask(named, BoxId("phone")))
    assert [(item.type, item.wording) for item in asked.head.questions] == [(kind, label)]


def test_a_box_beside_that_has_a_meaning_keeps_it(draft: Draft) -> None:
    settled = applied(draft, acts.not_ours(draft, (BoxId("hospital"),)))
    asked = applied(settled, asking.ask(settled, BoxId("home")))
    hospital = asked.box(BoxId("hospital"))
    assert hospital is not None
    assert hospital.source is not None
    assert hospital.source.kind is SourceKind.NEVER
    assert dict(asked.head.questions[0].choices) == {"office": "Office", "home": "Home"}


def test_two_questions_never_share_a_name(draft: Draft) -> None:
    same = applied(draft, acts.relabel(draft, BoxId("phone"), "Why is this drug needed?"))
    once = applied(same, asking.ask(same, BoxId("phone")))
    twice = applied(once, asking.ask(once, BoxId("why")))
    assert len({item.id for item in twice.head.questions}) == 2


def test_a_check_box_alone_is_answered_by_yes_whatever_type_is_wished(draft: Draft) -> None:
    alone = replace(draft, boxes=tuple(replace(box, siblings=()) for box in draft.boxes))
    asked = applied(alone, asking.ask(alone, BoxId("home"), QuestionType.DATE))
    assert [item.type for item in asked.head.questions] == [QuestionType.YESNO]


def test_what_a_table_asks_in_several_rows_is_told_apart_by_number(draft: Draft) -> None:
    first = draft.boxes[-1]
    again = replace(first, id=BoxId("again"), rank=99.0)
    both = replace(draft, boxes=(*draft.boxes, again))
    both = applied(both, asking.ask(both, first.id))
    both = applied(both, asking.ask(both, again.id))
    assert [item.wording for item in both.head.questions] == [first.label, f"{first.label} (2)"]
