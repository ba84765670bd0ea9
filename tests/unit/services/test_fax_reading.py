"""The judges of the fax: what a payer must read off the demo packet is read off it at the coarsest quality."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from app.domain.practice import Prescriber
from app.pdf.faxing.seen import FaxQuality
from app.services.edits import found
from app.services.export import make_packet
from app.services.session import Session
from app.services.sign import Signed

np: Any = pytest.importorskip("numpy")
cv2: Any = pytest.importorskip("cv2")
rapidocr: Any = pytest.importorskip("rapidocr_onnxruntime")


def test_name_npi_and_date_of_the_signature_and_its_code_are_read_off_a_standard_fax(
    session: Session, signed: Signed, tmp_path: Path
) -> None:
    packet = make_packet(session, signed.request.id, tmp_path)
    fax = next(path for path in packet.files if path.name.endswith("-fax.pdf")).read_bytes()
    reader, codes = rapidocr.RapidOCR(), cv2.QRCodeDetector()
    request = signed.request
    assert request.prescriber_id is not None
    assert request.snapshot is not None
    prescriber = found(session, Prescriber, request.prescriber_id)
    read: list[str] = []
    found_codes: list[str] = []
    for number, text in enumerate(session.paper.page_text(fax), 1):
        if "Electronically signed" not in " ".join(text.split()):
            continue
        shown = session.paper.fax_page(fax, number, FaxQuality.STANDARD).raster
        pixels = np.frombuffer(shown.rgb, np.uint8).reshape(shown.height, shown.width, 3)
        lines, _ = reader(pixels)
        read += [str(line[1]) for line in lines or ()]
        found_codes.append(codes.detectAndDecode(pixels)[0])
    whole = re.sub(r"[^a-z0-9]", "", "".join(read).casefold())
    assert re.sub(r"[^a-z0-9]", "", prescriber.name.full.casefold()) in whole
    assert prescriber.npi in whole
    assert f"{request.snapshot.at:%Y%m%d}" in whole or f"{request.snapshot.at:%m%d%Y}" in whole
    assert any(code.startswith("PADESK:") and prescriber.npi in code for code in found_codes)
