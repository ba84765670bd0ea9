"""Making a box a question of the form in one step: its type, answers, wording and section come from the page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.mapping.drafting.model import BoxState, Draft, DraftBox
from app.mapping.drafting.names import free_name, slug
from app.mapping.drafting.steps import BoxChange, HeadChange, Step, applied
from app.mapping.model import Detail, Importance, Question, QuestionType, Source, SourceKind
from app.pdf.template import BoxId, BoxKind

_DATE = re.compile(r"\bdate\b|\bdate\(s\)|\bwhen\b|mm/dd", re.IGNORECASE)
_NUMBER = re.compile(r"\bhow many\b|\bnumber of\b|\bquantity\b|\bscore\b|\b#\b", re.IGNORECASE)
_SEVERAL = re.compile(r"(check|mark|select|tick|choose) (all|any)|all that apply", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with the boxes that answer it.

    Attributes:
        equals: box to the answer that ticks it; a box that is written in is not there.
        details: boxes that take what the question wants beside its answer.
    """

    question: Question
    boxes: tuple[BoxId, ...]
    equals: dict[BoxId, str]
    details: tuple[BoxId, ...] = ()


def proposed(draft: Draft, box: DraftBox, kind: QuestionType | None = None) -> Asking:
    """The question that a box and those beside it seem to ask.

    Args:
        draft: that holds them.
        box: that is to become a question.
        kind: what an answer is that is written in, where that is known.
    """
    found = _ticked(draft, box) if box.kind is BoxKind.CHECK else _written(draft, box, kind)
    return replace(found, question=_insisted(box, found.question))


def proposed_together(draft: Draft, boxes: Sequence[DraftBox]) -> Asking:
    """The question that just these boxes ask: those that are ticked are its answers, one written in its detail."""
    ticks = tuple(box for box in boxes if box.kind is BoxKind.CHECK)
    lines = tuple(box for box in boxes if box.kind is not BoxKind.CHECK)
    if not ticks:
        first = proposed(draft, lines[0])
        return replace(first, boxes=tuple(box.id for box in lines))
    named = next((box.question for box in ticks if box.question), "")
    found = _of_ticks(draft, ticks, _wording(named or _section_title(draft, ticks[0])))
    if lines:
        detail = Detail(_wording(lines[0].label))
        question = replace(found.question, detail=detail)
        ids = tuple(box.id for box in lines)
        found = replace(found, question=question, boxes=(*found.boxes, *ids), details=ids)
    return replace(found, question=_insisted(ticks[0], found.question))


def ask_together(draft: Draft, ids: Iterable[BoxId]) -> Step:
    """Make just these boxes one question."""
    boxes = draft.some(ids)
    return asking_step(draft, proposed_together(draft, boxes)) if boxes else Step("Make it a question")


def _of_ticks(draft: Draft, group: Sequence[DraftBox], wording: str) -> Asking:
    answers = {item.id: _code(item.label) for item in group}
    if len(group) > 1 and set(answers.values()) <= {"yes", "no"}:
        question = Question(_free_id(draft, wording), QuestionType.YESNO, wording, group[0].section)
        return Asking(question, tuple(answers), answers)
    if len(group) == 1:
        own = _wording(group[0].label)
        return Asking(
            Question(_free_id(draft, own), QuestionType.YESNO, own, group[0].section),
            (group[0].id,),
            {group[0].id: "yes"},
        )
    return _choice(draft, group, wording)


def _ticked(draft: Draft, box: DraftBox) -> Asking:
    group = (box, *(item for item in draft.some(box.siblings) if item.id != box.id and _may_join(item)))
    group = tuple(sorted(group, key=lambda item: item.rank))
    wording = _wording(box.question or _section_title(draft, box))
    if len(group) == 1 or _SEVERAL.search(wording):
        own = f"{wording.rstrip(':')}: {_wording(box.label)}" if _SEVERAL.search(wording) else _wording(box.label)
        question = Question(_free_id(draft, own), QuestionType.YESNO, own or wording, box.section)
        return Asking(question, (box.id,), {box.id: "yes"})
    return _of_ticks(draft, group, wording)


def _insisted(box: DraftBox, question: Question) -> Question:
    """How much the payer insists on an answer: as marked, else ticks are important and what is written in is not."""
    written = question.type not in (QuestionType.YESNO, QuestionType.CHOICE)
    usual = Importance.OPTIONAL if written else Importance.IMPORTANT
    return replace(question, importance=usual if box.importance is Importance.OPTIONAL else box.importance)


def ask(draft: Draft, box_id: BoxId, kind: QuestionType | None = None) -> Step:
    """Make a box, with those that answer the same, a question."""
    box = draft.box(box_id)
    return Step("Make it a question") if box is None else asking_step(draft, proposed(draft, box, kind))


def ask_each(draft: Draft, ids: Iterable[BoxId]) -> Step:
    """Make every one of these boxes that nobody understands a question, those of one question together, in one step."""
    after = draft
    for box_id in ids:
        box = after.box(box_id)
        if box is not None and box.state is BoxState.OPEN:
            after = applied(after, ask(after, box_id))
    pairs = zip(draft.boxes, after.boxes, strict=True)
    changes = tuple(BoxChange(before, now) for before, now in pairs if before != now)
    return Step(f"Make {len(changes)} boxes questions", changes, HeadChange(draft.head, after.head))


