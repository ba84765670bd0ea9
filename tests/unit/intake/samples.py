"""Invented people in the formats of other systems, small and whole; the files lie beside this one."""

from __future__ import annotations

import datetime as dt
import hashlib
import itertools
from pathlib import Path

from app.intake.incoming import Incoming
from app.intake.reading.files import read
from app.intake.reading.sniffing import kind_of
from app.intake.records import records_of

TODAY = dt.date(2026, 11, 24)
_FILES = Path(__file__).parent / "files"

CSV = (_FILES / "patients.csv").read_bytes()
ADT = (_FILES / "adt.hl7").read_bytes()
RDE = (_FILES / "rde.hl7").read_bytes()
VCARD = (_FILES / "prescriber.vcf").read_bytes()
CCDA = (_FILES / "document.xml").read_bytes()
FHIR = (_FILES / "bundle.json").read_bytes()


def incoming(data: bytes) -> Incoming:
    """A file as records whose names are counted."""
    kind = kind_of(data)
    counted = itertools.count(1)
    sha256 = hashlib.sha256(data).hexdigest()
    return records_of(read(data, kind), kind, sha256, today=TODAY, new_id=lambda: f"new{next(counted):021}")
