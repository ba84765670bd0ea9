"""Packs drafted without the desk, by the same steps that a person takes in the form editor."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.mapping.drafting import acts, asking
from app.mapping.drafting.about import About
from app.mapping.drafting.model import BoxState, Draft, DraftBox
from app.mapping.drafting.offers import source_of
from app.mapping.drafting.steps import Step, applied
from app.mapping.drafting.to_pack import pack_of, with_places
from app.mapping.drafting.toml_text import pack_toml
from app.mapping.loading import load_pack
from app.mapping.model import Channel, Destination, Pack
from app.mapping.pack import declared_boxes
from app.pdf.composing.composer import compose
from app.pdf.template import BoxId, BoxKind, Rect
from app.pdf.worker import PaperWorker
from app.services.opening import known_by
from app.services.packs import first_draft
from app.services.trying import fill_invented

#: What an answer key says of a box that asks for nothing of the vocabulary, and of one that the office leaves alone.
_OUTSIDE, _NOT_OURS = "other", "none"
_NEAR = 0.3
_AS_PRINTED = About()


@dataclass(frozen=True, slots=True)
class Answered:
    """What a person who read the page says of one box."""

    page: int
    rect: Rect
    key: str
    label: str = ""
    kind: BoxKind = BoxKind.TEXT

    @classmethod
    def read(cls, content: Mapping[str, Any]) -> tuple[Answered, ...]:
        """The answers of a file's content."""
        kinds = frozenset(BoxKind)
        return tuple(_answered(item) for item in content["boxes"] if item.get("kind", "text") in kinds)


def _answered(item: Mapping[str, Any]) -> Answered:
    kind = BoxKind(str(item.get("kind", "text")))
    return Answered(int(item["page"]), Rect(*item["rect"]), str(item["key"]), str(item.get("label", "")), kind)


@dataclass(frozen=True, slots=True)
class Made:
    """A drafted pack.

    Attributes:
        text: of its file.
        corrected: boxes for which the program offered something else, with the offer.
    """

    pack: Pack
    text: str
    draft: Draft
    corrected: tuple[tuple[DraftBox, str], ...]

    @property
    def summary(self) -> str:
        """How much of it the program knew by itself."""
        states = [box.state for box in self.draft.boxes]
        parts = [f"{states.count(state)} {state.value}" for state in BoxState if states.count(state)]
        wrong = [f"  {box.id} {box.label!r}: offered {box.offered}, is {key}" for box, key in self.corrected]
        head = f"{self.pack.id}: {len(states)} boxes, {', '.join(parts)}; {len(self.pack.questions)} questions"
        return "\n".join([head, *wrong])


def drafted(
    paper: PaperWorker,
    data: bytes,
    naming: About = _AS_PRINTED,
    answers: Sequence[Answered] = (),
    *,
    pack_id: str = "",
    whole: bool = False,
    asked: Sequence[str] = (),
    by_hand: Sequence[str] = (),
) -> Made:
    """Draft a pack: what a person says first, then all that is sure, then questions for the rest.

    Args:
        paper: opens and looks at the form.
        data: the blank.
        naming: what is said of the form; what is empty is taken from the page.
        answers: what a person says of boxes; without any, all that is sure is accepted.
        pack_id: how the pack is called; empty for a name out of the form's words.
        whole: the answers name every box, so what was found besides is none.
        asked: boxes that are a question whatever the answers say.
        by_hand: boxes that are left to be typed.
    """
    template = paper.compile(data, find=True).template
    sights = paper.sights(data)
    draft, _ = first_draft(template, sights, known_by(paper, data, sights))
    draft = applied(draft, acts.rehead(draft, "Name the form", _named(draft.head, naming, pack_id)))
    draft, corrected = _as_answered(draft, answers)
    if whole:
        draft = applied(draft, acts.delete(draft, _unnamed(draft, answers)))
    if not answers:
        draft = applied(draft, acts.accept(draft, [box.id for box in draft.sure]))
    draft = applied(draft, acts.reopen(draft, [BoxId(name) for name in asked]))
    draft = applied(draft, acts.by_hand(draft, [BoxId(name) for name in by_hand]))
    for box in draft.boxes:
        now = draft.box(box.id)
        if now is not None and now.is_open:
            draft = applied(draft, asking.ask(draft, box.id))
    text = pack_toml(pack_of(draft))
    return Made(load_pack(text, "the drafted pack"), text, draft, corrected)


def placed(paper: PaperWorker, data: bytes, text: str) -> str:
    """The text of a form's pack with the place of every box beside its field's name.

    Args:
        paper: opens the form.
        data: the payer's own file.
        text: of the pack as it is.
    """
    pack = load_pack(text, "the form's pack")
    template = paper.compile(data, declared=declared_boxes(pack), find=True).template
    return pack_toml(with_places(pack, template))


def filled_pdf(paper: PaperWorker, data: bytes, pack: Pack, today: dt.date, *, patient: int = 0) -> bytes:
    """The form filled with an invented patient, as a file."""
    form = paper.compile(data, declared=declared_boxes(pack), find=True)
    return compose(form, fill_invented(pack, form.template, today, patient=patient).values()).pdf


def _named(head: Pack, naming: About, pack_id: str) -> Pack:
    """The head with what is said of the form; what is not said stays as it was read off the page."""
    fresh = replace(
        head,
        id=pack_id or head.id,
        title=naming.title or head.title,
        payer=naming.payer or head.payer,
        edition=naming.edition or head.edition,
        edition_at=naming.edition_at or head.edition_at,
    )
    if not naming.fax:
        return fresh
    return replace(fresh, destinations=(Destination("Fax", Channel.FAX, naming.fax, printed_at=naming.fax_at),))


def _as_answered(draft: Draft, answers: Iterable[Answered]) -> tuple[Draft, tuple[tuple[DraftBox, str], ...]]:
    corrected = []
    for answer in answers:
        box = _nearest(draft, answer)
        if box is None and answer.key != _NOT_OURS:
            draft = applied(draft, acts.add(draft, answer.page, answer.rect, answer.kind))
            box = _nearest(draft, answer)
            if box is not None:
                draft = applied(draft, acts.relabel(draft, box.id, answer.label))
        if box is None:
            continue
        if box.is_sure and box.offered != answer.key:
            corrected.append((box, answer.key))
        step = _step(draft, box, answer.key)
        if step is not None:
            draft = applied(draft, step)
    return draft, tuple(corrected)


def _step(draft: Draft, box: DraftBox, key: str) -> Step | None:
    if key == _NOT_OURS:
        return acts.not_ours(draft, (box.id,))
    source = None if key == _OUTSIDE else source_of(key, box.kind)
    return None if source is None else acts.mean(draft, box.id, source)


def _unnamed(draft: Draft, answers: Iterable[Answered]) -> list[BoxId]:
    named = {box.id for answer in answers if (box := _nearest(draft, answer)) is not None}
    return [box.id for box in draft.boxes if box.id not in named]


def _nearest(draft: Draft, answer: Answered) -> DraftBox | None:
    """The box of the draft that shares most of its place with the answer's."""
    ticked = answer.kind is BoxKind.CHECK
    on_page = [box for box in draft.boxes if box.page == answer.page and (box.kind is BoxKind.CHECK) == ticked]
    best = max(on_page, key=lambda box: _shared(box.rect, answer.rect), default=None)
    return best if best is not None and _shared(best.rect, answer.rect) > _NEAR else None


def _shared(one: Rect, other: Rect) -> float:
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    if width <= 0 or height <= 0:
        return 0.0
    return width * height / min(one.width * one.height, other.width * other.height)
