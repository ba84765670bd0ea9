"""UnitedHealthcare Community Plan: bladder, limbs, face, neck."""

from __future__ import annotations

from tests.unit.criteria.table._make import (
    GASTROENTEROLOGIST,
    NEUROLOGIST,
    OXYBUTYNIN,
    TOLTERODINE,
    Row,
    bladder,
    limb,
    neurogenic,
    other_use,
    row,
    tried,
)

ROWS: tuple[Row, ...] = (
    row(
        "cp-oab-two",
        "Two anticholinergics, 100 U.",
        bladder("UnitedHealthcare Community Plan", "medicaid_mco", "NJ", trials=[OXYBUTYNIN, TOLTERODINE]),
        "READY",
        step_therapy="MET",
        dose="MET",
    ),
    row(
        "cp-oab-101",
        "101 U.",
        bladder("UnitedHealthcare Community Plan", "medicaid_mco", "NJ", units=101, trials=[OXYBUTYNIN, TOLTERODINE]),
        "NOT_READY",
        dose="NOT_MET",
    ),
    row(
        "cp-oab-undated",
        "No length is asked.",
        bladder(
            "UnitedHealthcare Community Plan",
            "medicaid_mco",
            "NJ",
            trials=[tried("oxybutynin", "anticholinergic"), tried("trospium", "anticholinergic", "intolerance")],
        ),
        "READY",
        step_therapy="MET",
    ),
    row(
        "cp-oab-16",
        "No age in the text.",
        bladder(
            "UnitedHealthcare Community Plan",
            "medicaid_mco",
            "NJ",
            patient={"dob": "2010-02-02"},
            trials=[OXYBUTYNIN, TOLTERODINE],
        ),
        "READY",
    ),
    row(
        "cp-ndo-one",
        "Two anticholinergics asked, one tried.",
        neurogenic(
            "UnitedHealthcare Community Plan", "medicaid_mco", "NJ", patient={"dob": "1980-05-01"}, trials=[OXYBUTYNIN]
        ),
        "NOT_READY",
        step_therapy="NOT_MET",
    ),
    row(
        "cp-hfs",
        "No extra criteria.",
        other_use(
            "UnitedHealthcare Community Plan",
            "medicaid_mco",
            "NJ",
            "hemifacial_spasm",
            prescriber=NEUROLOGIST,
            dx=["G51.31"],
            cpt=["64612"],
            units=40,
        ),
        "READY",
    ),
    row("cp-sp", "No extra criteria.", limb("UnitedHealthcare Community Plan", "medicaid_mco", "NJ"), "READY"),
    row(
        "cp-tmj",
        "TMD unproven.",
        other_use(
            "UnitedHealthcare Community Plan",
            "medicaid_mco",
            "NJ",
            "tmj",
            prescriber=NEUROLOGIST,
            dx=["M26.621"],
            cpt=["64612"],
            units=50,
        ),
        "NOT_READY",
        diagnosis="NOT_MET",
    ),
    row(
        "cp-fissure-none",
        "Nitrate or calcium channel blocker first; none tried.",
        other_use(
            "UnitedHealthcare Community Plan",
            "medicaid_mco",
            "NJ",
            "anal_fissure",
            prescriber=GASTROENTEROLOGIST,
            dx=["K60.1"],
            cpt=["46505"],
            units=50,
            trials=[],
        ),
        "NOT_READY",
        step_therapy="NOT_MET",
    ),
    row(
        "cp-dysport-cd",
        "Non-preferred before Botox or Xeomin.",
        other_use(
            "UnitedHealthcare Community Plan",
            "medicaid_mco",
            "NJ",
            "cervical_dystonia",
            product="J0586",
            prescriber=NEUROLOGIST,
            dx=["G24.3"],
            cpt=["64616"],
            units=500,
            trials=[],
        ),
        "NOT_READY",
    ),
)
