"""The invented practice with three invented patients, for looking round and for the demonstration.

Nobody in it exists, and it is marked as a sample. Its dates are kept relative to today, so that it never ages.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import tomllib
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import cattrs

from app.domain.changes import Record
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.dates import PartialDate
from app.domain.ids import PatientId, PersonId, RequestId
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Request
from app.domain.typed import read_date
from app.places import bundled

_OFFICE = ("practice", "location", "payer", "prescriber", "person", "pharmacy", "facility")
_CHART = ("coverage", "trial", "contraindication", "observation", "treatment", "request")
_KINDS: Mapping[str, type[Record]] = {
    kind.__name__.lower(): kind
    for kind in (
        *(Practice, Location, Payer, Prescriber, Person, Pharmacy, Facility, Patient),
        *(Coverage, Trial, Contraindication, Observation, Treatment, Request),
    )
}
#: Patients in the order in which they are shown: migraine first request, cervical dystonia, migraine continuation.
_PATIENTS = ("nguyen", "feldman", "wisniewska")


def _id(kind: str, name: str) -> str:
    """A stable record name of 24 hexadecimal digits."""
    return hashlib.sha256(f"padesk sample {kind} {name}".encode()).hexdigest()[:24]


PRESCRIBER_PERSON = PersonId(_id("PersonId", "lind"))
STAFF_PERSON = PersonId(_id("PersonId", "whitfield"))
ADMINISTRATOR = PersonId(_id("PersonId", "ortega"))
PATIENTS = tuple(PatientId(_id("PatientId", name)) for name in _PATIENTS)
REQUESTS = tuple(RequestId(_id("RequestId", f"{name}-botox")) for name in _PATIENTS)


def sample_records(today: dt.date) -> tuple[Record, ...]:
    """The whole sample as of today: the office first, then each patient with the chart and the request."""
    converter = _converter(today)
    office = _read("practice")
    records = [_record(converter, kind, item) for kind in _OFFICE for item in office[kind]]
    for name in _PATIENTS:
        records.extend(_chart(converter, _read(name)))
    return tuple(records)


def sample_person(today: dt.date, person_id: PersonId) -> Person:
    """One of the people of the sample.

    Raises:
        KeyError: the sample has no such person.
    """
    for record in sample_records(today):
        if isinstance(record, Person) and record.id == person_id:
            return record
    raise KeyError(person_id)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(bundled("resources", "sample", f"{name}.toml").read_text(encoding="utf-8"))


def _chart(converter: cattrs.Converter, chart: dict[str, Any]) -> Iterator[Record]:
    patient = chart["patient"]
    yield _record(converter, "patient", patient)
    for kind in _CHART:
        for number, item in enumerate(chart.get(kind, ()), 1):
            owned = {"id": f"{patient['id']}-{kind}-{number}", "patient_id": patient["id"], **item}
            yield _record(converter, kind, owned)


def _record(converter: cattrs.Converter, kind: str, item: Mapping[str, Any]) -> Record:
    return converter.structure(item, _KINDS[kind])


def _converter(today: dt.date) -> cattrs.Converter:
    """Reads the sample's tables: names become record names, `t-90` a date, `month t-1m` a month."""
    converter = cattrs.Converter(forbid_extra_keys=True)
    converter.register_structure_hook(dt.datetime, lambda text, _: _moment(_partial(text, today)))
    converter.register_structure_hook(dt.date, lambda text, _: _partial(text, today).earliest)
    converter.register_structure_hook(PartialDate, lambda text, _: _partial(text, today))
    converter.register_structure_hook(Decimal, lambda number, _: Decimal(str(number)))
    converter.register_structure_hook(Decimal | bool | str, lambda value, _: _measured(value))
    converter.register_structure_hook_func(_is_record_name, lambda name, kind: _id(kind.__name__, name))
    return converter


def _is_record_name(kind: object) -> bool:
    return getattr(kind, "__supertype__", None) is str


def _measured(value: object) -> Decimal | bool | str:
    return value if isinstance(value, bool | str) else Decimal(str(value))


def _moment(date: PartialDate) -> dt.datetime:
    return dt.datetime.combine(date.earliest, dt.time(9, 30), dt.UTC)


def _partial(text: str, today: dt.date) -> PartialDate:
    month_only = text.startswith("month ")
    found = read_date(text.removeprefix("month "), today)
    if found is None:
        raise ValueError(f"the sample holds a date that cannot be read: {text}")
    return PartialDate(found.year, found.month) if month_only else found
