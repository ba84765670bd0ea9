"""Aetna, chronic migraine: dose, interval, codes, renewal."""

from __future__ import annotations

from tests.unit.criteria.conftest import trial
from tests.unit.criteria.table._make import (
    LEFT_OUT,
    NOW,
    PROPRANOLOL,
    TOPIRAMATE,
    Row,
    counted,
    migraine,
    row,
)

ROWS: tuple[Row, ...] = (
    row(
        "a-cm-third-trial-rescues",
        "One short trial beside two good ones changes nothing.",
        migraine(
            trials=[
                TOPIRAMATE,
                PROPRANOLOL,
                trial("amitriptyline", "antidepressant", "2026-08-01", "2026-08-20", "intolerance"),
            ]
        ),
        "READY",
        step_therapy="MET",
    ),
    row(
        "a-cm-specialist-np",
        "Nurse practitioner in neurology.",
        migraine(prescriber={"specialty": "Neurology", "credential": "NP"}),
        "READY",
        specialist="MET",
    ),
    row(
        "a-cm-units-missing",
        "No units: dose not documented.",
        migraine(units=LEFT_OUT, units_billed=LEFT_OUT),
        "CANNOT_DETERMINE",
        dose="NOT_DOCUMENTED",
    ),
    row("a-cm-195", "195 U is over 155 but not over 200.", migraine(units=195), "READY", dose="MET"),
    row(
        "a-cm-billed-300",
        "300 billed for 155 injected is waste, not dose.",
        migraine(units_billed=300),
        "READY",
        dose="MET",
    ),
    row("a-cm-interval-11", "Every 11 weeks.", migraine(interval_weeks=11), "NOT_READY", interval="NOT_MET"),
    row(
        "a-cm-interval-16", "Every 16 weeks is no sooner than 12.", migraine(interval_weeks=16), "READY", interval="MET"
    ),
    row(
        "a-cm-initial-70-days",
        "New payer, but the last injection was 70 days ago.",
        migraine(last_injection="2026-09-14"),
        "TOO_EARLY",
        interval="TOO_EARLY",
    ),
    row("a-cm-84-initial", "Exactly 84 days.", migraine(last_injection="2026-08-31"), "READY", interval="MET"),
    row(
        "a-cm-not-met-over-early",
        "NOT_MET outranks TOO_EARLY.",
        migraine(measures=[counted(headache_days=12)], last_injection="2026-09-14"),
        "NOT_READY",
        interval="TOO_EARLY",
        frequency="NOT_MET",
    ),
    row(
        "a-cm-undoc-over-early",
        "NOT_DOCUMENTED outranks TOO_EARLY.",
        migraine(measures=[counted(headache_days=LEFT_OUT)], last_injection="2026-09-14"),
        "CANNOT_DETERMINE",
        interval="TOO_EARLY",
        frequency="NOT_DOCUMENTED",
    ),
    row(
        "a-cm-early-and-often",
        "10 weeks asked and 70 days gone: the worse state is NOT_MET.",
        migraine(interval_weeks=10, last_injection="2026-09-14"),
        "NOT_READY",
        interval="NOT_MET",
    ),
    row(
        "a-cm-e09-warn",
        "G43.E09 is not on Aetna's list: warned about, not failed.",
        migraine(dx=["G43.E09"]),
        "READY",
        "code",
        frequency="MET",
    ),
    row("a-cm-e19-warn", "G43.E19 likewise.", migraine(dx=["G43.E19"]), "READY", "code"),
    row("a-cm-G43.701", "G43.701 is on Aetna's list.", migraine(dx=["G43.701"]), "READY", frequency="MET"),
    row("a-cm-G43.711", "G43.711 is on Aetna's list.", migraine(dx=["G43.711"]), "READY", frequency="MET"),
    row("a-cm-G43.719", "G43.719 is on Aetna's list.", migraine(dx=["G43.719"]), "READY", frequency="MET"),
    row("a-cm-G43.009", "G43.009 is an episodic code.", migraine(dx=["G43.009"]), "NOT_READY", code="NOT_MET"),
    row("a-cm-G43.019", "G43.019 is an episodic code.", migraine(dx=["G43.019"]), "NOT_READY", code="NOT_MET"),
    row("a-cm-G43.119", "G43.119 is an episodic code.", migraine(dx=["G43.119"]), "NOT_READY", code="NOT_MET"),
    row("a-cm-G43.101", "G43.101 is an episodic code.", migraine(dx=["G43.101"]), "NOT_READY", code="NOT_MET"),
    row("a-cm-no-dx", "No diagnosis code.", migraine(dx=LEFT_OUT), "CANNOT_DETERMINE", code="NOT_DOCUMENTED"),
    row("a-cm-second-dx", "A second code of another disease does no harm.", migraine(dx=["G43.709", "F41.1"]), "READY"),
    row("a-cm-urgent", "Urgency is no criterion.", migraine(urgent=True), "READY"),
    row(
        "a-cm-ultrasound",
        "Ultrasound guidance for migraine is experimental at Aetna.",
        migraine(cpt=["64615", "76942"]),
        "READY",
        "guidance",
    ),
    row(
        "a-cm-emg",
        "EMG 95873 for migraine is experimental at Aetna.",
        migraine(cpt=["64615", "95873"]),
        "READY",
        "guidance",
    ),
    row(
        "a-cm-no-ichd-evidence",
        "Nothing attached: the IHS features are not shown.",
        migraine(attachments=LEFT_OUT),
        "CANNOT_DETERMINE",
        frequency="MET",
    ),
    row(
        "a-cm-ren-one-day",
        "Renewal: 20 to 19 is a reduction.",
        migraine(
            kind="continuation",
            measures=[counted(date="2025-09-01"), NOW | {"headache_days": 19}],
            last_injection="2026-08-20",
        ),
        "READY",
        response="MET",
    ),
    row(
        "a-cm-ren-worse",
        "Renewal: 20 to 24 is none.",
        migraine(
            kind="continuation",
            measures=[counted(date="2025-09-01"), NOW | {"headache_days": 24}],
            last_injection="2026-08-20",
        ),
        "NOT_READY",
        response="NOT_MET",
    ),
    row(
        "a-cm-ren-no-baseline",
        "Renewal without a baseline count.",
        migraine(kind="continuation", measures=[NOW], last_injection="2026-08-20"),
        "CANNOT_DETERMINE",
        response="NOT_DOCUMENTED",
    ),
    row(
        "a-cm-ren-migraine-days-only",
        "Renewal: the policy counts headache frequency; only hours are known now.",
        migraine(
            kind="continuation",
            measures=[counted(date="2025-09-01"), {"date": "2026-11-10", "phase": "current", "headache_hours": 3}],
            last_injection="2026-08-20",
        ),
        "CANNOT_DETERMINE",
        response="NOT_DOCUMENTED",
    ),
    row(
        "a-cm-ren-latest-counts",
        "The latest current count is no drop any more.",
        migraine(
            kind="continuation",
            measures=[counted(date="2025-09-01"), NOW | {"date": "2026-04-01"}, NOW | {"headache_days": 20}],
            last_injection="2026-08-20",
        ),
        "NOT_READY",
        response="NOT_MET",
    ),
    row(
        "a-cm-ren-no-trials",
        "Renewal of migraine need not meet the step again.",
        migraine(
            kind="continuation",
            measures=[counted(date="2025-09-01"), NOW],
            last_injection="2026-08-20",
            trials=LEFT_OUT,
        ),
        "READY",
        response="MET",
        interval="MET",
    ),
    row(
        "a-cm-ren-201",
        "Renewal at 201 U.",
        migraine(
            kind="continuation", units=201, measures=[counted(date="2025-09-01"), NOW], last_injection="2026-08-20"
        ),
        "NOT_READY",
        dose="NOT_MET",
    ),
    row(
        "a-cm-ren-83",
        "Renewal at 83 days.",
        migraine(kind="continuation", measures=[counted(date="2025-09-01"), NOW], last_injection="2026-09-01"),
        "TOO_EARLY",
        interval="TOO_EARLY",
        response="MET",
    ),
    row(
        "a-cm-ren-early-no-current",
        "83 days and no current count.",
        migraine(kind="continuation", measures=[counted(date="2025-09-01")], last_injection="2026-09-01"),
        "CANNOT_DETERMINE",
        interval="TOO_EARLY",
        response="NOT_DOCUMENTED",
    ),
    row(
        "a-medicaid",
        "Aetna's Medicaid plans are no line of CPB 0113.",
        migraine("Aetna", "medicaid_mco", "NJ"),
        "CANNOT_DETERMINE",
    ),
    row(
        "a-no-line",
        "No line: which Aetna policy applies is unknown.",
        migraine("Aetna", LEFT_OUT, "WA"),
        "CANNOT_DETERMINE",
    ),
    row("a-no-indication", "No indication.", migraine(indication=LEFT_OUT), "CANNOT_DETERMINE"),
    row("a-lower", "The payer's name in small letters.", migraine("aetna", "commercial", "WA"), "READY"),
    row(
        "a-cm-erenumab",
        "The CGRP drugs are examples; erenumab is one, nortriptyline is an antidepressant.",
        migraine(
            trials=[
                trial("erenumab", "cgrp", "2026-01-01", "2026-04-01"),
                trial("nortriptyline", "antidepressant", "2026-04-05", "2026-07-05"),
            ]
        ),
        "READY",
        step_therapy="MET",
    ),
    row(
        "a-cm-gabapentin",
        "Gabapentin is an antiepileptic, but whether it counts is the payer's to say.",
        migraine(trials=[trial("gabapentin", "antiepileptic", "2026-01-01", "2026-04-01"), PROPRANOLOL]),
        "CANNOT_DETERMINE",
        step_therapy="NOT_DOCUMENTED",
    ),
)
