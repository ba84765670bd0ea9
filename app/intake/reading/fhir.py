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
from app.intake.reading._fhir_clinical import bodies, contraindication, diagnosis, observations
from app.intake.reading._fhir_medications import trial
from app.intake.reading._fhir_people import Find, coverage, patient, practitioner
from app.intake.reading.json_text import Json, loaded, objects, text

_MOST_RESOURCES = 200_000
_DEEPEST_BUNDLE = 4
#: Plans that stand only within bills: each bill names those of its day, and the newest one's are today's.
_BILLED = "Coverage of ExplanationOfBenefit"
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
        self._by_reference: dict[str, Json | None] = {}
        self._urls: dict[str, str] = {}
        for url, resource in self._entries(nodes):
            kind, name = text(resource, "resourceType"), text(resource, "id")
            reference = f"{kind}/{name}" if name else url
            if reference and self._by_reference.get(url or reference) == resource:
                continue
            self.by_type[kind].append((reference or kind, resource))
            self._name(url, reference, resource)
            for inner in objects(resource, "contained"):
                self._by_reference[f"{reference}#{text(inner, 'id')}"] = inner
                if kind == "ExplanationOfBenefit" and text(inner, "resourceType") == "Coverage":
                    self.by_type[_BILLED].append((f"{text(resource, 'created')} {reference}", inner))

    def find(self, reference: str, holder: str = "") -> Json | None:
        """The resource behind a reference, which can be whole (a URL), relative, or to a part of its holder (`#x`).

        None as well where two servers' resources of the file answer to it, or where it names another server's.
        """
        if reference.startswith("#"):
            return self._by_reference.get(f"{holder}{reference}")
        address = reference.split("/_history/", maxsplit=1)[0]
        if address in self._by_reference:
            return self._by_reference[address]
        tail = "/".join(address.rsplit("/", 2)[-2:])
        is_elsewhere = "://" in address and "://" in self._urls.get(tail, "")
        return None if is_elsewhere else self._by_reference.get(tail)

    def _name(self, url: str, reference: str, resource: Json) -> None:
        """Make a resource known by its address and its short name; a name that two servers give is nobody's."""
        if url:
            self._by_reference[url] = resource
        if not reference or reference == url:
            return
        other = self._urls.get(reference, url)
        is_shared = "://" in url and "://" in other and url != other
        self._by_reference[reference] = None if is_shared else resource
        self._urls[reference] = url

    def _entries(self, nodes: list[object]) -> Iterator[tuple[str, Json]]:
        count = 0
        for node in nodes:
            for item in objects(node):
                for found in _within(item):
                    count += 1
                    if count > _MOST_RESOURCES:
                        raise FileTooLarge(what=f"more than {_MOST_RESOURCES:,} resources")
                    yield found


def _within(item: Json, url: str = "", depth: int = 0) -> Iterator[tuple[str, Json]]:
    """The resources of a bundle with their addresses, also of bundles within it, or the lone resource itself."""
    if text(item, "resourceType") != "Bundle":
        yield url, item
    elif depth < _DEEPEST_BUNDLE:
        for entry in objects(item, "entry"):
            for resource in objects(entry, "resource"):
                yield from _within(resource, text(entry, "fullUrl"), depth + 1)


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
    charts = {id(found): _Chart(reference, found, resources.find) for reference, found in resources.by_type["Patient"]}
    for kind, subject in _SUBJECT.items():
        for reference, resource in (*resources.by_type[kind], *(_billed(resources) if kind == "Coverage" else ())):
            of = resources.find(text(resource, subject, "reference"), reference)
            chart = charts.get(id(of))
            if chart is None and len(charts) == 1 and resource.get(subject) is None:
                chart = next(iter(charts.values()))
            if chart is None:
                skipped.append(Skipped(reference, "It names no patient of this file; left out."))
            else:
                chart.add(kind, reference, resource, resources)
    roles: dict[int, list[Json]] = defaultdict(list)
    for reference, role in resources.by_type["PractitionerRole"]:
        roles[id(resources.find(text(role, "practitioner", "reference"), reference))].append(role)
    doctors = resources.by_type["Practitioner"]
    prescribers = (practitioner(reference, found, roles[id(found)]) for reference, found in doctors)
    skipped += [Skipped(chart.where, says) for chart in charts.values() if (says := chart.left_out)]
    return SaidFile(tuple(chart.said() for chart in charts.values()), tuple(prescribers), tuple(skipped))


def _billed(resources: Resources) -> Iterator[tuple[str, Json]]:
    """The plans of each patient's newest bill."""
    newest: dict[int, str] = {}
    found = []
    for dated, plan in resources.by_type[_BILLED]:
        day, _, reference = dated.partition(" ")
        who = id(resources.find(text(plan, "beneficiary", "reference"), reference))
        newest[who] = max(newest.get(who, ""), day)
        found.append((who, day, reference, plan))
    return ((reference, plan) for who, day, reference, plan in found if day == newest[who])


class _Chart:
    """What the resources about one patient say."""

    def __init__(self, reference: str, resource: Json, find: Find) -> None:
        self.where = reference
        self._resource = resource
        self._find = find
        self._over = 0
        self._parts: dict[str, dict[tuple[tuple[str, str], ...], tuple[Said, ...]]] = defaultdict(dict)
        self._bodies: list[tuple[str, Said]] = []

    def add(self, kind: str, reference: str, resource: Json, resources: Resources) -> None:
        """Take in what one more resource says."""
        if kind == "Coverage":
            self._keep("coverage", coverage(reference, resource, resources.find))
        elif kind == "Condition":
            said = diagnosis(reference, resource)
            self._over += not said
            self._keep("diagnosis", said)
        elif kind.startswith("Medication"):
            self._keep("trial", trial(reference, resource, resources.find))
        elif kind == "AllergyIntolerance":
            self._keep("contraindication", contraindication(reference, resource))
        else:
            for measured in observations(reference, resource):
                self._keep("observation", measured)
            self._bodies.extend(bodies(reference, resource))

    @property
    def left_out(self) -> str:
        """How many conditions were not taken, in words; empty for none."""
        what = "1 condition that is" if self._over == 1 else f"{self._over} conditions that are"
        return f"{what} over, not so or not certain; left out." if self._over else ""

    def said(self) -> SaidChart:
        """Everything, as the seam has it."""
        newest_first = sorted(self._bodies, key=lambda body: body[0], reverse=True)
        return SaidChart(
            where=self.where,
            patient=(*patient(self.where, self._resource, self._find), *(said for _, said in newest_first)),
            coverages=tuple(self._parts["coverage"].values()),
            diagnoses=tuple(self._parts["diagnosis"].values()),
            trials=tuple(self._parts["trial"].values()),
            contraindications=tuple(self._parts["contraindication"].values()),
            observations=tuple(self._parts["observation"].values()),
        )

    def _keep(self, part: str, said: tuple[Said, ...]) -> None:
        if said:
            self._parts[part].setdefault(tuple((item.field, item.text) for item in said), said)
