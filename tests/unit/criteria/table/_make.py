"""How a request of the table is written down: a ready one, and what is changed in it. All patients are invented."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

from tests.unit.criteria.conftest import Case, trial

#: A value that stands for a key that is left out.
LEFT_OUT = object()
NEUROLOGIST = {"specialty": "Neurology", "credential": "MD"}
UROLOGIST = {"specialty": "Urology", "credential": "MD"}
OPHTHALMOLOGIST = {"specialty": "Ophthalmology", "credential": "MD"}
DERMATOLOGIST = {"specialty": "Dermatology", "credential": "MD"}
GASTROENTEROLOGIST = {"specialty": "Gastroenterology", "credential": "MD"}
PHYSIATRIST = {"specialty": "Physical Medicine and Rehabilitation", "credential": "MD"}
GYNECOLOGIST = {"specialty": "Obstetrics and Gynecology", "credential": "MD"}
_PAPERS = ["notes", "history", "diary", "labs"]

TOPIRAMATE = trial("topiramate", "antiepileptic", "2026-01-10", "2026-04-20")
PROPRANOLOL = trial("propranolol", "beta_blocker", "2026-05-01", "2026-07-15")
AMITRIPTYLINE = trial("amitriptyline", "antidepressant", "2025-09-01", "2025-12-15")
BLADDER_TRAINING = trial("bladder training", "behavioral", "2025-10-01", "2026-01-01")
OXYBUTYNIN = trial("oxybutynin", "anticholinergic", "2026-01-05", "2026-04-05")
TOLTERODINE = trial("tolterodine", "anticholinergic", "2026-04-10", "2026-07-10")
ALUMINUM_CHLORIDE = trial("aluminum chloride 20%", "topical", "2026-03-01", "2026-06-01")
NOW = {
    "date": "2026-11-10",
    "phase": "current",
    "headache_days": 9,
    "migraine_days": 4,
    "headache_hours": 4,
    "headache_days_4h": 4,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One request and what must come out."""

    name: str
    why: str
    case: Case
    overall: str
    warns: tuple[str, ...]
    findings: dict[str, str]


def row(name: str, why: str, case: Case, overall: str, *warns: str, **findings: str) -> Row:
    """A row of the table; topics that must be warned about stand before those that have a state."""
    return Row(name, why, case, overall, warns, findings)


def counted(**changes: Any) -> Case:
    """Counts before treatment that satisfy every payer, with changes."""
    counts = {
        "date": "2026-10-01",
        "phase": "baseline",
        "headache_days": 20,
        "migraine_days": 12,
        "headache_hours": 8,
        "months_at_frequency": 9,
        "headache_days_4h": 16,
    }
    return _with(counts, changes)


def tried(drug: str, drug_class: str, outcome: str = "inadequate_response", reason: str = "") -> Case:
    """A trial without dates."""
    return {"drug": drug, "class": drug_class, "outcome": outcome, "reason": reason}


def migraine(payer: Any = "Aetna", line: Any = "commercial", state: Any = "WA", **changes: Any) -> Case:
    """A first request for chronic migraine in which nothing is missing."""
    case = {
        **_place(payer, line, state),
        "indication": "chronic_migraine",
        "patient": {"dob": "1985-07-22", "sex": "female"},
        "prescriber": NEUROLOGIST,
        "dx": ["G43.709"],
        "cpt": ["64615"],
        "units": 155,
        "units_billed": 200,
        "measures": [counted()],
        "trials": [TOPIRAMATE, PROPRANOLOL],
    }
    return _with(case, changes)


def other_use(payer: Any, line: Any, state: Any, use: str, **changes: Any) -> Case:
    """A first request of an adult for another use; `dx`, `cpt`, `units` and `prescriber` are given."""
    case = {**_place(payer, line, state), "indication": use, "patient": {"dob": "1970-03-09", "sex": "female"}}
    return _with(case, changes)


def bladder(payer: Any = "Aetna", line: Any = "commercial", state: Any = "OH", **changes: Any) -> Case:
    """Overactive bladder after training and two drugs."""
    case = {
        "dx": ["N32.81", "N39.41"],
        "cpt": ["52287"],
        "units": 100,
        "prescriber": UROLOGIST,
        "trials": [BLADDER_TRAINING, OXYBUTYNIN, TOLTERODINE],
        "measures": [{"date": "2026-10-01", "phase": "baseline", "incontinence_episodes": 5, "voids": 14}],
    }
    return other_use(payer, line, state, "oab", **(case | changes))


def neurogenic(payer: Any = "Aetna", line: Any = "commercial", state: Any = "OH", **changes: Any) -> Case:
    """A child of 36 kg with neurogenic detrusor overactivity after training and a drug."""
    case = {
        "dx": ["N31.9"],
        "cpt": ["52287"],
        "units": 200,
        "prescriber": UROLOGIST,
        "trials": [trial("timed voiding", "behavioral", "2025-09-01", "2026-01-01"), OXYBUTYNIN],
        "patient": {"dob": "2014-05-01", "weight_kg": 36},
    }
    return other_use(payer, line, state, "ndo", **(case | changes))


def limb(payer: Any = "Aetna", line: Any = "commercial", state: Any = "NC", **changes: Any) -> Case:
    """Spasticity of an adult's arm after a stroke."""
    case = {"dx": ["G81.11"], "cpt": ["64644"], "units": 400, "prescriber": PHYSIATRIST}
    use = changes.pop("indication", "upper_limb_spasticity")
    return other_use(payer, line, state, use, **(case | changes))


def sweating(payer: Any = "Aetna", line: Any = "commercial", state: Any = "FL", **changes: Any) -> Case:
    """Sweating of the armpits after a topical agent."""
    case = {
        "dx": ["L74.510"],
        "cpt": ["64650"],
        "units": 100,
        "prescriber": DERMATOLOGIST,
        "trials": [ALUMINUM_CHLORIDE],
    }
    return other_use(payer, line, state, "hyperhidrosis", **(case | changes))


def _place(payer: Any, line: Any, state: Any) -> Case:
    return {
        "date": "2026-11-23",
        "payer": payer,
        "line": line,
        "state": state,
        "kind": "initial",
        "urgent": False,
        "product": "J0585",
        "site": "office",
        "supply": "buy_and_bill",
        "interval_weeks": 12,
        "attachments": _PAPERS,
    }


def _with(case: Case, changes: Case) -> Case:
    return copy.deepcopy({name: value for name, value in (case | changes).items() if value is not LEFT_OUT})
