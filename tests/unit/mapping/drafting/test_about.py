"""What a form prints about itself: whose it is, what it is called, which edition it is."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from app.mapping.drafting.about import about
from app.mapping.drafting.payers import known_payers
from app.pdf.worker import PaperWorker

_KNOWN = {
    "aetna-medicare-riabni-v1": ("Medication Precertification Request", "Aetna", "GR-68535-3 (1-25)"),
    "anthem-va-pharmacy-prior-auth": (
        "Pharmacy Prior Authorization Form",
        "Anthem HealthKeepers Plus",
        "November 2022",
    ),
    "bcbs-empire-ny": ("Pharmacy Prior Authorization Form", "Empire BlueCross BlueShield HealthPlus", "March 2023"),
    "bcbsnd-inpatient-fillable": ("Inpatient Authorization Request", "Blue Cross Blue Shield of North Dakota", "2-26"),
    "bcbstx-rx-standard-pa": (
        "Texas Standard Prior Authorization Request Form for Prescription Drug Benefits",
        "Texas Department of Insurance",
        "0522",
    ),
    "botox-neighborhood-health-ri": (
        "Botox Prior Authorization Form",
        "Neighborhood Health Plan of Rhode Island",
        "",
    ),
    "caremark-florida-prior-auth": ("Prior Authorization Form for Medical Procedures", "CVS Caremark", "12/16"),
    "caremark-minnesota-state-pa": ("MINNESOTA UNIFORM FORM", "Minnesota Department of Health", "October 2015"),
    "cigna-general-med-prior-auth": ("Medication Prior Authorization Form", "Cigna", "061025"),
    "linzess-molina-tx": ("Texas Standard Prior Authorization Form Addendum", "Molina Healthcare of Texas", "MHTPA"),
    "ny-medicaid-nyrx": ("Prescription Prior Authorization Request Form", "NYRx", "08/11/25"),
    "optumrx-general-prior-auth": ("Prior Authorization Request Form", "Optum Rx", "2022Mar"),
    "rxbenefits-medication-pa": ("MEDICATION PRIOR AUTHORIZATION REQUEST FORM", "RxBenefits", "05.15.2025"),
    "tmhp-radiology-pa": ("Radiology Prior Authorization Request Form", "TMHP", "04/22/2024"),
    "xifaxan-gateway-health": ("Prior Authorization Criteria", "Gateway Health", "05/2019"),
}


@pytest.mark.parametrize("name", sorted(_KNOWN))
def test_title_payer_and_edition_are_read_off_the_page(name: str, worker: PaperWorker, payer_forms: Path) -> None:
    found = about(worker.sights((payer_forms / f"{name}.pdf").read_bytes()))
    title, payer, edition = _KNOWN[name]
    assert found.title.startswith(title)
    assert payer in found.payer
    assert edition in found.edition
    assert bool(edition) == bool(found.edition)


def test_the_list_of_payers_names_each_once() -> None:
    names = [item.name for item in known_payers()]
    assert len(names) == len(set(names))
    assert len(names) > 60


def test_a_title_in_small_letters_is_known_by_its_size(worker: PaperWorker) -> None:
    page = io.BytesIO()
    canvas = Canvas(page, pagesize=(612, 792))
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(36, 750, "Request for coverage of a medicine")
    canvas.setFont("Helvetica", 9)
    for at, words in enumerate(("Member's name", "We request the member's date of birth", "Physician's name")):
        canvas.drawString(36, 700 - 24 * at, words)
    canvas.save()
    assert about(worker.sights(page.getvalue())).title == "Request for coverage of a medicine"
