"""Makes the review table: each record of the file beside the office's."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import partial
from operator import attrgetter

from app.domain.changes import Record
from app.domain.clinical import Contraindication, Observation, Trial
from app.domain.dates import PartialDate
from app.domain.drugs import find_therapy
from app.domain.ids import PatientId, PayerId
from app.domain.indications import condition_name
from app.domain.measures.catalogue import measure as measure_named
from app.domain.parts import number_text
from app.domain.patient import Coverage, CoverageRank, Diagnosis, Patient, Sex
from app.domain.place import BodyMeasure, Unit
from app.domain.practice import Line, Payer, Prescriber
from app.domain.typed import format_phone
from app.intake.fields import FIELDS, Target
from app.intake.incoming import OF_CHART_SYSTEMS, FileKind, Incoming, IncomingChart, IncomingCoverage
from app.intake.progress import Tell, telling, unheard
from app.intake.records import value_at
from app.intake.review.matching import (
    Patients,
    WithinFile,
    contraindication_of,
    coverage_of,
    folded,
    observation_of,
    payer_of,
    prescriber_of,
    trial_of,
)
from app.intake.review.rows import FieldLine, LinesOnDemand, Review, Row, RowState

#: Starts the path of a diagnosis, which has no field of its own: a patient has a list of them.
DIAGNOSIS = "diagnoses:"
_METRIC = {Unit.INCH: Decimal("2.54"), Unit.POUND: Decimal("0.45359237")}
#: Of a height in centimetres or weight in kilograms that was told in another unit.
_ROUNDING = Decimal("0.5")
_TWICE = "The file says this more than once; only the first can be taken."


@dataclass(frozen=True, slots=True)
class Held:
    """What the office has of one patient beside the patient's own record."""

    coverages: tuple[Coverage, ...] = ()
    trials: tuple[Trial, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What the office has.

    Attributes:
        held: gives what is kept of one patient; asked only for patients of the file.
    """

    patients: tuple[Patient, ...]
    payers: tuple[Payer, ...]
    prescribers: tuple[Prescriber, ...]
    held: Callable[[PatientId], Held]


def compare(incoming: Incoming, known: Known, new_id: Callable[[], str], tell: Tell = unheard) -> Review:
    """Hold a file against the office's records.

    Args:
        incoming: the file.
        known: the office's records.
        new_id: names payers that the office does not have.
        tell: hears how far it is.
    """
    table = _Table(known, new_id, WithinFile(chart.patient for chart in incoming.charts))
    for number, chart in enumerate(telling(incoming.charts, len(incoming.charts), tell), 1):
        table.chart(number, chart)
    are_theirs = bool(incoming.charts) and incoming.kind in OF_CHART_SYSTEMS
    for number, prescriber in enumerate(incoming.prescribers, 1):
        # An address book is full of people who prescribe nothing.
        is_clinician = bool(prescriber.npi or prescriber.credential) or incoming.kind is not FileKind.VCARD
        table.prescriber(number, prescriber, chosen=is_clinician and not are_theirs)
    return Review(incoming.kind, incoming.sha256, tuple(table.rows), incoming.skipped)


class _Table:
    def __init__(self, known: Known, new_id: Callable[[], str], of_file: WithinFile) -> None:
        self._known = known
        self._of_file = of_file
        self._new_id = new_id
        self._patients = Patients(known.patients)
        self._new_payers: dict[str, tuple[str, Payer]] = {}
        self._met: set[int] = set()
        self.rows: list[Row] = []

    def chart(self, number: int, chart: IncomingChart) -> None:
        match = self._patients.match(chart.patient)
        row_id = f"{number}:patient"
        title = f"{chart.patient.name.last}, {chart.patient.name.first}"
        doubt = match.doubt or self._of_file.doubt(chart.patient)
        if doubt:
            row = Row(row_id, "patient", title, chart.where, RowState.CONFLICT, chart.patient, note=doubt)
            self.rows.append(row)
            return
        ours = match.found
        held = self._known.held(ours.id) if ours is not None else Held()
        needs = () if ours is not None else (row_id,)
        self.rows.append(_patient_row(row_id, title, chart, ours))
        owner = chart.patient.id if ours is None else ours.id
        for place, plan in enumerate(chart.coverages, 1):
            self._coverage(f"{number}:coverage:{place}", chart.where, plan, owner, held.coverages, needs)
        self._trials(number, chart, owner, held.trials, needs)
        for place, item in enumerate(chart.contraindications, 1):
            mine = replace(item, patient_id=owner)
            found = contraindication_of(item, held.contraindications)
            row_id = f"{number}:contraindication:{place}"
            row = _row(row_id, Target.CONTRAINDICATION, item.drug, chart.where, mine, found, needs)
            self.rows.append(self._once(replace(row, chosen=find_therapy(item.drug) is not None)))
        for place, measure in enumerate(chart.observations, 1):
            own = replace(measure, patient_id=owner)
            title = f"{measure_named(measure.measure).title}, {measure.date.us()}"
            found_measure = observation_of(measure, held.observations)
            row_id = f"{number}:observation:{place}"
            row = _row(row_id, Target.OBSERVATION, title, chart.where, own, found_measure, needs)
            self.rows.append(self._once(row, (owner, own.measure, own.date)))

    def _once(self, row: Row, key: object = None) -> Row:
        """A row, or one that takes nothing where the file has said the same thing before.

        Args:
            row: of one record of the file.
            key: what a new record is known by; None where two can well be alike.
        """
        known = row.before.id if row.before is not None else key
        if known is None:
            return row
        if hash(known) in self._met and row.can_be_taken:
            return replace(row, note=_TWICE)
        self._met.add(hash(known))
        return row

    def prescriber(self, number: int, theirs: Prescriber, *, chosen: bool) -> None:
        """One clinician; those whom a chart only names are seldom the office's own, and wait for a person."""
        found = prescriber_of(theirs, self._known.prescribers)
        row = _row(f"prescriber:{number}", Target.PRESCRIBER, theirs.name.full, "", theirs, found, ())
        name = (folded(theirs.name.last), folded(theirs.name.first))
        self.rows.append(self._once(replace(row, chosen=chosen), ("prescriber", theirs.npi or name)))

    def _trials(
        self, number: int, chart: IncomingChart, owner: PatientId, ours: Sequence[Trial], needs: tuple[str, ...]
    ) -> None:
        for place, trial in enumerate(chart.trials, 1):
            mine = replace(trial, patient_id=owner)
            row_id = f"{number}:trial:{place}"
            row = _row(row_id, Target.TRIAL, trial.drug, chart.where, mine, trial_of(trial, ours), needs)
            self.rows.append(self._once(replace(row, chosen=find_therapy(trial.drug) is not None)))

    def _coverage(
        self,
        row_id: str,
        where: str,
        plan: IncomingCoverage,
        owner: PatientId,
        ours: Sequence[Coverage],
        needs: tuple[str, ...],
    ) -> None:
        payer = payer_of(plan.payer, self._known.payers)
        found = coverage_of(plan.coverage, payer, ours)
        title = " ".join(part for part in (plan.payer, plan.coverage.member_id) if part)
        payer_id, payer_needs = (payer.id, ()) if payer is not None else self._new_payer(plan.payer, where)
        mine = replace(plan.coverage, patient_id=owner, payer_id=payer_id)
        line = plan.line or _only_line(payer)
        if line is not None:
            mine = replace(mine, line=line)
        if found is None and mine.rank is CoverageRank.PRIMARY and any(p.rank is mine.rank for p in ours):
            mine = replace(mine, rank=CoverageRank.OTHER)
        row = _row(row_id, Target.COVERAGE, title, where, mine, found, (*needs, *payer_needs))
        row = replace(row, asks_line=found is None and line is None, chosen=not plan.is_over)
        member = folded(mine.member_id)
        self.rows.append(self._once(row, (owner, payer_id, member) if member else None))

    def _new_payer(self, name: str, where: str) -> tuple[PayerId, tuple[str, ...]]:
        known = self._new_payers.get(folded(name))
        if known is None:
            payer = Payer(PayerId(self._new_id()), name)
            row_id = f"payer:{len(self._new_payers) + 1}"
            known = self._new_payers[folded(name)] = (row_id, payer)
            self.rows.append(Row(row_id, "payer", name, where, RowState.NEW, payer))
        return known[1].id, (known[0],)


def shown(value: object) -> str:
    """A field's value as the review table shows it."""
    if isinstance(value, Enum):
        return str(value.value).replace("_", " ")
    if isinstance(value, PartialDate | dt.date):
        return (value if isinstance(value, PartialDate) else PartialDate.of(value)).us()
    if isinstance(value, BodyMeasure):
        return f"{number_text(value.value)} {value.unit.value}"
    if isinstance(value, Decimal):
        return number_text(value)
    return "" if value is None else str(value)


def _only_line(payer: Payer | None) -> Line | None:
    """The line of a payer with whom the office deals in one line alone."""
    return payer.lines[0].line if payer is not None and len(payer.lines) == 1 else None


def _patient_row(row_id: str, title: str, chart: IncomingChart, ours: Patient | None) -> Row:
    if ours is None:
        return _row(row_id, Target.PATIENT, title, chart.where, chart.patient, None, ())
    row = _row(row_id, Target.PATIENT, title, chart.where, replace(chart.patient, diagnoses=()), ours, ())
    lines = (*row.lines, *_diagnoses(chart.patient.diagnoses, ours.diagnoses))
    return replace(row, lines=lines, state=_state(lines) if lines else row.state)


def _row(
    row_id: str,
    target: Target,
    title: str,
    where: str,
    theirs: Record,
    ours: Record | None,
    needs: tuple[str, ...],
) -> Row:
    if ours is None:
        on_demand = LinesOnDemand(theirs, *_NEW[target])
        return Row(row_id, target.value, title, where, RowState.NEW, theirs, lines=on_demand, needs=needs)
    lines = tuple(_lines(target, theirs, ours))
    state = _state(lines) if lines else RowState.SAME
    return Row(row_id, target.value, title, where, state, ours, before=ours, lines=lines, needs=needs)


def _lines_of_new(target: Target, theirs: Record) -> tuple[FieldLine, ...]:
    lines = tuple(_lines(target, theirs, None))
    return (*lines, *_diagnoses(theirs.diagnoses, ())) if isinstance(theirs, Patient) else lines


def _paths_of_new(target: Target, theirs: Record) -> tuple[str, ...]:
    """The paths of what a new record says, save diagnoses without a code."""
    paths = [path for path, value_of in _GETTERS[target] if not _is_empty(value_of(theirs))]
    if isinstance(theirs, Patient):
        paths += [f"{DIAGNOSIS}{item.icd10}" for item in theirs.diagnoses if item.icd10]
    return tuple(paths)


def _lines(target: Target, theirs: Record, ours: Record | None) -> Iterable[FieldLine]:
    for spec in _SHOWN[target]:
        value = value_at(theirs, spec.path)
        mine = value_at(ours, spec.path) if ours is not None else None
        if _is_empty(value) or (ours is not None and (_same(mine, value) or _is_known(target, spec.path, ours, value))):
            continue
        before = "" if _is_empty(mine) else _as_shown(spec.path, mine)
        yield FieldLine(spec.path, spec.title, before, _as_shown(spec.path, value), value, chosen=not before)


def _diagnoses(theirs: Sequence[Diagnosis], ours: Sequence[Diagnosis]) -> Iterable[FieldLine]:
    codes = {item.icd10 for item in ours if item.icd10}
    words = {folded(item.description) for item in ours if item.description}
    for item in theirs:
        if (item.icd10 and item.icd10 in codes) or (not item.icd10 and folded(item.description) in words):
            continue
        name = " ".join(part for part in (item.icd10, item.description) if part)
        path = f"{DIAGNOSIS}{item.icd10 or item.description}"
        yield FieldLine(path, "Diagnosis", "", name, item, chosen=bool(item.icd10))


def _state(lines: Iterable[FieldLine]) -> RowState:
    return RowState.CONFLICT if any(line.replaces for line in lines) else RowState.CHANGED


def _is_known(target: Target, path: str, ours: Record, value: object) -> bool:
    """Whether the office knows it in another way: a drug by its other name, an initial whole, a telephone elsewhere."""
    if path == "drug":
        return target in (Target.TRIAL, Target.CONTRAINDICATION)
    if path == "name.middle" and len(str(value)) == 1:
        return folded(str(value_at(ours, path))).startswith(folded(str(value)))
    if isinstance(ours, Patient) and path.startswith("phone_"):
        return value in (ours.phone_cell, ours.phone_home, ours.phone_work)
    return False


def _is_empty(value: object) -> bool:
    return value in (None, "") or value is Sex.UNKNOWN


def _same(ours: object, theirs: object) -> bool:
    if isinstance(ours, BodyMeasure) and isinstance(theirs, BodyMeasure) and ours.unit is not theirs.unit:
        return abs(_metric(ours) - _metric(theirs)) <= _ROUNDING
    if isinstance(ours, str) and isinstance(theirs, str) and not isinstance(ours, Enum):
        return " ".join(ours.split()) == " ".join(theirs.split())
    return ours == theirs


def _metric(measure: BodyMeasure) -> Decimal:
    return measure.value * _METRIC.get(measure.unit, Decimal(1))


def _as_shown(path: str, value: object) -> str:
    if path == "intent":
        return condition_name(str(value))
    if path == "measure":
        return measure_named(str(value)).title
    return format_phone(shown(value)) if path.endswith(("phone", "fax")) or "phone_" in path else shown(value)


#: The payer of a plan is a row of its own, its line is asked for, and its rank is settled with the others.
_SHOWN = {
    target: tuple(spec for spec in specs if target is not Target.COVERAGE or spec.path not in ("payer", "line", "rank"))
    for target, specs in FIELDS.items()
}
_GETTERS: Mapping[Target, tuple[tuple[str, Callable[[Record], object]], ...]] = {
    target: tuple((spec.path, attrgetter(spec.path)) for spec in specs)
    for target, specs in _SHOWN.items()
    if target is not Target.DIAGNOSIS
}
_NEW: Mapping[Target, tuple[partial[tuple[FieldLine, ...]], partial[tuple[str, ...]]]] = {
    target: (partial(_lines_of_new, target), partial(_paths_of_new, target)) for target in _GETTERS
}
