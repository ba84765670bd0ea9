"""What a file says, as records: every text read as its field keeps it, and what cannot be read said and left out."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import Any, TypeVar, cast

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
from app.intake.fields import field
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
        self.skipped: list[Skipped] = []

    def chart(self, said: SaidChart) -> IncomingChart | None:
        """One patient; None where the file gives no name, which is said."""
        patient = self._filled(Patient(PatientId(self._new_id()), PersonName()), said.patient)
        if not patient.name.last or not patient.name.first:
            self.skipped.append(Skipped(said.where, "The patient's first or last name is missing; left out."))
            return None
        patient = replace(patient, diagnoses=self._diagnoses(said.diagnoses))
        mine = patient.id
        trials = _present(self._trial(mine, item) for item in said.trials)
        return IncomingChart(
            where=said.where,
            patient=patient,
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
        blank = Coverage(CoverageId(self._new_id()), patient_id, _NO_PAYER, Line.COMMERCIAL)
        coverage = _with_values(blank, values)
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
            is_ranked="rank" in values,
        )

    def _trial(self, patient_id: PatientId, said: Sequence[Said]) -> Trial | None:
        made = self._filled(Trial(TrialId(self._new_id()), patient_id, ""), said)
        if not made.drug:
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
        return _with_values(blank, self._values(said))

    def _values(self, said: Iterable[Said]) -> dict[str, Any]:
        """What is said, by path; the first that can be read wins."""
        values: dict[str, Any] = {}
        for item in said:
            spec = field(item.field)
            if spec.path in values or " ".join(item.text.split()).casefold() in _UNSTATED:
                continue
            value = spec.read(item.text, self._today)
            if value is None:
                self.skipped.append(Skipped(item.where, f"{spec.title} cannot be read; left out."))
            else:
                values[spec.path] = value
        return values


def value_at(record: object, path: str) -> Any:
    """The value of a field, `address.city` of a patient."""
    for part in path.split("."):
        record = getattr(record, part)
    return record


def with_value(record: T, path: str, value: object) -> T:
    """The record, a frozen dataclass, with one field set, however deep."""
    head, _, rest = path.partition(".")
    inner = with_value(getattr(record, head), rest, value) if rest else value
    changed: T = replace(cast("Any", record), **{head: inner})
    return changed


def _with_values(record: T, values: dict[str, Any]) -> T:
    for path, value in values.items():
        record = with_value(record, path, value)
    return record


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
