"""What a file says, as records: every text read as its field keeps it, and what cannot be read said and left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, Generic, TypeVar, cast

from app.domain.clinical import Contraindication, Observation, Outcome, Trial
from app.domain.drugs import find_therapy
from app.domain.ids import (
    ContraindicationId,
    CoverageId,
    ObservationId,
    PatientId,
    PayerId,
    PrescriberId,
    TrialId,
)
from app.domain.patient import Coverage, CoverageRank, Diagnosis, Patient
from app.domain.place import PersonName
from app.domain.practice import Line, Prescriber
from app.intake.fields import FieldSpec, field
from app.intake.incoming import (
    OF_CHART_SYSTEMS,
    FileKind,
    Incoming,
    IncomingChart,
    IncomingCoverage,
    Said,
    SaidChart,
    SaidFile,
    Skipped,
)
from app.intake.refills import joined

T = TypeVar("T")
NewId = Callable[[], str]

#: A plan whose payer or line is not known yet; the review fills both in before anything is kept.
_NO_PAYER = PayerId("")
_NOBODY_PAYS = re.compile(r"\W*(self|patient|private)[\s-]?pay(ment)?\W*|\W*(uninsured|no insurance)\W*", re.IGNORECASE)
#: Stands for a text that says nothing.
_NOTHING = object()
#: Texts of one field that are kept with what they mean.
_MOST_REMEMBERED = 5_000
#: What systems write where they know nothing.
_UNSTATED = frozenset(
    {"", "not provided", "not available", "not specified", "not on file", "unspecified", "unknown", "n/a", "null"}
)


def records_of(said: SaidFile, kind: FileKind, sha256: str, *, today: dt.date, new_id: NewId) -> Incoming:
    """A whole file as records.

    Args:
        said: what the file says.
        kind: what the file is.
        sha256: of its bytes.
        today: the office's day; a birth date is never later.
        new_id: gives each record its name.
    """
    maker = _Maker(today, new_id, joins=kind in OF_CHART_SYSTEMS)
    charts = tuple(chart for item in said.charts if (chart := maker.chart(item)) is not None)
    prescribers = tuple(p for item in said.prescribers if (p := maker.prescriber(item)) is not None)
    return Incoming(kind, sha256, charts, prescribers, (*said.skipped, *maker.skipped))


class _Maker:
    """Makes the records of one file, and remembers what could not be read."""

    def __init__(self, today: dt.date, new_id: NewId, *, joins: bool) -> None:
        self._today = today
        self._joins = joins
        self._new_id = new_id
        self._fields = _Fields()
        self.skipped: list[Skipped] = []

    def chart(self, said: SaidChart) -> IncomingChart | None:
        """One patient; None where the file gives no name, which is said."""
        values = self._values(said.patient)
        if "name.last" not in values or "name.first" not in values:
            self.skipped.append(Skipped(said.where, "The patient's first or last name is missing; left out."))
            return None
        mine = PatientId(self._new_id())
        values |= {"id": mine, "diagnoses": self._diagnoses(said.diagnoses)}
        trials = _present(self._trial(mine, item) for item in said.trials)
        return IncomingChart(
            where=said.where,
            patient=_PATIENTS.filled(values),
            coverages=_ranked(_present(self._coverage(mine, item) for item in said.coverages)),
            trials=joined(trials, self._today) if self._joins else trials,
            contraindications=_of_drugs(self._contraindication(mine, item) for item in said.contraindications),
            observations=_present(self._observation(mine, item) for item in said.observations),
        )

    def prescriber(self, said: Sequence[Said]) -> Prescriber | None:
        """One prescriber; None where there is no last name."""
        made = self._filled(Prescriber(PrescriberId(self._new_id()), PersonName()), said)
        if not made.name.last:
            self.skipped.append(Skipped(_where(said), "The prescriber's last name is missing; left out."))
            return None
        return made

    def _diagnoses(self, rows: Sequence[Sequence[Said]]) -> tuple[Diagnosis, ...]:
        found: dict[tuple[str, str], Diagnosis] = {}
        for row in rows:
            diagnosis = self._filled(Diagnosis(), row)
            if diagnosis.icd10:
                found.setdefault((diagnosis.icd10, ""), diagnosis)
            elif diagnosis.description:
                found.setdefault(("", diagnosis.description.lower()), diagnosis)
        return tuple(found.values())

    def _coverage(self, patient_id: PatientId, said: Sequence[Said]) -> IncomingCoverage | None:
        values = self._values(said)
        payer, line = values.pop("payer", ""), values.pop("line", None)
        is_ranked = "rank" in values
        coverage = _PLANS.filled(values | {"id": CoverageId(self._new_id()), "patient_id": patient_id})
        if _NOBODY_PAYS.fullmatch(str(payer)):
            return None
        if not payer:
            self.skipped.append(Skipped(_where(said), "The plan has no payer's name; left out."))
            return None
        return IncomingCoverage(
            coverage,
            str(payer),
            line if isinstance(line, Line) else None,
            is_over=coverage.ends is not None and coverage.ends < self._today,
            is_ranked=is_ranked,
        )

    def _trial(self, patient_id: PatientId, said: Sequence[Said]) -> Trial | None:
        made = self._filled(Trial(TrialId(self._new_id()), patient_id, ""), said)
        if not made.drug:
            self.skipped.append(Skipped(_where(said), "A therapy that is not named; left out."))
            return None
        if made.start is not None and made.end is not None and made.end.latest < made.start.earliest:
            self.skipped.append(Skipped(_where(said), "The therapy ends before it starts; its dates are left out."))
            made = replace(made, start=None, end=None)
        if made.outcome is Outcome.ONGOING and made.end is not None and made.end.latest < self._today:
            made = replace(made, outcome=None)
        therapy = find_therapy(made.drug)
        return replace(made, drug_class=therapy.drug_class) if therapy is not None else made

    def _contraindication(self, patient_id: PatientId, said: Sequence[Said]) -> Contraindication | None:
        made = self._filled(Contraindication(ContraindicationId(self._new_id()), patient_id), said)
        if not made.drug:
            return None
        therapy = find_therapy(made.drug)
        return replace(made, drug_class=therapy.drug_class) if therapy is not None else made

    def _observation(self, patient_id: PatientId, said: Sequence[Said]) -> Observation | None:
        values = self._values(said)
        day, measure, value = values.get("date"), values.get("measure"), values.get("value")
        if day is None or measure is None or value is None:
            return None
        return Observation(ObservationId(self._new_id()), patient_id, day, measure, value)

    def _filled(self, blank: T, said: Iterable[Said]) -> T:
        return with_values(blank, self._values(said))

    def _values(self, said: Iterable[Said]) -> dict[str, Any]:
        """What is said, by path; the first that can be read wins."""
        values: dict[str, Any] = {}
        for name, text, where in said:
            spec, known = self._fields[name]
            if spec.path in values:
                continue
            value = known[text] if text in known else self._value(spec, known, text)
            if value is None:
                self.skipped.append(Skipped(where, f"{spec.title} cannot be read; left out."))
            elif value is not _NOTHING:
                values[spec.path] = value
        return values

    def _value(self, spec: FieldSpec, known: dict[str, Any], text: str) -> Any:
        """A text as its field keeps it, or that nothing is said; cities and payers stand in a list again and again."""
        is_said = " ".join(text.split()).casefold() not in _UNSTATED
        value = spec.read(text, self._today) if is_said else _NOTHING
        if len(known) < _MOST_REMEMBERED:
            known[text] = value
        return value


class _Fields(dict[str, tuple[FieldSpec, dict[str, Any]]]):
    """The fields that a file names, each with the texts that were read for it."""

    def __missing__(self, name: str) -> tuple[FieldSpec, dict[str, Any]]:
        found = self[name] = (field(name), {})
        return found


def value_at(record: object, path: str) -> Any:
    """The value of a field, `address.city` of a patient."""
    for part in path.split("."):
        record = getattr(record, part)
    return record


class _Template(Generic[T]):
    """Makes records that are like a blank one in all that is not said, however deep; faster than changing the blank."""

    def __init__(self, blank: T) -> None:
        self._make = type(blank)
        names = [one.name for one in fields(cast("Any", blank))]
        self._here: dict[str, Any] = {name: getattr(blank, name) for name in names}
        self._inner = {name: _Template(value) for name, value in self._here.items() if is_dataclass(value)}

    def filled(self, values: Mapping[str, object]) -> T:
        """A record with the values, by path."""
        here = self._here.copy()
        deeper: dict[str, dict[str, object]] = {}
        for path, value in values.items():
            head, _, rest = path.partition(".")
            if rest:
                deeper.setdefault(head, {})[rest] = value
            else:
                here[head] = value
        for head, inner in deeper.items():
            here[head] = self._inner[head].filled(inner)
        return self._make(**here)


def with_values(record: T, values: Mapping[str, object]) -> T:
    """The record, a frozen dataclass, with fields set, however deep."""
    return _Template(record).filled(values)


def _ranked(plans: tuple[IncomingCoverage, ...]) -> tuple[IncomingCoverage, ...]:
    """The plans with one primary at most: of those that the file does not rank, the first that is not over."""
    primary = next((plan for plan in plans if plan.is_ranked and plan.coverage.rank is CoverageRank.PRIMARY), None)
    primary = primary or next((plan for plan in plans if not plan.is_ranked and not plan.is_over), None)
    return tuple(
        plan
        if plan.is_ranked or plan is primary
        else replace(plan, coverage=replace(plan.coverage, rank=CoverageRank.OTHER))
        for plan in plans
    )


def _present(items: Iterable[T | None]) -> tuple[T, ...]:
    return tuple(item for item in items if item is not None)


def _of_drugs(items: Iterable[Contraindication | None]) -> tuple[Contraindication, ...]:
    """One a drug, the first that is told: chart systems repeat an allergy with each reaction."""
    found: dict[str, Contraindication] = {}
    for item in _present(items):
        found.setdefault(item.drug.casefold(), item)
    return tuple(found.values())


def _where(said: Sequence[Said]) -> str:
    return said[0].where if said else "the file"


_PATIENTS = _Template(Patient(PatientId(""), PersonName()))
_PLANS = _Template(Coverage(CoverageId(""), PatientId(""), _NO_PAYER, Line.COMMERCIAL))
