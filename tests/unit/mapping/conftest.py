"""The invented practice's requests, and templates of real forms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.domain.case import Case
from app.domain.changes import Record
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.derive import collect_facts
from app.domain.facts import Fact, Facts, FactValue, Origin, OriginKind
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Request
from app.domain.sample import REQUESTS, sample_records
from app.mapping.pack import Pack, PackLibrary, declared_boxes
from app.pdf.template import Template
from app.pdf.worker import PaperWorker
from app.places import bundled

TODAY = dt.date(2026, 11, 24)
OWN = "juniper/botulinum-toxin/2026-11"
REAL = "neighborhood-ri/botox/undated"


def build_case(name: str) -> Case:
    """One of the invented requests with its records: `nguyen`, `feldman` or `wisniewska`."""
    records = sample_records(TODAY)
    request = _one(records, Request, REQUESTS[("nguyen", "feldman", "wisniewska").index(name)])
    patient = _one(records, Patient, request.patient_id)
    coverage = _one(records, Coverage, request.coverage_id)

    def of_patient(kind: type) -> tuple[Record, ...]:
        return tuple(item for item in records if isinstance(item, kind) and item.patient_id == patient.id)

    return Case(
        request=request,
        patient=patient,
        practice=next(item for item in records if isinstance(item, Practice)),
        location=_one(records, Location, request.location_id),
        preparer=_one(records, Person, request.prepared_by),
        prescriber=_one(records, Prescriber, request.prescriber_id),
        payer=_one(records, Payer, coverage.payer_id),
        coverage=coverage,
        other_coverages=tuple(item for item in of_patient(Coverage) if item != coverage),
        facility=_one(records, Facility, request.facility_id) if request.facility_id else None,
        pharmacy=_one(records, Pharmacy, request.pharmacy_id) if request.pharmacy_id else None,
        trials=of_patient(Trial),
        contraindications=of_patient(Contraindication),
        observations=of_patient(Observation),
        treatments=of_patient(Treatment),
    )


def _one(records: tuple[Record, ...], kind: type, wanted: str | None):  # type: ignore[no-untyped-def]
    return next(item for item in records if isinstance(item, kind) and item.id == wanted)


@pytest.fixture(scope="session")
def case_of() -> Callable[[str], Case]:
    return build_case


@pytest.fixture(scope="session")
def facts_of() -> Callable[[Case], Facts]:
    return lambda case: collect_facts(case, TODAY)


@pytest.fixture(scope="session")
def known() -> Callable[..., Facts]:
    """Facts by hand: `known({"patient.age": 41})`."""

    def make(values: dict[str, FactValue], kind: OriginKind = OriginKind.PROFILE) -> Facts:
        return Facts({key: Fact(key, value, Origin(kind, f"test:{key}")) for key, value in values.items()})

    return make


@pytest.fixture(scope="session")
def library() -> PackLibrary:
    return PackLibrary()


@pytest.fixture(scope="session")
def own_pack(library: PackLibrary) -> Pack:
    pack = library.get(OWN)
    assert pack is not None, library.problems
    return pack


@pytest.fixture(scope="session")
def real_pack(library: PackLibrary) -> Pack:
    pack = library.get(REAL)
    assert pack is not None, library.problems
    return pack


@pytest.fixture(scope="session")
def worker() -> Iterator[PaperWorker]:
    with PaperWorker() as paper:
        yield paper


@pytest.fixture(scope="session")
def own_template(worker: PaperWorker) -> Template:
    return worker.compile(bundled("forms", *OWN.split("/"), "form.pdf").read_bytes()).template


@pytest.fixture(scope="session")
def flat_template(worker: PaperWorker, own_pack: Pack) -> Template:
    data = bundled("forms", *OWN.split("/"), "form-flat.pdf").read_bytes()
    return worker.compile(data, declared=declared_boxes(own_pack)).template


@pytest.fixture(scope="session")
def real_template(worker: PaperWorker, real_pack: Pack, payer_forms: Path) -> Template:
    data = (payer_forms / "botox-neighborhood-health-ri.pdf").read_bytes()
    return worker.compile(data, declared=declared_boxes(real_pack)).template


@pytest.fixture(scope="session")
def changed() -> Callable[..., Request]:
    return replace
