"""The labelled doses of botulinum toxin products, for payers that ask for no more than the label."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from app.criteria import logic
from app.criteria.circumstances import hcpcs_of
from app.criteria.findings import Cost, Judged, Settle, State
from app.criteria.numbers import ANY_NUMBER, AgeIs, Bounds, UnitsAre, WeightIs
from app.criteria.submission import Submission
from app.domain.indications import condition_name
from app.places import bundled


@dataclass(frozen=True, slots=True)
class LabelDose:
    """One labelled dose: for whom, how much.

    Attributes:
        codes: beginnings of diagnosis codes that the label is limited to; none where it is not.
        usual: beyond it, but within `units`, a dose is unusual and must be explained.
    """

    product: str
    conditions: tuple[str, ...]
    units: UnitsAre
    usual: UnitsAre
    age: Bounds = ANY_NUMBER
    weight_kg: Bounds = ANY_NUMBER
    codes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AsLabelled:
    """The dose must be a labelled one; a use without a labelled dose needs published evidence."""

    def judge(self, given: Submission) -> Judged:
        """Find the label's dose for this patient, and hold the units against it."""
        product = hcpcs_of(given.product)
        named = [dose for dose in label_doses() if dose.product == product and given.indication in dose.conditions]
        found = [dose for dose in named if not dose.codes or any(c.startswith(dose.codes) for c in given.dx or ())]
        if not found:
            what = condition_name(given.indication or "other").lower()
            step = Settle("Attach published evidence for the dose.", Cost.PAPER, ("attachment.letter",))
            return Judged(State.NOT_DOCUMENTED, (f"No labelled dose is on file for {what}.",), (step,))
        judged = [(_meant_for(dose, given), dose) for dose in found]
        mine = [dose for fit, dose in judged if fit.state is State.MET]
        if mine:
            return logic.any_of([_within(dose, given) for dose in mine])
        unsure = [fit for fit, _ in judged if fit.state is State.NOT_DOCUMENTED]
        if unsure:
            return logic.any_of(unsure)
        step = Settle("Attach published evidence for the dose.", Cost.PAPER, ("attachment.letter",))
        return Judged(State.NOT_DOCUMENTED, ("The label has no dose for a patient like this.",), (step,))


def _meant_for(dose: LabelDose, given: Submission) -> Judged:
    parts = []
    if dose.age != ANY_NUMBER:
        parts.append(AgeIs(dose.age).judge(given))
    if dose.weight_kg != ANY_NUMBER:
        parts.append(WeightIs(dose.weight_kg).judge(given))
    return logic.all_of(parts)


def _within(dose: LabelDose, given: Submission) -> Judged:
    hard = dose.units.judge(given)
    if hard.state is not State.MET:
        return hard
    if dose.usual.judge(given).state is State.MET:
        return hard
    step = Settle("Explain the dose: it is not the labelled one.", Cost.WORDS, ("drug.dose",))
    return Judged(State.NOT_DOCUMENTED, (*hard.because, "The label gives another dose."), (step,))


@cache
def label_doses() -> tuple[LabelDose, ...]:
    """The bundled doses, read once."""
    data = tomllib.loads(bundled("resources", "drugs", "label_doses.toml").read_text(encoding="utf-8"))
    return tuple(_dose(item) for item in data["dose"])


def _dose(item: dict[str, object]) -> LabelDose:
    age = Bounds(at_least=_number(item, "age_from"), at_most=_number(item, "age_to"))
    weight = Bounds(at_least=_number(item, "kg_from"), at_most=_number(item, "kg_to"))
    return LabelDose(
        product=str(item["product"]),
        conditions=_texts(item, "conditions"),
        units=UnitsAre(Bounds(at_most=_number(item, "most")), Bounds(at_most=_number(item, "most_per_kg"))),
        usual=UnitsAre(
            Bounds(at_least=_number(item, "usual_least"), at_most=_number(item, "usual_most")),
            Bounds(at_most=_number(item, "usual_most_per_kg")),
        ),
        age=age,
        weight_kg=weight,
        codes=_texts(item, "codes"),
    )


def _number(item: dict[str, object], name: str) -> Decimal | None:
    return Decimal(str(item[name])) if name in item else None


def _texts(item: dict[str, object], name: str) -> tuple[str, ...]:
    value = item.get(name, [])
    return tuple(str(text) for text in value) if isinstance(value, list) else ()
