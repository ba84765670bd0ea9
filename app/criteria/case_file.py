"""A case as a file has it, without a vault: every part optional, what is absent is not documented."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeVar

from app.criteria.problems import CaseNotUsable
from app.criteria.states import state_code
from app.criteria.submission import Barred, Kind, Reading, Remedy, Submission, Tried, Value
from app.domain.clinical import Outcome, Phase
from app.domain.dates import PartialDate
from app.domain.identifiers import normalise_icd10
from app.domain.practice import Line
from app.domain.request import Site, Supply

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")
_OF_THE_REQUEST = ("date", "payer", "line", "state", "kind", "urgent", "product", "indication", "site", "supply")
_OF_THE_PATIENT = ("patient", "prescriber", "dx", "measures", "trials", "contraindications", "concurrent")
_OF_THE_ORDER = ("cpt", "units", "units_billed", "interval_weeks", "last_injection", "attachments")
_KNOWN = frozenset((*_OF_THE_REQUEST, *_OF_THE_PATIENT, *_OF_THE_ORDER))
#: Longer names of conditions and measures, as reference texts have them; the vocabulary's win.
_CONDITIONS = {
    "overactive_bladder": "oab",
    "neurogenic_detrusor_overactivity": "ndo",
    "axillary_hyperhidrosis": "hyperhidrosis",
    "palmar_hyperhidrosis": "hyperhidrosis",
    "spasticity_upper_lower": "spasticity",
    "bruxism_painful": "bruxism",
    "motor_tics_tourette": "motor_tics",
}
_MEASURES = {
    "headache_days_per_month": "headache_days",
    "migraine_days_per_month": "migraine_days",
    "headache_hours_per_day": "headache_hours",
    "days_per_month_with_headache_ge_4h": "headache_days_4h",
}
_POS_CODES = {"11": Site.OFFICE, "19": Site.OUTPATIENT_HOSPITAL, "22": Site.OUTPATIENT_HOSPITAL, "24": Site.ASC}


def read_cases(text: str) -> tuple[tuple[Submission, ...], bool]:
    """The cases of a file.

    Returns:
        The cases, and whether the file holds a list of them.

    Raises:
        CaseNotUsable: the file is no JSON, or a value is not what it must be; names the place, never the value.
    """
    try:
        data = json.loads(text, parse_float=Decimal)
    except json.JSONDecodeError as problem:
        raise CaseNotUsable(where=f"line {problem.lineno}", why="it is no JSON") from None
    except ValueError:
        raise CaseNotUsable(where="the file", why="a number in it is too long") from None
    except RecursionError:
        raise CaseNotUsable(where="the file", why="it is nested too deep") from None
    if isinstance(data, list):
        return tuple(_case(item, f"case {number}") for number, item in enumerate(data, 1)), True
    return (_case(data, "the case"),), False


def _case(data: Any, where: str) -> Submission:
    case = _Part.of(data, where)
    patient, prescriber = case.part("patient"), case.part("prescriber")
    return Submission(
        date=case.date("date"),
        payer=case.text("payer"),
        line=case.one_of("line", Line),
        state=None if (state := case.text("state")) is None else state_code(state),
        kind=case.one_of("kind", Kind),
        urgent=case.flag("urgent"),
        product=case.text("product"),
        indication=None if (use := case.text("indication")) is None else _CONDITIONS.get(use, use),
        site=_site(case),
        supply=case.one_of("supply", Supply),
        born=patient.date("dob"),
        weight_kg=patient.number("weight_kg"),
        specialty=prescriber.text("specialty"),
        dx=None if (codes := case.texts("dx")) is None else tuple(normalise_icd10(code) for code in codes),
        cpt=case.texts("cpt"),
        units=case.number("units"),
        units_billed=case.number("units_billed"),
        interval_weeks=case.number("interval_weeks"),
        last_injection=case.date("last_injection"),
        readings=case.each("measures", _reading) or (),
        trials=case.each("trials", _trial),
        barred=case.each("contraindications", _barred),
        concurrent=case.texts("concurrent"),
        attachments=None if (papers := case.texts("attachments")) is None else frozenset(papers),
        unknown_names=tuple(name for name in case.data if name not in _KNOWN),
    )


def _site(case: _Part) -> Site | None:
    text = case.text("site")
    return _POS_CODES[text] if text in _POS_CODES else case.one_of("site", Site)


def _reading(part: _Part, _row: int) -> Reading:
    values: dict[str, Value] = {}
    for written, value in part.data.items():
        name = _MEASURES.get(written, written).removeprefix("measure.")
        if name in ("date", "phase") or value is None:
            continue
        if isinstance(value, bool | str):
            values[name] = value
        elif isinstance(value, int | Decimal):
            values[name] = Decimal(value)
        else:
            raise part.problem(written, "it must be a number, a text, true or false")
    return Reading(values, part.one_of("phase", Phase), part.partial_date("date"))


def _trial(part: _Part, row: int) -> Tried:
    drug = part.text("drug") or ""
    return Tried(
        drug=drug,
        remedy=Remedy.of(drug, part.text("class") or ""),
        start=part.partial_date("start"),
        end=part.partial_date("end"),
        outcome=part.one_of("outcome", Outcome),
        reason=part.text("reason") or "",
        row=row,
        dose=part.text("dose") or "",
    )


def _barred(part: _Part, _row: int) -> Barred:
    drug = part.text("drug") or ""
    return Barred(drug, Remedy.of(drug, part.text("class") or ""), part.text("reason") or "")


@dataclass(frozen=True, slots=True)
class _Part:
    """One object of the file; null is as good as absent."""

    data: Mapping[str, Any]
    where: str

    @classmethod
    def of(cls, data: Any, where: str) -> _Part:
        """A part that must be a table."""
        if not isinstance(data, dict):
            raise CaseNotUsable(where=where, why="it must be an object in braces")
        return cls(data, where)

    def problem(self, name: str, why: str) -> CaseNotUsable:
        """What is wrong with one value."""
        return CaseNotUsable(where=f"{self.where}, {name}", why=why)

    def part(self, name: str) -> _Part:
        """A part within; an empty one where it is absent."""
        value = self.data.get(name)
        return _Part({} if value is None else _Part.of(value, f"{self.where}, {name}").data, f"{self.where}, {name}")

    def each(self, name: str, read: Callable[[_Part, int], _T]) -> tuple[_T, ...] | None:
        """The parts of a list, or None where it is absent."""
        items = self._list(name)
        if items is None:
            return None
        return tuple(read(_Part.of(item, f"{self.where}, {name} {row}"), row) for row, item in enumerate(items, 1))

    def text(self, name: str) -> str | None:
        """A text, or None."""
        value = self.data.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise self.problem(name, "it must be a text")
        return value.strip() or None

    def texts(self, name: str) -> tuple[str, ...] | None:
        """A list of texts, or None where it is absent."""
        items = self._list(name)
        if items is None:
            return None
        if not all(isinstance(item, str) for item in items):
            raise self.problem(name, "it must be a list of texts")
        return tuple(item.strip() for item in items if item.strip())

    def flag(self, name: str) -> bool | None:
        """A yes or no, or None."""
        value = self.data.get(name)
        if value is not None and not isinstance(value, bool):
            raise self.problem(name, "it must be true or false")
        return value

    def number(self, name: str) -> Decimal | None:
        """A number, or None."""
        value = self.data.get(name)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | Decimal):
            raise self.problem(name, "it must be a number")
        try:
            number = Decimal(value)
        except InvalidOperation:
            raise self.problem(name, "it must be a number") from None
        if not number.is_finite() or number < 0:
            raise self.problem(name, "it must be a number of zero or more")
        return number

    def date(self, name: str) -> dt.date | None:
        """A whole date, or None."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return dt.date.fromisoformat(text)
        except ValueError:
            raise self.problem(name, "it must be a date such as 2026-11-23") from None

    def partial_date(self, name: str) -> PartialDate | None:
        """A date of which only the month or year may be known, or None."""
        text = self.text(name)
        if text is None:
            return None
        try:
            numbers = [int(part) for part in text.split("-")]
            return PartialDate(*numbers)
        except (ValueError, TypeError):
            raise self.problem(name, "it must be a date such as 2026-11-23, 2026-11 or 2026") from None

    def one_of(self, name: str, kinds: type[_E]) -> _E | None:
        """One of a few values, or None."""
        text = self.text(name)
        if text is None:
            return None
        try:
            return kinds(text)
        except ValueError:
            raise self.problem(name, f"it must be one of {', '.join(kinds)}") from None

    def _list(self, name: str) -> list[Any] | None:
        value = self.data.get(name)
        if value is not None and not isinstance(value, list):
            raise self.problem(name, "it must be a list")
        return value
