"""What a letter is made from: the case, its facts, the payer's criteria as judged, the denial that is answered."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from app.criteria.judging import Judgement
from app.domain.case import Case
from app.domain.clinical import Observation, Phase, Trial
from app.domain.course import Denial
from app.domain.dates import PartialDate
from app.domain.denials import DenialReason
from app.domain.facts import Facts, Origin, OriginKind
from app.domain.ids import ObservationId
from app.domain.measures import ResponseLine, Series, series_of, treatment_began
from app.domain.request import RequestType

_UNDER_TREATMENT = (RequestType.CONTINUATION, RequestType.EXTENSION)
_TYPED = "typed:"


@dataclass(frozen=True, slots=True)
class LetterSource:
    """Everything that a letter may say.

    Attributes:
        today: the date of the letter.
        judgement: of the payer's criteria; None where nobody looked.
        denial: the notice that an appeal answers.
        reasons: what the notice was put down to.
        response: the payer's line on the chart, where its rule for renewal is known.
    """

    case: Case
    facts: Facts
    today: dt.date
    judgement: Judgement | None = None
    denial: Denial | None = None
    reasons: tuple[DenialReason, ...] = ()
    response: ResponseLine | None = None

    @property
    def is_renewal(self) -> bool:
        """Whether the request asks to go on."""
        return self.facts.value("request.type") in _UNDER_TREATMENT

    @property
    def condition(self) -> str:
        """The indication's name in the vocabulary; empty where not documented."""
        value = self.facts.value("condition")
        return value if isinstance(value, str) else ""

    @property
    def began(self) -> dt.date | None:
        """When the treatment with the product began."""
        drug = self.facts.value("drug.name")
        return treatment_began(self.case.treatments, drug) if isinstance(drug, str) else None

    def series(self, name: str) -> Series:
        """A measure over time; what was typed for this request stands in place of the record."""
        return series_of(self._observations(name), name, until=self.today, began=self.began)

    def observation_origin(self, observation: ObservationId) -> Origin:
        """Where a value of a series comes from."""
        if observation.startswith(_TYPED):
            fact = self.facts.get(observation.removeprefix(_TYPED))
            return fact.origin if fact is not None else Origin(OriginKind.TYPED)
        return Origin(OriginKind.OBSERVATION, f"observation:{observation}", "value")

    def trial(self, row: int) -> Trial | None:
        """The trial behind a row of the ledger; None for a row that was typed, or a contraindication."""
        fact = self.facts.get(f"prior[{row}].drug")
        kind, _, record = ("", "", "") if fact is None else fact.origin.record.partition(":")
        if kind != "trial":
            return None
        return next((trial for trial in self.case.trials if trial.id == record), None)

    def _observations(self, name: str) -> tuple[Observation, ...]:
        own = tuple(
            item for item in self.case.observations if item.measure == name or item.measure.startswith(f"{name}[")
        )
        for key, phase in self._keys(name).items():
            typed = next((item for item in self.case.request.overrides if item.key == key), None)
            if typed is None:
                continue
            replaced = _latest(own, phase, self.today)
            own = tuple(item for item in own if item is not replaced)
            value = self.facts.value(key)
            if isinstance(value, Decimal):
                own = (*own, self._typed(key, name, phase, value, replaced))
        return own

    def _keys(self, name: str) -> Mapping[str, Phase | None]:
        """The keys under which a measure can be typed, with the phase that each speaks of."""
        current = Phase.CURRENT if self.is_renewal else None
        keys: dict[str, Phase | None] = {f"measure.{name}": current}
        if name == "headache_days":
            keys["measure.baseline_headache_days"] = Phase.BASELINE
        return keys

    def _typed(
        self, key: str, name: str, phase: Phase | None, value: Decimal, replaced: Observation | None
    ) -> Observation:
        if replaced is not None:
            return replace(replaced, id=ObservationId(f"{_TYPED}{key}"), value=value)
        date = PartialDate(self.today.year, self.today.month)
        return Observation(
            ObservationId(f"{_TYPED}{key}"), self.case.patient.id, date, name, value, phase or Phase.BASELINE
        )


def _latest(own: tuple[Observation, ...], phase: Phase | None, until: dt.date) -> Observation | None:
    """The record that facts take for a key: the latest of the phase, or of any where the phase does not matter."""
    fits = [item for item in own if item.date.earliest <= until]
    if phase is Phase.BASELINE:
        fits = [item for item in fits if item.phase is Phase.BASELINE]
    else:
        since = [item for item in fits if item.phase is not Phase.BASELINE]
        fits = since if since or phase is Phase.CURRENT else fits
    return max(fits, key=lambda item: item.date.latest, default=None)