def asking_step(draft: Draft, asking: Asking) -> Step:
    """Ask a question in its boxes."""
    changes = tuple(
        BoxChange(box, replace(box, source=_source(asking, box), section=asking.question.section))
        for box in draft.some(asking.boxes)
    )
    head = replace(draft.head, questions=(*_others(draft, asking.question.id), asking.question))
    return Step("Make it a question", changes, HeadChange(draft.head, head))


def reword(draft: Draft, question: Question) -> Step:
    """Change a question. Its boxes stay; one whose answer is gone is open again."""
    known = answers_of(question)
    fresh = _without_strays(question, known)
    items = tuple(fresh if item.id == question.id else item for item in draft.head.questions)
    gone = tuple(
        BoxChange(box, replace(box, source=None)) for box in draft.boxes if _is_astray(box.source, question, known)
    )
    return Step("Change the question", gone, HeadChange(draft.head, replace(draft.head, questions=items)))


def answers_of(question: Question) -> dict[str, str]:
    """The fixed answers of a question with their wording; none where anything can be answered."""
    return {"yes": "Yes", "no": "No"} if question.type is QuestionType.YESNO else dict(question.choices)


def choices_of(text: str, before: Question) -> dict[str, str]:
    """The answers of a choice by their wordings, one a line; an answer that was there keeps its short name."""
    known = {wording: code for code, wording in before.choices.items()}
    made: dict[str, str] = {}
    for at, wording in enumerate(dict.fromkeys(filter(None, (_one_line(line) for line in text.splitlines()))), 1):
        taken = {*made, *(code for name, code in known.items() if name != wording)}
        made[known.get(wording) or free_name(slug(wording) or f"answer_{at}", taken)] = wording
    return made


def _without_strays(question: Question, known: dict[str, str]) -> Question:
    """The question without what it says of answers that it does not have any more."""
    detail = question.detail
    if detail is not None:
        detail = replace(detail, on=tuple(name for name in detail.on if name in known))
    prints = {name: text for name, text in question.prints.items() if name in known}
    choices = question.choices if question.type is QuestionType.CHOICE else {}
    return replace(question, detail=detail, prints=prints, choices=choices)


def _is_astray(source: Source | None, question: Question, known: dict[str, str]) -> bool:
    if source is None or source.kind is not SourceKind.ASK or source.question != question.id:
        return False
    return bool(source.equals and source.equals not in known) or (source.detail and question.detail is None)


def _written(draft: Draft, box: DraftBox, kind: QuestionType | None) -> Asking:
    wording = _told_apart(draft, _wording(box.label or box.question or _section_title(draft, box)))
    found = QuestionType.DATE if _DATE.search(wording) else QuestionType.TEXT
    if _NUMBER.search(wording) and found is QuestionType.TEXT and box.kind is not BoxKind.MULTILINE:
        found = QuestionType.NUMBER
    if box.kind is BoxKind.CHOICE and box.choices and kind is None:
        choices = {_code(text) or f"answer_{at}": text for at, text in enumerate(box.choices, 1)}
        question = Question(_free_id(draft, wording), QuestionType.CHOICE, wording, box.section, choices=choices)
        return Asking(question, (box.id,), {})
    kind = None if kind is QuestionType.CHOICE else kind
    return Asking(Question(_free_id(draft, wording), kind or found, wording, box.section), (box.id,), {})


def _told_apart(draft: Draft, wording: str) -> str:
    """The wording, numbered where a table asks the same in several rows: "Date", "Date (2)"."""
    asked = {item.wording for item in draft.head.questions}
    if wording not in asked:
        return wording
    return next(name for at in range(2, len(asked) + 3) if (name := f"{wording} ({at})") not in asked)


def _may_join(box: DraftBox) -> bool:
    """Whether a box beside becomes part of the question; one with a meaning of its own keeps that."""
    return box.kind is BoxKind.CHECK and (box.source is None or box.source.kind is SourceKind.ASK)


def _choice(draft: Draft, group: Sequence[DraftBox], wording: str) -> Asking:
    choices: dict[str, str] = {}
    equals: dict[BoxId, str] = {}
    for at, item in enumerate(group, 1):
        code = free_name(_code(item.label) or f"answer_{at}", choices)
        choices[code] = _wording(item.label) or f"Answer {at}"
        equals[item.id] = code
    question = Question(_free_id(draft, wording), QuestionType.CHOICE, wording, group[0].section, choices=choices)
    return Asking(question, tuple(equals), equals)


def _source(asking: Asking, box: DraftBox) -> Source:
    is_detail = box.id in asking.details
    return Source(SourceKind.ASK, question=asking.question.id, equals=asking.equals.get(box.id, ""), detail=is_detail)


def _others(draft: Draft, question_id: str) -> tuple[Question, ...]:
    return tuple(item for item in draft.head.questions if item.id != question_id)


def _free_id(draft: Draft, wording: str) -> str:
    return free_name(f"ask.{slug(wording) or 'question'}", (item.id for item in draft.head.questions))


def _code(label: str) -> str:
    name = slug(label)
    return {"y": "yes", "n": "no"}.get(name, name)


def _wording(text: str) -> str:
    return _one_line(text) or "Question of the form"


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _section_title(draft: Draft, box: DraftBox) -> str:
    section = draft.section(box.section)
    return section.title if section is not None else ""
