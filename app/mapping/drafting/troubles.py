"""What keeps a draft from being used, in plain English and with the box that it is about."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from app.mapping.drafting.model import Draft
from app.mapping.drafting.to_pack import pack_of
from app.mapping.model import QuestionType, SourceKind
from app.pdf.template import BoxId


@dataclass(frozen=True, slots=True)
class Trouble:
    """One thing to be put right.

    Attributes:
        box: that it is about, or None for what stands beside the boxes.
    """

    says: str
    box: BoxId | None = None


def trouble_of(draft: Draft) -> Trouble | None:
    """The first thing that is wrong; None where the draft can be used."""
    return _in_one_place(draft) or _without_answers(draft) or _of_one_name(draft)


def _in_one_place(draft: Draft) -> Trouble | None:
    """Two boxes whose middles are the same cannot be told apart."""
    names = [made.name for made in pack_of(draft).boxes]
    counts = Counter(names)
    twice = next((at for at, name in enumerate(names) if counts[name] > 1), None)
    if twice is None:
        return None
    return Trouble("Two boxes lie in the same place: move or delete one of them.", draft.boxes[twice].id)


def _without_answers(draft: Draft) -> Trouble | None:
    for box in draft.boxes:
        if box.source is None or box.source.kind is not SourceKind.ASK:
            continue
        question = draft.head.question(box.source.question)
        if question is None:
            return Trouble("This box answers a question that the form does not ask any more.", box.id)
        if question.type is QuestionType.CHOICE and not question.choices:
            return Trouble("This question has no answers to choose from.", box.id)
    return None


def _of_one_name(draft: Draft) -> Trouble | None:
    counts = Counter(item.name for item in draft.head.destinations)
    again = next((name for name, count in counts.items() if count > 1), "")
    return Trouble(f"Two addresses are called “{again}”: give one of them another name.") if again else None
