"""What a wording can say: facts, measures, trials, criteria, the denial. Each value keeps its keys and origins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal

from app.domain.dates import PartialDate
from app.domain.drugs import Product, find_product
from app.domain.facts import FactValue, Origin, OriginKind
from app.domain.indications import condition_name
from app.domain.measures import Point
from app.domain.parts import as_text, number_text
from app.domain.vocabulary import KeyKind, vocabulary
from app.packet.letter.criteria_shown import shown_findings
from app.packet.letter.model import Gap
from app.packet.letter.said import Ledger, Said, clean, listed, lower_first, numbered, said_of
from app.packet.letter.source import LetterSource
from app.packet.letter.tried import Tried

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
#: Which wording speaks of a condition; `other` for the rest.
_GROUPS = {
    "chronic_migraine": "migraine",
    "cervical_dystonia": "dystonia",
    "blepharospasm": "dystonia",
    "hemifacial_spasm": "dystonia",
    "spasticity": "spasticity",
    "upper_limb_spasticity": "spasticity",
    "lower_limb_spasticity": "spasticity",
    "oab": "bladder",
    "ndo": "bladder",
    "hyperhidrosis": "sweating",
    "sialorrhea": "salivation",
}
#: What a wording may quote of a notice.
_OF_NOTICES = frozenset({"date", "reason", "reference", "carc", "deadline", "peer_to_peer"})


def in_words(day: dt.date) -> str:
    """`November 24, 2026`."""
    return f"{_MONTHS[day.month - 1]} {day.day}, {day.year}"


@dataclass(slots=True)
class Terms:
    """The names that wordings use; every method that gives a text gives a mark for it."""

    source: LetterSource
    ledger: Ledger = field(default_factory=Ledger)

    @property
    def tried(self) -> Tried:
        """The ledger of trials."""
        return Tried(self.source, self.ledger.mark)

    # -- facts

    def fact(self, key: str, ask: str = "", form: str = "") -> str:
        """A fact that the letter needs; where it is not documented, a gap that says so.

        Args:
            key: of the vocabulary.
            ask: what it is, for the gap; the vocabulary's name where it is empty.
            form: `lower` inside a sentence, `long` for a date in words, `month` for its month.
        """
        text = self._text(key, form)
        if not text:
            return self.gap(key, ask or vocabulary().title(key).lower())
        return self.ledger.mark(said_of([self.source.facts.get(key)], text))

    def gap(self, key: str, words: str) -> str:
        """Something that is not documented."""
        gap = Gap(key, words)
        return self.ledger.mark(Said(gap.text, gap=gap))

    def has(self, *keys: str) -> bool:
        """Whether all of the facts are documented."""
        return all(self.source.facts.get(key) is not None for key in keys)

    def is_yes(self, key: str) -> bool:
        """Whether it is documented as yes."""
        return self.source.facts.value(key) is True

    def is_no(self, key: str) -> bool:
        """Whether it is documented as no."""
        return self.source.facts.value(key) is False

    def given(self, *keys: str) -> str:
        """Nothing to read: says which facts a sentence stands on that does not print them."""
        return self.ledger.mark(said_of(map(self.source.facts.get, keys), ""))

    def value(self, key: str) -> FactValue | None:
        """A fact for comparing; it must not be printed, since it leaves no trace."""
        return self.source.facts.value(key)

    def when(self, key: str) -> str:
        """When a measure was taken: `in October 2026`, `on 11/12/2026`; empty where it was typed for this request."""
        fact = self.source.facts.get(key)
        date = None if fact is None else self._date_of(fact.origin)
        return "" if fact is None or date is None else self.ledger.mark(said_of([fact], _at(date)))

    # -- what is asked

    @property
    def is_renewal(self) -> bool:
        """Whether the request asks to go on."""
        return self.source.is_renewal

    @property
    def is_labelled(self) -> bool:
        """Whether the US label names the condition for the product."""
        product = self._product()
        return product is not None and self.source.condition in product.labelled

    @property
    def is_off_label(self) -> bool:
        """Whether product and condition are known, and the US label does not name the one for the other."""
        product = self._product()
        return product is not None and bool(self.source.condition) and self.source.condition not in product.labelled

    @property
    def group(self) -> str:
        """Which wording speaks of the condition: `migraine`, `dystonia`, …, `other`."""
        return _GROUPS.get(self.source.condition, "other")

    def treatments(self) -> str:
        """`four treatments, the last on 09/07/2026`; empty where no last treatment is documented."""
        last = self.source.facts.get("request.last_treatment_date")
        product = self._product()
        if last is None or not isinstance(last.value, dt.date):
            return ""
        given = [t for t in self.source.case.treatments if product is not None and find_product(t.product) == product]
        given = [item for item in given if item.date <= self.source.today]
        if max((item.date for item in given), default=None) != last.value:
            return self.ledger.mark(said_of([last], f"treatment, the last on {last.value:%m/%d/%Y}"))
        several = f"{numbered(len(given))} treatment{'s, the last' if len(given) != 1 else ''} on {last.value:%m/%d/%Y}"
        origins = tuple(Origin(OriginKind.PROFILE, f"treatment:{item.id}", "date") for item in given)
        return self.ledger.mark(Said(several, (last.key,), (last.origin, *origins)))

    def condition(self) -> str:
        """`chronic migraine`."""
        fact = self.source.facts.get("condition")
        if fact is None:
            return self.gap("condition", "the condition to be treated")
        return self.ledger.mark(said_of([fact], lower_first(condition_name(self.source.condition))))

    def codes(self) -> str:
        """`G43.709`, or several."""
        return self._list("dx.icd10", "diagnosis code")

    def procedures(self) -> str:
        """`64615`, or several."""
        return self._list("drug.cpt", "procedure code")

    def diagnosis(self) -> str:
        """The first diagnosis in words."""
        return self.fact("dx.description", "diagnosis", form="lower")

    def enclosures(self) -> str:
        """The documents that go along."""
        chosen = [item for item in self.source.case.attachments if item.id in self.source.case.request.attachment_ids]
        origins = tuple(Origin(OriginKind.PROFILE, f"attachment:{item.id}", "title") for item in chosen)
        return self.ledger.mark(Said(listed(clean(item.title) for item in chosen), (), origins)) if chosen else ""

    @property
    def has_enclosures(self) -> bool:
        """Whether documents go along."""
        return any(item.id in self.source.case.request.attachment_ids for item in self.source.case.attachments)

    # -- measures

    def known_both(self, name: str) -> bool:
        """Whether a measure is documented before treatment and since."""
        series = self.source.series(name)
        return series.baseline is not None and series.current is not None

    def fell(self, name: str) -> bool:
        """Whether a measure is lower since treatment than before it."""
        series = self.source.series(name)
        before, now = series.baseline, series.current
        return before is not None and now is not None and now.value < before.value

    def before(self, name: str) -> str:
        """A measure before treatment; a gap where it is not documented."""
        return self._point(self.source.series(name).baseline, name, "before treatment")

    def since(self, name: str) -> str:
        """The latest value since treatment; a gap where it is not documented."""
        return self._point(self.source.series(name).current, name, "since treatment")

    def before_when(self, name: str) -> str:
        """When it was taken before treatment."""
        return self._when(self.source.series(name).baseline, name)

    def since_when(self, name: str) -> str:
        """When it was last taken."""
        return self._when(self.source.series(name).current, name)

    def difference(self, name: str) -> str:
        """By how much a measure fell."""
        series = self.source.series(name)
        if series.baseline is None or series.current is None:
            return self.gap(f"measure.{name}", f"{series.measure.title.lower()} before and since treatment")
        points = (series.baseline, series.current)
        text = number_text(series.baseline.value - series.current.value)
        return self.ledger.mark(Said(text, (f"measure.{name}",), tuple(map(self._origin, points))))

    # -- criteria, denial

    @property
    def has_criteria(self) -> bool:
        """Whether there are criteria that a letter can speak to; what was only heard of is never quoted."""
        return bool(shown_findings(self.source))

    @property
    def criteria_of_denial(self) -> bool:
        """Whether the criteria speak to the reasons of the denial."""
        return any(finding.topic in self.topics for finding in shown_findings(self.source))

    def policy(self) -> str:
        """`Botulinum Toxin (CPB 0113, effective 04/26/2026)`."""
        judgement = self.source.judgement
        if judgement is None or judgement.policy is None:
            return ""
        policy = judgement.policy
        dated = f"effective {policy.effective:%m/%d/%Y}" if policy.effective else f"as read {policy.checked:%m/%d/%Y}"
        named = ", ".join(part for part in (policy.number, dated) if part)
        origin = Origin(OriginKind.DERIVED, f"policy:{policy.id}")
        return self.ledger.mark(Said(clean(f"{policy.title} ({named})"), (), (origin,)))

    @property
    def topics(self) -> tuple[str, ...]:
        """What the reasons of the denial touch, in their order."""
        return tuple(dict.fromkeys(topic for reason in self.source.reasons for topic in reason.topics))

    @property
    def denied(self) -> bool:
        """Whether there is a notice to answer."""
        return self.source.denial is not None

    @property
    def appeal_level(self) -> int:
        """The level of the appeal that the notice leads to."""
        return 1 if self.source.denial is None else self.source.denial.level + 1

    def denial(self, name: str, ask: str) -> str:
        """`date`, `reason`, `reference` or `carc` of the notice."""
        denial = self.source.denial
        value = getattr(denial, name, None) if name in _OF_NOTICES else None
        if denial is None or not value:
            return self.gap("", ask)
        text = in_words(value) if isinstance(value, dt.date) else clean(str(value))
        return self.ledger.mark(Said(text, (), (Origin(OriginKind.PROFILE, f"denial:{denial.id}", name),)))

    def has_denial(self, name: str) -> bool:
        """Whether the notice says so."""
        denial = self.source.denial
        return denial is not None and bool(getattr(denial, name, None))

    # -- within

    def _product(self) -> Product | None:
        drug = self.source.facts.value("drug.name")
        return find_product(drug) if isinstance(drug, str) else None

    def _text(self, key: str, form: str) -> str:
        value = self.source.facts.value(key)
        if value is None:
            return ""
        ref = vocabulary().parse(key)
        if form == "long" and ref.kind is KeyKind.DATE:
            return _month_words(PartialDate.of(value) if isinstance(value, dt.date) else value)
        if form == "month" and isinstance(value, dt.date):
            return _month_words(PartialDate(value.year, value.month))
        text = clean(as_text(ref, value))
        return lower_first(text) if form == "lower" else text

    def _list(self, stem: str, ask: str) -> str:
        keys = [stem if row == 1 else f"{stem}[{row}]" for row in range(1, self.source.facts.rows(stem) + 1)]
        facts = [fact for key in keys if (fact := self.source.facts.get(key)) is not None]
        if not facts:
            return self.gap(stem, ask)
        return self.ledger.mark(said_of(facts, listed(clean(str(fact.value)) for fact in facts)))

    def _point(self, point: Point | None, name: str, phase: str) -> str:
        key = f"measure.{name}"
        if point is None:
            baseline = name == "headache_days" and phase == "before treatment"
            title = self.source.series(name).measure.title
            return self.gap("measure.baseline_headache_days" if baseline else key, f"{lower_first(title)} {phase}")
        return self.ledger.mark(Said(number_text(point.value), (key,), (self._origin(point),)))

    def _when(self, point: Point | None, name: str) -> str:
        if point is None:
            return ""
        return self.ledger.mark(Said(_at(point.date), (f"measure.{name}",), (self._origin(point),)))

    def _origin(self, point: Point) -> Origin:
        return self.source.observation_origin(point.observation)

    def _date_of(self, origin: Origin) -> PartialDate | None:
        if origin.kind is not OriginKind.OBSERVATION:
            return None
        name = origin.record.removeprefix("observation:")
        return next((item.date for item in self.source.case.observations if item.id == name), None)


def number(value: object) -> Decimal:
    """A fact as a number for comparing; 0 where it is none."""
    return Decimal(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else Decimal(0)


def _at(date: PartialDate) -> str:
    if date.day is not None:
        return f"on {date.us()}"
    return f"in {_month_words(date)}"


def _month_words(value: FactValue) -> str:
    """`October 2026`, `2026`, or the day in words."""
    if not isinstance(value, PartialDate):
        return str(value)
    if value.day is not None:
        return in_words(value.earliest)
    return f"{value.year}" if value.month is None else f"{_MONTHS[value.month - 1]} {value.year}"
