"""Whether a person, plan or therapy of the file is one that the office has."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.domain.clinical import Contraindication, Observation, Outcome, Trial
from app.domain.drugs import find_therapy
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer, Prescriber


@dataclass(frozen=True, slots=True)
class Match:
    """The office's patient behind one of the file.

    Attributes:
        found: None where nobody fits, or where it cannot be told.
        doubt: why it cannot be told, in plain words.
    """

    found: Patient | None = None
    doubt: str = ""


class Patients:
    """The office's patients, looked up by chart number, and by name with date of birth."""

    def __init__(self, patients: Iterable[Patient]) -> None:
        self._by_chart: dict[str, list[Patient]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], list[Patient]] = defaultdict(list)
        for patient in patients:
            if patient.chart_number:
                self._by_chart[folded(patient.chart_number)].append(patient)
            self._by_name[_name(patient)].append(patient)

    def match(self, theirs: Patient) -> Match:
        """Who it is: the same chart number and nothing against it, else the same name and date of birth."""
        by_chart = self._by_chart.get(folded(theirs.chart_number), []) if theirs.chart_number else []
        named = self._by_name.get(_name(theirs), [])
        if len(by_chart) > 1:
            return Match(doubt="Several patients of the office have this chart number.")
        if by_chart:
            return self._by_number(by_chart[0], theirs, named=by_chart[0] in named)
        same_birth = [ours for ours in named if theirs.dob is not None and ours.dob == theirs.dob]
        if len(same_birth) == 1:
            return _not_another_chart(same_birth[0], theirs)
        if same_birth:
            return Match(doubt="Several patients of the office have this name and date of birth.")
        if any(theirs.dob is None or ours.dob is None for ours in named):
            return Match(doubt="A patient of the office has this name, and a date of birth is missing to be sure.")
        return Match()

    @staticmethod
    def _by_number(ours: Patient, theirs: Patient, *, named: bool) -> Match:
        same_birth = ours.dob is not None and ours.dob == theirs.dob
        other_birth = ours.dob is not None and theirs.dob is not None and ours.dob != theirs.dob
        if (named and not other_birth) or same_birth:
            return Match(ours)
        return Match(doubt="The office has this chart number for somebody of another name or date of birth.")


class WithinFile:
    """Who stands in a file more than once, told from numbers that are made of chart numbers, names and birth dates."""

    def __init__(self, patients: Iterable[Patient]) -> None:
        self._charts: Counter[int] = Counter()
        self._births: Counter[int] = Counter()
        self._names: Counter[int] = Counter()
        self._undated: set[int] = set()
        for patient in patients:
            name = hash(_name(patient))
            if patient.chart_number:
                self._charts[hash(folded(patient.chart_number))] += 1
            self._names[name] += 1
            if patient.dob is None:
                self._undated.add(name)
            else:
                self._births[hash((name, patient.dob))] += 1

    def doubt(self, theirs: Patient) -> str:
        """Why it cannot be told whether somebody of the file stands in it once; empty where it can."""
        name = hash(_name(theirs))
        if theirs.chart_number and self._charts[hash(folded(theirs.chart_number))] > 1:
            return "The file has this chart number for several people."
        if theirs.dob is not None and self._births[hash((name, theirs.dob))] > 1:
            return "The file has this name and date of birth more than once."
        if self._names[name] > 1 and name in self._undated:
            return "The file has this name more than once, and a date of birth is missing to be sure."
        return ""


def _name(patient: Patient) -> tuple[str, str]:
    return folded(patient.name.last), folded(patient.name.first)


def _not_another_chart(ours: Patient, theirs: Patient) -> Match:
    if ours.chart_number and theirs.chart_number and folded(ours.chart_number) != folded(theirs.chart_number):
        return Match(doubt="A patient of this name and date of birth has another chart number here.")
    return Match(ours)


def payer_of(name: str, payers: Iterable[Payer]) -> Payer | None:
    """The office's payer of that name, or None."""
    return next((payer for payer in payers if folded(payer.name) == folded(name)), None)


def coverage_of(theirs: Coverage, payer: Payer | None, ours: Sequence[Coverage]) -> Coverage | None:
    """The office's record of a plan: the same payer and member ID; or the same payer, one of the two without an ID."""
    if payer is None:
        return None
    same_payer = [plan for plan in ours if plan.payer_id == payer.id]
    for plan in same_payer:
        if folded(plan.member_id) == folded(theirs.member_id):
            return plan
    without = [plan for plan in same_payer if not plan.member_id or not theirs.member_id]
    return without[0] if len(without) == 1 else None


def trial_of(theirs: Trial, ours: Iterable[Trial]) -> Trial | None:
    """The office's record of a therapy: the same drug, and dates that can be of one course."""
    for trial in ours:
        if _drug(trial.drug) == _drug(theirs.drug) and _one_course(trial, theirs):
            return trial
    return None


def contraindication_of(theirs: Contraindication, ours: Iterable[Contraindication]) -> Contraindication | None:
    """The office's record of the same drug."""
    return next((item for item in ours if _drug(item.drug) == _drug(theirs.drug)), None)


def observation_of(theirs: Observation, ours: Iterable[Observation]) -> Observation | None:
    """The office's record of the same measure on the same day."""
    return next((item for item in ours if (item.measure, item.date) == (theirs.measure, theirs.date)), None)


def prescriber_of(theirs: Prescriber, ours: Iterable[Prescriber]) -> Prescriber | None:
    """The office's record of a prescriber: the same NPI, else the same name where one of the two has no NPI."""
    known = list(ours)
    if theirs.npi and (same := [one for one in known if one.npi == theirs.npi]):
        return same[0]
    for one in known:
        names = [(folded(p.name.last), folded(p.name.first)) for p in (one, theirs)]
        if names[0] == names[1] and not (one.npi and theirs.npi):
            return one
    return None


def folded(text: str) -> str:
    """Lower case, without accents and signs: for comparing, never for keeping."""
    plain = text
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text.replace("đ", "d").replace("Đ", "D"))
    plain = plain.casefold()
    return plain if plain.isalnum() else "".join(sign for sign in plain if sign.isalnum())


def _drug(text: str) -> str:
    therapy = find_therapy(text)
    return therapy.generic if therapy is not None else folded(text)


def _one_course(ours: Trial, theirs: Trial) -> bool:
    """Whether the dates can be of one course: a start is not known, or the two lie over each other."""
    if ours.start is None or theirs.start is None:
        return True
    return ours.start.earliest <= _last(theirs) and theirs.start.earliest <= _last(ours)


def _last(trial: Trial) -> dt.date:
    """The last day that a course is known to have gone on."""
    if trial.start is None or trial.outcome is Outcome.ONGOING:
        return dt.date.max
    return trial.end.latest if trial.end is not None else trial.start.latest
