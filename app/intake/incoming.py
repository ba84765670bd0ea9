"""What a file says, before it is held against the office's records: the seam between reading and reviewing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from app.domain.clinical import Contraindication, Observation, Trial
from app.domain.patient import Coverage, Patient
from app.domain.practice import Line, Prescriber


class FileKind(StrEnum):
    """What a file is, in words for the office."""

    CSV = "list (CSV)"
    EXCEL = "list (Excel)"
    FHIR = "FHIR bundle"
    CCDA = "C-CDA document"
    HL7 = "HL7 version 2 file"
    VCARD = "contact card file"
    FORM = "filled form"
    OWN = "file of records"


#: Files of charts, which name each prescription and fill, and every clinician; in an office's own list a line is a
#: therapy, and a prescriber is its own.
OF_CHART_SYSTEMS = (FileKind.FHIR, FileKind.CCDA, FileKind.HL7)


class Said(NamedTuple):
    """One thing that a file says.

    Attributes:
        field: a name of `app.intake.fields`, such as `patient.address.city`.
        text: as the file writes it.
        where: its place in the file, such as `line 12, column DOB`; never a value.
    """

    field: str
    text: str
    where: str


def stated(field: str, text: str, where: str) -> Iterator[Said]:
    """What a file says in a field; nothing where it says nothing."""
    if text.strip():
        yield Said(field, text, where)


@dataclass(frozen=True, slots=True)
class SaidChart:
    """What a file says of one patient; each inner tuple is one plan, one diagnosis, one therapy and so on."""

    where: str
    patient: tuple[Said, ...] = ()
    coverages: tuple[tuple[Said, ...], ...] = ()
    diagnoses: tuple[tuple[Said, ...], ...] = ()
    trials: tuple[tuple[Said, ...], ...] = ()
    contraindications: tuple[tuple[Said, ...], ...] = ()
    observations: tuple[tuple[Said, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was not taken from the file: where it stands and why, never what it is."""

    where: str
    says: str


@dataclass(frozen=True, slots=True)
class SaidFile:
    """Everything that a file says.

    A long list is read while its charts are gone through: what it says of prescribers, and what was skipped, is known
    after the last of them.
    """

    charts: Iterable[SaidChart] = ()
    prescribers: Iterable[tuple[Said, ...]] = ()
    skipped: Iterable[Skipped] = ()


@dataclass(frozen=True, slots=True)
class IncomingCoverage:
    """A plan as the file has it; the payer is a name until the review finds the office's own record of it.

    Attributes:
        coverage: its payer and line are not to be used.
        line: None where the file does not say it.
        is_over: whether it had ended on the day of the import; such a plan waits for a person.
        is_ranked: whether the file says whether it is the first or second.
    """

    coverage: Coverage
    payer: str
    line: Line | None = None
    is_over: bool = False
    is_ranked: bool = False


@dataclass(frozen=True, slots=True)
class IncomingChart:
    """One patient of the file, as records with ids that nobody has yet."""

    where: str
    patient: Patient
    coverages: tuple[IncomingCoverage, ...] = ()
    trials: tuple[Trial, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    observations: tuple[Observation, ...] = ()


@dataclass(frozen=True, slots=True)
class Incoming:
    """A whole file as records.

    Attributes:
        sha256: of the file's bytes, kept as the origin of what is taken over.
    """

    kind: FileKind
    sha256: str
    charts: tuple[IncomingChart, ...]
    prescribers: tuple[Prescriber, ...]
    skipped: tuple[Skipped, ...]
