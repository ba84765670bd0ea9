"""Aetna: bladder and limbs."""

from __future__ import annotations

from tests.unit.criteria.conftest import trial
from tests.unit.criteria.table._make import (
    BLADDER_TRAINING,
    LEFT_OUT,
    OXYBUTYNIN,
    TOLTERODINE,
    Row,
    bladder,
    limb,
    neurogenic,
    row,
    tried,
)

ROWS: tuple[Row, ...] = (
    row(
        "a-oab-two-anticholinergics",
        "Two agents of one class are enough for the bladder at Aetna.",
        bladder(),
        "READY",
        step_therapy="MET",
        age="MET",
    ),
    row(
        "a-oab-no-behavioral",
        "Two agents, but no behavioral therapy.",
        bladder(trials=[OXYBUTYNIN, TOLTERODINE]),
        "NOT_READY",
        step_therapy="NOT_MET",
    ),
    row(
        "a-oab-intolerance-undated",
        "No length is asked: undated, one not tolerated.",
        bladder(
            trials=[
                tried("bladder training", "behavioral"),
                tried("oxybutynin", "anticholinergic", "intolerance"),
                tried("vibegron", "beta3"),
            ]
        ),
        "READY",
        step_therapy="MET",
    ),
    row(
        "a-oab-ongoing",
        "Mirabegron is still going on.",
        bladder(trials=[BLADDER_TRAINING, OXYBUTYNIN, trial("mirabegron", "beta3", "2026-09-01", None, "ongoing")]),
        "NOT_READY",
        step_therapy="NOT_MET",
    ),
    row("a-oab-no-ledger", "No ledger.", bladder(trials=LEFT_OUT), "CANNOT_DETERMINE", step_therapy="NOT_DOCUMENTED"),
    row(
        "a-oab-emg",
        "EMG guidance for the bladder is experimental.",
        bladder(cpt=["52287", "95874"]),
        "READY",
        "guidance",
    ),
    row("a-oab-18", "18 today.", bladder(patient={"dob": "2008-11-23"}), "READY", age="MET"),
    row(
        "a-oab-ren-no-current",
        "Renewal: benefit not shown.",
        bladder(kind="continuation", last_injection="2026-06-01"),
        "CANNOT_DETERMINE",
        response="NOT_DOCUMENTED",
    ),
    row(
        "a-oab-ren-benefit",
        "Renewal: all initial criteria again, and benefit: 5 to 1 episodes a day.",
        bladder(
            kind="continuation",
            measures=[
                {"date": "2025-12-01", "phase": "baseline", "incontinence_episodes": 5, "voids": 14},
                {"date": "2026-11-01", "phase": "current", "incontinence_episodes": 1, "voids": 8},
            ],
            last_injection="2026-06-01",
        ),
        "READY",
        response="MET",
        step_therapy="MET",
    ),
    row(
        "a-oab-ren-step-again",
        "Renewal of the bladder must meet the step again; one agent only.",
        bladder(
            kind="continuation",
            trials=[BLADDER_TRAINING, OXYBUTYNIN],
            measures=[
                {"date": "2025-12-01", "phase": "baseline", "incontinence_episodes": 5},
                {"date": "2026-11-01", "phase": "current", "incontinence_episodes": 1},
            ],
            last_injection="2026-06-01",
        ),
        "NOT_READY",
        step_therapy="NOT_MET",
        response="MET",
    ),
    row(
        "a-oab-ren-worse",
        "Renewal: 5 to 6 episodes is no benefit.",
        bladder(
            kind="continuation",
            measures=[
                {"date": "2025-12-01", "phase": "baseline", "incontinence_episodes": 5},
                {"date": "2026-11-01", "phase": "current", "incontinence_episodes": 6},
            ],
            last_injection="2026-06-01",
        ),
        "NOT_READY",
        response="NOT_MET",
    ),
    row(
        "a-ndo-5-today",
        "Fifth birthday today; 20 kg, 120 U is 6 U/kg.",
        neurogenic(patient={"dob": "2021-11-23", "weight_kg": 20}, units=120),
        "READY",
        age="MET",
        dose="MET",
    ),
    row(
        "a-ndo-5-tomorrow",
        "Fifth birthday tomorrow.",
        neurogenic(patient={"dob": "2021-11-24", "weight_kg": 20}, units=120),
        "NOT_READY",
        age="NOT_MET",
    ),
    row("a-ndo-34kg", "34 kg: 200 U.", neurogenic(patient={"dob": "2014-05-01", "weight_kg": 34}), "READY", dose="MET"),
    row(
        "a-ndo-over-10-per-kg",
        "25 kg and 251 U is over 10 U/kg.",
        neurogenic(patient={"dob": "2018-05-01", "weight_kg": 25}, units=251),
        "NOT_READY",
        dose="NOT_MET",
    ),
    row(
        "a-ndo-over-340",
        "40 kg and 341 U is over the cap of 340.",
        neurogenic(patient={"dob": "2012-05-01", "weight_kg": 40}, units=341),
        "NOT_READY",
        dose="NOT_MET",
    ),
    row(
        "a-ndo-adult-200",
        "Adult, 200 U, no weight needed.",
        neurogenic(patient={"dob": "1980-05-01"}),
        "READY",
        dose="MET",
        age="MET",
    ),
    row(
        "a-ndo-ms",
        "G35.A is listed.",
        neurogenic(patient={"dob": "1980-05-01"}, dx=["N31.9", "G35.A"]),
        "READY",
        step_therapy="MET",
    ),
    row(
        "a-ndo-no-behavioral",
        "An agent but no behavioral therapy.",
        neurogenic(trials=[OXYBUTYNIN]),
        "NOT_READY",
        step_therapy="NOT_MET",
    ),
    row(
        "a-ndo-no-agent",
        "Behavioral therapy but no agent.",
        neurogenic(trials=[BLADDER_TRAINING]),
        "NOT_READY",
        step_therapy="NOT_MET",
    ),
    row("a-sp-400", "Adult at 400 U.", limb(), "READY", dose="MET", age="MET"),
    row(
        "a-sp-under-2",
        "Second birthday tomorrow.",
        limb(
            indication="lower_limb_spasticity", patient={"dob": "2024-11-24", "weight_kg": 12}, dx=["G80.1"], units=60
        ),
        "NOT_READY",
        age="NOT_MET",
    ),
    row(
        "a-sp-ped-over-10",
        "12 kg, 121 U is over 10 U/kg.",
        limb(
            indication="lower_limb_spasticity", patient={"dob": "2023-01-01", "weight_kg": 12}, dx=["G80.1"], units=121
        ),
        "NOT_READY",
        dose="NOT_MET",
    ),
    row(
        "a-sp-ped-no-weight",
        "Child without a weight.",
        limb(indication="lower_limb_spasticity", patient={"dob": "2020-01-01"}, dx=["G80.1"], units=60),
        "CANNOT_DETERMINE",
        dose="NOT_DOCUMENTED",
    ),
    row(
        "a-sp-ped-341",
        "60 kg, 17 years: 341 is over 340.",
        limb(
            indication="lower_limb_spasticity", patient={"dob": "2009-06-01", "weight_kg": 60}, dx=["G80.1"], units=341
        ),
        "NOT_READY",
        dose="NOT_MET",
    ),
    row(
        "a-sp-adult-lower-401",
        "401 U.",
        limb(indication="lower_limb_spasticity", units=401),
        "NOT_READY",
        dose="NOT_MET",
    ),
    row(
        "a-sp-g35",
        "Plain G35 warned about.",
        limb(indication="lower_limb_spasticity", dx=["G35"], units=300),
        "READY",
        "code",
    ),
    row("a-sp-stroke", "I69.351 is in the I69.x5x groups.", limb(dx=["I69.351"]), "READY"),
)
