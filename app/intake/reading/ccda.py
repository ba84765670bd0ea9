"""C-CDA documents (HL7 CDA R2, US realm), as what they say.

Sections are known by their LOINC codes: 11450-4 problems, 10160-0 medications and 10183-2 those at discharge, 48765-2
allergies, 8716-3 vital signs, 48768-6 payers; scores are looked for in all of them. Coded entries are facts; text is
read only where a section has no entries and its table says by its headings what it holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.intake.incoming import Said, SaidChart, SaidFile, Skipped
from app.intake.problems import DamagedFile, FileTooLarge, UnsafeFile
from app.intake.reading._ccda_entries import allergies, problems, scores, vital_signs
from app.intake.reading._ccda_medications import medications
from app.intake.reading._ccda_narrative import Narrative, has_entries, says_something
from app.intake.reading._ccda_payers import payers
from app.intake.reading._ccda_people import patient, patients, prescribers
from app.intake.reading.xml_parts import attribute, descendants, first

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_Read = Callable[["Element", Narrative], Iterator[tuple[Said, ...]]]
_SECTIONS: Mapping[str, tuple[str, _Read]] = {
    "11450-4": ("diagnoses", problems),
    "10160-0": ("trials", medications),
    "10183-2": ("trials", medications),
    "48765-2": ("contraindications", allergies),
    "8716-3": ("observations", vital_signs),
    "48768-6": ("coverages", payers),
}
_NAMES = {
    **{"diagnoses": "problems", "trials": "medications", "contraindications": "allergies"},
    **{"observations": "vital signs", "coverages": "payers"},
}
_FHIR = "{http://hl7.org/fhir}"
#: An open document takes up to thirty times its size in memory.
_MOST_BYTES = 30_000_000


def read_ccda(data: bytes) -> SaidFile:
    """What a C-CDA document says.

    Raises:
        FileTooLarge: no document of one patient is as large.
        UnsafeFile: it declares a document type or entities.
        DamagedFile: it is no XML, or no clinical document.
    """
    if len(data) > _MOST_BYTES:
        raise FileTooLarge(what="more than 30 MB of XML")
    try:
        root = fromstring(data, forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnsafeFile() from error
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise DamagedFile(kind="C-CDA document", why="it is not whole XML") from error
    if root.tag.startswith(_FHIR):
        raise DamagedFile(kind="file", why="it is FHIR as XML; export it as FHIR JSON")
    if root.tag.rpartition("}")[2] != "ClinicalDocument":
        raise DamagedFile(kind="C-CDA document", why="it is XML of another kind")
    skipped: list[Skipped] = []
    charts = tuple(_chart(role, number, root, skipped) for number, role in enumerate(patients(root), 1))
    return SaidFile(charts, tuple(prescribers(root)), tuple(skipped))


def _chart(role: Element, number: int, root: Element, skipped: list[Skipped]) -> SaidChart:
    where = "patient" if number == 1 else f"patient {number}"
    parts: dict[str, dict[tuple[tuple[str, str], ...], tuple[Said, ...]]] = {n: {} for n, _ in _SECTIONS.values()}
    told = list(patient(where, role, root))
    narrative = Narrative(root)
    unread = 0
    for section in _sections(root) if number == 1 else ():
        name, read = _SECTIONS.get(attribute(first(section, "code"), "code"), ("", None))
        found = [] if read is None else list(read(section, narrative))
        for said in found:
            if said and said[0].field.startswith("patient."):
                told.extend(said)
            elif said:
                parts[name].setdefault(tuple((item.field, item.text) for item in said), said)
        for said in scores(section, narrative):
            parts["observations"].setdefault(tuple((item.field, item.text) for item in said), said)
        if name:
            skipped.extend(_left_out(name, section, found))
        unread += not name and not has_entries(section) and says_something(section)
    if unread:
        what = "1 section that is text alone was" if unread == 1 else f"{unread} sections that are text alone were"
        skipped.append(Skipped("the document", f"{what} not read; look into the document for what stands there."))
    return SaidChart(where, tuple(told), **{name: tuple(said.values()) for name, said in parts.items()})


def _left_out(name: str, section: Element, found: list[tuple[Said, ...]]) -> Iterator[Skipped]:
    """What a section has that was not taken: problems that are over, and text that is no table."""
    over = sum(not said for said in found)
    if name == "diagnoses" and over:
        what = "1 problem that is" if over == 1 else f"{over} problems that are"
        yield Skipped("problems", f"{what} over, not so or not named; left out.")
    if not found and not has_entries(section) and says_something(section):
        yield Skipped(_NAMES[name], "This section is text alone and was not read; look into the document for it.")


def _sections(root: Element) -> Iterator[Element]:
    """All sections, also those within others."""
    return descendants(first(root, "component", "structuredBody"), "section")
