"""Conditions on numbers: measures, age, units, weeks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from app.criteria import logic
from app.criteria.findings import Cost, Judged, Settle, State
from app.criteria.lengths import add_days, add_months
from app.criteria.submission import Kind, Submission
from app.criteria.words import date_words, measure_words, number_words
from app.domain.clinical import Phase


@dataclass(frozen=True, slots=True)
class Bounds:
    """Between which values a number must lie; both ends belong to it, unless `more_than` says otherwise."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None
    more_than: Decimal | None = None

    def hold(self, number: Decimal) -> bool:
        """Whether the number lies within."""
        return (
            (self.at_least is None or number >= self.at_least)
            and (self.at_most is None or number <= self.at_most)
            and (self.more_than is None or number > self.more_than)
        )


ANY_NUMBER = Bounds()


@dataclass(frozen=True, slots=True)
class MeasureIs:
    """A measure must be so high; counted before treatment, on a renewal too."""

    name: str
    bounds: Bounds
    phase: Phase = Phase.BASELINE

    def judge(self, given: Submission) -> Judged:
        """Look at the latest entry of the phase."""
        reading = given.reading(self.phase)
        value = None if reading is None else reading.values.get(self.name)
        words = measure_words(self.name)
        if reading is None or not isinstance(value, Decimal):
            text = f"Write one number: {words}{' now' if self.phase is Phase.CURRENT else ''}."
            step = Settle(text, Cost.NUMBER, (f"measure.{self.name}",))
            return Judged(State.NOT_DOCUMENTED, (f"{words[0].upper()}{words[1:]}: not documented.",), (step,))
        taken = reading.date_of(self.name)
        when = f" ({self.phase.value}, {date_words(taken)})" if taken else f" ({self.phase.value})"
        state = State.MET if self.bounds.hold(value) else State.NOT_MET
        return Judged(state, (f"{number_words(value)} {words}{when}.",))


@dataclass(frozen=True, slots=True)
class MeasureSaid:
    """Something measured that is yes or no, such as whether overuse of acute drugs is excluded."""

    name: str

    def judge(self, given: Submission) -> Judged:
        """Yes is met, no is not, silence is not documented."""
        phases = (Phase.CURRENT, Phase.BASELINE)
        readings = [reading for phase in phases if (reading := given.reading(phase)) is not None]
        found = [value for item in readings if isinstance(value := item.values.get(self.name), bool)]
        words = measure_words(self.name)
        if not found:
            step = Settle(f"Say {words}.", Cost.CHOICE, (f"measure.{self.name}",))
            return Judged(State.NOT_DOCUMENTED, (f"Not documented: {words}.",), (step,))
        return Judged(State.MET if found[0] else State.NOT_MET, (f"{words}: {'yes' if found[0] else 'no'}.",))


@dataclass(frozen=True, slots=True)
class AgeIs:
    """The patient's age in whole years on the day of the request."""

    bounds: Bounds

    def judge(self, given: Submission) -> Judged:
        """Age needs the date of birth and the day of the request."""
        if given.age is None:
            step = Settle("Write the date of birth.", Cost.DATE, ("patient.dob",))
            if given.born is not None:
                step = Settle("Write the date of the request.", Cost.DATE, ("request.date",))
            return Judged(State.NOT_DOCUMENTED, ("The age is not documented.",), (step,))
        told = (f"{given.age} years old on {date_words(given.date)}.",)
        if self.bounds.hold(Decimal(given.age)):
            return Judged(State.MET, told)
        return Judged(State.NOT_MET, told, self._birthday(given))

    def _birthday(self, given: Submission) -> tuple[Settle, ...]:
        """When a patient who is too young will be old enough."""
        if given.born is None or given.age is None or self.bounds.at_least is None or given.age >= self.bounds.at_least:
            return ()
        day = add_months(given.born, 12 * int(self.bounds.at_least))
        return (Settle(f"Old enough from {date_words(day)}.", Cost.TREATMENT, ("patient.dob",)),)


@dataclass(frozen=True, slots=True)
class WeightIs:
    """The patient's weight in kilograms."""

    bounds: Bounds

    def judge(self, given: Submission) -> Judged:
        """Weight decides a child's dose."""
        if given.weight_kg is None:
            return Judged(State.NOT_DOCUMENTED, ("The weight is not documented.",), (_WEIGH,))
        state = State.MET if self.bounds.hold(given.weight_kg) else State.NOT_MET
        return Judged(state, (f"{number_words(given.weight_kg)} kg.",))


