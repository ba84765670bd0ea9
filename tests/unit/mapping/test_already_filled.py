"""A form that is filled in already is noticed, whoever filled it, and no blank is taken for one."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from app.mapping.already_filled import signs_of_filling
from app.mapping.library import PackLibrary
from app.pdf.worker import PaperWorker
from app.places import bundled
from app.services.drafting import filled_pdf

OWN = ("juniper", "botulinum-toxin", "2026-11")
_BLANKS = (
    "anthem-healthkeepers-vyepti",
    "anthem-va-pharmacy-prior-auth",
    "bcbs-empire-ny",
    "bcbsnd-inpatient-fillable",
    "bcbstx-rx-standard-pa",
    "botox-neighborhood-health-ri",
    "caremark-florida-prior-auth",
    "caremark-minnesota-state-pa",
    "cigna-general-med-prior-auth",
    "linzess-molina-tx",
    "medicare-partd-cms-model",
    "ny-medicaid-nyrx",
    "optumrx-general-prior-auth",
    "optumrx-tenncare-compound-prior-auth",
    "rxbenefits-medication-pa",
    "tmhp-radiology-pa",
    "tx-nofr001-standard-pa",
    "xifaxan-gateway-health",
)


@pytest.mark.parametrize("name", ["form.pdf", "form-flat.pdf"])
def test_our_own_form_is_noticed_once_it_is_filled(name: str, library: PackLibrary, worker: PaperWorker) -> None:
    data = bundled("forms", *OWN, name).read_bytes()
    assert signs_of_filling(worker.sights(data), worker.compile(data).template) == ()
    pack = library.get("/".join(OWN))
    assert pack is not None
    for patient in range(3):
        filled = filled_pdf(worker, data, pack, dt.date(2026, 11, 24), patient=patient)
        assert len(signs_of_filling(worker.sights(filled))) >= 3


def test_a_payers_form_that_somebody_filled_is_noticed(worker: PaperWorker, payer_forms: Path) -> None:
    signs = signs_of_filling(worker.sights((payer_forms / "hls-case-002a-FILLED-flat.pdf").read_bytes()))
    assert {"a name", "a date of birth", "a member number"} <= set(signs)


@pytest.mark.parametrize("name", _BLANKS)
def test_no_blank_is_taken_for_a_filled_form(name: str, worker: PaperWorker, payer_forms: Path) -> None:
    data = (payer_forms / f"{name}.pdf").read_bytes()
    assert signs_of_filling(worker.sights(data), worker.compile(data).template) == ()
