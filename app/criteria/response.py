"""Whether the treatment helped: baseline against now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from app.criteria.findings import Cost, Judged, Settle, State
from app.criteria.submission import Submission, Value
from app.criteria.words import date_words, measure_words, number_words
from app.domain.clinical import Phase


@dataclass(frozen=True, slots=True)
class Fell:
    """A measure must have fallen since the baseline: at all, by so much, or by such a share.

    Attributes:
        by: at least so many.
        percent: at least that share of the baseline.
        more_than_percent: more than that share.
    """

    name: str
    by: Decimal | None = None
    percent: Decimal | None = None
    more_than_percent: Decimal | None = None

    def judge(self, given: Submission) -> Judged:
        """Both numbers are needed; an equal number is no fall."""
        before, now = _values(given, self.name)
        words = measure_words(self.name)
        if before is None or now is None:
            missing = [text for text, value in (("before treatment", before), ("now", now)) if value is None]
            number = "one number" if len(missing) == 1 else "two numbers"
            keys = (f"measure.baseline_{self.name}" if now is not None else f"measure.{self.name}",)
            step = Settle(f"Write {number}: {words} {' and '.join(missing)}.", Cost.NUMBER, keys)
            return Judged(State.NOT_DOCUMENTED, (f"Not documented {' and '.join(missing)}: {words}.",), (step,))
        fell = before - now
        first, second = (_date(given, phase, self.name) for phase in (Phase.BASELINE, Phase.CURRENT))
        name = f"{words[0].upper()}{words[1:]}"
        told = f"{name}: {number_words(before)} before{first}, {number_words(now)} now{second}."
        return Judged(State.MET if self._enough(before, fell) else State.NOT_MET, (told,))

    def _enough(self, before: Decimal, fell: Decimal) -> bool:
        share = 100 * fell / before if before > 0 else Decimal(0)
        return (
            fell > 0
            and (self.by is None or fell >= self.by)
            and (self.percent is None or share >= self.percent)
            and (self.more_than_percent is None or share > self.more_than_percent)
        )


@dataclass(frozen=True, slots=True)
class Helped:
    """A documented response, shown by a measure that fell, or said outright.

    The first measure is the one that payers look at; where it did not fall and another did, a clinician must say which
    counts.
    """

    names: tuple[str, ...]

    def judge(self, given: Submission) -> Judged:
        """Numbers first, then what was said."""
        fell = [Fell(name).judge(given) for name in self.names]
        known = [part for part in fell if part.state is not State.NOT_DOCUMENTED]
        said = _said(given)
        if not known:
            return self._only_said(said, fell)
        told = tuple(text for part in known for text in part.because)
        if known[0].state is State.MET and said is not False:
            return Judged(State.MET, told)
        if all(part.state is State.NOT_MET for part in known) and said is not True:
            return Judged(State.NOT_MET, told)
        step = Settle("Say in the chart which measure shows the benefit.", Cost.WORDS, ("measure.response",))
        return Judged(State.NOT_DOCUMENTED, (*told, "The measures do not agree."), (step,))

    def _only_said(self, said: bool | None, fell: list[Judged]) -> Judged:
        if said is not None:
            return Judged(State.MET if said else State.NOT_MET, (f"Benefit: {'yes' if said else 'no'}.",))
        if fell:
            return Judged(State.NOT_DOCUMENTED, fell[0].because, fell[0].settle)
        step = Settle("Say whether the treatment helped, and by how much.", Cost.CHOICE, ("measure.response",))
        return Judged(State.NOT_DOCUMENTED, ("Whether it helped is not documented.",), (step,))


def _said(given: Submission) -> bool | None:
    current = given.reading(Phase.CURRENT)
    value = None if current is None else current.values.get("response")
    return value if isinstance(value, bool) else None


def _values(given: Submission, name: str) -> tuple[Decimal | None, Decimal | None]:
    before, now = given.reading(Phase.BASELINE), given.reading(Phase.CURRENT)
    return _number(before.values if before else {}, name), _number(now.values if now else {}, name)


def _number(values: Mapping[str, Value], name: str) -> Decimal | None:
    value = values.get(name)
    return value if isinstance(value, Decimal) else None


def _date(given: Submission, phase: Phase, name: str) -> str:
    reading = given.reading(phase)
    taken = None if reading is None else reading.date_of(name)
    return f" ({date_words(taken)})" if taken is not None else ""