_WEIGH = Settle("Write one number: the weight in kilograms.", Cost.NUMBER, ("patient.weight_kg",))


@dataclass(frozen=True, slots=True)
class UnitsAre:
    """The units injected, as a number or by weight; waste does not count."""

    bounds: Bounds
    per_kg: Bounds = ANY_NUMBER

    def judge(self, given: Submission) -> Judged:
        """Both bounds must hold; what breaks one is settled without the other."""
        if given.units is None:
            step = Settle("Write one number: the units to be injected.", Cost.NUMBER, ("drug.units",))
            return Judged(State.NOT_DOCUMENTED, ("The dose is not documented.",), (step,))
        words = f"{number_words(given.units)} units."
        parts = [Judged(State.MET, (words,)) if self.bounds.hold(given.units) else self._beyond(words)]
        if self.per_kg != ANY_NUMBER:
            parts.append(self._by_weight(given.units, given.weight_kg))
        return logic.all_of(parts)

    def _beyond(self, words: str) -> Judged:
        most = self.bounds.at_most
        step = "Explain the dose, or change it." if most is None else f"Ask for {number_words(most)} units at most."
        return Judged(State.NOT_MET, (words,), (Settle(step, Cost.NUMBER, ("drug.units",)),))

    def _by_weight(self, units: Decimal, weight_kg: Decimal | None) -> Judged:
        if weight_kg is None or weight_kg <= 0:
            return Judged(State.NOT_DOCUMENTED, ("The dose goes by weight, which is not documented.",), (_WEIGH,))
        per_kg = units / weight_kg
        words = f"{number_words(units)} units at {number_words(weight_kg)} kg are {per_kg:.3g} units/kg."
        if self.per_kg.hold(per_kg) or self.per_kg.at_most is None:
            return Judged(State.MET if self.per_kg.hold(per_kg) else State.NOT_MET, (words,))
        most = number_words((self.per_kg.at_most * weight_kg).to_integral_value(ROUND_FLOOR))
        step = Settle(f"Ask for {most} units at most.", Cost.NUMBER, ("drug.units",))
        return Judged(State.NOT_MET, (words,), (step,))


@dataclass(frozen=True, slots=True)
class WeeksApart:
    """The interval asked for, in weeks."""

    at_least: Decimal

    def judge(self, given: Submission) -> Judged:
        """The interval must be written down."""
        if given.interval_weeks is None:
            step = Settle("Write one number: weeks between injections.", Cost.NUMBER, ("drug.frequency",))
            return Judged(State.NOT_DOCUMENTED, ("The interval is not documented.",), (step,))
        told = (f"Every {number_words(given.interval_weeks)} weeks.",)
        if given.interval_weeks >= self.at_least:
            return Judged(State.MET, told)
        step = Settle(f"Ask for every {number_words(self.at_least)} weeks.", Cost.NUMBER, ("drug.frequency",))
        return Judged(State.NOT_MET, told, (step,))


@dataclass(frozen=True, slots=True)
class DaysSinceLast:
    """Days since the last injection; a first request without one has nothing to wait for."""

    at_least: int

    def judge(self, given: Submission) -> Judged:
        """Too early, with the day from which it is not."""
        if given.last_injection is None:
            if given.kind is Kind.INITIAL:
                return Judged(State.NOT_REQUIRED, ("No injection before.",))
            step = Settle("Write the date of the last injection.", Cost.DATE, ("request.last_treatment_date",))
            return Judged(State.NOT_DOCUMENTED, ("The last injection is not documented.",), (step,))
        if given.date is None:
            step = Settle("Write the date of the request.", Cost.DATE, ("request.date",))
            return Judged(State.NOT_DOCUMENTED, ("The day of the request is not documented.",), (step,))
        day = max(given.date, given.planned or given.date)
        days = (day - given.last_injection).days
        words = f"{days} days since the last injection on {date_words(given.last_injection)}."
        if day != given.date:
            words = f"{days} days from the last injection on {date_words(given.last_injection)} to {date_words(day)}."
        if given.date < given.last_injection:
            step = Settle("Correct the date of the last injection.", Cost.DATE, ("request.last_treatment_date",))
            return Judged(State.NOT_DOCUMENTED, ("The last injection lies after the request.",), (step,))
        if days >= self.at_least:
            return Judged(State.MET, (words,))
        from_day = add_days(given.last_injection, self.at_least)
        step = Settle(f"Wait until {date_words(from_day)}.", Cost.TREATMENT, ("request.last_treatment_date",))
        return Judged(State.TOO_EARLY, (words,), (step,))
