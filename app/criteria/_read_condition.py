"""From the tables of a file to conditions: each table names exactly one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from decimal import Decimal

from app.criteria.circumstances import (
    BenefitIs,
    BySpecialist,
    CptIs,
    DxIs,
    ForTherapy,
    FromDate,
    LineIs,
    NotBeside,
    ProductIs,
    SiteIs,
    StateIs,
    SupplyIs,
)
from app.criteria.composed import All, AtLeast, Fixed, Not
from app.criteria.condition import Condition
from app.criteria.findings import State
from app.criteria.label import AsLabelled
from app.criteria.lengths import Needed
from app.criteria.numbers import (
    AgeIs,
    Bounds,
    DaysSinceLast,
    MeasureIs,
    MeasureSaid,
    UnitsAre,
    WeeksApart,
    WeightIs,
)
from app.criteria.papers import Attached, Shown
from app.criteria.response import Fell, Helped
from app.criteria.specialties import fields
from app.criteria.step import Trials
from app.criteria.step_terms import Counts, Listed, Terms
from app.criteria.submission import Remedy, class_of
from app.domain.clinical import Phase
from app.domain.patient import Benefit
from app.domain.practice import Line
from app.domain.request import Site, Supply
from app.domain.vocabulary import vocabulary
from app.tables.table import Table


def read_condition(table: Table) -> Condition:
    """The one condition that a table names."""
    named = [name for name in _READERS if table.has(name)]
    if len(named) != 1:
        known = ", ".join(sorted(_READERS))
        raise table.problem(named[1] if named else "", f"one of these must stand here, and only one: {known}")
    return _READERS[named[0]](table, named[0])


def has_condition(table: Table) -> bool:
    """Whether the table names a condition."""
    return any(table.has(name) for name in _READERS)


def _parts(table: Table, name: str) -> tuple[Condition, ...]:
    parts = []
    for part in table.tables(name):
        parts.append(read_condition(part))
        part.done()
    if not parts:
        raise table.problem(name, "it must hold at least one condition")
    return tuple(parts)


def _within(table: Table, name: str) -> Table:
    found = table.table(name)
    assert found is not None  # noqa: S101 -- the reader was chosen because the name is there
    return found


def _decimal(table: Table, name: str) -> Decimal | None:
    return Decimal(str(table.number(name, 0))) if table.has(name) else None


def _bounds(table: Table) -> Bounds:
    bounds = Bounds(_decimal(table, "at_least"), _decimal(table, "at_most"), _decimal(table, "more_than"))
    return bounds


def _all(table: Table, name: str) -> Condition:
    return All(_parts(table, name))


def _any(table: Table, name: str) -> Condition:
    return AtLeast(1, _parts(table, name))


def _at_least(table: Table, name: str) -> Condition:
    return AtLeast(table.whole(name), _parts(table, "of"))


def _none(table: Table, name: str) -> Condition:
    return Not(AtLeast(1, _parts(table, name)))


def _measure(table: Table, name: str) -> Condition:
    part = _within(table, name)
    read = MeasureIs(_measure_name(part), _bounds(part), part.one_of("phase", Phase, Phase.BASELINE))
    part.done()
    return read


def _measure_name(table: Table, key: str = "name") -> str:
    name = table.text(key)
    if vocabulary().get(f"measure.{name}") is None:
        raise table.problem(key, f"“{name}” is no measure of the vocabulary")
    return name


def _said(table: Table, name: str) -> Condition:
    return MeasureSaid(_measure_name(table, name))


def _age(table: Table, name: str) -> Condition:
    part = _within(table, name)
    read = AgeIs(_bounds(part))
    part.done()
    return read


def _weight(table: Table, name: str) -> Condition:
    part = _within(table, name)
    read = WeightIs(_bounds(part))
    part.done()
    return read


def _units(table: Table, name: str) -> Condition:
    part = _within(table, name)
    read = UnitsAre(_bounds(part), Bounds(at_most=_decimal(part, "per_kg_at_most")))
    part.done()
    return read


def _labelled(table: Table, name: str) -> Condition:
    return _flagged(table, name, AsLabelled())


def _therapeutic(table: Table, name: str) -> Condition:
    return _flagged(table, name, ForTherapy())


def _flagged(table: Table, name: str, condition: Condition) -> Condition:
    if not table.flag(name):
        raise table.problem(name, "it must be true")
    return condition


def _weeks(table: Table, name: str) -> Condition:
    return WeeksApart(Decimal(str(table.number(name, 0))))


def _days(table: Table, name: str) -> Condition:
    return DaysSinceLast(table.whole(name))


def _trials(table: Table, name: str) -> Condition:
    part = _within(table, name)
    read = Terms(
        called=part.text("called"),
        counts=frozenset(part.some_of("counts", Counts)),
        drugs=part.whole("drugs", 1),
        classes=part.whole("classes", 1),
        needed=Needed(part.whole("days", 0), part.whole("months", 0)),
        listed=_listed(part),
        oral=part.flag("oral"),
        at_dose=part.flag("at_dose"),
    )
    if not read.counts:
        raise part.problem("counts", "it must say what counts")
    part.done()
    return Trials(read)


def _listed(part: Table) -> tuple[Listed, ...]:
    classes = part.table("from")
    if classes is None:
        return ()
    read = []
    for name in classes.data:
        drugs = classes.texts(name)
        read.append(Listed(class_of(name), tuple(dict.fromkeys(Remedy.of(drug).name for drug in drugs))))
    classes.done()
    return tuple(read)


def _specialist(table: Table, name: str) -> Condition:
    named = table.texts(name)
    for field in named:
        if field not in fields():
            raise table.problem(name, f"“{field}” is not one of {', '.join(sorted(fields()))}")
    return BySpecialist(named, table.flag("or_consulted"))


def _beside(table: Table, name: str) -> Condition:
    part = _within(table, name)
    read = NotBeside(
        classes=frozenset(part.texts("classes")),
        drugs=frozenset(Remedy.of(drug).name for drug in part.texts("drugs")),
        asked_only=part.flag("asked_only"),
    )
    part.done()
    return read


def _attached(table: Table, name: str) -> Condition:
    return Attached(table.texts(name), table.texts("perhaps"))


def _shown(table: Table, name: str) -> Condition:
    part = _within(table, name)
    groups = part.tables("findings")
    read = Shown(
        what=part.text("what"),
        by=part.texts("by") or ("notes",),
        findings=tuple(group.texts("one_of") for group in groups),
        codes=part.texts("codes"),
        positive=part.texts("positive"),
    )
    for group in groups:
        group.done()
    part.done()
    return read


def _fell(table: Table, name: str) -> Condition:
    part = _within(table, name)
    read = Fell(
        name=_measure_name(part),
        by=_decimal(part, "by"),
        percent=_decimal(part, "percent"),
        more_than_percent=_decimal(part, "more_than_percent"),
    )
    part.done()
    return read


def _helped(table: Table, name: str) -> Condition:
    return Helped(table.texts(name))


def _site(table: Table, name: str) -> Condition:
    return SiteIs(frozenset(table.some_of(name, Site)))


def _supply(table: Table, name: str) -> Condition:
    return SupplyIs(frozenset(table.some_of(name, Supply)))


def _benefit(table: Table, name: str) -> Condition:
    return BenefitIs(frozenset(table.some_of(name, Benefit)))


def _product(table: Table, name: str) -> Condition:
    return ProductIs(frozenset(table.texts(name)))


def _cpt(table: Table, name: str) -> Condition:
    return CptIs(frozenset(table.texts(name)))


def _state(table: Table, name: str) -> Condition:
    return StateIs(frozenset(table.texts(name)))


def _line(table: Table, name: str) -> Condition:
    return LineIs(frozenset(table.some_of(name, Line)))


def _dx(table: Table, name: str) -> Condition:
    return DxIs(table.texts(name))


def _from(table: Table, name: str) -> Condition:
    try:
        return FromDate(dt.date.fromisoformat(table.text(name)))
    except ValueError as problem:
        raise table.problem(name, "it must be a date such as 2026-01-19") from problem


def _verdict(table: Table, name: str) -> Condition:
    return Fixed(table.one_of(name, State), table.text("because", ""), table.text("settle", ""))


_READERS: Mapping[str, Callable[[Table, str], Condition]] = {
    "all": _all,
    "any": _any,
    "at_least": _at_least,
    "none": _none,
    "measure": _measure,
    "said": _said,
    "age": _age,
    "weight_kg": _weight,
    "units": _units,
    "as_labelled": _labelled,
    "for_therapy": _therapeutic,
    "weeks_apart": _weeks,
    "days_since_last": _days,
    "trials": _trials,
    "specialist": _specialist,
    "not_beside": _beside,
    "attached": _attached,
    "shown": _shown,
    "fell": _fell,
    "helped": _helped,
    "site": _site,
    "supply": _supply,
    "benefit": _benefit,
    "product": _product,
    "cpt": _cpt,
    "state": _state,
    "line": _line,
    "dx": _dx,
    "from_date": _from,
    "verdict": _verdict,
}
