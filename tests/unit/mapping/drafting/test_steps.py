"""Whatever is done to a draft can be taken back and made again, and its file reads back equal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.vocabulary import vocabulary
from app.mapping.drafting import acts, asking
from app.mapping.drafting.keeping import from_text, to_text
from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.offers import source_of
from app.mapping.drafting.plain import choices_for
from app.mapping.drafting.steps import History, Step, applied
from app.mapping.drafting.to_pack import pack_of
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.drafting.troubles import trouble_of
from app.mapping.loading import load_pack
from app.mapping.model import Channel, Destination, Detail, Importance, Pick, QuestionType, Section, Source, SourceKind
from app.pdf.template import BoxId, BoxKind, Rect

_POINTS = st.floats(-200, 900, allow_nan=False).map(lambda value: round(value, 3))
_RECTS = st.tuples(_POINTS, _POINTS, _POINTS, _POINTS).map(lambda corners: Rect(*corners))
_TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=24)


Draw = Callable[[st.SearchStrategy[Any]], Any]
_KINDS = st.sampled_from(BoxKind)

#: Everything that can be done: a draft, the chosen box, others, and a way to draw values.
_ACTS: tuple[Callable[[Draft, DraftBox, tuple[BoxId, ...], Draw], Step], ...] = (
    lambda draft, _, several, __: acts.accept(draft, several),
    lambda draft, _, several, __: acts.not_ours(draft, several),
    lambda draft, _, several, __: acts.by_hand(draft, several),
    lambda draft, _, several, __: acts.reopen(draft, several),
    lambda draft, _, several, draw: acts.move(draft, several, draw(_POINTS), draw(_POINTS)),
    lambda draft, box, _, draw: acts.resize(draft, box.id, draw(_RECTS)),
    lambda draft, box, _, draw: acts.rekind(draft, box.id, draw(_KINDS), draw(st.integers(0, 20))),
    lambda draft, box, _, __: acts.delete(draft, (box.id,)),
    lambda draft, _, __, draw: acts.add(draft, draw(st.integers(1, 2)), draw(_RECTS), draw(_KINDS)),
    lambda draft, box, _, draw: acts.relabel(draft, box.id, draw(_TEXTS)),
    lambda draft, _, several, draw: acts.insist(draft, several, draw(st.sampled_from(Importance))),
    lambda draft, _, several, draw: acts.apply_when(draft, several, draw(st.sampled_from(_RULES))),
    lambda draft, _, several, draw: acts.group(draft, several, draw(st.sampled_from([*Pick, None]))),
    lambda draft, box, _, draw: acts.take_rest(draft, box.id, draw(st.sampled_from(["prior", ""]))),
    lambda draft, _, __, draw: acts.drop_section(draft, draw(st.sampled_from([s.id for s in draft.head.sections]))),
    lambda draft, _, several, __: asking.ask_together(draft, several),
    lambda draft, _, __, draw: _reworded(draft, draw),
    lambda draft, box, _, draw: _answered(draft, box, draw),
    lambda draft, _, __, draw: acts.put_section(draft, Section("more", draw(_TEXTS.filter(str.strip)))),
    lambda draft, box, _, draw: _mean(draft, box, draw),
    lambda draft, box, _, __: asking.ask(draft, box.id),
    lambda draft, _, several, __: asking.ask_each(draft, several),
    lambda draft, box, _, __: asking.ask(draft, box.id, QuestionType.DATE),
)


_RULES = ("", "patient.age >= 18", 'condition == "oab" or any(prior, oral)')


def _reworded(draft: Draft, draw: Draw) -> Step:
    """A question with other answers, a detail and a rule."""
    if not draft.head.questions:
        return Step("Nothing")
    question = draw(st.sampled_from(draft.head.questions))
    kind = draw(st.sampled_from(QuestionType))
    text = "\n".join(draw(st.lists(_TEXTS.filter(str.strip), min_size=1, max_size=4)))
    choices = asking.choices_of(text, question) or {"other": "Other"}
    detail = draw(st.sampled_from([None, Detail("Please list them"), Detail("Which?", ("yes",))]))
    rule = draw(st.sampled_from(_RULES))
    return asking.reword(draft, replace(question, type=kind, choices=choices, detail=detail, propose=rule))


def _answered(draft: Draft, box: DraftBox, draw: Draw) -> Step:
    if not draft.head.questions or box.kind is not BoxKind.CHECK:
        return Step("Nothing")
    question = draw(st.sampled_from(draft.head.questions))
    answers = list(asking.answers_of(question))
    if not answers:
        return Step("Nothing")
    source = Source(SourceKind.ASK, question=question.id, equals=draw(st.sampled_from(answers)))
    return acts.mean(draft, box.id, source)


def _mean(draft: Draft, box: DraftBox, draw: Draw) -> Step:
    keys = choices_for(box.kind)
    source = source_of(draw(st.sampled_from(keys)).key, box.kind) if keys else None
    return acts.reopen(draft, (box.id,)) if source is None else acts.mean(draft, box.id, source)


@st.composite
def _steps(data: st.DrawFn, draft: Draft) -> Step:
    """Any act on a draft."""
    if not draft.boxes:
        return acts.add(draft, 1, data(_RECTS), data(_KINDS))
    several = tuple(box.id for box in draft.boxes if data(st.booleans()))
    return data(st.sampled_from(_ACTS))(draft, data(st.sampled_from(draft.boxes)), several, data)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_every_act_can_be_taken_back_and_made_again(draft: Draft, data: st.DataObject) -> None:
    history = History(draft)
    for _ in range(data.draw(st.integers(1, 8))):
        before = history.draft
        step = data.draw(_steps(before))
        after = applied(before, step)
        assert applied(after, step.inverse) == before
        history = history.after(step)
    reached = history.draft
    while history.done:
        history = history.undo()
    assert history.draft == draft
    while history.undone:
        history = history.redo()
    assert history.draft == reached


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=200)
@given(data=st.data())
def test_a_draft_reads_back_equal_from_its_kept_text_and_its_pack_from_its_file(
    draft: Draft, data: st.DataObject
) -> None:
    for _ in range(data.draw(st.integers(1, 6))):
        draft = applied(draft, data.draw(_steps(draft)))
    assert from_text(to_text(draft)) == draft
    pack = pack_of(draft)
    if len({box.name for box in pack.boxes}) == len(pack.boxes):
        assert load_pack(pack_toml(pack), "draft") == pack


def test_a_step_that_changes_nothing_is_no_step(draft: Draft) -> None:
    history = History(draft)
    assert history.after(acts.accept(draft, ())) is history
    assert history.after(acts.relabel(draft, BoxId("name"), "name")) is history


def test_the_forms_own_boxes_are_neither_moved_nor_deleted(draft: Draft) -> None:
    assert acts.move(draft, (BoxId("own"),), 5, 5).boxes == ()
    assert acts.delete(draft, (BoxId("own"),)).boxes == ()


def test_only_what_is_offered_is_accepted_and_only_where_the_box_can_take_it(draft: Draft) -> None:
    everything = [box.id for box in draft.boxes]
    settled = applied(draft, acts.accept(draft, everything))
    assert [box.id for box in settled.boxes if not box.is_open] == ["name", "born", "phone"]
    assert [box.id for box in draft.sure] == ["name", "born"]


def test_a_drawn_box_stands_in_the_order_of_the_page(draft: Draft) -> None:
    beside_born = Rect(220, 696, 300, 708)
    drawn = applied(draft, acts.add(draft, 1, beside_born, BoxKind.TEXT))
    order = [box.id for box in drawn.boxes]
    assert order.index(BoxId("born")) + 1 == order.index(BoxId("1:260,702"))
    assert drawn.boxes[2].section == "patient"


def test_a_kept_text_that_is_damaged_is_no_draft() -> None:
    assert from_text("nonsense") is None
    assert from_text("") is None


def test_everything_that_can_be_picked_is_taken_by_such_a_box() -> None:
    for kind in BoxKind:
        for choice in choices_for(kind):
            assert source_of(choice.key, kind) is not None
    assert len(choices_for(BoxKind.TEXT)) > len(tuple(vocabulary()))


def test_what_keeps_a_draft_from_being_used_is_said_with_its_box(draft: Draft) -> None:
    assert trouble_of(draft) is None
    twice = applied(draft, acts.add(draft, 1, draft.boxes[0].rect, BoxKind.TEXT))
    found = trouble_of(twice)
    assert found is not None
    assert "same place" in found.says
    assert found.box in {box.id for box in twice.boxes}
    fax = Destination("Fax", Channel.FAX, "1-800-555-0100")
    named = applied(draft, acts.rehead(draft, "Add", replace(draft.head, destinations=(fax, fax))))
    found = trouble_of(named)
    assert found is not None
    assert "“Fax”" in found.says


def test_what_every_payer_has_to_know_is_important_unless_somebody_says_otherwise(draft: Draft) -> None:
    done = applied(draft, acts.accept(draft, [box.id for box in draft.boxes]))
    insists = {str(box.id): box.importance for box in done.boxes if box.source is not None}
    assert insists == {"name": Importance.IMPORTANT, "born": Importance.IMPORTANT, "phone": Importance.OPTIONAL}
    must = applied(draft, acts.insist(draft, (BoxId("name"),), Importance.REQUIRED))
    kept = applied(must, acts.accept(must, (BoxId("name"),))).box(BoxId("name"))
    assert kept is not None
    assert kept.importance is Importance.REQUIRED


@pytest.mark.parametrize(
    ("key", "importance"),
    [("facility.site=office", Importance.IMPORTANT), ("attachment.labs=yes", Importance.OPTIONAL)],
)
def test_a_choice_that_is_ticked_by_a_fact_is_important_but_an_attachment_is_not(
    draft: Draft, key: str, importance: Importance
) -> None:
    source = source_of(key, BoxKind.CHECK)
    assert source is not None
    done = applied(draft, acts.mean(draft, BoxId("office"), source)).box(BoxId("office"))
    assert done is not None
    assert done.importance is importance
