"""What a request still needs, step by step: the counts beside the steps, and the way from one open item to the next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.criteria.judging import Judgement
from app.desk.check.words import Group, grouped
from app.desk.request.keys import Datum, Step, datum_of_key
from app.domain.vocabulary import vocabulary
from app.mapping.filled import BoxFill, FilledForm, FillState
from app.mapping.model import Importance, Pack
from app.services.prepare import Prepared


@dataclass(frozen=True, slots=True)
class OpenItem:
    """Something to settle.

    Attributes:
        datum: where, or None where it can only be typed on the page.
        box: one of the boxes that it stands in, or empty.
        must: whether the payer insists.
        rule: the payer's rule that asks for it, with what would settle it; empty for boxes.
    """

    step: Step
    words: str
    datum: Datum | None
    box: str
    must: bool
    rule: str = ""


def open_items(prepared: Prepared | None) -> tuple[OpenItem, ...]:
    """Everything open, in the order of the steps and the paper; each fact or question once."""
    if prepared is None:
        return (OpenItem(Step.PLAN, "Choose the payer's form", Datum(Step.PLAN, "request", "form"), "", True),)
    found: dict[object, OpenItem] = {}
    for fill in prepared.filled.boxes.values():
        if fill.state in (FillState.MISSING, FillState.PROPOSED):
            item = _item(fill, prepared.pack)
            found.setdefault(item.datum or item.box, item)
    for finding in prepared.findings:
        datum = datum_of_key(finding.key) if finding.key else None
        step = Step.PLAN if datum is None else datum.step
        found.setdefault(("finding", finding.code, datum), OpenItem(step, finding.text, datum, "", False))
    order = list(Step)
    return tuple(sorted(found.values(), key=lambda item: order.index(item.step)))


def open_rules(judged: Judgement | None, items: Sequence[OpenItem]) -> tuple[OpenItem, ...]:
    """The payer's rules that are open, the cheapest to settle first; what a box asks for already is left out."""
    seen = {item.datum for item in items}
    found = []
    for finding in () if judged is None else grouped(judged.findings)[Group.SETTLE]:
        datum = next((place for key in finding.keys if (place := datum_of_key(key)) is not None), None)
        if datum is None or datum not in seen:
            seen.add(datum)
            rule = f"{finding.text}: {finding.settle}" if finding.settle else finding.text
            found.append(OpenItem(Step.CHECK, finding.text, datum, "", False, rule))
    return tuple(found)


def _item(fill: BoxFill, pack: Pack | None) -> OpenItem:
    must = fill.importance is Importance.REQUIRED
    if fill.question is not None:
        question = pack.question(fill.question) if pack is not None else None
        words = question.wording if question is not None else fill.title
        return OpenItem(Step.FORM, words, Datum(Step.FORM, "question", fill.question), fill.box, must)
    keys = fill.lacking or fill.keys
    datum = next((found for key in keys if (found := datum_of_key(key)) is not None), None)
    words = fill.title or (vocabulary().title(keys[0]) if keys else "Box without a name")
    return OpenItem(Step.FORM if datum is None else datum.step, words, datum, fill.box, must)


@dataclass(frozen=True, slots=True)
class StepState:
    """How a step stands.

    Attributes:
        count: of what is open in it.
        must: how many of these the payer insists on.
    """

    count: int = 0
    must: int = 0

    @property
    def words(self) -> str:
        """`2 open`, `done`."""
        return f"{self.count} open" if self.count else "done"


def step_states(items: Sequence[OpenItem], prepared: Prepared | None, rules: int = 0) -> Mapping[Step, StepState]:
    """The state of every step; `rules` of the payer are still open."""
    made = {
        step: StepState(
            sum(item.step is step for item in items), sum(item.step is step and item.must for item in items)
        )
        for step in (Step.PLAN, Step.CLINICAL, Step.FORM)
    }
    must = sum(item.must for item in items)
    made[Step.CHECK] = StepState(must + rules, must)
    is_done = prepared is not None and prepared.is_frozen
    made[Step.PACKET] = StepState(0 if is_done else 1, 0)
    return made


def blocking(filled: FilledForm) -> tuple[BoxFill, ...]:
    """What keeps a request from being ready to sign: required boxes that are missing, or only proposed."""
    return tuple(
        fill
        for fill in filled.boxes.values()
        if fill.state in (FillState.MISSING, FillState.PROPOSED) and fill.importance is Importance.REQUIRED
    )
