"""Making a box a question of the form in one step: its type, answers, wording and section come from the page."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from app.mapping.drafting.model import Draft, DraftBox
from app.mapping.drafting.steps import BoxChange, HeadChange, Step
from app.mapping.model import Importance, Question, QuestionType, Source, SourceKind
from app.pdf.template import BoxId, BoxKind

_MOST_WORDS = 5
_WORD = re.compile(r"[a-z0-9]+")
_DATE = re.compile(r"\bdate\b|\bdate\(s\)|\bwhen\b|mm/dd", re.IGNORECASE)
_NUMBER = re.compile(r"\bhow many\b|\bnumber of\b|\bquantity\b|\bscore\b|\b#\b", re.IGNORECASE)
_SEVERAL = re.compile(r"(check|mark|select|tick|choose) (all|any)|all that apply", re.IGNORECASE)
_NUMBERING = re.compile(r"^\W*(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s+", re.IGNORECASE)
_EMPTY_WORDS = frozenset(
    {"a", "an", "the", "of", "is", "has", "have", "does", "do", "if", "to", "please", "this", "for"}
)


@dataclass(frozen=True, slots=True)
class Asking:
    """A question with the boxes that answer it.

    Attributes:
        equals: box to the answer that ticks it; a box that is written in is not there.
    """

    question: Question
    boxes: tuple[BoxId, ...]
    equals: dict[BoxId, str]


def proposed(draft: Draft, box: DraftBox, kind: QuestionType | None = None) -> Asking:
    """The question that a box and those beside it seem to ask.

    Args:
        draft: that holds them.
        box: that is to become a question.
        kind: what an answer is that is written in, where that is known.
    """
    found = _ticked(draft, box) if box.kind is BoxKind.CHECK else _written(draft, box, kind)
    return replace(found, question=_insisted(box, found.question))


def _ticked(draft: Draft, box: DraftBox) -> Asking:
    group = (box, *(item for item in draft.some(box.siblings) if item.id != box.id and _may_join(item)))
    group = tuple(sorted(group, key=lambda item: item.rank))
    wording = _wording(box.question or _section_title(draft, box))
    if len(group) == 1 or _SEVERAL.search(wording):
        own = f"{wording.rstrip(':')}: {_wording(box.label)}" if _SEVERAL.search(wording) else _wording(box.label)
        question = Question(_free_id(draft, own), QuestionType.YESNO, own or wording, box.section)
        return Asking(question, (box.id,), {box.id: "yes"})
    answers = {item.id: _code(item.label) for item in group}
    if set(answers.values()) <= {"yes", "no"}:
        question = Question(_free_id(draft, wording), QuestionType.YESNO, wording, box.section)
        return Asking(question, tuple(answers), answers)
    return _choice(draft, group, wording)


def _insisted(box: DraftBox, question: Question) -> Question:
    """How much the payer insists on an answer: as marked, else ticks are important and what is written in is not."""
    written = question.type not in (QuestionType.YESNO, QuestionType.CHOICE)
    usual = Importance.OPTIONAL if written else Importance.IMPORTANT
    return replace(question, importance=usual if box.importance is Importance.OPTIONAL else box.importance)


def ask(draft: Draft, box_id: BoxId, kind: QuestionType | None = None) -> Step:
    """Make a box, with those that answer the same, a question."""
    box = draft.box(box_id)
    return Step("Make it a question") if box is None else asking_step(draft, proposed(draft, box, kind))


def asking_step(draft: Draft, asking: Asking) -> Step:
    """Ask a question in its boxes."""
    changes = tuple(
        BoxChange(box, replace(box, source=_source(asking, box), section=asking.question.section))
        for box in draft.some(asking.boxes)
    )
    head = replace(draft.head, questions=(*_others(draft, asking.question.id), asking.question))
    return Step("Make it a question", changes, HeadChange(draft.head, head))


def reword(draft: Draft, question: Question) -> Step:
    """Change a question; the boxes that answer it stay."""
    items = tuple(question if item.id == question.id else item for item in draft.head.questions)
    return Step("Change the question", head=HeadChange(draft.head, replace(draft.head, questions=items)))


def slug(text: str) -> str:
    """A short name made of a text's words."""
    plain = unicodedata.normalize("NFKD", _NUMBERING.sub("", text)).encode("ascii", "ignore").decode().lower()
    words = [word for word in _WORD.findall(plain) if word not in _EMPTY_WORDS] or _WORD.findall(plain)
    return "_".join(words[:_MOST_WORDS])


def free_name(base: str, taken: Iterable[str]) -> str:
    """The name, with a number behind it where it is taken."""
    known, at = frozenset(taken), 1
    while (name := base if at == 1 else f"{base}_{at}") in known:
        at += 1
    return name


def _written(draft: Draft, box: DraftBox, kind: QuestionType | None) -> Asking:
    wording = _wording(box.label or box.question or _section_title(draft, box))
    found = QuestionType.DATE if _DATE.search(wording) else QuestionType.TEXT
    if _NUMBER.search(wording) and found is QuestionType.TEXT and box.kind is not BoxKind.MULTILINE:
        found = QuestionType.NUMBER
    if box.kind is BoxKind.CHOICE and box.choices and kind is None:
        choices = {_code(text) or f"answer_{at}": text for at, text in enumerate(box.choices, 1)}
        question = Question(_free_id(draft, wording), QuestionType.CHOICE, wording, box.section, choices=choices)
        return Asking(question, (box.id,), {})
    kind = None if kind is QuestionType.CHOICE else kind
    return Asking(Question(_free_id(draft, wording), kind or found, wording, box.section), (box.id,), {})


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
    return Source(SourceKind.ASK, question=asking.question.id, equals=asking.equals.get(box.id, ""))


def _others(draft: Draft, question_id: str) -> tuple[Question, ...]:
    return tuple(item for item in draft.head.questions if item.id != question_id)


def _free_id(draft: Draft, wording: str) -> str:
    return free_name(f"ask.{slug(wording) or 'question'}", (item.id for item in draft.head.questions))


def _code(label: str) -> str:
    name = slug(label)
    return {"y": "yes", "n": "no"}.get(name, name)


def _wording(text: str) -> str:
    return " ".join(text.split()) or "Question of the form"


def _section_title(draft: Draft, box: DraftBox) -> str:
    section = draft.section(box.section)
    return section.title if section is not None else ""
