"""FHIR R4: bundles, single resources and NDJSON exports, as what they say.

Read after https://hl7.org/fhir/R4/: Patient, Coverage (also within an ExplanationOfBenefit), Organization, Condition,
MedicationRequest, MedicationStatement, MedicationDispense, Medication, AllergyIntolerance, Observation, Practitioner,
PractitionerRole.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from app.intake.incoming import Said, SaidChart, SaidFile, Skipped
from app.intake.problems import DamagedFile, FileTooLarge
from app.intake.reading._fhir_clinical import bodies, contraindication, diagnosis, observations, trial
from app.intake.reading._fhir_people import coverage, patient, practitioner
from app.intake.reading.json_text import Json, loaded, objects, text

_MOST_RESOURCES = 200_000
#: Where each kind of resource names its patient.
_SUBJECT: Mapping[str, str] = {
    "Coverage": "beneficiary",
    "Condition": "subject",
    "MedicationRequest": "subject",
    "MedicationStatement": "subject",
    "MedicationDispense": "subject",
    "AllergyIntolerance": "patient",
    "Observation": "subject",
}


class Resources:
    """The resources of a file, found by the references that others make to them."""

    def __init__(self, nodes: list[object]) -> None:
        self.by_type: dict[str, list[tuple[str, Json]]] = defaultdict(list)
        self._by_reference: dict[str, Json] = {}
        for url, resource in self._entries(nodes):
            kind, name = text(resource, "resourceType"), text(resource, "id")
            reference = f"{kind}/{name}" if name else url
            self.by_type[kind].append((reference or kind, resource))
            for known in (url, reference):
                if known:
                    self._by_reference[known] = resource
            for inner in objects(resource, "contained"):
                self._by_reference[f"{reference}#{text(inner, 'id')}"] = inner
                if kind == "ExplanationOfBenefit" and text(inner, "resourceType") == "Coverage":
                    self.by_type["Coverage"].append((reference, inner))

    def find(self, reference: str, holder: str = "") -> Json | None:
        """The resource behind a reference, which can be whole (a URL), relative, or to a part of its holder (`#x`)."""
        if reference.startswith("#"):
            return self._by_reference.get(f"{holder}{reference}")
        if reference in self._by_reference:
            return self._by_reference[reference]
        tail = "/".join(reference.split("/_history/", maxsplit=1)[0].rsplit("/", 2)[-2:])
        return self._by_reference.get(tail)

    def _entries(self, nodes: list[object]) -> Iterator[tuple[str, Json]]:
        count = 0
        for node in nodes:
            for item in objects(node):
                for found in _within(item):
                    count += 1
                    if count > _MOST_RESOURCES:
                        raise FileTooLarge(what=f"more than {_MOST_RESOURCES:,} resources")
                    yield found


def _within(item: Json) -> Iterator[tuple[str, Json]]:
    """The resources of a bundle with their addresses, or the lone resource itself."""
    if text(item, "resourceType") != "Bundle":
        yield "", item
        return
    for entry in objects(item, "entry"):
        for resource in objects(entry, "resource"):
            yield text(entry, "fullUrl"), resource


def read_fhir(data: bytes) -> SaidFile:
    """What a FHIR file says.

    Raises:
        DamagedFile: it is no JSON, or holds no resource.
        FileTooLarge: more resources than any office exports at once.
    """
    resources = Resources(loaded(data, "FHIR file"))
    if not any(kind for kind in resources.by_type):
        raise DamagedFile(kind="FHIR file", why="it holds no resource")
    skipped: list[Skipped] = []
    charts = {id(found): _Chart(reference, found) for reference, found in resources.by_type["Patient"]}
    for kind, subject in _SUBJECT.items():
        for reference, resource in resources.by_type[kind]:
            of = resources.find(text(resource, subject, "reference"), reference)
            chart = charts.get(id(of))
            if chart is None and len(charts) == 1 and not text(resource, subject, "reference"):
                chart = next(iter(charts.values()))
            if chart is None:
                skipped.append(Skipped(reference, "It names no patient of this file; left out."))
            else:
                chart.add(kind, reference, resource, resources)
    roles = [role for _, role in resources.by_type["PractitionerRole"]]
    prescribers = (practitioner(reference, found, roles) for reference, found in resources.by_type["Practitioner"])
    return SaidFile(tuple(chart.said() for chart in charts.values()), tuple(prescribers), tuple(skipped))


class _Chart:
    """What the resources about one patient say."""

    def __init__(self, reference: str, resource: Json) -> None:
        self._reference = reference
        self._resource = resource
        self._parts: dict[str, list[tuple[Said, ...]]] = defaultdict(list)
        self._bodies: list[tuple[str, Said]] = []

    def add(self, kind: str, reference: str, resource: Json, resources: Resources) -> None:
        """Take in what one more resource says."""
        if kind == "Coverage":
            self._keep("coverage", coverage(reference, resource, resources.find))
        elif kind == "Condition":
            self._keep("diagnosis", diagnosis(reference, resource))
        elif kind.startswith("Medication"):
            self._keep("trial", trial(reference, resource, resources.find))
        elif kind == "AllergyIntolerance":
            self._keep("contraindication", contraindication(reference, resource))
        else:
            for said in observations(reference, resource):
                self._keep("observation", said)
            self._bodies.extend(bodies(reference, resource))

    def said(self) -> SaidChart:
        """Everything, as the seam has it."""
        newest_first = sorted(self._bodies, key=lambda body: body[0], reverse=True)
        return SaidChart(
            where=self._reference,
            patient=(*patient(self._reference, self._resource), *(said for _, said in newest_first)),
            coverages=tuple(self._parts["coverage"]),
            diagnoses=tuple(self._parts["diagnosis"]),
            trials=tuple(self._parts["trial"]),
            contraindications=tuple(self._parts["contraindication"]),
            observations=tuple(self._parts["observation"]),
        )

    def _keep(self, part: str, said: tuple[Said, ...]) -> None:
        texts = [(item.field, item.text) for item in said]
        if said and all(texts != [(item.field, item.text) for item in other] for other in self._parts[part]):
            self._parts[part].append(said)
