"""What is read off a standard fax of the three demo packets: python -m tests.bench.fax_reading [FOLDER].

Makes the demonstration in the folder, else in one that is thrown away, shows its signed pages as a fax of 204 by 98
dots an inch does, and reads the prescriber's name and NPI and the date by OCR, and the code of the pages. Needs opencv
and rapidocr, as the tests do. Prints what was read and how many places each packet has marked as lost; ends with 1
unless all is read.
"""

# ruff: noqa: T201 (a command that reports)
from __future__ import annotations

import datetime as dt
import re
import sys
import tempfile
from collections import Counter
from importlib import import_module
from pathlib import Path
from typing import Any

from app.clock import FixedClock
from app.domain.practice import Prescriber
from app.domain.request import Request
from app.pdf.faxing.seen import FaxQuality
from app.pdf.scan.codes import square_codes
from app.places import Places
from app.services.demo import DemoPacket, demonstrate
from app.services.sample import SAMPLE_WORDS
from app.services.session import Session
from app.services.setup import session_on
from app.vault.vault import Vault

np: Any = import_module("numpy")
rapidocr: Any = import_module("rapidocr_onnxruntime")


def letters(words: str) -> str:
    """Words without what readers of letters mix up: spaces, dashes, capitals."""
    return re.sub(r"[^a-z0-9]", "", words.casefold())


def read_off(session: Session, fax: bytes) -> tuple[str, list[str], Counter[str]]:
    """The letters and codes of the signed pages, and the faults marked on all pages."""
    reader = rapidocr.RapidOCR()
    read: list[str] = []
    found: list[str] = []
    marks: Counter[str] = Counter()
    for number, text in enumerate(session.paper.page_text(fax), 1):
        shown = session.paper.fax_page(fax, number, FaxQuality.STANDARD)
        marks.update(item.fault.value for item in shown.lost)
        if "Electronically signed" not in " ".join(text.split()):
            continue
        seen = shown.raster
        pixels = np.frombuffer(seen.rgb, np.uint8).reshape(seen.height, seen.width, 3)
        lines, _ = reader(pixels)
        read += [str(line[1]) for line in lines or ()]
        found += square_codes(seen.rgb, seen.width, seen.height)
    return letters("".join(read)), found, marks


def main() -> int:
    """Make, fax and read the three packets."""
    clock = FixedClock(dt.datetime(2026, 11, 25, 12, tzinfo=dt.UTC))
    is_all = True
    with tempfile.TemporaryDirectory() as name:
        folder = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(name)
        places = Places.under(Path(name) / "user")
        made = demonstrate(folder, clock, places)
        with Vault.open(made.vault, passphrase=SAMPLE_WORDS, clock=clock) as vault:
            session = session_on(vault, clock, places)
            with session.paper:
                for packet in made.packets:
                    is_all &= told(session, packet)
    return 0 if is_all else 1


def told(session: Session, made: DemoPacket) -> bool:
    """Print what was read off one packet; whether it was everything."""
    title, packet = made.title, made.packet
    request = session.vault.get(Request, made.request_id)
    if packet is None or request is None or request.prescriber_id is None or request.snapshot is None:
        print(f"{title}: no packet was made")
        return False
    prescriber = session.vault.get(Prescriber, request.prescriber_id)
    if prescriber is None:
        return False
    fax = next(path for path in packet.files if path.name.endswith("-fax.pdf")).read_bytes()
    read, codes, marks = read_off(session, fax)
    at = request.snapshot.at
    result = {
        "name": letters(prescriber.name.full) in read,
        "NPI": prescriber.npi in read,
        "date": f"{at:%Y%m%d}" in read or f"{at:%m%d%Y}" in read,
        "code": any(code.startswith("PADESK:") and prescriber.npi in code for code in codes),
    }
    words = ", ".join(f"{what} {'read' if is_read else 'LOST'}" for what, is_read in result.items())
    print(f"{title}: {words}; marked {dict(marks)}, {sum(marks.values())} in all")
    return all(result.values())


if __name__ == "__main__":
    sys.exit(main())
